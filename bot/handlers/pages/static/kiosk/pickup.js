// 查工单: number and pickup code show a case, and words can be added to it.

import { button, caseCard, element, fileChooser } from "./cards.js";
import { newId, post, postFiles, postForFile } from "./requests.js";

export function setUpPickup(busy) {
  const dialog = document.getElementById("pickup");
  const form = document.getElementById("pickup-form");
  const number = document.getElementById("pickup-number");
  const code = document.getElementById("pickup-code");
  const trouble = document.getElementById("pickup-trouble");
  const shown = document.getElementById("pickup-case");

  const tell = (sentence) => {
    trouble.textContent = sentence;
    trouble.hidden = !sentence;
  };
  const keys = () => ({ number: number.value, code: code.value });
  // What was opened is forgotten with the case on the screen.
  const opened = [];
  const forget = () => {
    for (const address of opened.splice(0)) URL.revokeObjectURL(address);
  };
  const openFile = async (said, file) => {
    const blob = await postForFile("/api/kiosk/pickup/file", { ...keys(), message: said.id, place: file.place });
    const address = URL.createObjectURL(blob);
    opened.push(address);
    return address;
  };
  const clear = () => {
    form.reset();
    forget();
    tell("");
    shown.replaceChildren();
    shown.hidden = true;
  };

  async function ask(path, body, files = []) {
    tell("");
    try {
      const data = await busy(() => (files.length ? postFiles("/api/kiosk/pickup/add", body, files) : post(path, body)));
      show(data.case);
      return true;
    } catch (failure) {
      tell(failure.message);
      return false;
    }
  }

  function show(found) {
    forget();
    shown.replaceChildren(...caseCard(found, openFile));
    if (found.can_add) shown.append(adding());
    if (found.can_rate) shown.append(rating(found.rate_question));
    if (found.can_reopen) shown.append(button("没解决，重开工单", "", act("reopen")));
    if (found.can_add) shown.append(button("不用办了，撤回工单", "quiet", act("withdraw")));
    if (found.has_phone) shown.append(button("收回电话", "quiet", act("take_back")));
    else if (found.can_add) shown.append(button("让经办人看到我写的电话", "quiet", act("release")));
    // The form's own one is out of sight above a long case, and others may come up behind.
    shown.append(button("看完了，关闭", "quiet", () => dialog.close()));
    shown.hidden = false;
    shown.scrollIntoView({ block: "start" });
  }

  function act(name, more = {}) {
    const id = newId();
    return () => ask("/api/kiosk/pickup/act", { ...keys(), id, act: name, ...more });
  }

  function rating(question) {
    const box = element("div");
    const row = element("div", "stars");
    row.setAttribute("role", "group");
    row.setAttribute("aria-label", question);
    for (let stars = 1; stars <= 5; stars += 1) row.append(button(`${stars}分`, "", act("rate", { stars })));
    box.append(element("p", "next", question), row);
    return box;
  }

  function adding() {
    const more = element("form");
    const label = element("label", "", "补充说明（会交给服务站）");
    label.htmlFor = "pickup-text";
    const box = element("textarea");
    box.id = "pickup-text";
    box.rows = 3;
    box.maxLength = 2000;
    const hint = element("p", "", "照片或文件（加起来 20 MB 以内，拍摄地点会自动去掉）");
    const chooser = fileChooser("pickup-files");
    const send = element("button", "primary", "提交补充");
    send.type = "submit";
    more.append(label, box, hint, chooser.box, send);
    // One id until it went through: a second press after a lost answer adds nothing twice.
    const id = newId();
    more.addEventListener("submit", async (event) => {
      event.preventDefault();
      send.disabled = true;
      await ask("/api/kiosk/pickup/act", { ...keys(), id, act: "add", text: box.value }, chooser.input.files);
      send.disabled = false;
    });
    return more;
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask("/api/kiosk/pickup", keys());
  });
  document.getElementById("open-pickup").addEventListener("click", () => {
    dialog.showModal();
    number.focus();
  });
  document.getElementById("pickup-close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", clear);
  return { isOpen: () => dialog.open, close: () => dialog.open && dialog.close() };
}
