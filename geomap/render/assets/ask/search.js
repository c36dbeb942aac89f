/* The search box: a combobox over the names of all places. */
import { byId, el, makeKeeper, svg, write } from "../dom.js";
import { LEVELS } from "../levels.js";
import { swatch } from "../map/fills.js";
import { openSheet } from "../page/sheet.js";

const SEARCH_ICON = "M8.5 3A5.5 5.5 0 1 0 8.5 14A5.5 5.5 0 1 0 8.5 3M12.6 12.6L17 17";
const TYPED_IN = "input:not([type=range]), textarea, select, [contenteditable]";

/* Returns what draws the list again while it is open. `bring(place)` has the map show a place. */
export function makeSearch(box, store, words, finder, bring) {
  const { t } = words;
  const list = el("ul", { id: "found", class: "found", role: "listbox", "aria-label": t("search.label"), hidden: true });
  const told = el("p", { class: "offscreen", role: "status" });
  const none = el("p", { class: "found none", hidden: true }, t("search.none"));
  const input = el("input", {
    type: "text", id: "find", class: "find", role: "combobox", "aria-label": t("search.label"), placeholder: t("search.placeholder"), "aria-expanded": "false",
    "aria-controls": "found", "aria-autocomplete": "list", autocomplete: "off", autocapitalize: "off", spellcheck: "false", enterkeyhint: "search",
    oninput: () => {
      // An empty box keeps the direction of the page, which its hint is written in.
      if (input.value) input.dir = "auto";
      else input.removeAttribute("dir");
      look(0);
    },
    onfocus: () => {
      finder.prepare(() => input.value && look(active));
      if (input.value) look(0);
    },
    onblur: () => shut(),
    onkeydown: (event) => press(event),
  });
  const keep = makeKeeper(list);
  let found = [];
  let active = -1;
  const isOpen = () => !list.hidden;
  const icon = svg("svg", { viewBox: "0 0 20 20", class: "icon", "aria-hidden": "true" }, svg("path", { d: SEARCH_ICON }));
  box.replaceChildren(el("div", { class: "find-box" }, icon, input, list, none), told);
  // The box keeps the focus while an answer is chosen.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => choose(found[[...list.children].indexOf(event.target.closest("li"))]));

  function look(wanted) {
    if (document.activeElement !== input) return;
    found = finder.find(input.value);
    active = found.length ? Math.min(Math.max(wanted, 0), found.length - 1) : -1;
    const isAsked = /[\p{L}\p{N}]/u.test(input.value);
    list.hidden = !found.length;
    none.hidden = !isAsked || found.length > 0 || !finder.isReady();
    input.setAttribute("aria-expanded", String(isOpen()));
    show();
    write(told, isAsked ? (found.length ? t("search.found", { n: found.length }) : t("search.none")) : "");
  }

  function show() {
    keep(found.map(({ place, name }, at) => ({ id: at, said: `${place.id} ${name} ${at === active} ${store.timeline.fillOf(place.at)}`, make: () => option(place, name, at, at === active, store, words) })));
    if (isOpen() && active >= 0) input.setAttribute("aria-activedescendant", `found-${active}`);
    else input.removeAttribute("aria-activedescendant");
    if (isOpen()) list.children[active]?.scrollIntoView({ block: "nearest" });
  }

  function shut() {
    [list, none].forEach((part) => (part.hidden = true));
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function choose(item) {
    if (!item) return;
    input.value = "";
    input.blur();
    show();
    const { place } = item;
    store.set({ place: place.id, level: store.seen.has(place.at) ? store.level : levelFor(place, store) });
    bring(place);
  }

  function press(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (!isOpen()) return look(0);
      active = (active + step + found.length) % found.length;
      return show();
    }
    if (event.key === "Enter") return choose(isOpen() ? found[active] : null);
    if (event.key !== "Escape") return null;
    event.stopPropagation();
    if (isOpen()) return shut();
    if (input.value) input.value = "";
    else input.blur();
    return null;
  }

  return () => isOpen() && show();
}

/* The coarsest level at which a place is drawn, so that what was found can be seen. */
const levelFor = ({ level }, { levels }) => levels.find((name) => LEVELS.indexOf(name) >= LEVELS.indexOf(level)) ?? "";

/* A place with its state on the day, the name that was meant if it is another, and where it lies. */
function option(place, meant, at, isActive, { map, timeline }, words) {
  const parent = map.places.get(place.parent);
  const level = words.t(`level.${place.level}`);
  const name = words.name(place);
  const fill = timeline.fillOf(place.at);
  return el("li", { id: `found-${at}`, role: "option", class: "found-place", "aria-selected": String(isActive), "data-found": place.id },
    swatch(fill, map.fills[fill], "swatch small"),
    el("span", { class: "found-name" },
      el("span", {}, el("bdi", {}, name), meant !== name ? el("bdi", { class: "found-as" }, meant) : null),
      el("span", { class: "where" }, parent ? words.t("panel.in", { level, parent: words.name(parent) }) : level)));
}

/* The button over the map, for screens on which the box is out of sight. */
export function addSearchTool(tools, words) {
  tools.add({ id: "search", icon: SEARCH_ICON, label: words.t("search.short"), title: words.t("search.label"), act: openSearch });
  return () => {};
}

/* The key / asks from anywhere; Enter does on a map that has the focus as a whole. */
export function listenForSearch(container) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.(TYPED_IN)) return;
    if (event.key !== "/" && !(event.key === "Enter" && event.target === container)) return;
    event.preventDefault();
    openSearch();
  });
}

function openSearch() {
  openSheet(byId("side"));
  byId("side-body").scrollTop = 0;
  byId("find").focus({ preventScroll: true });
  byId("find").select();
}
