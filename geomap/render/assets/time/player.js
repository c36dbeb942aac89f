/* Play: from change to change, long enough on each to see it. */

const PAUSE_MS = 1100;

export function makePlayer(store, changed) {
  let timer = null;

  function stop() {
    if (timer === null) return;
    clearInterval(timer);
    timer = null;
    changed();
  }

  function toggle() {
    if (timer !== null) return stop();
    if (store.date >= store.map.last) store.setDate(store.map.first);
    timer = setInterval(advance, PAUSE_MS);
    advance();
    return changed();
  }

  function advance() {
    store.step(1);
    if (store.date >= store.map.last) stop();
  }

  return { toggle, stop, isPlaying: () => timer !== null };
}
