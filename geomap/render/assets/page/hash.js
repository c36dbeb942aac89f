/* The address keeps what the reader chose, and gives it back: #date=&place=&view=lat,lon,zoom and so on. */
import { toDay, toIso } from "../days.js";
import { atRest } from "../rest.js";
import { LANGUAGES } from "../words.js";

/* Browsers refuse addresses that are written hundreds of times in a few seconds, and each takes as long as a step of the day:
   a day is written once it has come to rest, as is where the map was moved to. */
const WRITTEN_AFTER_MS = 120;

const asDay = { read: toDay, write: (day) => (day === null ? "" : toIso(day)) };
const asText = { read: (text) => text, write: (text) => text };
const oneOf = (texts) => ({ ...asText, read: (text) => (texts.includes(text) ? text : null) });
const KNOWN = { read: (text) => (text === "then" ? text : toDay(text)), write: (known) => (known === "then" ? known : asDay.write(known)) };

/* What stands in the address, and how; a text that reads as null is no choice. The day is always named. */
const KEPT = {
  date: asDay, place: asText, mode: asText, compare: asDay, known: KNOWN, party: asText, hide: asText, level: asText,
  lang: oneOf(LANGUAGES), digits: oneOf(["arab", "latn"]), theme: oneOf(["light", "dark"]),
  embed: { read: (text) => text !== "0", write: (embed) => (embed ? "1" : "") },
};

export function keepAddress(leaflet, store, isHome) {
  let written = "";
  const read = () => {
    if (location.hash === written) return;
    apply(new URLSearchParams(location.hash.slice(1)), leaflet, store);
  };
  const write = () => {
    // What is fitted to paper is not where the reader is.
    if (document.documentElement.classList.contains("printing")) return;
    const next = hashOf(leaflet, store, isHome);
    if (next === location.hash) return;
    written = next;
    replaceHash(next);
  };
  const writeLater = atRest(write, WRITTEN_AFTER_MS);
  read();
  window.addEventListener("hashchange", read);
  leaflet.on("moveend", writeLater);
  // Who leaves, or loads the page again, before it is at rest finds it as it was.
  window.addEventListener("pagehide", write);
  const isOfTheDay = (before) => Object.keys(KEPT).every((name) => name === "date" || before[name] === store[name]);
  return (_, before) => (isOfTheDay(before) ? writeLater() : write());
}

/* What the address says, as the store takes it; with what it does not say as the map opens. */
export function readHash(asked, opening) {
  const found = {};
  for (const [name, { read }] of Object.entries(KEPT)) {
    const value = asked.has(name) ? read(asked.get(name)) : null;
    if (value !== null) found[name] = value;
    else if (!["date", "place"].includes(name)) found[name] = opening[name];
  }
  return found;
}

function apply(asked, leaflet, store) {
  store.set(readHash(asked, store.opening));
  const [lat, lon, zoom] = (asked.get("view") ?? "").split(",").map(Number);
  const onGlobe = Math.abs(lat) <= 85 && Math.abs(lon) <= 180 && zoom >= 0 && zoom <= leaflet.getMaxZoom();
  if (asked.get("view") && onGlobe) leaflet.setView([lat, lon], zoom, { animate: false });
}

/* What else stands in the hash is kept. What opens anyway is not named, nor is the whole map. */
export function hashOf(leaflet, store, isHome, asked = new URLSearchParams(location.hash.slice(1))) {
  const { lat, lng } = leaflet.getCenter();
  for (const [name, { write }] of Object.entries(KEPT)) {
    const isPlain = store[name] === store.opening[name] && name !== "date";
    const text = isPlain || (name === "compare" && !store.mode) ? "" : write(store[name]);
    if (text) asked.set(name, text);
    else asked.delete(name);
  }
  if (isHome()) asked.delete("view");
  else asked.set("view", [lat.toFixed(4), lng.toFixed(4), Number(leaflet.getZoom().toFixed(2))].join(","));
  return `#${asked.toString().replaceAll("%2C", ",")}`;
}

/* A frame from srcdoc, or without an origin of its own, may not touch its address. */
function replaceHash(hash) {
  try {
    history.replaceState(history.state, "", hash);
  } catch {
    // The map works without.
  }
}
