// Times what a shopper's page pays for Parley, and prints one JSON object of numbers.
//
// Method, the same as for the widgets it is compared with: Chromium, headless, processor slowed four times, viewport
// 412 × 823, loopback, no other throttling, median of PARLEY_BENCH_ROUNDS (5). The page is blank but for the script tag; "over
// the blank page" subtracts the same page without it. Main-thread time is Chromium's TaskDuration from navigation until
// four idle seconds after `load`. Before the click the cache is cold; for click → panel it is warm, as on a second page.
//
// `…_with_scout` is the same after the pointer has moved, which starts the scout on the first page of a visit. For
// `click_to_panel…` the pointer rests on the launcher for 150 ms before it presses, as a hand does; `…_at_once` presses
// in the same moment in which the pointer arrives.
import { createServer } from "node:http";
import { browser, edge, makeShop } from "./support.mjs";

const SLOWDOWN = 4;
const ROUNDS = Number(process.env.PARLEY_BENCH_ROUNDS ?? 5);
const IDLE_MS = 4000;
const HOVER_MS = 150;
const SHOP = "bench.myshopify.com";

const server = createServer((request, response) => {
  const tag = request.url.startsWith("/with") ? `<script async src="${edge}/parley.js" data-shop="${SHOP}"></script>` : "";
  response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
  response.end(`<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>Blank</title><p>A page</p>${tag}`);
});
await new Promise((go) => server.listen(0, "127.0.0.1", go));
const origin = `http://127.0.0.1:${server.address().port}`;
await makeShop(SHOP, { origin, flows: ["welcome"] });

const chromium = await browser();
try {
  const blank = await rounds(() => beforeClick(`${origin}/without`));
  const before = await rounds(() => beforeClick(`${origin}/with`));
  const watched = await rounds(() => beforeClick(`${origin}/with?scout`));
  const open = await rounds(() => opening(HOVER_MS));
  const atOnce = await rounds(() => opening(0));
  console.log(JSON.stringify({
    task_ms_before_click_4x: round(median(before, "task") - median(blank, "task")),
    task_ms_with_scout_4x: round(median(watched, "task") - median(blank, "task")),
    launcher_visible_ms_4x: round(median(before, "launcher")),
    click_to_panel_ms_4x: round(median(open, "panel")),
    click_to_panel_at_once_ms_4x: round(median(atOnce, "panel")),
    longest_task_ms_before_click_4x: round(Math.max(...before.map((one) => one.longest))),
    cls: Math.max(...before.map((one) => one.cls), ...open.map((one) => one.cls)),
  }));
} finally {
  await chromium.close();
  server.close();
}

async function rounds(measure) {
  const values = [];
  for (let round = 0; round < ROUNDS; round += 1) values.push(await measure());
  return values;
}

async function slowPage(context) {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Performance.enable");
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWDOWN });
  await page.addInitScript(observe);
  return { page, session };
}

// Runs in the page: when the launcher is first seen, how the layout shifts, how long the longest task is.
function observe() {
  const seen = (window.benchSeen = { cls: 0, longest: 0 });
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => (seen.cls += entry.value))).observe({ type: "layout-shift", buffered: true });
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => (seen.longest = Math.max(seen.longest, entry.duration)))).observe({ type: "longtask", buffered: true });
  window.benchShown = (selector) => {
    const found = document.querySelector("parley-chat")?.shadowRoot?.querySelector(selector);
    const box = found?.getBoundingClientRect();
    return Boolean(box && box.width && box.height && getComputedStyle(found).visibility === "visible");
  };
  document.addEventListener("click", (event) => {
    const look = () => (window.benchShown('[role="dialog"]') ? (seen.panel = performance.now() - event.timeStamp) : requestAnimationFrame(look));
    look();
  }, { capture: true });
}

async function beforeClick(url) {
  const context = await chromium.newContext({ viewport: { width: 412, height: 823 } });
  const { page, session } = await slowPage(context);
  await page.goto(url, { waitUntil: "load" });
  const launcher = !url.endsWith("/without")
    ? await page.waitForFunction(() => window.benchShown("button") && performance.now(), null, { polling: "raf", timeout: 30_000 })
    : null;
  if (url.endsWith("?scout")) await page.mouse.move(100, 100);
  await page.waitForTimeout(IDLE_MS);
  const { metrics } = await session.send("Performance.getMetrics");
  const task = 1000 * metrics.find((metric) => metric.name === "TaskDuration").value;
  const seen = await page.evaluate(() => window.benchSeen);
  const value = { ...seen, task, launcher: launcher ? await launcher.jsonValue() : 0 };
  await context.close();
  return value;
}

async function opening(rest) {
  const context = await chromium.newContext({ viewport: { width: 412, height: 823 } });
  const first = await context.newPage();
  await first.goto(`${origin}/with`);
  await first.getByRole("button", { name: /chat/i }).click();
  await first.getByRole("dialog").waitFor();
  await first.close();
  const { page } = await slowPage(context);
  await page.goto(`${origin}/with`);
  const launcher = page.getByRole("button", { name: /chat/i }).first();
  await launcher.waitFor();
  await page.waitForTimeout(IDLE_MS / 2);
  if (rest) await launcher.hover();
  await page.waitForTimeout(rest);
  await launcher.click();
  await page.waitForFunction(() => window.benchSeen.panel, null, { polling: "raf", timeout: 30_000 });
  const seen = await page.evaluate(() => window.benchSeen);
  await context.close();
  return seen;
}

function median(values, key) {
  const sorted = values.map((value) => value[key]).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

function round(value) {
  return Math.round(value * 10) / 10;
}
