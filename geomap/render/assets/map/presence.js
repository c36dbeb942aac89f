/* Presence without control: sparse diamonds in the party's colour, ringed so that they show on
   any ground. */
import { svg } from "../dom.js";

const TILE = 46;

export function definePresence(defs, actors) {
  [...actors.values()].forEach(({ color }, at) => {
    const sign = (x, y) =>
      svg("path", { d: `M${x} ${y - 5}L${x + 5} ${y}L${x} ${y + 5}L${x - 5} ${y}Z`, fill: color, stroke: "#fff", "stroke-width": 1.6 });
    defs.append(
      svg("pattern", { id: `presence-${at}`, width: TILE, height: TILE, patternUnits: "userSpaceOnUse" }, sign(11.5, 11.5), sign(34.5, 34.5)),
    );
  });
}
