/* The fills as pixels: each fill's tile once, drawn from the same paths as its SVG pattern. */
import { DIM_SHARE, drawingOf } from "./fills.js";

/* A fill's number among the tiles. */
export const tileNumber = (fill, isDim) => 2 * fill + 1 + Number(isDim);

/* Every tile in one list of pixels. Number 0 is see-through; then each fill, followed by the same as it stands back. A tile is
   `size` pixels square from `start` on; `scale` is device pixels a pixel of the page. */
export function makeTiles(fills, scale) {
  const styles = getComputedStyle(document.documentElement);
  const colorOf = (paint) => paint.replace(/^var\((--[\w-]+)\)$/, (_, name) => styles.getPropertyValue(name).trim());
  const drawn = fills.map((fill) => drawTile(drawingOf(fill), scale, colorOf));
  const land = colorOf("var(--land)");
  const tiles = [new Int32Array(1), ...drawn.flatMap((tile) => [tile, paleTile(tile, land)])];
  const size = Uint16Array.from(tiles, (tile) => Math.sqrt(tile.length));
  const start = new Uint32Array(tiles.length);
  for (let at = 1; at < tiles.length; at += 1) start[at] = start[at - 1] + tiles[at - 1].length;
  const pixels = new Int32Array(start[tiles.length - 1] + tiles[tiles.length - 1].length);
  tiles.forEach((tile, at) => pixels.set(tile, start[at]));
  return { pixels, size, start };
}

/* At least one whole pixel, so that tiles meet without a seam. */
function drawTile({ size, paths }, scale, colorOf) {
  const side = Math.max(Math.round(size * scale), 1);
  const canvas = Object.assign(document.createElement("canvas"), { width: side, height: side });
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.scale(side / size, side / size);
  for (const { d, fill, stroke, width } of paths) {
    const path = new Path2D(d);
    if (fill) pen.fillStyle = colorOf(fill);
    if (fill) pen.fill(path);
    if (stroke) Object.assign(pen, { strokeStyle: colorOf(stroke), lineWidth: width });
    if (stroke) pen.stroke(path);
  }
  return new Int32Array(pen.getImageData(0, 0, side, side).data.buffer);
}

/* A tile of which little is left on the colour of bare land. */
function paleTile(tile, land) {
  const side = Math.sqrt(tile.length);
  const canvas = Object.assign(document.createElement("canvas"), { width: side, height: side });
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.fillStyle = land || "#fff";
  pen.fillRect(0, 0, 1, 1);
  const [red, green, blue] = pen.getImageData(0, 0, 1, 1).data;
  const pale = new Uint8ClampedArray(tile.buffer.slice(0));
  const under = [red, green, blue];
  for (let i = 0; i < pale.length; i += 1) if (i % 4 < 3) pale[i] = under[i % 4] + (pale[i] - under[i % 4]) * DIM_SHARE;
  return new Int32Array(pale.buffer);
}

/* For each tile, which of its columns (or rows) each of `n` pixels shows, the first of them lying
   `first` pixels from where all tiles are hung up. */
export function stepsOf({ size }, first, n) {
  const known = new Map();
  return Array.from(size, (side) => {
    if (!known.has(side)) known.set(side, Uint16Array.from({ length: n }, (_, i) => (((first + i) % side) + side) % side));
    return known.get(side);
  });
}

/* Paints the ids of a box [left, top, right, bottom] into an image of the box's size. `shown` is the
   tile of each id; `across` and `down` are the steps of the columns and rows. */
export function paintIds({ ids, width, shown, tiles, across, down }, [left, top, right, bottom]) {
  const { pixels, size, start } = tiles;
  const image = new ImageData(right - left, bottom - top);
  // Of signed numbers: unsigned ones take four times as long.
  const out = new Int32Array(image.data.buffer);
  let to = 0;
  for (let row = top; row < bottom; row += 1) {
    let tile = -1;
    let steps = null;
    let from = 0;
    for (let at = row * width + left, column = left; column < right; at += 1, column += 1) {
      const next = shown[ids[at]];
      if (next !== tile) {
        tile = next;
        steps = across[tile];
        from = start[tile] + down[tile][row] * size[tile];
      }
      out[to] = pixels[from + steps[column]];
      to += 1;
    }
  }
  return image;
}
