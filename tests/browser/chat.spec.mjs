// The chat in a shop's page: what the shopper says is taken once, what is shown is text, and nothing is lost.
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { browser, dwellSeconds, edge, product, storefront, test, until, watch } from "./support.mjs";

let chromium;
before(async () => { chromium = await browser(); });
after(async () => { await chromium.close(); });

/** A page of the shop in a fresh profile, whose connection the test can cut and hold back. */
async function visit({ path = product, viewport = { width: 1280, height: 800 }, touch = false, prepare } = {}) {
  const profile = await chromium.newContext({ viewport, hasTouch: touch, isMobile: touch });
  const page = await profile.newPage();
  const faults = watch(page);
  await page.addInitScript(() => {
    window.told = [];
    window.parley = [["on", "open", () => window.told.push("open")], ["on", "close", () => window.told.push("close")]];
    const Native = window.WebSocket;
    window.sockets = [];
    window.held = false;
    window.WebSocket = class extends Native {
      constructor(...values) {
        // While held, the address is one where nothing answers: the discard port.
        super(...(window.held ? ["ws://127.0.0.1:9/"] : values));
        window.sockets.push(this);
      }
    };
    // What is held back is the whole connection: where sockets fail, exchanges over HTTP would carry the conversation.
    const ask = window.fetch;
    window.fetch = (url, ...rest) =>
      window.held && String(url).includes("/v1/") ? Promise.reject(new TypeError("Failed to fetch")) : ask(url, ...rest);
    window.cut = (hold) => {
      window.held = hold;
      window.sockets.forEach((socket) => socket.close());
    };
  });
  if (prepare) await prepare(page);
  await page.goto(storefront + path, { waitUntil: "load" });
  const panel = page.getByRole("dialog", { name: /^chat with/i });
  return {
    page, profile, faults, panel,
    launcher: page.getByRole("button", { name: /^chat with/i }),
    log: panel.getByRole("log"),
    composer: panel.getByRole("textbox", { name: "Your message" }),
  };
}

/** Opens the chat with a flow, and waits for its first turn. */
async function begin(flow, options) {
  const visited = await visit(options);
  await visited.launcher.waitFor();
  await visited.page.evaluate((id) => (id ? window.parley.flow(id) : window.parley.open()), flow);
  await visited.log.locator(".turn").first().waitFor();
  return visited;
}

/** Answers the finder, and waits for its products. */
async function recommended(options) {
  const visited = await begin("product-finder", options);
  await visited.panel.getByRole("checkbox", { name: "Dryness" }).check();
  await visited.panel.getByRole("checkbox", { name: "Sensitivity" }).check();
  await visited.panel.getByRole("button", { name: "Continue" }).click();
  await visited.panel.getByRole("article").nth(1).waitFor();
  return visited;
}

const mine = (log, text) => log.locator(".mine:not(.waits) .said").filter({ hasText: text });
const cart = (page) => page.evaluate(async () => (await fetch("/cart.js")).json());
const focused = (page) => page.evaluate(() => {
  const element = document.querySelector("parley-chat").shadowRoot.activeElement;
  return element && (element.getAttribute("aria-label") || element.id || element.className);
});

test("the invitation takes no focus, and a ready answer opens the chat with it said", async () => {
  const { page, panel, log, faults } = await visit();
  await page.mouse.move(200, 300);
  const bubble = page.getByRole("region", { name: "Message from the shop" });
  const answer = bubble.getByRole("button", { name: "Dryness" });
  await answer.waitFor({ timeout: 1000 * dwellSeconds + 15_000 });
  assert.equal(await focused(page), null);
  await answer.click();
  await panel.waitFor();
  await mine(log, "Dryness").waitFor();
  assert.equal(await bubble.isVisible(), false);
  assert.deepEqual(faults, []);
});

test("Escape closes the invitation without opening the chat", async () => {
  const { page, panel } = await visit();
  await page.mouse.move(200, 300);
  const later = page.getByRole("button", { name: "Not now" });
  await later.waitFor({ timeout: 1000 * dwellSeconds + 15_000 });
  await page.keyboard.press("Escape");
  await later.waitFor({ state: "hidden" });
  assert.equal(await panel.count(), 0);
});

test("the focus goes into the panel, and back to the launcher on Escape", async () => {
  const { page, panel, composer, launcher } = await begin();
  await until(async () => (await focused(page)) === "Your message", "the focus in the composer");
  await composer.press("Escape");
  await panel.waitFor({ state: "hidden" });
  assert.equal(await launcher.getAttribute("aria-expanded"), "false");
  assert.match(await focused(page), /^chat with/i);
  // Listeners are told in a task of their own.
  const told = await until(() => page.evaluate(() => window.told.length > 1 && window.told), "both to be told");
  assert.deepEqual(told, ["open", "close"]);
  await launcher.click();
  await panel.waitFor();
});

