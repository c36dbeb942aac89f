/* Unpacks what geomap/render/payload.py packed; the two files are changed together. */
import { toWorld } from "./rules/world.js";

const FOREVER = null;

/* The whole map as plain objects: {title, lang, first, ..., actors, places, placeList, records,
   fills, context, figures, world}. */
export function unpack(packed) {
  const text = (position) => packed.texts[position];
  const texts = (positions) => positions.map(text);
  const actors = new Map(packed.actors.map((actor, order) => [actor.id, { ...actor, order }]));
  const records = unpackRecords(packed.records, text, texts);
  const placeList = unpackPlaces(packed.places, packed.placeDecimals, text);
  const above = rowsOf(packed.tree).map((row) => ({ ...identity(row, text), shown: false }));
  const places = new Map([...placeList, ...above].map((place) => [place.id, place]));
  attachSpells(places, packed, text, texts);
  attachConditions(places, packed.conditions, text, texts);
  const figures = rowsOf(packed.figures).map((row) => unpackFigure(row, text));
  const context = packed.context.map((layer) => unpackLayer(layer, text));
  const world = toWorld([...places.values()], records);
  const byId = new Map(records.map((record) => [record.id, record]));
  return { ...packed, actors, records: byId, placeList, places, figures, context, world };
}

/* Columns to rows; no columns, no rows. */
export function rowsOf(columns) {
  const names = Object.keys(columns);
  if (!names.length) return [];
  return columns[names[0]].map((_, at) => Object.fromEntries(names.map((name) => [name, columns[name][at]])));
}

const identity = (row, text) => ({
  id: text(row.place_id),
  name: text(row.name),
  name_ar: text(row.name_ar),
  name_fr: text(row.name_fr),
  level: text(row.level),
  parent: text(row.parent),
});

function unpackPlaces(columns, decimals, text) {
  return rowsOf(columns).map((row) => {
    const outline = unpackGeometry(row.outline, decimals);
    return {
      ...identity(row, text),
      shown: true,
      source: text(row.source),
      licence: text(row.licence),
      approximate: Boolean(row.approximate),
      label: row.label,
      depth: row.depth,
      km2: row.km2,
      outline,
      ground: row.ground ? unpackGeometry(row.ground, decimals) : outline,
      spells: [],
      conditions: [],
    };
  });
}

function unpackRecords(columns, text, texts) {
  return rowsOf(columns).map((row) => ({
    id: text(row.id),
    place: text(row.place_id),
    effective: text(row.effective),
    claim: text(row.claim),
    status: text(row.status),
    scope: text(row.scope),
    source: text(row.source),
    via: text(row.via),
    url: text(row.url),
    confidence: text(row.confidence),
    corrects: text(row.corrects),
    note: text(row.note),
    noteAr: text(row.note_ar),
    parties: texts(row.parties),
    first: row.first,
    last: row.last,
    reported: row.reported,
    reportedGiven: Boolean(row.reported_given),
  }));
}

/* Each spell gets its own end: where the next spell of the place begins, null at the last. */
function attachSpells(places, packed, text, texts) {
  for (const row of rowsOf(packed.spells)) {
    const { spells } = places.get(text(row.place_id));
    if (spells.length) spells[spells.length - 1].to = row.valid_from;
    spells.push({
      from: row.valid_from,
      to: FOREVER,
      fill: row.state,
      status: packed.fills[row.state].status,
      parties: packed.fills[row.state].parties,
      since: row.since,
      sinceText: text(row.since_text),
      sinceBy: Boolean(row.since_by),
      inheritedFrom: text(row.inherited_from),
      records: texts(row.record_ids),
      dissent: texts(row.dissent_ids),
      claimed: texts(row.claimed_ids),
    });
  }
}

function attachConditions(places, columns, text, texts) {
  for (const row of rowsOf(columns)) {
    places.get(text(row.place_id)).conditions.push({
      condition: text(row.condition),
      from: row.valid_from,
      to: row.valid_to,
      parties: texts(row.parties),
      records: texts(row.record_ids),
    });
  }
}

const unpackFigure = (row, text) => ({
  place: text(row.place_id),
  on: row.on,
  onText: text(row.on_text),
  actor: text(row.actor),
  measure: text(row.measure),
  op: text(row.op),
  value: row.value,
  source: text(row.source),
  via: text(row.via),
  url: text(row.url),
});

const unpackLayer = ({ kind, decimals, ...columns }, text) => ({
  kind,
  features: rowsOf(columns).map((row) => ({
    name: text(row.name),
    name_ar: text(row.name_ar),
    name_fr: text(row.name_fr),
    source: text(row.source),
    licence: text(row.licence),
    rank: row.rank,
    shape: unpackGeometry(row.shape, decimals),
  })),
});

/* A geometry as Leaflet takes it: {point: [lat, lng]}, {lines} or {polygons} of such pairs. */
export function unpackGeometry(packed, decimals) {
  const line = (steps) => unpackLine(steps, 10 ** decimals);
  if (packed.point) return { point: line(packed.point)[0] };
  if (packed.lines) return { lines: packed.lines.map(line) };
  return { polygons: (packed.polygons ?? []).map((rings) => rings.map(line)) };
}

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/* Whole numbers from letters of five bits each, lowest first, 32 added while more follow; the
   lowest bit of all is the sign. */
function numbersOf(letters) {
  const numbers = [];
  let value = 0;
  let scale = 1;
  for (const letter of letters) {
    const bits = LETTERS.indexOf(letter);
    value += (bits % 32) * scale;
    scale *= 32;
    if (bits >= 32) continue;
    numbers.push(value % 2 ? -(value - 1) / 2 : value / 2);
    value = 0;
    scale = 1;
  }
  return numbers;
}

function unpackLine(steps, unit) {
  const numbers = numbersOf(steps);
  const points = [];
  let x = 0;
  let y = 0;
  for (let i = 0; i < numbers.length; i += 2) {
    x += numbers[i];
    y += numbers[i + 1];
    points.push([y / unit, x / unit]);
  }
  return points;
}
