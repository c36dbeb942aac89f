/* On a narrow screen legend and panel are a sheet at the bottom: shut, half open or nearly full. Its handle is pressed, or
   dragged (drag.js). In an embedded map the handle folds the legend. */
import { write } from "../dom.js";
import { isDecided, spellNow } from "../states.js";
import { dragSheet, headHeight } from "./drag.js";

/* An embedded map with so much room opens with its legend. */
const ROOM = { width: 720, height: 480 };

/* Whether the sheet stands open outlives a turn to another language. */
const kept = new WeakMap();

/* Opens the sheet as far as it goes, where there is one: a keyboard on the screen may cover the lower half. */
export function openSheet(side) {
  kept.get(side)?.set("full");
}

export function makeSheet(side, handle, store, words) {
  const [title, state] = [".sheet-title", ".sheet-state"].map((part) => handle.querySelector(part));
  if (!kept.has(side)) kept.set(side, joinSheet(side, handle, store));
  const sheet = kept.get(side);
  let place = store.place;
  return (_, before) => {
    const chosen = store.map.places.get(store.place);
    const spell = chosen && spellNow(store, chosen);
    write(title, chosen && !store.embed ? words.name(chosen) : titleOf(store, words));
    write(state, chosen && !store.embed ? words.state(spell, isDecided(spell)) : "");
    if (store.embed && !sheet.isEmbedded) sheet.set(window.innerWidth >= ROOM.width && window.innerHeight >= ROOM.height ? "half" : "shut");
    if (!store.embed && sheet.isEmbedded) sheet.set("shut");
    sheet.isEmbedded = store.embed;
    const isNew = store.place && (store.place !== place || before.place !== store.place);
    if (isNew && !store.embed) sheet.set("half");
    if (store.place !== place) side.querySelector(".side-body").scrollTop = 0;
    place = store.place;
  };
}

/* What is in the sheet while no place is chosen. */
function titleOf({ embed, mode }, words) {
  if (embed) return words.t("legend.title");
  return words.t(mode === "changes" ? "compare.title" : "sheet.open");
}

/* The sheet's three sizes and what changes them; once a page. */
function joinSheet(side, handle, store) {
  const now = () => (side.classList.contains("full") ? "full" : side.classList.contains("open") ? "half" : "shut");
  const set = (size) => {
    side.classList.toggle("open", size !== "shut");
    side.classList.toggle("full", size === "full");
    document.documentElement.classList.toggle("sheet-open", size !== "shut");
    handle.setAttribute("aria-expanded", String(size !== "shut"));
    // The head is lower over an open sheet.
    side.style.setProperty("--head", `${headHeight()}px`);
  };
  const wasDragged = dragSheet(side, handle, { now, set, isOff: () => store.embed });
  handle.addEventListener("click", () => wasDragged() || set(now() === "shut" ? "half" : "shut"));
  handle.addEventListener("keydown", (event) => {
    const sizes = ["shut", "half", "full"];
    const step = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (!step || store.embed) return;
    event.preventDefault();
    set(sizes[Math.min(Math.max(sizes.indexOf(now()) + step, 0), 2)]);
  });
  return { now, set, isEmbedded: false };
}
