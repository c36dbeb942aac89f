/* The map as the page works with it, from what geomap/render/payload/ packed. */
import { decode } from "./codec.js";
import { toIso } from "./days.js";
import { CONDITIONS, inIdOrder } from "./rules/world.js";
import { latLngsOf, unpackContext } from "./outlines.js";
import { startsOf, unpackShapes } from "./shapes.js";
import { recordsByDay, unpackSpells } from "./spells.js";

/* {title, lang, first, ..., actors, places, placeList, records, fills, context, figures, shapes,
   spells, world}: see each below. Whatever is not needed to draw is worked out when asked for. */
export async function unpack(packed) {
  const source = await decode(packed);
  const { header, column, text } = source;
  const table = (name) => (part) => column(`${name}.${part}`);
  const fills = header.states;
  const actors = new Map(header.actors.map((actor, order) => [actor.id, { ...actor, order }]));
  const tree = { parent: column("tree.parent").map((at) => at - 1), ids: [...column("tree.place_id")].map(text) };
  const records = unpackRecords(table("records"), header, tree, text);
  const spells = unpackSpells(table("spells"), tree, records.claims, text);
  const shapes = withGrid(unpackShapes(table("shapes")), header.grid, column);
  const map = { ...header, fills, actors, records, shapes, spells, world: lazyWorld(tree, records) };
  map.placeList = unpackPlaces(map, tree, column, text);
  map.places = new Map(map.placeList.map((place) => [place.id, place]));
  map.placeList.length = column("places.km2").length;
  attachConditions(map, table("conditions"), tree);
  attachStale(map, table("stale"));
  map.context = header.layers.map((layer, at) => unpackContext(layer, table(`layer${at}`), text));
  map.figures = header.figures.map(unpackFigure);
  return map;
}

function withGrid(shapes, [x0, y0, step], column) {
  const none = (at) => at - 1;
  return { ...shapes, x0, y0, sx: step, sy: step, outlineOf: column("places.outline").map(none), groundOf: column("places.ground").map(none) };
}

/* Those shown, then those above them. */
function unpackPlaces(map, tree, column, text) {
  const names = ["name", "name_ar", "name_fr", "level"].map((name) => [name, column(`tree.${name}`)]);
  const shown = column("places.km2").length;
  const points = pointsOf(map, column, "points");
  const labels = pointsOf(map, column, "labels");
  return tree.ids.map((id, at) => {
    const place = { at, id, parent: tree.ids[tree.parent[at]] ?? "", shown: at < shown, conditions: [], stale: [] };
    for (const [name, values] of names) place[name] = text(values[at]);
    if (place.shown) showPlace(place, map, { point: points.get(at), label: labels.get(at) }, column, text);
    return lazily(place, "spells", () => spellsAt(map, tree, at));
  });
}

function showPlace(place, map, { point, label }, column, text) {
  const { at } = place;
  Object.assign(place, {
    source: text(column("places.source")[at]),
    licence: text(column("places.licence")[at]),
    approximate: Boolean(column("places.approximate")[at]),
    isPoint: Boolean(point),
    label: point ?? label ?? null,
    isDrawn: Boolean(column("places.drawn")[at]),
    depth: column("places.depth")[at],
    km2: column("places.km2")[at] * map.areaUnit,
    units: column("places.km2")[at],
  });
  lazily(place, "outline", () => (point ? { point } : latLngsOf(map.shapes, map.shapes.outlineOf[at])));
  lazily(place, "ground", () => (point ? { point } : latLngsOf(map.shapes, map.shapes.groundOf[at])));
}

/* A property that is worked out when it is first asked for. */
function lazily(object, name, make) {
  return Object.defineProperty(object, name, {
    configurable: true,
    enumerable: true,
    get() {
      const value = make();
      Object.defineProperty(object, name, { value, enumerable: true });
      return value;
    },
  });
}

function pointsOf({ grid: [x0, y0, step] }, column, name) {
  const [x, y] = [column(`${name}.x`), column(`${name}.y`)];
  return new Map([...column(`${name}.place`)].map((at, i) => [at, [y0 + y[i] * step, x0 + x[i] * step]]));
}

