/* The borders over a few places as SVG paths: every arc once, as borders.js draws them over a raster. A canvas as large as
   the view would be handed over anew in every frame in which anything on the page is another. */
import { arcsInView, lineOf } from "./borders.js";
import { svg } from "../dom.js";
import { OFF, weighArcs } from "./vector.js";

/* Points of a path: what is painted anew is every path that touches it. */
const MOST_POINTS = 400;

/* {setThings(things, ranks), recolor()}; what is drawn and the rank of each arc, as for borders.js. */
export function addBorderLines(renderer, arcs, things, ranks) {
  const box = svg("g");
  let shown = { things, ranks };
  const draw = () => {
    const view = linesView(renderer);
    const shapes = shown.things.map(({ shape }) => shape);
    shapes.forEach((shape) => weighArcs(arcs, shape));
    const { runs, size } = arcsInView(arcs, shapes, shown.ranks, view);
    box.replaceChildren(...runs.flatMap((run, rank) => borderPaths(arcs, run, lineOf(rank, size), view)));
  };
  renderer._rootGroup.append(box);
  renderer.on("update", draw);
  draw();
  const setThings = (things, ranks) => {
    shown = { things, ranks };
    draw();
  };
  // The style sheet has the colour.
  return { setThings, recolor() {} };
}

/* World pixels to those of the renderer: how large, how far, and where its view lies. */
function linesView({ _map: map, _bounds: { min, max } }) {
  const { x, y } = map.getPixelOrigin();
  return { scale: map.options.crs.scale(map.getZoom()) / 256, x: -x, y: -y, box: [min.x, min.y, max.x, max.y] };
}

function borderPaths(arcs, run, { width, alpha }, view) {
  if (alpha <= 0.05) return [];
  const style = { class: "border-line", "stroke-width": Number(width.toFixed(3)), "stroke-opacity": Number(alpha.toFixed(3)) };
  return arcPaths(arcs, run, view).map((d) => svg("path", { ...style, d }));
}

/* The arcs of a run in paths of so many points, to a tenth of a pixel. */
function arcPaths({ wx, wy, arcStart, weights }, run, { scale, x, y }) {
  const paths = [];
  let [d, n] = ["", 0];
  const onScreen = (i) => `${Math.round((wx[i] * scale + x) * 10) / 10} ${Math.round((wy[i] * scale + y) * 10) / 10}`;
  for (const arc of run) {
    d += `M${onScreen(arcStart[arc])}`;
    for (let i = arcStart[arc] + 1; i < arcStart[arc + 1]; i += 1) {
      if (weights[i] * scale <= OFF) continue;
      d += ` ${onScreen(i)}`;
      n += 1;
    }
    if (n < MOST_POINTS) continue;
    paths.push(d);
    [d, n] = ["", 0];
  }
  return d ? [...paths, d] : paths;
}
