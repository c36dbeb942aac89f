/* Where the places' names and marks go, and how they are drawn. */
import { svg, write } from "../dom.js";
import { BADGE_STEP, badgeRow } from "./badges.js";
import { boxAt, isFree } from "./boxes.js";
import { ABOVE, GROUND, POINT, QUIET } from "./candidates.js";
import { inLines } from "./lettering.js";

const BADGE_SIZE = 18;
const MOST_LINES = 3;
/* How high over the deepest point of a place, or below, its name may stand instead. */
const SHIFTS = [0, -18, 18, -40, 40];
/* Half the height of a line of capitals: no name lies over the border of what it names. */
const HALF_LINE = 5;
/* The short names of the parties below it may reach a little beyond. */
const OVERHANG = { factor: 1.2, pixels: 4 };
const WIDE_POINT = 130;
/* A symbol of a place without ground, which no text covers; how far from its middle a name beside it begins, and how far
   beyond it one that is set off a corner. */
const SYMBOL = 22;
const BESIDE = 15;
const CORNER = 8;
const CLASSES = { [POINT]: "", [GROUND]: "", [QUIET]: " quiet", [ABOVE]: " above" };

/* What of the items has room, in their order: [{id, key, x, y, name, make()}]. What it covers is
   added to `taken`, and so are the symbols of all of them. */
export function layOut(items, taken, store, words, measure) {
  const placed = [];
  taken.push(...items.filter(({ kind }) => kind === POINT).map(({ at }) => boxAt(at.x, at.y, SYMBOL, SYMBOL)));
  const spokenFor = new Set();
  for (const item of items) {
    if (item.kind === ABOVE && !item.isChosen && spokenFor.has(item.place.id)) continue;
    item.settings ??= settingsOf(item, words, measure);
    const label = item.settings.find(({ boxes }) => boxes.every((box) => isFree(box, taken)));
    if (!label) continue;
    taken.push(...label.boxes);
    if (label.lines.length) for (let at = item.place; at; at = store.map.places.get(at.parent)) spokenFor.add(at.id);
    label.drawn ??= writingOf(item, label, words);
    placed.push(label.drawn);
  }
  return placed;
}

/* A label as labels.js writes it. Of most changes the short names of the parties are all that is new. */
function writingOf(item, label, words) {
  const { className, lines, also, code, marks, v, x, y } = label;
  return {
    id: item.place.id, x, y, name: lines.length ? words.name(item.place) : "",
    key: [className, item.isDim, ...lines, also?.name, Boolean(code), ...marks, v].join("|"),
    make: (left, top) => drawLabel(item, label, { x: left, y: top }, words),
    told: code,
    tell: (node) => code && write(node.querySelector(".label-code"), code),
  };
}

/* The ways to set a label, from the most said to the least: a name in both languages, in the first alone, in smaller
   letters; where no name has room, the marks alone may. Each is {x, y, className, leading, lines, first, code, marks, v,
   boxes}: `first` is the first line's height below x, y, `code` and `v` texts or "". */
function settingsOf(item, words, measure) {
  const { kind, isChosen, state } = item;
  const style = { className: `label-name${CLASSES[kind]}${isChosen ? " chosen" : ""}`, leading: words.lang === "ar" ? 18 : isChosen ? 16 : 14 };
  item.spots ??= spotsOfAll(item, words, measure, style);
  const code = kind === POINT || kind === GROUND ? codeOf(state, words) : "";
  const marks = kind === ABOVE ? [] : item.marks;
  const v = kind === GROUND && state.status === "vacated" ? "V" : "";
  const bare = { ...style, ...item.at, lines: [], also: null, first: 0, code: "", marks, v };
  const codeWidth = measure("label-code", code);
  const isNear = ({ dx, dy, below }) => codeWidth / 2 <= item.room(dx, dy + below - 4) * OVERHANG.factor + OVERHANG.pixels;
  const coding = (named) => (code ? named.filter(isNear).map((each) => ({ ...each, code, width: Math.max(each.width, codeWidth) })) : []);
  const [both, named, less] = item.spots.map((spots) => spots.map((spot) => ({ ...bare, ...spot, width: Math.max(spot.also?.width ?? 0, ...spot.lines.map((line) => measure(spot.className, line))) })));
  const alone = (marks.length || v) && item.width > Math.max(marks.length, 1) * BADGE_STEP * 0.8 ? [bare] : [];
  return [...coding(both), ...both, ...coding(named), ...coding(less), ...named, ...less, ...(marks.length ? named.map((each) => ({ ...each, marks: [] })) : []), ...alone].map((each) => ({ ...each, boxes: boxesOf(each, kind) }));
}

/* Where its name has room in both languages, in the first alone, and in smaller letters; once a view. */
function spotsOfAll(item, words, measure, style) {
  const { kind, isChosen, place } = item;
  const name = words.nameAlso(place);
  const className = alsoClassOf(kind, isChosen, words);
  const second = { name, className, leading: words.also === "ar" ? 16 : 13, width: name ? measure(className, name) : 0 };
  const small = { className: `${style.className} small`, leading: style.leading - 2 };
  const spotsIn = (how, also) => spotsOf(item, words.name(place), how.leading, (text) => measure(how.className, text), also).map((spot) => ({ ...spot, ...how }));
  return [name ? spotsIn(style, second) : [], spotsIn(style), kind === POINT || isChosen ? [] : spotsIn(small)];
}

