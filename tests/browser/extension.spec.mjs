// Two ways into a shop's page, the pasted tag and the app embed of the theme app extension: both make the same page.
//
// The embed is rendered, and its files are served, by the platform's stand-in in front of the storefront's.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { after, before } from "node:test";
import { promisify } from "node:util";
import { serve } from "../extension/shopify.mjs";
import { axeFindings, browser, dwellSeconds, edge, makeShop, path, product, setShop, shot, storefront, tagOf, test, watch } from "./support.mjs";

const SHOP = "extension.myshopify.com";
const FOLDER = path("target/extension-browser");
const CHAT = { name: /^(chat with|conversar com)/i };
const DEMO_TAG = /<script async src="[^"]*\/parley\.js"[^>]*><\/script>/;
const PASTED = tagOf(SHOP);
const QUIET_MS = 1500;

let chromium;
let shopify;
before(async () => {
  await promisify(execFile)(process.env.PARLEY_XTASK, ["extension", "--edge", edge, "--to", FOLDER]);
  shopify = await serve({ storefront, folder: FOLDER, block: "parley", shop: SHOP });
  await makeShop(SHOP, { origin: shopify.origin, change: { holdout_bp: 0, dwell_seconds: dwellSeconds } });
  chromium = await browser();
});
after(async () => {
  await chromium?.close();
  await shopify?.close();
});

/** A page of the shop in a fresh profile, reached by one of the two ways. */
async function visit(way, { at = product, tag = PASTED, css = "", settings = {}, types = {}, theme = (html) => html } = {}) {
  Object.assign(shopify, {
    embed: way === "embed",
    theme: (html) => theme(html).replace(DEMO_TAG, way === "pasted" ? (css && `<style>${css}</style>`) + tag : ""),
    settings,
    types: { ...shopify.types, wasm: "application/wasm", ...types },
    asked: Object.assign(shopify.asked, { length: 0 }),
  });
  const context = await chromium.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const faults = watch(page);
  const requests = [];
  page.on("request", (request) => requests.push(request.url()));
  await page.addInitScript(() => {
    window.told = [];
    window.parley = [];
    for (const name of ["ready", "invite", "open", "close"]) window.parley.push(["on", name, (detail) => window.told.push([name, detail])]);
  });
  await page.goto(shopify.origin + at, { waitUntil: "load" });
  const panel = page.getByRole("dialog", CHAT);
  return {
    page, faults, requests, panel, close: () => context.close(),
    launcher: page.getByRole("button", CHAT),
    log: panel.getByRole("log"),
    bubble: page.getByRole("region", { name: "Message from the shop" }),
  };
}

/** All that the loader has put into the page: the element with its attributes, its shadow root and styles, and where they are. */
function put(page) {
  return page.evaluate(() => {
    const hosts = [...document.querySelectorAll("parley-chat")];
    const { shadowRoot } = hosts[0];
    const { x, y, width, height } = shadowRoot.querySelector(".launcher").getBoundingClientRect();
    const custom = getComputedStyle(hosts[0]);
    return {
      hosts: hosts.map((host) => host.cloneNode().outerHTML),
      parent: hosts[0].parentNode.localName,
      inside: shadowRoot.innerHTML,
      styles: shadowRoot.adoptedStyleSheets.map((sheet) => [...sheet.cssRules].map((rule) => rule.cssText).join("\n")),
      launcher: [x, y, width, height],
      custom: ["accent", "on-accent", "background", "text", "bottom"].map((name) => custom.getPropertyValue(`--parley-${name}`).trim()),
      globals: Object.keys(window).filter((name) => /parley|scout|wasm/i.test(name)),
      told: window.told,
    };
  });
}

/** Which settings were asked for. */
const asked = (requests) => requests.filter((url) => url.startsWith(`${edge}/v1/settings/`)).map((url) => url.slice(edge.length));

/** The first part of story 1, and what the page had at each step. */
async function story(way) {
  const visited = await visit(way);
  const { page, launcher, bubble, panel, log, requests, faults } = visited;
  await launcher.waitFor();
  const seen = { drawn: await put(page) };
  await page.mouse.move(300, 300);
  await bubble.getByRole("button", { name: "Dryness" }).waitFor({ timeout: 1000 * dwellSeconds + 20_000 });
  seen.invited = await put(page);
  await bubble.getByRole("button", { name: "Reply" }).click();
  await panel.getByRole("checkbox", { name: "Dryness" }).check();
  await panel.getByRole("checkbox", { name: "Sensitivity" }).check();
  await panel.getByRole("button", { name: "Continue" }).click();
  await panel.getByRole("article").nth(1).waitFor();
  seen.recommended = await panel.getByRole("article").allInnerTexts();
  await panel.getByRole("textbox", { name: "Your message" }).fill("when does it arrive?");
  await page.keyboard.press("Enter");
  await log.getByText(/Germany/).first().waitFor();
  seen.answered = await log.getByText(/Germany/).first().innerText();
  seen.told = await page.evaluate(() => window.told);
  assert.deepEqual(faults, []);
  await visited.close();
  return { seen, requests };
}

