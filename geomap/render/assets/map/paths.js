/* A few places as SVG paths and circles: each can have the focus and be pressed. */
import { rendererOf } from "./basemap.js";
import { paintOf } from "./fills.js";
import { POINT_RADIUS, pointMark } from "./overlays.js";
import { ArcPath } from "./vector.js";

export function addPaths(leaflet, store, arcs, words) {
  let layers = [];
  const look = () => {
    layers.forEach((layer) => [layer.rim, layer.target].forEach((path) => path?.remove()));
    const { inOrder, has } = store.seen;
    const { placeList } = store.map;
    // The whole map keeps the order of its places, which is the order of the Tab key.
    const order = store.level ? [...inOrder(), ...placeList.filter(({ isPoint, at }) => isPoint && has(at)).map(({ at }) => at)] : placeList.keys();
    layers = [];
    for (const at of order) layers[at] = placeLayers(leaflet, store, arcs, placeList[at]);
  };
  look();
  const nodeOf = (id) => layers[store.map.places.get(id)?.at]?.target?.getElement();
  let pressed = "";
  const press = () => {
    if (pressed === store.place) return;
    nodeOf(pressed)?.setAttribute("aria-pressed", "false");
    nodeOf(store.place)?.setAttribute("aria-pressed", "true");
    pressed = store.place;
  };
  return {
    draw(changed) {
      changed.forEach((at) => layers[at] && restyle(layers[at], store, words));
      press();
    },
    focus: (id) => nodeOf(id)?.focus(),
    at: () => "",
    look() {
      look();
      pressed = "";
    },
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
  return { place, target, rim, says: "", paint: "" };
}

/* Where a place shows no state its outline answers instead, behind all that do. */
function groundPath(leaflet, { seen, panes }, arcs, place) {
  const kind = seen.isFilled(place.at) ? "ground" : "hollow";
  const shape = seen.shapeOf(place.at);
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
function restyle(layer, { timeline, seen, isDim }, words) {
  const { place, rim } = layer;
  const node = layer.target?.getElement();
  const state = timeline.stateAt(place.at);
  const says = words.state(state, state.decided);
  const isBack = isDim(place.at);
  const paint = paintOf(state.fill, isBack);
  if (node && says !== layer.says) node.setAttribute("aria-label", `${words.name(place)}. ${says}`);
  if (node && seen.isFilled(place.at) && paint !== layer.paint) {
    node.setAttribute("fill", paint);
    node.dataset.fill = state.fill;
    [node, rim?.getElement()].forEach((part) => part?.classList.toggle("dim", isBack));
    rim?.getElement().classList.toggle("vacated", state.status === "vacated");
  }
  Object.assign(layer, { says, paint });
}
