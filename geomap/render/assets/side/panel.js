/* "Why this colour?": everything said of the chosen place on the day. */
import { el, isolated, svg } from "../dom.js";
import { knownOn } from "../knownon.js";
import { newestOn } from "../rules.js";
import { swatch } from "../map/fills.js";
import { badgeIcon } from "../map/badges.js";
import { conditionsNow, isDecided, isStaleNow, spellNow, stateKey } from "../states.js";
import { recordCards } from "./records.js";
import { historyStrip } from "./strip.js";

export function makePanel(box, store, words) {
  const close = () => store.select("");
  let shown = null;
  return () => {
    const place = store.map.places.get(store.place);
    if (shown === place && !place) return null;
    if (shown !== place) {
      box.classList.toggle("empty", !place);
      box.parentElement.classList.toggle("has-place", Boolean(place));
    }
    shown = place;
    if (!place) return box.replaceChildren(el("p", { class: "hint" }, words.t("panel.hint")));
    const spell = spellNow(store, place);
    return box.replaceChildren(
      head(place, store, words, close),
      stateLine(place, spell, store, words),
      ...callouts(place, spell, store, words),
      historyStrip(place, store, words),
      ...recordSections(place, spell, store, words),
      el("p", { class: "note" }, [place.approximate ? `${words.t("panel.approximate")}. ` : null, words.t("panel.boundary", { source: place.source })]),
    );
  };
}

function head(place, { map }, words, close) {
  const parent = map.places.get(place.parent);
  const level = words.t(`level.${place.level}`);
  const other = words.otherName(place);
  return el("header", { class: "panel-head" },
    el("div", {},
      el("h2", { id: "panel-name", tabindex: "-1" }, isolated(words.name(place)), " ",
        other && other !== words.name(place) ? el("span", { class: "other-name" }, isolated(other, { lang: words.otherLang })) : null),
      el("p", { class: "where" }, parent ? words.t("panel.in", { level, parent: words.name(parent) }) : level,
        place.km2 > 0 ? ` · ${words.t("panel.area", { km2: words.number(place.km2, place.km2 < 100 ? 1 : 0) })}` : null)),
    el("button", { type: "button", class: "close", "aria-label": words.t("panel.close"), onclick: close },
      svg("svg", { viewBox: "0 0 20 20", class: "icon", "aria-hidden": "true" }, svg("path", { d: "M5 5L15 15M15 5L5 15" }))));
}

function stateLine(place, spell, store, words) {
  const { map } = store;
  return el("div", { class: "state-line" },
    swatch(spell.fill, map.fills[spell.fill], "swatch large"),
    el("div", {},
      el("p", { class: "state" }, words.state(spell, isDecided(spell))),
      spell.sinceText ? el("p", { class: "since" }, words.since(spell.sinceText, spell.sinceBy)) : null,
      evidence(place, spell, store, words)));
}

const CONFIDENCES = ["low", "medium", "high"];

/* How sure it is, on how many sources, and how old the newest evidence is. */
function evidence(place, spell, store, words) {
  const { map, date } = store;
  const records = spell.records.map((id) => map.records.get(id)).filter(Boolean);
  if (!records.length) return null;
  const sources = new Set(records.map((record) => record.source)).size;
  const best = CONFIDENCES[Math.max(...records.map((record) => CONFIDENCES.indexOf(record.confidence)))];
  const newest = newestOn(map.world, place.id, date, knownOn(store, date));
  const parts = [words.t(sources === 1 ? "evidence.source" : "evidence.sources", { n: sources }), words.t(`confidence.${best}`), newest === null ? "" : words.t("evidence.newest", { date: words.day(newest) })];
  return el("p", { class: "evidence" }, parts.filter(Boolean).join(" · "));
}

/* What a reader must not miss: where it comes from, its age, who disagrees, what goes on beside. */
function callouts(place, spell, store, words) {
  const { map } = store;
  const line = (mark, ...children) => el("li", {}, mark ? badgeIcon(mark) : null, el("span", {}, children));
  const items = [
    spell.inheritedFrom ? line("", words.t("panel.inherited", { place: words.name(map.places.get(spell.inheritedFrom)) || spell.inheritedFrom })) : null,
    ...sayings(spell.dissent, map).map((group) => line("dissent", dissentWords(group, spell, words))),
    ...sayings(spell.claimed, map).map((group) => line("claim", words.t("panel.claimed", sayingWords(group, words)))),
    isStaleNow(store, place) ? line("stale", words.t("panel.stale", { days: map.staleAfter })) : null,
    ...conditionsNow(store, place).map(({ condition, parties }) => line(condition, words.t(`state.${condition}`, { parties: words.parties(parties) }))),
  ].filter(Boolean);
  return items.length ? [el("ul", { class: "callouts" }, items)] : [];
}

/* Records by what they say: [{status, parties, first, records}]. */
function sayings(ids, map) {
  const groups = new Map();
  for (const record of ids.map((id) => map.records.get(id)).filter(Boolean)) {
    const key = `${stateKey(record)}|${record.effective}`;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(record);
  }
  return [...groups.values()];
}

const sayingWords = (records, words) => ({
  sources: words.apart(words.join([...new Set(records.map((record) => record.source))])),
  state: `${words.state(records[0])} (${words.effective(records[0].effective)})`,
});

function dissentWords(records, spell, words) {
  const { sources, state } = sayingWords(records, words);
  const later = stateKey(records[0]) === stateKey(spell);
  return later ? words.t("panel.dissent_later", { sources, date: words.apart(words.effective(records[0].effective)) }) : words.t("panel.dissent", { sources, state });
}

/* The place's own records, and those of the ancestor that an inherited state comes from. */
function recordSections(place, spell, store, words) {
  const above = store.map.places.get(spell.inheritedFrom);
  const own = recordCards(place.id, store, words);
  return [
    el("h3", {}, words.t("panel.records")),
    own ?? el("p", { class: "note" }, words.t("panel.no_records")),
    above ? el("h3", {}, words.t("panel.records_of", { place: words.name(above) })) : null,
    above ? recordCards(above.id, store, words) : null,
  ].filter(Boolean);
}
