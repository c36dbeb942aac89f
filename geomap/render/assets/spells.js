/* Unpacks what geomap/render/payload/spells.py packed; the two files are changed together. */
import { startsOf } from "./shapes.js";

const RECORD = 1;
const PARENT = 2;

/* Every spell of every place as arrays, place after place: `from` its first day, `fill` the number
   of its state; `dissents` and `claimed` are 1 where somebody says otherwise. `rowsOf(place)` works
   out the whole of each: {from, to, fill, since, sinceText, sinceBy, inheritedFrom, records,
   dissent, claimed}, with places and records as numbers.
   tree: {parent}, -1 at the top; claims: {place, first, fill, byPlace, effective(row), held(row)}. */
export function unpackSpells(column, tree, claims, text) {
  const start = startsOf(column("n"));
  const table = { column, start, tree, claims, text, order: claims.byPlace, ...emptyArrays(start[start.length - 1]) };
  table.told = toldBefore(column("op"), start);
  const done = new Uint8Array(tree.parent.length);
  for (let place = 0; place < tree.parent.length; place += 1) fillIn(table, place, done);
  table.listed = { told: startsOf(column("records.n")), ...sparse(table) };
  const rows = new Map();
  const rowsOf = (place) => {
    if (!rows.has(place)) rows.set(place, spellRows(table, place, rowsOf));
    return rows.get(place);
  };
  const { from, fill, decided, dissents, claimed } = table;
  const dissentOf = (at) => saidOf(table, table.listed.dissent, at);
  const claimsOf = (at) => saidOf(table, table.listed.claimed, at);
  return { start, from, fill, decided, dissents, claimed, rowsOf, dissentOf, claimsOf };
}

const emptyArrays = (n) => ({
  from: new Int32Array(n),
  fill: new Uint16Array(n),
  kind: new Uint8Array(n),
  origin: new Int32Array(n),
  decided: new Uint8Array(n),
  dissents: new Uint8Array(n),
  claimed: new Uint8Array(n),
});

/* The rows of each place by day, then as given: {start, row}. */
export function inOrderOf(place, first, nPlaces) {
  const count = new Uint32Array(nPlaces);
  for (let at = 0; at < place.length; at += 1) count[place[at]] += 1;
  const start = startsOf(count);
  const next = start.slice();
  const row = new Uint32Array(place.length);
  for (let at = 0; at < place.length; at += 1) {
    let to = next[place[at]];
    next[place[at]] += 1;
    for (; to > start[place[at]] && first[row[to - 1]] > first[at]; to -= 1) row[to] = row[to - 1];
    row[to] = at;
  }
  return { start, row };
}

/* How many spells before each place are spelled out. */
function toldBefore(ops, start) {
  const told = new Uint32Array(start.length);
  for (let place = 0; place + 1 < start.length; place += 1) {
    told[place + 1] = told[place];
    for (let at = start[place]; at < start[place + 1]; at += 1) if (!ops[at]) told[place + 1] += 1;
  }
  return told;
}

/* A place's spells, its parent's first. */
function fillIn(table, place, done) {
  if (done[place]) return;
  done[place] = 1;
  const { column, start, tree, claims, order } = table;
  const parent = tree.parent[place];
  if (parent >= 0) fillIn(table, parent, done);
  const ops = column("op");
  let told = table.told[place];
  let record = order.start[place] - 1;
  let above = parent >= 0 ? start[parent] - 1 : 0;
  for (let at = start[place]; at < start[place + 1]; at += 1) {
    const op = ops[at];
    if (!op) {
      set(table, at, 0, told, column("day")[told], column("state")[told], column("records.n")[told] > 0);
      told += 1;
    } else if (op % 2) {
      record += (op + 1) / 2;
      const row = order.row[record];
      set(table, at, RECORD, row, claims.first[row], claims.fill[row], true);
    } else {
      above += op / 2;
      set(table, at, PARENT, above, table.from[above], table.fill[above], table.decided[above]);
    }
  }
}

