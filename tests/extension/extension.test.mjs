// The extension as it would be deployed: Shopify's own check and the rules beside it find nothing, it has what a page of any
// language loads, and its block gives a page the tag that a merchant would have pasted.
import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { themeCheckRun } from "@shopify/theme-check-node";
import { render } from "./liquid.mjs";
import { breaches, read } from "./rules.mjs";

const folder = process.env.PARLEY_EXTENSION;
if (!folder) throw new Error("PARLEY_EXTENSION is not set: run `cargo xtask test extension`");
const CONFIG = new URL("theme-check.yml", import.meta.url).pathname;
const LANGUAGES = ["ar", "da", "de", "en", "es", "fr", "he", "it", "ja", "nl", "pl", "pt", "sv"];
const CDN = "//cdn.shopify.example/extensions/1/parley-1/assets";

async function offenses(root) {
  const { offenses } = await themeCheckRun(root, CONFIG);
  return offenses.map(({ check, message, uri }) => `${uri.split("/").at(-1)}: ${check}: ${message}`);
}

test("Shopify's own check finds nothing", async () => {
  assert.deepEqual(await offenses(folder), []);
});

test("Shopify's own check would find something", async () => {
  const other = await mkdtemp(join(tmpdir(), "parley-extension-"));
  try {
    await cp(folder, other, { recursive: true });
    const block = join(other, "blocks/parley.liquid");
    await writeFile(block, (await readFile(block, "utf8")).replace(/^ {2}async$/m, "").replace("{% render 'parley-release' %}", "{% include 'parley-release' %}"));
    const found = (await offenses(other)).join("\n");
    assert.match(found, /ParserBlockingScript/);
    assert.match(found, /AppBlockValidTags/);
  } finally {
    await rm(other, { recursive: true });
  }
});

test("the rules that Shopify's check leaves out find nothing", async () => {
  assert.deepEqual(breaches(await read(folder)), []);
});

test("the theme editor is told about it in every language of the chat", async () => {
  const files = (await readdir(join(folder, "locales"))).map((file) => file.split(/[.-]/)[0]);
  assert.deepEqual([...new Set(files)].sort(), LANGUAGES);
});

test("each asset is loaded by the page of some language, and no other", async () => {
  const assets = await readdir(join(folder, "assets"));
  const loaded = new Set(["parley.js"]);
  for (const language of LANGUAGES) for (const file of files(await tag({ language }))) loaded.add(file);
  assert.deepEqual([...loaded].sort(), assets.sort());
});

/** The names of the files that a tag lists. */
function files({ attributes }) {
  return attributes["data-files"].split(" ").map((address) => {
    const [, name] = /^https:\/\/cdn\.shopify\.example\/extensions\/1\/parley-1\/assets\/([^/?]+)\?v=\d+$/.exec(address);
    return name;
  });
}

