/* Which places may carry a name or a mark in the view, the more important first. */
import { ringsOfShape, worldPixels } from "./arcs.js";
import { boxOfRing, largestOf, largestWithin, poleOf, spanAt } from "./inside.js";

const LEAST = { width: 18, height: 9 };
/* How far from a symbol its name may stand, in pixels. */
const REACH = 250;

/* What a place's name stands for: a symbol; ground of its own; an outline on another's ground; all
   the finer places in it, where none of these is named. */
export const POINT = 0;
export const GROUND = 1;
export const QUIET = 2;
export const ABOVE = 3;
/* The most candidates of each kind. */
const MOST_OF_A_KIND = [150, 150, 60, 60];

/* Returns a function that lists the candidates, each {place, kind, isChosen, at, width, room(dx, dy),
   middle(dy)}: `at` in layer pixels, deep inside; width of what is seen of it; how far a line of text
   may reach to either side from a point off `at`; and how far off its middle is at another height; of a symbol
   isElsewhere(dx, dy) too. */
export function makeCandidates(leaflet, store, arcs) {
  let known = knownOf(store, arcs);
  return () => {
    if (known.seen !== store.seen) known = knownOf(store, arcs);
    const view = viewOf(leaflet);
    const found = inView(store, known, view);
    return MOST_OF_A_KIND.flatMap((most, kind) => largest(found[kind], most))
      .sort((a, b) => b.isChosen - a.isChosen)
      .map((item) => (item.kind === POINT ? atPoint(item, arcs, known, view) : atGround(item, arcs, known, view)))
      .filter(Boolean);
  };
}

/* Whether a point, in layer pixels, lies on ground of a place. */
export function makeIsGround(leaflet, store, arcs) {
  return (point) => {
    const [x, y] = inWorld(point, viewOf(leaflet));
    const { isFilled, shapeOf } = store.seen;
    return store.map.placeList.some(({ at }) => isFilled(at) && liesOn(arcs, shapeOf(at), x, y));
  };
}

const inWorld = ({ x, y }, { scale, origin }) => [(x + origin.x) / scale, (y + origin.y) / scale];

/* Whether a point, in world pixels, lies in a shape; -1 holds none. */
function liesOn(arcs, shape, x, y) {
  const { boxes } = arcs;
  const i = 4 * shape;
  if (shape < 0 || boxes[i] > x || boxes[i + 2] < x || boxes[i + 1] > y || boxes[i + 3] < y) return false;
  return ringsOfShape(arcs, shape).some((rings) => spanAt(rings, x, y)[1] > x);
}

/* What the places are named for, their boxes in world pixels, and where names sit, once that is known. */
function knownOf({ map: { placeList }, seen }, arcs) {
  const drawn = placeList.filter(({ at }) => seen.has(at));
  const parents = new Set(drawn.map(({ parent }) => parent));
  const kinds = Uint8Array.from(placeList, ({ isPoint, at, id }) => (isPoint ? POINT : seen.isFilled(at) ? GROUND : parents.has(id) ? ABOVE : QUIET));
  // A name stands on ground of the place's own where finer places lie on the rest of its outline.
  const named = ({ at, id, isDrawn }) => (kinds[at] === GROUND && isDrawn && parents.has(id) ? arcs.groundOf[at] : seen.shapeOf(at));
  const shapes = new Int32Array(placeList.length).fill(-1);
  drawn.forEach((place) => (shapes[place.at] = named(place)));
  const boxes = new Float64Array(4 * placeList.length).fill(NaN);
  drawn.forEach(({ at, isPoint, point }) => {
    if (shapes[at] >= 0) boxes.set(arcs.boxes.subarray(4 * shapes[at], 4 * shapes[at] + 4), 4 * at);
    else if (isPoint) boxes.set([...worldPixels(point), ...worldPixels(point)], 4 * at);
  });
  return { seen, kinds, shapes, boxes, poles: new Map() };
}

