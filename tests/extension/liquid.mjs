// An app embed as Shopify renders it: its Liquid with the objects that every page has, the settings that a merchant left at
// their defaults or changed, and addresses of assets on a CDN that only the filter `asset_url` knows.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Liquid, Tag } from "liquidjs";

/** The schema in a block's text. */
export function schemaOf(text) {
  return JSON.parse(/{%-?\s*schema\s*-?%}([\s\S]*?){%-?\s*endschema\s*-?%}/.exec(text)[1]);
}

/**
 * What a block of the extension in `folder` puts into a page. `globals` are the objects that each page has (`shop`,
 * `request`, `customer`, `product` …), `settings` what the merchant has changed, `assets` the folder on the CDN.
 */
export async function render(folder, block, { globals, settings = {}, assets }) {
  const text = await readFile(join(folder, "blocks", `${block}.liquid`), "utf8");
  const schema = schemaOf(text);
  if (schema.disabled_on?.templates.includes(globals.request.page_type)) return { target: schema.target, markup: "" };
  // Where there is neither a default nor a choice the value is blank.
  const usual = (schema.settings || []).filter(({ id }) => id).map(({ id, default: value = null }) => [id, value]);
  const scope = { block: { settings: { ...Object.fromEntries(usual), ...settings } } };
  const markup = await engine(folder, assets).parseAndRender(text, scope, { globals: { ...globals } });
  return { target: schema.target, markup };
}

function engine(folder, assets) {
  const liquid = new Liquid({ root: join(folder, "snippets"), partials: join(folder, "snippets"), extname: ".liquid", strictFilters: true });
  liquid.registerFilter("asset_url", (name) => `${assets}/${name}?v=${version(name)}`);
  liquid.registerFilter("color_contrast", (one, other) => Math.round(10 * contrast(luminance(one), luminance(other))) / 10);
  liquid.registerTag("schema", class extends Tag {
    constructor(token, rest, engine) {
      super(token, rest, engine);
      while (rest.length && rest.shift().name !== "endschema");
    }
    * render() {}
  });
  liquid.registerTag("style", class extends Tag {
    constructor(token, rest, engine) {
      super(token, rest, engine);
      this.templates = [];
      const stream = engine.parser.parseStream(rest).on("tag:endstyle", () => stream.stop()).on("template", (template) => this.templates.push(template));
      stream.start();
    }
    * render(context, emitter) {
      emitter.write("<style data-shopify>");
      yield this.liquid.renderer.renderTemplates(this.templates, context, emitter);
      emitter.write("</style>");
    }
  });
  return liquid;
}

/** Some number that is a file's own. */
function version(name) {
  return [...name].reduce((sum, letter) => (Math.imul(31, sum) + letter.charCodeAt(0)) >>> 0, 7);
}

/** Relative luminance of `#rrggbb` (WCAG 2). */
function luminance(colour) {
  const [red, green, blue] = [1, 3, 5].map((from) => parseInt(colour.slice(from, from + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one, other) {
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}
