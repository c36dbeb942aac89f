/* Files for the reader to keep, made in the page. */
import { toIso } from "../days.js";
import { el } from "../dom.js";
import { knownOn } from "../knownon.js";

const SCALE = 2;

export function save(blob, name) {
  const url = URL.createObjectURL(blob);
  el("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

/* A picture as PNG, two pixels for each of its own. */
export async function pngOf(text, { width, height }) {
  const image = new Image(width, height);
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: width * SCALE, height: height * SCALE });
  const pen = canvas.getContext("2d");
  pen.scale(SCALE, SCALE);
  pen.drawImage(image, 0, 0, width, height);
  return new Promise((done, fail) => canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error("the canvas gives no picture"))), "image/png"));
}

/* NAME-DAY.png, and on which day it was known where that is not all. */
export function fileNameOf(store, suffix) {
  const known = store.known === null ? "" : `-known-${toIso(knownOn(store, store.date))}`;
  return `${store.map.name}-${toIso(store.date)}${known}.${suffix}`;
}
