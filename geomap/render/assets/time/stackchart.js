/* The stacked chart under the slider, drawn once for a size; and a tip with the day under the pointer. */
import { el, svg } from "../dom.js";
import { paintOf } from "../map/fills.js";
import { nextFrame } from "../rest.js";
import { fillsInOrder } from "../states.js";
import { outlineOfLayer, stackOf } from "./stack.js";

const MOST_COLUMNS = 900;

/* The chart's element; an empty one where no place has ground. */
export function stackChart({ map }) {
  const chart = svg("svg", { class: "stack", "aria-hidden": "true" });
  let drawn = "";
  const watcher = new ResizeObserver(([{ contentRect }]) => {
    const [width, height] = [contentRect.width, contentRect.height].map(Math.round);
    if (!width || `${width} ${height}` === drawn) return;
    drawn = `${width} ${height}`;
    const stack = stackOf(map, fillsInOrder(map), Math.min(width, MOST_COLUMNS));
    chart.setAttribute("viewBox", `0 0 ${width} ${height}`);
    chart.classList.toggle("empty", !stack);
    chart.replaceChildren(...(stack?.layers ?? []).map((layer) => svg("path", { d: outlineOfLayer(layer, width, height), fill: paintOf(layer.fill), "data-fill": layer.fill })));
  });
  // The ground does not wait for it.
  nextFrame().then(() => watcher.observe(chart));
  return chart;
}

/* Shows over the slider which day the pointer is on, and how many changes it has. */
export function addTip(track, slider, store, words) {
  const tip = el("div", { class: "time-tip", hidden: true, "aria-hidden": "true" });
  track.append(tip);
  slider.addEventListener("pointermove", ({ clientX, pointerType }) => {
    if (pointerType === "touch") return;
    const day = dayAt(clientX, slider, store.map);
    const n = store.timeline.changes.get(day) ?? 0;
    tip.textContent = n ? words.t("time.tip_changes", { date: words.day(day), n: words.number(n) }) : words.day(day);
    tip.hidden = false;
    const { left, width } = track.getBoundingClientRect();
    const half = tip.offsetWidth / 2;
    tip.style.left = `${Math.min(Math.max(clientX - left, half), width - half)}px`;
  });
  slider.addEventListener("pointerleave", () => (tip.hidden = true));
}

/* The ends of a slider lie half a thumb within its box. */
const THUMB = 20;

function dayAt(clientX, slider, { first, last }) {
  const { left, width } = slider.getBoundingClientRect();
  const share = Math.min(Math.max((clientX - left - THUMB / 2) / (width - THUMB), 0), 1);
  return Math.round(first + (document.documentElement.dir === "rtl" ? 1 - share : share) * (last - first));
}
