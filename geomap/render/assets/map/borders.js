/* The borders over a raster: every arc once, antialiased; the higher the border the heavier, and the
   smaller the places on the screen the fainter. */
import { arcOf } from "./arcs.js";
import { CanvasLayer } from "./canvaslayer.js";

const OUTER = 2;
/* Arcs drawn at a stroke: a path of all of them would take far longer. */
const AT_A_STROKE = 400;

export const Borders = CanvasLayer.extend({
  /* things: what the raster draws; ranks: of each arc, 0 to 2, see ranksOf. */
  initialize(arcs, things, ranks, { radius, ...options }) {
    CanvasLayer.prototype.initialize.call(this, options);
    Object.assign(this, { arcs, radius });
    this._take(things, ranks);
  },

  setThings(things, ranks) {
    this._take(things, ranks);
    this.recolor();
  },

  _take(things, ranks) {
    this.ranks = ranks;
    this.shapes = Int32Array.from(things.filter(({ shape }) => shape >= 0).map(({ shape }) => shape));
    this.points = things.filter(({ shape }) => shape < 0).map(({ point }) => point);
  },

  recolor() {
    if (this._view) this._draw(this._view);
  },

  /* Draws the same with another pen; {view, min} say where on the map its pixels are. */
  drawOn(pen) {
    const own = this._pen;
    this._pen = pen;
    this._draw(this._view);
    this._pen = own;
    return { view: this._view, min: this._bounds.min };
  },

  /* In a frame after that of the ground, which does not wait for it. */
  _update() {
    this._asked ??= requestAnimationFrame(() => {
      this._asked = requestAnimationFrame(() => this.catchUp());
    });
  },

  _draw(view) {
    const { runs, size } = arcsInView(this.arcs, this.shapes, this.ranks, { ...view, box: [0, 0, view.width, view.height] });
    const color = getComputedStyle(document.documentElement).getPropertyValue("--outline").trim();
    this._pen.clearRect(0, 0, view.width, view.height);
    Object.assign(this._pen, { strokeStyle: color, lineJoin: "round", lineCap: "round" });
    runs.forEach((run, rank) => {
      const { width, alpha } = lineOf(rank, size / view.ratio);
      Object.assign(this._pen, { lineWidth: width * view.ratio, globalAlpha: alpha });
      if (alpha > 0.05) strokeArcs(this._pen, this.arcs, run, view);
    });
    Object.assign(this._pen, { lineWidth: 2 * view.ratio, globalAlpha: 1 });
    this._ringPoints(view);
  },

  _ringPoints({ scale, x, y, ratio, width, height }) {
    const radius = this.radius * ratio;
    for (const [wx, wy] of this.points) {
      const [cx, cy] = [wx * scale + x, wy * scale + y];
      if (cx < -radius || cy < -radius || cx > width + radius || cy > height + radius) continue;
      this._pen.beginPath();
      this._pen.arc(cx, cy, radius, 0, 2 * Math.PI);
      this._pen.stroke();
    }
  },
});

/* The look of a border of a rank where places are `size` pixels wide. */
export function lineOf(rank, size) {
  const near = Math.min(Math.max((size - 4) / 20, 0), 1);
  const width = [0.3 + 1.1 * near, 0.7 + 1.1 * near, 1.1 + 1.1 * near][rank];
  return { width, alpha: [0.25 + 0.75 * near, 0.7 + 0.3 * near, 1][rank] };
}

/* The arcs that may be in view, by rank and each once, and how wide places are, typically. */
export function arcsInView({ boxes, useFrom, useTo, ringArcs }, shapes, ranks, { box: [x0, y0, x1, y1], scale, x, y }) {
  const seen = new Uint8Array(ranks.length);
  const runs = [[], [], []];
  let [area, n] = [0, 0];
  for (const shape of shapes) {
    const [left, top, right, bottom] = [boxes[4 * shape] * scale + x, boxes[4 * shape + 1] * scale + y, boxes[4 * shape + 2] * scale + x, boxes[4 * shape + 3] * scale + y];
    if (right < x0 || bottom < y0 || left > x1 || top > y1) continue;
    area += Math.sqrt((right - left) * (bottom - top));
    n += 1;
    for (let use = useFrom[shape]; use < useTo[shape]; use += 1) {
      const arc = arcOf(ringArcs[use]);
      if (!seen[arc]) runs[ranks[arc]].push(arc);
      seen[arc] = 1;
    }
  }
  return { runs, size: area / Math.max(n, 1) };
}

function strokeArcs(pen, { wx, wy, arcStart }, arcs, { scale, x, y }) {
  for (let at = 0; at < arcs.length; at += AT_A_STROKE) {
    pen.beginPath();
    for (const arc of arcs.slice(at, at + AT_A_STROKE)) {
      pen.moveTo(wx[arcStart[arc]] * scale + x, wy[arcStart[arc]] * scale + y);
      for (let i = arcStart[arc] + 1; i < arcStart[arc + 1]; i += 1) pen.lineTo(wx[i] * scale + x, wy[i] * scale + y);
    }
    pen.stroke();
  }
}

/* How high a border each arc is: 0 between places of one parent, 1 between two parents, 2 between
   two of theirs or where the map ends. `owned`: [{shape, lineage}], a lineage beginning with the
   place itself. */
export function ranksOf({ ringArcs, useFrom, useTo, arcStart }, owned) {
  const first = new Int32Array(arcStart.length - 1).fill(-1);
  const ranks = new Uint8Array(first.length);
  owned.forEach(({ shape, lineage }, at) => {
    for (let use = useFrom[shape]; use < useTo[shape]; use += 1) {
      const arc = arcOf(ringArcs[use]);
      ranks[arc] = first[arc] < 0 ? OUTER : rankBetween(owned[first[arc]].lineage, lineage);
      if (first[arc] < 0) first[arc] = at;
    }
  });
  return ranks;
}

/* How far below what they have in common the farther of the two stands. */
function rankBetween(a, b) {
  if (a[1] === b[1]) return 0;
  const common = a.findIndex((id) => b.includes(id));
  return common < 0 ? OUTER : Math.min(Math.max(common, b.indexOf(a[common])) - 1, OUTER);
}
