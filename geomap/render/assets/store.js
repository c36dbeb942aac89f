/* The day and the place that the page shows, and who wants to hear of a change. */
import { makeTimeline } from "./timeline.js";

export function makeStore(map) {
  const listeners = [];
  const timeline = makeTimeline(map);
  const changeDays = [...timeline.changes.keys()].sort((a, b) => a - b);
  const store = { map, timeline, changeDays, date: map.opens, place: "", listen, setDate, select, step };

  /* Listeners get the store, the date and place before, and the places of which anything changed. */
  function listen(listener) {
    listeners.push(listener);
  }

  function tell(before, changed) {
    if (before.date === store.date && before.place === store.place) return;
    listeners.forEach((listener) => listener(store, before, changed));
  }

  /* Days outside the map's range give its first or last day. */
  function setDate(day) {
    const before = { date: store.date, place: store.place };
    store.date = Math.min(Math.max(day, map.first), map.last);
    tell(before, timeline.moveTo(store.date));
  }

  /* "" selects nothing; so does an id that is not on the map. */
  function select(id) {
    const before = { date: store.date, place: store.place };
    store.place = map.places.get(id)?.shown ? id : "";
    tell(before, []);
  }

  /* The next or previous day on which something changes; the ends where there is none. */
  function step(direction) {
    const days = direction > 0 ? changeDays : [...changeDays].reverse();
    const next = days.find((day) => (day - store.date) * direction > 0);
    setDate(next ?? (direction > 0 ? map.last : map.first));
  }

  return store;
}
