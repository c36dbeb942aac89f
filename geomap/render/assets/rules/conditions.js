/* Rule 7: sieges, assaults, truces and presence, beside who holds a place. */
import { counting } from "./corrections.js";
import { shown } from "./inheritance.js";
import { ancestorsOf, byWeight, compareText, isCondition, recordsOf } from "./world.js";

const END_WITH_THE_HOLDER = ["besieged", "assault", "truce"];

/* The keys a record speaks for: one a party, for a truce one for the whole set. */
export const keysOf = (record) =>
  record.status === "truce" ? [record.parties.join(";")] : record.parties;

/* Rule 7. The spells of a place's conditions: {condition, parties, from, to, records}, from
   `began` or `held` to `ended`, one for each condition and party (truce: set of parties). `to` is
   the first day after, null while it lasts. Siege, assault and truce also end on the day when none
   of the parties that held the place at their start holds it any more. */
export function conditionSpells(world, place, known) {
  const groups = new Map();
  for (const record of counting(world, place, known).filter(isCondition)) {
    for (const parties of keysOf(record)) {
      const key = `${record.status}|${parties}`;
      if (!groups.has(key)) groups.set(key, { condition: record.status, parties: parties.split(";"), records: [] });
      groups.get(key).records.push(record);
    }
  }
  const spells = [...groups.values()].flatMap((group) => spellsOf(world, place, known, group));
  return spells.sort((a, b) => compareText(a.condition, b.condition) || compareText(a.parties.join(";"), b.parties.join(";")) || a.from - b.from);
}

function spellsOf(world, place, known, group) {
  const spells = [];
  let open = null;
  const close = (day) => {
    if (open) spells.push({ ...open, to: day });
    open = null;
  };
  for (const { first, ended, records } of outcomes(group.records)) {
    if (open && open.lapses <= first) close(open.lapses);
    if (ended) close(first);
    else if (open) open.records.push(...records);
    else open = { condition: group.condition, parties: group.parties, from: first, records, lapses: lapse(world, place, known, group.condition, first) };
  }
  close(open && open.lapses < Infinity ? open.lapses : null);
  return spells.map(({ lapses, ...spell }) => spell);
}

/* What is said on each day: the heaviest record's outcome, `began` or `held` over `ended`. */
export function outcomes(records) {
  const days = [...new Set(records.map((record) => record.first))].sort((a, b) => a - b);
  return days.map((first) => {
    const sameDay = records.filter((record) => record.first === first).sort(byOutcome);
    const ended = sameDay[0].claim === "ended";
    return { first, ended, records: sameDay.filter((record) => byOutcome(record, sameDay[0]) === 0) };
  });
}

const isEnd = (record) => Number(record.claim === "ended");
const byOutcome = (a, b) => byWeight(a, b) || isEnd(a) - isEnd(b);

/* The first day after the start when none of the parties that held the place then holds it. */
function lapse(world, place, known, condition, start) {
  if (!END_WITH_THE_HOLDER.includes(condition)) return Infinity;
  const holders = shown(world, place, start, known).parties;
  if (!holders.length) return Infinity;
  const records = [place, ...ancestorsOf(world, place)].flatMap((id) => recordsOf(world, id));
  const days = [...new Set(records.map((record) => record.first))].filter((first) => first > start);
  const lost = (day) => !shown(world, place, day, known).parties.some((party) => holders.includes(party));
  return days.sort((a, b) => a - b).find(lost) ?? Infinity;
}

export const conditionsOn = (world, place, day, known) =>
  conditionSpells(world, place, known).filter(({ from, to }) => from <= day && (to === null || day < to));
