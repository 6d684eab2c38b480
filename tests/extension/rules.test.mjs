// Each rule finds what it is for: an extension in which all is well, with one thing changed.
import assert from "node:assert/strict";
import { test } from "node:test";
import { breaches } from "./rules.mjs";

const SETTING = { type: "select", id: "side", label: "t:a.label", options: [{ value: "l", label: "t:a.left" }, { value: "r", label: "t:a.right" }], default: "l" };
const SCHEMA = { name: "t:a.name", target: "body", settings: [SETTING] };
const WORDS = { a: { name: "Name", label: "Corner", left: "Left", right: "Right" } };

const block = (schema, text = "") => `<script async src="{{ 'a.js' | asset_url }}" data-side="{{ block.settings.side }}"></script>${text}
{% schema %}${typeof schema === "string" ? schema : JSON.stringify(schema)}{% endschema %}`;

const GOOD = {
  "shopify.extension.toml": 'name = "A"\ntype = "theme"\n',
  "assets/a.js": "a()",
  "blocks/a.liquid": block(SCHEMA),
  "locales/en.default.schema.json": JSON.stringify(WORDS),
  "locales/de.schema.json": JSON.stringify({ a: { name: "Name", label: "Ecke", left: "Links", right: "Rechts" } }),
};
const withSchema = (change) => ({ "blocks/a.liquid": block({ ...SCHEMA, ...change }) });
const withSetting = (change) => withSchema({ settings: [{ ...SETTING, ...change }] });
const withText = (text) => ({ "blocks/a.liquid": block(SCHEMA, text) });
const range = (change) => withSetting({ type: "range", options: undefined, min: 0, max: 100, step: 1, default: 0, ...change });
const german = (change) => ({ "locales/de.schema.json": JSON.stringify({ a: { ...WORDS.a, ...change } }) });

test("where all is well nothing is found", () => assert.deepEqual(breaches(GOOD), []));

for (const [what, change, found] of [
  ["a folder that is not Shopify's", { "src/a.js": "" }, /src\/a\.js: .* files here/],
  ["a folder in a folder", { "assets/words/en.json": "{}" }, /files here/],
  ["a type of file that is refused", { "assets/a.map": "" }, /this type of file/],
  ["Liquid among the assets", { "assets/a.js.liquid": "" }, /this type of file/],
  ["an extension of another type", { "shopify.extension.toml": 'name = "A"\ntype = "function"\n' }, /type = "theme"/],
  ["an extension without a name", { "shopify.extension.toml": 'type = "theme"\n' }, /has no name/],
  ["too many bytes", { "assets/a.wasm": Buffer.alloc(10 * 1024 * 1024) }, /all files: weigh/],
  ["too much Liquid", { "snippets/a.liquid": "a".repeat(100_000) }, /all Liquid: weighs/],
  ["too many blocks", Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`blocks/b${index}.liquid`, block(SCHEMA)])), /are 31/],
  ["a script from elsewhere", withText('<script async src="https://cdn.example/a.js"></script>'), /from elsewhere/],
  ["a style sheet from elsewhere", withText('<link rel="stylesheet" href="//cdn.example/a.css">'), /from elsewhere/],
  ["an asset that is not there", withText("{{ 'b.js' | asset_url }}"), /no asset b\.js/],
  ["a snippet that is not there", withText("{% render 'b' %}"), /no snippet b/],
  ["no schema", { "blocks/a.liquid": "<p>" }, /has 0 schemas/],
  ["two schemas", withText("{% schema %}{}{% endschema %}"), /has 2 schemas/],
  ["a schema that is not JSON", { "blocks/a.liquid": block("{name: 'A'}") }, /schema is not JSON/],
  ["a target that is none", withSchema({ target: "footer" }), /no target footer/],
  ["no target", withSchema({ target: undefined }), /no target undefined/],
  ["no name", withSchema({ name: undefined }), /has no name/],
  ["a name that is too long", german({ name: "Ein Name mit zu vielen Zeichen" }), /longer than 25/],
  ["enabled and disabled at once", withSchema({ enabled_on: { templates: ["index"] }, disabled_on: { templates: ["cart"] } }), /both enabled_on/],
  ["a template that is none", withSchema({ disabled_on: { templates: ["checkout"] } }), /no template checkout/],
  ["a script in the schema that is not there", withSchema({ javascript: "b.js" }), /no asset b\.js/],
  ["a setting of an unknown type", withSetting({ type: "colour" }), /unknown type colour/],
  ["a setting without an id", withSetting({ id: undefined }), /lacks an id/],
  ["a setting without a label", withSetting({ label: undefined }), /lacks a label/],
  ["a setting that is there twice", withSchema({ settings: [SETTING, SETTING] }), /side is there twice/],
  ["a heading that says nothing", withSchema({ settings: [SETTING, { type: "header" }] }), /header says nothing/],
  ["a choice without options", withSetting({ options: [] }), /lacks options/],
  ["a default that is no option", withSetting({ default: "top" }), /no option top/],
  ["a range of too many steps", range({ max: 101 }), /has 102 steps/],
  ["a range that cannot be its default", range({ step: 4, default: 2 }), /cannot be 2/],
  ["a range without a default", range({ default: undefined }), /cannot be undefined/],
  ["a setting that nothing reads", withSchema({ settings: [SETTING, { ...SETTING, id: "vain" }] }), /nothing reads the setting vain/],
  ["a setting that is not offered", withText("{{ block.settings.gone }}"), /not offered: gone/],
  ["words that are not there", withSchema({ settings: [{ ...SETTING, info: "t:a.info" }] }), /nothing is said for a\.info/],
  ["words that nobody uses", { "locales/en.default.schema.json": JSON.stringify({ a: { ...WORDS.a, more: "More" } }) }, /nothing uses a\.more/],
  ["words that are not translated", german({ left: undefined }), /de\.schema\.json: lacks a\.left/],
  ["words that are empty", german({ left: " " }), /de\.schema\.json: lacks a\.left/],
  ["words that English has not", german({ more: "Mehr" }), /which English has not/],
  ["words in the schema itself", withSetting({ label: "Corner" }), /is not translated: Corner/],
  ["words that are not JSON", { "locales/de.schema.json": "{" }, /de\.schema\.json: is not JSON/],
  ["no words in English", { "locales/en.default.schema.json": "{}" }, /is not there/],
]) {
  test(`${what} is found`, () => {
    const lines = breaches({ ...GOOD, ...change });
    assert.ok(lines.some((line) => found.test(line)), lines.join("\n") || "nothing was found");
  });
}
