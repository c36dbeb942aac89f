/* Every record of a place with its verdict, what decides first. */
import { el, isolated, safeLink } from "../dom.js";
import { swatch } from "../map/fills.js";
import { knownOn } from "../knownon.js";
import { verdictsOn } from "../rules.js";
import { isCondition } from "../rules/world.js";
import { stateKey } from "../states.js";

const VERDICT_ORDER = ["won", "dissents", "claimed only", "agrees", "older", "ended by the whole of", "takes back", "corrected by", "withdrawn by", "not yet begun", "not yet reported"];
const QUIET_VERDICTS = ["older", "ended by the whole of", "corrected by", "withdrawn by", "not yet begun", "not yet reported"];

/* A list of cards, or null where the place has no records. */
export function recordCards(placeId, store, words) {
  const verdicts = verdictsOn(store.map.world, placeId, store.date, knownOn(store, store.date));
  const records = Object.keys(verdicts).map((id) => store.map.records.get(id));
  if (!records.length) return null;
  const rank = (record) => VERDICT_ORDER.indexOf(verdicts[record.id].verdict);
  records.sort((a, b) => rank(a) - rank(b) || isCondition(a) - isCondition(b) || b.first - a.first);
  return el("ol", { class: "records" }, records.map((record) => card(record, verdicts[record.id], store.map, words)));
}

function card(record, verdict, map, words) {
  const quiet = QUIET_VERDICTS.includes(verdict.verdict) ? " quiet" : "";
  return el("li", { class: `record${quiet}`, "data-record": record.id },
    el("p", { class: "record-what" }, recordSwatch(record, map), el("span", {}, says(record, words)), chip(verdict, words)),
    el("p", { class: "record-when" }, words.t(`record.${record.claim}`, { date: words.effective(record.effective) }),
      record.scope === "whole" ? ` · ${words.t("record.whole")}` : null),
    el("p", { class: "record-who" }, isolated(words.source(record)), " · ", reported(record, words), " · ", words.t(`confidence.${record.confidence}`), ...link(record, words)),
    note(record, words));
}

function says(record, words) {
  const { status, parties } = record;
  const text = words.t(`state.${status === "unknown" ? "unknown_recorded" : status}`, { parties: words.parties(parties), id: record.corrects });
  return record.claim === "ended" ? words.t("state.ended", { state: text }) : text;
}

/* The fill of the record's own state, where the map has it. */
function recordSwatch(record, map) {
  const at = map.fills.findIndex((fill) => stateKey(fill) === stateKey(record));
  return at < 0 ? null : swatch(at, map.fills[at], "swatch small");
}

const chip = (verdict, words) =>
  el("span", { class: `chip chip-${verdict.verdict.replaceAll(" ", "-")}` }, words.verdict(verdict));

const reported = (record, words) =>
  record.reportedGiven ? words.t("record.reported", { date: words.day(record.reported) }) : words.t("record.reported_not_given");

function link(record, words) {
  const anchor = safeLink(record.url, words.t("record.link"));
  return anchor ? [" · ", anchor] : [];
}

function note(record, words) {
  const text = (words.lang === "ar" && record.noteAr) || record.note;
  return text ? el("p", { class: "record-note", dir: "auto" }, text) : null;
}