/** What the block puts into a page: the attributes of its script tag, and the style before it. */
async function tag({ language = "en", kind = "index", product, collection, customer, settings } = {}) {
  const request = { locale: { iso_code: language }, page_type: kind, origin: "https://fernwood.example" };
  const globals = { request, shop: { permanent_domain: "fernwood.myshopify.com" }, product, collection, customer };
  const { target, markup } = await render(folder, "parley", { globals, settings, assets: CDN });
  const [, style, inner, after] = /^\s*(?:<style data-shopify>([\s\S]*?)<\/style>)?\s*(?:<script\s([\s\S]*?)><\/script>)?([\s\S]*)$/.exec(markup);
  assert.equal(after.trim(), "", "nothing else is rendered");
  const attributes = Object.fromEntries([...(inner || "").matchAll(/([\w-]+)(?:="([^"]*)")?/g)].map(([, name, value = true]) => [name, value]));
  return { target, markup, attributes, style: style?.replace(/\s+/g, " ").trim() };
}

/** The attributes that say something of the page, its shop and its merchant's wishes. */
function said({ attributes: { async, src, "data-edge": edge, "data-files": files, ...rest } }) {
  return rest;
}

test("with nothing changed it is the plain tag, with what Shopify knows of the page", async () => {
  const home = await tag();
  assert.equal(home.target, "body");
  assert.equal(home.style, undefined);
  assert.equal(home.attributes.async, true);
  assert.match(home.attributes.src, /^\/\/cdn\.shopify\.example\/extensions\/1\/parley-1\/assets\/parley\.js\?v=\d+$/);
  assert.equal(home.attributes["data-edge"], "https://parley.example.workers.dev");
  assert.deepEqual(said(home), { "data-shop": "fernwood.myshopify.com", "data-locale": "en", "data-page-type": "index" });
  const product = await tag({ kind: "product", language: "pt-BR", product: { handle: 'a"b' } });
  assert.deepEqual(said(product), { ...said(home), "data-locale": "pt-BR", "data-page-type": "product", "data-handle": "a&#34;b" });
  const collection = await tag({ kind: "collection", collection: { handle: "all" } });
  assert.equal(collection.attributes["data-handle"], "all");
});

for (const [locale, language] of [["de", "de"], ["pt-PT", "pt"], ["fr-CA", "fr"], ["ko", "en"], ["zh-TW", "en"]]) {
  test(`a page in ${locale} loads the words in ${language}`, async () => {
    assert.match(files(await tag({ language: locale })).at(-1), new RegExp(`^front-\\w+-${language}\\.js$`));
  });
}

test("on the password page there is nothing", async () => {
  assert.equal((await tag({ kind: "password" })).markup, "");
});

test("each setting does what it says", async () => {
  const changed = await tag({ settings: { side: "left", launcher: "words", theme: true, bottom: 80, accent: "#2f5d50", background: "#101010", text: "#fafafa" } });
  assert.equal(changed.attributes["data-side"], "left");
  assert.equal(changed.attributes["data-launcher"], "words");
  assert.equal(changed.attributes["data-look"], "theme");
  assert.equal(changed.style, "parley-chat { --parley-bottom: 80px;--parley-accent: #2f5d50; --parley-on-accent: #ffffff;--parley-background: #101010; --parley-text: #fafafa; }");
  const bright = await tag({ settings: { accent: "#ffd84d" } });
  assert.equal(bright.style, "parley-chat { --parley-accent: #ffd84d; --parley-on-accent: #000000; }");
  // Half of a pair could not be read on the other half.
  assert.equal((await tag({ settings: { background: "#101010" } })).style, undefined);
});

for (const [what, customer, settings, shopper] of [
  ["nobody", null, { vip_tag: "VIP", recent_days: 30 }, undefined],
  ["a customer with the tag", { tags: ["new", "VIP"] }, { vip_tag: "VIP" }, "vip"],
  ["a customer without it", { tags: ["new"] }, { vip_tag: "VIP" }, undefined],
  ["a customer with another that contains it", { tags: ["VIP2"] }, { vip_tag: "VIP" }, undefined],
  ["any customer where no tag is set", { tags: ["VIP", ""] }, {}, undefined],
  ["a customer who bought yesterday", { tags: [], last_order: { created_at: daysAgo(1) } }, { recent_days: 2 }, "recent"],
  ["a customer who bought long ago", { tags: [], last_order: { created_at: daysAgo(3) } }, { recent_days: 2 }, undefined],
  ["a customer who bought today where no days are set", { tags: [], last_order: { created_at: daysAgo(0) } }, {}, undefined],
  ["a customer who never bought", { tags: [], last_order: null }, { recent_days: 90 }, undefined],
  ["a customer with the tag who bought yesterday", { tags: ["VIP"], last_order: { created_at: daysAgo(1) } }, { vip_tag: "VIP", recent_days: 2 }, "vip"],
]) {
  test(`${what} is ${shopper || "no one in particular"}`, async () => {
    assert.equal((await tag({ customer, settings })).attributes["data-shopper"], shopper);
  });
}

function daysAgo(days) {
  return new Date(Date.now() - days * 86_400_000).toISOString();
}

test("docs/embed.md describes each attribute, and nothing that the tag does not have", async () => {
  const docs = await readFile(new URL("../../docs/embed.md", import.meta.url), "utf8");
  const described = [...docs.matchAll(/^\| `(data-[\w-]+)/gm)].map(([, name]) => name);
  const customer = { tags: ["VIP"] };
  const full = await tag({ kind: "product", product: { handle: "a" }, customer, settings: { side: "left", launcher: "words", theme: true, vip_tag: "VIP" } });
  assert.deepEqual(described.sort(), Object.keys(full.attributes).filter((name) => name.startsWith("data-")).sort());
});
