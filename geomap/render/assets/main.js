/* Reads the map out of the page and puts its parts together. */
import { addKnown } from "./ask/knowntool.js";
import { makeChangeList, makeChanges } from "./compare/changes.js";
import { makeOther } from "./compare/other.js";
import { addCompare } from "./compare/tool.js";
import { makeFinder } from "./ask/finder.js";
import { addLayers } from "./ask/layers.js";
import { addSearchTool, listenForSearch, makeSearch } from "./ask/search.js";
import { byId, write } from "./dom.js";
import { makeChart } from "./map/chart.js";
import { unpack } from "./payload.js";
import { makeAnnouncer } from "./page/announce.js";
import { openApi } from "./page/api.js";
import { makeEmbedBar, tellHeight } from "./page/embed.js";
import { easeGestures } from "./page/gestures.js";
import { keepAddress, readHash } from "./page/hash.js";
import { steadyHead } from "./page/head.js";
import { addSettings } from "./page/settings.js";
import { makeSheet } from "./page/sheet.js";
import { followTheme } from "./page/theme.js";
import { makeTools } from "./page/tools.js";
import { fillAbout } from "./side/about.js";
import { knownWords } from "./ask/knownwords.js";
import { makeLegend } from "./side/legend.js";
import { makePanel } from "./side/panel.js";
import { makeSentence } from "./side/sentence.js";
import { makeTable } from "./side/table.js";
import { makeStore } from "./store.js";
import { addressOf } from "./take/address.js";
import { preparePrinting } from "./take/printing.js";
import { addCitation, addTake } from "./take/tool.js";
import { listenToKeys } from "./time/keys.js";
import { makeTimebar } from "./time/timebar.js";
import { makeWords } from "./words.js";

async function start() {
  const map = await unpack(JSON.parse(byId("geomap-data").textContent));
  const words = makeWords(map);
  const store = makeStore(map);
  store.set(readHash(new URLSearchParams(location.hash.slice(1)), store.opening));
  store.listen(followTheme(store));
  const leaflet = window[document.querySelector(".folium-map").id];
  // What stands around the map comes first: it decides how much room the map has.
  speak(store, words);
  const other = makeOther(store);
  const changes = makeChanges(store, other);
  const finder = makeFinder(map);
  const address = () => addressOf(leaflet, store, chart.isHome);
  const bring = (place) => chart.bring(place);
  let parts = makeParts(store, words, { changes, other, address, finder, bring });
  const tools = makeTools(byId("tools"));
  const toolDraws = addTools(tools, leaflet, store, words, address);
  const chart = makeChart(leaflet, store, words, { other, changes });
  const everything = map.placeList.map(({ at }) => at);
  const drawAll = (before) => parts.draws.forEach((draw) => draw(store, before, everything));
  parts.draws.push(...toolDraws);
  const rememberAddress = keepAddress(leaflet, store, chart.isHome);
  chart.draw(everything);
  drawAll({ ...store, place: "" });
  store.listen((_, before, changed) => {
    if (before.lang !== store.lang || before.digits !== store.digits) {
      parts.stop();
      speak(store, words);
      const open = tools.opened();
      parts = makeParts(store, words, { changes, other, address, finder, bring, pace: parts.player.pace });
      parts.draws.push(...addTools(tools, leaflet, store, words, address));
      tools.open(open);
      chart.rename();
      drawAll(before);
    }
    chart.draw(changed);
    parts.draws.forEach((draw) => draw(store, before, changed));
  });
  store.listen(rememberAddress);
  store.listen(makeAnnouncer(byId("live"), store, words));
  listenToKeys(store, () => parts.player);
  listenForSearch(leaflet.getContainer());
  const tell = openApi(store, finder);
  store.listen(tellHeight(leaflet, store, tell));
  store.listen(easeGestures(leaflet, byId("map"), store, words));
  steadyHead(document.querySelector(".masthead"));
  preparePrinting(leaflet, map.places, chart.hold);
  byId("skip").addEventListener("click", openTable);
  await firstFrame();
  chart.name();
  document.documentElement.classList.add("ready");
  window.dispatchEvent(new CustomEvent("geomap:ready"));
}

/* What stands around the map, all of it in one language: {draws, player, stop()}. */
function makeParts(store, words, { changes, other, address, finder, bring, pace }) {
  const timebar = makeTimebar(byId("time"), store, words, pace);
  fillAbout(byId("about"), store.map, words);
  const draws = [
    makeSearch(byId("search"), store, words, finder, bring),
    () => write(byId("date"), words.day(store.date)),
    () => write(byId("known"), knownWords(store, words)),
    makeSentence(byId("sentence"), store, words),
    timebar.draw,
    makeChangeList(byId("compare"), store, changes, words),
    makeLegend(byId("legend"), store, words, other),
    makePanel(byId("panel"), store, words),
    makeTable(byId("table"), store, words),
    makeSheet(byId("side"), byId("handle"), store, words),
    addCitation(byId("about"), store, words, address),
    makeEmbedBar(byId("map"), store, words, address),
  ];
  return { draws, player: timebar.player, stop: timebar.player.stop };
}

/* The buttons over the map, in their order; returns what draws them again. */
function addTools(tools, leaflet, store, words, address) {
  tools.clear();
  const draws = [addSearchTool(tools, words), addLayers(tools, store, words), addCompare(tools, store, words), addKnown(tools, store, words)];
  addTake(tools, leaflet, store, words, address);
  return [...draws, addSettings(tools, store, words)];
}

/* When the ground has been painted; a page that is not looked at paints nothing, and does not wait. */
const firstFrame = () =>
  new Promise((done) => {
    requestAnimationFrame(() => setTimeout(done));
    setTimeout(done, 100);
  });

/* Turns the words, and the page itself, to the language chosen. */
function speak(store, words) {
  const { map } = store;
  const root = document.documentElement;
  words.speak(store);
  Object.assign(root, { lang: words.lang, dir: words.direction });
  document.title = words.said(map.title);
  const texts = {
    title: words.said(map.title), "as-of": words.t("as_of"), "data-to": words.t("data_to", { date: words.day(map.dataTo) }), skip: words.t("skip"),
  };
  Object.entries(texts).forEach(([id, text]) => write(byId(id), text));
  write(byId("title-also"), words.saidAlso(map.title));
  byId("title-also").lang = words.also;
  const labels = { panel: "panel.label", legend: "legend.title", compare: "compare.title", time: "time.region", map: "map.label", handle: "sheet.toggle" };
  Object.entries(labels).forEach(([id, key]) => byId(id).setAttribute(id === "handle" ? "title" : "aria-label", words.t(key)));
}

/* For those who would rather have the table than pass through every place. */
function openTable() {
  const details = byId("day-table");
  details.open = true;
  details.querySelector("summary").focus();
}

start().catch((error) => {
  document.documentElement.classList.remove("scripted");
  throw error;
});
