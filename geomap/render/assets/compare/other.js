/* The other day of a comparison: a time line of its own, kept on the day chosen. */
import { knownOn } from "../knownon.js";
import { makeTimeline } from "../timeline.js";

/* Returns other(): {timeline, date}, worked out when it is first asked for. */
export function makeOther(store) {
  let timeline = null;
  let date = null;
  let knew = null;
  let looked = store.seen;
  return () => {
    timeline ??= makeTimeline(store.map);
    if (looked !== store.seen) timeline.look(store.seen);
    looked = store.seen;
    const known = knownOn(store, store.compare);
    if (date !== store.compare || known !== knew) timeline.moveTo(store.compare, known);
    [date, knew] = [store.compare, known];
    return { timeline, date };
  };
}
