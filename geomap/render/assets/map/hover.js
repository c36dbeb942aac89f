/* A word beside the pointer: the place, its state and what that means, before anything is chosen. */
import { el, isolated } from "../dom.js";
import { conditionsShown, isDecided } from "../states.js";

const ASIDE = 16;

/* `at(point)` is the id of the place in the raster at a point of the map; `other()` the second day of a comparison. */
export function addHover(leaflet, store, words, { at, other }) {
  const container = leaflet.getContainer();
  const tip = el("div", { class: "hover-tip", "aria-hidden": "true", hidden: true });
  container.append(tip);
  let told = "";
  const hide = () => (tip.hidden = true);
  const show = (event) => {
    const { id, timeline } = under(event, leaflet, store, { at, other });
    const place = store.map.places.get(id);
    tip.hidden = !place;
    if (!place) return;
    tip.dir = words.direction;
    const lines = wordsOfPlace(place, timeline, store, words);
    const key = JSON.stringify(lines);
    if (key !== told) tip.replaceChildren(...lines.map(([name, text]) => el("p", { class: name }, isolated(text))));
    told = key;
    stand(tip, container, event);
  };
  let asked = null;
  const later = (act) => {
    cancelAnimationFrame(asked);
    asked = requestAnimationFrame(act);
  };
  container.addEventListener("pointermove", (event) => (event.pointerType !== "mouse" || event.buttons ? later(hide) : later(() => show(event))));
  ["pointerleave", "pointerdown", "wheel"].forEach((name) => container.addEventListener(name, () => later(hide), { passive: true }));
}

/* The place at the pointer, and the day on whose side of the line it is. */
function under({ target, clientX, clientY }, leaflet, store, { at, other }) {
  const pane = target.closest?.(".leaflet-pane");
  const timeline = /-2-pane/.test(pane?.className ?? "") ? other().timeline : store.timeline;
  if (target.dataset?.place) return { id: target.dataset.place, timeline };
  const { left, top } = leaflet.getContainer().getBoundingClientRect();
  const isMap = pane || target === leaflet.getContainer();
  return { id: isMap && store.mode !== "swipe" ? at(L.point(clientX - left, clientY - top)) : "", timeline };
}

function wordsOfPlace(place, timeline, store, words) {
  const spell = timeline.spellAt(place.at);
  const since = spell.sinceText ? words.since(spell.sinceText, spell.sinceBy) : "";
  const isOfTheDay = timeline === store.timeline;
  const marks = isOfTheDay ? [...new Set(conditionsShown(store, place).map(({ condition }) => condition))] : [];
  return [
    ["hover-name", words.name(place)],
    ["", [words.state(spell, isDecided(spell)), since].filter(Boolean).join(", ")],
    spell.status === "control" ? null : ["hover-means", `${words.t(`meaning.${spell.status}`)}.`],
    ...marks.map((mark) => ["hover-means", `${words.t(`mark.${mark}`)}: ${words.t(`mark.${mark}.means`)}`]),
  ].filter(Boolean);
}

/* Beside the pointer, on the side that has room. */
function stand(tip, container, { clientX, clientY }) {
  const { left, top, width, height } = container.getBoundingClientRect();
  const [x, y] = [clientX - left, clientY - top];
  const beside = (value, size, most) => Math.max(value + ASIDE + size > most ? value - ASIDE - size : value + ASIDE, 4);
  Object.assign(tip.style, { left: `${beside(x, tip.offsetWidth, width)}px`, top: `${beside(y, tip.offsetHeight, height)}px` });
}
