/* Years along the track, and quarters where the map covers less than three years. */
import { addMonths, firstOfYear, partsOf } from "../days.js";
import { el } from "../dom.js";
import { nextFrame } from "../rest.js";

const LONG = 1000;
const GAP = 3;

/* `shareOf(map, day)` is where a day lies, in per cent of the track. */
export function yearMarks(map, words, shareOf) {
  const box = el("div", { class: "years", "aria-hidden": "true" });
  const months = map.last - map.first > LONG ? 12 : 3;
  for (let day = firstOfYear(partsOf(map.first).year); day <= map.last; day = addMonths(day, months)) {
    if (day < map.first) continue;
    const { year, month } = partsOf(day);
    const label = el("span", {}, month === 1 ? words.digits(String(year)) : words.t(`date.month.${month}`));
    label.style.insetInlineStart = `${shareOf(map, day)}%`;
    box.append(label);
  }
  // Unseen until it is known which have room; the ground does not wait for that.
  box.style.visibility = "hidden";
  nextFrame().then(() => new ResizeObserver(() => thin(box)).observe(box));
  return box;
}

/* Hides what would reach beyond the end, and of what would touch every second one, or more. */
function thin(box) {
  const labels = [...box.children];
  const track = box.getBoundingClientRect();
  const reaches = labels.map((label) => label.getBoundingClientRect());
  const isIn = ({ left, right }) => left >= track.left - GAP && right <= track.right + GAP;
  const step = stepOf(reaches);
  labels.forEach((label, at) => (label.style.visibility = at % step || !isIn(reaches[at]) ? "hidden" : "visible"));
}

/* The least n of which every nth label stands free of the one before it. */
function stepOf(reaches) {
  const isFree = (a, b) => a.right + GAP <= b.left || b.right + GAP <= a.left;
  const stands = (step) => reaches.every((reach, at) => at < step || at % step || isFree(reaches[at - step], reach));
  return reaches.findIndex((_, at) => stands(at + 1)) + 1 || 1;
}
