/* Play: from change to change, long enough on each to see it, or from day to day. */

const PAUSE_MS = { change: 1100, day: 160 };
export const SPEEDS = [1, 2, 4];

export function makePlayer(store, changed, { speed, by } = { speed: 1, by: "change" }) {
  let timer = null;
  const pace = { speed, by };

  function stop() {
    if (timer === null) return;
    clearInterval(timer);
    timer = null;
    changed();
  }

  function run() {
    clearInterval(timer);
    timer = setInterval(advance, PAUSE_MS[pace.by] / pace.speed);
  }

  function toggle() {
    if (timer !== null) return stop();
    if (store.date >= store.map.last) store.setDate(store.map.first);
    run();
    advance();
    return changed();
  }

  function advance() {
    if (pace.by === "day") store.setDate(store.date + 1);
    else store.step(1);
    if (store.date >= store.map.last) stop();
  }

  /* How fast, and by what: {speed} is one of SPEEDS, {by} "change" or "day". */
  function set(wanted) {
    Object.assign(pace, wanted);
    if (timer !== null) run();
    changed();
  }

  return { toggle, stop, set, pace, isPlaying: () => timer !== null };
}
