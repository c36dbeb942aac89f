/* What is said beside the date where not all that is known is shown; empty where it is. */
import { knownOn } from "../knownon.js";

export function knownWords(store, words) {
  const known = knownOn(store, store.date);
  return known === null || (store.known === null && known >= store.map.dataTo) ? "" : words.t("known_on", { date: words.day(known) });
}
