// How a page is timed, the same for every chat: Chromium, headless, processor slowed four times, viewport 412 × 823,
// loopback, no other throttling. Each round takes the chats one after the other, so that whatever else the machine does
// falls on all of them, and nothing looks into a page while it is measured: a look is a task too.
//
// Main-thread time is what Chromium's TaskDuration grows by in the four seconds from the moment in which the chat's tag is
// put into the head of a blank page that has loaded and come to rest. "Over the blank page" subtracts what it grows by when
// an element that does nothing is put there. A page's own start, which varies by more than a tag takes, is thereby in
// neither. By the clock on the wall it also counts time in which another process had the core; in the thread's own
// processor time ("threadTicks") it does not.
import { createServer } from "node:http";
import { brotliCompressSync } from "node:zlib";

const SLOWDOWN = 4;
export const ROUNDS = Number(process.env.PARLEY_BENCH_ROUNDS ?? 7);
/** Hands take about this long from arriving to pressing. */
export const HOVER_MS = 250;
const IDLE_MS = 4000;
const REST_MS = 1500;
/** Does nothing, and is what a tag is held against. */
export const NO_TAG = '<meta name="nothing">';
const VIEWPORT = { width: 412, height: 823 };

const TYPES = { js: "text/javascript", json: "application/json", wasm: "application/wasm" };

/** A file of this name as a content network sends it. */
export function packed(name, body) {
  const headers = { "content-type": TYPES[name.split(".").pop()], "content-encoding": "br", "cache-control": "max-age=31536000, immutable" };
  return { headers, body: brotliCompressSync(body) };
}

/** Serves these files by their paths, and everywhere else a blank page, with what `heads` has for its path in its head. */
export async function pages(heads, files = new Map()) {
  const server = createServer((request, response) => {
    const path = request.url.split("?")[0];
    const file = files.get(path);
    if (file) {
      response.writeHead(200, file.headers);
      return response.end(file.body);
    }
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
    response.end(`<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>Blank</title><p>A page</p>${heads[path] ?? ""}`);
  });
  await new Promise((go) => server.listen(0, "127.0.0.1", go));
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

/** What each of these measures, in turn, round after round. */
export async function rounds(...measures) {
  const values = measures.map(() => []);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index, measure] of measures.entries()) values[index].push(await measure());
  }
  return values;
}

/**
 * Milliseconds of tasks in the four seconds after `tag` is put into the head of the blank page `url`; `stir` happens in the
 * first of them.
 */
export async function taskTime(chromium, url, tag, { timeDomain = "timeTicks", stir } = {}) {
  const context = await chromium.newContext({ viewport: VIEWPORT });
  const { page, session } = await slowPage(context);
  await session.send("Performance.enable", { timeDomain });
  const spent = async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return 1000 * metrics.find((metric) => metric.name === "TaskDuration").value;
  };
  await page.goto(url, { waitUntil: "load" });
  await page.waitForTimeout(REST_MS);
  const before = await spent();
  await put(session, tag);
  if (stir) {
    await page.waitForTimeout(IDLE_MS / 4);
    await stir(page);
  }
  await page.waitForTimeout(stir ? IDLE_MS * 3 / 4 : IDLE_MS);
  const after = await spent();
  await context.close();
  return after - before;
}

/**
 * The longest task, of those over 50 ms, from the moment in which `tag` is put into the blank page `url` until a hand has
 * moved and what that starts is there; 0 when there is none.
 */
export async function longestTask(chromium, url, tag) {
  const context = await chromium.newContext({ viewport: VIEWPORT });
  const { page, session } = await slowPage(context);
  await page.goto(url, { waitUntil: "load" });
  await page.waitForTimeout(REST_MS);
  await page.evaluate(() => {
    const longer = ({ duration }) => (window.benchLongest = Math.max(window.benchLongest, duration));
    window.benchLongest = 0;
    new PerformanceObserver((list) => list.getEntries().forEach(longer)).observe({ type: "longtask" });
  });
  await put(session, tag);
  await page.waitForTimeout(IDLE_MS / 4);
  await page.mouse.move(100, 100);
  await page.waitForTimeout(REST_MS);
  const longest = await page.evaluate(() => window.benchLongest);
  await context.close();
  return longest;
}

/**
 * Milliseconds until the launcher is seen, as `launcher`; and the page's shift of layout until a hand has moved and what
 * that starts is there.
 */
