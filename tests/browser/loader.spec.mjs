// The guest rule, and when the page is invited: what loader and scout do on a shop's pages, and what they leave alone.
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { browser, dwellSeconds, edge, product, setShop, storefront, test, until, watch } from "./support.mjs";

const LAUNCHER = { name: /^chat with/i };
const SETTINGS = "**/v1/settings/**";
const QUIET_MS = 1500;
const TAG = /<script async src="[^"]*parley\.js"[^>]*><\/script>/;
/** The kind of tag whose loader asks for the settings itself. */
const ASKS = `<script async src="${edge}/parley.js" data-shop="fernwood.myshopify.com"></script>`;

let chromium;
before(async () => { chromium = await browser(); });
after(async () => { await chromium.close(); });

/** A page of the shop in a fresh profile; collects its faults, what was requested, and what `parley.on` tells. */
async function visit(path, { prepare, context } = {}) {
  const profile = context ?? (await chromium.newContext({ viewport: { width: 1280, height: 800 }, permissions: ["local-network-access"] }));
  const page = await profile.newPage();
  const faults = watch(page);
  const requests = [];
  page.on("request", (request) => requests.push(request.url()));
  await page.addInitScript(() => {
    window.told = [];
    window.parley = [];
    for (const name of ["ready", "invite", "open", "close"]) {
      window.parley.push(["on", name, (detail) => window.told.push([name, detail])]);
    }
  });
  if (prepare) await prepare(page);
  await page.goto(storefront + path, { waitUntil: "load" });
  return { page, faults, requests, profile, launcher: page.getByRole("button", LAUNCHER) };
}

/** The page of a theme that `change` has changed. */
const themed = (page, change) => page.route(storefront + product, async (route) => {
  const response = await route.fetch();
  await route.fulfill({ response, body: change(await response.text()) });
});

/** When each of our files was asked for, but for the tag's own, and when the page had loaded. */
function times(page) {
  return page.evaluate((edge) => ({
    asked: performance.getEntriesByType("resource")
      .filter(({ name }) => name.startsWith(edge) && !name.endsWith("/parley.js"))
      .map(({ name, startTime }) => [name.slice(edge.length), startTime]),
    loaded: performance.getEntriesByType("navigation")[0].loadEventStart,
  }), edge);
}

/** What our keys hold in the browser. */
function kept(page) {
  return page.evaluate(() => {
    const ours = (storage) => Object.fromEntries(Object.entries(storage).filter(([key]) => key.startsWith("parley.")));
    return { visits: ours(localStorage), session: ours(sessionStorage) };
  });
}

const told = (page, name) => page.evaluate((wanted) => window.told.filter(([one]) => one === wanted), name);
const invited = (page) => until(async () => (await told(page, "invite")).length, "an invitation", 1000 * dwellSeconds + 10_000);
const dwell = async (page) => {
  await page.mouse.move(200, 300);
  await page.waitForTimeout(1000 * dwellSeconds + QUIET_MS);
};

test("the launcher is a named button that says whether the chat is open", async () => {
  const { page, launcher, faults } = await visit(product);
  await launcher.waitFor();
  assert.equal(await launcher.evaluate((button) => button.tagName), "BUTTON");
  assert.equal(await launcher.getAttribute("aria-expanded"), "false");
  const controls = await launcher.evaluate((button) => Boolean(button.getRootNode().getElementById(button.getAttribute("aria-controls"))));
  assert.ok(controls, "aria-controls names an element");
  await launcher.click();
  await until(async () => (await launcher.getAttribute("aria-expanded")) === "true", "an open chat");
  await until(async () => (await told(page, "open")).length, "the page to hear of it");
  assert.equal((await told(page, "open")).length, 1);
  assert.deepEqual(faults, []);
});

test("but for the tag's own file nothing is asked of our edge before somebody is there, and nothing of anyone else", async () => {
  const { page, launcher, requests } = await visit(product);
  await launcher.waitFor();
  await page.waitForTimeout(QUIET_MS);
  assert.deepEqual((await times(page)).asked, []);
  await page.mouse.move(200, 300);
  await until(async () => (await times(page)).asked.length === 3, "the scout, and what starts it");
  const hosts = new Set(requests.filter((url) => url.startsWith("http")).map((url) => new URL(url).origin));
  assert.deepEqual([...hosts].sort(), [edge, storefront].sort());
});