test("story 1 up to an answer is the same by both ways", async () => {
  const pasted = await story("pasted");
  const embedded = await story("embed");
  assert.deepEqual(embedded.seen, pasted.seen);
  assert.deepEqual(pasted.seen.told.map(([name]) => name), ["ready", "invite", "open"]);
  assert.deepEqual(asked(pasted.requests), [], "the settings came with the loader");
  assert.deepEqual(asked(embedded.requests), [`/v1/settings/${SHOP}/en`]);

  const files = (requests, origin) => requests.filter((url) => url.startsWith(origin) && /\.(js|css|wasm|json)(\?|$)/.test(url)).map((url) => url.split("/").at(-1).split("?")[0]);
  assert.deepEqual(files(pasted.requests, shopify.cdn), []);
  assert.deepEqual(files(embedded.requests, edge), [], "an embed asks the Worker for no file");
  assert.deepEqual(files(embedded.requests, shopify.cdn).sort(), files(pasted.requests, edge).sort());
});

test("clicking the launcher opens the chat by both ways", async () => {
  const opened = [];
  for (const way of ["pasted", "embed"]) {
    const { page, launcher, panel, faults, close } = await visit(way, { at: "/" });
    await launcher.click();
    await panel.getByRole("textbox", { name: "Your message" }).waitFor();
    opened.push({ title: await panel.getByRole("heading").first().innerText(), told: (await put(page)).told });
    assert.deepEqual(faults, []);
    await close();
  }
  assert.deepEqual(opened[1], opened[0]);
});

test("what a merchant sets in the editor is what the tag and the theme's own rules do", async () => {
  const css = "parley-chat { --parley-bottom: 80px; --parley-accent: #ffd84d; --parley-on-accent: #000000; --parley-background: #101010; --parley-text: #fafafa; }";
  const settings = { side: "left", bottom: 80, accent: "#ffd84d", background: "#101010", text: "#fafafa" };
  const seen = [];
  for (const way of ["pasted", "embed"]) {
    const { page, launcher, panel, faults, close } = await visit(way, { css, tag: PASTED.replace("></", ' data-side="left"></'), settings });
    await launcher.waitFor();
    const drawn = await put(page);
    await launcher.click();
    await panel.getByRole("log").locator(".turn").first().waitFor();
    await panel.evaluate((one) => Promise.all(one.getAnimations().map((animation) => animation.finished)));
    const box = await panel.boundingBox();
    const [colour, back] = await panel.evaluate((one) => [getComputedStyle(one).color, getComputedStyle(one).backgroundColor]);
    seen.push({ drawn, colour, back, box: { x: Math.round(box.x), end: Math.round(box.y + box.height) } });
    assert.deepEqual(faults, []);
    await close();
  }
  assert.deepEqual(seen[1], seen[0]);
  const [{ drawn, colour, back, box }] = seen;
  assert.deepEqual(drawn.launcher, [20, 800 - 80 - 56, 56, 56]);
  assert.deepEqual(box, { x: 20, end: 800 - 80 - 72 });
  assert.deepEqual([colour, back], ["rgb(250, 250, 250)", "rgb(16, 16, 16)"]);
});

test("a window that is to look as the page does wears its colours and font, and a launcher may have words", async () => {
  const css = "body { background: #fff8ee !important; color: #2a1f14 !important; font-family: Georgia, serif !important; }";
  const seen = [];
  for (const way of ["pasted", "embed"]) {
    const tag = PASTED.replace("></", ' data-launcher="words" data-look="theme"></');
    const theme = (html) => html.replace("</head>", `<style>${css}</style></head>`);
    const { page, launcher, panel, log, faults, close } = await visit(way, { tag, theme, settings: { launcher: "words", theme: true } });
    const { width, height } = await launcher.boundingBox();
    assert.equal(await launcher.innerText(), "Chat with Fernwood");
    assert.ok(width > 150 && height === 56, `${width} × ${height}`);
    await page.screenshot({ path: shot(`launcher-words-${way}`) });
    // The one after the panel that is there before the chat, the other at once.
    if (way === "embed") {
      await launcher.hover();
      await page.locator("parley-chat").locator(".chat").first().waitFor({ state: "attached" });
    }
    await launcher.click();
    await log.locator(".turn").first().waitFor();
    seen.push(await panel.evaluate((one) => { const { color, backgroundColor, fontFamily } = getComputedStyle(one); return [color, backgroundColor, fontFamily]; }));
    await page.screenshot({ path: shot(`look-of-the-theme-${way}`) });
    assert.deepEqual(await axeFindings(page, "parley-chat"), []);
    assert.deepEqual(faults, []);
    await close();
  }
  assert.deepEqual(seen, Array(2).fill(["rgb(42, 31, 20)", "rgb(255, 248, 238)", "Georgia, serif"]));
});