export async function launcherTime(chromium, url, chat) {
  const context = await chromium.newContext({ viewport: VIEWPORT });
  const page = await observedPage(context, chat);
  const shown = told(page, "launcher");
  await page.goto(url, { waitUntil: "load" });
  await shown;
  await page.mouse.move(100, 100);
  await page.waitForTimeout(REST_MS);
  const seen = await page.evaluate(() => window.benchSeen);
  await context.close();
  return seen;
}

/**
 * Milliseconds from the click on the launcher to the frame that shows the field to write in, as `panel`; and as `whole`
 * until what `chat.whole` names is seen as well. The cache is cold, as on the first page of a visit. The pointer rests on the
 * launcher for `rest` milliseconds before it presses, as a hand does; with 0 it presses in the moment in which it arrives.
 */
export async function openingTime(chromium, url, chat, { rest = 0 } = {}) {
  const context = await chromium.newContext({ viewport: VIEWPORT });
  const page = await observedPage(context, chat);
  const launcher = told(page, "launcher");
  await page.goto(url);
  await launcher;
  await page.waitForTimeout(IDLE_MS / 2);
  const whole = told(page, "whole");
  const at = await page.evaluate(() => window.benchReady("button"));
  if (rest) await page.mouse.move(...at);
  await page.waitForTimeout(rest);
  await page.mouse.click(...at);
  await whole;
  const seen = await page.evaluate(() => window.benchSeen);
  await context.close();
  return seen;
}

/**
 * Milliseconds from each of these acts until the browser had made the frame that followed: opening the chat, choosing a
 * ready answer, writing and sending. `chat.choice` and `chat.field` say where to act.
 */
export async function interactionTimes(chromium, url, chat) {
  const { page, launcher, slowest, press, close } = await actor(chromium, url, chat);
  const times = { open: await slowest(() => press(launcher)) };
  const choice = page.locator(chat.choice).first();
  await choice.waitFor();
  times.choose = await slowest(() => press(choice));
  times.send = await slowest(() => send(page, chat));
  await close();
  return times;
}

/**
 * The same in a conversation whose turns come from `frames` (bytes in hexadecimal) instead of the edge: sending, drawing
 * earlier turns (`chat.earlier`), and the longest task, of those over 50 ms, while it is scrolled to its beginning
 * (`chat.scroll`).
 */
export async function longTimes(chromium, url, chat, frames) {
  const { page, launcher, slowest, press, close } = await actor(chromium, url, chat, (page) => page.addInitScript(speak, frames));
  await press(launcher);
  await page.locator(chat.earlier).waitFor();
  const times = { send: await slowest(() => send(page, chat)) };
  await page.evaluate((scroll) => document.querySelector("parley-chat").shadowRoot.querySelector(scroll).scrollTo(0, 0), chat.scroll);
  times.earlier = await slowest(() => press(page.locator(chat.earlier)));
  await page.evaluate(() => (window.benchSeen.longest = 0));
  await page.locator(chat.scroll).hover();
  for (let step = 0; step < 30; step += 1) {
    await page.mouse.wheel(0, step < 15 ? 600 : -600);
    await page.waitForTimeout(30);
  }
  await page.waitForTimeout(REST_MS);
  times.scroll = await page.evaluate(() => window.benchSeen.longest);
  await close();
  return times;
}

/**
 * Somebody in front of the page, whose acts are timed: of all events of an act the slowest counts, as in Interaction to Next
 * Paint (<https://web.dev/articles/inp>). Its own entries are not taken: without a display their ends come late.
 */
async function actor(chromium, url, chat, prepare = () => {}) {
  const context = await chromium.newContext({ viewport: VIEWPORT });
  const page = await observedPage(context, chat);
  await prepare(page);
  await page.goto(url);
  const launcher = page.getByRole("button", { name: chat.name }).first();
  await launcher.waitFor();
  await page.waitForTimeout(IDLE_MS / 2);
  const slowest = async (act) => {
    await page.evaluate(() => (window.benchSeen.events = []));
    await act();
    await page.waitForTimeout(REST_MS);
    return page.evaluate(() => Math.max(0, ...window.benchSeen.events));
  };
  const press = async (locator) => {
    const box = await locator.boundingBox();
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.waitForTimeout(HOVER_MS);
    await page.mouse.down();
    await page.mouse.up();
  };
  return { page, launcher, slowest, press, close: () => context.close() };
}

