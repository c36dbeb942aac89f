/* Which places are drawn: all of them down to the finest, or those of a level and coarser. */

export const LEVELS = ["country", "governorate", "district", "subdistrict", "area", "town", "neighbourhood"];

/* More than this share of an outline is all of it: borders drawn apart never meet to the last metre. */
const NEARLY_ALL = 0.99;

/* What a reader may switch off. */
export const HIDEABLE = ["presence", "besieged"];

export const isHidden = ({ hide }, name) => hide.split(",").includes(name);

/* The levels at which a map can be looked at, coarse to fine: those of its outlines, without the finest level,
   which is the whole map. None where that would be the only one. */
export function levelsOf({ placeList, shapes: { outlineOf } }) {
  const all = new Set();
  const outlined = new Set();
  for (const { at, level } of placeList) {
    all.add(level);
    if (outlineOf[at] >= 0) outlined.add(level);
  }
  const finest = Math.max(...[...all].map((level) => LEVELS.indexOf(level)));
  return outlined.size > 1 ? LEVELS.filter((level, at) => outlined.has(level) && at < finest) : [];
}

/* {level, has(at), isFilled(at), shapeOf(at), inOrder()}: of a place's number, whether it is drawn, whether it shows its
   state, and its shape there, -1 for none; and the numbers of those drawn that have a shape, from back to front.
   At a level each place is its whole outline, the finer ones over it. */
export function seenAt(map, level) {
  return level ? seenOfLevel(map, level) : seenOfAll(map);
}

function seenOfAll({ placeList, shapes: { outlineOf, groundOf } }) {
  const isFilled = (at) => placeList[at].isDrawn;
  const shapeOf = (at) => (placeList[at].isPoint ? -1 : (isFilled(at) ? groundOf : outlineOf)[at]);
  const inOrder = () => {
    const [hollow, ground] = [false, true].map((wanted) => placeList.filter(({ at }) => isFilled(at) === wanted && shapeOf(at) >= 0));
    return [...hollow.sort((a, b) => a.depth - b.depth), ...ground].map(({ at }) => at);
  };
  return { level: "", has: () => true, isFilled, shapeOf, inOrder };
}

/* A place shows its state unless finer places of one level, drawn too, lie on all of its outline. */
function seenOfLevel({ placeList, places, shapes }, level) {
  const finest = LEVELS.indexOf(level);
  const rank = Uint8Array.from(placeList, (place) => LEVELS.indexOf(place.level));
  const has = (at) => rank[at] <= finest;
  const shapeOf = (at) => (has(at) && !placeList[at].isPoint ? shapes.outlineOf[at] : -1);
  const areas = areasOf(shapes);
  const areaOf = (at) => (shapeOf(at) < 0 ? 0 : areas[shapeOf(at)]);
  const within = new Map();
  for (const { at, parent } of placeList) {
    const above = has(at) ? places.get(parent) : null;
    if (!above?.shown) continue;
    const key = above.at * LEVELS.length + rank[at];
    within.set(key, (within.get(key) ?? 0) + areaOf(at));
  }
  const isCovered = (at) => LEVELS.some((_, finer) => (within.get(at * LEVELS.length + finer) ?? 0) > NEARLY_ALL * areaOf(at));
  const filled = Uint8Array.from(placeList, ({ at, isPoint, isDrawn }) => has(at) && (isPoint ? isDrawn : areaOf(at) > 0 && !isCovered(at)));
  const isFilled = (at) => filled[at] > 0;
  const backToFront = (a, b) => isFilled(a) - isFilled(b) || rank[a] - rank[b] || placeList[a].depth - placeList[b].depth || areaOf(b) - areaOf(a);
  const inOrder = () => placeList.map(({ at }) => at).filter((at) => shapeOf(at) >= 0).sort(backToFront);
  return { level, has, isFilled, shapeOf, inOrder };
}

/* The area of each shape in squares of the grid, the same for all that lie at one latitude. */
function areasOf({ x, y, arcStart, ringArcs, ringStart, polyStart, shapeFrom, shapeTo }) {
  const swept = new Float64Array(arcStart.length - 1);
  for (let arc = 0; arc < swept.length; arc += 1) {
    for (let i = arcStart[arc]; i + 1 < arcStart[arc + 1]; i += 1) swept[arc] += x[i] * y[i + 1] - x[i + 1] * y[i];
  }
  const ringArea = (ring) => {
    let sum = 0;
    for (let use = ringStart[ring]; use < ringStart[ring + 1]; use += 1) sum += ringArcs[use] < 0 ? -swept[~ringArcs[use]] : swept[ringArcs[use]];
    return Math.abs(sum) / 2;
  };
  return Float64Array.from(shapeFrom, (from, shape) => {
    let area = 0;
    for (let polygon = from; polygon < shapeTo[shape]; polygon += 1) {
      for (let ring = polyStart[polygon]; ring < polyStart[polygon + 1]; ring += 1) area += (ring === polyStart[polygon] ? 1 : -1) * ringArea(ring);
    }
    return area;
  });
}
