/* The keyboard moves the day from anywhere on the page, but not where keys mean something else. */
import { addMonths } from "../days.js";

const TYPING = "input:not([type=range]), textarea, select, [contenteditable]";

/* In a right-to-left page time runs leftwards, and so do the arrows. */
export function listenToKeys(store, player) {
  const move = (event, day) => {
    event.preventDefault();
    player().stop();
    store.setDate(day);
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.(TYPING)) return;
    if (event.key === "Escape") store.select("");
    if (event.key === " " && !event.target.closest?.("button, a, summary")) {
      event.preventDefault();
      player().toggle();
      return;
    }
    const day = target(event, store, document.documentElement.dir === "rtl" ? -1 : 1);
    if (day !== null) move(event, day);
  });
}

function target({ key, shiftKey }, { date, map }, forward) {
  const step = shiftKey ? 7 : 1;
  const days = {
    ArrowRight: date + step * forward,
    ArrowLeft: date - step * forward,
    PageUp: addMonths(date, 1),
    PageDown: addMonths(date, -1),
    Home: map.first,
    End: map.last,
  };
  return days[key] ?? null;
}
