/* The map as the page works with it, from what geomap/render/payload/ packed. */
import { decode } from "./codec.js";
import { toIso } from "./days.js";
import { CONDITIONS, inIdOrder } from "./rules/world.js";
import { unpackContext } from "./outlines.js";
import { startsOf, unpackShapes } from "./shapes.js";
import { inOrderOf, unpackSpells } from "./spells.js";

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
  const map = { ...header, fills, actors, records, shapes, spells };
  map.spellsOf = spellReader(map, tree);
  const places = unpackPlaces(map, tree, source);
  map.places = new Map(places.map((place) => [place.id, place]));
  map.placeList = places.slice(0, column("places.km2").length);
  map.idOf = (at) => tree.ids[at];
  map.world = lazyWorld(map);
  map.context = header.layers.map((layer, at) => unpackContext(layer, table(`layer${at}`), text));
  map.figures = header.figures.map(unpackFigure);
  return map;
}

function withGrid(shapes, [x0, y0, step], column) {
  const none = (at) => at - 1;
  return { ...shapes, x0, y0, sx: step, sy: step, outlineOf: column("places.outline").map(none), groundOf: column("places.ground").map(none) };
}

/* Those shown, then those above them. What a place is can be read from the columns at any time, so
   tens of thousands of them take no room to speak of. */
function unpackPlaces(map, tree, { column, has, text }) {
  const shown = column("places.km2").length;
  const points = pointsOf(map, column);
  const conditions = unpackConditions(map, (name) => column(`conditions.${name}`));
  const stale = staleByPlace((name) => column(`stale.${name}`), tree.ids.length);
  const [places, trees] = ["places", "tree"].map((table) => (name) => column(`${table}.${name}`));
  const aliases = has("tree.aliases") ? trees("aliases") : [];
  const [drawn, depth, units] = ["drawn", "depth", "km2"].map(places);

  class Place {
    constructor(id, at) {
      this.id = id;
      this.at = at;
    }
    get parent() { return tree.ids[tree.parent[this.at]] ?? ""; }
    get shown() { return this.at < shown; }
    get name() { return text(trees("name")[this.at]); }
    get name_ar() { return text(trees("name_ar")[this.at]); }
    get name_fr() { return text(trees("name_fr")[this.at]); }
    get aliases() { return text(aliases[this.at] ?? 0).split(";").filter(Boolean); }
    get level() { return text(trees("level")[this.at]); }
    get source() { return text(places("source")[this.at]); }
    get licence() { return text(places("licence")[this.at]); }
    get approximate() { return places("approximate")[this.at] > 0; }
    get point() { return points.get(this.at); }
    get isPoint() { return points.has(this.at); }
    get isDrawn() { return drawn[this.at] > 0; }
    get depth() { return depth[this.at]; }
    get units() { return units[this.at]; }
    get km2() { return units[this.at] * map.areaUnit; }
    get spells() { return map.spellsOf(this.at); }
    get conditions() { return conditions.get(this.at) ?? []; }
    get stale() { return stale(this.at); }
  }
  return tree.ids.map((id, at) => new Place(id, at));
}

/* Point places by number: [lat, lng]. */
function pointsOf({ grid: [x0, y0, step] }, column) {
  const [x, y] = [column("points.x"), column("points.y")];
  return new Map([...column("points.place")].map((at, i) => [at, [y0 + y[i] * step, x0 + x[i] * step]]));
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
    byPlace: inOrderOf(column("place"), column("first"), tree.ids.length),
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
  /* What the records were reported and which correct another, as columns; `latest` is the last of all. */
  const columns = () => {
    const [first, length, lag] = ["first", "length", "lag"].map(column);
    const reported = Int32Array.from(first, (day, row) => day + length[row] + lag[row]);
    return { n: reported.length, reported, corrects: column("corrects"), latest: reported.reduce((a, b) => Math.max(a, b), -Infinity) };
  };
  return { claims, at, get, idOf, columns, voices, byPlace: claims.byPlace, saidIn: (row) => said[column("said")[row]] };
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
function lazyWorld(map) {
  const lists = new Map();
  const listOf = (id) => {
    const { start, row } = map.records.byPlace;
    const { at } = map.places.get(id) ?? {};
    return at === undefined ? [] : [...row.subarray(start[at], start[at + 1])].map(map.records.at);
  };
  const byPlace = {
    get(id) {
      if (!lists.has(id)) lists.set(id, inIdOrder(listOf(id)));
      return lists.get(id);
    },
  };
  const parents = { has: (id) => map.places.has(id), get: (id) => map.places.get(id)?.parent };
  return { parents, byPlace, corrected: new Map() };
}

/* The spells of a place with ids for places and records, worked out once. */
function spellReader({ spells, records, fills }, tree) {
  const known = new Map();
  const ids = (rows) => rows.map(records.idOf);
  const whole = (row) => ({
    ...row,
    status: fills[row.fill].status,
    parties: fills[row.fill].parties,
    inheritedFrom: tree.ids[row.inheritedFrom] ?? "",
    records: ids(row.records),
    dissent: ids(row.dissent),
    claimed: ids(row.claimed),
  });
  return (at) => {
    if (!known.has(at)) known.set(at, spells.rowsOf(at).map(whole));
    return known.get(at);
  };
}

/* From when to when the states of a place are stale; null: for good. */
function staleByPlace(column, nPlaces) {
  const [place, from, days] = ["place", "from", "days"].map(column);
  const { start, row } = inOrderOf(place, from, nPlaces);
  const span = (i) => ({ from: from[i], to: days[i] ? from[i] + days[i] : null });
  const never = [];
  return (at) => (start[at] < start[at + 1] ? [...row.subarray(start[at], start[at + 1])].map(span) : never);
}

/* The conditions of each place that has any. */
function unpackConditions({ actors, records }, column) {
  const [party, record] = ["parties", "records"].map((name) => ({ start: startsOf(column(`${name}.n`)), at: column(name) }));
  const [place, kind, from, days] = ["place", "condition", "from", "to"].map(column);
  const ids = [...actors.keys()];
  const listed = ({ start, at }, i, name) => [...at.subarray(start[i], start[i + 1])].map(name);
  const found = new Map();
  place.forEach((at, i) => {
    const condition = {
      condition: CONDITIONS[kind[i]],
      from: from[i],
      to: days[i] ? from[i] + days[i] : null,
      parties: listed(party, i, (actor) => ids[actor]),
      records: listed(record, i, records.idOf),
    };
    found.set(at, [...(found.get(at) ?? []), condition]);
  });
  return found;
}

const unpackFigure = ({ place_id: place, on_text: onText, ...figure }) => ({ place, onText, ...figure });
