/* The history of a place as a strip of coloured runs; a click on a run goes to its first day. */
import { el, svg } from "../dom.js";
import { runsKnown } from "../known.js";
import { knownOn } from "../knownon.js";
import { paintOf } from "../map/fills.js";
import { isDecided, runsOf } from "../states.js";
import { partsOf } from "../days.js";

export function historyStrip(place, store, words) {
  const { map, date } = store;
  const width = Math.max(map.last - map.first, 1);
  const share = (day) => (100 * (Math.min(Math.max(day, map.first), map.last) - map.first)) / width;
  const known = knownOn(store, date);
  const runs = (known === map.known ? runsOf(place) : runsKnown(map, place, known)).filter((run) => run.from <= map.last && (run.to === null || run.to > map.first));
  const now = el("span", { class: "strip-now" });
  now.style.insetInlineStart = `${share(date)}%`;
  return el("section", { class: "history" },
    el("h3", {}, words.t("panel.history")),
    el("div", { class: "strip" }, runs.map((run) => segment(run, share, store, words)), now),
    el("div", { class: "strip-ends" }, [map.first, map.last].map((day) => el("span", {}, words.digits(String(partsOf(day).year))))));
}

function segment(run, share, store, words) {
  const from = Math.max(run.from, store.map.first);
  const to = run.to ?? store.map.last;
  const label = words.t("panel.history_go", { state: words.state(run, isDecided(run)), date: words.day(from) });
  const bar = svg("svg", { "aria-hidden": "true" }, svg("rect", { width: "100%", height: "100%", fill: paintOf(run.fill) }));
  const button = el("button", { type: "button", class: "strip-run", "aria-label": label, title: label, onclick: () => store.setDate(from) }, bar);
  button.style.insetInlineStart = `${share(from)}%`;
  button.style.inlineSize = `max(3px, ${share(to) - share(from)}%)`;
  return button;
}
