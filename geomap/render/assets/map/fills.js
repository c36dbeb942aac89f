/* What each state's fill looks like: a square tile of paths that repeats. As an SVG pattern it fills
   outlines and swatches, in tiles.js the pixels of a raster. The kinds are those of
   geomap/style.py, which the printed sheet draws too. */
import { svg } from "../dom.js";

const NEUTRAL = { paper: "var(--vacated)", unknown: "var(--unknown)", dot: "var(--unknown-dot)" };

/* How much is left of a fill where its place stands back. */
export const DIM_SHARE = 0.18;

const patterned = new Set();
let patterns = null;

/* From now on `paintOf` puts its patterns into `defs`, those of `fills`, to which more may come. */
export function defineFills(defs, fills) {
  patterns = { defs, fills };
}

/* What fills with the state of a number; its pattern is made when it is first wanted, and one of it as it stands back, pale
   on bare land, so that nothing below shines through. */
export function paintOf(at, isDim = false) {
  const id = `fill-${at}${isDim ? "-dim" : ""}`;
  if (patterns?.fills[at] && !patterned.has(id)) {
    patterned.add(id);
    patterns.defs.append(patternOf(id, patterns.fills[at], isDim));
  }
  return `url(#${id})`;
}

function patternOf(id, fill, isDim) {
  const { size, paths } = drawingOf(fill);
  const shapes = paths.map(({ d, fill: paint = "none", stroke, width }) => svg("path", { d, fill: paint, stroke, "stroke-width": width }));
  const land = () => svg("rect", { width: size, height: size, fill: "var(--land)" });
  return svg("pattern", { id, width: size, height: size, patternUnits: "userSpaceOnUse" }, isDim ? [land(), svg("g", { opacity: DIM_SHARE }, shapes)] : shapes);
}

/* {size, paths: [{d, fill} or {d, stroke, width}]}: the tile's side in pixels, and what is drawn in
   it from back to front. Colours may be variables of the style sheet. */
export const drawingOf = (fill) => KINDS[fill.kind](fill);

const KINDS = {
  solid: ({ colors, pattern }) => ({ size: 12, paths: [rect(0, 0, 12, 12, colors[0]), ...texture(pattern, toneOf(colors[0]))] }),
  stripes: ({ colors }) => stripes(colors),
  bands: ({ colors }) => bands(colors),
  checks: ({ colors }) => checks(colors),
  vacated: () => ({ size: 12, paths: [rect(0, 0, 12, 12, NEUTRAL.paper)] }),
  unknown: () => ({ size: 9, paths: [rect(0, 0, 9, 9, NEUTRAL.unknown), disc(2.2, 2.2, 1.05, NEUTRAL.dot), disc(6.7, 6.7, 1.05, NEUTRAL.dot)] }),
};

const rect = (x, y, width, height, fill) => ({ d: `M${x} ${y}h${width}v${height}h${-width}Z`, fill });
const ring = (x, y, r) => `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;
const disc = (x, y, r, fill) => ({ d: ring(x, y, r), fill });

/* Stripes of each colour at 45 degrees, with a hairline between, so that they part in grey too. */
function stripes(colors) {
  const width = 10;
  const size = width * colors.length;
  const slanted = (x, across, fill) => ({ d: `M${x} 0h${across}l${-size} ${size}h${-across}Z`, fill });
  const twice = (x, across, fill) => [slanted(x, across, fill), slanted(x + size, across, fill)];
  const lines = colors.flatMap((_, at) => twice(at * width, 1.4, "var(--hairline)"));
  // Behind them all, or the edges of neighbours would let the ground below shine through.
  const back = rect(0, 0, size, size, colors[0]);
  return { size, paths: [back, ...colors.flatMap((color, at) => twice(at * width, width, color)), ...lines] };
}

/* Upright bands of each colour, with the same hairline. */
function bands(colors) {
  const width = 16;
  const size = width * colors.length;
  const bars = colors.map((color, at) => rect(at * width, 0, width, size, color));
  return { size, paths: [...bars, ...colors.map((_, at) => rect(at * width, 0, 1, size, "var(--hairline)"))] };
}

function checks(colors) {
  const side = 9;
  const n = Math.max(colors.length, 2);
  const color = (at) => colors[at % colors.length] ?? "var(--unknown)";
  const paths = [];
  for (let row = 0; row < n; row += 1) {
    for (let column = 0; column < n; column += 1) {
      const paint = colors.length === 1 && (row + column) % 2 ? "var(--vacated)" : color(row + column);
      paths.push(rect(column * side, row * side, side, side, paint));
    }
  }
  const lines = Array.from({ length: n }, (_, at) => [rect(at * side, 0, 1.2, n * side, "#fff"), rect(0, at * side, n * side, 1.2, "#fff")]);
  return { size: n * side, paths: [...paths, ...lines.flat()] };
}

/* A party's own texture, in a tone of its colour: seen near, not from afar. */
function texture(name, tone) {
  const line = (d) => [{ d, stroke: tone, width: 1.1 }];
  const textures = {
    dots: () => [disc(3, 3, 1.15, tone), disc(9, 9, 1.15, tone)],
    lines: () => line("M0 3H12M0 9H12"),
    cross: () => line("M0 6H12M6 0V12"),
    rings: () => line(ring(6, 6, 2.6)),
    dashes: () => line("M1 3H6M7 9H12"),
    waves: () => line("M0 4Q3 1 6 4T12 4M0 10Q3 7 6 10T12 10"),
  };
  return (textures[name] ?? (() => []))();
}

/* A lighter tone of a dark colour, a darker one of a light colour. */
export function toneOf(color) {
  const rgb = [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16));
  const towards = luminanceOf(color) < 0.22 ? 255 : 0;
  const share = towards ? 0.2 : 0.16;
  return `rgb(${rgb.map((value) => Math.round(value + (towards - value) * share)).join(",")})`;
}

export function luminanceOf(color) {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const value = parseInt(color.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/* A swatch of a fill for legend, panel and table. */
export function swatch(at, fill, className = "swatch") {
  const vacated = fill.kind === "vacated";
  return svg(
    "svg",
    { class: className, viewBox: "0 0 34 22", "aria-hidden": "true" },
    svg("rect", { x: 1, y: 1, width: 32, height: 20, rx: 2, fill: paintOf(at), class: vacated ? "swatch-edge vacated" : "swatch-edge" }),
    vacated ? svg("text", { x: 17, y: 16.2, class: "swatch-letter", "text-anchor": "middle" }, "V") : null,
    fill.status === "disputed" ? svg("text", { x: 17, y: 16.2, class: "swatch-letter", "text-anchor": "middle" }, "?") : null,
  );
}
