/* The time bar: a slider that is a chart of who held how much, with a tick for every change; play, steps. */
import { el, hide, svg, write } from "../dom.js";
import { addMonths, firstOfYear, partsOf, toIso } from "../days.js";
import { atRest } from "../rest.js";
import { SPEEDS, makePlayer } from "./player.js";
import { addTip, stackChart } from "./stackchart.js";
import { yearMarks } from "./years.js";

const SLID_AFTER_MS = 100;

const ICONS = {
  prev_change: "M15 4L8 10L15 16M5 4V16",
  prev_day: "M12.5 4.5L7 10L12.5 15.5",
  play: "M6 3.5L16 10L6 16.5Z",
  pause: "M6.5 4V16M13.5 4V16",
  next_day: "M7.5 4.5L13 10L7.5 15.5",
  next_change: "M5 4L12 10L5 16M15 4V16",
};

/* `pace` is how fast another bar played, before the language changed. */
export function makeTimebar(box, store, words, pace) {
  const { map } = store;
  const player = makePlayer(store, () => showPlaying(), pace);
  const play = button("play", words, player.toggle);
  const slider = el("input", {
    type: "range", id: "day", min: map.first, max: map.last, step: 1, "aria-label": words.t("time.label"), title: words.t("time.keys"),
    oninput: () => {
      player.stop();
      store.setDate(Number(slider.value));
    },
  });
  const step = (key, move) => button(key, words, () => {
    player.stop();
    move();
  });
  const buttons = el("div", { class: "time-buttons", role: "group", "aria-label": words.t("time.region") },
    step("prev_change", () => store.step(-1)), step("prev_day", () => store.setDate(store.date - 1)), play,
    step("next_day", () => store.setDate(store.date + 1)), step("next_change", () => store.step(1)));
  const speed = el("button", { type: "button", class: "pace", onclick: () => player.set({ speed: SPEEDS[(SPEEDS.indexOf(player.pace.speed) + 1) % SPEEDS.length] }) });
  const by = el("button", { type: "button", class: "pace pace-by", onclick: () => player.set({ by: player.pace.by === "day" ? "change" : "day" }) });
  const cursor = el("div", { class: "cursor" });
  const rail = el("div", { class: "rail", "aria-hidden": "true" }, cursor);
  const flag = el("div", { class: "compare-flag", "aria-hidden": "true", hidden: true });
  const track = el("div", { class: "track" }, ticks(store), stackChart(store), flag, rail, slider, yearMarks(map, words, shareOf));
  box.replaceChildren(el("div", { class: "time-controls" }, buttons, el("div", { class: "paces" }, speed, by)), track);
  addTip(track, slider, store, words);

  function showPlaying() {
    const key = player.isPlaying() ? "pause" : "play";
    play.replaceChildren(icon(key));
    play.classList.toggle("is-playing", player.isPlaying());
    play.setAttribute("aria-label", words.t(`time.${key}`));
    play.title = words.t(`time.${key}`);
    write(speed, words.digits(`${player.pace.speed}×`));
    write(by, words.t(`time.by_${player.pace.by}`));
    speed.setAttribute("aria-label", words.t("time.speed", { n: player.pace.speed }));
    by.setAttribute("aria-label", words.t("time.by", { what: words.t(`time.by_${player.pace.by}`) }));
  }

  const forward = words.direction === "rtl" ? -1 : 1;
  let shown = null;
  let width = 0;
  // Pushed along by whole pixels, so that nothing is laid out or painted anew, and it stays sharp.
  const move = () => (cursor.style.transform = `translateX(${forward * Math.round((width * shareOf(map, shown)) / 100 - 0.5)}px)`);
  new ResizeObserver(([{ contentRect }]) => {
    width = contentRect.width;
    move();
  }).observe(rail);
  // The slider itself is not seen: its thumb is the cursor's.
  const slide = () => {
    slider.value = shown;
    slider.setAttribute("aria-valuetext", words.day(shown));
    slider.dataset.date = toIso(shown);
  };
  const slideLater = atRest(slide, SLID_AFTER_MS);
  const draw = () => {
    hide(flag, !store.mode);
    if (store.mode) flag.style.setProperty("--at", shareOf(map, store.compare) / 100);
    if (store.date === shown) return;
    const isFirst = shown === null;
    shown = store.date;
    (isFirst ? slide : slideLater)();
    move();
  };
  showPlaying();
  return { draw, player };
}

const shareOf = (map, day) => (100 * (day - map.first)) / Math.max(map.last - map.first, 1);

const icon = (key) =>
  svg("svg", { viewBox: "0 0 20 20", class: `icon${key === "play" ? " icon-solid" : ""}`, "aria-hidden": "true" }, svg("path", { d: ICONS[key] }));

function button(key, words, onclick) {
  const label = words.t(`time.${key}`);
  return el("button", { type: "button", class: `time-button time-${key}`, "aria-label": label, title: label, onclick }, icon(key));
}

/* A tick for each day on which something changes, taller where more does; all of them one path, since
   thousands of nodes would be painted one by one at every step. */
function ticks({ map, timeline: { changes } }) {
  const most = [...changes.values()].reduce((a, b) => Math.max(a, b), 1);
  const tick = ([day, n]) => `M${shareOf(map, day).toFixed(3)} 100V${Math.round(70 - 70 * Math.sqrt(n / most))}`;
  const d = [...changes].map(tick).join("");
  return svg("svg", { class: "ticks", viewBox: "0 0 100 100", preserveAspectRatio: "none", "aria-hidden": "true" }, svg("path", { d }));
}
