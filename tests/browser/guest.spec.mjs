// A guest in pages of every kind: each page is as it would be without us, box by box, and the chat works there or stays
// silently away.
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { browser, edge, product, storefront, test, until, watch } from "./support.mjs";

const QUIET_MS = 1200;
const DESKTOP = { width: 1280, height: 800 };
const LAUNCHER = { name: /^chat with/i };

let chromium;
let plain;
before(async () => {
  chromium = await browser();
  const { page } = await visit({ without: true });
  plain = await boxes(page);
  await page.context().close();
});
after(async () => { await chromium.close(); });

/** Where each element of the page's own stands. */
function boxes(page) {
  return page.evaluate(() => [...document.body.querySelectorAll("*")].filter((one) => !one.matches("script")).map((one) => {
    const { x, y, width, height } = one.getBoundingClientRect();
    return `${one.localName}.${one.className} ${[x, y, width, height].map(Math.round)}`;
  }));
}

/** A product page in a fresh profile: `prepare` acts before it is asked for, `change` changes its markup or headers. */
async function visit({ prepare, script, change, headers, at = product, without = false } = {}) {
  // A document that a test has changed is of no known network for the browser, which then asks before it lets it ask ours.
  const context = await chromium.newContext({ viewport: DESKTOP, permissions: ["local-network-access"] });
  const page = await context.newPage();
  page.setDefaultTimeout(12_000);
  const faults = watch(page);
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.addInitScript(() => {
    // As cumulative layout shift is counted: what follows a hand within half a second is what it asked for. Until the page
    // has loaded, with its pictures, nothing of ours is there, and what moves is its own.
    window.shifts = [];
    const counts = ({ hadRecentInput, startTime }) => {
      const { loadEventStart } = performance.getEntriesByType("navigation")[0];
      return !hadRecentInput && loadEventStart && startTime > loadEventStart;
    };
    new PerformanceObserver((list) => list.getEntries().filter(counts).forEach((entry) => {
      const moved = entry.sources.map(({ node, previousRect, currentRect }) => `${node?.nodeName}.${node?.className} from ${JSON.stringify(previousRect)} to ${JSON.stringify(currentRect)}`);
      window.shifts.push([entry.startTime, `${entry.value} at ${entry.startTime}: ${moved}`]);
    })).observe({ type: "layout-shift", buffered: true });
  });
  if (script) await page.addInitScript(script);
  if (prepare) await prepare(page);
  if (without) await page.route(`${edge}/**`, (route) => route.fulfill({ status: 200, contentType: "text/javascript", body: "" }));
  await page.route((url) => url.origin === storefront && url.pathname === at.split("?")[0], async (route) => {
    if (!route.request().isNavigationRequest()) return route.continue();
    const response = await route.fetch();
    const body = await response.text();
    return route.fulfill({ response, body: change ? change(body) : body, headers: { ...response.headers(), ...headers } });
  });
  await page.goto(storefront + at, { waitUntil: "load" });
  const panel = page.getByRole("dialog", LAUNCHER);
  return { page, context, faults, asked, panel, launcher: page.getByRole("button", LAUNCHER), log: panel.getByRole("log") };
}

/** The page is as it is without us. */
async function unmoved({ page, faults }, expected = plain) {
  await page.mouse.move(300, 400);
  await page.waitForTimeout(QUIET_MS);
  // Before our script has come, late as it may be, what moves is the page's own as well.
  const moved = await page.evaluate(() => {
    const script = performance.getEntriesByType("resource").find(({ name }) => name.includes("/parley.js"));
    return window.shifts.filter(([at]) => at > (script?.responseEnd ?? Infinity)).map(([, what]) => what);
  });
  assert.deepEqual(moved, []);
  if (expected) assert.deepEqual(await boxes(page), expected);
  assert.deepEqual(faults, []);
}

/** The chat opens, and takes and answers a turn. */
async function talks({ page, panel, log, launcher, faults }) {
  const before = await boxes(page);
  if (!(await panel.isVisible())) await launcher.click();
  await log.locator(".turn").first().waitFor();
  const composer = panel.getByRole("textbox", { name: "Your message" });
  await composer.fill("when does it arrive?");
  await composer.press("Enter");
  await log.locator(".mine:not(.waits) .said").filter({ hasText: "arrive" }).waitFor();
  await log.getByText(/Germany/).first().waitFor();
  assert.deepEqual(await boxes(page), before);
  assert.deepEqual(faults, []);
}

