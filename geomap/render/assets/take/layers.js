/* The map as it is in view, pane by pane from back to front, as groups of a picture: paths and texts
   where they are such on the page, and what is painted as pixels as an image. */
import { svg } from "../dom.js";
import { copied } from "./copying.js";
import { makeTracingPen } from "./tracing.js";

/* Groups named by layer, in pixels of the view. */
export function mapLayers(leaflet, words, places) {
  const origin = leaflet.containerPointToLayerPoint([0, 0]);
  const back = leaflet.getPane("mapPane");
  const panes = [...back.querySelectorAll(":scope > .leaflet-pane")].filter(({ style }) => style.display !== "none").map((pane) => ({ pane, z: Number(getComputedStyle(pane).zIndex) || 0 }));
  const drawings = canvasLayersOf(leaflet);
  const groups = panes.sort((a, b) => a.z - b.z).map(({ pane }) => {
    const children = [...pane.children].flatMap((node) => ofNode(node, drawings, leaflet, words, places)).filter(Boolean);
    return children.length ? svg("g", { id: `layer-${nameOf(pane)}`, ...cutOf(pane) }, cutShape(pane), children) : null;
  });
  return svg("g", { transform: `translate(${-origin.x} ${-origin.y})` }, groups);
}

/* A pane that is cut at the line between two days is cut so in the picture. */
const cutPoints = ({ style }) => [...style.clipPath.matchAll(/(-?[\d.]+)px (-?[\d.]+)px/g)].map(([, x, y]) => `${x},${y}`).join(" ");
const cutOf = (pane) => (cutPoints(pane) ? { "clip-path": `url(#cut-${nameOf(pane)})` } : {});
const cutShape = (pane) => (cutPoints(pane) ? svg("clipPath", { id: `cut-${nameOf(pane)}` }, svg("polygon", { points: cutPoints(pane) })) : null);

const nameOf = (pane) => (/leaflet-([\w-]+)-pane/.exec(pane.className)?.[1] ?? "other").toLowerCase();

/* Puts a copy in the place of every canvas, as lines or as an image, for paper: a browser writes a canvas into a PDF with
   the clearing of it, which in some readers wipes out all that lies below. Returns what takes the copies away. */
export function withoutCanvases(leaflet, places) {
  const drawings = canvasLayersOf(leaflet);
  const copies = [...leaflet.getPane("mapPane").querySelectorAll("canvas")].map((canvas) => {
    const copy = svg("svg", { class: "labels canvas-copy", width: 1, height: 1 }, ofCanvas(canvas, drawings.get(canvas), leaflet, places));
    canvas.after(copy);
    canvas.style.visibility = "hidden";
    return () => {
      copy.remove();
      canvas.style.visibility = "";
    };
  });
  return () => copies.forEach((remove) => remove());
}

/* canvas -> the layer that paints it. */
function canvasLayersOf(leaflet) {
  const drawings = new Map();
  leaflet.eachLayer((layer) => layer._container instanceof HTMLCanvasElement && drawings.set(layer._container, layer));
  return drawings;
}

function ofNode(node, drawings, leaflet, words, places) {
  if (node instanceof HTMLCanvasElement) return [ofCanvas(node, drawings.get(node), leaflet, places)];
  if (node.localName !== "svg" || getComputedStyle(node).visibility === "hidden") return [];
  return leavesOf(node).map((leaf) => withName(copied(leaf), leaf, words, places));
}

/* Leaflet puts its paths in a group of their own. */
const leavesOf = (node) => [...node.children].flatMap((child) => (child.localName === "g" && !child.attributes.length ? leavesOf(child) : [child]));

/* What answers to a click is a place, and named so. */
function withName(copy, { dataset }, words, places) {
  const place = copy && places.get(dataset.place);
  if (!place) return copy;
  copy.setAttribute("id", `place-${idOf(place.id)}`);
  copy.prepend(svg("title", {}, words.name(place)));
  return copy;
}

/* An id as XML allows it; two different ones stay two. */
export const idOf = (text) => text.replace(/[^A-Za-z0-9.-]/g, (letter) => `_${letter.codePointAt(0).toString(16)}_`).replaceAll("_5f_", "_");

/* Borders are lines again where they are few; else, as the ground of many places, they are an image. */
function ofCanvas(canvas, layer, leaflet, { size }) {
  if (layer?.drawOn && size <= MOST_TRACED) {
    const pen = makeTracingPen();
    const { view, min } = layer.drawOn(pen);
    return svg("g", { transform: `translate(${min.x} ${min.y}) scale(${1 / view.ratio})` }, pen.paths());
  }
  const { x, y } = leaflet.containerPointToLayerPoint([0, 0]);
  const { x: width, y: height } = leaflet.getSize();
  const box = canvas.getBoundingClientRect();
  const frame = leaflet.getContainer().getBoundingClientRect();
  if (!box.width || !canvas.width) return null;
  const ratio = canvas.width / box.width;
  const view = Object.assign(document.createElement("canvas"), { width: Math.round(width * ratio), height: Math.round(height * ratio) });
  view.getContext("2d").drawImage(canvas, (box.left - frame.left) * ratio, (box.top - frame.top) * ratio);
  return svg("image", { x, y, width, height, preserveAspectRatio: "none", href: view.toDataURL("image/png") });
}

const MOST_TRACED = 500;
