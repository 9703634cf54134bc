// After a while without any sign of life: a warning with a countdown, then the conversation is erased.
// It never fires while somebody types or a request is running.

const SIGNS = [
  "keydown", "input", "compositionstart", "compositionupdate", "pointerdown", "pointermove", "touchstart", "wheel",
];

export function watchIdle({ idleSeconds, warnSeconds, isBusy, hasAnything, onGone }) {
  const dialog = document.getElementById("idle");
  const left = document.getElementById("idle-left");
  let aliveAt = performance.now();
  let back = null;

  const alive = () => {
    aliveAt = performance.now();
    if (dialog.open) closeWarning();
  };
  const closeWarning = () => {
    dialog.close();
    if (back && back.isConnected) back.focus();
  };
  const tick = () => {
    const quiet = (performance.now() - aliveAt) / 1000;
    if (isBusy() || !hasAnything()) {
      alive();
      return;
    }
    if (quiet < idleSeconds) return;
    const remaining = Math.ceil(Math.min(idleSeconds + warnSeconds - quiet, warnSeconds));
    if (!dialog.open) {
      // A machine that slept wakes up here: it warns in full all the same.
      aliveAt = performance.now() - idleSeconds * 1000;
      back = document.activeElement;
      left.textContent = String(warnSeconds);
      dialog.showModal();
      return;
    }
    left.textContent = String(Math.max(remaining, 0));
    if (remaining <= 0) {
      dialog.close();
      aliveAt = performance.now();
      onGone();
    }
  };

  for (const sign of SIGNS) document.addEventListener(sign, alive, { capture: true, passive: true });
  document.getElementById("idle-go-on").addEventListener("click", alive);
  dialog.addEventListener("cancel", alive);
  setInterval(tick, 500);
}
