/* What changed hands since the step before is outlined for a moment. */
import { pointMark } from "./overlays.js";
import { rendererOf } from "./basemap.js";
import { ArcPath } from "./vector.js";

const FLASH_MS = 1300;
/* Where more changes at once nothing would be told by outlining it. */
const MOST_FLASHED = 60;

/* Returns flash(changed): those of the places with these numbers whose fill is another than when last
   called are outlined; the first call only looks. Nothing moves for readers who would rather it did not. */
export function addFlash(leaflet, { map, timeline }, arcs) {
  const path = new ArcPath(arcs, [], { renderer: rendererOf(leaflet, "flash"), className: "flash", fill: false, interactive: false }).addTo(leaflet);
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let told = null;
  let points = [];
  const clear = () => {
    points.forEach((point) => point.remove());
    points = [];
  };
  const fade = (node) => node.animate([{ opacity: 1 }, { opacity: 1, offset: 0.4 }, { opacity: 0 }], { duration: FLASH_MS, fill: "forwards" });
  return (changed) => {
    const turned = told ? changed.filter((at) => timeline.fillOf(at) !== told[at]) : [];
    told ??= Uint16Array.from(map.placeList, ({ at }) => timeline.fillOf(at));
    turned.forEach((at) => (told[at] = timeline.fillOf(at)));
    const drawn = turned.filter((at) => map.placeList[at].isDrawn);
    if (!drawn.length) return;
    clear();
    const isShown = drawn.length <= MOST_FLASHED && !still.matches;
    path.setShapes(isShown ? drawn.map((at) => arcs.groundOf[at]).filter((shape) => shape >= 0) : []);
    if (!isShown) return;
    points = drawn.filter((at) => map.placeList[at].isPoint).map((at) => pointMark(leaflet, map.placeList[at], 14, { className: "flash", fill: false, renderer: rendererOf(leaflet, "flash") }).addTo(leaflet));
    fade(path.getElement()).onfinish = () => {
      path.setShapes([]);
      clear();
    };
    points.forEach((point) => fade(point.getElement()));
  };
}
