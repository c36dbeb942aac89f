/* Two days side by side: the map of each is cut at a line that can be moved. */
import { el } from "../dom.js";
import { addGround } from "../map/ground.js";
import { addLabels } from "../map/labels.js";

/* The panes that a day has of its own; the background is the same for both. */
const PANES_OF_A_DAY = ["hollow", "ground", "presence", "outlines", "siege", "flash", "symbols", "labels"];
const SECOND = "-2";

/* {draw(changed), rename()}; the second map is made when it is first needed. */
export function makeSwipe(leaflet, store, arcs, words, other) {
  let second = null;
  let wasOn = false;
  let share = 0.5;
  const divider = makeDivider(leaflet, words, () => share, (wanted) => {
    share = Math.min(Math.max(wanted, 0), 1);
    cut();
  });
  const isOn = () => store.mode === "swipe";
  leaflet.on("move zoomend resize viewreset", () => isOn() && second && cut());

  /* The earlier day stands where a line of text begins. */
  function cut() {
    const { x: width, y: height } = leaflet.getSize();
    const at = width * share;
    const { x, y } = leaflet.containerPointToLayerPoint([0, 0]);
    const box = (from, to) => `polygon(${x + from}px ${y}px, ${x + to}px ${y}px, ${x + to}px ${y + height}px, ${x + from}px ${y + height}px)`;
    const halves = [box(0, at), box(at, width)];
    const secondIsLeft = store.compare <= store.date === (words.direction === "ltr");
    const [left, right] = secondIsLeft ? [SECOND, ""] : ["", SECOND];
    [[left, halves[0]], [right, halves[1]]].forEach(([suffix, path]) => clip(leaflet, suffix, path));
    const days = [store.compare, store.date];
    divider.show(share, (secondIsLeft ? days : days.reverse()).map(words.day));
  }

  function draw(changed) {
    if (!isOn() && !wasOn) return;
    wasOn = isOn();
    divider.hide(!wasOn);
    if (!wasOn) {
      PANES_OF_A_DAY.forEach((name) => (leaflet.getPane(name + SECOND).style.display = "none"));
      clip(leaflet, "", "");
      return;
    }
    const isNew = !second;
    const moved = second?.shows.date !== store.compare || second?.shows.known !== store.known;
    second ??= makeSecond(leaflet, store, arcs, words, other);
    Object.assign(second.shows, other(), { known: store.known });
    PANES_OF_A_DAY.forEach((name) => (leaflet.getPane(name + SECOND).style.display = ""));
    const all = store.map.placeList.map(({ at }) => at);
    second.draw(isNew || moved ? all : changed);
    cut();
  }
  return {
    draw,
    rename() {
      second?.rename();
      if (isOn() && second) cut();
    },
  };
}

function makeSecond(leaflet, store, arcs, words, other) {
  PANES_OF_A_DAY.forEach((name) => {
    const pane = leaflet.createPane(name + SECOND);
    leaflet.getPane(name).after(pane);
    const { zIndex, pointerEvents } = leaflet.getPane(name).style;
    Object.assign(pane.style, { zIndex, pointerEvents });
  });
  const shows = {
    map: store.map, panes: SECOND, select: store.select, ...other(),
    isDim: (at) => store.party !== "" && !store.map.fills[shows.timeline.fillOf(at)].parties.includes(store.party),
    get place() { return store.place; },
    get hide() { return store.hide; },
    get seen() { return store.seen; },
    get level() { return store.level; },
  };
  const ground = addGround(leaflet, shows, arcs, words);
  const labels = addLabels(leaflet, shows, arcs, words);
  return {
    shows,
    draw(changed) {
      ground.draw(changed);
      labels.draw(changed);
    },
    rename() {
      ground.rename();
      labels.rename();
    },
  };
}

function clip(leaflet, suffix, path) {
  PANES_OF_A_DAY.forEach((name) => (leaflet.getPane(name + suffix).style.clipPath = path));
}

/* The line between the days: a slider, with a flag on either side that says which day is there. */
function makeDivider(leaflet, words, shareNow, move) {
  const flags = [0, 1].map((side) => el("span", { class: `flag flag-${side ? "right" : "left"}` }));
  const handle = el("button", { type: "button", class: "divider-handle", role: "slider", "aria-valuemin": 0, "aria-valuemax": 100, "aria-orientation": "horizontal" }, "⇆");
  const box = el("div", { class: "divider", hidden: true }, flags, handle);
  leaflet.getContainer().append(box);
  L.DomEvent.disableClickPropagation(box);
  const drag = ({ clientX }) => {
    const { left, width } = leaflet.getContainer().getBoundingClientRect();
    move((clientX - left) / width);
  };
  handle.addEventListener("pointerdown", (event) => {
    handle.setPointerCapture(event.pointerId);
    handle.addEventListener("pointermove", drag);
  });
  handle.addEventListener("pointerup", () => handle.removeEventListener("pointermove", drag));
  handle.addEventListener("pointercancel", () => handle.removeEventListener("pointermove", drag));
  handle.addEventListener("keydown", (event) => {
    const to = { ArrowLeft: shareNow() - 0.05, ArrowRight: shareNow() + 0.05, Home: 0, End: 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    move(to);
  });
  return {
    hide: (hidden) => (box.hidden = hidden),
    show(share, days) {
      box.style.left = `${100 * share}%`;
      flags.forEach((flag, side) => Object.assign(flag, { textContent: days[side], dir: words.direction }));
      handle.setAttribute("aria-label", words.t("compare.divider"));
      handle.setAttribute("aria-valuenow", Math.round(100 * share));
      handle.setAttribute("aria-valuetext", words.t("compare.sides", { left: days[0], right: days[1] }));
    },
  };
}
