/* "What changed": on the map what did not change stands back and what did is outlined; beside it, a
   list that chooses places. */
import { el, isolated } from "../dom.js";
import { rendererOf } from "../map/basemap.js";
import { swatch } from "../map/fills.js";
import { ArcPath } from "../map/vector.js";
import { differing, groupsOf } from "./between.js";

/* More outlines at once would take longer than they tell. */
const MOST_OUTLINED = 1500;
/* So many places of a group are listed; the rest is counted. */
const MOST_OF_A_GROUP = 40;

/* The places that differ now, {rows, days: [from, to]}, none unless the mode asks for it. */
export function makeChanges(store, other) {
  let found = { key: "", rows: [], changed: new Set() };
  const look = () => {
    const key = store.mode === "changes" ? `${store.compare} ${store.date} ${store.known}` : "";
    if (key === found.key) return found;
    const turned = key && store.compare > store.date;
    const then = key ? other().timeline : store.timeline;
    const [was, now] = turned ? [store.timeline, then] : [then, store.timeline];
    const rows = key ? differing(store.map, was.fillOf, now.fillOf) : [];
    found = { key, rows, changed: new Set(rows.map(({ at }) => at)), days: turned ? [store.date, store.compare] : [store.compare, store.date] };
    return found;
  };
  store.dimmers.set("changes", (at) => store.mode === "changes" && !look().changed.has(at));
  return look;
}

/* Outlines round what changed; returns what draws them. */
export function addChangedOutlines(leaflet, store, arcs, changes) {
  const path = new ArcPath(arcs, [], { renderer: rendererOf(leaflet, "outlines"), className: "changed-line", fill: false, interactive: false }).addTo(leaflet);
  let drawn = "";
  return () => {
    const { key, rows } = changes();
    if (key === drawn) return;
    drawn = key;
    const shapes = rows.map(({ at }) => arcs.groundOf[at]).filter((shape) => shape >= 0);
    path.setShapes(shapes.length > MOST_OUTLINED ? [] : shapes);
  };
}

/* The list in the side column. */
export function makeChangeList(box, store, changes, words) {
  return () => {
    const isOff = store.mode !== "changes";
    if (isOff && box.hidden) return null;
    box.hidden = isOff;
    if (isOff) return box.replaceChildren();
    const { rows, days } = changes();
    const [from, to] = days.map(words.day);
    const groups = groupsOf(store.map, rows);
    return box.replaceChildren(
      el("h2", {}, words.t("compare.title")),
      el("p", { class: "compare-days" }, words.t("compare.days", { from, to })),
      ...(groups.length ? groups.map((group) => groupOf(group, store, words)) : [el("p", { class: "note" }, words.t("compare.nothing"))]));
  };
}

function groupOf({ kind, party, rows }, store, words) {
  const { map } = store;
  const km2 = rows.reduce((sum, { at }) => sum + map.placeList[at].km2, 0);
  const area = km2 > 0 ? words.t("panel.area", { km2: words.number(km2, km2 < 100 ? 1 : 0) }) : words.count("sentence.places", rows.length);
  const head = party ? words.t(`compare.${kind}`, { party: words.party(party) }) : words.t(`compare.new.${kind}`);
  const largest = [...rows].sort((a, b) => map.placeList[b.at].km2 - map.placeList[a.at].km2).slice(0, MOST_OF_A_GROUP);
  return el("section", { class: `compare-group compare-${kind}` },
    el("h3", {}, el("span", {}, head), el("b", { class: "compare-area" }, words.apart(`${{ gained: "+", lost: "−" }[kind] ?? ""}${area}`))),
    el("ul", {}, largest.map((row) => placeButton(row, store, words))),
    rows.length > largest.length ? el("p", { class: "note" }, words.t("compare.more", { n: words.number(rows.length - largest.length) })) : null);
}

function placeButton({ at, was, now }, store, words) {
  const { map } = store;
  const place = map.placeList[at];
  const stateOf = (fill) => words.state(map.fills[fill]);
  const signs = [was, now].map((fill) => swatch(fill, map.fills[fill], "swatch small"));
  return el("li", {}, el("button", { type: "button", class: "compare-place", title: `${stateOf(was)} → ${stateOf(now)}`, onclick: () => store.select(place.id) },
    el("span", { class: "compare-signs" }, signs[0], el("span", { class: "arrow", "aria-hidden": "true" }, words.direction === "rtl" ? "←" : "→"), signs[1]),
    isolated(words.name(place)), el("span", { class: "offscreen" }, ` ${words.t("compare.from_to", { was: stateOf(was), now: stateOf(now) })}`)));
}
