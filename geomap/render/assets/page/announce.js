/* Tells screen readers the day and what changed, once the day has come to rest. */
import { isDecided, spellOn, stateKey } from "../states.js";

const REST_MS = 400;
const MOST = 3;

export function makeAnnouncer(box, store, words) {
  let timer = null;
  let told = store.date;
  const say = (place, day) => words.t("announce.change", { place: words.name(place), state: words.state(spellOn(place, day), isDecided(spellOn(place, day))) });
  const speak = () => {
    const { map, date } = store;
    const changed = map.placeList.filter((place) => stateKey(spellOn(place, date)) !== stateKey(spellOn(place, told)));
    const chosen = map.places.get(store.place);
    const named = [...(chosen ? [chosen] : []), ...changed.filter((place) => place !== chosen)].slice(0, MOST);
    const changes = named.length ? named.map((place) => say(place, date)).join(" ") : words.t("announce.no_change");
    box.textContent = words.t("announce.date", { date: words.day(date), changes });
    told = date;
  };
  return () => {
    clearTimeout(timer);
    timer = setTimeout(speak, REST_MS);
  };
}
