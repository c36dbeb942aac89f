/* Outlines as SVG paths, made of the shared arcs: what can be left out at a zoom is decided for each
   arc, so neighbours never part. */
import { arcOf, ringsOfShape } from "./arcs.js";
import { clipRing, squareToLine } from "./inside.js";

/* Pixels by which an outline may be off. */
export const OFF = 0.3;

export const ArcPath = L.Path.extend({
  options: { fill: true },

  /* shapes: numbers of the arcs' shapes, all of them one path. */
  initialize(arcs, shapes, options) {
    L.Util.setOptions(this, options);
    Object.assign(this, { arcs, shapes });
  },

  setShapes(shapes) {
    this.shapes = shapes;
    if (this._map) this._reset();
  },

  /* Leaflet's two steps to a path: onto the screen at a zoom, and cut off some way beyond the view. */
  _project() {
    const scale = this._map.options.crs.scale(this._map.getZoom()) / 256;
    const { x, y } = this._map.getPixelOrigin();
    const toScreen = (value, i) => value * scale - (i % 2 ? y : x);
    const keeps = (i) => this.arcs.weights[i] * scale > OFF;
    this.shapes.forEach((shape) => weighArcs(this.arcs, shape));
    this._pieces = this.shapes.map((shape) => ({
      box: [...this.arcs.boxes.subarray(4 * shape, 4 * shape + 4)].map(toScreen),
      rings: ringsOfShape(this.arcs, shape, keeps).flat().map((ring) => ring.map(toScreen)),
    }));
  },

  _update() {
    const { min, max } = this._renderer._bounds;
    const view = [min.x, min.y, max.x, max.y];
    const paths = this._pieces.filter(({ box }) => overlaps(box, view)).map(({ box, rings }) => (within(box, view) ? rings : rings.map((ring) => clipRing(ring, view))));
    this._renderer._setPath(this, paths.flat().map(pathOfRing).join("") || "M0 0");
  },
});

const overlaps = (a, b) => a[0] <= b[2] && a[2] >= b[0] && a[1] <= b[3] && a[3] >= b[1];
const within = (a, b) => a[0] >= b[0] && a[1] >= b[1] && a[2] <= b[2] && a[3] <= b[3];

/* To a tenth of a pixel, without the closing point. */
function pathOfRing(ring) {
  const numbers = [];
  for (let i = 0; i < ring.length - 2; i += 1) numbers.push(Math.round(ring[i] * 10) / 10);
  return numbers.length ? `M${numbers.join(" ")}Z` : "";
}

/* By how many world pixels an arc would be off without a point, for all arcs of a shape, by the
   method of Douglas and Peucker; never more than for the point before which it would go. */
export function weighArcs(arcs, shape) {
  arcs.weights ??= new Float32Array(arcs.wx.length).fill(-1);
  for (let use = arcs.useFrom[shape]; use < arcs.useTo[shape]; use += 1) {
    const arc = arcOf(arcs.ringArcs[use]);
    const [from, to] = [arcs.arcStart[arc], arcs.arcStart[arc + 1] - 1];
    if (arcs.weights[from] < 0) weighBetween(arcs, from, to);
  }
}

function weighBetween({ wx, wy, weights }, from, to) {
  weights[from] = weights[to] = Infinity;
  const open = [[from, to, Infinity]];
  while (open.length) {
    const [a, b, most] = open.pop();
    let [far, at] = [-1, -1];
    for (let i = a + 1; i < b; i += 1) {
      const off = squareToLine(wx[i] - wx[a], wy[i] - wy[a], wx[b] - wx[a], wy[b] - wy[a]);
      if (off > far) [far, at] = [off, i];
    }
    if (at < 0) continue;
    weights[at] = Math.min(Math.sqrt(far), most);
    open.push([a, at, weights[at]], [at, b, weights[at]]);
  }
}