function set(table, at, kind, origin, from, fill, decided) {
  table.kind[at] = kind;
  table.origin[at] = origin;
  table.from[at] = from;
  table.fill[at] = fill;
  table.decided[at] = Number(decided);
}

/* Who says otherwise and what is odd about since when, by spell. */
function sparse(table) {
  const { column, kind, origin } = table;
  const pairs = (name, flags) => {
    const found = new Map();
    const rows = column(name);
    column(`${name}.at`).forEach((at, i) => {
      flags[at] = 1;
      found.set(at, [...(found.get(at) ?? []), rows[i]]);
    });
    return found;
  };
  const result = { dissent: pairs("dissent", table.dissents), claimed: pairs("claimed", table.claimed) };
  const passOn = (at) => {
    if (kind[at] !== PARENT) return;
    passOn(origin[at]);
    table.dissents[at] = table.dissents[origin[at]];
    table.claimed[at] = table.claimed[origin[at]];
  };
  for (let at = 0; at < kind.length; at += 1) passOn(at);
  const odd = [...column("since.at")].map((at, i) => [at, i]);
  return { ...result, odd: new Map(odd) };
}

/* The records that say otherwise of a spell, or of the one above that it is like. */
const saidOf = ({ kind, origin }, listed, at) => {
  let told = at;
  while (kind[told] === PARENT) told = origin[told];
  return listed.get(told) ?? [];
};

function spellRows(table, place, rowsOf) {
  const { start, from, tree } = table;
  const rows = [];
  for (let at = start[place]; at < start[place + 1]; at += 1) {
    const above = table.kind[at] === PARENT ? rowsOf(tree.parent[place])[table.origin[at] - start[tree.parent[place]]] : null;
    const row = above ? likeAbove(above, tree.parent[place]) : ownRow(table, at);
    const to = at + 1 < start[place + 1] ? from[at + 1] : null;
    rows.push({ ...row, from: from[at], to, fill: table.fill[at], decided: Boolean(table.decided[at]) });
    Object.assign(rows[rows.length - 1], oddSince(table, at) ?? (above ? sinceOfRow(above) : sinceInRun(table, rows)));
  }
  return rows;
}

const likeAbove = (above, parent) => ({
  records: above.records,
  dissent: above.dissent,
  claimed: above.claimed,
  inheritedFrom: above.inheritedFrom < 0 ? parent : above.inheritedFrom,
});

function ownRow({ column, kind, origin, listed }, at) {
  const told = origin[at];
  const isRecord = kind[at] === RECORD;
  return {
    records: isRecord ? [told] : [...column("records").subarray(listed.told[told], listed.told[told + 1])],
    dissent: listed.dissent.get(at) ?? [],
    claimed: listed.claimed.get(at) ?? [],
    inheritedFrom: isRecord ? -1 : column("inherited")[told] - 1,
  };
}

const sinceOfRow = ({ since, sinceText, sinceBy }) => ({ since, sinceText, sinceBy });

const NEVER = { since: null, sinceText: "", sinceBy: false };

/* The first day of the run of one state, in the words of the record that its first spell rests on. */
function sinceInRun({ claims }, rows) {
  let first = rows.length - 1;
  const now = rows[first];
  if (!now.decided) return NEVER;
  while (first > 0 && rows[first - 1].fill === now.fill && rows[first - 1].decided) first -= 1;
  const opener = rows[first].records[0];
  return { since: rows[first].from, sinceText: claims.effective(opener), sinceBy: claims.held(opener) };
}

function oddSince({ column, listed, text }, at) {
  const i = listed.odd.get(at);
  if (i === undefined) return null;
  const known = column("since.known")[i];
  return { since: known ? column("since.day")[i] : null, sinceText: text(column("since.text")[i]), sinceBy: Boolean(column("since.by")[i]) };
}
