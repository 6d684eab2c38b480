// node order.mjs FROM.wasm TO.wasm
//
// Puts a number before the name of each function, so that in the order of their names functions stand beside those that
// they share most code with. gzip looks back 32 KB, and brotli writes what is near in fewer bits: what is alike must stand
// near.
//
// What two functions share is estimated by min-hashing (Broder, "On the resemblance and containment of documents", 1997)
// of all runs of six bytes in their code. The order is greedy: next is whatever is most like something of late, and
// where nothing is, the first one left.
import { readFileSync, writeFileSync } from "node:fs";

const RUN = 6;
const HASHES = 256;
// Within so many bytes, likeness to what went before fades to a third.
const MEMORY = 24 * 1024;
const [IMPORT, CODE, CUSTOM] = [2, 10, 0];
const FUNCTION_NAMES = 1;
const [FUNCTION, TAG] = [0, 4];

const [, , from, to] = process.argv;
const wasm = readFileSync(from);
const all = sections();
const imported = countImports(all.find(({ id }) => id === IMPORT));
const bodies = readBodies(all.find(({ id }) => id === CODE));
const rank = new Map(orderOf(bodies).map((body, place) => [imported + body, place]));
writeFileSync(to, Buffer.concat([wasm.subarray(0, 8), ...all.map((one) => (one.name === "name" ? renamed(one) : one.bytes))]));

// ---- The order ----

function orderOf(bodies) {
  const hashes = signatures(bodies);
  const left = bodies.map((_, body) => body);
  const likeness = new Float64Array(bodies.length);
  const order = [];
  let place = 0;
  while (left.length) {
    const [body] = left.splice(place, 1);
    order.push(body);
    const fades = Math.exp(-bodies[body].length / MEMORY);
    let most = 0;
    place = 0;
    for (let index = 0; index < left.length; index += 1) {
      const other = left[index];
      const alike = Math.max(likeness[other] * fades, shared(hashes, body, other));
      likeness[other] = alike;
      if (alike > most) [most, place] = [alike, index];
    }
    if (most < 1) place = 0;
  }
  return order;
}

function shared(hashes, one, other) {
  let count = 0;
  const [a, b] = [one * HASHES, other * HASHES];
  for (let hash = 0; hash < HASHES; hash += 1) count += hashes[a + hash] === hashes[b + hash];
  return count;
}

function signatures(bodies) {
  const factors = Uint32Array.from({ length: HASHES }, (_, hash) => mixed(hash + 1) | 1);
  const least = new Uint32Array(bodies.length * HASHES).fill(0xffffffff);
  bodies.forEach((body, index) => {
    const mine = least.subarray(index * HASHES, (index + 1) * HASHES);
    for (let at = 0; at + RUN <= body.length; at += 1) {
      const run = mixed(body.readUInt32LE(at) ^ Math.imul(body.readUInt16LE(at + 4), 0x9e3779b1));
      for (let hash = 0; hash < HASHES; hash += 1) {
        const value = Math.imul(run, factors[hash]) >>> 0;
        if (value < mine[hash]) mine[hash] = value;
      }
    }
  });
  return least;
}

// The finalizer of MurmurHash3.
function mixed(value) {
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return value ^ (value >>> 16);
}

// ---- The module (https://webassembly.github.io/spec/core/binary/modules.html) ----

function sections() {
  const found = [];
  for (let at = 8; at < wasm.length; ) {
    const [size, start] = number(wasm, at + 1);
    const section = { id: wasm[at], bytes: wasm.subarray(at, start + size), content: wasm.subarray(start, start + size) };
    if (section.id === CUSTOM) {
      const [length, text] = number(section.content, 0);
      section.name = section.content.toString("utf8", text, text + length);
      section.content = section.content.subarray(text + length);
    }
    found.push(section);
    at = start + size;
  }
  return found;
}

function countImports({ content }) {
  let [left, at] = number(content, 0);
  let functions = 0;
  while (left-- > 0) {
    for (let text = 0; text < 2; text += 1) {
      const [length, start] = number(content, at);
      at = start + length;
    }
    const kind = content[at];
    // wasm-bindgen imports functions and the tag of an exception, which has a byte more; nothing else has been met.
    if (kind !== FUNCTION && kind !== TAG) throw new Error(`an import of kind ${kind} is not known here`);
    [, at] = number(content, at + (kind === TAG ? 2 : 1));
    functions += Number(kind === FUNCTION);
  }
  return functions;
}

function readBodies({ content }) {
  let [left, at] = number(content, 0);
  const bodies = [];
  while (left-- > 0) {
    const [size, start] = number(content, at);
    bodies.push(content.subarray(start, start + size));
    at = start + size;
  }
  return bodies;
}

function renamed({ content }) {
  const parts = [text("name")];
  for (let at = 0; at < content.length; ) {
    const [size, start] = number(content, at + 1);
    const whole = content.subarray(at, start + size);
    parts.push(content[at] === FUNCTION_NAMES ? framed(FUNCTION_NAMES, numbered(content.subarray(start, start + size))) : whole);
    at = start + size;
  }
  return framed(CUSTOM, Buffer.concat(parts));
}

function numbered(names) {
  let [left, at] = number(names, 0);
  const parts = [encoded(left)];
  while (left-- > 0) {
    const [index, length] = number(names, at);
    const [size, start] = number(names, length);
    const name = names.toString("utf8", start, start + size);
    const place = rank.get(index);
    parts.push(encoded(index), text(place === undefined ? name : `${String(place).padStart(6, "0")} ${name}`));
    at = start + size;
  }
  return Buffer.concat(parts);
}

function framed(id, content) {
  return Buffer.concat([Buffer.from([id]), encoded(content.length), content]);
}

function text(text) {
  const bytes = Buffer.from(text);
  return Buffer.concat([encoded(bytes.length), bytes]);
}

// LEB128, unsigned.
function number(bytes, at) {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    value |= (byte & 127) << shift;
    if (byte < 128) return [value >>> 0, at];
  }
}

function encoded(value) {
  const bytes = [];
  do {
    bytes.push((value & 127) | (value > 127 ? 128 : 0));
    value >>>= 7;
  } while (value);
  return Buffer.from(bytes);
}
