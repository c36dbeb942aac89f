/* window.geomap, the event geomap:change, and the same verbs by postMessage. */
import { toDay, toIso } from "../days.js";
import { stateFor } from "../states.js";
import { makeDoor } from "./messages.js";

export function openApi(store, finder) {
  const { map } = store;
  const api = {
    setDate(iso) {
      const day = toDay(iso);
      if (day === null) throw new RangeError(`geomap.setDate: ${String(iso)} is not a day like 2018-03-22`);
      store.setDate(day);
    },
    date: () => toIso(store.date),
    places: () => map.placeList.map((place) => place.id),
    find: (text) => finder.findAll(String(text ?? "")),
    select: (id) => store.select(String(id ?? "")),
    known(value) {
      const day = value === "then" ? value : toDay(value ?? "");
      if (value && day === null) throw new RangeError(`geomap.known: ${String(value)} is not a day like 2018-03-22, nor "then"`);
      store.set({ known: day });
    },
    compare(iso, mode = "changes") {
      const day = toDay(iso ?? "");
      if (iso && day === null) throw new RangeError(`geomap.compare: ${String(iso)} is not a day like 2018-03-22`);
      store.set({ compare: day, mode: day === null ? "" : mode });
    },
    state(id) {
      const place = map.places.get(id);
      if (!place?.shown) throw new RangeError(`geomap.state: ${String(id)} is not on this map`);
      return stateFor(store, place);
    },
  };
  window.geomap = Object.freeze(api);
  const door = makeDoor(map);
  const answer = (event) => obey(api, door, event);
  store.listen(() => {
    const detail = { date: api.date(), place: store.place };
    window.dispatchEvent(new CustomEvent("geomap:change", { detail }));
    door.tell({ geomap: "change", value: detail });
  });
  window.addEventListener("geomap:ready", () => door.tell({ geomap: "ready" }), { once: true });
  window.geomapInbox.splice(0).forEach(answer);
  window.geomapInbox = { push: answer };
  return door.tell;
}

/* {geomap: "setDate", value: "2018-03-22"}; a question is answered with {geomap, value} to who asked. */
function obey(api, door, event) {
  const { data } = event;
  if (typeof data !== "object" || data === null || !Object.hasOwn(api, data.geomap) || !door.accepts(event)) return;
  try {
    const value = api[data.geomap](data.value);
    if (value !== undefined) door.answer(event, { geomap: data.geomap, value });
  } catch {
    // A wrong value from outside changes nothing here.
  }
}
