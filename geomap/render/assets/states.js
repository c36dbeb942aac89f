/* What holds on a day, read from the packed spells. */
import { staleOn, verdictWords } from "./rules.js";
import { toIso } from "./days.js";

export const MARKS = ["dissent", "claim", "stale", "besieged", "assault", "truce", "presence"];

/* A place that owns no ground and is no symbol shows no fill: finer places lie on all of it. */
export const isDrawn = ({ outline, ground }) => Boolean(outline.point || ground.polygons?.length);

const holds = ({ from, to }, day) => from <= day && (to === null || day < to);

export const spellOn = (place, day) => place.spells.find((spell) => holds(spell, day));

/* The conditions of a place on a day, each with the parties of all its spells. */
export const conditionsOf = (place, day) => place.conditions.filter((spell) => holds(spell, day));

export const isDecided = (spell) => spell.since !== null;

export const stateKey = ({ status, parties }) => `${status}:${parties.join(";")}`;

export const isStaleOn = (map, place, day) => staleOn(map.world, place.id, day, map.known, map.staleAfter);

/* The marks of a place on a day, in the order in which they are drawn. */
export function marksOf(map, place, day) {
  const spell = spellOn(place, day);
  const conditions = conditionsOf(place, day).map(({ condition }) => condition);
  const has = {
    dissent: spell.dissent.length > 0,
    claim: spell.claimed.length > 0,
    stale: map.staleAfter > 0 && isStaleOn(map, place, day),
  };
  return MARKS.filter((mark) => has[mark] ?? conditions.includes(mark));
}

/* What `geomap.state(id)` answers: ids for records, days as ISO text. */
export function stateFor(map, place, day) {
  const spell = spellOn(place, day);
  return {
    status: spell.status,
    parties: [...spell.parties],
    since: spell.since === null ? null : toIso(spell.since),
    sinceText: spell.sinceText,
    sinceBy: spell.sinceBy,
    inheritedFrom: spell.inheritedFrom,
    stale: isStaleOn(map, place, day),
    records: [...spell.records],
    dissent: [...spell.dissent],
    claimed: [...spell.claimed],
    conditions: conditionsOf(place, day).map(({ condition, parties }) => ({ condition, parties: [...parties] })),
    verdicts: verdictWords(map.world, place.id, day, map.known),
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

/* day -> ids of the places whose state or conditions change on it, within the map's days. */
export function changesOf(map) {
  const changes = new Map();
  const add = (day, id) => {
    if (day === null || day <= map.first || day > map.last) return;
    changes.set(day, (changes.get(day) ?? new Set()).add(id));
  };
  for (const place of map.placeList) {
    runsOf(place).forEach((run) => add(run.from, place.id));
    place.conditions.forEach(({ from, to }) => [from, to].forEach((day) => add(day, place.id)));
  }
  return new Map([...changes].sort(([a], [b]) => a - b));
}

/* Whether a record says otherwise than the state, and not merely later. */
const differs = (record, { status, parties }) =>
  Boolean(record) && (record.status !== status || record.parties.join() !== parties.join());

/* Rule 9. Each party's least and most of the ground shown, in km²: least is its control that no
   dissent says otherwise of; most adds contested, shared and disputed ground, and what dissent
   and claims say in its favour. {rows: [{actor, least, most}], total, unknown}. */
export function sharesOn(map, day) {
  const rows = new Map();
  let total = 0;
  let unknown = 0;
  for (const place of map.placeList) {
    const spell = spellOn(place, day);
    total += place.km2;
    if (spell.status === "unknown") unknown += place.km2;
    const sure = spell.status === "control" && !spell.dissent.some((id) => differs(map.records.get(id), spell));
    const others = [...spell.dissent, ...spell.claimed].flatMap((id) => map.records.get(id)?.parties ?? []);
    for (const actor of new Set([...spell.parties, ...others])) {
      const row = rows.get(actor) ?? { actor, least: 0, most: 0 };
      row.most += place.km2;
      if (sure && spell.parties.includes(actor)) row.least += place.km2;
      rows.set(actor, row);
    }
  }
  return { rows, total, unknown };
}
