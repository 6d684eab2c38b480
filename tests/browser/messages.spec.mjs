// Messages and the pages their links open, as `cargo xtask message show` makes them: light and dark, left to right and
// right to left, on a desktop and on a phone, with and without pictures; axe finds nothing, and nothing is cut off.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { after, before } from "node:test";
import { browser, path, shot, test } from "./support.mjs";

const KINDS = ["summary", "order-status", "double-opt-in", "confirm-page", "preferences"];
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "wcag2aaa", "best-practice"];
const PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="96" height="96"><rect width="96" height="96" fill="#7aa08c"/></svg>';

let chromium;
let axe;
before(async () => {
  chromium = await browser();
  axe = await readFile(path("node_modules/axe-core/axe.min.js"), "utf8");
});
after(async () => { await chromium.close(); });

/** The HTML of a message, such as `summary.en`. */
async function made(name) {
  const [kind, language] = name.split(".");
  const file = path(`target/tmp/message-${name}.html`);
  execFileSync(process.env.PARLEY_XTASK, ["message", "show", kind, "--locale", language, "--to", file]);
  return readFile(file, "utf8");
}

/** The message in a page of its own; pictures are there or are not. */
async function drawn(name, { width, colorScheme, pictures = true }) {
  const context = await chromium.newContext({ viewport: { width, height: 900 }, colorScheme });
  const page = await context.newPage();
  const asked = [];
  await page.route(/^https:/, (route) => {
    asked.push(route.request().url());
    return pictures ? route.fulfill({ contentType: "image/svg+xml", body: PICTURE }) : route.abort();
  });
  await page.setContent(await made(name), { waitUntil: "load" });
  return { context, page, asked };
}

/** What axe finds, one line each; tables that lay out are known to mail programs alone. */
async function findings(page) {
  await page.evaluate(axe);
  return page.evaluate(async (tags) => {
    const result = await window.axe.run(document, { runOnly: { type: "tag", values: tags } });
    return result.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.flat().join(" ")}: ${node.failureSummary}`));
  }, TAGS);
}

const widest = (page) => page.evaluate(() => document.documentElement.scrollWidth);

for (const kind of KINDS) {
  for (const language of ["en", "ar"]) {
    for (const [screen, width] of [["desktop", 800], ["phone", 360]]) {
      for (const colorScheme of ["light", "dark"]) {
        test(`${kind} in ${language} is whole (${screen}, ${colorScheme})`, async () => {
          const { context, page } = await drawn(`${kind}.${language}`, { width, colorScheme });
          await page.screenshot({ path: shot(`message-${kind}-${language}-${screen}-${colorScheme}`), fullPage: true });
          assert.deepEqual(await findings(page), []);
          assert.ok(await widest(page) <= width, "nothing stands out at the side");
          const card = await page.getByRole("main").boundingBox();
          assert.ok(card.width <= 600, `${card.width}`);
          const start = await page.getByRole("heading", { level: 1 }).evaluate((heading) => getComputedStyle(heading).direction);
          assert.equal(start, language === "ar" ? "rtl" : "ltr");
          await context.close();
        });
      }
    }
  }
}

test("without its pictures a summary says what they show", async () => {
  const { context, page, asked } = await drawn("summary.en", { width: 800, colorScheme: "light", pictures: false });
  assert.equal(asked.length, 2, "it asks for the two pictures and for nothing else");
  for (const title of ["Oat Barrier Cream", "Cica Water Gel"]) {
    await page.getByRole("link", { name: title }).waitFor();
    await page.getByRole("img", { name: title }).waitFor();
  }
  await page.screenshot({ path: shot("message-summary-en-no-pictures"), fullPage: true });
  await context.close();
});

test("the page of preferences is used with the keyboard alone", async () => {
  const { context, page } = await drawn("preferences.en", { width: 800, colorScheme: "light" });
  await page.keyboard.press("Tab");
  const orders = page.getByRole("group", { name: /^E-mail to/ }).getByRole("checkbox", { name: "Your orders and what you asked for" });
  assert.ok(await orders.evaluate((box) => box === document.activeElement));
  await page.keyboard.press("Space");
  assert.equal(await orders.isChecked(), false);
  const often = page.getByRole("group", { name: "How often may offers and news come?" });
  assert.ok(await often.getByRole("radio", { name: "At most once a week" }).isChecked());
  for (const name of ["Save", "Stop all messages"]) {
    const box = await page.getByRole("button", { name }).boundingBox();
    assert.ok(box.height >= 44, `${name}: ${box.height}`);
  }
  await context.close();
});
