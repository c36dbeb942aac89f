/* The row of buttons over the map; each opens a box of choices, one at a time. */
import { el, svg } from "../dom.js";

const CONTROLS = "button, input, select, a";

/* Returns {add, open(id), opened(), clear()}: add({id, icon, label, title, fill}) adds a button with an icon (a path on
   20 by 20 units) and gives back {button, panel, open(), close(), refresh()}. `fill()` returns what stands in its box; it is
   asked each time the box opens, and again by refresh() while it is open. With `act` instead of `fill` the button
   has no box and does that. */
export function makeTools(box) {
  let opened = null;
  const known = new Map();
  const shut = () => opened?.close();
  L.DomEvent.disableClickPropagation(box).disableScrollPropagation(box);

  function add({ id, icon, label, title = label, fill, act }) {
    const button = el("button", {
      type: "button", class: "tool", id: `tool-${id}`, title, "aria-label": title, "aria-expanded": act ? null : "false", "aria-controls": act ? null : `box-${id}`,
      onclick: act ? () => [shut(), act()] : () => (tool === opened ? shut() : tool.open()),
    }, svg("svg", { viewBox: "0 0 20 20", class: "icon", "aria-hidden": "true" }, svg("path", { d: icon })), el("span", { class: "tool-label" }, label));
    const panel = el("div", { class: "popover", id: `box-${id}`, role: "group", "aria-label": title, hidden: true });
    panel.addEventListener("keydown", (event) => event.key === "Escape" && leave(event));
    const leave = (event) => {
      event.stopPropagation();
      shut();
      button.focus();
    };
    const tool = {
      id,
      button,
      panel,
      refresh() {
        if (tool !== opened) return;
        const at = [...panel.querySelectorAll(CONTROLS)].indexOf(document.activeElement);
        panel.replaceChildren(...[fill()].flat().filter(Boolean));
        if (at >= 0) panel.querySelectorAll(CONTROLS)[at]?.focus({ preventScroll: true });
      },
      open() {
        shut();
        opened = tool;
        tool.refresh();
        panel.hidden = false;
        button.setAttribute("aria-expanded", "true");
        panel.querySelector(CONTROLS)?.focus({ preventScroll: true });
      },
      close() {
        opened = null;
        panel.hidden = true;
        button.setAttribute("aria-expanded", "false");
      },
    };
    box.append(el("div", { class: "tool-place" }, button, act ? null : panel));
    if (!act) known.set(id, tool);
    return tool;
  }

  function clear() {
    shut();
    known.clear();
    box.replaceChildren();
  }
  document.addEventListener("pointerdown", (event) => box.contains(event.target) || shut());
  return { add, clear, open: (id) => known.get(id)?.open(), opened: () => opened?.id };
}

/* A row of which one is chosen: [{value, label}]. */
export function segments({ label, options, value, choose }) {
  const buttons = options.map((option) =>
    el("button", { type: "button", class: "segment", "aria-pressed": String(option.value === value), onclick: () => choose(option.value) }, option.label));
  return el("div", { class: "choice" }, el("p", { class: "choice-label" }, label), el("div", { class: "segments", role: "group", "aria-label": label }, buttons));
}

/* A box to tick. */
export const tickBox = ({ label, checked, toggle }) =>
  el("label", { class: "tick" }, el("input", { type: "checkbox", checked, onchange: (event) => toggle(event.target.checked) }), el("span", {}, label));

/* One of many: [{value, label}]. */
export function dropDown({ label, options, value, choose }) {
  const chosen = el("select", { "aria-label": label, onchange: (event) => choose(event.target.value) },
    options.map((option) => el("option", { value: option.value, selected: option.value === value }, option.label)));
  return el("label", { class: "choice" }, el("span", { class: "choice-label" }, label), chosen);
}
