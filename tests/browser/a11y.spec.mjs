// Who cannot see colours, stands no motion, reads large print, hears the page or has no mouse can use the chat. What each
// view looks like to axe-core and to a screen reader is in gallery.spec.mjs, the stories by keyboard in story.spec.mjs.
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { faultsOfDrawing } from "./looks.mjs";
import { axeFindings, browser, edge, product, storefront, test, until } from "./support.mjs";

const SCENES = ["choices-picked", "consent-bad", "recommendation", "cart-lines", "rating-comment", "person-types", "end-sure"];

let chromium;
before(async () => { chromium = await browser(); });
after(async () => { await chromium.close(); });

/** Scenes of the gallery, one after the other in one page. */
async function gallery(options) {
  const context = await chromium.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  const show = async (id) => {
    await page.goto(`${edge}/gallery#${id}`);
    await page.waitForFunction((id) => document.documentElement.dataset.scene === id, id, { polling: 20, timeout: 20_000 });
  };
  return { page, context, show, panel: page.getByRole("dialog", { name: "Chat with Fernwood" }) };
}

test("the shop's page with the open chat has no findings of ours", async () => {
  const page = await chromium.newPage();
  await page.goto(storefront + product, { waitUntil: "load" });
  await page.getByRole("button", { name: /^chat with/i }).click();
  await page.getByRole("log").locator(".turn").first().waitFor();
  assert.deepEqual(await axeFindings(page, "parley-chat"), []);
});

test("at four times the size everything can be reached and pressed", async () => {
  const { page, context, show, panel } = await gallery({ viewport: { width: 320, height: 256 } });
  await show("choices");
  await panel.getByRole("checkbox", { name: "Fine lines" }).check();
  await panel.getByRole("button", { name: "Continue" }).click();
  await show("consent");
  await panel.getByRole("radio", { name: /SMS/ }).check();
  await panel.getByRole("textbox", { name: "Mobile number" }).fill("+49 170 1234567");
  await panel.getByRole("button", { name: "Agree" }).click();
  await show("recommendation");
  await panel.getByRole("combobox").first().selectOption({ index: 0 });
  await panel.getByRole("button", { name: /^Add to cart/ }).last().click();
  await panel.getByRole("link", { name: "Calm Water Gel" }).hover();
  await panel.getByRole("textbox", { name: "Your message" }).fill("Is it vegan?");
  await panel.getByRole("button", { name: "Send", exact: true }).click();
  await panel.getByRole("button", { name: "End", exact: true }).click();
  await panel.getByRole("button", { name: "Keep it open" }).click();
  await panel.getByRole("button", { name: "Close the chat" }).click();
  await panel.waitFor({ state: "hidden" });
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
  await context.close();
});

test("with room between letters, words and lines nothing is cut", async () => {
  const { page, context, show } = await gallery({ viewport: { width: 390, height: 844 }, reducedMotion: "reduce" });
  for (const scene of SCENES) {
    await show(scene);
    await page.evaluate(() => {
      const root = document.querySelector("parley-chat").shadowRoot;
      const sheet = new CSSStyleSheet();
      // The measures of WCAG 1.4.12.
      sheet.replaceSync(".chat *{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}.chat p{margin-block-end:2em!important}");
      root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    });
    assert.deepEqual(await page.evaluate(faultsOfDrawing), [], scene);
  }
  await context.close();
});

test("without colours of its own everything keeps an outline, and the focus is seen wherever it goes", async () => {
  const { page, context, show } = await gallery({ forcedColors: "active" });
  for (const scene of SCENES) {
    await show(scene);
    const bare = await page.evaluate(() => {
      const root = document.querySelector("parley-chat").shadowRoot;
      const all = [...root.querySelectorAll(".launcher, .panel, .main, .other, .quiet, .chip, .offer, .send, .said, select, textarea, input:not(.chip input, .offer input)")];
      const shown = all.filter((one) => one.checkVisibility());
      return shown.filter((one) => {
        const { borderTopStyle, borderTopWidth } = getComputedStyle(one);
        return borderTopStyle === "none" || parseFloat(borderTopWidth) < 1;
      }).map((one) => one.className || one.localName);
    });
    assert.deepEqual(bare, [], scene);
    const unseen = [];
    for (let presses = 0; presses < 25; presses += 1) {
      await page.keyboard.press("Tab");
      const [inside, outlined, name] = await page.evaluate(() => {
        const focused = document.querySelector("parley-chat").shadowRoot.activeElement;
        if (!focused) return [false];
        const place = focused.closest("label.chip, label.offer") || focused;
        const { outlineStyle, outlineWidth } = getComputedStyle(place);
        return [true, outlineStyle !== "none" && parseFloat(outlineWidth) >= 2, focused.className || focused.localName];
      });
      if (inside && !outlined) unseen.push(name);
    }
    assert.deepEqual(unseen, [], scene);
  }
  await show("choices-picked");
  const outlined = (chip) => chip.evaluate((element) => getComputedStyle(element).outlineStyle);
  const chips = page.locator("label.chip");
  assert.deepEqual([await outlined(chips.nth(0)), await outlined(chips.nth(3))], ["solid", "none"], "what is picked is told apart");
  await context.close();
});

