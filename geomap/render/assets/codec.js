/* Reads what geomap/render/payload/codec.py wrote; the two files are changed together. */

/* Of a packed text, or of its bytes once loader.js has inflated them: the header, a reader of columns by name and a reader of texts by position. Columns and texts
   are worked out when they are first asked for. */
export async function decode(packed) {
  const bytes = typeof packed === "string" ? await inflated(packed) : new Uint8Array(packed);
  const size = new DataView(bytes.buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + size)));
  const found = places(header.columns, 4 + size);
  const read = new Map();
  const column = (name) => {
    if (!read.has(name)) read.set(name, columnOf(bytes, found.get(name)));
    return read.get(name);
  };
  const has = (name) => found.has(name);
  let texts = null;
  const text = (position) => {
    texts ??= textsOf(bytes, found.get("texts"), column("texts.shared"), column("texts.rest"));
    return texts[position];
  };
  return { header, column, has, text };
}

async function inflated(packed) {
  const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function places(columns, start) {
  const found = new Map();
  let at = start;
  for (const [name, code, n, length] of columns) {
    found.set(name, { code, n, from: at, to: at + length });
    at += length;
  }
  return found;
}

/* Codes: v varints, b byte planes, d before either: steps from number to number, w after: numbers
   that need more than 32 bits. The lowest bit is the sign. */
function columnOf(bytes, { code, n, from, to }) {
  const wide = code.endsWith("w");
  const values = wide ? new Float64Array(n) : new Int32Array(n);
  if (code.includes("b")) readPlanes(bytes, from, to, values);
  else (wide ? readWideVarints : readVarints)(bytes, from, values);
  if (code.startsWith("d")) for (let i = 1; i < n; i += 1) values[i] += values[i - 1];
  return values;
}

const signed = (value) => (value % 2 ? -(value + 1) / 2 : value / 2);

/* The same of 32 bits, as most columns have. */
const signed32 = (bits) => (bits >>> 1) ^ -(bits & 1);

function readVarints(bytes, from, values) {
  let at = from;
  for (let i = 0; i < values.length; i += 1) {
    let bits = bytes[at] & 127;
    for (let shift = 7; bytes[at] > 127; shift += 7) {
      at += 1;
      bits |= (bytes[at] & 127) << shift;
    }
    at += 1;
    values[i] = signed32(bits);
  }
}

function readWideVarints(bytes, from, values) {
  let at = from;
  for (let i = 0; i < values.length; i += 1) {
    let value = bytes[at] & 127;
    for (let scale = 128; bytes[at] > 127; scale *= 128) {
      at += 1;
      value += (bytes[at] & 127) * scale;
    }
    at += 1;
    values[i] = signed(value);
  }
}

function readPlanes(bytes, from, to, values) {
  const n = values.length;
  const planes = n ? (to - from) / n : 0;
  for (let i = 0; i < n; i += 1) {
    let value = 0;
    for (let plane = planes - 1; plane >= 0; plane -= 1) value = value * 256 + bytes[from + plane * n + i];
    values[i] = signed(value);
  }
}

/* Each text is the beginning of the one before it and its own rest. */
function textsOf(bytes, { from, to }, shared, rest) {
  const letters = new TextDecoder().decode(bytes.subarray(from, to));
  const texts = [];
  let at = 0;
  let before = "";
  for (let i = 0; i < shared.length; i += 1) {
    before = before.slice(0, shared[i]) + letters.slice(at, at + rest[i]);
    at += rest[i];
    texts.push(before);
  }
  return texts;
}
