/* The legend of the day: only what is on the map, with the areas of those who hold it. */
import { el, makeKeeper, write } from "../dom.js";
import { badgeIcon } from "../map/badges.js";
import { swatch } from "../map/fills.js";

const STATUS_ORDER = ["control", "contested", "shared", "disputed", "vacated", "unknown"];

export function makeLegend(box, store, words) {
  const { map, timeline } = store;
  const [rows, marks] = ["legend-rows", "legend-marks"].map((name) => el("ul", { class: name }));
  const note = el("p", { class: "note" });
  const [keepRows, keepMarks] = [makeKeeper(rows), makeKeeper(marks)];
  box.replaceChildren(el("h2", {}, words.t("legend.title")), rows, note, marks);
  return () => {
    const shares = timeline.shares();
    const shown = timeline.marks();
    keepRows(statesNow(store).map((row) => stateRow(row, map, shares, words)));
    keepMarks(shown.map((mark) => ({ id: mark, said: "", make: () => markRow(mark, map, words) })));
    const said = shares.total > 0 ? landNote(shares, words) : "";
    write(note, said);
    note.hidden = !said;
    marks.hidden = !shown.length;
  };
}

/* The distinct states on the map now: parties first, in their order, then the other kinds. */
export function statesNow({ map, timeline }) {
  const rows = timeline.states().map((fill) => ({ fill, status: map.fills[fill].status, parties: map.fills[fill].parties }));
  const rank = ({ status, parties }) => [STATUS_ORDER.indexOf(status), ...parties.map((id) => map.actors.get(id)?.order ?? 99)];
  return rows.sort((a, b) => compareLists(rank(a), rank(b)));
}

function compareLists(a, b) {
  const at = a.findIndex((value, position) => value !== b[position]);
  return at < 0 ? a.length - b.length : a[at] - (b[at] ?? -1);
}

/* A row of the legend as makeKeeper takes it. */
function stateRow({ fill, status, parties }, map, shares, words) {
  const label = status === "control" ? words.party(parties[0]) : words.t(`status.${status}`);
  const who = status === "control" ? words.short(parties[0]) : parties.map(words.short).join(" / ");
  const share = status === "control" ? shares.rows.get(parties[0]) : null;
  const [percent, area] = share && shares.total ? shareWords(share, shares.total, words) : [];
  const also = status === "control" ? words.nameAlso(map.actors.get(parties[0])) : "";
  const make = () =>
    el("li", { class: "legend-row", "data-fill": fill, title: words.t(`meaning.${status}`) },
      swatch(fill, map.fills[fill]),
      el("span", { class: "legend-name" }, el("bdi", {}, label), also ? el("span", { class: "also" }, el("bdi", { lang: words.also }, also)) : null,
        who && who !== label ? el("span", { class: "code" }, who) : null),
      percent ? el("span", { class: "legend-share" }, el("b", {}, percent), el("span", {}, area)) : null);
  return { id: fill, said: `${percent} ${area}`, make };
}

/* "62-70%" and "1,020-1,140 km²"; one number where the two are one. */
function shareWords({ least, most }, total, words) {
  const percent = [least, most].map((km2) => roundPercent((100 * km2) / total));
  const digits = most < 100 ? 1 : 0;
  const area = [least, most].map((km2) => words.number(km2, digits));
  const either = (key, [a, b]) => (a === b ? words.t(`${key}_one`, { least: a }) : words.t(key, { least: a, most: b }));
  return [either("legend.percent", percent), either("legend.share", area)];
}

const roundPercent = (value) => (value > 0 && value < 10 ? Number(value.toFixed(1)) : Math.round(value));

function landNote({ total, unknown }, words) {
  const digits = total < 100 ? 1 : 0;
  const fields = { total: words.number(total, digits), km2: words.number(unknown, digits) };
  return words.t("legend.shares_note", fields) + (unknown > 0 ? ` ${words.t("legend.unknown_land", fields)}.` : "");
}

const markRow = (mark, map, words) =>
  el("li", {}, badgeIcon(mark),
    el("span", {}, el("b", {}, words.t(`mark.${mark}`)), el("span", { class: "means" }, ` ${words.t(`mark.${mark}.means`, { days: map.staleAfter })}`)));
