/* Boxes [left, top, right, bottom] in pixels, for what may not overlap. */
export const boxAt = (x, y, width, height) => [x - width / 2, y - height / 2, x + width / 2, y + height / 2];

export const isFree = (box, taken) =>
  taken.every((other) => box[2] <= other[0] || box[0] >= other[2] || box[3] <= other[1] || box[1] >= other[3]);
