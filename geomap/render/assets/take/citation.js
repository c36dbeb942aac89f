/* How to cite the map as it is shown, and what it rests on, in the words of the page. */
import { knownWords } from "../ask/knownwords.js";

/* Names one after the other, each once and each in its own direction. */
export const eachOnce = (texts, words) => [...new Set(texts.filter(Boolean))].map((text) => (words.direction === "rtl" ? words.apart(text) : text)).join(words.t("list.semicolon"));

export const recordSources = ({ voices }, words) => eachOnce(voices.map((voice) => words.source(voice)), words);
export const outlineSources = (map, words) => eachOnce(map.placeList.flatMap((place) => dated(place, map, words)), words);
export const contextSources = (map, words) => eachOnce(map.context.flatMap(({ features }) => features.flatMap((feature) => dated(feature, map, words))), words);

/* A source of outlines with the dates that its outlines are of, where these are known. */
function dated({ source, licence }, { origins = [] }, words) {
  const dates = origins.filter(([name, by]) => name === source && by === licence).map(([, , date]) => date);
  return dates.length ? dates.map((date) => (date ? words.t("about.source_of", { source, date: words.effective(date) }) : source)) : [source];
}

/* Names no author. `address` may be "": then it is left out, as one on the reader's own disk is. */
export function citationOf(store, words, address) {
  const { map, date } = store;
  const parts = [
    words.said(map.title).replace(/[.。۔]$/, ""), "geomap", words.t("as_of.date", { date: words.day(date) }), knownWords(store, words),
    words.t("data_to", { date: words.day(map.dataTo) }), words.t("sheet.sources", { sources: recordSources(map, words) }),
  ];
  const said = `${parts.filter(Boolean).join(". ")}.`;
  return /^https?:/.test(address) ? `${said} ${address}` : said;
}
