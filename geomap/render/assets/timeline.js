/* What every place shows on the day, kept up by replaying only what changes, forwards and back. */
import { changesOf, eventsOf } from "./events.js";
import { makeKnown } from "./known.js";
import { seenAt } from "./levels.js";
import { MARKS } from "./marks.js";
import { makeStates } from "./stateat.js";

/* {moveTo(day, known), fillOf(at), overrideOf(at), spellAt(at), stateAt(at), states(), count(fill), marks(), shares(), look(seen), changes}, opened on the map's
   day. Areas are summed in whole units, so that going there and back leaves no rounding behind. */
export function makeTimeline(map) {
  const events = eventsOf(map);
  const first = firstSpells(map);
  const now = first.slice();
  const was = now.slice();
  const sums = makeSums(map);
  const touched = new Uint8Array(now.length);
  const overridesOn = makeKnown(map);
  let overrides = new Map();
  let today = map.opens;
  let next = 0;

  function turn(event, step, changed) {
    const at = events.place[event];
    const spell = events.spell[event];
    if (spell >= 0) now[at] = step > 0 ? spell : spell - 1;
    else sums.mark(events.mark[event], at, step * events.way[event]);
    if (!touched[at]) changed.push(at);
    touched[at] = 1;
  }

  function walkTo(day) {
    const changed = [];
    for (; next < events.n && events.day[next] <= day; next += 1) turn(next, 1, changed);
    for (; next > 0 && events.day[next - 1] > day; next -= 1) turn(next - 1, -1, changed);
    return changed;
  }

  /* The places of which anything changed, each once. However far the way is, each is summed once.
     With what was known on another day, some places show something else than the packed spells say. */
  function moveTo(day, known = map.known) {
    const before = [...overrides.keys()];
    putBack();
    const changed = walkTo(day);
    today = day;
    for (const at of changed) {
      touched[at] = 0;
      if (now[at] === was[at]) continue;
      sums.add(was[at], at, -1);
      sums.add(now[at], at, 1);
      was[at] = now[at];
    }
    if (known !== map.known) overrides = overridesOn(day, known);
    overrides.forEach((row, at) => replace(at, row, 1));
    return before.length || overrides.size ? [...new Set([...changed, ...before, ...overrides.keys()])] : changed;
  }

  /* The packed spells hold again for all. */
  function putBack() {
    overrides.forEach((row, at) => replace(at, row, -1));
    overrides = new Map();
  }

  /* Counts a row in place of the packed spell (way 1), or the packed spell again (way -1). */
  function replace(at, row, way) {
    sums.add(now[at], at, -way);
    sums.addRow(row, at, way);
    const { conditions, stale } = map.placeList[at];
    conditions.filter(holds).forEach(({ condition }) => sums.mark(MARKS.indexOf(condition), at, -way));
    stale.filter(holds).forEach(() => sums.mark(MARKS.indexOf("stale"), at, -way));
    row.conditions.forEach(({ condition }) => sums.mark(MARKS.indexOf(condition), at, way));
    if (row.stale) sums.mark(MARKS.indexOf("stale"), at, way);
  }

  const holds = ({ from, to }) => from <= today && (to === null || today < to);

  function sumUp(day) {
    walkTo(day).forEach((at) => (touched[at] = 0));
    was.set(now);
    now.forEach((spell, at) => sums.add(spell, at, 1));
  }

  /* From now on states and marks are those of the places that are seen; shares are of all the ground. */
  function look(seen) {
    sums.restart(seen);
    now.set(first);
    next = 0;
    sumUp(today);
    overrides.forEach((row, at) => replace(at, row, 1));
  }

  sumUp(map.opens);
  const fillOf = (at) => overrides.get(at)?.fill ?? map.spells.fill[now[at]];
  const spellAt = (at) => overrides.get(at) ?? map.placeList[at].spells[now[at] - map.spells.start[at]];
  const overrideOf = (at) => overrides.get(at);
  const stateAt = makeStates(map, overrideOf, now);
  return { moveTo, fillOf, spellAt, stateAt, overrideOf, look, ...sums.read, changes: changesOf(map, events) };
}

