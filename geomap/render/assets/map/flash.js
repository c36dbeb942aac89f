/* What changed hands since the day last rested is outlined for a moment. */
import { atRest } from "../rest.js";
import { pointMark } from "./overlays.js";
import { rendererOf } from "./basemap.js";
import { ArcPath } from "./vector.js";

const FLASH_MS = 1300;
/* Who runs through the days sees the days, and at the end what has changed. */
const FLASHED_AFTER_MS = 120;
/* Where more changes at once nothing would be told by outlining it. */
const MOST_FLASHED = 60;

/* Returns flash(): once the day has come to rest, the places whose fill is another than when it last rested are outlined;
   the first call only looks. Nothing moves for readers who would rather it did not. */
export function addFlash(leaflet, { map, timeline }, arcs) {
  const path = new ArcPath(arcs, [], { renderer: rendererOf(leaflet, "flash"), className: "flash", fill: false, interactive: false }).addTo(leaflet);
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let told = null;
  let points = [];
  let fading = null;
  const clear = () => {
    fading?.cancel();
    fading = null;
    path.setShapes([]);
    points.forEach((point) => point.remove());
    points = [];
  };
  const fade = (node) => node.animate([{ opacity: 1 }, { opacity: 1, offset: 0.4 }, { opacity: 0 }], { duration: FLASH_MS, fill: "forwards" });
  const shown = () => Uint16Array.from(map.placeList, ({ at }) => timeline.fillOf(at));
  const flash = () => {
    const now = shown();
    const drawn = map.placeList.filter(({ at, isDrawn }) => now[at] !== told[at] && isDrawn);
    told = now;
    if (!drawn.length || drawn.length > MOST_FLASHED || still.matches) return;
    path.setShapes(drawn.map(({ at }) => arcs.groundOf[at]).filter((shape) => shape >= 0));
    points = drawn.filter(({ isPoint }) => isPoint).map((place) => pointMark(leaflet, place, 14, { className: "flash", fill: false, renderer: rendererOf(leaflet, "flash") }).addTo(leaflet));
    fading = fade(path.getElement());
    fading.onfinish = clear;
    points.forEach((point) => fade(point.getElement()));
  };
  const later = atRest(flash, FLASHED_AFTER_MS);
  return () => {
    if (fading) clear();
    if (told) later();
    else told = shown();
  };
}
