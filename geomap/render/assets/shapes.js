/* Unpacks what geomap/render/payload/shapes.py packed; the two files are changed together. */

/* Polygons from columns. Coordinates are whole steps of the grid, arc after arc: arc a is the points
   arcStart[a] up to arcStart[a + 1]. Shape s is the polygons shapeFrom[s] up to shapeTo[s], polygon
   p the rings from polyStart[p], ring r the arcs ringArcs from ringStart[r]: `a` as it stands, `~a`
   backwards. */
export function unpackShapes(column) {
  const order = column("order");
  const starts = startsOf(column("polygons"));
  const shapeFrom = new Uint32Array(order.length);
  const shapeTo = new Uint32Array(order.length);
  order.forEach((shape, at) => {
    shapeFrom[shape] = starts[at];
    shapeTo[shape] = starts[at + 1];
  });
  return { ...walkRings(column), polyStart: startsOf(column("rings")), shapeFrom, shapeTo };
}

/* Where each run begins, and at the end where the last one stops. */
export function startsOf(counts) {
  const starts = new Uint32Array(counts.length + 1);
  for (let i = 0; i < counts.length; i += 1) starts[i + 1] = starts[i] + counts[i];
  return starts;
}

/* A new arc begins where the one before it ended (or where the ring says), and ends where the known
   arc after it begins, at the ring's beginning if it is the last, or else where it says. */
function walkRings(column) {
  const refs = column("ref");
  const ringStart = startsOf(column("arcs"));
  const ringArcs = new Int32Array(refs.length);
  const pen = makePen(column);
  const nextFar = reader(column("far"));
  const farArc = () => pen.arcBack(nextFar());
  for (let ring = 0; ring + 1 < ringStart.length; ring += 1) {
    const from = ringStart[ring];
    const to = ringStart[ring + 1];
    let ahead = null;
    for (let use = from; use < to; use += 1) {
      if (refs[use]) {
        const follows = use > from && ahead === null;
        ringArcs[use] = follows ? pen.arcHere(refs[use] - 1) : ahead ?? farArc();
        ahead = null;
        pen.follow(ringArcs[use]);
        continue;
      }
      ringArcs[use] = pen.open(use === from);
      if (use + 1 < to && refs[use + 1]) ahead = farArc();
      if (use + 1 === to) pen.close(ringArcs[from]);
      else if (ahead === null) pen.move();
      else pen.close(ahead);
      pen.finish();
    }
  }
  return { ...pen.drawn(), ringArcs, ringStart };
}

function reader(values) {
  let at = 0;
  return () => values[at++];
}

/* Draws arcs one after another, and knows which ones meet where it stands. */
function makePen(column) {
  const inner = column("inner");
  const arcStart = startsOf(inner.map((n) => n + 2));
  const x = new Int32Array(arcStart[inner.length]);
  const y = new Int32Array(arcStart[inner.length]);
  const [stepX, stepY, firstX, firstY] = ["x", "y", "x0", "y0"].map((name) => reader(column(name)));
  const nodes = makeNodes(inner.length);
  let [ringX, ringY, atX, atY] = [0, 0, 0, 0];
  let arcs = 0;
  let n = 0;
  const put = () => {
    x[n] = atX;
    y[n] = atY;
    n += 1;
  };
  const move = () => {
    atX += stepX();
    atY += stepY();
    put();
  };
  /* To the first or the last point of an arc as a ring goes along it. */
  const goTo = (use, last) => {
    const arc = use < 0 ? ~use : use;
    const point = use < 0 === last ? arcStart[arc] : arcStart[arc + 1] - 1;
    atX = x[point];
    atY = y[point];
  };
  return {
    open(isFirst) {
      if (isFirst) {
        ringX += firstX();
        ringY += firstY();
        atX = ringX;
        atY = ringY;
      }
      put();
      for (let i = 0; i < inner[arcs]; i += 1) move();
      arcs += 1;
      return arcs - 1;
    },
    move,
    close(use) {
      goTo(use, false);
      put();
    },
    finish() {
      const arc = arcs - 1;
      nodes.add(x[arcStart[arc]], y[arcStart[arc]], arc);
      nodes.add(x[n - 1], y[n - 1], ~arc);
    },
    follow(use) {
      goTo(use, true);
    },
    arcBack: (code) => (code % 2 ? ~(arcs - 1 - (code >> 1)) : arcs - 1 - (code >> 1)),
    arcHere: (rank) => nodes.at(atX, atY, rank),
    drawn: () => ({ x, y, arcStart }),
  };
}

/* The arc ends at each point, in the order in which they came: a table of points that is at most half full, in which a
   point that finds its slot taken goes on to the next. */
function makeNodes(nArcs) {
  const nEnds = 2 * nArcs;
  const mask = 2 ** Math.ceil(Math.log2(2 * nEnds + 2)) - 1;
  const slots = new Int32Array(mask + 1).fill(-1);
  const [x, y, ends, next, last] = Array.from({ length: 5 }, () => new Int32Array(nEnds));
  let n = 0;
  const slotOf = (px, py) => {
    let slot = (Math.imul(px, 0x9e3779b1) ^ Math.imul(py, 0x85ebca6b)) >>> 0;
    for (slot = (slot ^ (slot >>> 15)) & mask; slots[slot] >= 0; slot = (slot + 1) & mask) {
      if (x[slots[slot]] === px && y[slots[slot]] === py) break;
    }
    return slot;
  };
  return {
    add(px, py, use) {
      x[n] = px;
      y[n] = py;
      ends[n] = use;
      next[n] = -1;
      const slot = slotOf(px, py);
      if (slots[slot] < 0) slots[slot] = n;
      else next[last[slots[slot]]] = n;
      last[slots[slot]] = n;
      n += 1;
    },
    at(px, py, rank) {
      let entry = slots[slotOf(px, py)];
      for (let i = 0; i < rank; i += 1) entry = next[entry];
      return ends[entry];
    },
  };
}
