/* Names and marks of the places, then the quieter names of the background. What does not fit or
   would cover another is left out; nothing is moved off its place. */
import { svg } from "../dom.js";
import { isDrawn, marksOf, spellOn } from "../states.js";
import { BADGE_STEP, badgeRow } from "./badges.js";
import { boxAt, isFree } from "./boxes.js";
import { contextLabels } from "./contextlabels.js";

const BADGE_SIZE = 18;
/* A name may be a little wider than its place: the eye still reads them as one. */
const OVERHANG = 1.25;

export function addLabels(leaflet, store, words) {
  const layer = svg("svg", { class: "labels", width: 1, height: 1 });
  leaflet.getPane("labels").append(layer);
  const background = contextLabels(leaflet, store.map.context, words);
  const draw = () => {
    layer.replaceChildren();
    const taken = [];
    const items = byPriority(leaflet, store);
    items.forEach((item) => placeLabel(layer, taken, item, store, words));
    background(layer, taken, names(layer));
  };
  leaflet.on("zoomstart", () => layer.classList.add("moving"));
  leaflet.on("zoomend moveend resize", () => {
    layer.classList.remove("moving");
    draw();
  });
  return draw;
}

const names = (layer) => new Set([...layer.querySelectorAll(".label-name")].map((text) => text.textContent));

/* The chosen place first, then points, then the coarser and the larger. */
function byPriority(leaflet, store) {
  const items = store.map.placeList.filter(isLabelled(store.map)).map((place) => itemOf(leaflet, place));
  const rank = ({ place, isPoint }) => (place.id === store.place ? 0 : isPoint ? 1 : isDrawn(place) ? 2 : 3);
  return items.sort((a, b) => rank(a) - rank(b) || b.width * b.height - a.width * a.height);
}

/* A place that owns no ground is named only where no finer place on the map speaks for it. */
const isLabelled = (map) => (place) => isDrawn(place) || !map.placeList.some((other) => other.parent === place.id);

function itemOf(leaflet, place) {
  const at = leaflet.latLngToLayerPoint([place.label[1], place.label[0]]);
  if (place.outline.point) return { place, at, isPoint: true, width: Infinity, height: Infinity };
  const shape = place.ground.polygons.length ? place.ground : place.outline;
  const box = L.bounds(largestRing(shape).map((point) => leaflet.latLngToLayerPoint(point)));
  const size = box.getSize();
  return { place, at, isPoint: false, width: size.x, height: size.y };
}

const largestRing = ({ polygons }) => polygons.reduce((best, [ring]) => (ring.length > best.length ? ring : best), []);

function placeLabel(layer, taken, item, store, words) {
  const spell = spellOn(item.place, store.date);
  const marks = [...(spell.status === "disputed" ? ["disputed"] : []), ...marksOf(store.map, item.place, store.date)];
  const isChosen = item.place.id === store.place;
  for (const parts of variants(item, marks)) {
    const group = drawn(item, parts, spell, store, words);
    layer.append(group.node);
    group.width = Math.max(...[...group.node.querySelectorAll(":scope > text")].map((text) => text.getComputedTextLength()), 0);
    const boxes = boxesOf(item, group, parts, marks);
    const tooWide = parts.name && !isChosen && group.width > item.width * OVERHANG;
    if (!tooWide && boxes.every((box) => isFree(box, taken))) {
      taken.push(...boxes, ...(item.isPoint ? [boxAt(item.at.x, item.at.y, 22, 22)] : []));
      return;
    }
    group.node.remove();
  }
}

/* From the most said to the least. Where no name has room, the marks alone may. */
function variants(item, marks) {
  const all = [
    { name: true, code: true, marks: true },
    { name: true, code: false, marks: true },
    { name: true, code: false, marks: false },
  ];
  const roomForMarks = marks.length && item.width > marks.length * BADGE_STEP * 0.8;
  return roomForMarks ? [...all, { name: false, code: false, marks: true }] : all;
}

function drawn({ place, at, isPoint }, parts, spell, store, words) {
  const marks = parts.marks ? [...(spell.status === "disputed" ? ["disputed"] : []), ...marksOf(store.map, place, store.date)] : [];
  const node = svg("g", { class: "label", transform: `translate(${Math.round(at.x)} ${Math.round(at.y)})` });
  const shift = isPoint ? 24 : 4;
  const onclick = () => store.select(place.id);
  const chosen = place.id === store.place ? " chosen" : "";
  const name = parts.name ? svg("text", { class: `label-name${chosen}`, y: shift, "text-anchor": "middle", onclick }, words.name(place)) : null;
  const code = parts.code && isDrawn(place) ? codeOf(spell, shift + 13, words) : null;
  node.append(...[name, code].filter(Boolean));
  const row = badgeRow(marks, (mark) => titleOf(mark, store, words));
  const lift = isPoint ? -22 : parts.name ? -20 : 0;
  const vacated = spell.status === "vacated" && !isPoint && parts.name;
  if (vacated) node.append(svg("text", { class: "label-v", y: shift - 15, "text-anchor": "middle" }, "V"));
  if (row.length) node.append(svg("g", { transform: `translate(0 ${lift - (vacated ? 22 : 0)})` }, row));
  return { node, lift: lift - (vacated ? 22 : 0), shift };
}

/* The short names of those who hold it, so that colour is never alone. */
function codeOf(spell, y, words) {
  const text = spell.parties.length ? spell.parties.map(words.short).join(" / ") : words.t(`status.${spell.status}`);
  return svg("text", { class: "label-code", y, "text-anchor": "middle" }, text);
}

const titleOf = (mark, store, words) =>
  mark === "disputed" ? words.t("status.disputed") : words.t(`mark.${mark}`);

function boxesOf({ at }, { width, lift, shift }, parts, marks) {
  const boxes = [];
  if (parts.name) boxes.push(boxAt(at.x, at.y + shift - 4 + (parts.code ? 6 : 0), width + 6, parts.code ? 28 : 16));
  if (parts.marks && marks.length) boxes.push(boxAt(at.x, at.y + lift, marks.length * BADGE_STEP, BADGE_SIZE));
  return boxes;
}
