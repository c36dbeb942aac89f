/* window.geomap, the event geomap:change, and the same verbs by postMessage. */
import { toDay, toIso } from "../days.js";
import { stateFor } from "../states.js";

/* Messages that come before the map stands wait for it. Returns receive(act), to be called once. */
export function makeMailbox() {
  const waiting = [];
  let receive = (event) => waiting.push(event);
  window.addEventListener("message", (event) => receive(event));
  return (act) => {
    receive = act;
    waiting.splice(0).forEach(act);
  };
}

export function openApi(store, receive) {
  const { map } = store;
  const api = {
    setDate(iso) {
      const day = toDay(iso);
      if (day === null) throw new RangeError(`geomap.setDate: ${String(iso)} is not a day like 2018-03-22`);
      store.setDate(day);
    },
    date: () => toIso(store.date),
    places: () => map.placeList.map((place) => place.id),
    select: (id) => store.select(String(id ?? "")),
    state(id) {
      const place = map.places.get(id);
      if (!place?.shown) throw new RangeError(`geomap.state: ${String(id)} is not on this map`);
      return stateFor(map, place, store.date);
    },
  };
  window.geomap = Object.freeze(api);
  receive((event) => obey(api, event));
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
