/* Where the buttons, the scale and the line's flags stand over the map: names of the background keep off them. */

const OVER_MAP = [".tool", ".map-buttons", ".scale", ".flag", ".embed-open", ".embedded .side"].map((part) => `:root:not(.printing) ${part}`).join();

/* Their boxes [left, top, right, bottom] in layer pixels. */
export function controlBoxes(leaflet) {
  const { left, top } = leaflet.getContainer().getBoundingClientRect();
  const { x, y } = leaflet.containerPointToLayerPoint([0, 0]);
  const boxes = [...document.querySelectorAll(OVER_MAP)].map((node) => node.getBoundingClientRect()).filter(({ width }) => width > 0);
  return boxes.map((box) => [box.left - left + x, box.top - top + y, box.right - left + x, box.bottom - top + y]);
}
