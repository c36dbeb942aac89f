/* The rules on one place and one day, put together: what `state()` answers. */
import { conditionsOn } from "./rules/conditions.js";
import { shown, sinceOf } from "./rules/inheritance.js";
import { isStale, newestReport, verdicts } from "./rules/verdicts.js";
import { compareText, idsOf, toWorld } from "./rules/world.js";

export const worldOf = (places, records) => toWorld(places, records);

const sorted = (ids) => [...ids].sort(compareText);

/* Everything the rules say of a place on a day, ids sorted; days are numbers. */
export const explain = (world, place, day, { known = null, staleAfter = 0 } = {}) => ({
  ...explainState(world, place, day, { known, staleAfter }),
  verdicts: verdictWords(world, place, day, known),
});

/* The same without the verdicts. */
export function explainState(world, place, day, { known, staleAfter }) {
  const state = shown(world, place, day, known);
  return {
    status: state.status,
    parties: state.parties,
    decided: state.decided,
    ...sinceOf(world, place, day, known),
    inheritedFrom: state.inheritedFrom,
    stale: isStale(world, place, day, known, staleAfter),
    records: sorted(idsOf(state.records)),
    dissent: sorted(state.dissent),
    claimed: sorted(state.claimed),
    conditions: conditionsOn(world, place, day, known).map(({ condition, parties, records }) => ({
      condition,
      parties,
      records: sorted(idsOf(records)),
    })),
  };
}

/* The verdicts as words: "won", "corrected by r2". */
export function verdictWords(world, place, day, known) {
  const found = Object.entries(verdicts(world, place, day, known));
  return Object.fromEntries(found.map(([id, { verdict, by }]) => [id, by ? `${verdict} ${by}` : verdict]));
}

export const staleOn = (world, place, day, known, staleAfter) => isStale(world, place, day, known, staleAfter);
export const newestOn = (world, place, day, known) => newestReport(world, place, day, known);
export const verdictsOn = (world, place, day, known) => verdicts(world, place, day, known);
