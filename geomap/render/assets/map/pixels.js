/* Many places as one raster. The map itself is what has the focus; places are reached by the
   pointer, and by search and table. */
import { POINT_RADIUS } from "./overlays.js";
import { Raster } from "./raster.js";
import { tileNumber } from "./tiles.js";

export function addPixels(leaflet, store, arcs, things, words) {
  const { map } = store;
  const tileOf = (at) => (store.seen.isFilled(at) ? tileNumber(store.timeline.fillOf(at), store.isDim(at)) : 0);
  const raster = new Raster(arcs, things, map.fills, { n: map.placeList.length, tileOf, radius: POINT_RADIUS, pane: `ground${store.panes}` }).addTo(leaflet);
  const at = (point) => map.placeList[raster.at(point)]?.id ?? "";
  const container = leaflet.getContainer();
  const rename = () => container.setAttribute("aria-label", words.t("map.label"));
  Object.entries({ tabindex: "0", role: "group" }).forEach(([name, value]) => container.setAttribute(name, value));
  rename();
  showWhatAnswers(leaflet, container, at);
  let painted = map.fills.length;
  const draw = (changed) => {
    raster.show(changed);
    // A state that no spell has, as known on another day, has a fill of its own.
    if (painted !== map.fills.length) raster.recolor();
    painted = map.fills.length;
  };
  return { draw, focus: () => container.focus(), at, rename, look: (all) => raster.setThings(all), recolor: () => raster.recolor() };
}

/* The pointer shows where there is something to choose. */
function showWhatAnswers(leaflet, container, at) {
  let asked = null;
  leaflet.on("mousemove", ({ containerPoint }) => {
    cancelAnimationFrame(asked);
    asked = requestAnimationFrame(() => container.classList.toggle("over-place", at(containerPoint) !== ""));
  });
}
