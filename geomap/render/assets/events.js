/* What happens when on a map, sorted by day: what the time line replays. */
import { MARKS } from "./marks.js";

/* Everything that happens to a shown place, by day: a spell begins, or a mark comes or goes. What
   was before the map's first day has happened by then; what comes after its last never does. */
export function eventsOf({ placeList, spells, first, last }) {
  const spans = [];
  const note = (name, at) => (span) => spans.push([MARKS.indexOf(name ?? span.condition), at, span]);
  placeList.forEach(({ at, stale }) => stale.forEach(note("stale", at)));
  placeList.forEach(({ at, conditions }) => conditions.forEach(note(null, at)));
  const list = makeEvents(spells.from.length + 2 * spans.length, first, last);
  for (let at = 0; at < placeList.length; at += 1) {
    for (let spell = spells.start[at] + 1; spell < spells.start[at + 1]; spell += 1) list.add(spells.from[spell], at, spell, -1, 0);
  }
  for (const [mark, at, { from, to }] of spans) {
    list.add(from, at, -1, mark, 1);
    if (to !== null) list.add(to, at, -1, mark, -1);
  }
  return list.byDay();
}

const PARTS = ["day", "place", "spell", "mark", "way"];

/* A list of at most so many events in columns. `byDay` counts how many each day has, and so knows where each goes. */
function makeEvents(most, first, last) {
  const columns = PARTS.map(() => new Int32Array(most));
  const [days, places, spells, marks, ways] = columns;
  let n = 0;
  return {
    add(day, place, spell, mark, way) {
      if (day > last) return;
      days[n] = Math.max(day, first);
      places[n] = place;
      spells[n] = spell;
      marks[n] = mark;
      ways[n] = way;
      n += 1;
    },
    byDay() {
      const next = new Uint32Array(last - first + 2);
      for (let i = 0; i < n; i += 1) next[days[i] - first + 1] += 1;
      for (let i = 1; i < next.length; i += 1) next[i] += next[i - 1];
      const to = days.subarray(0, n).map((day) => next[day - first]++);
      const sorted = (values) => {
        const column = new Int32Array(n);
        for (let i = 0; i < n; i += 1) column[to[i]] = values[i];
        return column;
      };
      return { n, ...Object.fromEntries(PARTS.map((name, part) => [name, sorted(columns[part])])) };
    },
  };
}

/* day -> how many states or conditions change on it, within the map's days. */
export function changesOf({ first, last, spells }, { n, day, spell, mark }) {
  const counts = new Uint32Array(last - first + 1);
  const stale = MARKS.indexOf("stale");
  const differs = (at) => spells.fill[at] !== spells.fill[at - 1] || spells.decided[at] !== spells.decided[at - 1];
  for (let at = 0; at < n; at += 1) {
    if (mark[at] !== stale && (spell[at] < 0 || differs(spell[at]))) counts[day[at] - first] += 1;
  }
  // What is so on the first day did not change on it.
  return new Map([...counts.entries()].filter(([at, count]) => at > 0 && count > 0).map(([at, count]) => [first + at, count]));
}
