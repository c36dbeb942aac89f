/* The button that compares two days: how, and with which other day. */
import { el } from "../dom.js";
import { addMonths, toDay, toIso } from "../days.js";
import { segments } from "../page/tools.js";
import { MODES } from "../store.js";

const COMPARE_ICON = "M10 2.5V17.5M7.5 5H3V15H7.5M12.5 5H17V15H12.5M5.5 10H3M14.5 10H17";

export function addCompare(tools, store, words) {
  const { t } = words;
  const { map } = store;
  const names = { "": "one", swipe: "swipe", changes: "changes" };
  const tool = tools.add({
    id: "compare", icon: COMPARE_ICON, label: t("compare.tool"), title: t("compare.tool_title"),
    fill: () => [
      segments({ label: t("compare.mode"), options: MODES.map((value) => ({ value, label: t(`compare.mode.${names[value]}`) })), value: store.mode, choose: (mode) => store.set({ mode, compare: store.compare ?? beforeThat(store) }) }),
      store.mode ? dayField(store, t) : null,
      store.mode ? el("div", { class: "quick" }, quickDays(store, t)) : null,
    ],
  });
  let isOn = false;
  return (_, before) => {
    if (isOn !== (store.mode !== "")) isOn = tool.button.classList.toggle("is-on");
    if (["mode", "compare", "date"].some((name) => before[name] !== store[name])) tool.refresh();
  };

  function dayField() {
    return el("label", { class: "choice" }, el("span", { class: "choice-label" }, t("compare.with")),
      el("input", { type: "date", value: toIso(store.compare), min: toIso(map.first), max: toIso(map.last), onchange: ({ target }) => toDay(target.value) !== null && store.set({ compare: toDay(target.value) }) }));
  }
}

/* The day before the latest change up to the day shown. */
function beforeThat({ changeDays, date, map }) {
  const latest = changeDays.findLast((day) => day <= date);
  return latest === undefined ? map.first : latest - 1;
}

function quickDays(store, t) {
  const days = [
    ["compare.day.change", beforeThat(store)], ["compare.day.week", store.date - 7], ["compare.day.month", addMonths(store.date, -1)],
    ["compare.day.year", addMonths(store.date, -12)], ["compare.day.first", store.map.first],
  ];
  const button = (label, choose) => el("button", { type: "button", class: "quick-button", onclick: choose }, label);
  return [...days.map(([key, day]) => button(t(key), () => store.set({ compare: day }))), button(t("compare.swap"), () => store.set({ date: store.compare, compare: store.date }))];
}