/* The first spell of each place. */
const firstSpells = ({ placeList, spells }) => Int32Array.from(placeList, ({ at }) => spells.start[at]);

/* Running sums over the places: how many show each state and mark, and each party's least and
   most of the ground (rule 9). */
function makeSums(map) {
  const { fills, spells, actors, placeList, areaUnit } = map;
  const shown = fills.map(() => 0);
  const marked = new Int32Array(MARKS.length);
  const number = new Map([...actors.keys()].map((id, at) => [id, at]));
  const least = new Float64Array(number.size);
  const most = new Float64Array(number.size);
  const total = placeList.reduce((sum, { units }) => sum + units, 0);
  const partsOf = (fill) => (byFill[fill] ??= partyParts(fills[fill], fills[fill].parties, number));
  const byFill = [];
  const special = new Map();
  let unknown = 0;
  let { has, isFilled } = seenAt(map, "");

  function parts(spell) {
    if (!spells.dissents[spell] && !spells.claimed[spell]) return partsOf(spells.fill[spell]);
    if (!special.has(spell)) special.set(spell, openParts(map, spell, number));
    return special.get(spell);
  }

  const add = (spell, at, way) => addState(spells.fill[spell], spells.dissents[spell], spells.claimed[spell], parts(spell), at, way);

  /* The same of a row that is no packed spell. */
  function addRow(row, at, way) {
    const [dissent, claimed] = [row.dissent, row.claimed].map((ids) => ids.map((id) => map.records.get(id)));
    addState(row.fill, Number(dissent.length > 0), Number(claimed.length > 0), saidParts(row, dissent, claimed, number), at, way);
  }

  function addState(fill, dissents, claimed, { sure, all }, at, way) {
    const { units } = placeList[at];
    if (isFilled(at)) shown[fill] = (shown[fill] ?? 0) + way;
    if (has(at)) marked[0] += way * dissents;
    if (has(at)) marked[1] += way * claimed;
    if (fills[fill].status === "unknown") unknown += way * units;
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

  function mark(number, at, way) {
    if (has(at)) marked[number] += way;
  }

  function restart(seen) {
    ({ has, isFilled } = seen);
    [shown, marked, least, most].forEach((sums) => sums.fill(0));
    unknown = 0;
  }

  const read = {
    states: () => [...fills.keys()].filter((at) => shown[at] > 0),
    count: (fill) => shown[fill],
    marks: () => MARKS.filter((_, at) => marked[at] > 0),
    shares,
  };
  return { add, addRow, mark, restart, read };
}

const numbersIn = (ids, number) => [...new Set(ids)].filter((id) => number.has(id)).map((id) => number.get(id));

const partyParts = ({ status, parties }, all, number) => ({
  sure: status === "control" ? numbersIn(parties, number) : [],
  all: numbersIn(all, number),
});

/* Whether a record says otherwise than the state, and not merely later. */
const saysOther = (said, { status, parties }) => said.status !== status || said.parties.join() !== parties.join();

/* Least is control that no dissent says otherwise of; most adds contested, shared and disputed
   ground, and what dissent and claims say in a party's favour. */
function openParts({ records, spells, fills }, spell, number) {
  const state = fills[spells.fill[spell]];
  return saidParts(state, spells.dissentOf(spell).map(records.saidIn), spells.claimsOf(spell).map(records.saidIn), number);
}

function saidParts(state, dissent, claimed, number) {
  const said = [...dissent, ...claimed].flatMap(({ parties }) => parties);
  const parts = partyParts(state, [...state.parties, ...said], number);
  return dissent.some((other) => saysOther(other, state)) ? { ...parts, sure: [] } : parts;
}