test("the page has one element and one global more, and nothing in it moves", async () => {
  const { page, launcher } = await visit(product, {
    prepare: (page) => page.addInitScript(() => {
      window.shift = 0;
      new PerformanceObserver((list) => list.getEntries().forEach((entry) => (window.shift += entry.value))).observe({ type: "layout-shift", buffered: true });
      window.globals = new Set(Object.keys(window));
    }),
  });
  await launcher.waitFor();
  await page.waitForTimeout(QUIET_MS);
  assert.equal(await page.locator("parley-chat").count(), 1);
  const names = await page.evaluate(() => Object.keys(window).filter((name) => /parley|scout|wasm/i.test(name)));
  assert.deepEqual(names, ["parley"]);
  assert.equal(await page.evaluate(() => window.shift), 0);
});

test("a second tag on the page does nothing", async () => {
  const { page, launcher, requests, faults } = await visit(product);
  await launcher.waitFor();
  await page.addScriptTag({ url: `${edge}/parley.js?again` });
  await page.waitForTimeout(QUIET_MS);
  assert.equal(await page.locator("parley-chat").count(), 1);
  assert.equal(requests.filter((url) => url.includes("/v1/settings/")).length, 0);
  assert.deepEqual(faults, []);
});

test("calls made before the loader is there are kept", async () => {
  const { page, launcher } = await visit("/", { prepare: (page) => page.addInitScript(() => window.parley.push(["open"])) });
  await until(async () => (await told(page, "open")).length, "an open chat");
  assert.equal(await launcher.getAttribute("aria-expanded"), "true");
  assert.equal((await told(page, "ready")).length, 1);
});

test("a tag that does not name the shop in its address asks for the settings, once the page has loaded", async () => {
  const { page, launcher, faults } = await visit(product, { prepare: (page) => themed(page, (html) => html.replace(TAG, ASKS)) });
  await launcher.waitFor();
  const { asked: [[name, at], ...others], loaded } = await times(page);
  assert.equal(name, "/v1/settings/fernwood.myshopify.com/en");
  assert.ok(at >= loaded, `settings at ${at}, load at ${loaded}`);
  assert.deepEqual(others, []);
  assert.deepEqual(faults, []);
});

test("a page in another language than its tag says has its own settings", async () => {
  const { page, faults } = await visit(product, { prepare: (page) => themed(page, (html) => html.replace('<html lang="en"', '<html lang="de"')) });
  await page.getByRole("button", { name: /^Chat mit/ }).waitFor();
  assert.deepEqual((await times(page)).asked.map(([name]) => name), ["/v1/settings/fernwood.myshopify.com/de"]);
  assert.deepEqual(faults, []);
});

for (const [what, answer] of [
  ["does not know the shop", (route) => route.fulfill({ status: 404, body: "{}" })],
  ["is out of reach", (route) => route.abort()],
]) {
  test(`an edge that ${what} sends no loader, and the page is as it was`, async () => {
    const { page, faults } = await visit(product, { prepare: (page) => page.route("**/v1/loader/**", answer) });
    await page.waitForTimeout(QUIET_MS);
    assert.equal(await page.locator("parley-chat").count(), 0);
    assert.deepEqual(await page.evaluate(() => window.parley.length), 4, "what the page has written down stays");
    assert.deepEqual(faults.filter((fault) => fault.startsWith("uncaught")), []);
  });
}

for (const [what, answer] of [
  ["a shop that the edge does not know", (route) => route.fulfill({ status: 404, body: "{}", headers: { "access-control-allow-origin": "*" } })],
  ["an edge that is out of reach", (route) => route.abort()],
  ["settings that are none", (route) => route.fulfill({ status: 200, body: "<p>", headers: { "access-control-allow-origin": "*" } })],
]) {
  test(`${what} leaves the page as it was, and one line in its log`, async () => {
    const lines = [];
    const { page, faults } = await visit(product, {
      prepare: async (page) => {
        page.on("console", (message) => message.text().startsWith("Parley:") && lines.push(message.type()));
        await themed(page, (html) => html.replace(TAG, ASKS));
        await page.route(SETTINGS, answer);
      },
    });
    await page.waitForTimeout(QUIET_MS);
    assert.equal(await page.locator("parley-chat").count(), 0);
    assert.deepEqual(lines, ["info"]);
    assert.deepEqual(faults.filter((fault) => fault.startsWith("uncaught")), []);
  });
}

