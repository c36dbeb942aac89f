/* How to cite the map as it is shown, and what it rests on, in the words of the page. */
import { knownWords } from "../ask/knownwords.js";

/* Names one after the other, each once and each in its own direction. */
export const eachOnce = (texts, words) => [...new Set(texts.filter(Boolean))].map((text) => (words.direction === "rtl" ? words.apart(text) : text)).join(words.t("list.semicolon"));

export const recordSources = ({ voices }, words) => eachOnce(voices.map((voice) => words.source(voice)), words);
export const outlineSources = ({ placeList }, words) => eachOnce(placeList.map(({ source }) => source), words);
export const contextSources = ({ context }, words) => eachOnce(context.flatMap(({ features }) => features.map(({ source }) => source)), words);

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
