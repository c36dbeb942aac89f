/* What the rules work on: places with their parents, and the records of each place.
   Days are whole numbers, counted from 1970-01-01. */

export const HOLDING = ["control", "contested", "shared", "vacated", "unknown", "inherit"];
export const CONDITIONS = ["presence", "besieged", "assault", "truce"];
const RANK = { low: 0, medium: 1, high: 2 };

/* places: [{id, parent}], records: [{id, place, effective, first, last, claim, status, parties,
   scope, reported, source, confidence, corrects}] with parties sorted. */
export function toWorld(places, records) {
  const parents = new Map(places.map((place) => [place.id, place.parent]));
  const byPlace = new Map();
  for (const record of inIdOrder(records)) {
    if (!byPlace.has(record.place)) byPlace.set(record.place, []);
    byPlace.get(record.place).push(record);
  }
  return { parents, byPlace, corrected: new Map() };
}

export const inIdOrder = (records) => [...records].sort((a, b) => compareText(a.id, b.id));

/* Text in the order of its code points, as Python sorts it: `<` goes by UTF-16 units. */
export function compareText(a, b) {
  const left = [...a];
  const right = [...b];
  for (let i = 0; i < Math.min(left.length, right.length); i += 1) {
    const step = left[i].codePointAt(0) - right[i].codePointAt(0);
    if (step) return step;
  }
  return left.length - right.length;
}

export const recordsOf = (world, place) => world.byPlace.get(place) ?? [];

/* The parent of a place, or "" at the top and where the parent is not among the places. */
export function parentOf(world, place) {
  const parent = world.parents.get(place) ?? "";
  return world.parents.has(parent) ? parent : "";
}

export function ancestorsOf(world, place) {
  const parent = parentOf(world, place);
  return parent ? [parent, ...ancestorsOf(world, parent)] : [];
}

/* A record is known if its reported day is not after `known`; null: all are known. */
export const isKnown = (record, known) => known === null || record.reported <= known;
export const isBegun = (record, day) => record.first <= day;
export const isLow = (record) => record.confidence === "low";
export const isHolding = (record) => HOLDING.includes(record.status);
export const isCondition = (record) => CONDITIONS.includes(record.status);
export const rankOf = (record) => RANK[record.confidence];

/* A state, or what a record says of one, as text that is equal for equal states. */
export const keyOf = ({ status, parties }) => `${status}:${parties.join(";")}`;

export const idsOf = (records) => records.map((record) => record.id);

/* Latest first day, then higher confidence, then later reported: the order of rules 3, 4 and 7. */
export const byWeight = (a, b) => b.first - a.first || rankOf(b) - rankOf(a) || b.reported - a.reported;

/* The records of the greatest weight, all of them where several tie. */
export function heaviest(records) {
  const sorted = [...records].sort(byWeight);
  return sorted.filter((record) => byWeight(record, sorted[0]) === 0);
}
