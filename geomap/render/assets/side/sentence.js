/* What the map shows on the day, in a sentence or two: what geomap/telling/sentences.py says of it. */
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
  const states = timeline.states();
  const shown = states.map((fill) => map.fills[fill]);
  const holders = new Set(shown.flatMap(({ parties }) => parties));
  const parts = total > 0 ? shareParts([...rows.values()].filter(({ actor }) => holders.has(actor)), total, unknown, words) : placeParts(map, timeline, words);
  const day = words.day(date);
  const nobody = shown.some(({ status }) => status !== "unknown") ? "sentence.none" : "sentence.unknown";
  const first = parts.length ? words.t("sentence.all", { date: day, list: words.join(parts) }) : words.t(nobody, { date: day });
  const open = OPEN_STATES.map((status) => ({ status, fills: states.filter((fill) => map.fills[fill].status === status) })).filter(({ fills }) => fills.length);
  return [first, ...open.map((each) => openPart(each, map, timeline, words))].join(" ");
}

/* Who held how much, the most first; the rest in one word. Who only is said to, by a claim or a dissent, held nothing
   in the state that is shown. */
function shareParts(rows, total, unknown, words) {
  const held = rows.sort((a, b) => b.least + b.most - a.least - a.most);
  const named = held.slice(0, MOST_PARTIES).map((row, at) =>
    words.t(at ? "sentence.next" : "sentence.first", { party: words.party(row.actor), share: percentWords(row, total, words), total: words.number(total, total < 100 ? 1 : 0) }));
  const more = held.length > MOST_PARTIES ? [words.count("sentence.others", held.length - MOST_PARTIES)] : [];
  const rest = unknown > 0 && held.length ? [words.t("sentence.unknown_part", { share: percentWords({ least: unknown, most: unknown }, total, words) })] : [];
  return [...named, ...more, ...rest];
}

/* Of a map of points: who held how many, the most first; the others together; the unknown ones. */
function placeParts({ actors, fills, placeList }, timeline, words) {
  const n = (...kinds) => kinds.reduce((sum, fill) => sum + timeline.count(fill), 0);
  const shown = (status) => timeline.states().filter((fill) => fills[fill].status === status);
  const held = new Map([...actors.keys()].map((actor) => [actor, 0]));
  shown("control").forEach((fill) => held.set(fills[fill].parties[0], (held.get(fills[fill].parties[0]) ?? 0) + n(fill)));
  const most = [...held].filter(([, places]) => places > 0).sort((a, b) => b[1] - a[1]);
  const total = words.number(placeList.filter(({ isDrawn }) => isDrawn).length);
  const named = most.slice(0, MOST_PARTIES).map(([actor, places], at) =>
    words.t(at ? "sentence.next" : "sentence.first_places", { party: words.party(actor), share: words.number(places), n: words.number(places), total }));
  const others = most.slice(MOST_PARTIES);
  const more = others.length ? [words.count("sentence.others_places", others.length, { places: words.number(others.reduce((sum, [, places]) => sum + places, 0)) })] : [];
  const unknown = n(...shown("unknown"));
  return [...named, ...more, ...(unknown && named.length ? [words.t("sentence.unknown_part", { share: words.number(unknown) })] : [])];
}

function openPart({ status, fills }, { placeList }, timeline, words) {
  const n = fills.reduce((sum, fill) => sum + timeline.count(fill), 0);
  const names = placeList.length > LOOKED_THROUGH || n > MOST_PLACES ? null : placeList.filter(({ at, isDrawn }) => isDrawn && fills.includes(timeline.fillOf(at))).map((place) => words.name(place));
  const places = names ? words.join(names) : words.count("sentence.places", n);
  return words.t("sentence.open", { status: words.t(`status.${status}`), places });
}
