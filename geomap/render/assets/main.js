/* Reads the map out of the page and puts its parts together. */
import { addKnown } from "./ask/knowntool.js";
import { makeChangeList, makeChanges } from "./compare/changes.js";
import { makeOther } from "./compare/other.js";
import { addCompare } from "./compare/tool.js";
import { makeFinder } from "./ask/finder.js";
import { addLayers } from "./ask/layers.js";
import { addSearchTool, listenForSearch, makeSearch } from "./ask/search.js";
import { byId, whenSized, write } from "./dom.js";
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
import { nextFrame } from "./rest.js";
import { makeStore } from "./store.js";
import { addressOf } from "./take/address.js";
import { preparePrinting } from "./take/printing.js";
import { addCitation, addTake } from "./take/tool.js";
import { listenToKeys } from "./time/keys.js";
import { makeTimebar } from "./time/timebar.js";
import { makeWords } from "./words.js";

async function start() {
  const page = await readPage();
  const { leaflet, store, words, finder } = page;
  // What stands around the map comes first: it decides how much room the map has.
  speak(store, words);
  page.around = makeAround(page);
  page.around.draw();
  page.tools = makeTools(byId("tools"));
  page.drawTools = addTools(page);
  await whenSized(leaflet.getContainer());
  const chart = makeChart(leaflet, store, words, page);
  Object.assign(page, { chart, everything: page.map.placeList.map(({ at }) => at) });
  const rememberAddress = keepAddress(leaflet, store, chart.isHome);
  chart.draw(page.everything);
  store.listen((_, before, changed) => follow(page, before, changed));
  store.listen(rememberAddress);
  store.listen(makeAnnouncer(byId("live"), store, words));
  listenToKeys(store, () => page.around.player);
  listenForSearch(leaflet.getContainer());
  const tell = openApi(store, finder);
  store.listen(tellHeight(leaflet, store, tell));
  store.listen(easeGestures(leaflet, byId("map"), store, words));
  steadyHead(document.querySelector(".masthead"));
  preparePrinting(leaflet, page.map.places, chart.hold);
  byId("skip").addEventListener("click", openTable);
  await fillBeside(page);
  rememberAddress(store, {});
  document.documentElement.classList.add("ready");
  window.dispatchEvent(new CustomEvent("geomap:ready"));
}

/* The map, its words and what the reader chose; `beside` draws what is read beside the map, as far as that is there. */
async function readPage() {
  const map = await unpack(window.geomapData);
  delete window.geomapData;
  const words = makeWords(map);
  const store = makeStore(map);
  store.set(readHash(new URLSearchParams(location.hash.slice(1)), store.opening));
  store.listen(followTheme(store));
  const leaflet = window[document.querySelector(".folium-map").id];
  const other = makeOther(store);
  const page = { map, words, store, leaflet, other, changes: makeChanges(store, other), finder: makeFinder(map), makers: [], beside: [] };
  page.address = () => addressOf(leaflet, store, page.chart.isHome);
  page.bring = (place) => page.chart.bring(place);
  return page;
}

/* The ground does not wait for what is read beside it, nor that for the names on the map and what is looked up. */
async function fillBeside(page) {
  await nextFrame();
  for (const make of [makeReading, makeLookingUp]) {
    await nextFrame();
    page.makers.push(make);
    const draws = make(page);
    page.beside.push(...draws);
    draws.forEach((draw) => draw(page.store, { ...page.store, place: "" }, page.everything));
  }
  page.chart.name();
}

/* After a change: everything again in another language, and whatever says something else. */
function follow(page, before, changed) {
  const { store, words, tools, chart } = page;
  const drawRest = (those) => [...page.drawTools, ...page.beside].forEach((draw) => draw(store, before, those));
  if (before.lang !== store.lang || before.digits !== store.digits) {
    page.around.stop();
    speak(store, words);
    const open = tools.opened();
    page.around = makeAround(page, page.around.player.pace);
    page.drawTools = addTools(page);
    page.beside = page.makers.flatMap((make) => make(page));
    tools.open(open);
    chart.rename();
    drawRest(page.everything);
  }
  page.around.draw();
  chart.draw(changed);
  drawRest(changed);
}

/* What says which day it is, in one language: {draw(), player, stop()}. */
function makeAround({ store, words }, pace) {
  const timebar = makeTimebar(byId("time"), store, words, pace);
  const sentence = makeSentence(byId("sentence"), store, words);
  const draw = () => {
    write(byId("date"), words.day(store.date));
    write(byId("known"), knownWords(store, words));
    sentence();
    timebar.draw();
  };
  return { draw, player: timebar.player, stop: timebar.player.stop };
}

/* What is read beside the map, in one language; returns what draws it. */
const makeReading = ({ store, words, changes, other, finder, bring, address }) => [
  makeSearch(byId("search"), store, words, finder, bring),
  makeChangeList(byId("compare"), store, changes, words),
  makeLegend(byId("legend"), store, words, other),
  makePanel(byId("panel"), store, words),
  makeSheet(byId("side"), byId("handle"), store, words),
  makeEmbedBar(byId("map"), store, words, address),
];

/* What is looked up there. */
function makeLookingUp({ store, words, address }) {
  fillAbout(byId("about"), store.map, words);
  return [makeTable(byId("table"), store, words), addCitation(byId("about"), store, words, address)];
}

/* The buttons over the map, in their order; returns what draws them again. */
function addTools({ tools, leaflet, store, words, address }) {
  tools.clear();
  const draws = [addSearchTool(tools, words), addLayers(tools, store, words), addCompare(tools, store, words), addKnown(tools, store, words)];
  addTake(tools, leaflet, store, words, address);
  return [...draws, addSettings(tools, store, words)];
}

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
  if (!details) return;
  details.open = true;
  details.querySelector("summary").focus();
}

start().catch((error) => {
  document.documentElement.classList.remove("scripted");
  throw error;
});
