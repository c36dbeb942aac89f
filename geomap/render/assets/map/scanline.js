/* Shapes to pixels. A pixel belongs to a shape if its centre lies inside, by even and odd crossings
   of its row; so holes stay open, and whatever shares a border shares no pixel and leaves none out. */
import { arcOf } from "./arcs.js";

/* Fills shapes into `ids`, row after row of width by height pixels; `view` gives a pixel's place as
   world pixels times `scale` plus `x`, `y`. */
export function makeScanner(ids, width, height, view) {
  const rows = makeRows(width, height);
  return (arcs, shape, id) => {
    if (!touches(arcs.boxes, shape, view, width, height)) return;
    for (let use = arcs.useFrom[shape]; use < arcs.useTo[shape]; use += 1) rows.cross(arcs, arcOf(arcs.ringArcs[use]), view);
    rows.fill(ids, id);
  };
}

/* Whether the centre of any pixel in view lies within the shape's box. */
function touches(boxes, shape, { scale, x, y }, width, height) {
  const centre = (value) => Math.ceil(value - 0.5);
  const left = Math.max(centre(boxes[4 * shape] * scale + x), 0);
  const top = Math.max(centre(boxes[4 * shape + 1] * scale + y), 0);
  const right = Math.min(centre(boxes[4 * shape + 2] * scale + x), width);
  const bottom = Math.min(centre(boxes[4 * shape + 3] * scale + y), height);
  return left < right && top < bottom;
}

/* Where the edges of one shape cross the middle of each row: a list a row, from left to right. */
function makeRows(width, height) {
  const head = new Int32Array(height).fill(-1);
  let column = new Int32Array(4096);
  let next = new Int32Array(4096);
  let n = 0;
  let top = height;
  let bottom = 0;

  /* Each edge from its upper end down, so that it crosses alike for both shapes beside it. */
  function cross({ wx, wy, arcStart }, arc, { scale, x, y }) {
    const end = arcStart[arc + 1];
    let ax = wx[arcStart[arc]] * scale + x;
    let ay = wy[arcStart[arc]] * scale + y;
    for (let i = arcStart[arc] + 1; i < end; i += 1) {
      const bx = wx[i] * scale + x;
      const by = wy[i] * scale + y;
      if (ay < by) edge(ax, ay, bx, by);
      else edge(bx, by, ax, ay);
      ax = bx;
      ay = by;
    }
  }

  function edge(ax, ay, bx, by) {
    const first = Math.max(Math.ceil(ay - 0.5), 0);
    const end = Math.min(Math.ceil(by - 0.5), height);
    if (first >= end) return;
    if (n + end - first > column.length) grow(n + end - first);
    if (first < top) top = first;
    if (end > bottom) bottom = end;
    const slope = (bx - ax) / (by - ay);
    for (let row = first; row < end; row += 1) {
      insert(row, Math.max(Math.min(Math.ceil(ax + (row + 0.5 - ay) * slope - 0.5), width), 0));
    }
  }

  function insert(row, at) {
    let before = -1;
    let after = head[row];
    while (after >= 0 && column[after] < at) {
      before = after;
      after = next[after];
    }
    column[n] = at;
    next[n] = after;
    if (before < 0) head[row] = n;
    else next[before] = n;
    n += 1;
  }

  function grow(size) {
    const larger = (list) => {
      const copy = new Int32Array(2 * size);
      copy.set(list);
      return copy;
    };
    column = larger(column);
    next = larger(next);
  }

  /* Between the first crossing of a row and the second, the third and the fourth. */
  function fill(ids, id) {
    for (let row = top; row < bottom; row += 1) {
      for (let at = head[row]; at >= 0; at = next[next[at]]) {
        const end = row * width + column[next[at]];
        for (let i = row * width + column[at]; i < end; i += 1) ids[i] = id;
      }
      head[row] = -1;
    }
    n = 0;
    top = height;
    bottom = 0;
  }

  return { cross, fill };
}

/* The pixels whose centres lie within a disc. */
export function scanDisc(ids, width, height, x, y, radius, id) {
  const top = Math.max(Math.ceil(y - radius - 0.5), 0);
  const bottom = Math.min(Math.ceil(y + radius - 0.5), height);
  for (let row = top; row < bottom; row += 1) {
    const half = Math.sqrt(Math.max(radius ** 2 - (row + 0.5 - y) ** 2, 0));
    const left = Math.max(Math.ceil(x - half - 0.5), 0);
    const right = Math.min(Math.ceil(x + half - 0.5), width);
    if (left < right) ids.fill(id, row * width + left, row * width + right);
  }
}
