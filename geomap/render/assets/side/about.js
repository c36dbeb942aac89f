/* What the map rests on: sources, licences, what is approximate, and what it does not claim. */
import { el } from "../dom.js";
import { contextSources, eachOnce, outlineSources, recordSources } from "../take/citation.js";

export function fillAbout(box, map, words) {
  const { t } = words;
  const shown = map.placeList;
  const around = contextSources(map, words);
  const lines = [
    t("about.disclaimer"),
    ...map.notes.map(words.said),
    map.assessor ? t("about.assessor", { name: words.said(map.assessor).replace(/[. ]+$/, "") }) : "",
    t("about.records", { sources: recordSources(map, words) }),
    t("about.boundaries", { sources: outlineSources(map, words) }),
    t("about.licence", { licences: eachOnce(shown.map((place) => place.licence), words) }),
    around ? t("about.context", { sources: around }) : "",
    map.tiles ? t("about.tiles", { name: words.apart(map.tiles.name), hosts: words.apart(map.tiles.hosts.join(", ")) }) : "",
    approximate(shown, words),
    t("about.precision", { metres: words.number(map.precision, 3) }),
    t("about.areas"),
    map.known === null ? "" : t("known_on", { date: words.day(map.known) }),
    `${t("data_to", { date: words.day(map.dataTo) })}. ${t("about.leaflet")}.`,
  ];
  box.replaceChildren(el("h2", {}, t("about.title")), ...figures(map, words), ...lines.filter(Boolean).map((line) => el("p", { dir: "auto" }, line)));
}

function approximate(places, words) {
  const names = places.filter((place) => place.approximate).map((place) => words.name(place));
  return names.length ? words.t("about.approximate", { places: names.join(words.t("list.comma", { a: "", b: "" })) }) : "";
}

/* What others have published, beside our numbers and never mixed in. */
function figures(map, words) {
  if (!map.figures.length) return [];
  const { t } = words;
  const line = (figure) => t("figure.line", {
    source: words.source(figure),
    party: t("list.comma", { a: words.party(figure.actor), b: words.name(map.places.get(figure.place)) }),
    op: words.t(`figure.op.${figure.op}`),
    value: figure.measure === "share" ? words.t("legend.percent_one", { least: figure.value }) : words.t("panel.area", { km2: words.number(figure.value) }),
    date: words.effective(figure.onText),
  });
  return [el("h3", {}, words.t("figure.title")), ...map.figures.map((figure) => el("p", {}, line(figure).replaceAll("  ", " ")))];
}
