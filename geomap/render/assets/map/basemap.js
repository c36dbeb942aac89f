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

export function addBasemap(leaflet, context) {
  for (const { kind, features } of context) {
    const style = LAYERS[kind];
    if (!style) continue;
    const renderer = rendererOf(leaflet, style.pane);
    features.forEach(({ shape }) => shapeLayer(shape, { ...style, renderer, interactive: false })?.addTo(leaflet));
  }
  hideEdge(leaflet, context);
}

/* The background is cut off some way out; the cut itself is no border and is painted over. */
function hideEdge(leaflet, context) {
  const bounds = L.latLngBounds([]);
  context.filter(({ kind }) => kind === "neighbours" || kind === "provinces").forEach(({ features }) =>
    features.forEach(({ shape }) => shape.polygons?.forEach(([ring]) => ring.forEach((at) => bounds.extend(at)))));
  if (!bounds.isValid()) return;
  L.rectangle(bounds, { className: "context-edge", renderer: rendererOf(leaflet, "land"), interactive: false }).addTo(leaflet);
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
