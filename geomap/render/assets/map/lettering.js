/* How wide texts are, without drawing them, and how they break into lines. */
import { svg } from "../dom.js";

/* Returns measure(className, text), in pixels, for texts as the style sheet draws them in `layer`.
   Each text is measured once; measure.forget() is for when the style sheet's faces have changed. */
export function makeMeasure(layer) {
  const pen = document.createElement("canvas").getContext("2d");
  const known = new Map();
  const styles = new Map();
  const styleOf = (className) => {
    if (!styles.has(className)) {
      const probe = svg("text", { class: className });
      layer.append(probe);
      const { font, letterSpacing, textTransform } = getComputedStyle(probe);
      styles.set(className, { font, spacing: parseFloat(letterSpacing) || 0, isUpper: textTransform === "uppercase" });
      probe.remove();
    }
    return styles.get(className);
  };
  const measure = (className, text) => {
    const key = `${className}|${text}`;
    if (known.has(key)) return known.get(key);
    const { font, spacing, isUpper } = styleOf(className);
    pen.font = font;
    const width = pen.measureText(isUpper ? text.toUpperCase() : text).width + spacing * text.length;
    known.set(key, width);
    return width;
  };
  measure.forget = () => [known, styles].forEach((kept) => kept.clear());
  return measure;
}

/* A name in `n` lines of which the widest is as narrow as it can be; null where it has fewer words. */
export function inLines(name, n, widthOf) {
  const best = broken(name.split(" "), n, widthOf);
  return best && best.lines;
}

function broken(words, n, widthOf) {
  if (words.length < n) return null;
  if (n === 1) return { lines: [words.join(" ")], width: widthOf(words.join(" ")) };
  let best = null;
  for (let first = 1; first <= words.length - n + 1; first += 1) {
    const line = words.slice(0, first).join(" ");
    const rest = broken(words.slice(first), n - 1, widthOf);
    const width = Math.max(widthOf(line), rest.width);
    if (!best || width < best.width) best = { lines: [line, ...rest.lines], width };
  }
  return best;
}
