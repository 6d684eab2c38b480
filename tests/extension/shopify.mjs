// The platform between an extension and a shop's page: in front of the storefront stand-in it puts the app embed where its
// target says, and beside it stands a CDN of another origin that has the extension's assets and nothing else.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { render } from "./liquid.mjs";

const TYPES = { js: "application/javascript", json: "application/json", css: "text/css", wasm: "application/wasm" };
const FOLDER = "/extensions/7c1e4f5a-2f0b-4a6e-9d1c-5b8e3a90d412/parley-3/assets";

/**
 * Serves `storefront` with the extension in `folder`. What is given back may be changed between pages: `theme(html)` is the
 * merchant's own work on the theme, `embed` says whether the merchant has switched on the app embed, `settings` what they
 * chose there, `customer` who is signed in, `types` the content types of the CDN.
 */
export async function serve({ storefront, folder, block, shop }) {
  const platform = { theme: (html) => html, embed: true, settings: {}, customer: null, types: TYPES, asked: [] };
  const cdn = await listen((request, response) => asset(platform, folder, request, response));
  const site = await listen((request, response) => page(platform, { storefront, folder, block, shop, cdn: cdn.origin }, request, response));
  return Object.assign(platform, {
    origin: site.origin,
    cdn: cdn.origin,
    async close() {
      await Promise.all([site.close(), cdn.close()]);
    },
  });
}

async function asset({ types, asked }, folder, { url }, response) {
  asked.push(url);
  const { pathname, searchParams } = new URL(url, "http://cdn");
  const name = basename(pathname);
  try {
    // An address that nobody had from `asset_url` is nobody's.
    if (pathname !== `${FOLDER}/${name}` || !searchParams.has("v")) throw new Error("no such address");
    const content = await readFile(join(folder, "assets", name));
    response.writeHead(200, { "content-type": types[name.split(".").at(-1)], "access-control-allow-origin": "*", "cache-control": "public, max-age=31536000" });
    response.end(content);
  } catch {
    response.writeHead(404, { "access-control-allow-origin": "*" }).end();
  }
}

async function page(platform, { storefront, folder, block, shop, cdn }, request, response) {
  const { host, connection, ...headers } = request.headers;
  const body = ["GET", "HEAD"].includes(request.method) ? undefined : Buffer.concat(await request.toArray());
  const answer = await fetch(storefront + request.url, { method: request.method, headers, body, redirect: "manual" });
  const kept = [...answer.headers].filter(([name]) => !["content-length", "content-encoding", "transfer-encoding", "connection", "set-cookie"].includes(name));
  const cookies = answer.headers.getSetCookie();
  response.writeHead(answer.status, { ...Object.fromEntries(kept), ...(cookies.length && { "set-cookie": cookies }) });
  if (!answer.headers.get("content-type")?.startsWith("text/html")) return response.end(Buffer.from(await answer.arrayBuffer()));
  const plain = await answer.text();
  const html = platform.theme(plain);
  const globals = { ...globalsOf(plain, `http://${host}${request.url}`), shop: { permanent_domain: shop }, customer: platform.customer };
  const isOpen = platform.embed && !request.url.startsWith("/checkout");
  const { target, markup } = isOpen
    ? await render(folder, block, { globals, settings: platform.settings, assets: cdn.replace("http:", "") + FOLDER })
    : { target: "body", markup: "" };
  response.end(html.replace(`</${target}>`, () => `${markup}</${target}>`));
}

/** The objects of every page that an embed may ask; the stand-in's pages say of what kind they are. */
function globalsOf(html, url) {
  const [, locale = "en", kind] = /<html lang="([^"]+)"[^>]*data-page-type="([^"]+)"/.exec(html) || [];
  const { origin, pathname, searchParams } = new URL(url);
  const handle = pathname.split("/").at(-1);
  return {
    request: { locale: { iso_code: locale }, page_type: kind, origin, path: pathname, design_mode: searchParams.get("design_mode") === "1" },
    product: kind === "product" ? { handle } : null,
    collection: kind === "collection" ? { handle } : null,
  };
}

async function listen(answer) {
  const server = createServer((request, response) => {
    answer(request, response).catch((error) => response.destroy(error));
  });
  await new Promise((go) => server.listen(0, "127.0.0.1", go));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    close: () => new Promise((go) => { server.close(go); server.closeAllConnections(); }),
  };
}
