// What Shopify asks of a theme app extension and its own check (theme-check) does not look at: the folder as its command
// line takes it, the schema as the theme editor reads it, and that no setting, word or file is there in vain.
//
// A rule is given all files of an extension, as text or bytes by path, and tells each breach in one line.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { createRequire } from "node:module";

// The kinds of settings are those of the check's own data, which it only uses where an editor asks.
const { properties } = createRequire(import.meta.url)("@shopify/theme-check-docs-updater/data/setting.json");
const SETTING_TYPES = new Set(properties.type.enum);
const SIDEBAR_TYPES = new Set(["header", "paragraph"]);

const MB = 1024 * 1024;
const LIMITS = { bytes: 10 * MB, liquid: 100_000, blocks: 30, name: 25, steps: 101 };
const FOLDERS = { assets: /\.(jpe?g|json|js|css|png|svg|wasm)$/, blocks: /\.liquid$/, snippets: /\.liquid$/, locales: /\.json$/ };
const TARGETS = ["section", "head", "body", "compliance_head"];
const TEMPLATES = new Set(["404", "article", "blog", "captcha", "cart", "collection", "gift_card", "index", "list-collections",
  "metaobject", "page", "password", "policy", "product", "search"]);
const DEFAULT_WORDS = "locales/en.default.schema.json";

/** All files below a folder. */
export async function read(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(await Promise.all(files.map(async (file) => [file.slice(folder.length + 1), await readFile(file)])));
}

/** Every breach of every rule. */
export function breaches(files) {
  const found = [];
  const tell = (file, what) => found.push(`${file}: ${what}`);
  checkFolder(files, tell);
  const liquid = Object.keys(files).filter((file) => file.endsWith(".liquid"));
  const words = readWords(files, tell);
  const used = new Set();
  for (const file of liquid) checkText(file, String(files[file]), files, tell);
  for (const file of liquid.filter((file) => file.startsWith("blocks/"))) {
    const schema = readSchema(file, String(files[file]), tell);
    if (!schema) continue;
    checkSchema(file, schema, files, tell);
    checkSettings(file, schema.settings || [], tell);
    checkUse(file, schema.settings || [], String(files[file]), tell);
    checkWords(file, schema, words, used, tell);
  }
  for (const key of Object.keys(words[DEFAULT_WORDS] || {})) if (!used.has(key)) tell(DEFAULT_WORDS, `nothing uses ${key}`);
  return found;
}

// ---- The folder ----

function checkFolder(files, tell) {
  for (const file of Object.keys(files)) {
    if (file === "shopify.extension.toml") continue;
    const [folder, name, ...deeper] = file.split("/");
    if (!FOLDERS[folder] || !name || deeper.length) tell(file, "Shopify's command refuses files here");
    else if (!FOLDERS[folder].test(name)) tell(file, "Shopify's command refuses this type of file");
  }
  const about = String(files["shopify.extension.toml"] || "");
  if (!/^type = "theme"$/m.test(about)) tell("shopify.extension.toml", "does not say `type = \"theme\"`");
  if (!/^name = "[^"]+"$/m.test(about)) tell("shopify.extension.toml", "has no name");
  const weigh = (wanted) => Object.entries(files).reduce((sum, [file, content]) => sum + (wanted(file) ? Buffer.byteLength(content) : 0), 0);
  const [all, liquid] = [weigh(() => true), weigh((file) => file.endsWith(".liquid"))];
  if (all > LIMITS.bytes) tell("all files", `weigh ${all} bytes, at most ${LIMITS.bytes} are taken`);
  if (liquid > LIMITS.liquid) tell("all Liquid", `weighs ${liquid} bytes, at most ${LIMITS.liquid} are taken`);
  const blocks = Object.keys(files).filter((file) => file.startsWith("blocks/")).length;
  if (blocks < 1 || blocks > LIMITS.blocks) tell("blocks", `are ${blocks}, at least 1 and at most ${LIMITS.blocks} are taken`);
}

// ---- The Liquid ----

