// The reference stories as a shopper lives them: the shop's page, the chat in it, the shop's cart, and the mailbox.
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { brevo, browser, dwellSeconds, mailbox, product, shot, storefront, test, until, watch } from "./support.mjs";

let chromium;
let followUp;
before(async () => { chromium = await browser(); });
after(async () => { await chromium.close(); });

const WAIT = { timeout: 1000 * dwellSeconds + 20_000 };

async function visit(path, viewport = { width: 1280, height: 800 }) {
  const page = await (await chromium.newContext({ viewport })).newPage();
  const faults = watch(page);
  await page.goto(storefront + path, { waitUntil: "load" });
  await page.mouse.move(300, 300);
  const panel = page.getByRole("dialog", { name: /^chat with/i });
  return { page, faults, panel, log: panel.getByRole("log"), bubble: page.getByRole("region", { name: "Message from the shop" }) };
}

const sentTo = async (address) => (await mailbox()).emails.filter((mail) => JSON.stringify(mail.to).includes(address));

test("story 1: dwell, invitation, two products with reasons, delivery, cart, one channel, one message", async () => {
  const { page, faults, panel, log, bubble } = await visit(product);
  const texts = (await mailbox()).sms.length;
  await bubble.getByRole("button", { name: "Dryness" }).waitFor(WAIT);
  await page.screenshot({ path: shot("story-invitation") });
  await bubble.getByRole("button", { name: "Reply" }).click();

  await panel.getByRole("checkbox", { name: "Dryness" }).check();
  await panel.getByRole("checkbox", { name: "Sensitivity" }).check();
  await panel.getByRole("button", { name: "Continue" }).click();
  const cards = panel.getByRole("article");
  await cards.nth(1).waitFor();
  const titles = await cards.getByRole("heading").allInnerTexts();
  assert.equal(new Set(titles).size, 2);
  await page.screenshot({ path: shot("recommendation") });

  await panel.getByRole("textbox", { name: "Your message" }).fill("when does it arrive?");
  await page.keyboard.press("Enter");
  await log.getByText(/Germany/).first().waitFor();
  await log.getByRole("link", { name: "Delivery information" }).first().waitFor();

  await cards.first().getByRole("button", { name: /^Add to cart/ }).click();
  await cards.first().getByText("In your cart").waitFor();
  await panel.getByRole("button", { name: "Send me the link" }).click();
  await panel.getByRole("radio", { name: /e-mail/i }).check();
  await panel.getByRole("textbox", { name: "E-mail address" }).fill("story.one@shopper.example");
  await page.screenshot({ path: shot("story-consent") });
  await panel.getByRole("button", { name: "Agree" }).click();

  const [mail] = await until(async () => { const mails = await sentTo("story.one@shopper.example"); return mails.length > 0 && mails; }, "the follow-up", 60_000);
  for (const title of titles) assert.ok(mail.html.includes(title) && mail.text.includes(title), title);
  const cart = await page.evaluate(async () => (await fetch("/cart.js")).json());
  assert.equal(cart.items.length, 1);
  assert.ok(titles.some((title) => cart.items[0].title.startsWith(title)));
  assert.equal((await sentTo("story.one@shopper.example")).length, 1);
  assert.equal((await mailbox()).sms.length, texts, "nothing went out on the channel that was not agreed to");
  const inbox = await page.context().newPage();
  await inbox.goto(`${brevo}/mailbox`);
  await inbox.getByText("story.one@shopper.example").first().waitFor();
  await inbox.getByRole("button", { name: "Both" }).first().click();
  await inbox.frameLocator("iframe").first().getByRole("link", { name: titles[0] }).waitFor();
  await inbox.screenshot({ path: shot("mailbox") });
  followUp = mail;
  assert.deepEqual(faults, []);
});

test("story 1 goes on: the mail shows its pictures, and its link leads to a page that works without script", async () => {
  assert.ok(followUp, "the first part of the story came to its end");
  const link = followUp.headers["List-Unsubscribe"].slice(1, -1);
  for (const colorScheme of ["light", "dark"]) {
    const context = await chromium.newContext({ viewport: { width: 700, height: 1000 }, colorScheme, javaScriptEnabled: false });
    const mail = await context.newPage();
    await mail.setContent(followUp.html, { waitUntil: "load" });
    await mail.screenshot({ path: shot(`mail-real-${colorScheme}`), fullPage: true });
    const page = await context.newPage();
    await page.goto(link);
    await page.getByRole("heading", { name: "What Fernwood may send you" }).waitFor();
    await page.screenshot({ path: shot(`preferences-real-${colorScheme}`), fullPage: true });
    await context.close();
  }
  const shown = await chromium.newPage();
  await shown.setContent(followUp.html, { waitUntil: "load" });
  const widths = await shown.getByRole("img").evaluateAll((images) => images.map((image) => image.naturalWidth));
  assert.equal(widths.length, 2);
  assert.ok(widths.every((width) => width > 0), `${widths}`);
  assert.ok(followUp.text.includes("when does it arrive?"), "the question is repeated with its answer");

  const page = await (await chromium.newContext({ javaScriptEnabled: false })).newPage();
  await page.goto(link);
  const asked = page.getByRole("checkbox", { name: "Your orders and what you asked for" });
  assert.ok(await asked.isChecked());
  await asked.uncheck();
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("status").getByText("Your choice is saved.").waitFor();
  assert.equal(await asked.isChecked(), false);
  await page.screenshot({ path: shot("preferences-saved"), fullPage: true });
});

