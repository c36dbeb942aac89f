/* What stands around the map in a picture: title and day above it, scale on it, legend and sources below. */
import { svg } from "../dom.js";
import { copied } from "./copying.js";

const SWATCH = { width: 34, height: 22 };
const COLUMN = 236;
const WIDE = 720;

/* Title, day, what was known, and the sentence. */
export function drawHead(sheet, { title, asOf, known, sentence }) {
  const { width, pad, isRtl } = sheet;
  const isWide = width >= WIDE;
  const heading = { size: width < 480 ? 18 : 24, weight: 700, family: "serif" };
  const day = { size: width < 480 ? 15 : 19, weight: 700, family: "serif" };
  const side = isWide ? Math.max(sheet.measure(asOf, day), sheet.measure(known, { size: 12 })) + 32 : 0;
  const box = isRtl ? { left: pad + side } : { right: width - pad - side };
  sheet.gap(pad * 0.6);
  const top = sheet.y;
  sheet.block(title, heading, box);
  if (isWide) {
    const baseline = top + sheet.leadingOf(heading) * 0.75;
    const edges = { left: pad, right: width - pad, atEnd: true };
    sheet.node.append(sheet.text(asOf, { ...edges, y: baseline, ...day }));
    if (known) sheet.node.append(sheet.text(known, { ...edges, y: baseline + 18, size: 12, color: "ink-2" }));
    sheet.y = Math.max(sheet.y, baseline + (known ? 24 : 4));
  } else {
    sheet.block(asOf, day);
    sheet.block(known, { size: 12, color: "ink-2" });
  }
  if (sentence) sheet.gap(3);
  sheet.block(sentence, { size: 13, color: "ink-2" });
  sheet.gap(pad * 0.6);
}

/* The bars of the page's own scale: [{text, pixels}]. The first has its foot on the line, the second its head. */
export function drawScale(sheet, bars, bottom) {
  const { width, isRtl, colors } = sheet;
  const group = svg("g", { id: "scale" });
  bars.forEach(({ text, pixels }, at) => {
    const [left, right] = isRtl ? [width - 12 - pixels, width - 12] : [12, 12 + pixels];
    const line = bottom - 26;
    const d = `M${left} ${at ? line + 7 : line - 7}V${line}H${right}V${at ? line + 7 : line - 7}`;
    group.append(
      svg("path", { d, fill: "none", stroke: colors.halo, "stroke-width": 4 }),
      svg("path", { d, fill: "none", stroke: colors["ink-2"], "stroke-width": 1.5 }),
      sheet.text(text, { left: left + 4, right: right - 4, y: at ? line + 12.5 : line - 4, size: 10.5, halo: true }));
  });
  return group;
}

/* What the legend of the page says, as it says it: rows {icon, label, code, share}. */
export function readLegend(box) {
  const textOf = (node, part) => node.querySelector(part)?.textContent.trim() ?? "";
  const rows = [...box.querySelectorAll("li")].filter((row) => row.querySelector("svg") && !row.closest("[hidden]"));
  return rows.map((row) => ({
    icon: row.querySelector("svg"),
    label: textOf(row, ".legend-name bdi") || textOf(row, "b") || row.textContent.trim(),
    code: [textOf(row, ".legend-name .code"), textOf(row, ".means")].filter(Boolean).join(" · "),
    share: [...row.querySelectorAll(".legend-share > *")].map((part) => part.textContent.trim()).filter(Boolean).join(" · "),
  }));
}

/* Rows in as many columns as have room, each as high as its highest. */
export function drawLegend(sheet, title, rows, note) {
  const { width, pad, isRtl } = sheet;
  const room = width - 2 * pad;
  const n = Math.max(Math.floor((room + 24) / (COLUMN + 24)), 1);
  const across = (room - 24 * (n - 1)) / n;
  sheet.gap(12);
  sheet.block(title, { size: 13, weight: 700 });
  sheet.gap(5);
  for (let at = 0; at < rows.length; at += n) {
    const heights = rows.slice(at, at + n).map((row, column) => {
      const left = isRtl ? width - pad - across - column * (across + 24) : pad + column * (across + 24);
      return drawEntry(sheet, row, { left, right: left + across, top: sheet.y });
    });
    sheet.gap(Math.max(...heights) + 7);
  }
  sheet.block(note, { size: 11, color: "ink-2" });
}

function drawEntry(sheet, { icon, label, code, share }, { left, right, top }) {
  const { isRtl } = sheet;
  const box = isRtl ? { left, right: right - SWATCH.width - 10 } : { left: left + SWATCH.width + 10, right };
  sheet.node.append(iconAt(icon, isRtl ? right - SWATCH.width : left, top));
  let y = top;
  const lines = (text, style) => sheet.wrap(text, box.right - box.left, style).forEach((line) => {
    y += sheet.leadingOf(style);
    sheet.node.append(sheet.text(line, { ...box, y: y - sheet.leadingOf(style) * 0.25, paragraph: text, ...style }));
  });
  lines(label, { size: 13, weight: 600 });
  if (code !== label) lines(code, { size: 11, color: "ink-3" });
  lines(share, { size: 12, color: "ink-2" });
  return Math.max(y - top, SWATCH.height);
}

/* A swatch or a mark in the middle of a swatch's box. */
function iconAt(icon, left, top) {
  const [x, y, width, height] = icon.getAttribute("viewBox").split(/[\s,]+/).map(Number);
  const scale = Math.min(SWATCH.width / width, SWATCH.height / height, 1.06);
  const [dx, dy] = [left + (SWATCH.width - width * scale) / 2 - x * scale, top + (SWATCH.height - height * scale) / 2 - y * scale];
  const places = `translate(${dx.toFixed(2)} ${dy.toFixed(2)})${scale === 1 ? "" : ` scale(${scale.toFixed(3)})`}`;
  return svg("g", { transform: places }, copied(icon));
}

/* Where it is from and what it does not claim. */
export function drawFoot(sheet, lines) {
  sheet.gap(10);
  sheet.rule();
  sheet.gap(6);
  lines.filter(Boolean).forEach((line) => {
    sheet.block(line, { size: 10.5, color: "ink-2" });
    sheet.gap(2);
  });
  sheet.gap(sheet.pad * 0.7);
}
