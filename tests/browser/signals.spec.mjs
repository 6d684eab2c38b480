// Each signal as a shopper makes it: what is done on the shop's pages, and the invitation that follows with its reason. The
// rule of each test is the only one of its shop, so what invites is the signal and nothing else.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before } from "node:test";
import { browser, edge, makeShop, operator, path, product, storefront, test, until, watch } from "./support.mjs";

const SHOP = "signals.myshopify.com";
const SWEATER = "/products/merino-crew-sweater";
const QUIET_MS = 700;

let chromium;
let flow;
before(async () => {
  chromium = await browser();
  flow = JSON.parse(await readFile(path("shared/playbook/welcome.json"), "utf8"));
  await makeShop(SHOP, { flows: [], change: { holdout_bp: 0, invites: ["welcome"] } });
});
after(async () => { await chromium.close(); });

/** A page in a fresh profile of a shop that invites for this alone. */
async function shopThatInvites(trigger, at, options = {}) {
  await operator("PUT", `${SHOP}/flows/welcome`, JSON.stringify({ ...flow, trigger }));
  const profile = await chromium.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await profile.newPage();
  const faults = watch(page);
  await profile.route("**/v1/loader/**", (route) => route.continue({ url: `${edge}/v1/loader/${SHOP}/en/parley.js` }));
  await profile.addInitScript(() => {
    window.told = [];
    window.parley = [["on", "invite", (detail) => window.told.push(detail)]];
  });
  await see(page, at);
  return { page, faults };
}

/** Goes to a page of the shop and moves, so that the scout is there. */
async function see(page, at) {
  await page.goto(storefront + at);
  await page.getByRole("button", { name: /^chat with/i }).waitFor();
  await page.mouse.move(400, 400 + Math.round(performance.now()) % 50);
  await page.waitForTimeout(QUIET_MS);
}

const invited = (page) => page.evaluate(() => window.told.length > 0);

async function comes({ page, faults }) {
  await until(() => invited(page), "an invitation", 10_000);
  await page.getByRole("button", { name: "Not now" }).waitFor();
  assert.deepEqual(faults, []);
}

async function notYet({ page }) {
  await page.waitForTimeout(QUIET_MS);
  assert.equal(await invited(page), false, "no invitation before the signal");
}

const pick = (page, label) => page.locator("form label", { hasText: new RegExp(`^${label}$`) }).first().click();

test("the pointer that leaves at the top is about to leave the shop", async () => {
  const shop = await shopThatInvites({ when: "exit_intent" }, product);
  await notYet(shop);
  // A browser without a window has no edge to leave by; the event is the one that it would send.
  const leave = (clientY) => shop.page.evaluate((y) => document.documentElement.dispatchEvent(new MouseEvent("mouseleave", { clientY: y })), clientY);
  await leave(300);
  await notYet(shop);
  await leave(-3);
  await comes(shop);
});

test("a thumb that scrolls up fast is about to leave the shop, and slow reading is not", async () => {
  const shop = await shopThatInvites({ when: "exit_intent" }, "/collections/all", { viewport: { width: 412, height: 600 }, hasTouch: true, isMobile: true });
  await shop.page.evaluate(() => scrollTo(0, 3000));
  await shop.page.waitForTimeout(QUIET_MS);
  await shop.page.evaluate(async () => {
    for (let y = 3000; y >= 2000; y -= 250) {
      scrollTo(0, y);
      await new Promise((go) => setTimeout(go, 300));
    }
  });
  await notYet(shop);
  await shop.page.evaluate(() => scrollTo(0, 3000));
  await shop.page.waitForTimeout(QUIET_MS);
  await shop.page.evaluate(async () => {
    for (let y = 3000; y >= 1500; y -= 300) {
      scrollTo(0, y);
      await new Promise((go) => requestAnimationFrame(go));
    }
  });
  await comes(shop);
});

test("changing the size again and again is doubt about the size", async () => {
  const shop = await shopThatInvites({ when: { variant_changes: { times: 3 } } }, SWEATER);
  for (const size of ["S", "L"]) await pick(shop.page, size);
  await shop.page.getByLabel("Quantity").fill("2");
  await notYet(shop);
  await pick(shop.page, "XL");
  await comes(shop);
});

