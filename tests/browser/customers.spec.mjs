// Customers who are signed in at the shop: their conversation on each of their devices, and for nobody after them.
// The storefront stand-in signs them in, and hands the chat's question on to the Worker as Shopify's app proxy does.
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { browser, product, storefront, test, watch } from "./support.mjs";

let chromium;
before(async () => { chromium = await browser(); });
after(async () => { await chromium.close(); });

// Whose conversations these are: each test has its own.
let next = Date.now() % 1_000_000_000;
const somebody = () => String((next += 1));

/** A device, with a customer signed in at it or not. */
async function device(customer) {
  const context = await chromium.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const faults = watch(page);
  const asked = [];
  page.on("response", (response) => response.url().includes("/apps/parley/") && asked.push(response.status()));
  const panel = page.getByRole("dialog", { name: /^chat with/i });
  const log = panel.getByRole("log");
  const composer = panel.getByRole("textbox", { name: "Your message" });
  const found = {
    context, page, faults, asked, panel, log,
    launcher: page.getByRole("button", { name: /^chat with/i }),
    signIn: (who) => context.request.post(`${storefront}/_control/sign_in/${who}`),
    signOut: () => context.request.post(`${storefront}/_control/sign_out`),
    go: (path = product) => page.goto(storefront + path, { waitUntil: "load" }),
    open: async () => {
      await found.launcher.click();
      await log.locator(".turn").first().waitFor();
    },
    say: async (text) => {
      await composer.fill(text);
      await composer.press("Enter");
      await log.locator(".mine:not(.waits)", { hasText: text }).waitFor();
    },
    /** What the shopper has said. */
    said: () => log.locator(".mine:not(.waits) .said").allInnerTexts(),
    has: (text) => log.locator(".mine:not(.waits)", { hasText: text }).waitFor(),
  };
  if (customer) await found.signIn(customer);
  await found.go();
  return found;
}

const quiet = async (...devices) => {
  for (const { faults, context } of devices) {
    assert.deepEqual(faults, []);
    await context.close();
  }
};

test("a customer finds the conversation on another device, and both show what is said", async () => {
  const customer = somebody();
  const phone = await device(customer);
  await phone.open();
  await phone.say("something against dry skin");
  const desk = await device(customer);
  await desk.open();
  await desk.has("something against dry skin");
  await desk.say("and it must be light");
  await phone.has("and it must be light");
  // The next page has a token, and asks nobody.
  await desk.go("/cart");
  await desk.has("and it must be light");
  assert.deepEqual([phone.asked, desk.asked], [[200], [200]]);
  await quiet(phone, desk);
});

test("what was begun as a guest is the customer's once they sign in", async () => {
  const customer = somebody();
  const phone = await device();
  await phone.open();
  await phone.say("as a guest");
  assert.deepEqual(phone.asked, [], "a guest's page asks nobody");
  await phone.signIn(customer);
  await phone.go();
  await phone.has("as a guest");
  assert.deepEqual(phone.asked, [200]);
  const desk = await device(customer);
  await desk.open();
  await desk.has("as a guest");
  await quiet(phone, desk);
});

test("whoever comes after a customer at the same browser begins anew", async () => {
  const [first, second] = [somebody(), somebody()];
  const shared = await device(first);
  await shared.open();
  await shared.say("only for me");
  await shared.signOut();
  await shared.go();
  // The panel was open, and is: with another conversation.
  await shared.log.locator(".turn").first().waitFor();
  assert.deepEqual(await shared.said(), []);
  await shared.say("as a guest");
  await shared.signIn(second);
  await shared.go();
  await shared.has("as a guest");
  await shared.signOut();
  await shared.signIn(first);
  await shared.go();
  await shared.has("only for me");
  assert.deepEqual(await shared.said(), ["only for me"]);
  await quiet(shared);
});

test("a tab of the same browser that knows of another customer takes no conversation from its neighbour", async () => {
  const [first, second] = [somebody(), somebody()];
  const shared = await device(first);
  await shared.open();
  await shared.say("only for me");
  await shared.signIn(second);
  const page = await shared.context.newPage();
  await page.goto(storefront + product, { waitUntil: "load" });
  await page.getByRole("button", { name: /^chat with/i }).click();
  const log = page.getByRole("dialog", { name: /^chat with/i }).getByRole("log");
  await log.locator(".turn").first().waitFor();
  assert.deepEqual(await log.locator(".mine").allInnerTexts(), []);
  await quiet(shared);
});

for (const [what, answer, asked] of [
  ["has no app proxy", { status: 404, contentType: "text/html", body: "<h1>Not here</h1>" }, 404],
  ["is locked behind a password page", { status: 302, headers: { location: "/password" } }, 302],
]) {
  test(`where the shop ${what}, a customer is a guest and the chat works`, async () => {
    const own = await device(somebody());
    await own.context.route("**/apps/parley/**", (route) => route.fulfill(answer));
    await own.open();
    await own.say("hello");
    await own.go();
    await own.has("hello");
    assert.deepEqual(own.asked, [asked], "the next page does not ask again");
    // That something was not found is the browser's to note; nothing else went wrong.
    own.faults.splice(0, Infinity, ...own.faults.filter((fault) => !fault.includes("404")));
    await quiet(own);
  });
}

test("a shop that does not answer holds nobody up for long, and is asked again by the next page", async () => {
  const customer = somebody();
  const own = await device(customer);
  let held = 0;
  await own.context.route("**/apps/parley/**", (route) => {
    held += 1;
    if (held > 1) return route.continue();
  });
  await own.open();
  await own.say("hello");
  await own.go();
  await own.has("hello");
  assert.equal(held, 2);
  assert.deepEqual(own.asked, [200]);
  const desk = await device(customer);
  await desk.open();
  await desk.has("hello");
  await own.context.close();
  await quiet(desk);
});

test("a page that signs its customer in by itself says so with a command", async () => {
  const customer = somebody();
  const phone = await device(customer);
  await phone.open();
  await phone.say("from the phone");
  const desk = await device();
  await desk.signIn(customer);
  await desk.page.evaluate((customer) => window.parley.identify(customer), customer);
  await desk.open();
  await desk.has("from the phone");
  await quiet(phone, desk);
});
