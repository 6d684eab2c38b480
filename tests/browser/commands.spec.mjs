// What a page may ask of Parley: `window.parley`, before the script is there and after; docs/embed.md describes it.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before } from "node:test";
import { browser, dwellSeconds, path, product, storefront, test, until, watch } from "./support.mjs";

const QUIET_MS = 1500;

let chromium;
before(async () => { chromium = await browser(); });
after(async () => { await chromium.close(); });

/** A page of the shop, on which these calls wait for the script. */
async function visit(calls = [], at = "/") {
  const page = await (await chromium.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  const faults = watch(page);
  await page.addInitScript((calls) => {
    window.told = [];
    window.tell = (name) => (detail) => window.told.push(detail === undefined ? name : [name, detail]);
    window.parley = ["ready", "invite", "open", "close"].map((name) => ["on", name, window.tell(name)]);
    window.parley.push(...calls);
  }, calls);
  await page.goto(storefront + at, { waitUntil: "load" });
  const panel = page.getByRole("dialog", { name: /^chat with/i });
  return { page, faults, panel, launcher: page.getByRole("button", { name: /^chat with/i }), log: panel.getByRole("log") };
}

const told = (page, count) => until(() => page.evaluate((count) => window.told.length >= count && window.told, count), `${count} events`);

test("every command and every event has a type, and no type is of something else", async () => {
  const types = await readFile(path("docs/parley.d.ts"), "utf8");
  const words = await readFile(path("docs/embed.md"), "utf8");
  const members = (name) => {
    const [, body] = new RegExp(`export interface ${name} \\{\\n([^]*?)\\n\\}`).exec(types);
    return [...body.matchAll(/^ {2}(\w+)[<(:]/gm)].map(([, member]) => member).sort();
  };
  const { page, launcher } = await visit();
  await launcher.waitFor();
  assert.deepEqual(members("Parley"), await page.evaluate(() => Object.keys(window.parley).sort()));
  assert.deepEqual(members("ParleyEvents"), ["close", "invite", "open", "ready"]);
  for (const command of members("Parley")) assert.ok(words.includes(`\`parley.${command}(`), `docs/embed.md has ${command}`);
});

test("what a page wrote down before the script was there is done, in its order", async () => {
  const { page, panel, log, faults } = await visit([["flow", "cart-return"], ["nothing", 1]]);
  await panel.waitFor();
  await log.getByText("Need help deciding?").waitFor();
  assert.deepEqual(await told(page, 2), ["ready", "open"]);
  assert.deepEqual(faults, []);
});

test("the chat opens and closes as the page asks, once each", async () => {
  const { page, panel, launcher, faults } = await visit();
  await launcher.waitFor();
  await page.evaluate(() => { window.parley.open(); window.parley.open(); });
  await panel.waitFor();
  await page.evaluate(() => { window.parley.close(); window.parley.close(); });
  await panel.waitFor({ state: "hidden" });
  await page.evaluate(() => window.parley.flow("no-such-flow"));
  await panel.waitFor();
  assert.deepEqual(await told(page, 4), ["ready", "open", "close", "open"]);
  assert.deepEqual(faults, []);
});

test("a listener that was taken back is told nothing, and one that throws stops nothing", async () => {
  const { page, panel, launcher, faults } = await visit();
  await launcher.waitFor();
  await page.evaluate(() => {
    window.parley.on("open", () => { throw new Error("of the page's own"); });
    const once = window.tell("taken back");
    window.parley.on("open", once);
    window.parley.on("close", once);
    window.parley.off("open", once);
    window.parley.off("open", () => {});
    window.parley.open();
  });
  await panel.waitFor();
  await page.evaluate(() => window.parley.close());
  assert.deepEqual(await told(page, 4), ["ready", "open", "close", "taken back"]);
  assert.deepEqual(faults, ["uncaught: of the page's own"]);
});

test("a chat that the page takes off is gone with its connection, and nothing brings it back", async () => {
  const { page, panel, launcher, log, faults } = await visit([], product);
  const sockets = [];
  page.on("websocket", (socket) => sockets.push(socket));
  await launcher.click();
  await log.locator(".turn").first().waitFor();
  await page.evaluate(() => window.parley.destroy());
  await until(async () => (await page.locator("parley-chat").count()) === 0, "the chat to go");
  await until(() => sockets.length > 0 && sockets.every((socket) => socket.isClosed()), "the connection to end");
  await page.evaluate(() => {
    window.parley.open();
    window.parley.flow("welcome");
    window.parley.destroy();
    window.dispatchEvent(new Event("online"));
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await page.waitForTimeout(QUIET_MS);
  assert.equal(await page.locator("parley-chat").count(), 0);
  assert.equal(sockets.length, 1);
  assert.deepEqual(faults, []);
  await page.goto(storefront + product);
  await launcher.waitFor();
  assert.equal(await panel.count(), 0, "the page took it off as if it had been closed");
});

test("a chat that is taken off before it is there is never seen, invites nobody and fetches nothing", async () => {
  const { page, faults } = await visit([["close"], ["destroy"]], product);
  await page.mouse.move(200, 300);
  await page.waitForTimeout(1000 * dwellSeconds + QUIET_MS);
  assert.equal(await page.locator("parley-chat").count(), 0);
  assert.deepEqual(await told(page, 1), ["ready"]);
  const fetched = await page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name));
  assert.deepEqual(fetched.filter((name) => name.includes("/a/")), []);
  assert.deepEqual(faults, []);
});
