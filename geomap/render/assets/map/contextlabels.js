/* Names of neighbours, provinces, towns and rivers, quieter than any place's. */
import { svg } from "../dom.js";
import { boxAt, isFree } from "./boxes.js";

const LABELLED = ["neighbours", "towns", "rivers", "lakes", "provinces", "places"];
/* How much of the view a province must fill to be named; a neighbour, which is far, less. */
const LEAST_PIXELS = 90;

/* Returns a function that adds what has room to a layer of labels. */
export function contextLabels(leaflet, context, words) {
  const layers = LABELLED.flatMap((kind) => context.filter((layer) => layer.kind === kind));
  return (layer, taken, said) => {
    for (const { kind, features } of layers) {
      const sorted = [...features].sort((a, b) => a.rank - b.rank);
      const unsaid = sorted.filter((feature) => !said.has(words.name(feature)));
      unsaid.forEach((feature) => addLabel(leaflet, layer, taken, kind, feature, words));
    }
  };
}

function addLabel(leaflet, layer, taken, kind, feature, words) {
  const text = words.name(feature);
  const at = text && anchorOf(leaflet, kind, feature.shape);
  if (!at) return;
  const town = kind === "towns";
  const name = svg("text", { class: `context-name ${kind}`, x: town ? 6 : 0, y: 3.5, "text-anchor": town ? "start" : "middle" }, text);
  const group = svg("g", { class: "context-label", transform: `translate(${Math.round(at.x)} ${Math.round(at.y)})` }, town ? svg("circle", { r: 2, class: "town-dot" }) : null, name);
  layer.append(group);
  const width = name.getComputedTextLength();
  const box = town ? boxAt(at.x + width / 2 + 3, at.y, width + 12, 14) : boxAt(at.x, at.y, width + 10, 16);
  if (isFree(box, taken)) taken.push(box);
  else group.remove();
}

function anchorOf(leaflet, kind, { point, lines, polygons }) {
  const toPoint = (latlng) => leaflet.latLngToLayerPoint(latlng);
  const view = L.bounds(
    leaflet.containerPointToLayerPoint([0, 0]),
    leaflet.containerPointToLayerPoint(leaflet.getSize()),
  );
  if (point) return view.contains(toPoint(point)) ? toPoint(point) : null;
  if (lines) return middleOf(lines.flat().map(toPoint).filter((at) => view.contains(at)));
  return largestVisible(polygons.map(([ring]) => ring.map(toPoint)), view, kind);
}

const middleOf = (points) => (points.length > 4 ? points[Math.floor(points.length / 2)] : null);

/* The middle of the largest visible part, if it is large and the middle lies in it. */
function largestVisible(rings, view, kind) {
  const parts = rings.map((ring) => L.PolyUtil.clipPolygon(ring, view, true)).filter((ring) => ring.length > 2);
  const best = parts.reduce((a, b) => (areaOf(b) > areaOf(a) ? b : a), []);
  const least = kind === "neighbours" ? LEAST_PIXELS / 2 : LEAST_PIXELS;
  if (areaOf(best) < least * least) return null;
  const at = centreOf(best);
  return isInside(at, best) ? at : null;
}

const pairs = (ring) => ring.map((a, at) => [a, ring[(at + 1) % ring.length]]);
const signedArea = (ring) => pairs(ring).reduce((sum, [a, b]) => sum + a.x * b.y - b.x * a.y, 0) / 2;
const areaOf = (ring) => Math.abs(signedArea(ring));

function centreOf(ring) {
  const area = 6 * signedArea(ring);
  const sum = (axis) => pairs(ring).reduce((total, [a, b]) => total + (a[axis] + b[axis]) * (a.x * b.y - b.x * a.y), 0);
  return L.point(sum("x") / area, sum("y") / area);
}

const isInside = ({ x, y }, ring) =>
  pairs(ring).filter(([a, b]) => a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x).length % 2 === 1;
