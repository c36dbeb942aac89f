/* What lies over the ground: outlines of vacated places, sieges, presence, the chosen place. */
import { conditionsShown } from "../states.js";
import { rendererOf } from "./basemap.js";
import { ArcPath } from "./vector.js";

export const POINT_RADIUS = 8;
/* Pixels a place must measure to be drawn with more than its fill. */
const LEAST_PIXELS_WIDE = 14;

/* The outline of a place as a path, or null where it has none. */
function outlinePath(leaflet, arcs, place, pane, options) {
  const shape = arcs.outlineOf[place.at];
  return shape < 0 ? null : new ArcPath(arcs, [shape], { renderer: rendererOf(leaflet, pane), interactive: false, ...options });
}

export const pointMark = (leaflet, place, radius, options) =>
  L.circleMarker(place.point, { radius, renderer: rendererOf(leaflet, "symbols"), interactive: false, ...options });

const isLarge = (leaflet, { boxes, outlineOf }, at) => {
  const shape = outlineOf[at];
  return shape >= 0 && (boxes[4 * shape + 2] - boxes[4 * shape]) * leaflet.options.crs.scale(leaflet.getZoom()) > 256 * LEAST_PIXELS_WIDE;
};

/* One dashed path round all vacated places that are large enough to show it. */
export function addVacated(leaflet, store, arcs) {
  const { map } = store;
  const path = new ArcPath(arcs, [], { renderer: rendererOf(leaflet, `outlines${store.panes}`), className: "outline vacated", fill: false, interactive: false }).addTo(leaflet);
  const vacated = new Set();
  const isVacated = (at) => store.seen.isFilled(at) && !store.isDim(at) && map.fills[store.timeline.fillOf(at)].status === "vacated";
  const draw = () => path.setShapes([...vacated].filter((at) => isLarge(leaflet, arcs, at)).map((at) => arcs.outlineOf[at]));
  leaflet.on("zoomend", draw);
  return (changed) => {
    const turned = changed.filter((at) => isVacated(at) !== vacated.has(at));
    turned.forEach((at) => (vacated.has(at) ? vacated.delete(at) : vacated.add(at)));
    if (turned.length) draw();
  };
}

const HAVE_LINES = ["besieged", "presence"];

/* Siege: a notched line along the whole outline in the besieger's colour. Presence: sparse signs over
   the ground in the party's colour. */
export function addConditions(leaflet, store, arcs) {
  const shown = new Map();
  const draw = (at) => {
    const place = store.map.placeList[at];
    const isThere = store.seen.has(at) && isLarge(leaflet, arcs, at);
    const wanted = isThere ? conditionsShown(store, place).filter(({ condition }) => HAVE_LINES.includes(condition)) : [];
    const dim = store.isDim(at) ? " dim" : "";
    const key = wanted.map(({ condition, parties }) => `${condition}:${parties}${dim}`).join("|");
    if (key === (shown.get(at)?.key ?? "")) return;
    shown.get(at)?.layers.forEach((layer) => layer.remove());
    const layers = wanted.flatMap((spell) => conditionLayers(leaflet, arcs, place, spell, store, dim));
    layers.forEach((layer) => layer.addTo(leaflet));
    shown.set(at, { key, layers });
  };
  const drawThose = (changed) => changed.filter((at) => store.map.placeList[at].conditions.length || store.timeline.overrideOf(at)?.conditions.length || shown.has(at)).forEach(draw);
  const all = store.map.placeList.map(({ at }) => at);
  leaflet.on("zoomend", () => drawThose(all));
  return drawThose;
}

function conditionLayers(leaflet, arcs, place, { condition, parties }, { map: { actors }, panes }, dim) {
  if (condition === "presence") {
    const fillColor = `url(#presence-${[...actors.keys()].indexOf(parties[0])})`;
    return [outlinePath(leaflet, arcs, place, `presence${panes}`, { className: `presence${dim}`, fillColor, fillOpacity: 1, stroke: false })];
  }
  const color = actors.get(parties[0])?.color ?? "#555555";
  return ["siege-casing", "siege-line", "siege-notches"].map((className) => outlinePath(leaflet, arcs, place, `siege${panes}`, { className: className + dim, color, fill: false }));
}

/* The chosen place: a strong line on a pale casing, over everything but symbols and names. */
export function addChosen(leaflet, arcs) {
  let shown = null;
  let layers = [];
  const line = (place, className) =>
    place.isPoint
      ? pointMark(leaflet, place, POINT_RADIUS + 5, { className, fill: false })
      : outlinePath(leaflet, arcs, place, "chosen", { className, fill: false });
  return (place) => {
    if (place === shown) return;
    layers.forEach((layer) => layer.remove());
    layers = place ? [line(place, "chosen-casing"), line(place, "chosen-line")].filter(Boolean) : [];
    layers.forEach((layer) => layer.addTo(leaflet));
    shown = place;
  };
}