for (const [what, css, ways] of [
  ["that cannot be read", "body { background: #fff !important; color: #999 !important; }", { told: 1, colours: ["rgb(29, 36, 34)", "rgb(255, 255, 255)"] }],
  ["that the page overrules", "body { background: #fff8ee !important; color: #2a1f14 !important; } parley-chat { --parley-background: #101010; --parley-text: #fafafa; }", { told: 0, colours: ["rgb(250, 250, 250)", "rgb(16, 16, 16)"] }],
  ["of a see-through body on black", "html { background: #000 !important; } body { background: none !important; color: #eee !important; }", { told: 0, colours: ["rgb(238, 238, 238)", "rgb(0, 0, 0)"] }],
]) {
  test(`colours of the page ${what}`, async () => {
    const theme = (html) => html.replace("</head>", `<style>${css}</style></head>`);
    const { page, launcher, panel, log, faults, close } = await visit("pasted", { theme, tag: PASTED.replace("></", ' data-look="theme"></') });
    const told = [];
    page.on("console", (line) => { if (line.text().includes("stand out too little")) told.push(line.type()); });
    await launcher.click();
    await log.locator(".turn").first().waitFor();
    assert.deepEqual(await panel.evaluate((one) => [getComputedStyle(one).color, getComputedStyle(one).backgroundColor]), ways.colours);
    assert.deepEqual(told, Array(ways.told).fill("info"));
    assert.deepEqual(faults, []);
    await close();
  });
}

test("a CDN that calls wasm something else is no hindrance", async () => {
  const { page, launcher, bubble, panel, faults, close } = await visit("embed", { types: { wasm: "application/octet-stream" } });
  await launcher.waitFor();
  await page.mouse.move(300, 300);
  await bubble.getByRole("button", { name: "Dryness" }).waitFor({ timeout: 1000 * dwellSeconds + 20_000 });
  await launcher.click();
  await panel.getByRole("textbox", { name: "Your message" }).waitFor();
  assert.deepEqual(faults, []);
  await close();
});

test("a CDN that refuses wasm leaves the launcher, which leads to the shop's address", async () => {
  const { page, launcher, close } = await visit("embed", { at: "/" });
  await page.route(`${shopify.cdn}/**/*.wasm*`, (route) => route.abort());
  await launcher.click();
  const link = page.getByRole("dialog", CHAT).getByRole("link");
  await link.waitFor();
  assert.match(await link.getAttribute("href"), /^mailto:/);
  await close();
});

test("files that a tag does not list come from the Worker", async () => {
  const tag = PASTED.replace("></", ` data-files="${shopify.cdn}/of-another-release.js ${shopify.cdn}/of-another-release.wasm"></`);
  const { launcher, panel, faults, close } = await visit("pasted", { at: "/", tag });
  await launcher.click();
  await panel.getByRole("textbox", { name: "Your message" }).waitFor();
  assert.deepEqual(shopify.asked, []);
  assert.deepEqual(faults, []);
  await close();
});

test("an embed speaks the language that Shopify names, whatever the theme says of it", async () => {
  await setShop({ locale: "pt-BR" });
  try {
    const { launcher, panel, requests, faults, close } = await visit("embed", { at: "/", theme: (html) => html.replace('<html lang="pt-BR"', '<html lang="en"') });
    await launcher.click();
    await panel.getByRole("textbox", { name: "Sua mensagem" }).waitFor();
    assert.deepEqual(asked(requests), [`/v1/settings/${SHOP}/pt`]);
    assert.ok(shopify.asked.some((url) => /\/front-\w+-pt\.js\?v=/.test(url)), shopify.asked.join("\n"));
    assert.deepEqual(faults, []);
    await close();
  } finally {
    await setShop({ locale: "en" });
  }
});

test("where the tag is pasted too there is one chat", async () => {
  const { page, launcher, requests, faults, close } = await visit("embed", { at: "/" });
  await launcher.waitFor();
  await page.addScriptTag({ url: `${edge}/parley.js` });
  await page.waitForTimeout(QUIET_MS);
  assert.equal(await page.locator("parley-chat").count(), 1);
  assert.equal(asked(requests).length, 1);
  assert.deepEqual(faults, []);
  await close();
});

test("in the theme editor there is the launcher, no invitation, and one of it after sections are drawn again", async () => {
  const { page, launcher, faults, close } = await visit("embed", { at: `${product}?design_mode=1` });
  await launcher.waitFor();
  const before = await put(page);
  // As the editor does after each change: it replaces the section's markup and says so.
  await page.evaluate(() => {
    const main = document.querySelector("main");
    for (const [name, change] of [["unload", () => {}], ["load", () => main.replaceWith(main.cloneNode(true))], ["select", () => {}]]) {
      change();
      document.querySelector("main").dispatchEvent(new CustomEvent(`shopify:section:${name}`, { bubbles: true, detail: { sectionId: "main" } }));
    }
  });
  await page.mouse.move(200, 300);
  await page.waitForTimeout(1000 * dwellSeconds + QUIET_MS);
  assert.deepEqual(await put(page), before);
  assert.deepEqual(before.told.map(([name]) => name), ["ready"]);
  assert.deepEqual(faults, []);
  await close();
});

test("on the password page an embed is not even loaded", async () => {
  const { page, close } = await visit("embed", { at: "/password" });
  await page.waitForTimeout(QUIET_MS);
  assert.deepEqual(shopify.asked, []);
  assert.equal(await page.locator("parley-chat").count(), 0);
  await close();
});