/** The chat puts a product into the shop's cart. */
async function buys({ page, panel, faults }) {
  await page.evaluate(() => window.parley.flow("product-finder"));
  await panel.getByRole("checkbox", { name: "Dryness" }).check();
  await panel.getByRole("button", { name: "Continue" }).click();
  const card = panel.getByRole("article").first();
  await card.getByRole("button", { name: /^Add to cart/ }).click();
  await card.getByText("In your cart").waitFor();
  const held = await page.context().request.get(`${storefront}/cart.js`);
  assert.match(await held.text(), /"_parley":/);
  assert.deepEqual(faults, []);
}

/** Nothing of ours is there, and at most one line in the log says why. */
async function away(visited, expected = plain) {
  await unmoved(visited, expected);
  assert.equal(await visited.page.locator("parley-chat").count(), 0);
}

/** A sheet of the page's own, before all others. */
const sheet = (css) => (body) => body.replace("<head>", `<head><style>${css}</style>`);
/** The kind of tag whose loader asks for the settings itself; the page's own brings them along. */
const tag = `<script async src="${edge}/parley.js" data-shop="fernwood.myshopify.com"></script>`;

test("as it is", async () => {
  const visited = await visit();
  await visited.launcher.waitFor();
  await unmoved(visited);
  await talks(visited);
});

test("under a strict policy", async () => {
  const visited = await visit({ at: `${product}?csp=strict` });
  await visited.launcher.waitFor();
  await unmoved(visited, null);
  await talks(visited);
});

test("where scripts take only trusted types", async () => {
  const headers = { "content-security-policy": "require-trusted-types-for 'script'; trusted-types 'none'" };
  const script = () => {
    window.refused = [];
    addEventListener("securitypolicyviolation", (event) => window.refused.push(event.sample));
  };
  const visited = await visit({ headers, script });
  await visited.launcher.waitFor();
  await buys({ ...visited, faults: [] });
  await talks({ ...visited, faults: [] });
  // The platform's own loader of its privacy feature, which the scout asks for, is not made for such pages.
  const refused = await visited.page.evaluate(() => window.refused);
  assert.deepEqual(refused.filter((sample) => !sample.includes("consent-tracking-api")), []);
  assert.equal(visited.faults.length, refused.length);
  await visited.page.evaluate(() => { try { document.createElement("p").innerHTML = "<b>"; } catch { /* as it shall be */ } });
  await until(async () => (await visited.page.evaluate(() => window.refused.length)) > refused.length, "a refusal where there is one to see");
});

test("among rules that unset, hide, turn and enlarge everything", async () => {
  const hostile = `
    * { all: unset !important; font-size: 60px !important; letter-spacing: 20px !important; line-height: 4 !important; color: red !important; text-transform: uppercase !important; }
    button, div, section, p, textarea, parley-chat { display: none !important; visibility: hidden !important; opacity: 0 !important; }
    parley-chat { transform: rotate(30deg) !important; position: static !important; inset: 0 !important; zoom: 3 !important; filter: blur(9px) !important; clip-path: circle(1px) !important; pointer-events: none !important; }
    parley-chat::before { content: "!" !important; }
    html { font-size: 40px !important; direction: rtl !important; writing-mode: vertical-rl !important; }`;
  const calm = await visit();
  await calm.launcher.click();
  await calm.log.locator(".turn").first().waitFor();
  const visited = await visit({ change: sheet(hostile) });
  await visited.launcher.click();
  await visited.log.locator(".turn").first().waitFor();
  const drawn = (one) => one.page.evaluate(async () => {
    const root = document.querySelector("parley-chat").shadowRoot;
    await Promise.all(root.getAnimations().map((animation) => animation.finished));
    return [...root.querySelectorAll(".launcher, .panel, .head, .head *, .scroll, .foot, .foot *")].filter((one) => !one.closest(".unseen")).map((one) => {
      const { x, y, width, height } = one.getBoundingClientRect();
      const { color, fontSize, visibility, opacity, textTransform } = getComputedStyle(one);
      return `${one.localName}.${one.className.baseVal ?? one.className} ${[x, y, width, height].map(Math.round)} ${color} ${fontSize} ${visibility} ${opacity} ${textTransform}`;
    });
  });
  await visited.page.mouse.move(300, 400);
  await calm.page.mouse.move(300, 400);
  assert.deepEqual(await drawn(visited), await drawn(calm));
  assert.deepEqual(visited.faults, []);
});