test("where the page's policy blocks wasm, the launcher leads to the shop's address", async () => {
  const { page, launcher, faults } = await visit(`${product}?csp=nowasm`);
  await launcher.click();
  const link = page.getByRole("dialog", LAUNCHER).getByRole("link");
  await link.waitFor();
  assert.match(await link.getAttribute("href"), /^(mailto|https?):/);
  await page.keyboard.press("Escape");
  assert.equal(await link.isVisible(), false);
  assert.ok(await launcher.evaluate((button) => button.getRootNode().activeElement === button), "focus is back");
  assert.deepEqual(faults, []);
});

test("where our files are out of reach the launcher leads to the shop's address, and to the chat once they are not", async () => {
  const { page, launcher, faults } = await visit(product, { prepare: (page) => page.route("**/a/**", (route) => route.abort()) });
  const link = page.getByRole("dialog", LAUNCHER).getByRole("link");
  const field = page.getByRole("dialog", LAUNCHER).getByRole("textbox");
  await launcher.click();
  await link.waitFor();
  assert.equal(await launcher.getAttribute("aria-expanded"), "true");
  await page.evaluate(() => window.parley.open());
  await page.waitForTimeout(QUIET_MS);
  assert.equal(await link.count(), 1, "asked for again, there is one way and not two");
  await launcher.click();
  assert.equal(await link.count(), 0);
  assert.equal(await launcher.getAttribute("aria-expanded"), "false");
  await page.unroute("**/a/**");
  await launcher.click();
  await until(() => field.evaluate((field) => field.getRootNode().activeElement === field), "the focus in the composer");
  await page.keyboard.press("Escape");
  await until(async () => (await launcher.getAttribute("aria-expanded")) === "false", "a closed chat");
  await launcher.click();
  await field.waitFor();
  assert.equal(await link.count(), 0);
  // What the page's own code hears is told to it a moment later.
  await until(async () => (await told(page, "open")).length > 2, "three times open");
  assert.equal((await told(page, "open")).length, 3);
  assert.deepEqual(faults.filter((fault) => fault.startsWith("uncaught")), []);
});

test("a strict policy with room for wasm is enough", async () => {
  const { launcher, faults } = await visit(`${product}?csp=strict`);
  await launcher.click();
  await until(async () => (await launcher.getAttribute("aria-expanded")) === "true", "an open chat");
  assert.deepEqual(faults, []);
});

test("a theme that replaces the body, or removes what it does not know, keeps the launcher", async () => {
  const { page, launcher, faults } = await visit(product);
  await launcher.waitFor();
  await page.evaluate(() => document.querySelector("parley-chat").remove());
  // Nobody is there yet whom it is missing to.
  await page.mouse.move(200, 300);
  await launcher.waitFor();
  await page.evaluate(() => {
    document.body.replaceWith(document.createElement("body"));
    document.querySelector("parley-chat").remove();
  });
  await launcher.waitFor();
  // Who removes it again and again means it.
  await page.evaluate(() => new MutationObserver(() => document.querySelector("parley-chat")?.remove()).observe(document.documentElement, { childList: true }));
  await page.evaluate(() => document.querySelector("parley-chat").remove());
  await page.waitForTimeout(200);
  assert.equal(await page.locator("parley-chat").count(), 0);
  assert.deepEqual(faults, []);
});

test("a page that is prerendered waits until it is shown", async () => {
  const { page, launcher, requests } = await visit(product, {
    prepare: (page) => page.addInitScript(() => {
      window.hiddenStill = true;
      Object.defineProperty(Document.prototype, "prerendering", { get: () => window.hiddenStill });
    }),
  });
  await page.waitForTimeout(QUIET_MS);
  assert.deepEqual(requests.filter((url) => url.startsWith(edge)).length, 1, "the loader alone");
  await page.evaluate(() => {
    window.hiddenStill = false;
    document.dispatchEvent(new Event("prerenderingchange"));
  });
  await launcher.waitFor();
});

