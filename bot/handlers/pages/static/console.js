// Small conveniences of the console; every page works without them.

// A form goes out once: a second press while it is under way does nothing.
for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
  });
}
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// A file that is too big is named before it is sent: a long upload that is cut off shows no page.
for (const input of document.querySelectorAll("input[type=file][data-limit]")) {
  input.addEventListener("change", () => {
    const size = [...input.files].reduce((sum, one) => sum + one.size, 0);
    const limit = Number(input.dataset.limit);
    input.setCustomValidity(size > limit ? `${input.files.length > 1 ? "这些文件一共" : "这个文件"}有 ${(size / 1048576).toFixed(1)} MB，超过 ${limit / 1048576} MB。请看看是不是选错了。` : "");
    input.reportValidity();
  });
}

// A frequent reply is put where the cursor is; what was written stays. Focus stays on the list for the keyboard:
// arrows walk through its choices, and Enter takes one.
for (const label of document.querySelectorAll("[data-insert-into]")) {
  const select = label.querySelector("select");
  const box = document.getElementById(label.dataset.insertInto);
  let isByKey = false;
  const insert = () => {
    if (!select.value) return;
    const room = box.maxLength - box.value.length;
    box.setRangeText(select.value.slice(0, Math.max(room, 0)), box.selectionStart, box.selectionEnd, "end");
    select.value = "";
    box.focus();
  };
  label.hidden = false;
  select.addEventListener("pointerdown", () => (isByKey = false));
  select.addEventListener("keydown", (event) => {
    isByKey = true;
    if (event.key !== "Enter" || !select.value) return;
    event.preventDefault();
    insert();
  });
  select.addEventListener("change", () => {
    if (!isByKey) insert();
  });
}

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
    button.textContent = "已复制";
  });
}

// What was done is told once: loaded again, the page shows how things are now.
const address = new URL(location.href);
if (address.searchParams.has("done")) {
  address.searchParams.delete("done");
  history.replaceState(null, "", address);
}

const asServed = new Map();
for (const part of document.querySelectorAll("[data-live]")) asServed.set(part.id, part.cloneNode(true));

// A picture that cannot be had says why, where it should have been.
async function explain(picture) {
  if (!picture.closest(".photo") || picture.dataset.explained) return;
  picture.dataset.explained = "yes";
  const response = await fetch(picture.src, { credentials: "same-origin" }).catch(() => null);
  if (response && response.ok) return;
  const why = document.createElement("p");
  why.className = "quiet lost";
  const isOurs = response && [410, 503].includes(response.status);
  why.textContent = isOurs ? await response.text() : "照片现在打不开，请刷新页面再试。";
  picture.closest(".photo").replaceWith(why);
}
document.addEventListener("error", (event) => event.target instanceof HTMLImageElement && explain(event.target), true);
// Those that failed before this script ran.
for (const picture of document.querySelectorAll(".photo img")) {
  if (picture.complete && picture.naturalWidth === 0 && picture.currentSrc) explain(picture);
}

// News: what is marked live is replaced by its newer self, and a polite line says so.
const news = document.getElementById("news");
if (news && document.querySelector("[data-live]")) {
  const source = new EventSource("/console/events");
  let timer = 0;
  const tell = (sentence) => {
    news.textContent = sentence;
    news.hidden = false;
  };

  const refresh = async () => {
    const response = await fetch(location.href, { credentials: "same-origin" }).catch(() => null);
    if (response && response.status === 401) tell("登录已过期。请用新的登录链接进来；没写完的话请先复制。");
    if (!response || !response.ok) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const listed = linksIn(document.getElementById("queue"));
    const changed = [...document.querySelectorAll("[data-live]")].filter((one) => renew(one, page));
    if (!changed.length) return;
    const isNew = [...linksIn(document.getElementById("queue"))].some((link) => !listed.has(link));
    if (changed[0].id === "queue") tell(isNew ? "有新工单，列表已更新。" : "列表已更新。");
    else tell("这个工单有更新。");
  };

  source.addEventListener("case", () => {
    clearTimeout(timer);
    timer = setTimeout(refresh, 200);
  });
  // What came while the page was on its way, or the line was down.
  source.addEventListener("open", refresh);
  source.addEventListener("error", () => {
    if (source.readyState === EventSource.CLOSED) setInterval(refresh, 15000);
  });
}

// The cases that a queue lists.
function linksIn(queue) {
  return new Set([...(queue?.querySelectorAll("a[href]") ?? [])].map((link) => link.pathname));
}

// Replace one part by its newer self, if there is another; the focus stays on the same link.
function renew(shown, page) {
  const newer = page.getElementById(shown.id);
  // What this page did to a part (a picture that says why it is lost) is no news.
  if (!newer || newer.isEqualNode(asServed.get(shown.id) ?? shown)) return false;
  asServed.set(shown.id, newer.cloneNode(true));
  const focused = shown.contains(document.activeElement) && document.activeElement.getAttribute("href");
  shown.replaceWith(document.adoptNode(newer));
  if (focused) newer.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
  return true;
}

// Something is under way that will show itself when the page is loaded again.
const waiting = document.querySelector("[data-refresh]");
if (waiting) setTimeout(() => location.reload(), Number(waiting.dataset.refresh));

// Progress: a part that is marked so is fetched again every two seconds, until its newer self is not marked any more.
const poll = setInterval(async () => {
  const part = document.querySelector("[data-poll]");
  if (!part) return clearInterval(poll);
  const response = await fetch(location.href, { credentials: "same-origin" }).catch(() => null);
  if (!response || !response.ok) return;
  renew(part, new DOMParser().parseFromString(await response.text(), "text/html"));
}, 2000);