test("a shopper can go back one step and answer otherwise", async () => {
  const { page, panel, log, faults } = await begin("product-finder");
  const back = panel.getByRole("button", { name: "Go back" });
  assert.equal(await back.isVisible(), false, "there is nothing to go back to yet");
  await panel.getByRole("checkbox", { name: "Dryness" }).check();
  await panel.getByRole("button", { name: "Continue" }).click();
  await panel.getByRole("article").first().waitFor();
  await back.click();
  await panel.getByRole("checkbox", { name: "Redness" }).check();
  await panel.getByRole("button", { name: "Continue" }).click();
  await mine(log, "Redness").waitFor();
  await until(async () => (await page.evaluate(() => document.querySelector("parley-chat").shadowRoot.textContent)).includes("For redness"), "products for redness");
  assert.deepEqual(faults, []);
});

test("a message's link opens the chat with the flow it names", async () => {
  const { panel, log, faults } = await visit({ path: "/?parley=cart-return" });
  await panel.waitFor();
  await log.getByText("Need help deciding?").waitFor();
  assert.deepEqual(faults, []);
});

test("on a phone the panel fills the screen and raises no keyboard", async () => {
  const { page, panel, log } = await begin(null, { viewport: { width: 390, height: 844 }, touch: true });
  await panel.evaluate((element) => Promise.all(element.getAnimations().map((animation) => animation.finished)));
  assert.deepEqual(await panel.boundingBox(), { x: 0, y: 0, width: 390, height: 844 });
  await until(async () => (await focused(page)) === "parley-title", "the focus on the heading");
  const small = await panel.locator("button, input, select, a").evaluateAll((all) => all
    .filter((one) => one.checkVisibility())
    .map((one) => (one.closest("label") || one).getBoundingClientRect())
    .filter((box) => box.width < 24 || box.height < 24).length);
  assert.equal(small, 0, "every target has 24 pixels");
  assert.ok(await log.isVisible());
});

test("where the panel covers the page, the focus does not go behind it", async () => {
  const { page, panel, composer } = await begin(null, { viewport: { width: 390, height: 844 }, touch: true });
  const close = panel.getByRole("button", { name: "Close the chat" });
  await composer.fill("Hello");
  await panel.getByRole("button", { name: "Send" }).focus();
  await page.keyboard.press("Tab");
  assert.equal(await focused(page), "Close the chat");
  await page.keyboard.press("Shift+Tab");
  assert.equal(await focused(page), "Send");
  await close.press("Escape");
  await panel.waitFor({ state: "hidden" });
});

test("two products are recommended with a reason each, a difference and a price", async () => {
  const { panel, log } = await recommended();
  const cards = panel.getByRole("article");
  assert.equal(await cards.count(), 2);
  for (const card of await cards.all()) {
    assert.ok((await card.getByRole("list", { name: "Why this one" }).getByRole("listitem").count()) > 0);
    assert.match(await card.locator(".price").innerText(), /€\s?\d|\d\s?€/);
    assert.ok((await card.locator(".differs").innerText()).length > 0);
    assert.ok(await card.locator("img").evaluate((image) => image.alt.length > 0));
  }
  await mine(log, "Dryness, Sensitivity").waitFor();
  assert.equal(await panel.getByRole("checkbox").count(), 0, "what is answered is no longer asked");
});

test("adding puts the picked variant into the shop's cart, marked with the conversation", async () => {
  const { page, panel, log, faults } = await recommended();
  const card = panel.getByRole("article").first();
  const options = card.getByRole("combobox", { name: "Option" });
  if (await options.count()) await options.selectOption({ index: 0 });
  await card.getByRole("button", { name: /^Add to cart/ }).click();
  await card.getByText("In your cart").waitFor();
  const held = await cart(page);
  assert.equal(held.items.length, 1);
  assert.match(held.items[0].properties._parley, /^[\w-]+$/);
  await log.getByText(/^Added to the cart:/).waitFor();
  assert.deepEqual(faults, []);
});

test("what the shop's cart refuses is said in the shop's words", async () => {
  const { page, panel } = await recommended();
  const description = "All of these are already in your cart.";
  await page.route("**/cart/add.js", (route) => route.fulfill({
    status: 422, contentType: "application/json", body: JSON.stringify({ status: 422, message: "Cart Error", description }),
  }));
  const card = panel.getByRole("article").first();
  await card.getByRole("button", { name: /^Add to cart/ }).click();
  await card.getByText(description).waitFor();
  assert.equal((await cart(page)).items.length, 0);
});

test("a cart behind a challenge says that nothing was added", async () => {
  const { page, panel } = await recommended();
  await page.route("**/cart/add.js", (route) => route.fulfill({ status: 429, contentType: "text/html", body: "<h1>Your connection needs to be verified</h1>" }));
  const card = panel.getByRole("article").first();
  await card.getByRole("button", { name: /^Add to cart/ }).click();
  await card.getByText(/Nothing was added/).waitFor();
});

test("markup that is typed stays text", async () => {
  const { page, log, composer } = await begin();
  const text = '<img src=x onerror="window.broken=1"> & <b>bold</b>';
  await composer.fill(text);
  await composer.press("Enter");
  await mine(log, text).waitFor();
  assert.equal(await page.evaluate(() => window.broken), undefined);
  assert.equal(await log.locator(".said b, .said img").count(), 0);
});

