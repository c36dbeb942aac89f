/* "As known on" a day: what the rules say of the places that look otherwise with what was known then. */
import { explainState } from "./rules.js";
import { stateKey } from "./states.js";
import { fillNumber } from "./fillof.js";

/* As long as a record may lie ahead and still say that another's event came later (rule 4). */
const AHEAD_DAYS = 30;
/* Corrections are worked out anew for each day of knowledge; so many are kept. */
const MOST_KEPT = 20000;

/* Returns overrides(day, known): what holds instead of the packed spells, by number of place, each as
   a row of `spellAt` with `conditions` and `stale` beside. Only places are looked at of which a record
   that is not known yet may matter: one that has begun, that corrects, or that lies ahead where
   somebody says that it came later. */
export function makeKnown(map) {
  const { claims, saidIn } = map.records;
  let columns = null;
  let below = null;

  function overrides(day, known) {
    columns ??= map.records.columns();
    const limit = map.known ?? Infinity;
    const found = new Map();
    if (known === null || known >= Math.min(limit, columns.latest)) return found;
    const places = new Set();
    for (let row = 0; row < columns.n; row += 1) {
      const reported = columns.reported[row];
      if (reported <= known || reported > limit) continue;
      if (claims.first[row] <= day || columns.corrects[row]) places.add(claims.place[row]);
      else if (claims.first[row] <= day + AHEAD_DAYS && saidIn(row).claim === "began" && mayMatter(claims.place[row], day)) places.add(claims.place[row]);
    }
    if (map.world.corrected.size > MOST_KEPT) map.world.corrected.clear();
    const shown = new Set();
    places.forEach((at) => withBelow(at, shown));
    for (const at of shown) found.set(at, rowOf(map, at, day, known));
    return found;
  }

  /* Whether a record that lies ahead may say something: where one is said to come later, or where
     there are several that may come later or replace one another. */
  function mayMatter(at, day) {
    const { start, row } = claims.byPlace;
    const isNear = (r) => claims.first[r] > day && claims.first[r] <= day + AHEAD_DAYS;
    const spells = map.spells;
    for (let spell = spells.start[at]; spell < spells.start[at + 1]; spell += 1) if (spells.dissents[spell]) return true;
    let near = 0;
    for (let i = start[at]; i < start[at + 1]; i += 1) near += Number(isNear(row[i]));
    return near > 1;
  }

  /* A place and all below it that are shown: they may take what it shows. */
  function withBelow(at, into) {
    below ??= childrenOf(map);
    if (into.has(at)) return;
    if (at < map.placeList.length) into.add(at);
    (below.get(at) ?? []).forEach((child) => withBelow(child, into));
  }
  return overrides;
}

function childrenOf(map) {
  const found = new Map();
  for (const place of map.places.values()) {
    const parent = map.places.get(place.parent);
    if (parent) found.set(parent.at, [...(found.get(parent.at) ?? []), place.at]);
  }
  return found;
}

/* A place's state on a day as known on another, as a row of `spellAt`. */
export function rowOf(map, at, day, known) {
  const state = explainState(map.world, map.idOf(at), day, { known, staleAfter: map.staleAfter });
  const { parties } = state;
  return { ...state, parties, fill: fillNumber(map, state), isOverride: true };
}

/* The runs of days in which a place has one state, as known on a day: {from, to, status, ...}. */
export function runsKnown(map, place, known) {
  const days = new Set([-Infinity]);
  for (let id = place.id; id; id = map.places.get(id)?.parent ?? "") map.world.byPlace.get(id).forEach((record) => days.add(record.first));
  const runs = [];
  for (const day of [...days].sort((a, b) => a - b)) {
    const row = rowOf(map, place.at, day, known);
    const last = runs[runs.length - 1];
    if (last && stateKey(last) === stateKey(row) && last.decided === row.decided) continue;
    if (last) last.to = day;
    runs.push({ ...row, from: day, to: null });
  }
  return runs;
}
