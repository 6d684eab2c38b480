// Has Lighthouse look at the demo's product page with and without Parley's tag, and prints one JSON object of numbers.
//
// Lighthouse's own settings for a phone (slow 4G and a processor slowed four times, both simulated), performance alone. The
// two pages are the stand-in's, word for word, passed on by a server of each: one without the tag, one with the tag of a shop
// made for this. They are looked at in turn, each time in a Chromium of its own with nothing in its cache, and who goes first
// changes, so that whatever else the machine does falls on both.
import { createServer } from "node:http";
import { pathToFileURL } from "node:url";
import { browser, edge, freePort, makeShop, product, storefront, tagOf } from "./support.mjs";
import { median, round } from "./timing.mjs";

const { default: lighthouse } = await import(pathToFileURL(process.env.PARLEY_LIGHTHOUSE).href);
const ROUNDS = Number(process.env.PARLEY_BENCH_ROUNDS ?? 5);
const SHOP = "lighthouse.myshopify.com";
const TAG = /<script[^>]*\/parley\.js"[^>]*><\/script>/g;

/** Passes on what the stand-in serves, with `tag` where the demo has its own. */
async function passOn(tag) {
  const server = createServer(async (request, response) => {
    const answer = await fetch(storefront + request.url, { headers: { accept: request.headers.accept ?? "*/*" } });
    const type = answer.headers.get("content-type") ?? "";
    const cache = answer.headers.get("cache-control");
    response.writeHead(answer.status, { "content-type": type, ...(cache && { "cache-control": cache }) });
    if (!type.startsWith("text/html")) return response.end(Buffer.from(await answer.arrayBuffer()));
    const page = await answer.text();
    if (page.match(TAG)?.length !== 1) throw new Error(`${request.url} has not exactly one tag`);
    response.end(page.replace(TAG, tag));
  });
  await new Promise((go) => server.listen(0, "127.0.0.1", go));
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

/** What Lighthouse finds on the page: its score in points of a hundred, and the bytes and the blocking time behind it. */
async function look(url) {
  const port = await freePort();
  const chromium = await browser({ args: [`--remote-debugging-port=${port}`] });
  try {
    const { lhr } = await lighthouse(url, { port, onlyCategories: ["performance"], logLevel: "error" });
    if (lhr.runtimeError) throw new Error(`${url}: ${lhr.runtimeError.message}`);
    const { audits, categories } = lhr;
    return {
      // The category is rounded to whole points; of a difference of one at most, that would be too coarse.
      score: 100 * mean(categories.performance.auditRefs, audits),
      blocking: audits["total-blocking-time"].numericValue,
      requests: audits["network-requests"].details.items.map((item) => item.url),
    };
  } finally {
    await chromium.close();
  }
}

/** The mean of the scores by their weights, as the category has it before it is rounded. */
function mean(references, audits) {
  const weighed = references.filter(({ weight }) => weight > 0);
  const sum = (of) => weighed.reduce((total, reference) => total + of(reference), 0);
  return sum(({ id, weight }) => weight * audits[id].score) / sum(({ weight }) => weight);
}

const tagged = await passOn(tagOf(SHOP));
const bare = await passOn("");
await makeShop(SHOP, { origin: tagged.origin });
try {
  const seen = { tagged: [], bare: [] };
  for (let number = 0; number < ROUNDS; number += 1) {
    const turns = [["bare", bare], ["tagged", tagged]];
    for (const [name, { origin }] of number % 2 ? turns.reverse() : turns) {
      const found = await look(origin + product);
      const asked = found.requests.some((url) => url.startsWith(edge));
      if (asked !== (name === "tagged")) throw new Error(`the ${name} page asked of ${found.requests.join(", ")}`);
      seen[name].push(found);
      console.error(`  ${name}: ${round(found.score)} points, ${round(found.blocking)} ms blocked, ${found.requests.length} requests`);
    }
  }
  const [without, beside] = [seen.bare, seen.tagged].map((looks) => median(looks, ({ score }) => score));
  console.log(JSON.stringify({
    lighthouse_without: round(without),
    lighthouse_with: round(beside),
    lighthouse_delta: round(without - beside),
  }));
} finally {
  tagged.close();
  bare.close();
}
