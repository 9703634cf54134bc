// 查工单: number and pickup code show a case, and words can be added to it.

import { button, caseCard, element } from "./cards.js";
import { newId, post } from "./requests.js";

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
  const clear = () => {
    form.reset();
    tell("");
    shown.replaceChildren();
    shown.hidden = true;
  };

  async function ask(path, body) {
    tell("");
    try {
      const data = await busy(() => post(path, body));
      show(data.case);
      return true;
    } catch (failure) {
      tell(failure.message);
      return false;
    }
  }

  function show(found) {
    shown.replaceChildren(...caseCard(found));
    if (found.can_add) shown.append(adding());
    if (found.can_reopen) shown.append(button("没解决，重开工单", "", act("reopen")));
    if (found.can_add) shown.append(button("不用办了，撤回工单", "quiet", act("withdraw")));
    shown.hidden = false;
    shown.scrollIntoView({ block: "start" });
  }

  function act(name) {
    const id = newId();
    return () => ask("/api/kiosk/pickup/act", { ...keys(), id, act: name });
  }

  function adding() {
    const more = element("form");
    const label = element("label", "", "补充说明（会交给服务站）");
    label.htmlFor = "pickup-text";
    const box = element("textarea");
    box.id = "pickup-text";
    box.rows = 3;
    box.maxLength = 2000;
    const send = element("button", "primary", "提交补充");
    send.type = "submit";
    more.append(label, box, send);
    // One id until it went through: a second press after a lost answer adds nothing twice.
    const id = newId();
    more.addEventListener("submit", async (event) => {
      event.preventDefault();
      send.disabled = true;
      await ask("/api/kiosk/pickup/act", { ...keys(), id, act: "add", text: box.value });
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
