/* Fills as SVG patterns: one for each state that the map can show. The kinds are those of
   geomap/style.py, which the printed sheet draws too. */
import { svg } from "../dom.js";

const NEUTRAL = { paper: "var(--vacated)", unknown: "var(--unknown)", dot: "var(--unknown-dot)" };

/* Adds a pattern for every fill to `defs`; the names count up, as the packed fills do. */
export function defineFills(defs, fills) {
  fills.forEach((fill, at) => defs.append(patternOf(fill, `fill-${at}`)));
}

export const paintOf = (at) => `url(#fill-${at})`;

function patternOf(fill, id) {
  const [size, angle, shapes] = KINDS[fill.kind](fill);
  const transform = angle ? `rotate(${angle})` : null;
  return svg("pattern", { id, width: size, height: size, patternUnits: "userSpaceOnUse", patternTransform: transform }, shapes);
}

const rect = (x, y, width, height, fill) => svg("rect", { x, y, width, height, fill });

const KINDS = {
  solid: ({ colors, pattern }) => [12, 0, [rect(0, 0, 12, 12, colors[0]), texture(pattern, toneOf(colors[0]))]],
  stripes: ({ colors }) => columns(colors, 7, 45),
  bands: ({ colors }) => columns(colors, 16, 0),
  checks: ({ colors }) => checks(colors),
  vacated: () => [12, 0, [rect(0, 0, 12, 12, NEUTRAL.paper)]],
  unknown: () => [9, 0, [rect(0, 0, 9, 9, NEUTRAL.unknown), disc(2.2, 2.2, 1.05, NEUTRAL.dot), disc(6.7, 6.7, 1.05, NEUTRAL.dot)]],
};

const disc = (cx, cy, r, fill) => svg("circle", { cx, cy, r, fill });

/* Equal columns of each colour with a hairline between, so that they part in grey too. */
function columns(colors, width, angle) {
  const size = width * colors.length;
  const bars = colors.map((color, at) => rect(at * width, 0, width, size, color));
  const lines = colors.map((_, at) => rect(at * width, 0, 1, size, "var(--hairline)"));
  return [size, angle, [...bars, ...lines]];
}

function checks(colors) {
  const side = 9;
  const n = Math.max(colors.length, 2);
  const color = (at) => colors[at % colors.length] ?? "var(--unknown)";
  const cells = [];
  for (let row = 0; row < n; row += 1) {
    for (let column = 0; column < n; column += 1) {
      const paint = colors.length === 1 && (row + column) % 2 ? "var(--vacated)" : color(row + column);
      cells.push(rect(column * side, row * side, side, side, paint));
    }
  }
  const lines = Array.from({ length: n }, (_, at) => [rect(at * side, 0, 1.2, n * side, "#fff"), rect(0, at * side, n * side, 1.2, "#fff")]);
  return [n * side, 0, [...cells, ...lines.flat()]];
}

/* A party's own texture, in a tone of its colour: seen near, not from afar. */
function texture(name, tone) {
  const line = (d) => svg("path", { d, stroke: tone, "stroke-width": 1.1, fill: "none" });
  const shapes = {
    dots: () => [disc(3, 3, 1.15, tone), disc(9, 9, 1.15, tone)],
    lines: () => [line("M0 3H12M0 9H12")],
    cross: () => [line("M0 6H12M6 0V12")],
    rings: () => [svg("circle", { cx: 6, cy: 6, r: 2.6, stroke: tone, "stroke-width": 1.1, fill: "none" })],
    dashes: () => [line("M1 3H6M7 9H12")],
    waves: () => [line("M0 4Q3 1 6 4T12 4M0 10Q3 7 6 10T12 10")],
  };
  return (shapes[name] ?? (() => []))();
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
