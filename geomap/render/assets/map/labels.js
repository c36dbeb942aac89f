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
  let isLaid = false;
  let standsBack = false;
  let { seen } = store;
  const standBack = () => {
    const wanted = Boolean(store.party) || store.mode === "changes";
    if (wanted !== standsBack) layer.classList.toggle("stands-back", wanted);
    standsBack = wanted;
  };
  const lay = () => {
    const taken = [];
    const inFull = [...items].sort((a, b) => b.isChosen - a.isChosen || a.isDim - b.isDim);
    const placed = layOut(inFull, taken, store, words, measure);
    writeAll([...placed, ...context.fitting([...taken, ...controls], new Set(placed.map(({ name }) => name)))]);
  };
  const look = () => {
    items = candidates();
    items.forEach((item) => retell(item, store));
    context.look();
    controls = controlBoxes(leaflet);
    place = store.place;
    seen = store.seen;
    isLaid = true;
    lay();
  };
  leaflet.on("zoomstart", () => layer.classList.add("moving"));
  leaflet.on("zoomend moveend resize", () => {
    layer.classList.remove("moving");
    if (isLaid) look();
  });
  const draw = (changed) => {
    standBack();
    if (place !== store.place || seen !== store.seen || !isLaid) return look();
    const touched = new Set(changed);
    const told = items.filter((item) => touched.has(item.place.at) && retell(item, store));
    return told.length && lay();
  };
  /* The names are said in another language from now on. */
  const rename = () => {
    measure.forget();
    context.rename();
    look();
  };
  return { draw, rename };
}

/* What a place's name and marks say now; returns whether that is new. What was worked out for the old is dropped. */
function retell(item, store) {
  const { place } = item;
  const state = store.timeline.stateAt(place.at);
  const marks = [...(state.status === "disputed" ? ["disputed"] : []), ...marksShown(store, marksNow(store, place))];
  const isDim = store.isDim(place.at);
  const saying = `${state.fill} ${marks} ${isDim}`;
  if (saying === item.saying) return false;
  Object.assign(item, { saying, state, marks, isDim, settings: null });
  return true;
}

/* Returns write([{id, key, x, y, make(x, y), told, tell(node)}]); places are whole pixels. */
function makeWriter(layer) {
  const keep = makeKeeper(layer);
  return (wanted) => keep(wanted.map(({ id, key, x, y, make, told, tell }) => {
    const [left, top] = [Math.round(x), Math.round(y)];
    return { id, said: `${key}|${left}|${top}`, make: () => make(left, top), told, tell };
  }));
}
