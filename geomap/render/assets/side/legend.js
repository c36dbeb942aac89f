/* The legend of the day: only what is on the map, with the areas of those who hold it. */
import { el } from "../dom.js";
import { badgeIcon } from "../map/badges.js";
import { swatch } from "../map/fills.js";

const STATUS_ORDER = ["control", "contested", "shared", "disputed", "vacated", "unknown"];

export function makeLegend(box, store, words) {
  return () => {
    const { map, timeline } = store;
    const marks = timeline.marks();
    const shares = timeline.shares();
    box.replaceChildren(
      el("h2", {}, words.t("legend.title")),
      el("ul", { class: "legend-rows" }, statesNow(store).map((row) => stateRow(row, map, shares, words))),
      shares.total > 0 ? landNote(shares, words) : null,
      marks.length ? el("ul", { class: "legend-marks" }, marks.map((mark) => markRow(mark, map, words))) : null,
    );
    box.querySelectorAll(":scope > :empty").forEach((node) => node.remove());
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

function stateRow({ fill, status, parties }, map, shares, words) {
  const label = status === "control" ? words.party(parties[0]) : words.t(`status.${status}`);
  const who = status === "control" ? words.short(parties[0]) : parties.map(words.short).join(" / ");
  const share = status === "control" ? shares.rows.get(parties[0]) : null;
  return el("li", { class: "legend-row", "data-fill": fill, title: words.t(`meaning.${status}`) },
    swatch(fill, map.fills[fill]),
    el("span", { class: "legend-name" }, el("bdi", {}, label), who && who !== label ? el("span", { class: "code" }, who) : null),
    share && shares.total ? el("span", { class: "legend-share" }, shareWords(share, shares.total, words)) : null);
}

/* "62-70% · 1,020-1,140 km²"; one number where the two are one. */
function shareWords({ least, most }, total, words) {
  const percent = [least, most].map((km2) => roundPercent((100 * km2) / total));
  const digits = most < 100 ? 1 : 0;
  const area = [least, most].map((km2) => words.number(km2, digits));
  return [
    el("b", {}, percent[0] === percent[1] ? words.t("legend.percent_one", { least: percent[0] }) : words.t("legend.percent", { least: percent[0], most: percent[1] })),
    el("span", {}, area[0] === area[1] ? words.t("legend.share_one", { least: area[0] }) : words.t("legend.share", { least: area[0], most: area[1] })),
  ];
}

const roundPercent = (value) => (value > 0 && value < 10 ? Number(value.toFixed(1)) : Math.round(value));

function landNote({ total, unknown }, words) {
  const digits = total < 100 ? 1 : 0;
  const fields = { total: words.number(total, digits), km2: words.number(unknown, digits) };
  return el("p", { class: "note" }, words.t("legend.shares_note", fields), unknown > 0 ? ` ${words.t("legend.unknown_land", fields)}.` : null);
}

const markRow = (mark, map, words) =>
  el("li", {}, badgeIcon(mark),
    el("span", {}, el("b", {}, words.t(`mark.${mark}`)), el("span", { class: "means" }, ` ${words.t(`mark.${mark}.means`, { days: map.staleAfter })}`)));
