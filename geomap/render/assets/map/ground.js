/* The places: what each shows on the day. A few are SVG paths, each a button of its own; many are
   one raster. The borders and all that lies over the ground are the same for both. */
import { worldPixels } from "./arcs.js";
import { onMap, rendererOf } from "./basemap.js";
import { addBorderLines } from "./borderlines.js";
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
  let seen = store.seen;
  const things = thingsOf(map, seen);
  const ground = isRaster ? addPixels(leaflet, store, arcs, things, words) : addPaths(leaflet, store, arcs, words);
  const bordersOf = (all) => (isRaster ? all : all.filter(({ shape }) => shape >= 0));
  const borders = (isRaster ? addBorders : addLines)(leaflet, store, arcs, bordersOf(things));
  const overlays = [addVacated(leaflet, store, arcs), addConditions(leaflet, store, arcs)];
  const chosen = store.panes ? () => {} : addChosen(leaflet, arcs);
  onTheme(() => [ground, borders].forEach((layer) => layer.recolor()));
  const look = () => {
    seen = store.seen;
    const all = thingsOf(map, seen);
    ground.look(all);
    borders.setThings(bordersOf(all), ranksOf(arcs, ownersOf(map, all)));
  };
  return {
    focus: ground.focus,
    at: ground.at,
    rename: ground.rename,
    draw(changed) {
      if (seen !== store.seen) look();
      ground.draw(changed);
      overlays.forEach((draw) => draw(changed));
      chosen(map.places.get(store.place));
    },
  };
}

/* What is drawn, from back to front: outlines of places that show no state, which answer where no other does,
   coarse before fine; then what shows one; then points. */
function thingsOf({ placeList }, { has, isFilled, shapeOf, inOrder }) {
  return [
    ...inOrder().map((at) => ({ at, shape: shapeOf(at), isGround: isFilled(at) })),
    ...placeList.filter(({ isPoint, at }) => isPoint && has(at)).map(({ at, point }) => ({ at, shape: -1, point: worldPixels(point) })),
  ];
}

const ownersOf = (map, things) => things.filter(({ isGround }) => isGround).map(({ at, shape }) => ({ shape, lineage: lineageOf(map, at) }));

const addBorders = (leaflet, { map, panes }, arcs, things) =>
  new Borders(arcs, things, ranksOf(arcs, ownersOf(map, things)), { radius: POINT_RADIUS, pane: `outlines${panes}` }).addTo(leaflet);

const addLines = (leaflet, { map, panes }, arcs, things) =>
  addBorderLines(onMap(leaflet, rendererOf(leaflet, `outlines${panes}`)), arcs, things, ranksOf(arcs, ownersOf(map, things)));

/* A place, its parent, and so on up. */
function lineageOf({ places, placeList }, at) {
  const lineage = [placeList[at].id];
  for (let id = placeList[at].parent; id && !lineage.includes(id); id = places.get(id)?.parent) lineage.push(id);
  return lineage;
}