test("on the password page there is nothing of ours", async () => {
  const { page, requests } = await visit("/password");
  await page.waitForTimeout(QUIET_MS);
  assert.equal(await page.locator("parley-chat").count(), 0);
  assert.deepEqual(requests.filter((url) => url.startsWith(edge)).length, 1, "the loader alone");
});

test("the theme editor shows the launcher and no invitation", async () => {
  const { page, launcher } = await visit(`${product}?design_mode=1`);
  await launcher.waitFor();
  await dwell(page);
  assert.deepEqual(await told(page, "invite"), []);
});

test("dwelling on a product page invites, once a session", async () => {
  const { page, profile, launcher, faults } = await visit(product);
  await launcher.waitFor();
  await page.mouse.move(200, 300);
  await invited(page);
  const second = await visit(product, { context: profile, prepare: (next) => carry(page, next) });
  await dwell(second.page);
  assert.deepEqual(await told(second.page, "invite"), []);
  assert.deepEqual(faults, []);
});

test("a hidden tab does not dwell", async () => {
  const { page, launcher } = await visit(product, {
    prepare: (page) => page.addInitScript(() => Object.defineProperty(Document.prototype, "hidden", { get: () => true })),
  });
  await launcher.waitFor();
  await dwell(page);
  assert.deepEqual(await told(page, "invite"), []);
});

test("coming back to a filled cart invites", async () => {
  const { page } = await visit(product);
  await page.evaluate(async () => {
    const variant = window.ShopifyAnalytics.meta.product.variants[0].id;
    const answer = await fetch("/cart/add.js", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ items: [{ id: variant, quantity: 1 }] }) });
    if (!answer.ok) throw new Error(await answer.text());
  });
  await page.goto(`${storefront}/cart`);
  await until(async () => (await kept(page)).session["parley.left-cart"] === "seen", "the cart to be noticed");
  await page.goto(storefront);
  await until(async () => (await kept(page)).session["parley.left-cart"] === "left", "the leaving to be noticed");
  assert.deepEqual(await told(page, "invite"), []);
  await page.goto(`${storefront}/cart`);
  await invited(page);
});

test("nothing is kept without consent, what was kept goes with it, and the shopper may still be invited", async () => {
  await setShop({ consent: { required: true } });
  try {
    const { page, launcher } = await visit(product);
    await launcher.waitFor();
    await page.mouse.move(200, 300);
    await invited(page);
    assert.deepEqual(await kept(page), { visits: {}, session: {} });
    await page.evaluate(() => Shopify.customerPrivacy.setTrackingConsent({ preferences: true }));
    const found = await kept(page);
    assert.deepEqual(Object.keys(found.visits).sort(), ["parley.shopper", "parley.visits"]);
    assert.equal(found.session["parley.session"], "new");
    await page.evaluate(() => Shopify.customerPrivacy.setTrackingConsent({ preferences: false }));
    assert.deepEqual(await kept(page), { visits: {}, session: {} });
  } finally {
    await setShop({ consent: { required: false } });
  }
});

test("without Shopify's privacy feature nothing is kept", async () => {
  await setShop({ consent: { available: false } });
  try {
    const { page, launcher } = await visit(product);
    await launcher.waitFor();
    await dwell(page);
    assert.deepEqual(await kept(page), { visits: {}, session: {} });
  } finally {
    await setShop({ consent: { available: true } });
  }
});

test("where storage is blocked the shopper is invited all the same", async () => {
  const { page, launcher, faults } = await visit(product, {
    prepare: (page) => page.addInitScript(() => {
      for (const name of ["localStorage", "sessionStorage"]) {
        Object.defineProperty(window, name, { get() { throw new DOMException("blocked", "SecurityError"); } });
      }
    }),
  });
  await launcher.waitFor();
  await page.mouse.move(200, 300);
  await invited(page);
  assert.deepEqual(faults.filter((fault) => fault.includes("parley")), []);
});

/** A new page has a session of its own; a shopper who follows a link keeps the old one. */
async function carry(from, to) {
  const entries = await from.evaluate(() => Object.entries(sessionStorage));
  await to.addInitScript((held) => held.forEach(([key, value]) => sessionStorage.setItem(key, value)), entries);
}
