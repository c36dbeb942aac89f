/* The map as a sheet of its own: one SVG with all it needs in it and nothing that runs. */
import { byId, svg } from "../dom.js";
import { copiedPattern } from "./copying.js";
import { knownWords } from "../ask/knownwords.js";
import { contextSources, outlineSources, recordSources } from "./citation.js";
import { changedWords, drawLine } from "./compared.js";
import { drawFoot, drawHead, drawLegend, drawScale, readLegend } from "./furniture.js";
import { mapLayers } from "./layers.js";
import { makeSheetOf } from "./sheet.js";
import { sharply } from "./sharp.js";

/* {node, width, height}: the view as it is, as wide as the map on the page. */
export function pictureOf(leaflet, store, words) {
  const { map, date } = store;
  const { x: width, y: tall } = leaflet.getSize();
  const sheet = makeSheetOf(width, words);
  const title = words.said(map.title);
  const asOf = words.t("as_of.date", { date: words.day(date) });
  drawHead(sheet, { title, asOf, known: knownWords(store, words), sentence: changedWords(store) || byId("sentence").textContent.trim() });
  const top = Math.round(sheet.y);
  const view = sharply(leaflet, () => mapLayers(leaflet, words, map.places));
  sheet.y = top + tall;
  drawLegend(sheet, words.t("legend.title"), readLegend(byId("legend")), byId("legend").querySelector(".note:not([hidden])")?.textContent ?? "");
  drawFoot(sheet, footLines(map, words));
  const height = Math.ceil(sheet.y);
  const node = svg("svg", { xmlns: "http://www.w3.org/2000/svg", width, height, viewBox: `0 0 ${width} ${height}`, lang: words.lang, role: "img" },
    svg("title", {}, `${title}. ${asOf}`),
    svg("defs", {}, svg("clipPath", { id: "view" }, svg("rect", { width, height: tall }))),
    svg("rect", { id: "paper", width, height, fill: sheet.colors.paper }),
    svg("g", { id: "map", transform: `translate(0 ${top})`, "clip-path": "url(#view)" }, svg("rect", { width, height: tall, fill: sheet.colors.land }), view),
    Object.assign(sheet.node, { id: "furniture" }),
    drawScale(sheet, barsOf(leaflet), top + tall),
    drawLine(sheet, leaflet.getContainer(), top, tall));
  node.querySelector("defs").append(...patternsOf(node));
  return { node: cleaned(node), width, height };
}

const footLines = (map, words) => [
  words.t("about.disclaimer"), ...map.notes.map(words.said),
  words.t("about.records", { sources: recordSources(map, words) }),
  words.t("about.boundaries", { sources: outlineSources(map, words) }),
  contextSources(map, words) ? words.t("about.context", { sources: contextSources(map, words) }) : "",
  `${words.t("data_to", { date: words.day(map.dataTo) })}. geomap.`,
];

const barsOf = (leaflet) =>
  [...leaflet.getContainer().querySelectorAll(".scale-bar")].map((bar) => ({ text: bar.textContent, pixels: parseFloat(bar.style.inlineSize) }));

/* Those that something in the picture is filled with. */
function patternsOf(node) {
  const wanted = new Set([...node.querySelectorAll("[fill^='url(#']")].map((part) => part.getAttribute("fill").slice(5, -1)));
  return [...wanted].map(byId).filter((pattern) => pattern?.localName === "pattern").map(copiedPattern);
}

/* XML has no way at all to write some characters. */
function cleaned(node) {
  const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  const bad = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
  while (walker.nextNode()) walker.currentNode.data = walker.currentNode.data.replace(bad, "\ufffd");
  return node;
}

export const textOfPicture = ({ node }) => `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(node)}\n`;
