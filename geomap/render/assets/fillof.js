/* Which fill a state has; geomap/style.py has the same. */
import { stateKey } from "./states.js";

const KIND_OF = { control: "solid", contested: "stripes", shared: "bands", disputed: "checks", vacated: "vacated", unknown: "unknown" };
const NO_COLOR = "#8a8f98";

/* The number of a state's fill among the map's; one that is not there yet is added. */
export function fillNumber(map, state) {
  map.fillNumbers ??= new Map(map.fills.map((fill, at) => [stateKey(fill), at]));
  const key = stateKey(state);
  if (!map.fillNumbers.has(key)) {
    map.fillNumbers.set(key, map.fills.length);
    map.fills.push({ status: state.status, parties: [...state.parties], ...drawnAs(state, map.actors) });
  }
  return map.fillNumbers.get(key);
}

function drawnAs({ status, parties }, actors) {
  const rank = (id) => actors.get(id)?.order ?? actors.size;
  const ordered = [...parties].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  const pattern = status === "control" ? actors.get(ordered[0])?.pattern || "none" : "none";
  return { kind: KIND_OF[status], colors: ordered.map((id) => actors.get(id)?.color ?? NO_COLOR), pattern };
}
