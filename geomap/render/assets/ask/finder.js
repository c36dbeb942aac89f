/* Finds places by any of their names. Names are folded once, in the page's idle moments. */
import { LEVELS } from "../levels.js";
import { foldName } from "./folding.js";

const MOST_FOUND = 8;
/* Names folded between two looks at the clock, and for how long at most before a key is answered. */
const AT_A_TIME = 200;
const PATIENCE_MS = 6;
const LARGEST = 2 ** 30;
const HEAVIEST = 2 ** 40;

/* {prepare(done), find(text), isReady(), findAll(text)}: `find` gives the best [{place, name}], `name` the one of its
   names that was meant, among the names folded so far; `findAll` folds what is left, and gives ids. */
export function makeFinder({ placeList }) {
  const folded = { key: [], starts: [], at: [], name: [], weight: [] };
  let next = 0;

  function foldSome(until) {
    while (next < placeList.length && performance.now() < until) {
      for (const end = Math.min(next + AT_A_TIME, placeList.length); next < end; next += 1) addNames(folded, placeList[next]);
    }
  }

  function prepare(done) {
    if (next === placeList.length) return;
    whenIdle((deadline) => {
      foldSome(performance.now() + Math.max(deadline, PATIENCE_MS));
      if (next < placeList.length) prepare(done);
      else done();
    });
  }

  return {
    prepare,
    isReady: () => next === placeList.length,
    findAll(text) {
      foldSome(Infinity);
      return bestOf(folded, foldName(text).key, placeList).map(({ place }) => place.id);
    },
    find(text) {
      foldSome(performance.now() + PATIENCE_MS);
      return bestOf(folded, foldName(text).key, placeList);
    },
  };
}

function addNames(folded, place) {
  const keys = new Set();
  for (const name of [place.name, place.name_ar, place.name_fr, ...place.aliases]) {
    const { key, starts } = foldName(name);
    if (!key || keys.has(key)) continue;
    keys.add(key);
    folded.key.push(key);
    folded.starts.push(starts);
    folded.at.push(place.at);
    folded.name.push(name);
    folded.weight.push(weightOf(place, key));
  }
}

/* How well each name fits: 0 it is what is looked for, 1 it begins so, 2 one of its words does, 3 it has it
   somewhere; of equal ones the coarser place, then the larger, then the shorter name. */
function bestOf({ key, starts, at, name, weight }, wanted, placeList) {
  if (!wanted) return [];
  const best = [];
  for (let i = 0; i < key.length; i += 1) {
    const from = key[i].indexOf(wanted);
    if (from < 0) continue;
    const fit = from === 0 ? (key[i].length === wanted.length ? 0 : 1) : startsWord(key[i], starts[i], wanted, from) ? 2 : 3;
    const cost = fit * HEAVIEST + weight[i];
    if (best.length < MOST_FOUND || cost < best[best.length - 1].cost) keepBest(best, { cost, at: at[i], name: name[i] });
  }
  return best.map((found) => ({ place: placeList[found.at], name: found.name }));
}

/* In its order, and each place once. */
function keepBest(best, item) {
  const known = best.findIndex(({ at }) => at === item.at);
  if (known >= 0 && best[known].cost <= item.cost) return;
  if (known >= 0) best.splice(known, 1);
  const place = best.findIndex(({ cost }) => cost > item.cost);
  best.splice(place < 0 ? best.length : place, 0, item);
  best.length = Math.min(best.length, MOST_FOUND);
}

/* One number to compare by: level, then size, then length of the name. */
const weightOf = ({ level, units }, { length }) =>
  ((LEVELS.indexOf(level) + 1) * LARGEST + LARGEST - 1 - Math.min(Math.round(units), LARGEST - 1)) * 64 + Math.min(length, 63);

function startsWord(key, starts, wanted, first) {
  for (let from = first; from >= 0 && from < 31; from = key.indexOf(wanted, from + 1)) if (starts & (1 << from)) return true;
  return false;
}

/* Safari knows no idle moments. */
function whenIdle(act) {
  if (window.requestIdleCallback) window.requestIdleCallback((deadline) => act(deadline.timeRemaining()), { timeout: 300 });
  else setTimeout(() => act(PATIENCE_MS), 20);
}