test("a variant that is sold out is a signal, one that can be bought is none", async () => {
  const shop = await shopThatInvites({ when: "sold_out" }, SWEATER);
  await notYet(shop);
  await pick(shop.page, "M");
  await comes(shop);
});

test("going to and fro between two products is comparing them", async () => {
  const shop = await shopThatInvites({ when: { comparing: { times: 2 } } }, product);
  await see(shop.page, SWEATER);
  await see(shop.page, product);
  assert.equal(await invited(shop.page), false);
  await see(shop.page, SWEATER);
  await comes(shop);
});

test("a search without result is a signal, one with results is none", async () => {
  const shop = await shopThatInvites({ when: "empty_search" }, "/search?q=cream");
  await notYet(shop);
  await see(shop.page, "/search?q=zzzz");
  await comes(shop);
});

test("a discount code that is not taken is a signal on the cart page", async () => {
  const shop = await shopThatInvites({ when: "discount_failed" }, SWEATER);
  const update = (change) => shop.page.evaluate(async (body) => {
    const id = Number(document.querySelector('[name="id"]').value);
    await fetch("/cart/add.js", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ items: [{ id, quantity: 1 }] }) });
    await fetch("/cart/update.js", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  }, change);
  await update({});
  await see(shop.page, "/cart");
  assert.equal(await invited(shop.page), false);
  await see(shop.page, SWEATER);
  await update({ discount: "NO-SUCH-CODE" });
  await see(shop.page, "/cart");
  await comes(shop);
});

test("a cart that is worth enough is a signal", async () => {
  const shop = await shopThatInvites({ when: { cart_worth: { cents: 15000, currency: "EUR" } }, pages: ["cart"] }, SWEATER);
  const add = () => shop.page.evaluate(async () => {
    const id = Number(document.querySelector('[name="id"]').value);
    await fetch("/cart/add.js", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ items: [{ id, quantity: 1 }] }) });
  });
  await add();
  await see(shop.page, "/cart");
  assert.equal(await invited(shop.page), false, "89 euros are not 150");
  await see(shop.page, SWEATER);
  await add();
  await see(shop.page, "/cart");
  await comes(shop);
});

test("a campaign's link is a signal for the whole session", async () => {
  const shop = await shopThatInvites({ when: { campaign: { name: "spring" } }, pages: ["product"] }, "/?utm_campaign=spring");
  await notYet(shop);
  await see(shop.page, product);
  await comes(shop);
});

test("the second visit is the second session of a browser that may be remembered", async () => {
  const shop = await shopThatInvites({ when: { visits: { at_least: 2 } } }, product);
  await see(shop.page, SWEATER);
  await notYet(shop);
  // Another tab that no page opened is another session.
  const page = await shop.page.context().newPage();
  await see(page, product);
  await comes({ page, faults: shop.faults });
});

for (const [how, knows] of [
  ["on its tag", {
    // What a theme's embed writes for a customer whom the shop counts among its best.
    before: () => {
      new MutationObserver(() => document.querySelector('script[src$="/parley.js"]')?.setAttribute("data-shopper", "vip")).observe(document, { childList: true, subtree: true });
    },
  }],
  ["by a command, once the scout is there", { after: () => window.parley.identify("vip") }],
]) {
  test(`a VIP reads what is written for VIPs where the theme says so ${how}`, async () => {
    await operator("PUT", `${SHOP}/flows/welcome`, JSON.stringify({
      ...flow,
      trigger: { when: { dwell: { seconds: 3 } } },
      first_message: { ...flow.first_message, text: "Can we help?", for_audience: [{ audience: "vip", text: "Good to see you again." }] },
    }));
    const profile = await chromium.newContext();
    const page = await profile.newPage();
    await profile.route("**/v1/loader/**", (route) => route.continue({ url: `${edge}/v1/loader/${SHOP}/en/parley.js` }));
    if (knows.before) await profile.addInitScript(knows.before);
    await see(page, product);
    if (knows.after) await page.evaluate(knows.after);
    await page.getByText("Good to see you again.").waitFor();
  });
}