test("among libraries that have given every list, text and function ways of their own", async () => {
  const visited = await visit({
    // In the manner of Prototype 1.6, MooTools 1.2 and old polyfills.
    script: () => {
      const quoted = (value) => `"${String(value)}"`;
      Array.prototype.toJSON = function () { return `[${this.map(quoted).join(", ")}]`; };
      String.prototype.toJSON = function () { return quoted(this); };
      Array.prototype.each = function (act) { this.forEach(act); return this; };
      Array.prototype.$family = { name: "array" };
      Object.prototype.$each = function () {};
      Object.prototype["data-odd name"] = function () {};
      Function.prototype.bind = function (self, ...given) { const act = this; return (...more) => act.apply(self, given.concat(more)); };
      Array.from = (list) => { const made = []; for (let at = 0; at < (list?.length ?? 0); at += 1) made.push(list[at]); return made; };
      Object.assign = (to, ...all) => { for (const one of all) for (const key in one) to[key] = one[key]; return to; };
      window.$ = (id) => document.getElementById(id);
      window.Event = Object.assign(window.Event, { observe: () => {}, stop: () => {} });
      const native = window.Promise.prototype.then;
      window.Promise.prototype.then = function (...acts) { return native.apply(this, acts); };
    },
  });
  await visited.launcher.waitFor();
  await buys(visited);
  await talks(visited);
});

test("where what belongs to the language is frozen", async () => {
  const visited = await visit({
    script: () => {
      for (const name of ["Object", "Array", "Function", "String", "Number", "Promise", "Map", "Set", "Uint8Array", "Error", "JSON", "Math", "Reflect", "Date", "RegExp"]) {
        Object.freeze(window[name]);
        if (window[name].prototype) Object.freeze(window[name].prototype);
      }
    },
  });
  await visited.launcher.waitFor();
  await buys(visited);
  await talks(visited);
});

test("where the page has put itself before fetch, timers and storage", async () => {
  const visited = await visit({
    script: () => {
      const asked = window.fetch;
      // Such wrappers take an address for a text and every answer for JSON.
      window.fetch = function (address, options = {}) {
        if (address.indexOf("never") > -1) return Promise.reject(new Error("blocked"));
        return asked.call(window, address, options).then((answer) => { answer.clone().json().catch(() => {}); return answer; });
      };
      const later = window.setTimeout;
      window.setTimeout = function (act, wait) { return later(() => act(), wait); };
      const set = Storage.prototype.setItem;
      Storage.prototype.setItem = function (key, value) { set.call(this, key, String(value)); };
      window.addEventListener = EventTarget.prototype.addEventListener.bind(window);
    },
  });
  await visited.launcher.waitFor();
  await unmoved(visited);
  await talks(visited);
});

for (const [what, script] of [
  ["without WebAssembly", () => { delete window.WebAssembly; }],
  ["where a module cannot be compiled while it arrives", () => { delete WebAssembly.compileStreaming; }],
]) {
  test(`${what} the launcher leads to the shop's address`, async () => {
    const visited = await visit({ script });
    await visited.launcher.waitFor();
    await unmoved(visited);
    await visited.launcher.click();
    await visited.panel.getByRole("link").waitFor();
    await visited.page.evaluate(() => { window.parley.close(); window.parley.open(); });
    // It is tried again first.
    await visited.panel.getByRole("link").waitFor();
    assert.deepEqual(visited.faults, []);
  });
}

test("where no storage can be used", async () => {
  const visited = await visit({
    script: () => {
      for (const name of ["localStorage", "sessionStorage"]) Object.defineProperty(window, name, { get() { throw new DOMException("blocked", "SecurityError"); } });
      window.BroadcastChannel = undefined;
    },
  });
  await visited.launcher.waitFor();
  await talks({ ...visited, faults: visited.faults.filter((fault) => /parley|wasm/i.test(fault)) });
});

test("where there are no sockets", async () => {
  const visited = await visit({ script: () => { delete window.WebSocket; } });
  await visited.launcher.waitFor();
  await unmoved(visited);
  await talks(visited);
});

test("where our address is blocked there is nothing of ours", async () => {
  const visited = await visit({ prepare: (page) => page.route(`${edge}/**`, (route) => route.abort("blockedbyclient")) });
  const blocked = visited.faults.filter((fault) => /ERR_BLOCKED_BY_CLIENT/.test(fault));
  assert.equal(blocked.length, 1, "the browser itself says that the tag was blocked");
  visited.faults.length = 0;
  await away(visited);
});

test("where all but the script is blocked the launcher leads to the shop's address", async () => {
  const visited = await visit({
    prepare: (page) => page.route((url) => url.origin === edge && !url.pathname.endsWith("/parley.js"), (route) => route.abort("blockedbyclient")),
  });
  await visited.launcher.click();
  await visited.panel.getByRole("link").waitFor();
  assert.deepEqual(visited.faults.filter((fault) => !/ERR_BLOCKED_BY_CLIENT/.test(fault)), []);
});

test("where the settings of a tag that asks for them are blocked there is nothing of ours", async () => {
  const visited = await visit({
    change: (body) => body.replace(/<script async src="[^"]*parley.js"[^>]*><\/script>/, tag),
    prepare: (page) => page.route(`${edge}/v1/**`, (route) => route.abort("blockedbyclient")),
  });
  await visited.page.waitForTimeout(QUIET_MS);
  visited.faults.splice(0, visited.faults.length, ...visited.faults.filter((fault) => !/ERR_BLOCKED_BY_CLIENT/.test(fault)));
  await away(visited);
});

