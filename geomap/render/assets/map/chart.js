/* The map itself: view, zoom, scale; and the layers, drawn again when the day or place changes. */
import { byId, el, hasSize, svg } from "../dom.js";
import { boundsOfShape, projectArcs } from "./arcs.js";
import { addBackdrop } from "./backdrop.js";
import { addBasemap, addPanes } from "./basemap.js";
import { defineFills } from "./fills.js";
import { addChangedOutlines } from "../compare/changes.js";
import { makeSwipe } from "../compare/swipe.js";
import { addFlash } from "./flash.js";
import { addGround } from "./ground.js";
import { addHover } from "./hover.js";
import { addLabels } from "./labels.js";
import { definePresence } from "./presence.js";
import { addScale } from "./scale.js";

/* Pixels left free around the whole map, and at most one part in so many of the width or height. */
const PADDING = 28;
const MOST_PADDING = 8;
/* Where the whole Earth is 16 pixels wide. */
const LEAST_ZOOM = -4;
/* A place that is looked for is large enough if it measures so many pixels; else it is shown with this share of
   the view left free on every side. */
const LEAST_SEEN = 40;
const ROOMOf = 0.22;

/* `leaflet` is the map that the page's builder made, still without a view; `other` and `changes` are
   the other day of a comparison and what differs. */
export function makeChart(leaflet, store, words, { other, changes }) {
  const { map } = store;
  const defs = definitions(map);
  document.body.append(svg("svg", { class: "defs", width: 0, height: 0, "aria-hidden": "true" }, defs));
  const bounds = L.latLngBounds([map.bounds[1], map.bounds[0]], [map.bounds[3], map.bounds[2]]);
  const view = keepHome(leaflet, bounds);
  view.home();
  leaflet.setMaxBounds(bounds.pad(1.2));
  addBackdrop(leaflet, map.tiles);
  addPanes(leaflet);
  addBasemap(leaflet, map);
  const arcs = projectArcs(map.shapes);
  const ground = addGround(leaflet, store, arcs, words);
  const labels = addLabels(leaflet, store, arcs, words);
  const drawScale = addScale(leaflet, words);
  const nameButtons = addButtons(leaflet, words, view.home);
  leaflet.on("click", ({ containerPoint }) => store.select(ground.at(containerPoint)));
  const flash = addFlash(leaflet, store, arcs);
  const outlineChanges = addChangedOutlines(leaflet, store, arcs, changes);
  const swipe = makeSwipe(leaflet, store, arcs, words, other);
  addHover(leaflet, store, words, { at: ground.at, other });
  let named = false;
  return {
    draw: (changed) => {
      ground.draw(changed);
      if (changed.length) flash();
      outlineChanges();
      swipe.draw(changed);
      if (named) labels.draw(changed);
    },
    // Names take longer to place than the ground to paint, which does not wait for them.
    name: () => {
      named = true;
      labels.draw([]);
    },
    // After the words have turned to another language.
    rename: () => {
      ground.rename();
      drawScale();
      nameButtons();
      if (named) labels.rename();
      swipe.rename();
    },
    focus: ground.focus,
    bring: (place) => bringIntoView(leaflet, arcs, place),
    isHome: view.isHome,
    // Moves the map for a while, and gives back what puts it where it was.
    hold: view.hold,
  };
}

/* Shows a place whole and large enough to be seen, unless it is so already. */
function bringIntoView(leaflet, arcs, place) {
  const animate = !matchMedia("(prefers-reduced-motion: reduce)").matches;
  if (place.isPoint) {
    if (!leaflet.getBounds().pad(-0.1).contains(place.point)) leaflet.setView(place.point, leaflet.getZoom(), { animate });
    return;
  }
  const bounds = boundsOfShape(arcs, arcs.outlineOf[place.at]);
  if (!bounds) return;
  const [corner, far] = [bounds.getNorthWest(), bounds.getSouthEast()].map((at) => leaflet.latLngToContainerPoint(at));
  const isLarge = Math.max(far.x - corner.x, far.y - corner.y) >= LEAST_SEEN;
  if (isLarge && leaflet.getBounds().contains(bounds)) return;
  const { x, y } = leaflet.getSize();
  leaflet.fitBounds(bounds, { padding: [x * ROOMOf, y * ROOMOf], animate });
}

