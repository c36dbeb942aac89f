/* Rules 10 and 11: what became of every record of a place, and how old the newest evidence is. */
import { conditionSpells, keysOf, outcomes } from "./conditions.js";
import { correctionsOf, counting } from "./corrections.js";
import { shown, sinceOf, wholeOver } from "./inheritance.js";
import { isBegun, isCondition, isHolding, isKnown, isLow, keyOf, recordsOf } from "./world.js";

/* Rule 11. The verdict of each record of the place on the day, as {id: {verdict, by}}; `by` is
   the id of a record, or "". */
export function verdicts(world, place, day, known) {
  const view = {
    state: shown(world, place, day, known),
    since: sinceOf(world, place, day, known).since,
    whole: wholeOver(world, place, day, known),
    gone: correctionsOf(world, place, known),
    counting: counting(world, place, known),
    spells: conditionSpells(world, place, known),
    own: recordsOf(world, place),
    day,
    known,
  };
  return Object.fromEntries(recordsOf(world, place).map((record) => [record.id, verdictOf(view, record)]));
}

const plain = (verdict, by = "") => ({ verdict, by });

/* The first that fits. */
function verdictOf(view, record) {
  if (!isKnown(record, view.known)) return plain("not yet reported");
  if (view.gone.has(record.id)) return view.gone.get(record.id);
  if (record.status === "withdrawn") return withdrawalVerdict(view, record);
  if (view.state.dissent.includes(record.id)) return plain("dissents");
  if (!isBegun(record, view.day)) return plain("not yet begun");
  if (isLow(record)) return plain("claimed only");
  return isCondition(record) ? plain(conditionVerdict(view, record)) : holdingVerdict(view, record);
}

/* A withdrawal takes back what it names; of low confidence, only what is of low confidence too. */
function withdrawalVerdict({ own }, record) {
  const named = own.find((other) => other.id === record.corrects);
  return isLow(record) && !(named && isLow(named)) ? plain("claimed only") : plain("takes back", record.corrects);
}

function holdingVerdict({ state, since, whole }, record) {
  if (state.own?.records.includes(record)) return plain("won");
  if (isHolding(record) && whole && record.first < whole.first) return plain("ended by the whole of", whole.id);
  const agrees = state.decided && keyOf(record) === keyOf(state) && record.first >= since;
  return plain(agrees ? "agrees" : "older");
}

/* The record that decides the condition now won; those before it with the same outcome, with no
   other outcome between and of the same spell, agree. */
function conditionVerdict({ counting: records, spells, day }, record) {
  const words = keysOf(record).map((key) => {
    const said = records.filter((other) => other.status === record.status && keysOf(other).includes(key) && isBegun(other, day));
    return roleIn(outcomes(said), record, spells);
  });
  return ["won", "agrees"].find((word) => words.includes(word)) ?? "older";
}

function roleIn(said, record, spells) {
  const last = said[said.length - 1];
  if (last.records.includes(record)) return "won";
  const turn = said.findLastIndex(({ ended }) => ended !== last.ended);
  const unbroken = said.slice(turn + 1).some(({ records }) => records.includes(record));
  const oneSpell = last.ended || spells.some((spell) => [record, last.records[0]].every((one) => spell.records.includes(one)));
  return unbroken && oneSpell ? "agrees" : "older";
}

/* Rule 10. A state is stale when the newest record with the verdict won or agrees was reported
   more than `staleAfter` days before the day; 0 turns it off, no records: not stale. */
export function isStale(world, place, day, known, staleAfter) {
  const newest = staleAfter ? newestReport(world, place, day, known) : null;
  return newest !== null && newest < day - staleAfter;
}

/* The day on which the newest evidence for a place's state was reported, null where there is none. */
export function newestReport(world, place, day, known) {
  const state = shown(world, place, day, known);
  if (!state.decided) return null;
  const places = state.decider === place ? [place] : [state.decider, place];
  const supporters = [...places.flatMap((each) => supportersOf(world, each, day, known)), ...(state.own?.records ?? [])];
  return supporters.length ? Math.max(...supporters.map((record) => record.reported)) : null;
}

function supportersOf(world, place, day, known) {
  if (!place) return [];
  const words = verdicts(world, place, day, known);
  return recordsOf(world, place).filter(
    (record) => isHolding(record) && ["won", "agrees"].includes(words[record.id].verdict),
  );
}
