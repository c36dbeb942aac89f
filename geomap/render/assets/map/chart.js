/* The map itself: view, zoom, scale; and the layers, drawn again when the day or place changes. */
import { el, svg } from "../dom.js";
import { projectArcs } from "./arcs.js";
import { addBackdrop } from "./backdrop.js";
import { addBasemap, addPanes } from "./basemap.js";
import { defineFills } from "./fills.js";
import { addGround } from "./ground.js";
import { addLabels } from "./labels.js";
import { definePresence } from "./presence.js";
import { addScale } from "./scale.js";

const PADDING = [28, 28];

/* `leaflet` is the map that the page's builder made, still without a view. */
export function makeChart(leaflet, store, words) {
  const { map } = store;
  document.body.append(svg("svg", { class: "defs", width: 0, height: 0, "aria-hidden": "true" }, definitions(map)));
  const bounds = L.latLngBounds([map.bounds[1], map.bounds[0]], [map.bounds[3], map.bounds[2]]);
  const view = keepHome(leaflet, bounds);
  view.home();
  leaflet.setMinZoom(Math.floor(leaflet.getZoom()) - 1);
  leaflet.setMaxBounds(bounds.pad(1.2));
  document.documentElement.classList.toggle("has-sea", map.context.some(({ kind }) => kind === "sea"));
  addPanes(leaflet);
  addBackdrop(leaflet, map.tiles);
  addBasemap(leaflet, map.context);
  const arcs = projectArcs(map.shapes);
  const ground = addGround(leaflet, store, arcs, words);
  const labels = addLabels(leaflet, store, arcs, words);
  const drawScale = addScale(leaflet, words);
  const nameButtons = addButtons(leaflet, words, view.home);
  leaflet.on("click", ({ containerPoint }) => store.select(ground.at(containerPoint)));
  let named = false;
  return {
    draw: (changed) => {
      ground.draw(changed);
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
    },
    focus: ground.focus,
    isHome: view.isHome,
  };
}

/* The whole map stays in view when the page changes its size, until the reader moves it. */
function keepHome(leaflet, bounds) {
  let home = true;
  let moving = false;
  const go = () => {
    moving = true;
    home = true;
    leaflet.fitBounds(bounds, { padding: PADDING, animate: false });
    moving = false;
  };
  leaflet.on("movestart zoomstart", () => {
    if (!moving) home = false;
  });
  new ResizeObserver(() => {
    const before = leaflet.getSize();
    moving = true;
    leaflet.invalidateSize({ animate: false });
    moving = false;
    if (home && !before.equals(leaflet.getSize())) go();
  }).observe(leaflet.getContainer());
  return { home: go, isHome: () => home };
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
