/* Dragging the sheet by its handle. While it is held only the sheet changes its height, and nothing around it; when it is
   let go it comes to rest at the size that is nearest, or the next one the way it was flung. */

const CLICK = 6;
/* Pixels a millisecond from which on a drag is a fling, and how far back it is looked at. */
const FLING = { speed: 0.45, ms: 90 };

/* Returns whether the click that follows was the end of a drag. */
export function dragSheet(side, handle, { now, set, isOff }) {
  const body = side.querySelector(".side-body");
  let drag = null;
  let dragged = false;
  const heights = () => ({ shut: 0, half: halfOf(), full: fullOf(handle) });
  const end = (event) => {
    if (!drag) return;
    const { height, isMoving, trail } = drag;
    drag = null;
    side.classList.remove("dragging");
    body.style.blockSize = "";
    if (isMoving && event.type !== "pointercancel") set(nearest(height, speedOf(trail, event), heights()));
  };
  handle.addEventListener("pointerdown", (event) => {
    dragged = false;
    if (isOff() || event.button !== 0) return;
    drag = { from: event.clientY, start: heights()[now()], height: heights()[now()], isMoving: false, trail: [point(event)] };
    handle.setPointerCapture(event.pointerId);
  });
  handle.addEventListener("pointermove", (event) => {
    if (!drag) return;
    const moved = drag.from - event.clientY;
    if (!drag.isMoving && Math.abs(moved) < CLICK) return;
    drag.isMoving = dragged = true;
    drag.trail.push(point(event));
    drag.height = Math.min(Math.max(drag.start + moved, 0), heights().full);
    side.classList.add("dragging");
    body.style.blockSize = `${drag.height}px`;
  });
  handle.addEventListener("pointerup", end);
  handle.addEventListener("pointercancel", end);
  return () => dragged;
}

const point = ({ clientY, timeStamp }) => ({ y: clientY, time: timeStamp });

/* The same sizes as page/sheet.css has them. */
const halfOf = () => Math.max(150, Math.min(0.46 * window.innerHeight, window.innerHeight - 382));
const fullOf = (handle) => window.innerHeight - handle.offsetHeight - headHeight();

/* The day stays in view over the sheet, however high that is. */
export const headHeight = () => Math.ceil(document.querySelector(".masthead").getBoundingClientRect().height);

/* Upwards, in pixels a millisecond. */
function speedOf(trail, { timeStamp }) {
  const late = trail.filter(({ time }) => timeStamp - time <= FLING.ms);
  if (late.length < 2) return 0;
  const [first, last] = [late[0], late[late.length - 1]];
  return (first.y - last.y) / Math.max(last.time - first.time, 1);
}

/* The name of the size a sheet `height` high comes to rest at. */
export function nearest(height, speed, sizes) {
  const names = Object.keys(sizes).sort((a, b) => sizes[a] - sizes[b]);
  if (speed > FLING.speed) return names.find((name) => sizes[name] >= height) ?? names[names.length - 1];
  if (speed < -FLING.speed) return [...names].reverse().find((name) => sizes[name] <= height) ?? names[0];
  return names.reduce((best, name) => (Math.abs(sizes[name] - height) < Math.abs(sizes[best] - height) ? name : best));
}