/** Goes on with one key until this has the focus. */
async function reach(page, wanted, key = "Tab") {
  await wanted.waitFor();
  for (let presses = 0; presses < 60; presses += 1) {
    if (await wanted.evaluate((element) => element.getRootNode().activeElement === element)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`the keyboard does not reach ${wanted}`);
}

test("story 1 by keyboard alone, on a phone's screen", async () => {
  const { page, panel, log } = await visit(product, { width: 390, height: 844 });
  const launcher = page.getByRole("button", { name: /^chat with/i });
  await launcher.waitFor();
  await page.evaluate(() => window.parley.flow("product-finder"));
  await panel.getByRole("checkbox", { name: "Dryness" }).waitFor();
  const to = (role, name) => reach(page, panel.getByRole(role, { name }).last());
  await to("checkbox", "Dryness");
  await page.keyboard.press("Space");
  await to("checkbox", "Sensitivity");
  await page.keyboard.press("Space");
  await to("button", "Continue");
  await page.keyboard.press("Enter");
  await panel.getByRole("article").nth(1).waitFor();
  await to("textbox", "Your message");
  await page.keyboard.type("when does it arrive?");
  await page.keyboard.press("Enter");
  await log.getByText(/Germany/).first().waitFor();
  await to("button", "Send me the link");
  await page.keyboard.press("Enter");
  await to("radio", /e-mail/i);
  await page.keyboard.press("Space");
  await to("textbox", "E-mail address");
  await page.keyboard.type("story.keys@shopper.example");
  await to("button", "Agree");
  await page.keyboard.press("Enter");
  await until(async () => (await sentTo("story.keys@shopper.example")).length === 1, "the follow-up", 60_000);
  await page.keyboard.press("Escape");
  await panel.waitFor({ state: "hidden" });
  assert.ok(await launcher.evaluate((element) => element.getRootNode().activeElement === element), "the focus is back on the launcher");
});

test("story 2, first half: back at the cart, an offer of help, an answer, a person", async () => {
  const { page, panel, log, bubble, faults } = await visit(product);
  await page.evaluate(async () => {
    const { variants } = await (await fetch(`${location.pathname}.js`)).json();
    const items = [{ id: variants.find((variant) => variant.available).id, quantity: 1 }];
    await fetch("/cart/add.js", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ items }) });
  });
  const seen = async (path) => {
    await page.goto(storefront + path, { waitUntil: "load" });
    await page.getByRole("button", { name: /^chat with/i }).waitFor();
    await page.mouse.move(320, 310);
    await page.waitForTimeout(1000);
  };
  await seen("/cart");
  assert.equal(await bubble.count(), 0, "a first look at the cart invites nobody");
  await seen("/");
  await seen("/cart");
  await bubble.getByText("Need help deciding?").waitFor(WAIT);
  await page.screenshot({ path: shot("story-cart-return") });
  await bubble.getByRole("button", { name: "Shipping" }).click();
  await log.getByText(/Germany/).first().waitFor();
  await panel.getByRole("button", { name: "Talk to a person" }).first().click();
  await panel.getByRole("textbox", { name: /e-mail/i }).fill("story.two@shopper.example");
  await page.keyboard.press("Enter");
  await log.getByText("A person has been told and has this conversation.").waitFor();
  const told = await until(async () => (await sentTo("help@fernwood.example")).find((mail) => mail.text.includes("story.two@shopper.example")), "the hand-over", 60_000);
  assert.ok(told.text.includes("Shipping"), "with the transcript");
  assert.deepEqual(faults, []);
});

test("a person by keyboard alone, from the launcher and back to it", async () => {
  const { page, panel, log, faults } = await visit("/");
  const launcher = page.getByRole("button", { name: /^chat with/i });
  await reach(page, launcher, "Shift+Tab");
  await page.keyboard.press("Enter");
  await log.locator(".turn").first().waitFor();
  await until(() => panel.getByRole("textbox", { name: "Your message" }).evaluate((field) => field.getRootNode().activeElement === field), "the focus in the composer");
  await reach(page, panel.getByRole("button", { name: "Talk to a person" }).first(), "Shift+Tab");
  await page.keyboard.press("Enter");
  await reach(page, panel.getByRole("textbox", { name: /e-mail/i }), "Shift+Tab");
  await page.keyboard.type("story.person@shopper.example");
  await page.keyboard.press("Enter");
  await log.getByText("A person has been told and has this conversation.").waitFor();
  await page.keyboard.press("Escape");
  await panel.waitFor({ state: "hidden" });
  assert.ok(await launcher.evaluate((element) => element.getRootNode().activeElement === element), "the focus is back on the launcher");
  await until(async () => (await sentTo("help@fernwood.example")).some((mail) => mail.text.includes("story.person@shopper.example")), "the hand-over", 60_000);
  assert.deepEqual(faults, []);
});
