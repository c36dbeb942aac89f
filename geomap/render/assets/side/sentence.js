/* What the map shows on the day, in a sentence or two. */
import { write } from "../dom.js";
import { percentWords } from "./legend.js";

const MOST_PARTIES = 3;
const MOST_PLACES = 3;
/* Of more places than this only how many is said. */
const LOOKED_THROUGH = 400;
const OPEN_STATES = ["contested", "shared", "disputed", "vacated"];

export function makeSentence(box, store, words) {
  return () => write(box, sentenceOf(store, words));
}

export function sentenceOf({ map, timeline, date }, words) {
  const { rows, total, unknown } = timeline.shares();
  const parts = total > 0 ? shareParts(rows, total, unknown, words) : placeParts(map, timeline, words);
  const day = words.day(date);
  const first = parts.length ? words.t("sentence.all", { date: day, list: words.join(parts) }) : words.t("sentence.unknown", { date: day });
  return [first, ...OPEN_STATES.flatMap((status) => openPart(status, map, timeline, words))].join(" ");
}

/* Who held how much, the most first; the rest in one word. */
function shareParts(rows, total, unknown, words) {
  const held = [...rows.values()].sort((a, b) => b.least + b.most - a.least - a.most);
  const named = held.slice(0, MOST_PARTIES).map((row, at) =>
    words.t(at ? "sentence.next" : "sentence.first", { party: words.party(row.actor), share: percentWords(row, total, words), total: words.number(total, total < 100 ? 1 : 0) }));
  const more = held.length > MOST_PARTIES ? [words.t("sentence.others", { n: words.number(held.length - MOST_PARTIES) })] : [];
  const rest = unknown > 0 && held.length ? [words.t("sentence.unknown_part", { share: percentWords({ least: unknown, most: unknown }, total, words) })] : [];
  return [...named, ...more, ...rest];
}

/* Of a map of points: who held how many. */
function placeParts({ fills, placeList }, timeline, words) {
  const held = new Map();
  timeline.states().filter((fill) => fills[fill].status === "control").forEach((fill) => held.set(fills[fill].parties[0], timeline.count(fill)));
  const most = [...held].sort((a, b) => b[1] - a[1]).slice(0, MOST_PARTIES);
  return most.map(([actor, n], at) => words.t(at ? "sentence.next" : "sentence.first_places", { party: words.party(actor), share: words.number(n), n: words.number(n), total: words.number(placeList.filter(({ isDrawn }) => isDrawn).length) }));
}

function openPart(status, { fills, placeList }, timeline, words) {
  const shown = timeline.states().filter((fill) => fills[fill].status === status);
  if (!shown.length) return [];
  const n = shown.reduce((sum, fill) => sum + timeline.count(fill), 0);
  const names = placeList.length > LOOKED_THROUGH || n > MOST_PLACES ? null : placeList.filter(({ at, isDrawn }) => isDrawn && shown.includes(timeline.fillOf(at))).map((place) => words.name(place));
  const places = names ? words.join(names) : words.t("sentence.places", { n: words.number(n) });
  return [words.t("sentence.open", { status: words.t(`status.${status}`), places })];
}
