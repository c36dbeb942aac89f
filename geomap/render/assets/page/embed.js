/* A map within another page: map, day and legend alone, a way to the whole map, and the height it would like. */
import { byId, el, write } from "../dom.js";
import { isDecided } from "../states.js";

/* How high the map is for its width, at least and at most, in shares of it and in pixels. */
const SHAPE = { least: 0.6, most: 0.95, pixels: [220, 640] };

/* The line at the map's foot, in the language of the words; returns what draws it again. */
export function makeEmbedBar(box, store, words, address) {
  const said = el("p", { class: "embed-place" });
  const link = el("a", { class: "embed-open", target: "_blank", rel: "noopener" }, words.t("embed.open"));
  const bar = el("div", { class: "embed-bar" }, said, link);
  box.querySelector(":scope > .embed-bar")?.remove();
  box.append(bar);
  L.DomEvent.disableClickPropagation(bar);
  return () => {
    document.documentElement.classList.toggle("embedded", store.embed);
    if (!store.embed) return;
    const place = store.map.places.get(store.place);
    const spell = place && store.timeline.spellAt(place.at);
    const since = spell?.sinceText ? `, ${words.since(spell.sinceText, spell.sinceBy)}` : "";
    write(said, place ? `${words.name(place)}: ${words.state(spell, isDecided(spell))}${since}` : "");
    bar.classList.toggle("has-said", Boolean(place));
    const href = address();
    link.hidden = !href;
    if (href) link.setAttribute("href", href);
  };
}

/* Tells the page around how high the frame should be, for its width: `tell` as in messages.js. The height follows from
   the width alone, so a frame that takes it comes to rest. */
export function tellHeight(leaflet, store, tell) {
  const { map } = store;
  const [south, north] = [map.bounds[1], map.bounds[3]].map((lat) => L.CRS.EPSG3857.latLngToPoint(L.latLng(lat, map.bounds[0]), 0));
  const east = L.CRS.EPSG3857.latLngToPoint(L.latLng(map.bounds[1], map.bounds[2]), 0);
  const shape = Math.min(Math.max((south.y - north.y) / Math.max(east.x - south.x, 1e-9), SHAPE.least), SHAPE.most);
  const around = [document.querySelector(".masthead"), byId("time")];
  let told = 0;
  const look = () => {
    if (!store.embed) return;
    const rest = around.reduce((sum, node) => sum + node.getBoundingClientRect().height, 0);
    const mapHeight = Math.min(Math.max(document.documentElement.clientWidth * shape, SHAPE.pixels[0]), SHAPE.pixels[1]);
    const value = Math.ceil(rest + mapHeight);
    if (value !== told) tell({ geomap: "height", value });
    told = value;
  };
  const watcher = new ResizeObserver(look);
  [...around, document.documentElement].forEach((node) => watcher.observe(node));
  return look;
}
