// Every view that the gallery shows, light and dark, in both corners, on a phone and on a desktop: nothing overflows or is
// cut, everything can be hit, axe-core finds nothing, and what a screen reader is given is what `gallery.aria.txt` says;
// `UPDATE_GOLDENS=1` writes that file anew. The pictures are left in the folder for screenshots.
import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { after, before } from "node:test";
import { faultsOfDrawing } from "./looks.mjs";
import { browser, edge, path, shot, test, watch } from "./support.mjs";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const DESKTOP = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };
/** A desktop's window at four times its size, as WCAG 1.4.10 has it. */
const ZOOMED = { width: 320, height: 256 };
const SCREENS = { desktop: DESKTOP, phone: PHONE, zoomed: ZOOMED };
const LOOKS = [
  ["desktop", "light", "right"], ["desktop", "dark", "right"], ["desktop", "dark", "left"], ["desktop", "light", "left"],
  ["phone", "light", "left"], ["phone", "dark", "left"], ["phone", "dark", "right"], ["phone", "light", "right"],
  ["zoomed", "light", "right"],
];
/** The longest line of the golden file; some texts of the gallery are long on purpose. */
const LONGEST = 160;
const GOLDEN = path("tests/browser/gallery.aria.txt");

const { scenes } = JSON.parse(await readFile(path("static/gallery.json"), "utf8"));
const said = new Map();
let chromium;
let page;
let axe;
let faults;
before(async () => {
  chromium = await browser();
  axe = await readFile(path("node_modules/axe-core/axe.min.js"), "utf8");
  await mkdir(path("target/shots/gallery"), { recursive: true });
  const context = await chromium.newContext({ viewport: DESKTOP, reducedMotion: "reduce", timezoneId: "Europe/Berlin", locale: "en-GB" });
  page = await context.newPage();
  faults = watch(page);
});
after(async () => { await chromium.close(); });

/** Shows a scene in a page that may show another one. */
async function show(id, query = "") {
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize(DESKTOP);
  faults.length = 0;
  await page.goto(`${edge}/gallery${query}#${id}`);
  await page.waitForFunction((id) => document.documentElement.dataset.scene === id, id, { polling: 20, timeout: 20_000 });
}

/** What axe finds within the host element, one line each. */
async function findings(rules) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe);
  return page.evaluate(async (runOnly) => {
    const result = await window.axe.run("parley-chat", { runOnly, resultTypes: ["violations"] });
    return result.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.flat().join(" ")}: ${node.failureSummary}`));
  }, rules);
}

/** Looks at the scene that is shown in every light, corner and size. */
async function look(id) {
  const found = [];
  for (const [screen, colorScheme, side] of LOOKS) {
    await page.setViewportSize(SCREENS[screen]);
    await page.emulateMedia({ colorScheme });
    const sheet = await page.evaluate(async (side) => {
      const host = document.querySelector("parley-chat");
      host.dataset.side = side;
      // The panel takes its height from the window once that has told its own.
      await new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)));
      return Boolean(host.shadowRoot.querySelector(".panel:not([hidden])"));
    }, side);
    const wrong = await page.evaluate(faultsOfDrawing, screen === "zoomed" ? 64 : 100);
    found.push(...wrong.map((fault) => `${screen}, ${colorScheme}, ${side}: ${fault}`));
    const clip = screen !== "desktop" ? undefined : { x: side === "left" ? 0 : 840, y: 40, width: 440, height: 760 };
    // A panel that covers a phone is the same in both corners.
    if (screen !== "phone" || side === "right" || !sheet) await page.screenshot({ path: shot(`gallery/${id}-${screen}-${colorScheme}-${side}`), clip });
    if (side === "right" && screen === "phone") {
      const rules = colorScheme === "light" ? { type: "tag", values: TAGS } : { type: "rule", values: ["color-contrast"] };
      found.push(...(await findings(rules)).map((finding) => `${screen}, ${colorScheme}: ${finding}`));
    }
  }
  return found;
}

for (const { group, id, name } of scenes) {
  test(`${group}: ${name} (${id})`, async () => {
    await show(id);
    const tree = await page.locator("parley-chat").ariaSnapshot();
    said.set(id, tree.split("\n").map((line) => (line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line)).join("\n"));
    assert.deepEqual(await look(id), []);
    assert.deepEqual(faults, []);
  });
}

for (const id of ["recommendation", "consent-email", "cart-lines", "choices-picked", "invitation", "everywhere"]) {
  test(`${id}, written from the right`, async () => {
    await show(id, "?lang=ar");
    assert.deepEqual(await look(`${id}-ar`), []);
  });
}

test("a long conversation is drawn from its end, and further up by the keyboard", async () => {
  await show("long");
  const turns = page.locator("parley-chat .turn");
  const earlier = page.getByRole("button", { name: "Show earlier messages" });
  const first = await turns.first().elementHandle();
  assert.equal(await turns.count(), 50);
  await earlier.focus();
  const before = (await first.boundingBox()).y;
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelector("parley-chat").shadowRoot.activeElement?.matches(".log"));
  assert.equal(await turns.count(), 100);
  assert.ok(Math.abs((await first.boundingBox()).y - before) < 2, "what was in view stays where it was");
  assert.equal(await earlier.count(), 0);
  assert.deepEqual(faults, []);
});

test("what a screen reader is given is what it was", async () => {
  // An id is another each time.
  const steady = (tree) => tree.replace(/Reference: [0-9a-f]{13}\b/g, "Reference: 0123456789abc");
  const text = [...said].map(([id, tree]) => `## ${id}\n${steady(tree)}\n`).join("\n");
  if (process.env.UPDATE_GOLDENS) await writeFile(GOLDEN, text);
  const parts = (text) => text.split(/^(?=## )/m);
  assert.deepEqual(parts(text), parts(await readFile(GOLDEN, "utf8")));
});