/* The places in view that are large enough for a name or a mark, by kind. */
function inView({ map: { placeList, places }, place: chosenId }, { kinds, boxes }, { world, scale }) {
  const chosen = places.get(chosenId)?.at ?? -1;
  const found = MOST_OF_A_KIND.map(() => []);
  for (let at = 0; at < placeList.length; at += 1) {
    const i = 4 * at;
    const isIn = boxes[i] <= world[2] && boxes[i + 2] >= world[0] && boxes[i + 1] <= world[3] && boxes[i + 3] >= world[1];
    if (!isIn) continue;
    const width = (boxes[i + 2] - boxes[i]) * scale;
    const height = (boxes[i + 3] - boxes[i + 1]) * scale;
    const isChosen = at === chosen;
    const isLarge = width >= LEAST.width && height >= LEAST.height;
    if (isLarge || isChosen || kinds[at] === POINT) found[kinds[at]].push({ place: placeList[at], kind: kinds[at], isChosen, width, height });
  }
  return found;
}

function viewOf(leaflet) {
  const scale = leaflet.options.crs.scale(leaflet.getZoom()) / 256;
  const origin = leaflet.getPixelOrigin();
  const min = leaflet.containerPointToLayerPoint([0, 0]);
  const max = min.add(leaflet.getSize());
  const box = [min.x, min.y, max.x, max.y];
  return { scale, origin, box, world: box.map((value, i) => (value + (i % 2 ? origin.y : origin.x)) / scale) };
}

/* The largest first, of points those of the coarser places. */
function largest(items, most) {
  const sizeOf = ({ width, height, place }) => width * height - place.depth;
  return items.sort((a, b) => b.isChosen - a.isChosen || sizeOf(b) - sizeOf(a)).slice(0, most);
}

/* `isElsewhere(dx, dy)`: whether what stands there stands on the ground of another place than the symbol does. */
function atPoint(item, arcs, known, view) {
  const { at } = item.place;
  const [x, y] = known.boxes.subarray(4 * at, 4 * at + 2);
  const near = groundsNear(known, x, y, REACH / view.scale);
  const groundAt = (wx, wy) => near.find((ground) => liesOn(arcs, known.shapes[ground], wx, wy));
  const home = groundAt(x, y);
  const isElsewhere = (dx, dy) => ![undefined, home].includes(groundAt(x + dx / view.scale, y + dy / view.scale));
  return { ...item, at: onScreen(x, y, view), width: Infinity, room: () => Infinity, middle: () => 0, isElsewhere };
}

/* The numbers of the places whose ground may lie within reach of a point, in world pixels. */
function groundsNear({ kinds, boxes }, x, y, reach) {
  const near = [];
  for (let at = 0; at < kinds.length; at += 1) {
    const i = 4 * at;
    if (kinds[at] === GROUND && boxes[i] <= x + reach && boxes[i + 2] >= x - reach && boxes[i + 1] <= y + reach && boxes[i + 3] >= y - reach) near.push(at);
  }
  return near;
}

const onScreen = (x, y, { scale, origin }) => ({ x: x * scale - origin.x, y: y * scale - origin.y });

/* Deep inside the largest part of it that is in view. */
function atGround(item, arcs, { shapes, boxes, poles }, view) {
  const { at } = item.place;
  const { world, scale } = view;
  const box = boxes.subarray(4 * at, 4 * at + 4);
  const isWhole = box[0] >= world[0] && box[1] >= world[1] && box[2] <= world[2] && box[3] <= world[3];
  const polygons = ringsOfShape(arcs, shapes[at]);
  const rings = isWhole ? largestOf(polygons) : largestWithin(polygons, world);
  if (!rings) return null;
  if (isWhole && !poles.has(at)) poles.set(at, poleOf(rings));
  const { x, y } = isWhole ? poles.get(at) : poleOf(rings);
  const seen = boxOfRing(rings[0]);
  const span = (dy) => spanAt(rings, x, y + dy / scale).map((edge) => (edge - x) * scale);
  const room = (dx, dy) => Math.min(dx - span(dy)[0], span(dy)[1] - dx);
  const middle = (dy) => (dy && span(dy)[1] > span(dy)[0] ? (span(dy)[0] + span(dy)[1]) / 2 : 0);
  return { ...item, at: onScreen(x, y, view), width: (seen[2] - seen[0]) * scale, room, middle };
}
