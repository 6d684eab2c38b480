// axe-core finds nothing in any state the gallery shows, light and dark, on a desktop and on a phone; the shop's page
// with the open chat has no more findings than without it.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { browser, edge, path, product, shot, storefront } from "./support.mjs";

const SCENES = ["invitation", "choices", "recommendation", "consent", "person", "ended", "offline"];
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const SCREENS = [
  ["desktop", { viewport: { width: 1280, height: 800 }, colorScheme: "light" }],
  ["desktop, dark", { viewport: { width: 1280, height: 800 }, colorScheme: "dark" }],
  ["phone", { viewport: { width: 390, height: 844 }, colorScheme: "light", hasTouch: true, isMobile: true }],
  ["phone, dark", { viewport: { width: 390, height: 844 }, colorScheme: "dark", hasTouch: true, isMobile: true }],
];

let chromium;
let axe;
before(async () => {
  chromium = await browser();
  axe = await readFile(path("node_modules/axe-core/axe.min.js"), "utf8");
});
after(async () => { await chromium.close(); });

/** What axe finds within the host element, one line each. */
async function findings(page) {
  await page.evaluate(axe);
  return page.evaluate(async (tags) => {
    const result = await window.axe.run("parley-chat", { runOnly: { type: "tag", values: tags } });
    return result.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.flat().join(" ")}: ${node.failureSummary}`));
  }, TAGS);
}

for (const [screen, options] of SCREENS) {
  for (const scene of SCENES) {
    test(`${scene} has no findings (${screen})`, async () => {
      const context = await chromium.newContext({ ...options, reducedMotion: "reduce" });
      const page = await context.newPage();
      await page.goto(`${edge}/gallery.html#${scene}`);
      const shown = scene === "invitation" ? page.getByRole("button", { name: "Not now" }) : page.getByRole("dialog", { name: /^chat with/i });
      await shown.waitFor();
      if (!["invitation", "offline"].includes(scene)) await page.getByRole("log").locator(".turn").first().waitFor();
      if (scene === "offline") await page.getByText("No connection. ").waitFor();
      await page.screenshot({ path: shot(`${scene}-${screen.replace(", ", "-")}`) });
      assert.deepEqual(await findings(page), []);
      await context.close();
    });
  }
}

test("the shop's page with the open chat has no findings of ours", async () => {
  const page = await chromium.newPage();
  await page.goto(storefront + product, { waitUntil: "load" });
  await page.getByRole("button", { name: /^chat with/i }).click();
  await page.getByRole("log").locator(".turn").first().waitFor();
  assert.deepEqual(await findings(page), []);
});

test("with large text and without colours of its own the chat keeps its outlines", async () => {
  const context = await chromium.newContext({ viewport: { width: 1280, height: 800 }, forcedColors: "active" });
  const page = await context.newPage();
  await page.goto(`${edge}/gallery.html#choices`);
  const chip = page.locator("label.chip").first();
  await chip.waitFor();
  assert.notEqual(await chip.evaluate((element) => getComputedStyle(element).borderTopStyle), "none");
  await context.close();
});
