// What every browser spec needs: Chromium, the addresses of the stage, and a shop on it that is the spec's own.
//
// `cargo xtask test browser` starts the stage and names it in the environment.
import { readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { test as run } from "node:test";
import { chromium } from "playwright-core";

/** A test that may take two minutes: one that hangs must not hold up all the others. */
export const test = (name, body) => run(name, { timeout: 120_000 }, body);

const repository = new URL("../../", import.meta.url);

function environment(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run \`cargo xtask test browser\``);
  return value;
}

export const edge = environment("PARLEY_EDGE");
export const storefront = environment("PARLEY_STOREFRONT");
export const brevo = environment("PARLEY_BREVO").replace(/\/v3$/, "");
export const shop = environment("PARLEY_SHOP");

/** A browser without network noise of its own, on a fresh profile. */
export function browser({ args = [], ...options } = {}) {
  return chromium.launch({
    ...options,
    executablePath: environment("CHROMIUM"),
    args: [
      "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
      "--disable-sync", "--no-first-run", ...args,
    ],
  });
}

/** The tag of a shop as it stands in a page of this language. */
export function tagOf(id, locale = "en") {
  return `<script async src="${edge}/v1/loader/${id}/${locale}/parley.js"></script>`;
}

/** The absolute path of a file of the repository. */
export function path(below) {
  return new URL(below, repository).pathname;
}

/** A call of the operator; fails with the Worker's own words. */
export async function operator(method, below, body) {
  const answer = await fetch(`${edge}/operator/shops/${below}`, {
    method,
    headers: { authorization: `Bearer ${environment("PARLEY_OPERATOR_SECRET")}`, "content-type": "application/json" },
    body,
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${below}: ${answer.status} ${text}`);
  return JSON.parse(text);
}

/** The flows of the demo's stories, and all that they call. */
const FLOWS = JSON.parse(await readFile(new URL("tests/demo/flows.json", repository), "utf8"));

/** Puts the demo's shop under another id, for pages of `origin`, with the stand-in's catalogue and these flows. */
export async function makeShop(id, { origin = storefront, flows = FLOWS, change = {} } = {}) {
  const document = JSON.parse((await readFile(new URL("tests/demo/shop.json", repository), "utf8")).replaceAll("{{storefront}}", origin));
  await operator("PUT", id, JSON.stringify({ ...document, shop: id, ...change }));
  const catalogue = await fetch(`${storefront}/bulk/products.jsonl`);
  await operator("PUT", `${id}/catalogue`, await catalogue.text());
  for (const flow of flows) {
    await operator("PUT", `${id}/flows/${flow}`, await readFile(new URL(`shared/playbook/${flow}.json`, repository), "utf8"));
  }
}

/** Changes what the storefront does, such as its locale or whether it asks for consent. */
export async function setShop(settings) {
  const answer = await fetch(`${storefront}/_control/settings`, {
    method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(settings),
  });
  if (!answer.ok) throw new Error(`settings: ${answer.status} ${await answer.text()}`);
}

/** Asks until `found` gives something, and gives it. */
export async function until(found, what, milliseconds = 20_000) {
  const end = Date.now() + milliseconds;
  for (;;) {
    const value = await found();
    if (value) return value;
    if (Date.now() > end) throw new Error(`never came: ${what}`);
    await new Promise((go) => setTimeout(go, 100));
  }
}

/** What the mailbox has received. */
export async function mailbox() {
  return (await fetch(`${brevo}/mailbox.json`)).json();
}

/** What Chromium says of an opening that has a sum to do first, as all have after twenty within a minute from one address. */
const CHALLENGED = /status of 428/;

/** Collects what goes wrong in a page: uncaught errors, failed requests of ours, violations of its security policy. */
export function watch(page) {
  const faults = [];
  page.on("pageerror", (error) => faults.push(`uncaught: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error" && !CHALLENGED.test(message.text())) faults.push(`console: ${message.text()}`);
  });
  return faults;
}

/** What axe-core finds in the open page, of the element `ours`. */
export async function axeFindings(page, ours) {
  await page.evaluate(await readFile(path("node_modules/axe-core/axe.min.js"), "utf8"));
  return page.evaluate(async ([ours, values]) => {
    const { violations } = await window.axe.run(ours, { runOnly: { type: "tag", values } });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.flat().join(" "))}`);
  }, [ours, ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]]);
}

/** Where a screenshot called `name` goes. */
export function shot(name) {
  return `${environment("PARLEY_SHOTS")}/${name}.png`;
}

/** The path of a product page on which the chat invites, and the seconds of dwell after which it does. */
export const product = environment("PARLEY_PRODUCT");
export const dwellSeconds = Number(environment("PARLEY_DWELL_SECONDS"));

/** A port that nobody listens at. */
export async function freePort() {
  const server = createServer();
  await new Promise((go) => server.listen(0, "127.0.0.1", go));
  const { port } = server.address();
  await new Promise((go) => server.close(go));
  return port;
}
