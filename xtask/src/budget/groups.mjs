// Prints what the code of each wasm file that the arguments name consists of, as one JSON object: bytes by crate, of our
// own crates by module, beside `data`, and `frame` for all that is neither. The files still have the names of their functions.
import { readFileSync } from "node:fs";

const OWN = new Set(["edge", "shared", "widget"]);
const [CUSTOM, IMPORT, CODE, DATA] = [0, 2, 10, 11];
const FUNCTION_NAMES = 1;
const [FUNCTION, TAG] = [0, 4];

const groups = {};
for (const file of process.argv.slice(1)) groups[file] = grouped(readFileSync(file));
process.stdout.write(JSON.stringify(groups));

function grouped(wasm) {
  const reader = { wasm, at: 8 };
  const sums = {};
  const count = (group, bytes) => (sums[group] = (sums[group] ?? 0) + bytes);
  const names = new Map();
  const bodies = [];
  let imported = 0;
  while (reader.at < wasm.length) {
    const id = byte(reader);
    const length = number(reader);
    const end = reader.at + length;
    if (id === CUSTOM) {
      if (text(reader) === "name") readNames(reader, end, names);
    } else if (id === CODE) {
      for (let left = number(reader); left > 0; left -= 1) {
        const body = number(reader);
        bodies.push(body);
        reader.at += body;
      }
    } else {
      if (id === IMPORT) imported = importedFunctions(reader);
      count(id === DATA ? "data" : "frame", length);
    }
    reader.at = end;
  }
  bodies.forEach((bytes, index) => count(groupOf(names.get(imported + index) ?? ""), bytes));
  return sums;
}

/** The first crate that a function's name names, with its module where the crate is ours. */
function groupOf(name) {
  const [, crate, rest] = name.match(/(?:^|[<&( ])([a-z_]\w*)(?:\[[0-9a-f]+\])?((?:::[a-z_]\w*)*)::/) ?? [];
  if (!crate) return "bridge";
  return OWN.has(crate) ? crate + rest.split("::").slice(0, 3).join("::") : crate;
}

function readNames(reader, end, names) {
  while (reader.at < end) {
    const id = byte(reader);
    const length = number(reader);
    const next = reader.at + length;
    if (id === FUNCTION_NAMES) {
      for (let left = number(reader); left > 0; left -= 1) names.set(number(reader), text(reader));
    }
    reader.at = next;
  }
}

/** How many functions are taken from outside; beside them wasm-bindgen's glue gives only the tag of exceptions. */
function importedFunctions(reader) {
  let functions = 0;
  for (let left = number(reader); left > 0; left -= 1) {
    text(reader);
    text(reader);
    const kind = byte(reader);
    if (kind === FUNCTION) functions += 1;
    else if (kind === TAG) byte(reader);
    else throw new Error("something else than a function or a tag is imported");
    number(reader);
  }
  return functions;
}

function byte(reader) {
  return reader.wasm[reader.at++];
}

/** Unsigned LEB128. */
function number(reader) {
  let [value, factor, part] = [0, 1, 0];
  do {
    part = byte(reader);
    value += (part & 127) * factor;
    factor *= 128;
  } while (part & 128);
  return value;
}

function text(reader) {
  const length = number(reader);
  reader.at += length;
  return reader.wasm.subarray(reader.at - length, reader.at).toString();
}
