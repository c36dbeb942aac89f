/* Copies of what is drawn on the page that look the same without its style sheets: every computed style
   that matters becomes an attribute. Only shapes and texts are copied, so nothing in a copy can run. */
import { svg } from "../dom.js";

const GEOMETRY = ["d", "x", "y", "cx", "cy", "r", "rx", "ry", "x1", "y1", "x2", "y2", "width", "height", "points", "transform"];
const SHAPES = ["path", "circle", "ellipse", "rect", "line", "polyline", "polygon"];

/* A style as SVG has it where nothing is said; what is so is not written. */
const PLAIN = {
  "fill-rule": "nonzero", "stroke-linecap": "butt", "stroke-linejoin": "miter", "stroke-dasharray": "none", "paint-order": "normal",
};
const LETTERSOf = {
  "font-family": "", "font-size": "", "font-weight": "400", "font-style": "normal", "letter-spacing": "normal", "text-anchor": "start", direction: "ltr", "unicode-bidi": "normal",
};

/* The copy of a node, or null where there is nothing to be seen of it. */
export function copied(node) {
  const styles = getComputedStyle(node);
  const tag = node.localName;
  if (tag === "g" || tag === "svg") return copiedGroup(node, styles);
  if (tag === "text") return copiedText(node, styles);
  return SHAPES.includes(tag) ? copiedShape(node, styles) : null;
}

/* The same of a pattern, which stands where nothing is drawn. */
export const copiedPattern = (node) =>
  svg("pattern", attributesOf(node, ["id", "width", "height", "patternUnits", "patternTransform"]), [...node.children].map(copied));

function copiedGroup(node, styles) {
  const children = [...node.children].map(copied).filter(Boolean);
  return children.length ? svg("g", { ...attributesOf(node, ["transform"]), ...opacityOf(styles) }, children) : null;
}

function copiedShape(node, styles) {
  const paint = paintsOf(styles);
  const isNothing = node.getAttribute("d") === "M0 0" || (paint.fill === "none" && !paint.stroke);
  return isNothing ? null : svg(node.localName, { ...attributesOf(node, GEOMETRY), ...paint, ...stylesSaid(styles, PLAIN), ...opacityOf(styles) });
}

function copiedText(node, styles) {
  const text = styles.textTransform === "uppercase" ? node.textContent.toUpperCase() : node.textContent;
  return svg("text", { ...attributesOf(node, GEOMETRY), ...paintsOf(styles), ...stylesSaid(styles, { ...PLAIN, ...LETTERSOf }), ...opacityOf(styles) }, text);
}

const attributesOf = (node, names) => Object.fromEntries(names.filter((name) => node.hasAttribute(name)).map((name) => [name, node.getAttribute(name)]));

const opacityOf = ({ opacity }) => (opacity === "1" ? {} : { opacity });

function stylesSaid(styles, plain) {
  const said = Object.entries(plain).map(([name, value]) => [name, styles.getPropertyValue(name), value]);
  return Object.fromEntries(said.filter(([, now, value]) => now && now !== value).map(([name, now]) => [name, now.replace(/(\d)px/g, "$1")]));
}

function paintsOf(styles) {
  const fill = paintOn("fill", styles);
  const stroke = paintOn("stroke", styles);
  const width = parseFloat(styles.strokeWidth);
  return { ...(fill ?? { fill: "none" }), ...(stroke && width ? { ...stroke, "stroke-width": width } : {}) };
}

/* {fill, "fill-opacity"}, or null where nothing of it is seen. A colour that lets something through
   is a colour and an opacity: many programs know no other way. */
function paintOn(name, styles) {
  const paint = styles.getPropertyValue(name);
  const own = Number(styles.getPropertyValue(`${name}-opacity`));
  const numbers = /^rgba?\(/.test(paint) ? paint.match(/[\d.]+/g).map(Number) : null;
  const opacity = own * (numbers?.[3] ?? 1);
  if (paint === "none" || opacity === 0) return null;
  const color = numbers ? hexOf(numbers) : paint.replace(/^url\(["']?([^"')]*)["']?\).*$/, "url($1)");
  return { [name]: color, ...(opacity < 1 ? { [`${name}-opacity`]: Number(opacity.toFixed(3)) } : {}) };
}

export const hexOf = ([r, g, b]) => `#${[r, g, b].map((value) => Math.round(value).toString(16).padStart(2, "0")).join("")}`;
