/* On a narrow screen legend and panel are a sheet at the bottom; its handle opens and shuts it. */
import { write } from "../dom.js";
import { isDecided, spellOn } from "../states.js";

/* Opens the sheet, where there is one. */
export function openSheet(side, handle) {
  if (!side.classList.contains("open")) handle.click();
}

export function makeSheet(side, handle, store, words) {
  const setOpen = (open) => {
    side.classList.toggle("open", open);
    handle.setAttribute("aria-expanded", String(open));
  };
  handle.addEventListener("click", () => setOpen(!side.classList.contains("open")));
  const [title, state] = [".sheet-title", ".sheet-state"].map((part) => handle.querySelector(part));
  let place = "";
  return () => {
    const chosen = store.map.places.get(store.place);
    const spell = chosen && spellOn(chosen, store.date);
    write(title, chosen ? words.name(chosen) : words.t("sheet.open"));
    write(state, chosen ? words.state(spell, isDecided(spell)) : "");
    if (store.place && store.place !== place) setOpen(true);
    if (store.place !== place) side.scrollTop = 0;
    place = store.place;
  };
}