/* The whole map stays in view when the page changes its size, until the reader moves it. */
function keepHome(leaflet, whole) {
  let home = true;
  let moving = false;
  let held = false;
  let fitted = null;
  const fit = () => {
    fitted = leaflet.getSize();
    // In a frame of a few pixels the padding alone would leave less than nothing for the map.
    const [across, down] = [fitted.x, fitted.y].map((side) => Math.min(PADDING, side / MOST_PADDING));
    // The least zoom follows the size, else a map that becomes small could not be seen whole.
    leaflet.options.minZoom = LEAST_ZOOM;
    leaflet.fitBounds(whole, { paddingTopLeft: [across, Math.max(topPadding(leaflet), down)], paddingBottomRight: [across, down], animate: false });
    leaflet.setMinZoom(leaflet.getZoom() - 1);
  };
  const quietly = (act) => {
    moving = true;
    try {
      act();
    } finally {
      moving = false;
    }
  };
  const go = () => {
    home = true;
    quietly(fit);
  };
  const hold = (act) => {
    const [center, zoom, bounds] = [leaflet.getCenter(), leaflet.getZoom(), leaflet.getBounds()];
    held = true;
    quietly(() => act(home ? whole : bounds));
    return () => quietly(() => {
      held = false;
      leaflet.invalidateSize({ animate: false });
      if (home) fit();
      else leaflet.setView(center, zoom, { animate: false });
    });
  };
  leaflet.on("movestart zoomstart", () => {
    if (!moving) home = false;
  });
  new ResizeObserver(() => {
    // A page around may hide its frame: there is nothing to fit to, and the map stays as it is.
    if (held || !hasSize(leaflet.getContainer())) return;
    quietly(() => leaflet.invalidateSize({ animate: false }));
    // Leaflet hears of a window's new size too, now before this and now after.
    if (home && !leaflet.getSize().equals(fitted)) go();
  }).observe(leaflet.getContainer());
  return { home: go, isHome: () => home, hold };
}

/* The row of buttons lies over no place of the whole map, where there is height enough. */
function topPadding(leaflet) {
  const row = byId("tools").getBoundingClientRect();
  const below = row.height ? row.bottom - leaflet.getContainer().getBoundingClientRect().top + PADDING / 2 : 0;
  return below < leaflet.getSize().y / 4 ? below : 0;
}

function definitions(map) {
  const defs = svg("defs");
  defineFills(defs, map.fills);
  definePresence(defs, map.actors);
  return defs;
}

/* Returns what names the buttons in the language of the words. */
function addButtons(leaflet, words, home) {
  const button = (d, onclick) =>
    el("button", { type: "button", class: "map-button", onclick }, svg("svg", { viewBox: "0 0 20 20", class: "icon", "aria-hidden": "true" }, svg("path", { d })));
  const buttons = {
    "map.zoom_in": button("M10 4V16M4 10H16", () => leaflet.zoomIn(0.5)),
    "map.zoom_out": button("M4 10H16", () => leaflet.zoomOut(0.5)),
    "map.home": button("M4 8V4H8M12 4H16V8M16 12V16H12M8 16H4V12", home),
  };
  const box = el("div", { class: "map-buttons" }, Object.values(buttons));
  L.DomEvent.disableClickPropagation(box);
  leaflet.getContainer().append(box);
  const name = () =>
    Object.entries(buttons).forEach(([key, node]) => ["aria-label", "title"].forEach((attribute) => node.setAttribute(attribute, words.t(key))));
  name();
  return name;
}
