/* Sentences in the map's language, from the templates in strings/. */
import { partsOf } from "./days.js";
import { STRINGS } from "./strings.js";

export const LANGUAGES = Object.keys(STRINGS);
export const nameOfLanguage = (lang) => STRINGS[lang].language;

/* The words of one map: {t, count, day, effective, since, party, parties, state, name, verdict, number, ...},
   and speak({lang, digits}), which turns all of them to a language; `digits` is "arab" or "latn". */
export function makeWords(map) {
  const words = {};
  words.speak = (how) => Object.assign(words, spoken(map, how));
  return words.speak({ lang: map.lang, digits: "latn" });
}

function spoken({ actors, also: second, lang: first }, { lang, digits }) {
  const strings = STRINGS[lang] ?? STRINGS.en;
  const isArab = lang === "ar" && digits === "arab";
  const inDigits = (text) => (isArab ? text.replace(/\d/g, (digit) => "٠١٢٣٤٥٦٧٨٩"[digit]) : text);
  const written = (value) => (typeof value === "number" ? inDigits(String(value)) : String(value));
  const templates = new Map();
  const templateOf = (key) => {
    if (!templates.has(key)) templates.set(key, (strings[key] ?? STRINGS.en[key] ?? key).split(/\{(\w+)\}/));
    return templates.get(key);
  };
  const t = (key, fields = {}) => {
    const pieces = templateOf(key);
    let text = pieces[0];
    for (let i = 1; i < pieces.length; i += 2) text += (pieces[i] in fields ? written(fields[pieces[i]]) : `{${pieces[i]}}`) + pieces[i + 1];
    return text;
  };
  const count = (key, n, fields = {}) => t(`${key}.${formOf(n)}`, { n: writeNumber(n), ...fields });
  const writeNumber = numberWriter(...MARKS_OF[isArab ? "arab" : lang === "fr" ? "fr" : "latn"], inDigits);
  const dates = makeDates(t);
  const name = (row) => (row ? (lang === "en" ? "" : row[`name_${lang}`]) || row.name : "");
  // The language that adds names, "" for none; where it is the reader's, the map's first takes its place.
  const also = second && lang === second ? first : second ?? "";
  const unlike = (text, shown) => (text && text !== shown ? text : "");
  const party = (id) => name(actors.get(id)) || id;
  const short = (id) => actors.get(id)?.short || party(id);
  const parties = (ids) => joined(t, ids.map(party));
  const state = ({ status, parties: ids }, decided = true) => {
    if (status === "unknown") return t(decided ? "state.unknown_recorded" : "state.unknown");
    return t(`state.${status}`, { parties: ids.length ? parties(ids) : t("state.no_party") });
  };
  return {
    t, count, lang, also, name, party, short, parties, state, ...dates,
    direction: strings.direction,
    digits: inDigits,
    // A text of the author's: one for all languages, or one for each.
    said: (text) => (typeof text === "string" ? text : text[lang] || text.en || Object.values(text)[0] || ""),
    // A text in its own direction within a sentence: a Latin source, a date, in an Arabic line.
    apart: (text) => `\u2068${text}\u2069`,
    join: (texts) => joined(t, texts),
    // The same in the second language; "" where there is none, or it reads alike.
    saidAlso: (text) => (also && typeof text === "object" ? unlike(text[also], text[lang] || text.en || Object.values(text)[0]) : ""),
    nameAlso: (row) => (also && row ? unlike(nameIn(row, also), name(row)) : ""),
    otherName: (row) => nameIn(row, otherOf(lang, also)),
    otherLang: otherOf(lang, also),
    verdict: ({ verdict, by }) => t(`verdict.${verdict.replaceAll(" ", "_")}`, { id: by }),
    source: ({ source, via }) => (via && via !== source ? t("record.via", { source, via }) : source),
    number: writeNumber,
  };
}

/* Which form counts `n` things: those of Arabic, few being 3 to 10 and many 11 to 99 by the last two digits. */
function formOf(n) {
  const last = n % 100;
  if (n === 1) return "one";
  if (n === 2) return "two";
  if (last >= 3 && last <= 10) return "few";
  return last > 10 ? "many" : "other";
}

const nameIn = (row, lang) => (lang === "en" ? row.name : row[`name_${lang}`]);

/* The language of a place's other name where there is room for it. */
const otherOf = (lang, also) => also || (lang === "ar" ? "en" : "ar");

/* Between thousands, and before decimals. */
const MARKS_OF = { latn: [",", "."], fr: ["\u202f", ","], arab: ["\u066c", "\u066b"] };

/* (value, digits) to text with thousands apart and no zeros at the end. The browser's own formatters
   take longer to make than the rest of the legend. */
function numberWriter(thousands, point, inDigits) {
  return (value, digits = 0) => {
    const [whole, part = ""] = value.toFixed(digits).split(".");
    const decimals = part.replace(/0+$/, "");
    return inDigits(whole.replace(/\B(?=(\d{3})+$)/g, thousands) + (decimals && point + decimals));
  };
}

function joined(t, texts) {
  if (texts.length < 2) return texts[0] ?? "";
  if (texts.length === 2) return t("list.two", { a: texts[0], b: texts[1] });
  const head = texts.slice(0, -1).reduce((a, b) => t("list.comma", { a, b }));
  return t("list.last", { a: head, b: texts[texts.length - 1] });
}

function makeDates(t) {
  const month = (of) => t(`date.month.${of.month}`);
  const number = (of) => (of.day === 1 ? t("date.first_of_month") : of.day);
  const single = (of) => {
    if (of.day) return t("date.day", { day: number(of), month: month(of), year: of.year });
    return of.month ? t("date.month_year", { month: month(of), year: of.year }) : t("date.year", { year: of.year });
  };
  const plain = (window) => (window.to ? between(window) : single(window.from));
  const between = ({ from, to }) => {
    const sameYear = from.year === to.year;
    const both = { day_from: number(from), day_to: number(to), month_from: month(from), month_to: month(to), year: to.year };
    if (from.day && to.day && sameYear) {
      return from.month === to.month ? t("date.days_in_month", { ...both, month: month(to) }) : t("date.days_in_year", both);
    }
    if (from.day && to.day) return t("date.days", { from: single(from), to: single(to) });
    if (from.month && to.month && sameYear && !from.day && !to.day) return t("date.months_in_year", both);
    return t("date.window", { from: single(from), to: single(to) });
  };
  const inWords = (window) => (window.about ? t("date.about", { date: plain(window) }) : plain(window));
  // One day is said in many places at once.
  let [told, said] = [null, ""];
  const day = (wanted) => {
    if (wanted !== told) [told, said] = [wanted, single(partsOf(wanted))];
    return said;
  };
  return {
    day,
    effective: (text) => inWords(readWindow(text)),
    since: (text, by) => {
      const window = readWindow(text);
      return t(`${by ? "by" : "since"}.${shapeOf(window)}`, { date: inWords(window) });
    },
  };
}

/* An EDTF text as {from, to, about}; `to` is null where it is one day, month or year. */
export function readWindow(text) {
  const [from, to] = text.split("/").map((part) => {
    const [year, month, day] = part.replace("~", "").split("-").map(Number);
    return { year, month, day };
  });
  return { from, to: to ?? null, about: text.includes("~") };
}

/* Which words go before it: a day, a month or year, or a window of unequal ends. */
function shapeOf({ from, to }) {
  if (!to) return from.day ? "day" : "month";
  return from.day && to.day ? "day" : "window";
}