/* Records by position and, once asked for, by id; each is made when it is first looked at. */
function unpackRecords(column, { said, voices, states }, tree, text) {
  const made = new Map();
  const byState = new Map(states.map((state, at) => [`${state.status}:${state.parties.join(";")}`, at]));
  const stateOf = said.map(({ status, parties }) => byState.get(`${status}:${parties.join(";")}`) ?? -1);
  const effective = (row) => effectiveOf(column, row, text);
  const claims = {
    place: column("place"),
    first: column("first"),
    fill: column("said").map((at) => stateOf[at]),
    effective,
    held: (row) => said[column("said")[row]].claim === "held",
  };
  const at = (row) => {
    if (!made.has(row)) made.set(row, recordAt(column, row, { said, voices, tree, text, effective }));
    return made.get(row);
  };
  let rows = null;
  const get = (id) => {
    rows ??= new Map([...column("id")].map((position, row) => [text(position), row]));
    return rows.has(id) ? at(rows.get(id)) : undefined;
  };
  const idOf = (row) => text(column("id")[row]);
  return { claims, at, get, idOf, voices, byPlace: recordsByDay(claims, tree.ids.length) };
}

/* Told by its days where it is written so. */
function effectiveOf(column, row, text) {
  const written = column("effective")[row];
  if (written) return text(written - 1);
  const first = column("first")[row];
  const length = column("length")[row];
  return length ? `${toIso(first)}/${toIso(first + length)}` : toIso(first);
}

function recordAt(column, row, { said, voices, tree, text, effective }) {
  const { claim, status, parties, scope, confidence } = said[column("said")[row]];
  const { source, via } = voices[column("voice")[row]];
  const [url, corrects, note, noteAr] = ["url", "corrects", "note", "note_ar"].map((name) => text(column(name)[row]));
  const first = column("first")[row];
  const last = first + column("length")[row];
  return {
    id: text(column("id")[row]), place: tree.ids[column("place")[row]], effective: effective(row),
    claim, status, parties, scope, source, via, url, confidence, corrects, note, noteAr, first, last,
    reported: last + column("lag")[row], reportedGiven: Boolean(column("given")[row]),
  };
}

/* What the rules work on; a place's records are made when it is asked about. */
function lazyWorld(tree, records) {
  const at = new Map(tree.ids.map((id, place) => [id, place]));
  const lists = new Map();
  const listOf = (id) => {
    const { start, row } = records.byPlace;
    return at.has(id) ? [...row.subarray(start[at.get(id)], start[at.get(id) + 1])].map(records.at) : [];
  };
  const byPlace = {
    get(id) {
      if (!lists.has(id)) lists.set(id, inIdOrder(listOf(id)));
      return lists.get(id);
    },
  };
  const parents = new Map(tree.ids.map((id, place) => [id, tree.ids[tree.parent[place]] ?? ""]));
  return { parents, byPlace, corrected: new Map() };
}

function spellsAt({ spells, records, fills }, tree, at) {
  const ids = (rows) => rows.map(records.idOf);
  return spells.rowsOf(at).map((row) => ({
    ...row,
    status: fills[row.fill].status,
    parties: fills[row.fill].parties,
    inheritedFrom: tree.ids[row.inheritedFrom] ?? "",
    records: ids(row.records),
    dissent: ids(row.dissent),
    claimed: ids(row.claimed),
  }));
}

/* From when to when the states of a place are stale; null: for good. */
function attachStale({ placeList }, column) {
  const [place, from, days] = ["place", "from", "days"].map(column);
  place.forEach((at, i) => placeList[at].stale.push({ from: from[i], to: days[i] ? from[i] + days[i] : null }));
}

function attachConditions(map, column, tree) {
  const parties = startsOf(column("parties.n"));
  const records = startsOf(column("records.n"));
  const actors = [...map.actors.keys()];
  const [place, kind, from, days] = ["place", "condition", "from", "to"].map(column);
  place.forEach((at, i) => {
    map.places.get(tree.ids[at]).conditions.push({
      condition: CONDITIONS[kind[i]],
      from: from[i],
      to: days[i] ? from[i] + days[i] : null,
      parties: [...column("parties").subarray(parties[i], parties[i + 1])].map((actor) => actors[actor]),
      records: [...column("records").subarray(records[i], records[i + 1])].map(map.records.idOf),
    });
  });
}

const unpackFigure = ({ place_id: place, on_text: onText, ...figure }) => ({ place, onText, ...figure });
