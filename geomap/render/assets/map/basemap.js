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

const renderers = new WeakMap();

/* One SVG element a pane. */
export function rendererOf(leaflet, pane) {
  if (!renderers.has(leaflet)) renderers.set(leaflet, {});
  const known = renderers.get(leaflet);
  known[pane] ??= L.svg({ pane, padding: 0.6 });
  return known[pane];
}
