/* The legend of the day: only what is on the map, with the areas of those who hold it. */
import { partyToggle } from "../ask/party.js";
import { el, hide, makeKeeper, write } from "../dom.js";
import { badgeIcon } from "../map/badges.js";
import { swatch } from "../map/fills.js";
import { MARKS } from "../marks.js";
import { fillsInOrder, marksShown } from "../states.js";

/* `other` is the second day of a comparison: side by side, its states are on the map too. */
export function makeLegend(box, store, words, other) {
  const { map, timeline } = store;
  const [rows, marks] = ["legend-rows", "legend-marks"].map((name) => el("ul", { class: name }));
  const note = el("p", { class: "note" });
  const only = el("p", { class: "only" });
  const [keepRows, keepMarks] = [makeKeeper(rows), makeKeeper(marks)];
  box.replaceChildren(el("h2", {}, words.t("legend.title")), rows, only, note, marks);
  return () => {
    const shares = timeline.shares();
    const lines = store.mode === "swipe" ? [timeline, other().timeline] : [timeline];
    const shown = marksShown(store, MARKS.filter((mark) => lines.some((line) => line.marks().includes(mark))));
    // What a state means is said once.
    const isFirst = ({ status }, at, rows) => rows.findIndex((row) => row.status === status) === at;
    keepRows(statesOf(map, lines).map((row, at, rows) => stateRow({ ...row, isFirst: isFirst(row, at, rows) }, store, shares, words)));
    writeOnly(only, store, words);
    keepMarks(shown.map((mark) => ({ id: mark, said: "", make: () => markRow(mark, map, words) })));
    const level = store.level ? `${words.t("legend.level_note", { level: words.t(`level.${store.level}`) })} ` : "";
    const day = lines.length > 1 ? ` ${words.t("legend.shares_day", { date: words.apart(words.day(store.date)) })}` : "";
    const said = shares.total > 0 ? level + landNote(shares, words) + day : level.trim();
    write(note, said);
    hide(note, !said);
    hide(marks, !shown.length);
  };
}

/* The distinct states on the map on the days of some time lines, in the order of the legend. */
const statesOf = (map, lines) =>
  fillsInOrder(map, new Set(lines.flatMap((line) => line.states()))).map((fill) => ({ fill, status: map.fills[fill].status, parties: map.fills[fill].parties }));

/* A row of the legend as makeKeeper takes it; its share may be another every day. */
function stateRow({ fill, status, parties, isFirst }, store, { rows, total }, words) {
  const { map } = store;
  const { least = 0, most = 0 } = (status === "control" && total > 0 && rows.get(parties[0])) || {};
  const isBack = Boolean(store.party) && !parties.includes(store.party);
  const pressed = status === "control" ? String(store.party === parties[0]) : null;
  const make = () => {
    const label = status === "control" ? words.party(parties[0]) : words.t(`status.${status}`);
    const who = status === "control" ? words.short(parties[0]) : parties.map(words.short).join(" / ");
    const also = status === "control" ? words.nameAlso(map.actors.get(parties[0])) : "";
    const meaning = words.t(`meaning.${status}`);
    const parts = () => [
      swatch(fill, map.fills[fill]),
      el("span", { class: "legend-name" }, el("bdi", {}, label), also ? el("span", { class: "also" }, el("bdi", { lang: words.also }, also)) : null, who && who !== label ? el("span", { class: "code" }, who) : null,
        status === "control" || !isFirst ? null : el("span", { class: "means" }, meaning)),
      status === "control" ? el("span", { class: "legend-share", hidden: true }, el("b"), el("span")) : null,
    ];
    const pick = () =>
      el("button", { type: "button", class: "legend-pick", "aria-pressed": pressed, title: `${meaning}. ${words.t("legend.pick", { party: label })}`, onclick: partyToggle(store, parties[0]) }, parts());
    return el("li", { class: `legend-row${isBack ? " is-back" : ""}${pressed ? " has-pick" : ""}`, "data-fill": fill, title: meaning }, pressed ? pick() : parts());
  };
  const tell = (node) => status === "control" && writeShare(node, { least, most }, total, words);
  return { id: fill, said: `${isBack} ${pressed} ${isFirst}`, make, told: `${least} ${most}`, tell };
}

/* Writes what a party holds into its row. */
function writeShare(row, { least, most }, total, words) {
  const box = row.querySelector(".legend-share");
  const said = most ? shareWords({ least, most }, total, words) : ["", ""];
  hide(box, !most);
  said.forEach((text, at) => write(box.children[at], text));
}

/* Says that one party alone is shown in full, and lets go of it. */
function writeOnly(box, store, words) {
  hide(box, !store.party);
  const said = store.party && words.t("legend.only", { party: words.apart(words.party(store.party)) });
  if (!said || box.dataset.party === store.party) return;
  box.dataset.party = store.party;
  const all = el("button", { type: "button", class: "show-all", onclick: () => store.set({ party: "" }) }, words.t("legend.show_all"));
  box.replaceChildren(el("span", {}, said), " ", all);
}

/* "62-70%" and "1,020-1,140 km²"; one number where the two are one. */
function shareWords({ least, most }, total, words) {
  const digits = most < 100 ? 1 : 0;
  const area = [least, most].map((km2) => words.number(km2, digits));
  return [percentWords({ least, most }, total, words), rangeWords("legend.share", area, words)];
}

/* A share of the ground as a range in per cent, of km2 out of so many. */
export function percentWords({ least, most }, total, words) {
  const percent = [least, most].map((km2) => roundPercent((100 * km2) / total));
  return rangeWords("legend.percent", percent.map((value) => words.number(value, 1)), words);
}

const rangeWords = (key, [a, b], words) => (a === b ? words.t(`${key}_one`, { least: a }) : words.t(key, { least: a, most: b }));

const roundPercent = (value) => (value > 0 && value < 10 ? Number(value.toFixed(1)) : Math.round(value));

function landNote({ total, unknown }, words) {
  const digits = total < 100 ? 1 : 0;
  const fields = { total: words.number(total, digits), km2: words.number(unknown, digits) };
  return words.t("legend.shares_note", fields) + (unknown > 0 ? ` ${words.t("legend.unknown_land", fields)}.` : "");
}

const markRow = (mark, map, words) =>
  el("li", {}, badgeIcon(mark),
    el("span", {}, el("b", {}, words.t(`mark.${mark}`)), el("span", { class: "means" }, ` ${words.t(`mark.${mark}.means`, { days: map.staleAfter })}`)));
