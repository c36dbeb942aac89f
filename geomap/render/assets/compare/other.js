/* The other day of a comparison: a time line of its own, kept on the day chosen. */
import { makeTimeline } from "../timeline.js";

/* Returns other(): {timeline, date}, worked out when it is first asked for. */
export function makeOther(store) {
  let timeline = null;
  let date = null;
  return () => {
    timeline ??= makeTimeline(store.map);
    if (date !== store.compare) timeline.moveTo(store.compare);
    date = store.compare;
    return { timeline, date };
  };
}
