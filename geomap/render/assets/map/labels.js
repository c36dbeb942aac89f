/* Names and marks of the places, then the quieter names of the background. What does not fit or
   would cover another is left out; nothing is moved off its place. A view is looked at once; from
   day to day only what reads otherwise is written anew. */
import { makeKeeper, svg } from "../dom.js";
import { marksNow, marksShown } from "../states.js";
import { makeCandidates, makeIsGround } from "./candidates.js";
import { contextLabels } from "./contextlabels.js";
import { controlBoxes } from "./controls.js";
import { layOut } from "./labelling.js";
import { makeMeasure } from "./lettering.js";

export function addLabels(leaflet, store, arcs, words) {
  const layer = svg("svg", { class: "labels", width: 1, height: 1 });
  leaflet.getPane(`labels${store.panes}`).append(layer);
  const measure = makeMeasure(layer);
  const candidates = makeCandidates(leaflet, store, arcs);
  const context = contextLabels(leaflet, store.map, words, measure, makeIsGround(leaflet, store, arcs));
  const writeAll = makeWriter(layer);
  let items = [];
  let controls = [];
  let place = "";
  let said = null;
  let { seen } = store;
  const lay = () => {
    items.forEach((item) => Object.assign(item, sayingOf(item.place, store)));
    layer.classList.toggle("stands-back", Boolean(store.party) || store.mode === "changes");
    const saying = items.map(({ spell, marks, isDim }) => `${spell.fill} ${marks} ${isDim}`).join("|");
    if (saying === said) return;
    said = saying;
    const taken = [];
    const inFull = [...items].sort((a, b) => b.isChosen - a.isChosen || a.isDim - b.isDim);
    const placed = layOut(inFull, taken, store, words, measure);
    writeAll([...placed, ...context.fitting([...taken, ...controls], new Set(placed.map(({ name }) => name)))]);
  };
  const look = () => {
    items = candidates();
    context.look();
    controls = controlBoxes(leaflet);
    place = store.place;
    seen = store.seen;
    said = null;
    lay();
  };
  leaflet.on("zoomstart", () => layer.classList.add("moving"));
  leaflet.on("zoomend moveend resize", () => {
    layer.classList.remove("moving");
    look();
  });
  const draw = (changed) => {
    const touched = new Set(changed);
    if (place !== store.place || seen !== store.seen || said === null) look();
    else if (items.some(({ place: { at } }) => touched.has(at))) lay();
  };
  /* The names are said in another language from now on. */
  const rename = () => {
    measure.forget();
    context.rename();
    look();
  };
  return { draw, rename };
}

function sayingOf(place, store) {
  const spell = store.timeline.spellAt(place.at);
  return { spell, marks: [...(spell.status === "disputed" ? ["disputed"] : []), ...marksShown(store, marksNow(store, place))], isDim: store.isDim(place.at) };
}

/* Returns write([{id, key, x, y, make(x, y)}]); places are whole pixels. */
function makeWriter(layer) {
  const keep = makeKeeper(layer);
  return (wanted) => keep(wanted.map(({ id, key, x, y, make }) => {
    const [left, top] = [Math.round(x), Math.round(y)];
    return { id, said: `${key}|${left}|${top}`, make: () => make(left, top) };
  }));
}
