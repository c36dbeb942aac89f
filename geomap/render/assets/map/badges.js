/* The marks: what the sources leave open on an ink disc, what happens beside control on a white
   one. Each is drawn on 18 by 18 units round the origin. */
import { svg } from "../dom.js";

const path = (d, extra = {}) => svg("path", { d, class: "badge-line", ...extra });
const letter = (text) => svg("text", { y: 4.6, "text-anchor": "middle", class: "badge-letter" }, text);

const GLYPHS = {
  dissent: () => [path("M-4 -1.8H4M-4 1.8H4M2.4 -5L-2.4 5")],
  claim: () => [path("M-4.6 -3.6H4.6V2.2H-0.4L-3 4.8V2.2H-4.6Z"), path("M-2 -0.7H2")],
  stale: () => [svg("circle", { r: 4.6, class: "badge-line" }), path("M0 -2.6V0.3L2.1 1.6")],
  besieged: () => [svg("circle", { r: 3.1, class: "badge-line" }), path("M0 -3.1V-5.9M0 3.1V5.9M-3.1 0H-5.9M3.1 0H5.9M-2.2 -2.2L-4.2 -4.2M2.2 2.2L4.2 4.2M-2.2 2.2L-4.2 4.2M2.2 -2.2L4.2 -4.2")],
  assault: () => [path("M-4.8 0H3M0 -3.6L3.8 0L0 3.6"), path("M5.6 -4V4")],
  truce: () => [path("M-3.2 5.4V-5.2"), path("M-3.2 -4.8H4.4L2.6 -2.2L4.4 0.4H-3.2Z")],
  presence: () => [path("M0 -4.4L4.4 0L0 4.4L-4.4 0Z", { class: "badge-solid" })],
  disputed: () => [letter("?")],
};

const OPEN_QUESTIONS = ["dissent", "claim", "stale", "disputed"];

/* One mark as a group round its middle; `title` is read out and shown on hover. */
export function badge(mark, title) {
  const kind = OPEN_QUESTIONS.includes(mark) ? "badge badge-question" : "badge";
  return svg("g", { class: `${kind} badge-${mark}` }, title ? svg("title", {}, title) : null, svg("circle", { r: 8.4, class: "badge-disc" }), GLYPHS[mark]());
}

export const BADGE_STEP = 19;

/* Marks side by side, the row's middle at the origin. */
export function badgeRow(marks, titleOf) {
  const start = (-(marks.length - 1) * BADGE_STEP) / 2;
  return marks.map((mark, at) => {
    const group = badge(mark, titleOf(mark));
    group.setAttribute("transform", `translate(${start + at * BADGE_STEP} 0)`);
    return group;
  });
}

export const badgeIcon = (mark) =>
  svg("svg", { class: "badge-icon", viewBox: "-9.5 -9.5 19 19", "aria-hidden": "true" }, badge(mark, ""));
