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
  const first = [0, 0];
  let at = [0, 0];
  let arcs = 0;
  let n = 0;
  const put = () => {
    [x[n], y[n]] = at;
    n += 1;
  };
  const move = () => {
    at[0] += stepX();
    at[1] += stepY();
    put();
  };
  const endOf = (use, last) => {
    const point = use < 0 === last ? arcStart[use < 0 ? ~use : use] : arcStart[(use < 0 ? ~use : use) + 1] - 1;
    return [x[point], y[point]];
  };
  return {
    open(isFirst) {
      if (isFirst) {
        first[0] += firstX();
        first[1] += firstY();
        at = [...first];
      }
      put();
      for (let i = 0; i < inner[arcs]; i += 1) move();
      arcs += 1;
      return arcs - 1;
    },
    move,
    close(use) {
      at = endOf(use, false);
      put();
    },
    finish() {
      const arc = arcs - 1;
      nodes.add(x[arcStart[arc]], y[arcStart[arc]], arc);
      nodes.add(x[n - 1], y[n - 1], ~arc);
    },
    follow(use) {
      at = endOf(use, true);
    },
    arcBack: (code) => (code % 2 ? ~(arcs - 1 - (code >> 1)) : arcs - 1 - (code >> 1)),
    arcHere: (rank) => nodes.at(at[0], at[1], rank),
    drawn: () => ({ x, y, arcStart }),
  };
}

/* The arc ends at each point, in the order in which they came. */
function makeNodes(nArcs) {
  const lists = new Map();
  const ends = new Int32Array(2 * nArcs);
  const next = new Int32Array(2 * nArcs);
  const last = new Int32Array(2 * nArcs);
  let n = 0;
  const keyOf = (x, y) => x * 2 ** 27 + y;
  return {
    add(x, y, use) {
      const key = keyOf(x, y);
      const head = lists.get(key);
      ends[n] = use;
      next[n] = -1;
      if (head === undefined) lists.set(key, n);
      else next[last[head]] = n;
      last[head ?? n] = n;
      n += 1;
    },
    at(x, y, rank) {
      let entry = lists.get(keyOf(x, y));
      for (let i = 0; i < rank; i += 1) entry = next[entry];
      return ends[entry];
    },
  };
}