for (const [what, change] of [
  ["two tags at once", (body) => body.replace("</body>", `${tag}${tag}</body>`)],
  ["a tag in the head, before anything else", (body) => body.replace("<head>", `<head>${tag}`)],
  ["a tag that does not wait", (body) => body.replace("<head>", `<head>${tag.replace(" async", "")}`)],
]) {
  test(`${what} make one chat`, async () => {
    const visited = await visit({ change });
    await visited.launcher.waitFor();
    await unmoved(visited);
    assert.equal(await visited.page.locator("parley-chat").count(), 1);
    assert.ok(visited.asked.filter((url) => url.includes("/v1/settings/")).length <= 1, visited.asked.join(" "));
    await talks(visited);
  });
}

test("a tag that comes late, and twice", async () => {
  const visited = await visit({ change: (body) => body.replace(/<script async src="[^"]*parley.js"[^>]*><\/script>/, "") });
  await visited.page.waitForTimeout(QUIET_MS);
  assert.equal(await visited.page.locator("parley-chat").count(), 0);
  for (let times = 0; times < 2; times += 1) {
    await visited.page.evaluate((src) => {
      const late = Object.assign(document.createElement("script"), { src, async: true });
      late.dataset.shop = "fernwood.myshopify.com";
      document.head.append(late);
    }, `${edge}/parley.js`);
  }
  await visited.launcher.waitFor();
  await unmoved(visited);
  assert.equal(await visited.page.locator("parley-chat").count(), 1);
  await talks(visited);
});

test("a theme that draws its sections again, in the shop and in its editor", async () => {
  for (const at of [product, `${product}?design_mode=1`]) {
    const visited = await visit({ at });
    await visited.launcher.click();
    await visited.log.locator(".turn").first().waitFor();
    await visited.page.evaluate(() => {
      for (const section of document.querySelectorAll("#main > *, header, footer")) {
        section.dispatchEvent(new CustomEvent("shopify:section:unload", { bubbles: true }));
        const anew = section.cloneNode(true);
        section.replaceWith(anew);
        anew.dispatchEvent(new CustomEvent("shopify:section:load", { bubbles: true }));
      }
    });
    assert.ok(await visited.panel.isVisible());
    assert.equal(await visited.page.locator("parley-chat").count(), 1);
    assert.deepEqual(visited.faults, []);
  }
});

test("a page that changes by a view transition", async () => {
  const visited = await visit({ change: sheet("@view-transition { navigation: auto; }") });
  await visited.launcher.click();
  await visited.log.locator(".turn").first().waitFor();
  await visited.page.evaluate(() => document.startViewTransition(() => {
    document.querySelector("#main").replaceChildren(Object.assign(document.createElement("h1"), { textContent: "Another page" }));
  }).finished);
  assert.ok(await visited.panel.isVisible());
  await visited.page.goto(`${storefront}/`);
  await visited.log.locator(".turn").first().waitFor();
  assert.ok(await visited.panel.isVisible(), "the next page opens it again");
  assert.deepEqual(visited.faults, []);
});

test("a page that comes out of the browser's cache of pages", async () => {
  // Playwright switches that cache off unless it is asked not to.
  const cached = await browser({ ignoreDefaultArgs: ["--disable-back-forward-cache"] });
  try {
    const page = await (await cached.newContext({ viewport: DESKTOP })).newPage();
    const faults = watch(page);
    await page.goto(storefront + product, { waitUntil: "load" });
    await page.evaluate(() => { window.shown = []; addEventListener("pageshow", (event) => window.shown.push(event.persisted)); });
    await page.getByRole("button", LAUNCHER).click();
    const panel = page.getByRole("dialog", LAUNCHER);
    const log = panel.getByRole("log");
    await log.locator(".turn").first().waitFor();
    await page.goto(`${storefront}/`, { waitUntil: "load" });
    // It loads nothing, so there is no load to wait for.
    await page.evaluate(() => history.back());
    await until(() => page.evaluate(() => window.shown?.length > 0).catch(() => false), "the page out of the cache");
    assert.deepEqual(await page.evaluate(() => window.shown), [true]);
    const composer = panel.getByRole("textbox", { name: "Your message" });
    await composer.fill("Is it vegan?");
    await composer.press("Enter");
    await log.locator(".mine:not(.waits) .said").filter({ hasText: "vegan" }).waitFor();
    assert.deepEqual(faults, []);
  } finally {
    await cached.close();
  }
});
