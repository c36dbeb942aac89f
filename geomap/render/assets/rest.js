/* What can wait until the reader has come to rest: the address, what screen readers are told, outlines that fade. */

/* Returns ask(): `act` is done once nobody has asked for `ms`. One timer waits however often that is: to set and clear
   one at each step of a slider costs more than to show another day. */
export function atRest(act, ms) {
  let asked = 0;
  let isWaiting = false;
  const look = () => {
    const left = asked + ms - performance.now();
    if (left > 0) return setTimeout(look, left);
    isWaiting = false;
    return act();
  };
  return () => {
    asked = performance.now();
    if (!isWaiting) setTimeout(look, ms);
    isWaiting = true;
  };
}

/* When what is there has been painted; a page that is not looked at paints nothing, and does not wait. */
export const nextFrame = () =>
  new Promise((done) => {
    requestAnimationFrame(() => setTimeout(done));
    setTimeout(done, 100);
  });
