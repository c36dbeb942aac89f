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
  fadeOut(leaflet, reachOf(map));
  thinOut(leaflet, map);
}

/* The background ends somewhere, and where it ends is no border: near its edges it fades into paper, in so many steps that
   none of them is seen, over this part of the width or height of the map's own places, and never over these. */
const FADE = 0.3;
const FADE_STEPS = 28;
const ALL_ROUND = [-360, -85, 360, 85];

function fadeOut(leaflet, reach) {
  if (!reach) return;
  const renderer = rendererOf(leaflet, "lines");
  for (let step = 1; step <= FADE_STEPS; step += 1) {
    const part = step / FADE_STEPS;
    // Every step lies on those before: it adds what its own part asks for beyond theirs.
    const fillOpacity = 1 - (1 - easedAt(part)) / (1 - easedAt(part - 1 / FADE_STEPS));
    const hole = reach.clear.map((inner, side) => inner + (reach.cut[side] - inner) * part);
    L.polygon([rectangle(ALL_ROUND), rectangle(hole)], { className: "context-beyond", stroke: false, fillOpacity, renderer, interactive: false }).addTo(leaflet);
  }
}

const easedAt = (part) => part * part * (3 - 2 * part);
const rectangle = ([west, south, east, north]) => [[south, west], [north, west], [north, east], [south, east]];

/* How far the background reaches, west, south, east and north: `cut` where it ends, `clear` up to where it has its full
   colours. On a side where it ends with the map's own places nothing is cut off. Null where it has no land and no sea. */
export function reachOf({ context, bounds: own }) {
  const bounds = L.latLngBounds([]);
  context.filter(({ kind }) => ["neighbours", "provinces", "sea"].includes(kind)).forEach(({ features }) =>
    features.forEach(({ shape }) => shape.polygons?.forEach(([ring]) => ring.forEach((at) => bounds.extend(at)))));
  if (!bounds.isValid()) return null;
  const ends = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
  const beyond = ends.map((end, side) => (side < 2 ? own[side] - end : end - own[side]));
  const cut = ends.map((end, side) => (beyond[side] > 0 ? end : ALL_ROUND[side]));
  const clear = cut.map((end, side) => {
    const band = beyond[side] > 0 ? Math.min(beyond[side], FADE * (own[2 + (side % 2)] - own[side % 2])) : 0;
    return side < 2 ? end + band : end - band;
  });
  return { cut, clear };
}

/* From far off only countries are drawn: the lines of provinces, which end somewhere too, are for a view about as near as
   the whole map, and nearer. */
const NEAR_ENOUGH = 0.7;

function thinOut(leaflet, { context }) {
  if (!context.some(({ kind }) => kind === "neighbours")) return;
  leaflet.getContainer().classList.add("has-neighbours");
  const look = () => leaflet.getContainer().classList.toggle("is-far", isFar(leaflet));
  leaflet.on("zoomend zoomlevelschange", look);
  look();
}

const isFar = (leaflet) => leaflet.getZoom() < leaflet.getMinZoom() + NEAR_ENOUGH;

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
