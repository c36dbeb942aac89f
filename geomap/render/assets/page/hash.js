/* The address keeps day, place and view, and gives them back: #date=&place=&view=lat,lon,zoom. */
import { toDay, toIso } from "../days.js";

/* Browsers refuse addresses that are written hundreds of times in a few seconds. */
const BURST = { writes: 12, ms: 1000 };

export function keepAddress(leaflet, store, isHome) {
  let written = "";
  const read = () => {
    if (location.hash === written) return;
    apply(new URLSearchParams(location.hash.slice(1)), leaflet, store);
  };
  const write = inBursts(() => {
    const next = hashOf(leaflet, store, isHome, new URLSearchParams(location.hash.slice(1)));
    if (next === location.hash) return;
    written = next;
    replaceHash(next);
  });
  read();
  window.addEventListener("hashchange", read);
  leaflet.on("moveend", write);
  return write;
}

function apply(asked, leaflet, store) {
  const day = toDay(asked.get("date") ?? "");
  if (day !== null) store.setDate(day);
  if (asked.has("place")) store.select(asked.get("place"));
  const [lat, lon, zoom] = (asked.get("view") ?? "").split(",").map(Number);
  const onGlobe = Math.abs(lat) <= 85 && Math.abs(lon) <= 180 && zoom >= 0 && zoom <= leaflet.getMaxZoom();
  if (asked.get("view") && onGlobe) leaflet.setView([lat, lon], zoom, { animate: false });
}

/* What else stands in the hash is kept. The whole map is what opens anyway, and is not named. */
function hashOf(leaflet, store, isHome, asked) {
  const { lat, lng } = leaflet.getCenter();
  asked.set("date", toIso(store.date));
  if (store.place) asked.set("place", store.place);
  else asked.delete("place");
  if (isHome()) asked.delete("view");
  else asked.set("view", [lat.toFixed(4), lng.toFixed(4), Number(leaflet.getZoom().toFixed(2))].join(","));
  return `#${asked.toString().replaceAll("%2C", ",")}`;
}

/* Does at once what is asked for now and then; the end of a long burst when it is over. */
function inBursts(act) {
  let done = [];
  let later = null;
  return () => {
    const now = performance.now();
    done = done.filter((time) => now - time < BURST.ms);
    clearTimeout(later);
    if (done.length >= BURST.writes) later = setTimeout(act, BURST.ms / 4);
    else act();
    done.push(now);
  };
}

/* A frame from srcdoc, or without an origin of its own, may not touch its address. */
function replaceHash(hash) {
  try {
    history.replaceState(history.state, "", hash);
  } catch {
    // The map works without.
  }
}
