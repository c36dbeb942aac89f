/* Flat rings x, y, x, y ... that end where they began: clipping, and where in them a name sits best. */

/* The point inside rings (even-odd) that is farthest from their edges, found by splitting the most
   promising of ever smaller squares. A step up counts as `tall` steps across: names are wider than
   they are high. */
export function poleOf(rings, tall = 2.2) {
  const scaled = rings.map((ring) => ring.map((value, i) => (i % 2 ? value * tall : value)));
  const [left, top, right, bottom] = boxOfRing(scaled[0]);
  const side = Math.max(Math.min(right - left, bottom - top), Math.max(right - left, bottom - top) / 24);
  const cell = (x, y, half) => {
    const depth = depthAt(scaled, x, y);
    return { x, y, half, depth, most: depth + half * Math.SQRT2 };
  };
  let best = cell((left + right) / 2, (top + bottom) / 2, 0);
  const open = [];
  const add = (square) => {
    if (square.depth > best.depth) best = square;
    open.push(square);
  };
  for (let x = left + side / 2; x < right + side / 2; x += side) for (let y = top + side / 2; y < bottom + side / 2; y += side) add(cell(x, y, side / 2));
  for (let next = takeMost(open); next && next.most > best.depth + side / 50; next = takeMost(open)) {
    const half = next.half / 2;
    for (const dx of [-half, half]) for (const dy of [-half, half]) add(cell(next.x + dx, next.y + dy, half));
  }
  return { x: best.x, y: best.y / tall };
}

function takeMost(open) {
  let at = 0;
  for (let i = 1; i < open.length; i += 1) if (open[i].most > open[at].most) at = i;
  const [found] = [open[at]];
  open[at] = open[open.length - 1];
  open.pop();
  return found;
}

/* How deep a point lies within rings; below zero outside. */
function depthAt(rings, x, y) {
  let nearest = Infinity;
  let inside = false;
  for (const ring of rings) {
    for (let i = 0; i + 3 < ring.length; i += 2) {
      const [ax, ay, bx, by] = [ring[i], ring[i + 1], ring[i + 2], ring[i + 3]];
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
      nearest = Math.min(nearest, squareToLine(x - ax, y - ay, bx - ax, by - ay));
    }
  }
  return Math.sqrt(nearest) * (inside ? 1 : -1);
}

/* The square of the distance from (x, y) to the line between the origin and (dx, dy). */
export function squareToLine(x, y, dx, dy) {
  const length = dx * dx + dy * dy;
  const along = length ? Math.min(Math.max((x * dx + y * dy) / length, 0), 1) : 0;
  return (x - along * dx) ** 2 + (y - along * dy) ** 2;
}

/* From where to where rings reach, to either side of a point and at its own height; two equal ends
   where the point is outside. */
export function spanAt(rings, x, y) {
  let left = -Infinity;
  let right = Infinity;
  let inside = false;
  for (const ring of rings) {
    for (let i = 0; i + 3 < ring.length; i += 2) {
      if (ring[i + 1] > y === ring[i + 3] > y) continue;
      const at = ((ring[i + 2] - ring[i]) * (y - ring[i + 1])) / (ring[i + 3] - ring[i + 1]) + ring[i];
      if (at > x) inside = !inside;
      if (at > x) right = Math.min(right, at);
      else left = Math.max(left, at);
    }
  }
  return inside ? [left, right] : [x, x];
}

export function boxOfRing(ring) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < ring.length; i += 2) {
    box[0] = Math.min(box[0], ring[i]);
    box[1] = Math.min(box[1], ring[i + 1]);
    box[2] = Math.max(box[2], ring[i]);
    box[3] = Math.max(box[3], ring[i + 1]);
  }
  return box;
}

export function areaOfRing(ring) {
  let sum = 0;
  for (let i = 0; i + 3 < ring.length; i += 2) sum += ring[i] * ring[i + 3] - ring[i + 2] * ring[i + 1];
  return Math.abs(sum) / 2;
}

/* The part of a ring within a box, by the method of Sutherland and Hodgman; empty where none is. */
export function clipRing(ring, [left, top, right, bottom]) {
  return [[0, left, 1], [0, right, -1], [1, top, 1], [1, bottom, -1]].reduce((part, [axis, edge, way]) => clipBySide(part, axis, edge, way), ring);
}

function clipBySide(ring, axis, edge, way) {
  const kept = [];
  const isIn = (i) => (ring[i + axis] - edge) * way >= 0;
  for (let i = 0; i + 3 < ring.length; i += 2) {
    if (isIn(i)) kept.push(ring[i], ring[i + 1]);
    if (isIn(i) === isIn(i + 2)) continue;
    const share = (edge - ring[i + axis]) / (ring[i + 2 + axis] - ring[i + axis]);
    kept.push(ring[i] + share * (ring[i + 2] - ring[i]), ring[i + 1] + share * (ring[i + 3] - ring[i + 1]));
  }
  if (kept.length) kept.push(kept[0], kept[1]);
  return kept;
}

/* The largest of polygons, of what is within a box; null where nothing is. */
export function largestWithin(polygons, box) {
  return largestOf(polygons.map((rings) => rings.map((ring) => clipRing(ring, box)).filter((ring) => ring.length > 6)).filter(([ring]) => ring));
}

export const largestOf = (polygons) => polygons.reduce((best, rings) => (!best || areaOfRing(rings[0]) > areaOfRing(best[0]) ? rings : best), null);