test("where motion is not wanted nothing moves", async () => {
  const moving = (page) => page.evaluate(() => document.querySelector("parley-chat").shadowRoot.getAnimations().length);
  for (const [reducedMotion, moves] of [["reduce", false], ["no-preference", true]]) {
    const { page, context, show } = await gallery({ reducedMotion });
    await show("typing");
    assert.equal((await moving(page)) > 0, moves, reducedMotion);
    for (const scene of ["launcher-waits", "invitation", "recommendation", "person-sent"]) {
      await show(scene);
      if (!moves) assert.equal(await moving(page), 0, scene);
    }
    await context.close();
  }
});

/** Notes what a screen reader would say by itself: what is added to live regions, and what changes in them. */
function hear() {
  window.heard = [];
  const root = document.querySelector("parley-chat").shadowRoot;
  const implied = { log: "polite", status: "polite", alert: "assertive" };
  const region = (node) => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement)?.closest("[aria-live], [role=log], [role=status], [role=alert]");
  const says = (node, added) => {
    const place = region(node);
    const text = (node.innerText ?? node.data ?? "").replace(/\s+/g, " ").trim();
    if (!place || !text || !place.checkVisibility()) return;
    const live = place.getAttribute("aria-live") ?? implied[place.getAttribute("role")];
    const additions = place.getAttribute("aria-relevant") === "additions";
    if (live !== "off" && (added || !additions)) window.heard.push(text);
  };
  new MutationObserver((records) => {
    for (const { type, target, addedNodes } of records) {
      if (type === "characterData") says(target, false);
      else for (const node of addedNodes) if (node.isConnected) says(node, true);
    }
  }).observe(root, { childList: true, characterData: true, subtree: true });
}

test("what is said by itself is the answer, once, and nothing else", async () => {
  const page = await (await chromium.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  await page.goto(storefront + product, { waitUntil: "load" });
  const panel = page.getByRole("dialog", { name: /^chat with/i });
  const log = panel.getByRole("log");
  await page.evaluate(() => window.parley.flow("product-finder"));
  await panel.getByRole("checkbox", { name: "Dryness" }).check();
  await page.evaluate(hear);
  await panel.getByRole("button", { name: "Continue" }).click();
  await panel.getByRole("article").nth(1).waitFor();
  await page.waitForTimeout(500);
  const products = await page.evaluate(() => window.heard.splice(0));
  // What can be answered now is said after what it belongs to.
  assert.match(products.at(-1), / Send me the link Compare them/);
  assert.ok(products.every((one) => one.startsWith("Assistant:")), `${products}`);
  assert.equal(new Set(products).size, products.length);

  const composer = panel.getByRole("textbox", { name: "Your message" });
  await composer.fill("when does it arrive?");
  await composer.press("Enter");
  await log.getByText(/Germany/).first().waitFor();
  await page.waitForTimeout(500);
  const answer = await page.evaluate(() => window.heard.splice(0).filter((one) => !one.startsWith("Send me the link")));
  assert.ok(answer.some((one) => one.includes("Germany")), `${answer}`);
  assert.ok(answer.every((one) => one.startsWith("Assistant:")), `${answer}`);
  assert.equal(new Set(answer).size, answer.length);

  await page.reload();
  await until(async () => (await page.locator("parley-chat").count()) > 0, "the chat");
  await page.evaluate(hear);
  await log.getByText(/Germany/).first().waitFor();
  await page.waitForTimeout(500);
  const back = await page.evaluate(() => window.heard);
  assert.deepEqual(back.filter((one) => /Germany|Assistant/.test(one)), [], "an old conversation is not read out when it comes back");
});
