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

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
    button.textContent = "已复制";
  });
}

// News: what is marked live is replaced by its newer self, and a polite line says so.
const news = document.getElementById("news");
const live = document.querySelector("[data-live]");
if (news && live) {
  const source = new EventSource("/console/events");
  let isNew = false;
  let timer = 0;
  source.addEventListener("case", (event) => {
    isNew = isNew || event.data === "new";
    clearTimeout(timer);
    timer = setTimeout(refresh, 200);
  });

  const refresh = async () => {
    const shown = document.querySelector("[data-live]");
    const response = await fetch(location.href, { credentials: "same-origin" }).catch(() => null);
    if (!response || !response.ok) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const newer = page.querySelector("[data-live]");
    if (!newer || newer.isEqualNode(shown)) return;
    const focused = shown.contains(document.activeElement) && document.activeElement.getAttribute("href");
    shown.replaceWith(document.adoptNode(newer));
    if (focused) newer.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
    news.textContent = shown.id === "queue" ? (isNew ? "有新工单，列表已更新。" : "列表已更新。") : "对话有更新。";
    news.hidden = false;
    isNew = false;
  };
}
