// A deployment while a page is open: its chat comes by the addresses of the release that the page was opened under.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { after, before } from "node:test";
import { promisify } from "node:util";
import { browser, edge, path, product, storefront, test, watch } from "./support.mjs";

const FOLDER = path("target/keep-browser");
const TYPES = { js: "text/javascript", wasm: "application/wasm", json: "application/json" };

let chromium;
before(async () => { chromium = await browser(); });
after(async () => { await chromium.close(); });

/** The site of a release that has this file alone. */
async function release(file) {
  const folder = `${FOLDER}/${file}`;
  await rm(folder, { recursive: true, force: true });
  await mkdir(`${folder}/a`, { recursive: true });
  await writeFile(`${folder}/a/${file}`, "");
  await writeFile(`${folder}/releases.json`, JSON.stringify([{ files: [`/a/${file}`] }]));
  return folder;
}

/** What the folder has at this address, as an answer; none where it has nothing. */
async function found(folder, address) {
  const body = await readFile(folder + address).catch(() => undefined);
  return body && { body, contentType: TYPES[address.split(".").at(-1)] };
}

const keep = (live, folder) => promisify(execFile)(process.env.PARLEY_XTASK, ["keep", "--edge", live, "--to", folder]);
const releases = async (folder) => JSON.parse(await readFile(`${folder}/releases.json`, "utf8"));

test("a page that was opened before a deployment has its chat after it", async () => {
  const folder = await release("next.js");
  await keep(edge, folder);
  const context = await chromium.newContext({ permissions: ["local-network-access"] });
  const page = await context.newPage();
  const faults = watch(page);
  await page.goto(storefront + product, { waitUntil: "load" });
  const launcher = page.getByRole("button", { name: /^chat with/i });
  await launcher.waitFor();
  const answered = [];
  await page.route(`${edge}/a/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    const answer = await found(folder, pathname);
    answered.push([pathname, Boolean(answer)]);
    await route.fulfill(answer ? { ...answer, headers: { "access-control-allow-origin": "*" } } : { status: 404 });
  });
  await launcher.click();
  await page.getByRole("dialog").getByRole("log").locator(".turn:not(.mine)").first().waitFor();
  assert.ok(answered.length >= 3 && answered.every(([, is]) => is), answered.join(" "));
  assert.deepEqual(faults, []);
  await context.close();
});

test("each deployment carries the files of those before on, once", async () => {
  const second = await release("second.js");
  await keep(edge, second);
  const [, first] = await releases(second);
  const server = createServer(async (request, response) => {
    const answer = await found(second, request.url);
    response.writeHead(answer ? 200 : 404).end(answer?.body);
  });
  await new Promise((go) => server.listen(0, "127.0.0.1", go));
  const live = `http://127.0.0.1:${server.address().port}`;
  try {
    // What came with nothing in it is no file, and leaves the list as it was.
    const broken = await release("broken.js");
    await assert.rejects(keep(live, broken), /second\.js came broken/);
    assert.equal((await releases(broken)).length, 1);

    await writeFile(`${second}/a/second.js`, "");
    const name = "second-2e7d2c03.js";
    await writeFile(`${second}/a/${name}`, "c");
    await writeFile(`${second}/releases.json`, JSON.stringify([{ files: [`/a/${name}`] }, first]));
    const third = await release("third.js");
    for (let times = 0; times < 2; times += 1) {
      await keep(live, third);
      const list = await releases(third);
      assert.deepEqual(list.map(({ files }) => files), [["/a/third.js"], [`/a/${name}`], first.files]);
      assert.equal(list[2].replaced, first.replaced);
      assert.ok(list[1].replaced >= first.replaced);
    }
    for (const file of first.files) assert.deepEqual(await readFile(third + file), await readFile(second + file), file);
  } finally {
    server.close();
  }
});

test("a Worker that was never deployed before has nothing to keep", async () => {
  const folder = await release("first.js");
  const server = createServer((request, response) => response.writeHead(404).end());
  await new Promise((go) => server.listen(0, "127.0.0.1", go));
  try {
    const { stdout, stderr } = await keep(`http://127.0.0.1:${server.address().port}`, folder);
    assert.match(stdout + stderr, /nothing to keep/);
    assert.equal((await releases(folder)).length, 1);
  } finally {
    server.close();
  }
});
