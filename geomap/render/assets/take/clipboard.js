/* Puts a text on the clipboard: the new way, else the old one. False where neither is allowed, as in some frames. */
import { el } from "../dom.js";

const isAllowed = () => (document.featurePolicy ? document.featurePolicy.allowsFeature("clipboard-write") : true);

/* Without the signs that keep a text in its own direction on the page. */
export async function copyText(shown) {
  const text = shown.replace(/[\u2066-\u2069]/g, "");
  try {
    if (navigator.clipboard && isAllowed()) {
      await navigator.clipboard.writeText(text);
      return true;
    }
  } catch {
    // Then the old way.
  }
  return copyBySelection(text);
}

function copyBySelection(text) {
  const focused = document.activeElement;
  const box = el("textarea", { class: "offscreen", readonly: true, tabindex: "-1", "aria-hidden": "true" });
  box.value = text;
  document.body.append(box);
  box.select();
  const isDone = document.execCommand("copy");
  box.remove();
  focused?.focus({ preventScroll: true });
  return isDone;
}
