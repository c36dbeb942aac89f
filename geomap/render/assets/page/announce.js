/* Tells screen readers the day and what changed, once the day has come to rest. */
import { knownWords } from "../ask/knownwords.js";
import { atRest } from "../rest.js";
import { isDecided } from "../states.js";

const ANNOUNCED_AFTER_MS = 400;
const MOST = 3;

export function makeAnnouncer(box, store, words) {
  const { map, timeline } = store;
  const fills = () => map.placeList.map(({ at }) => timeline.fillOf(at));
  let told = fills();
  const say = (place) => {
    const spell = timeline.spellAt(place.at);
    return words.t("announce.change", { place: words.name(place), state: words.state(spell, isDecided(spell)) });
  };
  const speak = () => {
    const chosen = map.places.get(store.place);
    const changed = map.placeList.filter(({ at }) => store.seen.has(at) && timeline.fillOf(at) !== told[at]);
    const named = [...(chosen ? [chosen] : []), ...changed.filter((place) => place !== chosen)].slice(0, MOST);
    const changes = named.length ? named.map(say).join(" ") : words.t("announce.no_change");
    const known = store.known === null ? "" : `${knownWords(store, words)}. `;
    box.textContent = known + words.t("announce.date", { date: words.day(store.date), changes });
    told = fills();
  };
  return atRest(speak, ANNOUNCED_AFTER_MS);
}
