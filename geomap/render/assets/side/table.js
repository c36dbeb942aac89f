/* The day as a real table, for screen readers and for those who want the numbers; and as CSV. */
import { el, write } from "../dom.js";
import { toIso } from "../days.js";
import { atRest } from "../rest.js";
import { isDecided, marksNow, stateFor } from "../states.js";
import { fileNameOf, save } from "../take/files.js";

/* So many rows at first, and so many more each time they are asked for; the CSV always has all. */
const ROWS = 500;
/* A longer table is written when it is first opened. */
const AT_ONCE = 100;
/* A table that is folded away follows the day when that has come to rest. */
const FOLDED_AFTER_MS = 250;

export function makeTable(box, store, words) {
  const { t } = words;
  let { seen } = store;
  let places = drawnIn(store);
  let rows = null;
  let isWritten = false;
  const late = new Set();
  const caption = el("caption", {});
  const heads = ["place", "state", "since", "marks"].map((key) => el("th", { scope: "col" }, t(`table.${key}`)));
  const body = el("tbody", {});
  const table = el("table", {}, caption, el("thead", {}, el("tr", {}, heads)), body);
  const details = el("details", { id: "day-table", ontoggle: () => details.open && catchUp() });
  const more = el("button", { type: "button", class: "more-button", onclick: addRows }, t("table.more"));
  details.append(
    el("summary", {}, t("table.open")),
    el("div", { class: "table-wrap", tabindex: "0", role: "region", "aria-label": t("table.open") }, table, more));
  box.replaceChildren(
    details,
    el("button", { type: "button", class: "plain-button", onclick: () => save(csvBlob(store), fileNameOf(store, "csv")) }, t("table.csv")));

  /* Where a place stands among those of the table; -1 for one that does not. */
  function rowOf(at) {
    if (!seen.level) return at;
    if (rows?.seen !== seen) rows = { seen, of: new Map(places.map((place, i) => [place.at, i])) };
    return rows.of.get(at) ?? -1;
  }

  function addRows() {
    const from = body.rows.length;
    body.append(...places.slice(from, from + ROWS).map((place) => row(place, store, words)));
    more.hidden = body.rows.length === places.length;
  }

  /* Writes what has changed since it was last written. */
  function catchUp() {
    write(caption, t("table.caption", { date: words.day(store.date) }));
    if (!body.rows.length && (details.open || places.length <= AT_ONCE)) addRows();
    else for (const at of late) body.rows[rowOf(at)]?.replaceWith(row(store.map.placeList[at], store, words));
    late.clear();
  }
  const later = atRest(catchUp, FOLDED_AFTER_MS);

  return (_, before, changed) => {
    if (seen !== store.seen) {
      seen = store.seen;
      places = drawnIn(store);
      body.replaceChildren();
      isWritten = false;
    }
    if (body.rows.length) changed.forEach((at) => late.add(at));
    if (details.open || !isWritten) catchUp();
    else later();
    isWritten = true;
  };
}

const drawnIn = ({ map, seen }) => (seen.level ? map.placeList.filter(({ at }) => seen.has(at)) : map.placeList);

function row(place, store, words) {
  const spell = store.timeline.spellAt(place.at);
  const marks = marksNow(store, place).map((mark) => words.t(`mark.${mark}`));
  return el("tr", {},
    el("th", { scope: "row" }, el("bdi", {}, words.name(place))),
    el("td", {}, words.state(spell, isDecided(spell))),
    el("td", {}, spell.sinceText ? words.since(spell.sinceText, spell.sinceBy) : ""),
    el("td", {}, marks.join("; ")));
}

const COLUMNS = ["place_id", "name", "name_ar", "on", "status", "parties", "since", "since_text", "since_by", "inherited_from", "stale", "records", "dissent", "claimed", "conditions", "km2"];

/* The table of the day with ids, as RFC 4180 has CSV. */
export function csvOf(store) {
  const lines = drawnIn(store).map((place) => csvRow(place, stateFor(store, place), toIso(store.date)));
  return [COLUMNS, ...lines].map((cells) => cells.map(cell).join(",")).join("\r\n") + "\r\n";
}

function csvRow(place, state, on) {
  const conditions = state.conditions.map(({ condition, parties }) => `${condition}: ${parties.join(" ")}`);
  return [
    place.id, place.name, place.name_ar, on, state.status, state.parties.join(";"), state.since ?? "", state.sinceText,
    state.sinceBy, state.inheritedFrom, state.stale, state.records.join(";"), state.dissent.join(";"),
    state.claimed.join(";"), conditions.join("; "), place.km2,
  ];
}

/* Quoted where CSV needs it. A text that a spreadsheet would run as a formula gets an apostrophe. */
function cell(value) {
  const text = /^[=+\-@\t\r]/.test(String(value)) && typeof value === "string" ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/* With a byte order mark, by which spreadsheets know the letters. */
export const csvBlob = (store) => new Blob(["\ufeff", csvOf(store)], { type: "text/csv;charset=utf-8" });