function checkText(file, text, files, tell) {
  const markup = text.replace(/{%-?\s*comment[\s\S]*?endcomment\s*-?%}/g, "");
  for (const [remote] of markup.matchAll(/\b(?:src|href)\s*=\s*["']?(?:https?:)?\/\/[^\s"'>]+/gi)) tell(file, `loads from elsewhere: ${remote}`);
  for (const [, asset] of markup.matchAll(/'([^']+)'\s*\|\s*asset_url/g)) {
    if (!files[`assets/${asset}`]) tell(file, `there is no asset ${asset}`);
  }
  for (const [, snippet] of markup.matchAll(/\brender\s+'([^']+)'/g)) {
    if (!files[`snippets/${snippet}.liquid`]) tell(file, `there is no snippet ${snippet}`);
  }
}

// ---- The schema ----

function readSchema(file, text, tell) {
  const schemas = [...text.matchAll(/{%-?\s*schema\s*-?%}([\s\S]*?){%-?\s*endschema\s*-?%}/g)];
  if (schemas.length !== 1) return void tell(file, `has ${schemas.length} schemas`);
  try {
    return JSON.parse(schemas[0][1]);
  } catch (error) {
    return void tell(file, `its schema is not JSON: ${error.message}`);
  }
}

function checkSchema(file, schema, files, tell) {
  if (!TARGETS.includes(schema.target)) tell(file, `there is no target ${schema.target}`);
  if (!schema.name) tell(file, "has no name");
  if (schema.enabled_on && schema.disabled_on) tell(file, "has both enabled_on and disabled_on");
  for (const template of [schema.enabled_on, schema.disabled_on].flatMap((on) => on?.templates || [])) {
    if (!TEMPLATES.has(template) && !/^customers\/\w+$/.test(template) && template !== "*") tell(file, `there is no template ${template}`);
  }
  for (const named of [schema.javascript, schema.stylesheet]) {
    if (named && !files[`assets/${named}`]) tell(file, `there is no asset ${named}`);
  }
}

function checkSettings(file, settings, tell) {
  const ids = new Set();
  for (const setting of settings) {
    const { type, id, label, content } = setting;
    const name = id || content || type;
    if (!SETTING_TYPES.has(type)) tell(file, `${name} is of the unknown type ${type}`);
    if (SIDEBAR_TYPES.has(type)) {
      if (!content) tell(file, `a ${type} says nothing`);
      continue;
    }
    if (!id || !label) tell(file, `${name} lacks ${id ? "a label" : "an id"}`);
    if (ids.has(id)) tell(file, `${id} is there twice`);
    ids.add(id);
    if (type === "range") checkRange(file, setting, tell);
    if (type === "select" || type === "radio") checkOptions(file, setting, tell);
  }
}

function checkRange(file, { id, min, max, step = 1, default: usual }, tell) {
  const steps = (max - min) / step;
  if (!(steps > 0 && steps + 1 <= LIMITS.steps)) tell(file, `${id} has ${steps + 1} steps, at most ${LIMITS.steps} are taken`);
  if (!(usual >= min && usual <= max && Number.isInteger((usual - min) / step))) tell(file, `${id} cannot be ${usual}, its default`);
}

function checkOptions(file, { id, options = [], default: usual }, tell) {
  if (options.length < 2 || options.some(({ value, label }) => typeof value !== "string" || !label)) tell(file, `${id} lacks options`);
  if (usual !== undefined && !options.some(({ value }) => value === usual)) tell(file, `${id} has no option ${usual}, its default`);
}

/** A setting that nothing reads does nothing, and a setting that is read but not offered is always empty. */
function checkUse(file, settings, text, tell) {
  const offered = settings.map(({ id }) => id).filter(Boolean);
  const read = new Set([...text.matchAll(/\bblock\.settings\.(\w+)/g)].map(([, id]) => id));
  for (const id of offered) if (!read.has(id)) tell(file, `nothing reads the setting ${id}`);
  for (const id of read) if (!offered.includes(id)) tell(file, `reads a setting that is not offered: ${id}`);
}

// ---- The words ----

/** What is said in the theme editor, by file and then by key. */
function readWords(files, tell) {
  const words = {};
  for (const file of Object.keys(files).filter((file) => file.endsWith(".schema.json"))) {
    try {
      words[file] = Object.fromEntries(flat(JSON.parse(String(files[file]))));
    } catch (error) {
      tell(file, `is not JSON: ${error.message}`);
    }
  }
  const keys = Object.keys(words[DEFAULT_WORDS] || {});
  if (!keys.length) tell(DEFAULT_WORDS, "is not there");
  for (const [file, said] of Object.entries(words)) {
    for (const key of keys) if (!said[key]?.trim()) tell(file, `lacks ${key}`);
    for (const key of Object.keys(said)) if (!keys.includes(key)) tell(file, `has ${key}, which English has not`);
  }
  return words;
}

function flat(value, before = "") {
  return Object.entries(value).flatMap(([key, inner]) => (typeof inner === "string" ? [[before + key, inner]] : flat(inner, `${before}${key}.`)));
}

/** Everything that a merchant reads is translated, and what is an address of words leads to some. */
function checkWords(file, schema, words, used, tell) {
  const texts = (value, name) => (value && typeof value === "object" ? Object.entries(value).flatMap(([key, inner]) => texts(inner, key)) : [[name, value]]);
  for (const [name, value] of texts(schema)) {
    const key = typeof value === "string" && value.startsWith("t:") ? value.slice(2) : undefined;
    if (key && !words[DEFAULT_WORDS]?.[key]) tell(file, `nothing is said for ${key}`);
    if (key) used.add(key);
    else if (["name", "label", "info", "content", "placeholder"].includes(name)) tell(file, `is not translated: ${value}`);
  }
  const key = String(schema.name).slice(2);
  for (const [where, said] of Object.entries(words)) {
    if ([...(said[key] || "")].length > LIMITS.name) tell(where, `the name ${said[key]} is longer than ${LIMITS.name} characters`);
  }
}