/* The short names of those who hold it, so that colour is never alone. */
const codeOf = ({ parties, status }, words) => (parties.length ? parties.map(words.short).join(" / ") : words.t(`status.${status}`));

/* How a name in the second language is set: by its script, whatever the page's. */
const alsoClassOf = (kind, isChosen, { also }) => `label-also${also === "ar" ? " ar" : ""}${kind === QUIET ? " quiet" : ""}${isChosen ? " chosen" : ""}`;

/* Where a name has room, and in which lines: [{x, y, dx, dy, lines, also, first, below}]. `also` is the
   name in a second language, one line below it: {name, className, leading, width}, or null. */
function spotsOf(item, name, leading, widthOf, also = null) {
  const more = also?.leading ?? 0;
  const spot = (lines, dx, dy, first = 4 - ((lines.length - 1) * leading + more) / 2) =>
    ({ lines, also, dx, dy, x: item.at.x + dx, y: item.at.y + dy, first, below: first + (lines.length - 1) * leading + more + 13 });
  const broken = Array.from({ length: MOST_LINES }, (_, n) => inLines(name, n + 1, widthOf)).filter(Boolean);
  if (item.kind === POINT && also?.width > 1.5 * WIDE_POINT) return [];
  if (item.kind === POINT) return spotsOfPoint(item, broken[widthOf(name) > WIDE_POINT && broken.length > 1 ? 1 : 0], { leading, more, widthOf, also, spot });
  const fits = (lines, dx, dy) => {
    const top = dy - ((lines.length - 1) * leading + more) / 2;
    const fit = (width, down) => hasRoom(item, width, dx, top + down);
    return lines.every((line, at) => fit(widthOf(line), at * leading)) && (!also || fit(also.width, (lines.length - 1) * leading + more));
  };
  const inside = SHIFTS.flatMap((dy) => {
    const dx = item.middle(dy);
    return broken.filter((lines) => fits(lines, dx, dy)).slice(0, 2).map((lines) => spot(lines, dx, dy));
  });
  return inside.length || also || !item.isChosen ? inside : [spot(broken[0], 0, 0)];
}

/* Below a symbol, above it, beside it or off one of its corners, but rather not on another place's ground, whose name it
   might be taken for. */
function spotsOfPoint({ isElsewhere }, lines, { leading, more, widthOf, also, spot }) {
  const height = (lines.length - 1) * leading + more;
  const half = Math.max(also?.width ?? 0, ...lines.map(widthOf)) / 2;
  const [below, above, level] = [24, -29 - height, -2 - height / 2];
  const [aside, corner] = [half + BESIDE, half - CORNER];
  const places = [[0, below], [0, above], [aside, level], [-aside, level], [corner, below], [-corner, below], [corner, above], [-corner, above]];
  const isOff = ({ dx, first }) => isElsewhere(dx, first + height / 2);
  return places.map(([dx, first]) => spot(lines, dx, 0, first)).sort((one, other) => isOff(one) - isOff(other));
}

const hasRoom = ({ room }, width, dx, dy) => width / 2 <= Math.min(room(dx, dy - HALF_LINE), room(dx, dy + HALF_LINE));

/* The baselines of the V and of the middle of the row of marks. */
const lineV = ({ lines, first }) => (lines.length ? first - 15 : 9);
const lift = ({ lines, first, v }, kind) => (kind === POINT && first >= 0 ? -22 : (lines.length ? first - 24 : 0) - (v ? 22 : 0));

function boxesOf(label, kind) {
  const { x, y, lines, also, first, leading, width, code, v, marks } = label;
  const boxes = [];
  const height = (lines.length - 1) * leading + (also?.leading ?? 0) + (code ? 28 : 14);
  if (lines.length) boxes.push(boxAt(x, y + first - 10.5 + height / 2, width + 6, height));
  if (v) boxes.push(boxAt(x, y + lineV(label) - 9, 20, 20));
  if (marks.length) boxes.push(boxAt(x, y + lift(label, kind), marks.length * BADGE_STEP, BADGE_SIZE));
  return boxes;
}

/* Texts stand where they are without a transform, which would make each a layer of its own. */
function drawLabel({ kind, isDim }, label, { x, y }, words) {
  const { className, lines, also, first, leading, below, code, v, marks } = label;
  const text = (content, name, down) => (content ? svg("text", { class: name, x, y: y + down, "text-anchor": "middle" }, content) : null);
  const row = badgeRow(marks, (mark) => words.t(mark === "disputed" ? "status.disputed" : `mark.${mark}`));
  return svg("g", { class: isDim ? "label dim" : "label" },
    lines.map((line, at) => text(line, className, first + at * leading)),
    also ? text(also.name, also.className, first + (lines.length - 1) * leading + also.leading) : null,
    text(code, "label-code", below),
    text(v, "label-v", lineV(label)),
    row.length ? svg("g", { transform: `translate(${x} ${y + lift(label, kind)})` }, row) : null);
}
