/* Names of neighbours, provinces, towns and rivers, quieter than any place's. */
import { svg } from "../dom.js";
import { reachOf } from "./basemap.js";
import { boxAt, isFree } from "./boxes.js";
import { areaOfRing, largestWithin, poleOf } from "./inside.js";

const LABELLED = ["neighbours", "towns", "rivers", "lakes", "provinces", "places"];
/* How much of the view a province must fill to be named; a neighbour, which is far, less. */
const LEAST_PIXELS = 90;

/* {look(), fitting(taken, said), rename()}: the names of a view, and those of them that have room and are not
   said already, as labels.js writes them. No name of land stands on ground of the map's own places. */
export function contextLabels(leaflet, map, words, measure, isGround) {
  const reach = reachOf(map);
  // No name stands where the background has faded by more than half.
  const [west, south, east, north] = (reach?.clear ?? []).map((inner, side) => (inner + reach.cut[side]) / 2);
  const bounds = reach && L.latLngBounds([south, west], [north, east]);
  const isBeyond = ({ box: [left, top, right, bottom] }) =>
    bounds && ![left, right].every((x) => bounds.contains(leaflet.layerPointToLatLng([x, (top + bottom) / 2])));
  const layers = LABELLED.flatMap((kind) => map.context.filter((layer) => layer.kind === kind));
  const ranked = layers.flatMap(({ kind, features }) => [...features].sort((a, b) => a.rank - b.rank).map((feature) => ({ kind, feature, shape: feature.shape })));
  let features = [];
  const rename = () => {
    features = ranked.map((each) => ({ ...each, text: words.name(each.feature) })).filter(({ text }) => text);
  };
  rename();
  let labels = [];
  const look = () => {
    const toPoint = (latlng) => leaflet.latLngToLayerPoint(latlng);
    const min = leaflet.containerPointToLayerPoint([0, 0]);
    const max = min.add(leaflet.getSize());
    const view = { toPoint, box: [min.x, min.y, max.x, max.y] };
    const isFar = leaflet.getContainer().classList.contains("is-far");
    labels = features.flatMap((feature, at) => (isFar && feature.kind === "provinces" ? [] : (labelAt(feature, at, view, measure, isGround) ?? []))).filter((label) => isWhole(label.box, view.box) && !isBeyond(label) && (!label.isLand || !isGround(label)));
  };
  const fitting = (taken, said) =>
    labels.filter(({ text, box }) => {
      const has = !said.has(text) && isFree(box, taken);
      if (has) taken.push(box);
      return has;
    });
  return { look, fitting, rename };
}

/* A name that the edge of the map would cut says nothing. */
const isWhole = ([left, top, right, bottom], [west, north, east, south]) => left >= west && top >= north && right <= east && bottom <= south;

function labelAt({ kind, text, shape }, at, view, measure, isGround) {
  const point = anchorOf(kind, shape, view);
  if (!point) return null;
  const { x, y } = point;
  const width = measure(`context-name ${kind}`, text);
  const isTown = kind === "towns";
  const box = isTown ? boxAt(x + width / 2 + 3, y, width + 12, 14) : boxAt(x, y, width + 10, 16);
  const onGround = isTown && (isGround(point) || isGround({ x: x + width / 2, y })) ? " on-ground" : "";
  const make = (left, top) =>
    svg("g", { class: `context-label${onGround}` },
      isTown ? svg("circle", { cx: left, cy: top, r: 2, class: "town-dot" }) : null,
      svg("text", { class: `context-name ${kind}`, x: left + (isTown ? 6 : 0), y: top + 3.5, "text-anchor": isTown ? "start" : "middle" }, text));
  return { id: `context ${at}`, key: text + onGround, x, y, text, box, isLand: Boolean(shape.polygons) && kind !== "lakes", make };
}

function anchorOf(kind, { point, lines, polygons }, { toPoint, box }) {
  const [left, top, right, bottom] = box;
  const isIn = ({ x, y }) => x >= left && x <= right && y >= top && y <= bottom;
  if (point) return [toPoint(point)].find(isIn);
  if (lines) return middleOf(lines.flat().map(toPoint).filter(isIn));
  return largestVisible(polygons, kind, toPoint, box);
}

const middleOf = (points) => (points.length > 4 ? points[Math.floor(points.length / 2)] : null);

/* Deep inside the largest visible part, if that is large. */
function largestVisible(polygons, kind, toPoint, box) {
  const flat = (ring) => [...ring, ring[0]].map(toPoint).flatMap(({ x, y }) => [x, y]);
  const rings = largestWithin(polygons.map(([outer]) => [flat(outer)]), box);
  const least = kind === "neighbours" ? LEAST_PIXELS / 2 : LEAST_PIXELS;
  return rings && areaOfRing(rings[0]) >= least * least ? poleOf(rings) : null;
}
