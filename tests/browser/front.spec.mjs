// The panel that is there before the chat: what a slow phone shows, and what of it goes over.
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { axeFindings, browser, dwellSeconds, product, setShop, shot, storefront, test, until, watch } from "./support.mjs";

const PROGRAM = /\/a\/chat-\w+\.wasm$/;
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

let chromium;
before(async () => { chromium = await browser(); });
after(async () => {
  await setShop({ locale: "en" });
  await chromium.close();
});

/** A product page whose chat arrives when `arrive` is called, or fails when it is given false. */
async function visit(options) {
  const context = await chromium.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  const faults = watch(page);
  let arrive;
  const arrived = new Promise((go) => { arrive = (is = true) => go(is); });
  await page.route(PROGRAM, async (route) => (await arrived) ? route.continue() : route.abort());
  await page.addInitScript(() => {
    window.told = [];
    window.parley = ["open", "close"].map((name) => ["on", name, () => window.told.push(name)]);
  });
  await page.goto(storefront + product, { waitUntil: "load" });
  const host = page.locator("parley-chat");
  const panel = page.getByRole("dialog");
  return {
    page, faults, arrive, panel, host,
    launcher: host.locator(".launcher"),
    field: panel.getByRole("textbox"),
    answered: () => panel.getByRole("log").locator(".turn:not(.mine)").first().waitFor(),
    focused: () => page.evaluate(() => document.querySelector("parley-chat").shadowRoot.activeElement?.localName),
    told: () => page.evaluate(() => window.told),
    close: () => context.close(),
  };
}

test("one can write before the chat is there, and all of it goes over once", async () => {
  const { page, panel, field, launcher, arrive, answered, focused, told, faults, close } = await visit();
  await launcher.click();
  await field.fill("Can I return it?");
  await page.keyboard.press("Enter");
  await panel.getByRole("log").getByText("Can I return it?").waitFor();
  await page.keyboard.type("And who pays");
  assert.equal(await launcher.getAttribute("aria-expanded"), "true");
  assert.equal(await launcher.getAttribute("aria-busy"), null);
  await page.screenshot({ path: shot("front-written-in") });
  arrive();
  await answered();
  await page.keyboard.type(" for it?");
  assert.equal(await field.inputValue(), "And who pays for it?");
  await page.keyboard.press("Enter");
  const own = panel.locator(".turn.mine:not(.waits) .said");
  await until(async () => (await own.count()) === 2, "both turns, stored");
  assert.deepEqual(await own.allTextContents(), ["Can I return it?", "And who pays for it?"]);
  assert.equal(await field.inputValue(), "");
  assert.equal(await focused(), "textarea");
  assert.equal(await panel.count(), 1);
  assert.deepEqual(await told(), ["open"]);
  assert.deepEqual(faults, []);
  await close();
});

test("every key that is pressed while the chat takes over lands in its field, in order", async () => {
  const { page, field, launcher, arrive, answered, close } = await visit();
  await launcher.click();
  await field.waitFor();
  const letters = "abcdefghijklmnopqrstuvwxyz".repeat(4);
  const typed = page.keyboard.type(letters, { delay: 15 });
  await page.waitForTimeout(300);
  arrive();
  await Promise.all([typed, answered()]);
  assert.equal(await field.inputValue(), letters);
  await close();
});

test("who closes it again is not called back by the chat, and finds what they wrote", async () => {
  const { page, panel, field, launcher, arrive, answered, focused, told, faults, close } = await visit();
  await launcher.click();
  await field.fill("Not yet");
  await page.keyboard.press("Escape");
  await panel.waitFor({ state: "hidden" });
  assert.equal(await focused(), "button");
  await launcher.click();
  assert.equal(await field.inputValue(), "Not yet");
  await panel.getByRole("button", { name: "Close the chat" }).click();
  const loaded = page.waitForEvent("requestfinished", (request) => PROGRAM.test(request.url()));
  arrive();
  await loaded;
  await page.waitForTimeout(1000);
  assert.equal(await panel.count(), 0);
  assert.deepEqual(await told(), ["open", "close", "open", "close"]);
  await launcher.click();
  await answered();
  assert.equal(await field.inputValue(), "Not yet");
  assert.equal(await focused(), "textarea");
  assert.equal(await panel.count(), 1);
  await launcher.click();
  await panel.waitFor({ state: "hidden" });
  assert.deepEqual(faults, []);
  await close();
});

test("on a phone the keyboard covers neither its field nor the chat's, and Tab does not go behind it", async () => {
  const { page, panel, field, launcher, arrive, answered, focused, faults, close } = await visit(PHONE);
  await launcher.tap();
  await field.tap();
  const height = async () => (await panel.boundingBox()).height;
  assert.equal(await height(), 844);
  await page.evaluate(() => {
    Object.defineProperty(visualViewport, "height", { value: 420 });
    visualViewport.dispatchEvent(new Event("resize"));
  });
  assert.equal(await height(), 420);
  const walked = [];
  for (const key of ["Tab", "Shift+Tab", "Shift+Tab", "Shift+Tab", "Shift+Tab"]) {
    await page.keyboard.press(key);
    walked.push(await page.evaluate(() => { const { activeElement } = document.querySelector("parley-chat").shadowRoot; return activeElement.role || activeElement.className || activeElement.localName; }));
  }
  assert.deepEqual(walked, ["icon", "textarea", "log", "icon", "textarea"]);
  await page.keyboard.type("Hello");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.querySelector("parley-chat").shadowRoot.activeElement.className), "icon");
  arrive();
  await answered();
  assert.equal(await height(), 420);
  assert.equal(await field.inputValue(), "Hello");
  assert.deepEqual(faults, []);
  await close();
});

