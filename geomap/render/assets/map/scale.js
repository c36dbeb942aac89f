/* A scale bar in kilometres and miles, for the middle of the view. */
import { el } from "../dom.js";

const MAX_PIXELS = 110;
const UNITS = [
  { metres: 1000, big: "map.scale_km", small: "map.scale_m", smallMetres: 1 },
  { metres: 1609.344, big: "map.scale_mi", small: "map.scale_ft", smallMetres: 0.3048 },
];

export function addScale(leaflet, words) {
  const bars = UNITS.map(() => el("div", { class: "scale-bar" }));
  const box = el("div", { class: "scale", role: "img" }, bars);
  leaflet.getContainer().append(box);
  const draw = () => {
    box.setAttribute("aria-label", words.t("scale.label"));
    const perPixel = metresPerPixel(leaflet);
    UNITS.forEach((unit, at) => {
      const { metres, text } = roundLength(perPixel * MAX_PIXELS, unit, words);
      bars[at].style.inlineSize = `${metres / perPixel}px`;
      bars[at].textContent = text;
    });
  };
  leaflet.on("zoomend moveend resize", draw);
  draw();
  return draw;
}

function metresPerPixel(leaflet) {
  const { x, y } = leaflet.getSize().divideBy(2);
  const at = (dx) => leaflet.containerPointToLatLng([x + dx, y]);
  return leaflet.distance(at(-50), at(50)) / 100;
}

/* The longest of 1, 2, 3, 5 times a power of ten that is not longer than `metres`. */
function roundLength(metres, { metres: bigMetres, big, small, smallMetres }, words) {
  const isBig = metres >= bigMetres;
  const unit = isBig ? bigMetres : smallMetres;
  const power = 10 ** Math.floor(Math.log10(metres / unit));
  const n = [5, 3, 2, 1].find((step) => step * power * unit <= metres) * power;
  return { metres: n * unit, text: words.t(isBig ? big : small, { n: words.number(n) }) };
}
