/* A pen like a canvas's that keeps what is drawn with it as SVG paths. */
import { svg } from "../dom.js";
import { hexOf } from "./copying.js";

/* Points nearer than this to the last one are left out, in pixels. */
const NEAR = 0.25;

export function makeTracingPen() {
  const lines = [];
  let d = [];
  let [x, y] = [0, 0];
  const short = (value) => Math.round(value * 10) / 10;
  const go = (letter, toX, toY) => {
    d.push(`${letter}${short(toX)} ${short(toY)}`);
    [x, y] = [toX, toY];
  };
  return {
    strokeStyle: "#000000", lineWidth: 1, globalAlpha: 1,
    clearRect() {},
    beginPath: () => (d = []),
    moveTo: (toX, toY) => go("M", toX, toY),
    lineTo: (toX, toY) => Math.hypot(toX - x, toY - y) > NEAR && go("L", toX, toY),
    arc: (cx, cy, r) => d.push(`M${short(cx - r)} ${short(cy)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`),
    stroke() {
      if (d.length) lines.push({ d: d.join(""), color: this.strokeStyle, width: this.lineWidth, alpha: this.globalAlpha });
    },
    paths: () => lines.map(lineOfPen),
  };
}

function lineOfPen({ d, color, width, alpha }) {
  const numbers = /^rgba?\(/.test(color) ? color.match(/[\d.]+/g).map(Number) : null;
  const opacity = Number((alpha * (numbers?.[3] ?? 1)).toFixed(3));
  return svg("path", {
    d, fill: "none", stroke: numbers ? hexOf(numbers) : color, "stroke-width": width, "stroke-linejoin": "round", "stroke-linecap": "round",
    "stroke-opacity": opacity < 1 ? opacity : null,
  });
}
