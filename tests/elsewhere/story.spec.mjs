// Story 1, as `tests/browser/story.spec.mjs` tells it of Chromium, in the two other engines that shoppers have: Gecko, as
// Firefox, and WebKit, as WebKitGTK. What is asked is only whether the story comes to its end.
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { dwellSeconds, mailbox, product, shot, storefront, test, until } from "../browser/support.mjs";
import { firefox, webkit } from "./webdriver.mjs";

const WAIT_MS = 1000 * dwellSeconds + 20_000;
/** Runs in the page, from its first moment that a driver can reach: what is thrown and not caught. */
const LISTEN = `
  window.thrown = [];
  addEventListener("error", (event) => window.thrown.push(event.message));
  addEventListener("unhandledrejection", (event) => window.thrown.push(String(event.reason)));`;

const sentTo = async (address) => (await mailbox()).emails.filter((mail) => JSON.stringify(mail.to).includes(address));

for (const [name, start] of Object.entries({ firefox, webkit })) {
  test(`story 1 in ${name}: dwell, invitation, two answers, delivery, cart, one channel, one message`, async () => {
    const browser = await start();
    try {
      await story(browser, `story.${name}@shopper.example`);
    } catch (error) {
      console.log(`what ${name} had in its chat: ${await browser.script(SAID)}; on its console: ${browser.faults.join("; ")}`);
      throw error;
    } finally {
      // What a failed story left is worth seeing most.
      await writeFile(shot(`elsewhere-${name}`), await browser.screenshot());
      await browser.end();
    }
  });
}

async function story(browser, address) {
  const { all, click, open, script } = browser;
  const one = (role, name) => until(async () => (await all(role, name)).at(-1), `${role} ${name}`, WAIT_MS);
  const press = async (role, name) => click(await one(role, name));
  const said = (words) => until(async () => words.test(await script(SAID)), `${words}`, WAIT_MS);

  await open(storefront + product);
  await script(LISTEN);
  await browser.move(300, 300);
  await press("button", /^Reply$/);

  for (const answer of [/^Dryness$/, /^Sensitivity$/]) {
    const box = await one("checkbox", answer);
    await click(box);
    assert.ok(await browser.isSelected(box), `${answer} is picked`);
  }
  await press("button", /^Continue$/);
  const titles = await until(async () => { const titles = await script(TITLES); return titles.length === 2 && titles; }, "two products", WAIT_MS);

  await browser.type(await one("textbox", /^Your message$/), `when does it arrive?${ENTER}`);
  await said(/Germany/);
  await one("link", /Delivery information/);

  await click((await all("button", /^Add to cart/))[0]);
  await said(/In your cart/);
  await press("button", /^Send me the link$/);
  await press("radio", /e-mail/i);
  await browser.type(await one("textbox", /^E-mail address/), address);
  await press("button", /^Agree$/);

  const [mail] = await until(async () => { const mails = await sentTo(address); return mails.length > 0 && mails; }, "the follow-up", 60_000);
  for (const title of titles) assert.ok(mail.html.includes(title) && mail.text.includes(title), title);
  const cart = await script('return fetch("/cart.js").then((answer) => answer.json())');
  assert.equal(cart.items.length, 1);
  assert.ok(titles.some((title) => cart.items[0].title.startsWith(title)));
  assert.deepEqual(await script("return window.thrown"), []);
  assert.deepEqual(browser.faults, []);
}

const ENTER = "\uE007";
/** Run in the page: what the chat shows, and the names of the products it recommends. */
const SAID = 'return document.querySelector("parley-chat")?.shadowRoot?.querySelector("[role=log]")?.textContent ?? ""';
const TITLES = 'return [...document.querySelector("parley-chat").shadowRoot.querySelectorAll("article h3, article h2")].map((title) => title.textContent)';
