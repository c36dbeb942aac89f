/* The map's outlines in the plane of the screen. World pixels are those of Leaflet's Mercator at
   zoom 0, where the world is 256 wide; a view is only a factor and a shift away from them. */

const WORLD = 256;

/* The packed shapes with `wx`, `wy`, every arc's points in world pixels, `useFrom` and `useTo`, the
   run of ringArcs that each shape is made of, and `boxes`, each shape's [left, top, right, bottom]. */
export function projectArcs(shapes) {
  const { x0, y0, sx, sy, x, y } = shapes;
  const wx = new Float64Array(x.length);
  const wy = new Float64Array(x.length);
  for (let i = 0; i < x.length; i += 1) {
    wx[i] = eastward(x0 + x[i] * sx);
    wy[i] = southward(y0 + y[i] * sy);
  }
  const { useFrom, useTo } = runsOfUses(shapes);
  return { ...shapes, wx, wy, useFrom, useTo, boxes: boxesOfShapes(shapes, wx, wy, useFrom, useTo) };
}

/* A point [lat, lng] in world pixels. */
export const worldPixels = ([lat, lng]) => [eastward(lng), southward(lat)];

/* What Leaflet calls the bounds of a shape; null for -1. */
export function boundsOfShape({ boxes }, shape) {
  if (shape < 0) return null;
  const corner = (x, y) => L.CRS.EPSG3857.pointToLatLng(L.point(x, y), 0);
  return L.latLngBounds(corner(boxes[4 * shape], boxes[4 * shape + 1]), corner(boxes[4 * shape + 2], boxes[4 * shape + 3]));
}

const eastward = (lng) => WORLD * (lng / 360 + 0.5);

function southward(lat) {
  const sine = Math.sin((Math.max(Math.min(lat, 85.0511287798), -85.0511287798) * Math.PI) / 180);
  return WORLD * (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI));
}

/* The rings of a shape lie side by side, so its arcs do too. */
function runsOfUses({ shapeFrom, shapeTo, polyStart, ringStart }) {
  const useAt = (polygon) => ringStart[polyStart[polygon]];
  return { useFrom: Uint32Array.from(shapeFrom, useAt), useTo: Uint32Array.from(shapeTo, useAt) };
}

export const arcOf = (use) => (use < 0 ? ~use : use);

function boxesOfShapes({ arcStart, ringArcs }, wx, wy, useFrom, useTo) {
  const boxes = new Float64Array(4 * useFrom.length);
  for (let shape = 0; shape < useFrom.length; shape += 1) {
    let left = Infinity;
    let top = Infinity;
    let right = -Infinity;
    let bottom = -Infinity;
    for (let use = useFrom[shape]; use < useTo[shape]; use += 1) {
      const arc = arcOf(ringArcs[use]);
      for (let i = arcStart[arc]; i < arcStart[arc + 1]; i += 1) {
        if (wx[i] < left) left = wx[i];
        if (wx[i] > right) right = wx[i];
        if (wy[i] < top) top = wy[i];
        if (wy[i] > bottom) bottom = wy[i];
      }
    }
    boxes[4 * shape] = left;
    boxes[4 * shape + 1] = top;
    boxes[4 * shape + 2] = right;
    boxes[4 * shape + 3] = bottom;
  }
  return boxes;
}

/* The rings of each polygon of a shape, each a flat list x, y, x, y ... of world pixels that ends
   where it began. `keeps(point)` may leave out inner points of arcs; ends of arcs always stay. */
export function ringsOfShape(arcs, shape, keeps = () => true) {
  const polygons = [];
  for (let polygon = arcs.shapeFrom[shape]; polygon < arcs.shapeTo[shape]; polygon += 1) {
    const rings = [];
    for (let ring = arcs.polyStart[polygon]; ring < arcs.polyStart[polygon + 1]; ring += 1) rings.push(pointsOfRing(arcs, ring, keeps));
    polygons.push(rings);
  }
  return polygons;
}

function pointsOfRing({ wx, wy, arcStart, ringArcs, ringStart }, ring, keeps) {
  const points = [];
  for (let use = ringStart[ring]; use < ringStart[ring + 1]; use += 1) {
    const arc = arcOf(ringArcs[use]);
    const step = ringArcs[use] < 0 ? -1 : 1;
    const first = step > 0 ? arcStart[arc] : arcStart[arc + 1] - 1;
    const last = step > 0 ? arcStart[arc + 1] - 1 : arcStart[arc];
    if (use === ringStart[ring]) points.push(wx[first], wy[first]);
    for (let i = first + step; i !== last; i += step) if (keeps(i)) points.push(wx[i], wy[i]);
    points.push(wx[last], wy[last]);
  }
  return points;
}
