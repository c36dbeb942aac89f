/* The places: what each shows on the day. A few are SVG paths, each a button of its own; many are
   one raster. The borders and all that lies over the ground are the same for both. */
import { worldPixels } from "./arcs.js";
import { Borders, ranksOf } from "./borders.js";
import { POINT_RADIUS, addChosen, addConditions, addVacated } from "./overlays.js";
import { addPaths } from "./paths.js";
import { addPixels } from "./pixels.js";
import { onTheme } from "./theme.js";

/* As many paths as a browser restyles within a frame. */
const MOST_PATHS = 400;

/* {draw(changed), focus(id), at(point)}: `changed` are the numbers of places of which anything may be
   another than when last drawn; `at` is the id of the place in the raster at a point, or "". */
export function addGround(leaflet, store, arcs, words) {
  const { map } = store;
  const isRaster = map.placeList.length > MOST_PATHS;
  const things = thingsOf(map, arcs);
  const ground = isRaster ? addPixels(leaflet, store, arcs, things, words) : addPaths(leaflet, store, arcs, words);
  const borders = addBorders(leaflet, store, arcs, isRaster ? things : things.filter(({ shape }) => shape >= 0));
  const overlays = [addVacated(leaflet, store, arcs), addConditions(leaflet, store, arcs)];
  const chosen = store.panes ? () => {} : addChosen(leaflet, arcs);
  onTheme(() => [ground, borders].forEach((layer) => layer.recolor()));
  return {
    focus: ground.focus,
    at: ground.at,
    rename: ground.rename,
    draw(changed) {
      ground.draw(changed);
      overlays.forEach((draw) => draw(changed));
      chosen(map.places.get(store.place));
    },
  };
}

/* What is drawn, from back to front: outlines of places that own no ground, which answer where no
   other does, coarse before fine; then ground; then points. */
function thingsOf({ placeList }, arcs) {
  const outlines = placeList.filter(({ isDrawn, at }) => !isDrawn && arcs.outlineOf[at] >= 0).sort((a, b) => a.depth - b.depth);
  const grounds = placeList.filter(({ isDrawn, isPoint, at }) => isDrawn && !isPoint && arcs.groundOf[at] >= 0);
  return [
    ...outlines.map(({ at }) => ({ at, shape: arcs.outlineOf[at], isGround: false })),
    ...grounds.map(({ at }) => ({ at, shape: arcs.groundOf[at], isGround: true })),
    ...placeList.filter(({ isPoint }) => isPoint).map(({ at, point }) => ({ at, shape: -1, point: worldPixels(point) })),
  ];
}

function addBorders(leaflet, { map, panes }, arcs, things) {
  const owned = things.filter(({ isGround }) => isGround).map(({ at, shape }) => ({ shape, lineage: lineageOf(map, at) }));
  return new Borders(arcs, things, ranksOf(arcs, owned), { radius: POINT_RADIUS, pane: `outlines${panes}` }).addTo(leaflet);
}

/* A place, its parent, and so on up. */
function lineageOf({ places, placeList }, at) {
  const lineage = [placeList[at].id];
  for (let id = placeList[at].parent; id && !lineage.includes(id); id = places.get(id)?.parent) lineage.push(id);
  return lineage;
}
