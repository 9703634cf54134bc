// The conversation: what is said goes out once, however often it is sent; what comes back is shown as a card.

import { fileChooser, messageCard, ownCard, typingCard } from "./cards.js";
import { watchIdle } from "./idle.js";
import { setUpPickup } from "./pickup.js";
import { Failure, newId, post, postFiles } from "./requests.js";

const log = document.getElementById("log");
const welcome = document.getElementById("welcome");
const composer = document.getElementById("composer");
const question = document.getElementById("question");
const send = document.getElementById("send");
const told = document.getElementById("told");
const trouble = document.getElementById("trouble");
const attach = document.getElementById("attach");
const chooser = fileChooser("files");
const files = chooser.input;
attach.append(chooser.box);
const bigger = document.getElementById("bigger");
const confirmRestart = document.getElementById("confirm-restart");

let running = 0;
let generation = 0;
let failed = null;
let mustErase = false;

async function busy(request) {
  running += 1;
  try {
    return await request();
  } finally {
    running -= 1;
  }
}

const pickup = setUpPickup(busy);

// ------------------------------------------------------------ saying something

// `wish`: {body, label, fromBox}. The same wish sent again carries the same id.
async function say(wish) {
  if (running) return;
  tellTrouble("");
  failed = null;
  const asked = generation;
  const mine = ownCard(wish.label);
  mine.classList.add("waiting");
  const typing = typingCard();
  log.append(mine, typing);
  typing.scrollIntoView({ block: "end" });
  setBusy(true);
  try {
    const data = await busy(() => sent(wish));
    if (asked !== generation) return;
    mine.classList.remove("waiting");
    offerFiles(data.takes_files);
    // Before the answer is scrolled to: what vanishes above it would push it out of sight.
    typing.remove();
    show(data.message, mine);
    if (wish.files) chooser.clear();
    if (wish.fromBox && question.value.trim() === (wish.body.text ?? wish.label)) question.value = "";
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure;
    if (asked !== generation) return;
    mine.remove();
    failed = failure.canRetry ? wish : null;
    tellTrouble(failure.message);
  } finally {
    typing.remove();
    setBusy(false);
    if (asked !== generation) eraseNow();
    if (wish.fromBox) question.focus();
  }
}

async function sent(wish) {
  if (mustErase) await erase();
  if (!wish.files) return post("/api/kiosk/say", wish.body);
  return postFiles("/api/kiosk/files", wish.body, wish.files);
}

function offerFiles(takesFiles) {
  if (takesFiles === null || takesFiles === undefined) return;
  attach.hidden = !takesFiles;
  if (!takesFiles) chooser.clear();
}

function show(message, after) {
  const canLocate = "geolocation" in navigator && window.isSecureContext;
  const card = messageCard(message, press, canLocate ? locate : null);
  log.append(card);
  // The question stays in sight above its answer, and the answer is read from its beginning.
  const isLong = card.offsetHeight + after.offsetHeight > log.clientHeight;
  (isLong ? card : after).scrollIntoView({ block: "start" });
}

function press(code, label) {
  say({ body: { id: newId(), choice: code }, label, fromBox: false });
}

function sayText(text, fromBox) {
  // Sent again unchanged after a failure, by whatever way, it is the same wish.
  if (failed && failed.body.text === text) say(failed);
  else say({ body: { id: newId(), text }, label: text, fromBox });
}

function sayFiles(text, chosen) {
  const names = `（照片或文件 ${chosen.length} 个）`;
  const same = failed && failed.files && failed.body.text === text && failed.files.every((one, n) => one === chosen[n]);
  if (same) say(failed);
  else say({ body: { id: newId(), text }, files: chosen, label: [names, text].filter(Boolean).join(" "), fromBox: true });
}

function locate() {
  const found = (position) => {
    const { latitude, longitude } = position.coords;
    say({ body: { id: newId(), lat: latitude, lon: longitude }, label: "（发送了位置）", fromBox: false });
  };
  const lost = () => tellTrouble("没有取到位置，请直接打字告诉我们地方，比如“官渡关上”。");
  navigator.geolocation.getCurrentPosition(found, lost, { timeout: 10000, maximumAge: 60000 });
}

function tellTrouble(sentence) {
  trouble.hidden = !sentence;
  trouble.querySelector("p").textContent = sentence;
  document.getElementById("retry").hidden = !failed;
}

function tellHint(sentence) {
  told.textContent = sentence;
  told.hidden = !sentence;
}

function setBusy(isBusy) {
  log.setAttribute("aria-busy", String(isBusy));
  send.disabled = isBusy;
}

composer.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = question.value.trim();
  if (!attach.hidden && files.files.length) {
    sayFiles(text, [...files.files]);
    return;
  }
  if (!text) {
    tellHint("请先在框里写上您的问题，或点上面的按钮。");
    question.focus();
    return;
  }
  sayText(text, true);
});
question.addEventListener("input", () => tellHint(""));
question.addEventListener("keydown", (event) => {
  // While an input method composes a word, Enter belongs to it.
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  composer.requestSubmit();
});
document.getElementById("retry").addEventListener("click", () => failed && say(failed));
welcome.addEventListener("click", (event) => {
  const chosen = event.target.closest("[data-say]");
  if (chosen) sayText(chosen.dataset.say, false);
});
for (const one of document.querySelectorAll("[data-choice]")) {
  one.addEventListener("click", () => press(one.dataset.choice, one.textContent));
}

// ------------------------------------------------------------ starting afresh

async function erase() {
  await post("/api/kiosk/reset", {});
  mustErase = false;
}

// The screen is cleared at once; the service forgets now, or before the next word if it cannot be reached.
async function startAfresh() {
  mustErase = true;
  generation += 1;
  failed = null;
  // What a reloaded page said of the talk before goes with it.
  log.replaceChildren(welcome);
  log.scrollTop = 0;
  composer.reset();
  offerFiles(false);
  tellTrouble("");
  tellHint("");
  pickup.close();
  if (confirmRestart.open) confirmRestart.close();
  setSize(0);
  question.focus();
  // An answer that is still on its way belongs to the old conversation: erase after it.
  if (!running) await eraseNow();
}

async function eraseNow() {
  try {
    await busy(erase);
  } catch {
    // mustErase stays set.
  }
}

const hasAnything = () =>
  log.childElementCount > 1 || question.value !== "" || files.files.length > 0 || pickup.isOpen() || !trouble.hidden || confirmRestart.open;

document.getElementById("restart").addEventListener("click", () => {
  if (hasAnything()) confirmRestart.showModal();
  else startAfresh();
});
document.getElementById("restart-yes").addEventListener("click", startAfresh);
document.getElementById("restart-no").addEventListener("click", () => confirmRestart.close());

function setSize(step) {
  document.documentElement.dataset.size = String(step);
  bigger.textContent = step === 2 ? "字恢复" : "字大一点";
  bigger.setAttribute("aria-pressed", String(step > 0));
}
bigger.addEventListener("click", () => setSize((Number(document.documentElement.dataset.size || 0) + 1) % 3));

watchIdle({
  idleSeconds: Number(document.body.dataset.idleSeconds),
  warnSeconds: Number(document.body.dataset.warnSeconds),
  isBusy: () => running > 0,
  hasAnything,
  onGone: startAfresh,
});
setSize(0);
question.focus();
// A page that was loaded again in the midst of a conversation says so; it is forgotten at rest like any other.
document.getElementById("resumed")?.scrollIntoView({ block: "start" });
