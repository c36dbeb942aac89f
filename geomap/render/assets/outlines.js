/* Outlines as Leaflet takes them, [lat, lng] pairs, from shared arcs. */
import { startsOf, unpackShapes } from "./shapes.js";

/* {polygons: [[ring, ...], ...]} of one shape; none for -1. */
export function latLngsOf(shapes, shape) {
  if (shape < 0) return { polygons: [] };
  const polygons = [];
  for (let polygon = shapes.shapeFrom[shape]; polygon < shapes.shapeTo[shape]; polygon += 1) {
    const rings = [];
    for (let ring = shapes.polyStart[polygon]; ring < shapes.polyStart[polygon + 1]; ring += 1) rings.push(ringOf(shapes, ring));
    polygons.push(rings);
  }
  return { polygons };
}

function ringOf(shapes, ring) {
  const points = [];
  for (let use = shapes.ringStart[ring]; use < shapes.ringStart[ring + 1]; use += 1) {
    const back = shapes.ringArcs[use] < 0;
    const arc = back ? ~shapes.ringArcs[use] : shapes.ringArcs[use];
    const [from, to] = [shapes.arcStart[arc], shapes.arcStart[arc + 1] - 1];
    // The last point of an arc is the first of the next.
    for (let i = 0; i < to - from; i += 1) points.push(latLng(shapes, back ? to - i : from + i));
  }
  return points;
}

const latLng = ({ x0, y0, sx, sy, x, y }, at) => [y0 + y[at] * sy, x0 + x[at] * sx];

const LINES = 1;
const POLYGONS = 2;

/* A layer of the background: {kind, features: [{name, ..., rank, shape}]}. */
export function unpackContext({ kind, grid: [x0, y0, step] }, column, text) {
  const place = { x0, y0, sx: step, sy: step };
  const shapes = { ...unpackShapes((name) => column(`shapes.${name}`)), ...place };
  const lines = linesOf(column, place);
  const [x, y] = [column("points.x"), column("points.y")];
  const seen = [0, 0, 0];
  const shapeOf = (what) => {
    const at = seen[what];
    seen[what] += 1;
    if (what === POLYGONS) return latLngsOf(shapes, at);
    return what === LINES ? { lines: lines(at) } : { point: latLng({ ...place, x, y }, at) };
  };
  const texts = ["name", "name_ar", "name_fr", "source", "licence"].map((name) => [name, column(name)]);
  const rank = column("rank");
  const features = [...column("kind")].map((what, at) => ({
    ...Object.fromEntries(texts.map(([name, values]) => [name, text(values[at])])),
    rank: rank[at] / 10,
    shape: shapeOf(what),
  }));
  return { kind, features };
}

function linesOf(column, { x0, y0, sx, sy }) {
  const [stepX, stepY] = [column("lines.x"), column("lines.y")];
  const start = startsOf(column("lines.n"));
  const parts = startsOf(column("lines.parts"));
  const lines = [];
  let first = [0, 0];
  for (let line = 0; line + 1 < start.length; line += 1) {
    let [x, y] = first;
    const points = [];
    for (let i = start[line]; i < start[line + 1]; i += 1) {
      x += stepX[i];
      y += stepY[i];
      if (i === start[line]) first = [x, y];
      points.push([y0 + y * sy, x0 + x * sx]);
    }
    lines.push(points);
  }
  return (at) => lines.slice(parts[at], parts[at + 1]);
}
