/* Two days in a picture: the line between them with the day on either side, or what changed in words. */
import { byId, svg } from "../dom.js";

const DAY = { size: 13, weight: 700 };
const PAD = 7;

/* The line as it stands over the map, from `top` on; null where there is none. */
export function drawLine(sheet, container, top, tall) {
  const line = container.querySelector(".divider:not([hidden])");
  if (!line) return null;
  const x = (sheet.width * parseFloat(line.style.left)) / 100;
  const days = [...line.querySelectorAll(".flag")].map((flag) => flag.textContent);
  return svg("g", { id: "days" },
    svg("path", { d: `M${x} ${top}v${tall}`, stroke: sheet.colors.paper, "stroke-width": 4 }),
    svg("path", { d: `M${x} ${top}v${tall}`, stroke: sheet.colors.ink, "stroke-width": 2 }),
    days.map((day, side) => flagOf(sheet, day, side, { x, top })));
}

function flagOf(sheet, day, side, { x, top }) {
  const width = sheet.measure(day, DAY) + 2 * PAD;
  const left = side ? x + 3 : x - 3 - width;
  const room = { left: left + PAD, right: left + width - PAD, y: top + 29 };
  return svg("g", {}, svg("rect", { x: left, y: top + 12, width, height: 25, fill: sheet.colors.paper }), sheet.text(day, { ...room, ...DAY }));
}

/* The days compared, and each group with its area; "" where nothing is compared so. */
export function changedWords({ mode }) {
  const box = byId("compare");
  if (mode !== "changes" || !box.childElementCount) return "";
  const groups = [...box.querySelectorAll("h3")].map((head) => [...head.children].map((part) => part.textContent.trim()).join(" "));
  const said = groups.length ? groups.join(" · ") : box.querySelector(".note")?.textContent ?? "";
  return `${box.querySelector(".compare-days").textContent.trim()} ${said}`;
}
