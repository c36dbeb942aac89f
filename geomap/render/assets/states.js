/* What holds of one place on a day, read from its spells. */
import { isHidden } from "./levels.js";
import { knownOn } from "./knownon.js";
import { verdictWords } from "./rules.js";
import { toIso } from "./days.js";
import { MARKS } from "./marks.js";

/* A place that owns no ground and is no symbol shows no fill: finer places lie on all of it. */
export const isDrawn = (place) => place.isDrawn;

const holds = ({ from, to }, day) => from <= day && (to === null || day < to);

export const spellOn = (place, day) => place.spells.find((spell) => holds(spell, day));

const STATUS_ORDER = ["control", "contested", "shared", "disputed", "vacated", "unknown"];

/* The numbers of some fills, all of the map's by default, as a legend lists them: who holds something,
   in the order of the parties, then the other kinds of states. */
export function fillsInOrder({ fills, actors }, numbers = [...fills.keys()]) {
  const ranks = ranksOfFills(fills, actors);
  return [...numbers].sort((a, b) => ranks[a] - ranks[b]);
}

const ranked = new WeakMap();

/* Where each fill stands among all; worked out again where the map has got another. */
function ranksOfFills(fills, actors) {
  if (ranked.get(fills)?.length === fills.length) return ranked.get(fills);
  const rank = ({ status, parties }) => [STATUS_ORDER.indexOf(status), ...parties.map((id) => actors.get(id)?.order ?? 99)];
  const lists = fills.map(rank);
  const ranks = new Uint32Array(fills.length);
  [...fills.keys()].sort((a, b) => compareLists(lists[a], lists[b])).forEach((fill, at) => (ranks[fill] = at));
  ranked.set(fills, ranks);
  return ranks;
}

function compareLists(a, b) {
  const at = a.findIndex((value, position) => value !== b[position]);
  return at < 0 ? a.length - b.length : a[at] - (b[at] ?? -1);
}

/* The conditions of a place on a day, each with the parties of all its spells. */
export const conditionsOf = (place, day) => place.conditions.filter((spell) => holds(spell, day));

/* The state of a place now, as known: one that is shown, or one above those. */
export const spellNow = (store, place) => (place.shown ? store.timeline.spellAt(place.at) : spellOn(place, store.date));

/* Its conditions now, and whether its evidence is old. */
export const conditionsNow = ({ timeline, date }, place) => timeline.overrideOf(place.at)?.conditions ?? conditionsOf(place, date);
export const isStaleNow = ({ timeline, date }, place) => timeline.overrideOf(place.at)?.stale ?? isStaleOn(place, date);

/* Its conditions without those that the reader has switched off. */
export const conditionsShown = (store, place) => conditionsNow(store, place).filter(({ condition }) => !isHidden(store, condition));

/* Marks without those that the reader has switched off. */
export const marksShown = (store, marks) => marks.filter((mark) => !isHidden(store, mark));

export const isDecided = (spell) => spell.decided;

export const stateKey = ({ status, parties }) => `${status}:${parties.join(";")}`;

export const isStaleOn = (place, day) => place.stale.some((span) => holds(span, day));

/* The marks of a place now, in the order in which they are drawn. */
export function marksNow(store, place) {
  const { dissents, claimed } = store.timeline.stateAt(place.at);
  const conditions = conditionsNow(store, place).map(({ condition }) => condition);
  const has = { dissent: dissents, claim: claimed, stale: isStaleNow(store, place) };
  return MARKS.filter((mark) => has[mark] ?? conditions.includes(mark));
}

/* What `geomap.state(id)` answers: ids for records, days as ISO text. */
export function stateFor(store, place) {
  const spell = store.timeline.spellAt(place.at);
  return {
    status: spell.status,
    parties: [...spell.parties],
    since: spell.since === null ? null : toIso(spell.since),
    sinceText: spell.sinceText,
    sinceBy: spell.sinceBy,
    inheritedFrom: spell.inheritedFrom,
    stale: isStaleNow(store, place),
    records: [...spell.records],
    dissent: [...spell.dissent],
    claimed: [...spell.claimed],
    conditions: conditionsNow(store, place).map(({ condition, parties }) => ({ condition, parties: [...parties] })),
    verdicts: verdictWords(store.map.world, place.id, store.date, knownOn(store, store.date)),
  };
}

/* Runs of days with one state: neighbouring spells that differ only in their support are joined. */
export function runsOf(place) {
  const runs = [];
  for (const spell of place.spells) {
    const last = runs[runs.length - 1];
    if (last && stateKey(last) === stateKey(spell) && isDecided(last) === isDecided(spell)) last.to = spell.to;
    else runs.push({ ...spell });
  }
  return runs;
}
