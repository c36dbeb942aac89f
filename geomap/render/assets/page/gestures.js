/* Within another page the map must not hold up who scrolls past it: the wheel zooms with Ctrl, or once the map was
   clicked; on touch it takes two fingers to move it. A word over the map says so when it is tried. */
import { el } from "../dom.js";

const HINT_MS = 1800;
const MOVED = 12;

export function easeGestures(leaflet, box, store, words) {
  const hint = el("p", { class: "hint-over", "aria-hidden": "true" });
  box.append(hint);
  let isActive = false;
  let later = null;
  let from = null;
  const show = (key) => {
    hint.textContent = words.t(key);
    hint.classList.add("shown");
    clearTimeout(later);
    later = setTimeout(() => hint.classList.remove("shown"), HINT_MS);
  };
  const free = () => leaflet.dragging.enable();

  box.addEventListener("wheel", (event) => {
    if (!store.embed || isActive || event.ctrlKey || event.metaKey) return;
    event.stopPropagation();
    show("embed.wheel");
  }, { capture: true, passive: true });
  box.addEventListener("pointerdown", ({ pointerType, clientX, clientY }) => {
    from = [clientX, clientY];
    if (store.embed && pointerType === "touch") return leaflet.dragging.disable();
    isActive = true;
    return free();
  }, { capture: true });
  box.addEventListener("touchmove", ({ touches }) => {
    if (!store.embed || touches.length !== 1 || !from) return;
    if (Math.hypot(touches[0].clientX - from[0], touches[0].clientY - from[1]) > MOVED) show("embed.fingers");
  }, { passive: true });
  window.addEventListener("blur", () => (isActive = false));
  document.documentElement.addEventListener("mouseleave", () => (isActive = false));
  return () => store.embed || free();
}
