/* Rule 1: which records have been taken back or replaced, and so no longer count. */
import { compareText, isHolding, isKnown, isLow, keyOf, recordsOf } from "./world.js";

/* A record named in `corrects` by a known record no longer counts, even if that one is itself
   corrected later; a low record corrects only low ones. Of two known records of one source and
   confidence class, for one place, `effective` and family, the later reported replaces the
   earlier. Returns a map of id -> {verdict, by}; what was replaced never comes back. */
export function correctionsOf(world, place, known) {
  const key = `${known}|${place}`;
  if (!world.corrected.has(key)) world.corrected.set(key, findCorrections(recordsOf(world, place), known));
  return world.corrected.get(key);
}

function findCorrections(records, known) {
  const seen = records.filter((record) => isKnown(record, known));
  return new Map([...replaced(seen), ...named(seen)]);
}

/* Where several take back one record, the first reported is named, then the lowest id. */
function named(records) {
  const correctors = records.filter((record) => record.corrects !== "");
  correctors.sort((a, b) => a.reported - b.reported || compareText(a.id, b.id));
  const found = new Map();
  for (const by of correctors) {
    const target = records.find((record) => record.id === by.corrects);
    if (!target || found.has(target.id) || (isLow(by) && !isLow(target))) continue;
    const verdict = by.status === "withdrawn" ? "withdrawn by" : "corrected by";
    found.set(target.id, { verdict, by: by.id });
  }
  return found;
}

function replaced(records) {
  const newest = new Map();
  const claims = records.filter((record) => record.status !== "withdrawn");
  for (const record of claims) {
    const other = newest.get(family(record));
    if (!other || record.reported > other.reported) newest.set(family(record), record);
  }
  const old = claims.filter((record) => record.reported < newest.get(family(record)).reported);
  return new Map(old.map((record) => [record.id, { verdict: "corrected by", by: newest.get(family(record)).id }]));
}

const family = (record) =>
  JSON.stringify([record.source, isLow(record), record.effective, isHolding(record) ? "holding" : keyOf(record)]);

/* The known records of a place that survive this rule, low ones included. */
export function uncorrected(world, place, known) {
  const gone = correctionsOf(world, place, known);
  return recordsOf(world, place).filter((record) => isKnown(record, known) && !gone.has(record.id));
}

/* A record counts if it is known and survives rules 1 and 2. */
export const counting = (world, place, known) =>
  uncorrected(world, place, known).filter((record) => !isLow(record));