test("Shift and Enter begins a line, and the last characters are counted", async () => {
  const { panel, log, composer } = await begin();
  await composer.fill("one");
  await composer.press("Shift+Enter");
  await composer.pressSequentially("two");
  assert.equal(await composer.inputValue(), "one\ntwo");
  await composer.fill("x".repeat(1999));
  await panel.getByText("1 characters left").waitFor();
  await composer.fill("x".repeat(2001));
  await panel.getByText("1 characters too many").waitFor();
  assert.ok(await panel.getByRole("button", { name: "Send" }).isDisabled());
  assert.equal(await log.locator(".mine").count(), 0);
});

test("the conversation comes back after a reload and on the next page, open as it was", async () => {
  const { page, panel, log, composer } = await begin();
  await composer.fill("Do you ship to Austria?");
  await composer.press("Enter");
  await mine(log, "Austria").waitFor();
  await page.reload();
  await mine(log, "Austria").waitFor();
  assert.notEqual(await focused(page), "Your message", "coming back takes no focus");
  await page.goto(`${storefront}/`);
  await mine(log, "Austria").waitFor();
  assert.equal(await mine(log, "Austria").count(), 1);
  await panel.getByRole("button", { name: "Close the chat" }).click();
  await page.reload();
  await page.getByRole("button", { name: /^chat with/i }).waitFor();
  assert.equal(await panel.count(), 0, "a closed panel stays closed");
});

test("what is said while the connection is away is kept, and taken once when it is back", async () => {
  const { page, panel, log, composer } = await begin();
  await page.evaluate(() => window.cut(true));
  await composer.fill("Is it vegan?");
  await composer.press("Enter");
  await log.locator(".waits").waitFor();
  await panel.getByText("No connection. Your message will be sent when you are back online.").waitFor();
  await page.evaluate(() => {
    window.held = false;
    window.dispatchEvent(new Event("online"));
  });
  await mine(log, "vegan").waitFor();
  await page.evaluate(() => window.cut(false));
  await until(async () => (await panel.getByText("No connection").count()) === 0, "the connection");
  assert.equal(await log.locator(".mine .said").filter({ hasText: "vegan" }).count(), 1);
});

test("a turn not sent before the page went away is sent by the next page", async () => {
  const { page, log, composer } = await begin();
  await page.evaluate(() => window.cut(true));
  await composer.fill("Is it cruelty-free?");
  await composer.press("Enter");
  await log.locator(".waits").waitFor();
  await page.reload();
  await mine(log, "cruelty-free").waitFor();
  assert.equal(await log.locator(".mine .said").filter({ hasText: "cruelty-free" }).count(), 1);
});

test("a page that is taken for part of a flood works out its sum, and the chat opens", async () => {
  const statuses = [];
  /** As many openings from this page's address as make the next one suspect. */
  const flood = async (headers, body) => {
    for (let opening = 0; opening < 25; opening += 1) {
      await fetch(`${edge}/v1/conversations`, { method: "POST", headers: { ...headers, origin: storefront }, body });
    }
  };
  const prepare = async (page) => {
    page.on("response", (response) => {
      if (response.url().endsWith("/v1/conversations") && response.request().method() === "POST") statuses.push(response.status());
    });
    await page.route("**/v1/conversations", async (route) => {
      const request = route.request();
      const headers = { ...request.headers(), "cf-connecting-ip": "203.0.113.50" };
      if (request.method() === "POST" && !headers["parley-proof"]) {
        await flood({ "content-type": headers["content-type"], "cf-connecting-ip": "203.0.113.50" }, request.postDataBuffer());
      }
      await route.continue({ headers });
    });
  };
  const { profile, faults } = await begin("welcome", { prepare });
  assert.deepEqual(statuses, [428, 200]);
  assert.deepEqual(faults, []);
  await profile.close();
});

test("ending asks once more, and a new conversation can begin", async () => {
  const { panel, log, composer } = await begin();
  await panel.getByRole("button", { name: "End", exact: true }).click();
  await panel.getByRole("button", { name: "Keep it open" }).click();
  assert.ok(await composer.isVisible());
  await panel.getByRole("button", { name: "End", exact: true }).click();
  await panel.getByRole("button", { name: "End it" }).click();
  await log.getByText("The conversation ended here.").waitFor();
  await panel.getByRole("button", { name: "Start a new conversation" }).click();
  await composer.waitFor();
  await until(async () => (await log.getByText("The conversation ended here.").count()) === 0, "an empty transcript");
  await log.locator(".turn").first().waitFor();
});

test("where storage is blocked the chat works as long as the page", async () => {
  const { log, composer, faults } = await begin(null, {
    prepare: (page) => page.addInitScript(() => {
      for (const name of ["localStorage", "sessionStorage"]) {
        Object.defineProperty(window, name, { get() { throw new DOMException("blocked", "SecurityError"); } });
      }
    }),
  });
  await composer.fill("Hello");
  await composer.press("Enter");
  await mine(log, "Hello").waitFor();
  assert.deepEqual(faults.filter((fault) => /parley|wasm/i.test(fault)), []);
});
