// The chat in the page's language: its words, the flow's, and which way both are written.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { after, before } from "node:test";
import { browser, path, product, setShop, shot, storefront, test, watch } from "./support.mjs";

const FRONT = /\/a\/front-\w+-(\w+)\.js$/;
const languages = (await readdir(path("static/locales"))).map((file) => file.replace(".json", "")).sort();

let chromium;
before(async () => { chromium = await browser(); });
after(async () => {
  await setShop({ locale: "en" });
  await chromium.close();
});

/** The open chat on a page in this locale, on a phone. */
async function open(locale, prepare) {
  await setShop({ locale });
  const context = await chromium.newContext({ viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  const faults = watch(page);
  const asked = [];
  page.on("request", (request) => { const front = FRONT.exec(request.url()); if (front) asked.push(front[1]); });
  if (prepare) await prepare(page);
  await page.goto(storefront + product, { waitUntil: "load" });
  await page.locator("parley-chat").getByRole("button").click();
  const panel = page.getByRole("dialog");
  await panel.getByRole("log").locator(".turn").first().waitFor();
  return { page, panel, faults, asked, close: () => context.close() };
}

const words = async (language) => JSON.parse(await readFile(path(`static/locales/${language}.json`), "utf8"));
const welcome = async (language) => {
  const file = language === "en" ? "shared/playbook/welcome.json" : `shared/playbook/texts/${language}/welcome.json`;
  const document = JSON.parse(await readFile(path(file), "utf8"));
  return document.first_message?.text ?? document.texts["first_message.text"];
};

/** Elements of the chat's own that are wider than their place. */
const overflowing = (panel) => panel.evaluate((panel) => [panel, ...panel.querySelectorAll("*")]
  .filter((one) => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX !== "visible" && getComputedStyle(one).clipPath === "none")
  .map((one) => `${one.tagName}.${one.className}`));

for (const language of languages) {
  test(`a page in ${language} is spoken to in ${language}, within the panel's width`, async () => {
    const { page, panel, faults, asked, close } = await open(`${language}-XX`);
    const spoken = await words(language);
    // The flow's first answers may say the same; those of the chat itself stand first.
    const control = (name) => panel.getByRole("button", { name, exact: true }).first();
    await control(spoken.person).waitFor();
    await panel.getByRole("textbox", { name: spoken.composer }).waitFor();
    await panel.getByText(spoken.disclosure).waitFor();
    await panel.getByText((await welcome(language)).replace("{shop}", "Fernwood")).waitFor();
    assert.deepEqual(asked, [language]);
    assert.equal(await panel.evaluate((panel) => panel.closest("[lang]").lang), language);
    assert.equal(await panel.evaluate((panel) => getComputedStyle(panel).direction), spoken.dir);
    assert.deepEqual(await overflowing(panel), []);
    const end = await control(spoken.end).boundingBox();
    const person = await control(spoken.person).boundingBox();
    assert.equal(person.x < end.x, spoken.dir === "ltr", "the way of reading is the order of what stands side by side");
    if (["ar", "ja"].includes(language)) await page.screenshot({ path: shot(`language-${language}`) });
    assert.deepEqual(faults, []);
    await close();
  });
}

test("a page in a language that nobody translated is spoken to in English", async () => {
  const { panel, asked, close } = await open("tlh");
  await panel.getByRole("button", { name: "Talk to a person", exact: true }).first().waitFor();
  assert.deepEqual(asked, ["en"]);
  await close();
});

test("words half as long again, with marks above and below, fit, and none is built in", async () => {
  const longer = (text) => text.replace(/\{[^}]*\}|[aeiou]/g, (part) => (part.length > 1 ? part : `${part}${part}\u0301\u0323`));
  const { panel, close } = await open("en", (page) => page.route(FRONT, async (route) => {
    const spoken = await words("en");
    const response = await route.fetch();
    const body = await response.text();
    const pseudo = Object.entries(spoken).map(([key, text]) => [key, ["lang", "dir"].includes(key) ? text : `⟦${longer(text)}⟧`]);
    const part = /words=.*?,styles=/;
    assert.match(body, part);
    await route.fulfill({ response, body: body.replace(part, () => `words=${JSON.stringify(Object.fromEntries(pseudo))},styles=`) });
  }));
  const names = await panel.evaluate((panel) => [...panel.querySelectorAll("button, textarea, [role=log]")]
    .filter((one) => !one.closest(".turn"))
    .map((one) => one.getAttribute("aria-label") || one.textContent));
  assert.ok(names.length >= 5, `${names}`);
  assert.deepEqual(names.filter((name) => !name.startsWith("⟦")), []);
  assert.deepEqual(await overflowing(panel), []);
  await close();
});
