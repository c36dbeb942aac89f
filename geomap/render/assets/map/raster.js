/* The ground of many places as pixels: once for a view, which place each pixel belongs to; and then,
   for a day, the fill of that place's state. A step paints again only where something changed, and
   what lies under the pointer is read from the same pixels. */
import { CanvasLayer } from "./canvaslayer.js";
import { makeScanner, scanDisc } from "./scanline.js";
import { makeTiles, paintIds, stepsOf } from "./tiles.js";

const MARGIN_MS = 120;
/* So many places are painted together with all others. */
const MANY = 1000;
const NONE = 0;

export const Raster = CanvasLayer.extend({
  /* things: [{at, shape} or {at, point: [x, y]}], what lies below first; `tileOf(at)` is the number of
     a place's tile; numbers of places are below `n`. */
  initialize(arcs, things, fills, { n, tileOf, radius, ...options }) {
    CanvasLayer.prototype.initialize.call(this, options);
    Object.assign(this, { arcs, fills, tileOf, radius });
    this._shown = new Uint16Array(n + 1);
    this._Ids = n < 65535 ? Uint16Array : Uint32Array;
    this._take(things);
  },

  /* Draws other places from now on. */
  setThings(things) {
    this._shown.fill(NONE);
    this._take(things);
    if (this._view) this._draw(this._view);
  },

  _take(things) {
    this.things = things;
    this._byPlace = new Map(things.map((thing) => [thing.at, thing]));
    this._state(things.map(({ at }) => at));
  },

  onRemove(leaflet) {
    clearTimeout(this._later);
    CanvasLayer.prototype.onRemove.call(this, leaflet);
  },

  getEvents() {
    return { ...CanvasLayer.prototype.getEvents.call(this), movestart: this._paintMargins };
  },

  /* Shows anew what places are: those whose state may be another. */
  show(changed) {
    this._state(changed);
    if (!this._view || !changed.length) return;
    const boxes = changed.length > MANY ? [] : changed.map((at) => this._boxOf(this._byPlace.get(at))).filter(Boolean);
    const area = boxes.reduce((sum, box) => sum + areaOfBox(box), 0);
    if (changed.length > MANY || area > 0.4 * areaOfBox(this._inView())) this._paintAll();
    else boxes.forEach((box) => this._paint(box));
  },

  /* Colours have changed with the theme. */
  recolor() {
    if (!this._view) return;
    this._hang();
    this._paintAll();
  },

  /* The number of the place at a point of the container, -1 where there is none. */
  at(point) {
    if (this._asked) this.catchUp();
    const { width, height, ratio } = this._view;
    const { x, y } = this._map.containerPointToLayerPoint(point).subtract(this._bounds.min).multiplyBy(ratio).floor();
    return x >= 0 && y >= 0 && x < width && y < height ? this._ids[y * width + x] - 1 : -1;
  },

  _update() {
    if (this._view) CanvasLayer.prototype._update.call(this);
    else this.catchUp();
  },

  _state(changed) {
    for (const at of changed) this._shown[at + 1] = this._byPlace.has(at) ? this.tileOf(at) : NONE;
  },

  _draw({ width, height, scale, x, y, ratio }) {
    if (this._ids?.length === width * height) this._ids.fill(NONE);
    else this._ids = new this._Ids(width * height);
    const scan = makeScanner(this._ids, width, height, { scale, x, y });
    for (const { at, shape, point } of this.things) {
      if (shape >= 0) scan(this.arcs, shape, at + 1);
      else scanDisc(this._ids, width, height, point[0] * scale + x, point[1] * scale + y, this.radius * ratio, at + 1);
    }
    this._hang();
    this._paintAll();
  },

  /* The tiles hang on the page and not on the canvas, so that they stay where they are in a pan, and
     neighbours of one state are of one piece. */
  _hang() {
    const { width, height, ratio } = this._view;
    const { x, y } = this._bounds.min.multiplyBy(ratio).round();
    const tiles = makeTiles(this.fills, ratio);
    this._painting = { ids: this._ids, width, shown: this._shown, tiles, across: stepsOf(tiles, x, width), down: stepsOf(tiles, y, height) };
  },

  /* What is in view at once; what lies beyond when there is time, or when the map begins to move. */
  _paintAll() {
    this._paint(this._inView());
    clearTimeout(this._later);
    this._later = setTimeout(() => this._paintMargins(), MARGIN_MS);
  },

  _paintMargins() {
    if (!this._later || !this._view) return;
    clearTimeout(this._later);
    this._later = null;
    const { width, height } = this._view;
    const [left, top, right, bottom] = this._inView();
    [[0, 0, width, top], [0, bottom, width, height], [0, top, left, bottom], [right, top, width, bottom]].forEach((box) => this._paint(box));
  },

  _paint(box) {
    if (areaOfBox(box) > 0) this._pen.putImageData(paintIds(this._painting, box), box[0], box[1]);
  },

  _inView() {
    const { width, height, ratio } = this._view;
    const min = this._map.containerPointToLayerPoint([0, 0]).subtract(this._bounds.min).multiplyBy(ratio);
    const max = min.add(this._map.getSize().multiplyBy(ratio));
    return boxWithin([min.x, min.y, max.x, max.y], width, height);
  },

  _boxOf(thing) {
    if (!thing) return null;
    const { width, height, scale, x, y, ratio } = this._view;
    const [left, top, right, bottom] = thing.shape >= 0 ? this.arcs.boxes.subarray(4 * thing.shape, 4 * thing.shape + 4) : [...thing.point, ...thing.point];
    const reach = thing.shape >= 0 ? 0 : this.radius * ratio;
    const box = boxWithin([left * scale + x - reach, top * scale + y - reach, right * scale + x + reach, bottom * scale + y + reach], width, height);
    return areaOfBox(box) > 0 ? box : null;
  },
});

function boxWithin([left, top, right, bottom], width, height) {
  const within = (value, most) => Math.max(Math.min(value, most), 0);
  return [within(Math.floor(left), width), within(Math.floor(top), height), within(Math.ceil(right), width), within(Math.ceil(bottom), height)];
}

const areaOfBox = ([left, top, right, bottom]) => (right > left && bottom > top ? (right - left) * (bottom - top) : 0);
