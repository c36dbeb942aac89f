/* The places: ground filled by state, outlines, points, sieges, presence, the chosen outline. */
import { conditionsOf, isDecided, isDrawn, spellOn } from "../states.js";
import { paintOf } from "./fills.js";
import { rendererOf, shapeLayer } from "./basemap.js";

const POINT_RADIUS = 8;

/* Draws the places once; `draw(store)` then gives each what it shows on the day. */
export function addGround(leaflet, store, words) {
  const layers = store.map.placeList.map((place) => placeLayers(leaflet, store, place));
  const chosen = addChosen(leaflet);
  const draw = () => {
    layers.forEach((layer) => paint(leaflet, layer, store, words));
    chosen(store.map.places.get(store.place));
  };
  return { draw, focus: (id) => layers.find(({ place }) => place.id === id)?.target?.getElement()?.focus() };
}

function placeLayers(leaflet, store, place) {
  const options = (pane, className) => ({ renderer: rendererOf(leaflet, pane), className, interactive: false });
  const isPoint = Boolean(place.outline.point);
  const rim = isPoint ? circle(place, options("symbols", "point-rim"), POINT_RADIUS + 2.5) : shapeLayer(place.outline, options("outlines", `outline depth-${Math.min(place.depth, 3)}`));
  const target = isPoint
    ? circle(place, { ...options("symbols", "ground point"), interactive: true }, POINT_RADIUS)
    : shapeLayer(isDrawn(place) ? place.ground : place.outline, groundOptions(leaflet, place));
  [rim, target].forEach((layer) => layer?.addTo(leaflet));
  if (target) makeControl(target, store, place);
  return { place, target, rim, isPoint, extra: [] };
}

/* Where a place owns no ground its outline answers instead, behind all that do. */
const groundOptions = (leaflet, place) =>
  isDrawn(place)
    ? { renderer: rendererOf(leaflet, "ground"), className: "ground", interactive: true }
    : { renderer: rendererOf(leaflet, "hollow"), className: "hollow", interactive: true };

const circle = (place, options, radius) => L.circleMarker(place.outline.point, { radius, ...options });

/* A place answers to click, tap, and to Enter or Space when it has the focus. */
function makeControl(target, store, place) {
  const node = target.getElement();
  node.setAttribute("tabindex", "0");
  node.setAttribute("role", "button");
  node.dataset.place = place.id;
  target.on("click", (event) => {
    L.DomEvent.stopPropagation(event);
    store.select(place.id);
  });
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    event.stopPropagation();
    store.select(place.id);
  });
}

function paint(leaflet, layer, store, words) {
  const { place, target, rim, isPoint } = layer;
  const spell = spellOn(place, store.date);
  const node = target?.getElement();
  if (node) {
    if (isDrawn(place)) {
      node.setAttribute("fill", paintOf(spell.fill));
      node.dataset.fill = spell.fill;
    }
    node.setAttribute("aria-label", `${words.name(place)}. ${words.state(spell, isDecided(spell))}`);
    node.setAttribute("aria-pressed", String(place.id === store.place));
  }
  rim?.getElement()?.classList.toggle("vacated", spell.status === "vacated");
  if (!isPoint) redrawConditions(leaflet, layer, store);
}

/* Siege: a notched line along the whole outline in the besieger's colour. Presence: sparse signs
   over the ground in the party's colour. */
function redrawConditions(leaflet, layer, store) {
  const wanted = conditionsOf(layer.place, store.date).filter(({ condition }) => ["besieged", "presence"].includes(condition));
  const key = wanted.map(({ condition, parties }) => `${condition}:${parties}`).join("|");
  if (key === layer.key) return;
  layer.key = key;
  layer.extra.forEach((extra) => extra.remove());
  layer.extra = wanted.flatMap((spell) => conditionLayers(leaflet, layer.place, spell, store.map));
  layer.extra.forEach((extra) => extra.addTo(leaflet));
}

function conditionLayers(leaflet, place, { condition, parties }, map) {
  const color = map.actors.get(parties[0])?.color ?? "#555555";
  const line = (className) => shapeLayer(place.outline, { renderer: rendererOf(leaflet, "siege"), className, color, fill: false, interactive: false });
  if (condition === "besieged") return [line("siege-casing"), line("siege-line"), line("siege-notches")].filter(Boolean);
  const fillColor = `url(#presence-${[...map.actors.keys()].indexOf(parties[0])})`;
  return [shapeLayer(place.outline, { renderer: rendererOf(leaflet, "presence"), className: "presence", fillColor, fillOpacity: 1, stroke: false, interactive: false })].filter(Boolean);
}

/* The chosen place: a strong line on a pale casing, over everything but symbols and names. */
function addChosen(leaflet) {
  let shown = null;
  let layers = [];
  const line = (place, className) => {
    const options = { renderer: rendererOf(leaflet, place.outline.point ? "symbols" : "chosen"), className, fill: false, interactive: false };
    return place.outline.point ? circle(place, options, POINT_RADIUS + 5) : shapeLayer(place.outline, options);
  };
  return (place) => {
    if (place === shown) return;
    layers.forEach((layer) => layer.remove());
    layers = place ? [line(place, "chosen-casing"), line(place, "chosen-line")].filter(Boolean) : [];
    layers.forEach((layer) => layer.addTo(leaflet));
    shown = place;
  };
}
