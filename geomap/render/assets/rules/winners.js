/* Rules 3 and 4, on the records of one place alone: who wins, and who says otherwise. */
import { counting } from "./corrections.js";
import { heaviest, idsOf, isBegun, isHolding, keyOf } from "./world.js";

/* A source that dates the same change more than this many days later speaks of another event. */
const SAME_EVENT_DAYS = 30;

/* Rule 3. Of the counting, begun holding records of a place, the latest first day wins; on a tie
   the higher confidence, then the later reported. Still tied and different in state: `disputed`,
   with all tied records and the union of their parties. Null where nothing has begun. */
export function winner(world, place, day, known) {
  const records = counting(world, place, known).filter((record) => isHolding(record) && isBegun(record, day));
  if (!records.length) return null;
  const tied = heaviest(records);
  const { first } = tied[0];
  const last = Math.max(...tied.map((record) => record.last));
  return { ...stateOf(tied), first, last, records: tied, sources: tied.map((record) => record.source) };
}

function stateOf(tied) {
  if (new Set(tied.map(keyOf)).size === 1) return { status: tied[0].status, parties: tied[0].parties };
  return { status: "disputed", parties: [...new Set(tied.flatMap((record) => record.parties))].sort() };
}

/* A source's own latest of some records: several where they tie in everything. */
export function latestBySource(records) {
  const sources = [...new Set(records.map((record) => record.source))];
  return sources.flatMap((source) => heaviest(records.filter((record) => record.source === source)));
}

/* Rule 4. The ids of the records that dissent from the winner of the place itself. A disputed
   state has its tied records and no dissent. */
export function dissentFrom(world, place, day, known, won) {
  if (won.status === "disputed") return [];
  const records = counting(world, place, known).filter(isHolding);
  const others = records.filter((record) => !won.sources.includes(record.source));
  return [...idsOf(saysOtherwise(others, day, won)), ...idsOf(saysLater(records, others, day, won))];
}

/* Another source's own latest counting, begun record names another state than the winner, and
   either has the winner's first day or was reported after it. */
function saysOtherwise(others, day, won) {
  return latestBySource(others.filter((record) => isBegun(record, day))).filter(
    (record) => keyOf(record) !== keyOf(won) && (record.first === won.first || record.reported > won.first),
  );
}

/* Another source's `began` record dates the winner's very state to a first day after the winner's
   last day and at most 30 days after its first, is not yet begun; that source has no counting,
   begun record of this state, and no record with a first day between the two names another. */
function saysLater(records, others, day, won) {
  return others.filter(
    (record) =>
      record.claim === "began" &&
      keyOf(record) === keyOf(won) &&
      record.first > won.last &&
      record.first <= won.first + SAME_EVENT_DAYS &&
      record.first > day &&
      !others.some((other) => other.source === record.source && isBegun(other, day) && keyOf(other) === keyOf(won)) &&
      !records.some((other) => won.first < other.first && other.first < record.first && keyOf(other) !== keyOf(won)),
  );
}
