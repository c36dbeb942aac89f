/* What the map shows: signs beside control, one party in full, and down to which level. */
import { el } from "../dom.js";
import { HIDEABLE, isHidden } from "../levels.js";
import { dropDown, tickBox } from "../page/tools.js";
import { partiesOf } from "./party.js";

const LAYERS_ICON = "M10 3L17.5 7L10 11L2.5 7ZM3.5 10.2L10 13.7L16.5 10.2M3.5 13.4L10 16.9L16.5 13.4";
const SAID = ["party", "hide", "level"];

/* Returns what draws its box again. */
export function addLayers(tools, store, words) {
  const { t } = words;
  const conditions = new Set(store.map.placeList.flatMap((place) => place.conditions.map(({ condition }) => condition)));
  const tool = tools.add({
    id: "layers", icon: LAYERS_ICON, label: t("layers.label"), title: t("layers.title"),
    fill: () => [
      marksChoice(HIDEABLE.filter((name) => conditions.has(name)), store, t),
      partyChoice(store, words),
      levelChoice(store, t),
    ],
  });
  let isOn = false;
  return (_, before) => {
    if (isOn !== SAID.some((name) => store[name] !== "")) isOn = tool.button.classList.toggle("is-on");
    if (SAID.some((name) => before[name] !== store[name])) tool.refresh();
  };
}

function marksChoice(names, store, t) {
  if (!names.length) return null;
  const hidden = (name, isShown) => HIDEABLE.filter((other) => (other === name ? !isShown : isHidden(store, other))).join();
  const box = (name) => tickBox({ label: t(`layers.${name}`), checked: !isHidden(store, name), toggle: (isShown) => store.set({ hide: hidden(name, isShown) }) });
  return el("div", { class: "choice", role: "group", "aria-label": t("layers.marks") }, el("p", { class: "choice-label" }, t("layers.marks")), names.map(box));
}

function partyChoice(store, words) {
  const options = partiesOf(store.map).map((id) => ({ value: id, label: words.party(id) }));
  if (options.length < 2) return null;
  const all = { value: "", label: words.t("layers.all_parties") };
  return dropDown({ label: words.t("layers.party"), options: [all, ...options], value: store.party, choose: (party) => store.set({ party }) });
}

function levelChoice(store, t) {
  if (!store.levels.length) return null;
  const options = [...store.levels.map((level) => ({ value: level, label: t(`level_down.${level}`) })), { value: "", label: t("layers.all_levels") }];
  return dropDown({ label: t("layers.level"), options, value: store.level, choose: (level) => store.set({ level }) });
}
