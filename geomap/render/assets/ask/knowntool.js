/* "As known on": all that is known, what was known on the day shown, or on a day of the reader's. */
import { el } from "../dom.js";
import { toDay, toIso } from "../days.js";
import { segments } from "../page/tools.js";

const KNOWN_ICON = "M10 2.5A7.5 7.5 0 1 0 17.5 10M10 5.5V10L13 12.5M13 2.5H17.5V7";

export function addKnown(tools, store, words) {
  const { t } = words;
  const { map } = store;
  const choice = () => (store.known === null || store.known === "then" ? store.known ?? "" : "day");
  const choose = { "": () => store.set({ known: null }), then: () => store.set({ known: "then" }), day: () => store.set({ known: store.date }) };
  const tool = tools.add({
    id: "known", icon: KNOWN_ICON, label: t("known.tool"), title: t("known.tool_title"),
    fill: () => [
      segments({ label: t("known.label"), options: ["", "then", "day"].map((value) => ({ value, label: t(`known.${value || "all"}`) })), value: choice(), choose: (value) => choose[value]() }),
      choice() === "day" ? el("label", { class: "choice" }, el("span", { class: "choice-label" }, t("known.day")),
        el("input", { type: "date", value: toIso(store.known), max: toIso(map.known ?? map.dataTo), onchange: ({ target }) => toDay(target.value) !== null && store.set({ known: toDay(target.value) }) })) : null,
      el("p", { class: "note" }, t("known.means")),
    ],
  });
  let isOn = false;
  return (_, before) => {
    if (isOn !== (store.known !== null)) isOn = tool.button.classList.toggle("is-on");
    if (before.known !== store.known) tool.refresh();
  };
}