async function send(page, chat) {
  await page.locator(chat.field).focus();
  await page.keyboard.type("Can I return it?", { delay: 30 });
  await page.keyboard.press("Enter");
}

// Runs in the page: a socket that answers each resumption with these messages, and nothing else.
function speak(hexes) {
  const messages = hexes.map((hex) => Uint8Array.from(hex.match(/../g), (byte) => parseInt(byte, 16)).buffer);
  const RESUME = 0;
  window.WebSocket = class extends EventTarget {
    static OPEN = 1;
    protocol = "parley.v2";
    readyState = 0;
    bufferedAmount = 0;
    constructor() {
      super();
      setTimeout(() => {
        this.readyState = 1;
        this.tell(new Event("open"));
      });
    }
    tell(event) {
      this.dispatchEvent(event);
      this[`on${event.type}`]?.(event);
    }
    send(message) {
      const first = new Uint8Array(message.buffer ?? message)[0];
      if (first === RESUME) setTimeout(() => messages.forEach((data) => this.tell(new MessageEvent("message", { data }))));
    }
    close() {
      this.readyState = 3;
    }
  };
}

// Done when the page says that it has seen this. To ask it would be a task of the page's, and a locator of Playwright's
// brings along a script that is a long task by itself, and listens to the mouse from then on.
function told(page, what) {
  return page.waitForEvent("console", { predicate: (message) => message.text() === `bench ${what}`, timeout: 30_000 });
}

// Scripts of a contextual fragment run, those of `innerHTML` do not.
async function put(session, tag) {
  const expression = `document.head.append(document.createRange().createContextualFragment(${JSON.stringify(tag)}))`;
  await session.send("Runtime.evaluate", { expression });
}

async function slowPage(context) {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWDOWN });
  return { page, session };
}

async function observedPage(context, chat) {
  const { page } = await slowPage(context);
  await page.addInitScript(observe, chat);
  return page;
}

// Runs in the page: when the launcher is first seen, and after a click the panel; how the layout shifts; how long the
// longest task is of those that began after `since`.
function observe({ host, panel, whole = panel }) {
  const seen = (window.benchSeen = { cls: 0, longest: 0, since: 0 });
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => (seen.cls += entry.value))).observe({ type: "layout-shift", buffered: true });
  const longer = ({ startTime, duration }) => startTime >= seen.since && (seen.longest = Math.max(seen.longest, duration));
  new PerformanceObserver((list) => list.getEntries().forEach(longer)).observe({ type: "longtask", buffered: true });
  // Seen is what stands: as large as it is laid out, and nothing of it see-through. What is still growing or fading in is not.
  const made = (event) => requestAnimationFrame(() => {
    // The first task after the frame.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => seen.events?.push(performance.now() - event.timeStamp);
    port2.postMessage(undefined);
  });
  for (const type of ["pointerdown", "pointerup", "click", "keydown", "keypress", "keyup"]) addEventListener(type, made, { capture: true });
  const stands = (found) => {
    const box = found.getBoundingClientRect();
    if (!box.width || !box.height || box.width < found.offsetWidth - 1 || getComputedStyle(found).visibility !== "visible") return false;
    for (let one = found; one instanceof Element; one = one.parentElement ?? one.getRootNode().host) {
      if (getComputedStyle(one).opacity < 0.99) return false;
    }
    return true;
  };
  const shown = (selector) => [...(document.querySelector(host)?.shadowRoot?.querySelectorAll(selector) ?? [])].some(stands);
  const look = (name, selector, from) => {
    if (!shown(selector)) return requestAnimationFrame(() => look(name, selector, from));
    seen[name] = performance.now() - from;
    console.debug(`bench ${name}`);
  };
  look("launcher", "button", 0);
  // The middle of this; and what has been until now was none of the act's.
  window.benchReady = (selector) => {
    const { left, top, width, height } = document.querySelector(host).shadowRoot.querySelector(selector).getBoundingClientRect();
    seen.since = performance.now();
    return [left + width / 2, top + height / 2];
  };
  document.addEventListener("click", (event) => {
    look("panel", panel, event.timeStamp);
    look("whole", whole, event.timeStamp);
  }, { capture: true });
}

/** The middle one of these, by what `of` says of each. */
export function median(values, of = (value) => value) {
  const sorted = values.map(of).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/** To so many digits after the point. */
export function round(value, digits = 1) {
  return Number(value.toFixed(digits));
}
