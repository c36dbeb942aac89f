/* Reads the map out of the page and puts its parts together. */
import { byId, write } from "./dom.js";
import { makeChart } from "./map/chart.js";
import { unpack } from "./payload.js";
import { makeAnnouncer } from "./page/announce.js";
import { makeMailbox, openApi } from "./page/api.js";
import { keepAddress } from "./page/hash.js";
import { makeSheet } from "./page/sheet.js";
import { fillAbout } from "./side/about.js";
import { makeLegend } from "./side/legend.js";
import { makePanel } from "./side/panel.js";
import { makeTable } from "./side/table.js";
import { makeStore } from "./store.js";
import { listenToKeys } from "./time/keys.js";
import { makeTimebar } from "./time/timebar.js";
import { makeWords } from "./words.js";

async function start() {
  const receive = makeMailbox();
  const map = await unpack(JSON.parse(byId("geomap-data").textContent));
  const words = makeWords(map);
  const store = makeStore(map);
  const leaflet = window[document.querySelector(".folium-map").id];
  // What stands around the map comes first: it decides how much room the map has.
  nameTheParts(map, words);
  showDate(store, words);
  const timebar = makeTimebar(byId("time"), store, words);
  const chart = makeChart(leaflet, store, words);
  const parts = [
    () => showDate(store, words),
    (now, before, changed) => chart.draw(changed),
    timebar.draw,
    makeLegend(byId("legend"), store, words),
    makePanel(byId("panel"), store, words),
    makeTable(byId("table"), store, words),
    makeSheet(byId("side"), byId("handle"), store, words),
  ];
  fillAbout(byId("about"), map, words);
  const rememberAddress = keepAddress(leaflet, store, chart.isHome);
  const everything = map.placeList.map(({ at }) => at);
  parts.forEach((draw) => draw(store, { date: store.date, place: "" }, everything));
  [...parts, rememberAddress, makeAnnouncer(byId("live"), store, words)].forEach((draw) => store.listen(draw));
  listenToKeys(store, timebar.player);
  openApi(store, receive);
  byId("skip").addEventListener("click", openTable);
  await firstFrame();
  chart.name();
  document.documentElement.classList.add("ready");
  window.dispatchEvent(new CustomEvent("geomap:ready"));
}

/* When the ground has been painted; a page that is not looked at paints nothing, and does not wait. */
const firstFrame = () =>
  new Promise((done) => {
    requestAnimationFrame(() => setTimeout(done));
    setTimeout(done, 100);
  });

function nameTheParts(map, words) {
  byId("title").textContent = map.title;
  byId("as-of").textContent = words.t("as_of");
  byId("data-to").textContent = words.t("data_to", { date: words.day(map.dataTo) });
  byId("panel").setAttribute("aria-label", words.t("panel.label"));
  byId("legend").setAttribute("aria-label", words.t("legend.title"));
  byId("time").setAttribute("aria-label", words.t("time.region"));
  byId("map").setAttribute("aria-label", words.t("map.label"));
}

/* For those who would rather have the table than pass through every place. */
function openTable() {
  const details = byId("day-table");
  details.open = true;
  details.querySelector("summary").focus();
}

function showDate(store, words) {
  write(byId("date"), words.day(store.date));
}

start();
