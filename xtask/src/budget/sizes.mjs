// Prints the sizes of the files that the arguments name, as they are and compressed, as one JSON object.
import { readFileSync } from "node:fs";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 } };
const sizes = {};
for (const file of process.argv.slice(1)) {
  const bytes = readFileSync(file);
  sizes[file] = {
    raw: bytes.length,
    br: brotliCompressSync(bytes, brotli).length,
    gz: gzipSync(bytes, { level: 9 }).length,
  };
}
process.stdout.write(JSON.stringify(sizes));
