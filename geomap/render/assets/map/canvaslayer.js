/* A canvas over the view and some way beyond it, which moves and grows with the map as Leaflet's own
   renderers do, and is drawn afresh in device pixels once the map has come to rest.
   Those that extend it give `_draw(view)`: view has width, height, `ratio` device pixels a pixel of
   the page, and `scale`, `x`, `y`, which take world pixels to the canvas's. */

const MOST_RATIO = 2;
/* For paper and pictures, see take/sharp.js. */
const isSharp = () => document.documentElement.classList.contains("sharp");

export const CanvasLayer = L.Renderer.extend({
  options: { padding: 0.25 },

  _initContainer() {
    this._container = document.createElement("canvas");
    this._pen = this._container.getContext("2d");
  },

  _destroyContainer() {
    cancelAnimationFrame(this._asked);
    this._container.remove();
    this._container = this._view = this._asked = null;
  },

  getEvents() {
    return { ...L.Renderer.prototype.getEvents.call(this), move: this._follow };
  },

  /* A drag that leaves what is drawn has it drawn anew on the way. */
  _follow() {
    const min = this._map.containerPointToLayerPoint([0, 0]);
    const inView = L.bounds(min, min.add(this._map.getSize()));
    if (this._view && this._map.getZoom() === this._zoom && !this._bounds.contains(inView)) this._update();
  },

  _reset() {
    this._update();
  },

  _update() {
    this._asked ??= requestAnimationFrame(() => this.catchUp());
  },

  /* Until it is drawn for the first time there is nothing to move. */
  _updateTransform(center, zoom) {
    if (this._view) L.Renderer.prototype._updateTransform.call(this, center, zoom);
  },

  /* Draws what the view asks for, if it has changed, now and not in the next frame. */
  catchUp() {
    cancelAnimationFrame(this._asked);
    this._asked = null;
    if (!this._map || this._map._animatingZoom) return;
    L.Renderer.prototype._update.call(this);
    L.DomUtil.setPosition(this._container, this._bounds.min);
    const view = this._viewNow();
    if (view.key === this._view?.key) return;
    this._fit(view);
    this._draw(view);
  },

  _viewNow() {
    const { min } = this._bounds;
    const size = this._bounds.getSize();
    const origin = this._map.getPixelOrigin().add(min);
    const ratio = isSharp() ? MOST_RATIO : Math.min(window.devicePixelRatio || 1, MOST_RATIO);
    const scale = (this._map.options.crs.scale(this._zoom) / 256) * ratio;
    const [width, height] = [size.x, size.y].map((side) => Math.round(side * ratio));
    const key = [this._zoom, origin.x, origin.y, width, height, ratio].join(" ");
    return { key, width, height, ratio, scale, x: -origin.x * ratio, y: -origin.y * ratio };
  },

  _fit(view) {
    this._view = view;
    Object.assign(this._container, { width: view.width, height: view.height });
    Object.assign(this._container.style, { width: `${view.width / view.ratio}px`, height: `${view.height / view.ratio}px` });
  },
});
