/* window.geomap, the event geomap:change, and the same verbs by postMessage. */
import { toDay, toIso } from "../days.js";
import { stateFor } from "../states.js";

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
    state(id) {
      const place = map.places.get(id);
      if (!place?.shown) throw new RangeError(`geomap.state: ${String(id)} is not on this map`);
      return stateFor(map, place, store.date);
    },
  };
  window.geomap = Object.freeze(api);
  const answer = (event) => obey(api, event);
  window.geomapInbox.splice(0).forEach(answer);
  window.geomapInbox = { push: answer };
  store.listen(() => window.dispatchEvent(new CustomEvent("geomap:change", { detail: { date: api.date(), place: store.place } })));
}

/* {geomap: "setDate", value: "2018-03-22"}; a question is answered with {geomap, value} to who
   asked. The map holds nothing secret, so any page that embeds it may ask. */
function obey(api, { data, source }) {
  if (typeof data !== "object" || data === null || !Object.hasOwn(api, data.geomap)) return;
  try {
    const value = api[data.geomap](data.value);
    if (value !== undefined && source && source !== window) source.postMessage({ geomap: data.geomap, value }, "*");
  } catch {
    // A wrong value from outside changes nothing here.
  }
}
