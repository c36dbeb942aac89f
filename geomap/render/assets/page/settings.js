/* Language, digits and colours of the page. */
import { LANGUAGES, nameOfLanguage } from "../words.js";
import { segments } from "./tools.js";

const ICON = "M10 2.5A7.5 7.5 0 1 0 10 17.5A7.5 7.5 0 1 0 10 2.5M2.5 10H17.5M10 2.5C5.5 7 5.5 13 10 17.5C14.5 13 14.5 7 10 2.5";

export function addSettings(tools, store, words) {
  const { t } = words;
  const pick = (name, values, wordFor) => segments({
    label: t(`settings.${name}`),
    options: values.map((value) => ({ value, label: wordFor(value) })),
    value: store[name],
    choose: (value) => store.set({ [name]: value }),
  });
  const tool = tools.add({
    id: "settings", icon: ICON, label: t("settings.lang"), title: t("settings.title"),
    fill: () => [
      pick("lang", LANGUAGES, nameOfLanguage),
      store.lang === "ar" ? pick("digits", ["latn", "arab"], (value) => (value === "arab" ? "٠١٢٣" : "0123")) : null,
      pick("theme", ["", "light", "dark"], (value) => t(`settings.theme.${value || "auto"}`)),
    ],
  });
  return () => tool.refresh();
}