test("who takes an invitation instead finds what they wrote as well", async () => {
  const { page, panel, field, launcher, arrive, answered, focused, faults, close } = await visit();
  await page.mouse.move(300, 300);
  // While a panel is open the scout has nothing to look for.
  await until(() => page.evaluate(() => sessionStorage.getItem("parley.session")), "the scout to watch");
  await launcher.click();
  await field.fill("Not yet");
  await page.keyboard.press("Escape");
  arrive();
  await page.mouse.move(320, 320);
  await page.getByRole("button", { name: "Dryness" }).click({ timeout: 1000 * dwellSeconds + 20_000 });
  await answered();
  assert.equal(await field.inputValue(), "Not yet");
  assert.equal(await focused(), "textarea");
  await launcher.click();
  await panel.waitFor({ state: "hidden" });
  assert.deepEqual(faults, []);
  await close();
});

test("where the chat does not come the way to the shop takes its place, and what was written stays for the next try", async () => {
  const { page, panel, field, launcher, arrive, answered, focused, told, close } = await visit();
  await launcher.click();
  await field.fill("Are you there?");
  arrive(false);
  await panel.getByRole("link").waitFor();
  assert.equal(await focused(), "a");
  assert.equal(await panel.count(), 1);
  await page.keyboard.press("Escape");
  assert.equal(await panel.count(), 0);
  await page.unroute(PROGRAM);
  await launcher.click();
  await answered();
  assert.equal(await field.inputValue(), "Are you there?");
  assert.equal(await panel.getByRole("link", { name: /@|contact/ }).count(), 0);
  assert.deepEqual(await told(), ["open", "close", "open"]);
  await close();
});

test("a page that wants no chat any more gets none that was on its way", async () => {
  const { page, host, panel, launcher, arrive, faults, close } = await visit();
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await launcher.click();
  await panel.waitFor();
  await page.evaluate(() => window.parley.destroy());
  const loaded = page.waitForEvent("requestfinished", (request) => PROGRAM.test(request.url()));
  arrive();
  await loaded;
  await page.waitForTimeout(1000);
  assert.equal(await host.count(), 0);
  assert.ok(!asked.includes("/v1/conversations"), asked.join(" "));
  assert.deepEqual(faults, []);
  await close();
});

test("a word that an input method is composing is not torn", async () => {
  const { page, host, field, launcher, arrive, answered, close } = await visit();
  await launcher.click();
  await field.waitFor();
  const session = await page.context().newCDPSession(page);
  await session.send("Input.imeSetComposition", { text: "にほ", selectionStart: 2, selectionEnd: 2 });
  const loaded = page.waitForEvent("requestfinished", (request) => PROGRAM.test(request.url()));
  arrive();
  await loaded;
  await page.waitForTimeout(1000);
  assert.ok(await host.evaluate((host) => host.shadowRoot.activeElement.value === "にほ" && !host.shadowRoot.activeElement.closest("#parley-panel")), "the word goes on where it began");
  await session.send("Input.insertText", { text: "日本" });
  await answered();
  assert.equal(await field.inputValue(), "日本");
  await close();
});

test("it is called as the chat is, and says how it goes on", async () => {
  const { panel, launcher, arrive, answered, close } = await visit({ reducedMotion: "reduce" });
  const names = () => panel.evaluate((panel) => [...panel.querySelectorAll("h2, .title p, .icon, .head .quiet, textarea, [role=log]")]
    .filter((one) => one.checkVisibility())
    .map((one) => [one.className, one.getAttribute("role"), one.getAttribute("aria-label"), one.placeholder, one.matches(".log") || one.textContent].join("|")));
  await launcher.click();
  await panel.getByRole("status").getByText("Connecting").waitFor();
  const before = await names();
  assert.equal(before.length, 8, before.join("\n"));
  const place = await panel.boundingBox();
  arrive();
  await answered();
  assert.deepEqual(await names(), before);
  assert.deepEqual(await panel.boundingBox(), place);
  await close();
});

for (const colorScheme of ["light", "dark"]) {
  test(`axe finds nothing in it (${colorScheme})`, async () => {
    const { page, field, launcher, close } = await visit({ colorScheme });
    await launcher.click();
    await field.fill("Can I return it?");
    await page.keyboard.press("Enter");
    await page.waitForTimeout(300);
    assert.deepEqual(await axeFindings(page, "parley-chat"), []);
    await page.screenshot({ path: shot(`front-${colorScheme}`) });
    await close();
  });
}

test("on a phone nobody is made to write, and who writes goes on writing", async () => {
  for (const writes of [false, true]) {
    const { page, panel, field, launcher, arrive, answered, focused, close } = await visit(PHONE);
    await launcher.tap();
    await panel.waitFor();
    assert.equal(await focused(), "h2");
    assert.equal((await panel.boundingBox()).width, PHONE.viewport.width);
    if (writes) await field.tap();
    await page.screenshot({ path: shot(`front-phone${writes ? "-writes" : ""}`) });
    arrive();
    await answered();
    assert.equal(await focused(), writes ? "textarea" : "h2");
    await close();
  }
});

test("a page from the right has it from the right", async () => {
  await setShop({ locale: "ar" });
  const { page, panel, launcher, close } = await visit();
  await launcher.click();
  await panel.waitFor();
  assert.equal(await panel.evaluate((panel) => getComputedStyle(panel).direction), "rtl");
  await page.screenshot({ path: shot("front-ar") });
  await setShop({ locale: "en" });
  await close();
});
