/* A few places as SVG paths and circles: each can have the focus and be pressed. */
import { isDecided } from "../states.js";
import { rendererOf } from "./basemap.js";
import { paintOf } from "./fills.js";
import { POINT_RADIUS, pointMark } from "./overlays.js";
import { ArcPath } from "./vector.js";

export function addPaths(leaflet, store, arcs, words) {
  const layers = store.map.placeList.map((place) => placeLayers(leaflet, store, arcs, place));
  const nodeOf = (id) => layers[store.map.places.get(id)?.at]?.node;
  let pressed = "";
  const press = () => {
    if (pressed === store.place) return;
    nodeOf(pressed)?.setAttribute("aria-pressed", "false");
    nodeOf(store.place)?.setAttribute("aria-pressed", "true");
    pressed = store.place;
  };
  return {
    draw(changed) {
      changed.forEach((at) => restyle(layers[at], store, words));
      press();
    },
    focus: (id) => nodeOf(id)?.focus(),
    at: () => "",
    rename: () => layers.forEach((layer) => {
      layer.says = null;
      restyle(layer, store, words);
    }),
    recolor() {},
  };
}

function placeLayers(leaflet, store, arcs, place) {
  const renderer = rendererOf(leaflet, `symbols${store.panes}`);
  const rim = place.isPoint ? pointMark(leaflet, place, POINT_RADIUS + 2.5, { className: "point-rim", renderer }).addTo(leaflet) : null;
  const target = place.isPoint ? pointMark(leaflet, place, POINT_RADIUS, { className: "ground point", interactive: true, renderer }) : groundPath(leaflet, store, arcs, place);
  if (target) makeControl(target.addTo(leaflet), store, place);
  return { place, node: target?.getElement(), rim: rim?.getElement(), says: "", shows: -1, isDim: false };
}

/* Where a place owns no ground its outline answers instead, behind all that do. */
function groundPath(leaflet, { panes }, arcs, place) {
  const kind = place.isDrawn ? "ground" : "hollow";
  const shape = (place.isDrawn ? arcs.groundOf : arcs.outlineOf)[place.at];
  return shape < 0 ? null : new ArcPath(arcs, [shape], { renderer: rendererOf(leaflet, kind + panes), className: kind });
}

/* A place answers to click, tap, and to Enter or Space when it has the focus. */
function makeControl(target, store, place) {
  const node = target.getElement();
  Object.entries({ tabindex: "0", role: "button", "aria-pressed": "false" }).forEach(([name, value]) => node.setAttribute(name, value));
  node.dataset.place = place.id;
  target.on("click", (event) => {
    L.DomEvent.stopPropagation(event);
    store.select(place.id);
  });
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    event.stopPropagation();
    store.select(place.id);
  });
}

/* Writes what is new alone: most changes of a spell change neither fill nor words. */
function restyle(layer, store, words) {
  const { place, node, rim } = layer;
  const spell = store.timeline.spellAt(place.at);
  const isDim = store.isDim(place.at);
  if (isDim !== layer.isDim) [node, rim].forEach((each) => each?.classList.toggle("dim", isDim));
  const says = words.state(spell, isDecided(spell));
  if (node && says !== layer.says) node.setAttribute("aria-label", `${words.name(place)}. ${says}`);
  if (node && place.isDrawn && spell.fill !== layer.shows) {
    node.setAttribute("fill", paintOf(spell.fill));
    node.dataset.fill = spell.fill;
    rim?.classList.toggle("vacated", spell.status === "vacated");
  }
  Object.assign(layer, { says, shows: spell.fill, isDim });
}
