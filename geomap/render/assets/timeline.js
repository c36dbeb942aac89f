/* What every place shows on the day, kept up by replaying only what changes, forwards and back. */

export const MARKS = ["dissent", "claim", "stale", "besieged", "assault", "truce", "presence"];

/* {day, moveTo(day), fillOf(at), spellAt(at), states(), marks(), shares(), changes}. Areas are
   summed in whole units, so that going there and back leaves no rounding behind. */
export function makeTimeline(map) {
  const events = eventsOf(map);
  const now = firstSpells(map);
  const sums = makeSums(map);
  map.placeList.forEach(({ at }) => sums.add(now[at], at, 1));
  const touched = new Uint8Array(map.placeList.length);
  let next = 0;
  let day = -Infinity;

  function turn(event, step, changed) {
    const at = events.place[event];
    const spell = events.spell[event];
    if (spell >= 0) {
      sums.add(now[at], at, -1);
      now[at] = step > 0 ? spell : spell - 1;
      sums.add(now[at], at, 1);
    } else sums.mark(events.mark[event], step * events.way[event]);
    if (!touched[at]) changed.push(at);
    touched[at] = 1;
  }

  /* The places of which anything changed, each once. */
  function moveTo(to) {
    const changed = [];
    for (; next < events.n && events.day[next] <= to; next += 1) turn(next, 1, changed);
    for (; next > 0 && events.day[next - 1] > to; next -= 1) turn(next - 1, -1, changed);
    changed.forEach((at) => (touched[at] = 0));
    day = to;
    return changed;
  }

  const fillOf = (at) => map.spells.fill[now[at]];
  const spellAt = (at) => map.placeList[at].spells[now[at] - map.spells.start[at]];
  return { moveTo, fillOf, spellAt, day: () => day, ...sums.read, changes: changesOf(map, events) };
}

/* The first spell of each place. */
const firstSpells = ({ placeList, spells }) => Int32Array.from(placeList, ({ at }) => spells.start[at]);

/* Everything that happens to a shown place, by day: a spell begins, or a mark comes or goes. */
function eventsOf({ placeList, spells }) {
  const list = [];
  const add = (day, at, spell, mark, way) => list.push([day, at, spell, mark, way]);
  for (const { at } of placeList) {
    for (let spell = spells.start[at] + 1; spell < spells.start[at + 1]; spell += 1) add(spells.from[spell], at, spell, -1, 0);
  }
  const span = ({ from, to }, at, mark) => {
    add(from, at, -1, mark, 1);
    if (to !== null) add(to, at, -1, mark, -1);
  };
  placeList.forEach(({ at, stale }) => stale.forEach((each) => span(each, at, MARKS.indexOf("stale"))));
  placeList.forEach(({ at, conditions }) => conditions.forEach((each) => span(each, at, MARKS.indexOf(each.condition))));
  return sortedByDay(list);
}

function sortedByDay(list) {
  const keys = Float64Array.from(list, ([day], at) => (day + 2 ** 22) * 2 ** 26 + at).sort();
  const n = list.length;
  const columns = { n, day: new Int32Array(n), place: new Int32Array(n), spell: new Int32Array(n), mark: new Int8Array(n), way: new Int8Array(n) };
  keys.forEach((key, to) => {
    [columns.day[to], columns.place[to], columns.spell[to], columns.mark[to], columns.way[to]] = list[key % 2 ** 26];
  });
  return columns;
}

/* day -> how many states or conditions change on it, within the map's days. */
function changesOf({ first, last, spells }, { n, day, spell, mark }) {
  const changes = new Map();
  const differs = (at) => spells.fill[at] !== spells.fill[at - 1] || spells.decided[at] !== spells.decided[at - 1];
  for (let at = 0; at < n; at += 1) {
    if (day[at] <= first || day[at] > last || mark[at] === MARKS.indexOf("stale")) continue;
    if (spell[at] < 0 || differs(spell[at])) changes.set(day[at], (changes.get(day[at]) ?? 0) + 1);
  }
  return changes;
}

/* Running sums over the places: how many show each state and mark, and each party's least and
   most of the ground (rule 9). */
function makeSums(map) {
  const { fills, spells, actors, placeList, areaUnit } = map;
  const shown = new Int32Array(fills.length);
  const marked = new Int32Array(MARKS.length);
  const number = new Map([...actors.keys()].map((id, at) => [id, at]));
  const least = new Float64Array(number.size);
  const most = new Float64Array(number.size);
  const total = placeList.reduce((sum, { units }) => sum + units, 0);
  const byFill = fills.map((fill) => partyParts(fill, fill.parties, number));
  const special = new Map();
  let unknown = 0;

  function parts(spell, at) {
    if (!spells.dissents[spell] && !spells.claimed[spell]) return byFill[spells.fill[spell]];
    if (!special.has(spell)) special.set(spell, openParts(map, placeList[at].spells[spell - spells.start[at]], number));
    return special.get(spell);
  }

  function add(spell, at, way) {
    const { units, isDrawn } = placeList[at];
    const fill = spells.fill[spell];
    if (isDrawn) shown[fill] += way;
    marked[0] += way * spells.dissents[spell];
    marked[1] += way * spells.claimed[spell];
    if (fills[fill].status === "unknown") unknown += way * units;
    const { sure, all } = parts(spell, at);
    for (const actor of sure) least[actor] += way * units;
    for (const actor of all) most[actor] += way * units;
  }

  function shares() {
    const rows = new Map();
    number.forEach((at, actor) => {
      if (most[at] > 0) rows.set(actor, { actor, least: least[at] * areaUnit, most: most[at] * areaUnit });
    });
    return { rows, total: total * areaUnit, unknown: unknown * areaUnit };
  }

  const read = {
    states: () => [...fills.keys()].filter((at) => shown[at] > 0),
    marks: () => MARKS.filter((_, at) => marked[at] > 0),
    shares,
  };
  return { add, mark: (at, way) => (marked[at] += way), read };
}

const numbersIn = (ids, number) => [...new Set(ids)].filter((id) => number.has(id)).map((id) => number.get(id));

const partyParts = ({ status, parties }, all, number) => ({
  sure: status === "control" ? numbersIn(parties, number) : [],
  all: numbersIn(all, number),
});

/* Whether a record says otherwise than the state, and not merely later. */
const differs = (record, { status, parties }) =>
  Boolean(record) && (record.status !== status || record.parties.join() !== parties.join());

/* Least is control that no dissent says otherwise of; most adds contested, shared and disputed
   ground, and what dissent and claims say in a party's favour. */
function openParts({ records }, spell, number) {
  const said = [...spell.dissent, ...spell.claimed].flatMap((id) => records.get(id)?.parties ?? []);
  const parts = partyParts(spell, [...spell.parties, ...said], number);
  return spell.dissent.some((id) => differs(records.get(id), spell)) ? { ...parts, sure: [] } : parts;
}
