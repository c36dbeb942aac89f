/* A sheet that is filled from top to bottom: measured texts in lines, from the side the language begins on. */
import { svg } from "../dom.js";

/* {width, pad, inner, isRtl, node, colors, y, gap(px), measure, wrap, text(...), block(...), rule()}; `y` is how far down it
   is filled. A style is {size, weight, family ("sans" or "serif"), color}. */
export function makeSheetOf(width, { lang, direction }) {
  const root = getComputedStyle(document.documentElement);
  const valueOf = (name) => root.getPropertyValue(`--${name}`).trim();
  const colors = Object.fromEntries(["paper", "ink", "ink-2", "ink-3", "rule", "land", "halo"].map((name) => [name, valueOf(name)]));
  const families = { sans: valueOf("sans"), serif: valueOf("serif") };
  const pen = document.createElement("canvas").getContext("2d");
  const isArabic = lang === "ar";
  const isRtl = direction === "rtl";
  const pad = width < 480 ? 14 : 22;
  const sizeOf = ({ size }) => (isArabic ? size * 1.1 : size);
  const leadingOf = (style) => Math.round(sizeOf(style) * (isArabic ? 1.55 : 1.32));

  function measure(text, style) {
    pen.font = `${style.weight ?? 400} ${sizeOf(style)}px ${families[style.family ?? "sans"]}`;
    return pen.measureText(text).width;
  }

  /* A text in lines that are no wider; a word that is wider than a line is broken, and no line begins with a sign that
     belongs to the number before it. */
  function wrap(text, room, style) {
    const lines = [];
    let line = "";
    for (const word of text.split(/[^\S\u00a0\u202f]+/).filter(Boolean).flatMap((each) => piecesOf(each, room, (part) => measure(part, style)))) {
      const longer = line ? `${line} ${word}` : word;
      if (line && measure(longer, style) > room) {
        lines.push(line);
        line = word;
      } else line = longer;
    }
    return line ? [...lines, line] : lines;
  }

  /* One line on the baseline `y`, from the near edge of a box from `left` to `right`, or to its far edge. It
     runs the way its paragraph does. */
  function text(content, { left, right, y, atEnd = false, paragraph = content, ...style }) {
    const isLeft = isRtl === atEnd;
    const runsRtl = isRtlText(paragraph, isRtl);
    return svg("text", {
      x: isLeft ? left : right, y, "text-anchor": isLeft === runsRtl ? "end" : "start", direction: runsRtl ? "rtl" : "ltr",
      "font-family": families[style.family ?? "sans"], "font-size": Number(sizeOf(style).toFixed(2)), "font-weight": style.weight ?? 400,
      fill: colors[style.color ?? "ink"], ...(style.halo ? { stroke: colors.halo, "stroke-width": 3, "stroke-linejoin": "round", "paint-order": "stroke" } : {}),
    }, content);
  }

  /* A text in lines below what is there, over the whole width or a box of its own. */
  function block(content, style, { left = pad, right = width - pad } = {}) {
    for (const line of wrap(content, right - left, style)) {
      sheet.y += leadingOf(style);
      sheet.node.append(text(line, { left, right, y: sheet.y - leadingOf(style) * 0.25, paragraph: content, ...style }));
    }
  }

  function rule() {
    sheet.node.append(svg("path", { d: `M${pad} ${sheet.y}H${width - pad}`, stroke: colors.rule, "stroke-width": 1, fill: "none" }));
  }
  const sheet = { width, pad, isRtl, colors, node: svg("g"), y: 0, measure, wrap, text, block, rule, leadingOf, sizeOf, gap: (px) => (sheet.y += px) };
  return sheet;
}

/* Which way a text runs, by the first letter that has a way. */
function isRtlText(text, otherwise) {
  const letter = /\p{L}/u.exec(text)?.[0];
  return letter ? /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/.test(letter) : otherwise;
}

function piecesOf(word, room, widthOf) {
  if (widthOf(word) <= room) return [word];
  const pieces = [];
  let piece = "";
  for (const letter of word) {
    if (piece && widthOf(piece + letter) > room) {
      pieces.push(piece);
      piece = "";
    }
    piece += letter;
  }
  return [...pieces, piece];
}
