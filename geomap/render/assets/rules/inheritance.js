/* Rules 2, 5 and 6: what a place shows, where it takes that from, and since when. */
import { counting, uncorrected } from "./corrections.js";
import { dissentFrom, latestBySource, winner } from "./winners.js";
import { ancestorsOf, compareText, idsOf, isBegun, isHolding, isLow, keyOf, parentOf, recordsOf } from "./world.js";

const NOTHING = { status: "unknown", parties: [], decided: false, records: [], dissent: [], claimed: [], inheritedFrom: "" };
const BEFORE_ALL = -Infinity;

/* Rule 5, W: the latest begun, counting `whole` record on any ancestor that is among the winning
   records of its own place on its first day; null where there is none. */
export function wholeOver(world, place, day, known) {
  const wholes = ancestorsOf(world, place).flatMap((ancestor) =>
    counting(world, ancestor, known).filter(
      (record) =>
        record.scope === "whole" &&
        isHolding(record) &&
        isBegun(record, day) &&
        winner(world, ancestor, record.first, known).records.includes(record),
    ),
  );
  // The nearest ancestor's comes first and keeps its place among those of one day.
  return wholes.sort((a, b) => b.first - a.first)[0] ?? null;
}

/* Rule 5. What a place shows on a day: {status, parties, decided, winner, records, dissent,
   claimed, inheritedFrom}. A place with no deciding record, or whose winner is `inherit`, takes
   its parent's state, dissent and claims. No ancestor with a state: unknown. */
export function shown(world, place, day, known) {
  const whole = wholeOver(world, place, day, known);
  let own = winner(world, place, day, known);
  if (own && whole && own.first < whole.first) own = null;
  if (own && own.status !== "inherit") return decidedHere(world, place, day, known, own);
  return inherited(world, place, day, known, { whole, own });
}

function decidedHere(world, place, day, known, own) {
  return {
    ...own,
    decided: true,
    winner: own,
    decider: place,
    own,
    inheritedFrom: "",
    dissent: dissentFrom(world, place, day, known, own),
    claimed: idsOf(claimsAgainst(world, place, day, known, own, own.first)),
  };
}

function inherited(world, place, day, known, { whole, own }) {
  const parent = parentOf(world, place);
  const above = parent ? shown(world, parent, day, known) : NOTHING;
  const threshold = Math.max(above.winner?.first ?? BEFORE_ALL, own?.first ?? BEFORE_ALL);
  const claims = claimsAgainst(world, place, day, known, above, threshold);
  const unlike = claims.filter((record) => record.status !== "inherit");
  return {
    ...above,
    own,
    whole,
    inheritedFrom: above.decider ?? "",
    dissent: unique([...above.dissent, ...idsOf(overruled(world, place, day, known, { whole, own, above }))]),
    claimed: unique([...above.claimed, ...idsOf(unlike)]),
  };
}

const unique = (ids) => [...new Set(ids)];

/* Rule 2. The known, begun, uncorrected low records of the place whose first day is not before
   the winner's and which name another state than the one shown. */
function claimsAgainst(world, place, day, known, state, threshold) {
  return uncorrected(world, place, known).filter(
    (record) =>
      isLow(record) &&
      isHolding(record) &&
      isBegun(record, day) &&
      record.first >= threshold &&
      keyOf(record) !== keyOf(state),
  );
}

/* Rule 5, added dissent: each other source's latest record of the place that W (or the `inherit`)
   overruled, if it was reported after the first day of W (or of the `inherit`) and names another
   state than the inherited one. */
function overruled(world, place, day, known, { whole, own, above }) {
  const by = own ?? (whole && winner(world, whole.place, whole.first, known));
  if (!by) return [];
  const limit = own ? own.first : whole.first - 1;
  const before = counting(world, place, known).filter(
    (record) => isHolding(record) && record.first <= limit && isBegun(record, day) && !by.records.includes(record),
  );
  return latestBySource(before.filter((record) => !by.sources.includes(record.source))).filter(
    (record) => record.reported > by.first && !(above.decided && keyOf(record) === keyOf(above)),
  );
}

/* Rule 6. The first day of the unbroken run of days on which the place has this state, inherited
   days included; the opening record's `effective` as given, and whether that record says `held`.
   Having no record at all is not the same state as a recorded unknown. */
export function sinceOf(world, place, day, known) {
  const now = shown(world, place, day, known);
  if (!now.decided) return { since: null, sinceText: "", sinceBy: false };
  let since = null;
  for (const first of firstDays(world, place, day)) {
    if (!isSame(shown(world, place, first, known), now)) break;
    since = first;
  }
  const opener = openerOn(world, place, since, known);
  return { since, sinceText: opener?.effective ?? "", sinceBy: opener?.claim === "held" };
}

const isSame = (a, b) => a.decided === b.decided && keyOf(a) === keyOf(b);

/* The days up to `day` on which anything begins for the place or an ancestor, latest first:
   nothing changes on any other. */
function firstDays(world, place, day) {
  const records = [place, ...ancestorsOf(world, place)].flatMap((id) => recordsOf(world, id));
  const days = new Set(records.filter((record) => isBegun(record, day)).map((record) => record.first));
  return [...days].sort((a, b) => b - a);
}

/* The deciding record whose first day is the day; the place's own before its parent's. */
function openerOn(world, place, day, known) {
  if (!place) return null;
  const { own } = shown(world, place, day, known);
  if (own && own.first === day) return [...own.records].sort((a, b) => compareText(a.id, b.id))[0];
  return openerOn(world, parentOf(world, place), day, known);
}
