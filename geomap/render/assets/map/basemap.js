/* The quiet background: land, water, borders. It carries no state and hears no click. */

const LAYERS = {
  neighbours: { pane: "land", className: "land neighbour" },
  provinces: { pane: "land", className: "land province" },
  places: { pane: "land", className: "land province" },
  sea: { pane: "land", className: "water" },
  coast: { pane: "lines", className: "coast" },
  lakes: { pane: "water", className: "water" },
  rivers: { pane: "water", className: "river" },
  borders: { pane: "lines", className: "border" },
};

/* Panes from back to front; labels and marks come last. */
const PANES = ["land", "hollow", "ground", "presence", "water", "lines", "outlines", "siege", "flash", "chosen", "symbols", "labels"];

export function addPanes(leaflet) {
  PANES.forEach((name, at) => {
    const pane = leaflet.createPane(name);
    pane.style.zIndex = 200 + at * 10;
    if (!["hollow", "ground", "symbols", "labels"].includes(name)) pane.style.pointerEvents = "none";
  });
}

export function addBasemap(leaflet, map) {
  for (const { kind, features } of map.context) {
    const style = LAYERS[kind];
    if (!style) continue;
    const renderer = rendererOf(leaflet, style.pane);
    features.forEach(({ shape }) => shapeLayer(shape, { ...style, renderer, interactive: false })?.addTo(leaflet));
  }
  coverBeyond(leaflet, contextBounds(map));
}

/* The background is cut off some way out; the cut itself is no border. What lies beyond is paper, so that neither sea nor
   land seems to end there. */
function coverBeyond(leaflet, bounds) {
  if (!bounds) return;
  const world = [[-85, -360], [85, -360], [85, 360], [-85, 360]];
  const edge = [bounds.getSouthWest(), bounds.getNorthWest(), bounds.getNorthEast(), bounds.getSouthEast()];
  L.polygon([world, edge], { className: "context-beyond", renderer: rendererOf(leaflet, "lines"), interactive: false }).addTo(leaflet);
}

/* How far the background reaches, with all of the map's own places; null where it has no land. */
export function contextBounds({ context, bounds: [west, south, east, north] }) {
  const bounds = L.latLngBounds([]);
  context.filter(({ kind }) => kind === "neighbours" || kind === "provinces").forEach(({ features }) =>
    features.forEach(({ shape }) => shape.polygons?.forEach(([ring]) => ring.forEach((at) => bounds.extend(at)))));
  return bounds.isValid() ? bounds.extend([[south, west], [north, east]]) : null;
}

/* A polygon, a line, or null for a point or nothing; stroke and fill come from the style sheet. */
export function shapeLayer({ polygons, lines }, options) {
  if (polygons?.length) return L.polygon(polygons, { smoothFactor: 0.4, ...options });
  if (lines?.length) return L.polyline(lines, { smoothFactor: 0.6, ...options });
  return null;
}

/* Leaflet's, but laid where it lies as long as the map rests, and not pushed there: what is pushed has pixels of its own, as
   many as the window has, for each of the panes. Only while a zoom runs is it a picture that grows. */
const Drawing = L.SVG.extend({
  _update() {
    L.SVG.prototype._update.call(this);
    if (this._map._animatingZoom) return;
    const { style } = this._container;
    const { x, y } = this._bounds.min;
    Object.assign(style, { transform: "", left: `${x}px`, top: `${y}px` });
    this._laid = this._bounds.min;
  },

  /* As in L.Renderer, from where it lies. */
  _updateTransform(center, zoom) {
    if (zoom === this._zoom) return;
    const scale = this._map.getZoomScale(zoom, this._zoom);
    const half = this._map.getSize().multiplyBy(0.5 + this.options.padding);
    const corner = half.multiplyBy(-scale).add(this._map.project(this._center, zoom)).subtract(this._map._getNewPixelOrigin(center, zoom));
    L.DomUtil.setTransform(this._container, corner.subtract(this._laid), scale);
  },
});

const renderers = new WeakMap();

/* One SVG element a pane. */
export function rendererOf(leaflet, pane) {
  if (!renderers.has(leaflet)) renderers.set(leaflet, {});
  const known = renderers.get(leaflet);
  known[pane] ??= new Drawing({ pane, padding: 0.6 });
  return known[pane];
}

/* A renderer is on the map with its first layer; this one is there before. */
export const onMap = (leaflet, renderer) => (leaflet.hasLayer(renderer) ? renderer : renderer.addTo(leaflet));
