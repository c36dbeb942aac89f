/* What the page shows, and who wants to hear of a change. */
import { dimByParty } from "./ask/party.js";
import { knownOn } from "./knownon.js";
import { HIDEABLE, levelsOf, seenAt } from "./levels.js";
import { makeTimeline } from "./timeline.js";

/* What a reader may choose, as the address keeps it:
   date: the day; place: the chosen place's id or ""; mode: "" (one day), "swipe" or "changes";
   compare: the other day of those two modes; known: null (all that is known), "then" (what was known
   on the day shown) or a day; party: an actor's id or "", the others dimmed; hide: names of what is
   not drawn, with commas between; level: the finest level drawn or "", all; lang, digits, theme;
   embed: whether only map, day and legend are shown. */
export function makeStore(map) {
  const listeners = [];
  const timeline = makeTimeline(map);
  const everything = map.placeList.map(({ at }) => at);
  const levels = levelsOf(map);
  const changeDays = [...timeline.changes.keys()].sort((a, b) => a - b);
  const opening = {
    date: map.opens, place: "", mode: "", compare: null, known: null, party: "", hide: "", level: "",
    lang: map.lang, digits: "latn", theme: "", embed: false,
  };
  const dimmers = new Map();
  const isDim = (at) => [...dimmers.values()].some((isDimmed) => isDimmed(at));
  const store = { map, timeline, panes: "", changeDays, opening, ...opening, dimmers, isDim, levels, seen: seenAt(map, ""), listen, set, setDate, select, step, refresh };
  const names = Object.keys(opening);
  const choices = () => Object.fromEntries(names.map((name) => [name, store[name]]));

  /* Listeners get the store, what it showed before, and the places of which anything changed. */
  function listen(listener) {
    listeners.push(listener);
  }

  /* Takes over some of what may be chosen; what is no choice of this map is left as it was. */
  function set(wanted) {
    const before = choices();
    Object.assign(store, checked(store, { ...before, ...wanted }));
    const moved = store.date === before.date && store.known === before.known ? [] : timeline.moveTo(store.date, knownOn(store, store.date));
    if (store.level !== before.level) look();
    if (store.party !== before.party) dimByParty(store);
    const isAll = ANOTHER_MAP.some((name) => before[name] !== store[name]) || (store.mode === "changes" && store.date !== before.date);
    const changed = isAll ? everything : moved;
    if (names.some((name) => before[name] !== store[name])) listeners.forEach((listener) => listener(store, before, changed));
  }

  /* Which places are drawn, and which states and marks are, go by the level. */
  function look() {
    store.seen = seenAt(map, store.level);
    timeline.look(store.seen);
  }

  /* Has everybody draw some places again: for what is no choice of the reader's, as `dimmers`, which
     say of a place's number, each under a name of its own, whether it stands back. */
  function refresh(changed) {
    const now = choices();
    listeners.forEach((listener) => listener(store, now, changed));
  }

  /* Days outside the map's range give its first or last day. */
  function setDate(day) {
    set({ date: day });
  }

  /* "" selects nothing; so does an id that is not on the map. */
  function select(id) {
    set({ place: id });
  }

  /* The next or previous day on which something changes; the ends where there is none. */
  function step(direction) {
    const days = direction > 0 ? changeDays : [...changeDays].reverse();
    const next = days.find((day) => (day - store.date) * direction > 0);
    setDate(next ?? (direction > 0 ? map.last : map.first));
  }

  return store;
}

/* What makes every place look another, or may. */
const ANOTHER_MAP = ["mode", "compare", "party", "hide", "level"];

export const MODES = ["", "swipe", "changes"];

/* The same with days within the map's range and without what is not on the map. */
function checked({ map, levels, seen }, wanted) {
  const within = (day) => Math.min(Math.max(day, map.first), map.last);
  const mode = MODES.includes(wanted.mode) ? wanted.mode : "";
  const level = levels.includes(wanted.level) ? wanted.level : "";
  const place = map.places.get(wanted.place);
  const isThere = place?.shown && (level === seen.level ? seen : seenAt(map, level)).has(place.at);
  const compare = wanted.compare === null ? null : within(wanted.compare);
  return {
    ...wanted,
    date: within(wanted.date),
    place: isThere ? wanted.place : "",
    mode,
    level,
    known: wanted.known === "then" || wanted.known === null ? wanted.known : Math.min(wanted.known, map.known ?? wanted.known),
    hide: HIDEABLE.filter((name) => wanted.hide.split(",").includes(name)).join(),
    compare: mode && compare === null ? map.first : compare,
    party: map.actors.has(wanted.party) ? wanted.party : "",
  };
}
