// Times what a shopper's page pays for Parley, and prints one JSON object of numbers.
//
// Method, the same as for the widgets it is compared with: Chromium, headless, processor slowed four times, viewport
// 412 × 823, loopback, no other throttling, median of PARLEY_BENCH_ROUNDS (7). The page is blank but for the script tag; "over
// the blank page" subtracts the same page without it. Each round takes the pages one after the other, so that whatever else
// the machine does falls on all of them, and nothing looks into a page while it is measured: a look is a task too.
//
// Main-thread time is Chromium's TaskDuration from navigation until four idle seconds after `load`. By the clock on the wall
// (`task_ms…`) it also counts time in which another process had the core; `cpu_ms…` is the same in the thread's own processor
// time, which varies far less. Before the click the cache is cold; for click → panel it is warm, as on a second page.
//
// `…_with_scout` is the same after the pointer has moved, which starts the scout on the first page of a visit. For
// `click_to_panel…` the pointer rests on the launcher for 150 ms before it presses, as a hand does; `…_at_once` presses
// in the same moment in which the pointer arrives.
import { createServer } from "node:http";
import { browser, edge, makeShop } from "./support.mjs";

const SLOWDOWN = 4;
const ROUNDS = Number(process.env.PARLEY_BENCH_ROUNDS ?? 7);
const IDLE_MS = 4000;
const HOVER_MS = 150;
const VIEWPORT = { width: 412, height: 823 };
const SHOP = "bench.myshopify.com";

const server = createServer((request, response) => {
  const tag = request.url.startsWith("/tagged") ? `<script async src="${edge}/parley.js" data-shop="${SHOP}"></script>` : "";
  response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
  response.end(`<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>Blank</title><p>A page</p>${tag}`);
});
await new Promise((go) => server.listen(0, "127.0.0.1", go));
const origin = `http://127.0.0.1:${server.address().port}`;
await makeShop(SHOP, { origin, flows: ["welcome"] });

const chromium = await browser();
try {
  const [blank, before, watched, blankCpu, beforeCpu, watchedCpu, seen] = await rounds(
    () => beforeClick("/blank"),
    () => beforeClick("/tagged"),
    () => beforeClick("/tagged?scout"),
    () => beforeClick("/blank", "threadTicks"),
    () => beforeClick("/tagged", "threadTicks"),
    () => beforeClick("/tagged?scout", "threadTicks"),
    launcher,
  );
  const [open, atOnce] = await rounds(() => opening(HOVER_MS), () => opening(0));
  const over = (page, empty) => round(median(page, "task") - median(empty, "task"));
  console.log(JSON.stringify({
    task_ms_before_click_4x: over(before, blank),
    task_ms_with_scout_4x: over(watched, blank),
    cpu_ms_before_click_4x: over(beforeCpu, blankCpu),
    cpu_ms_with_scout_4x: over(watchedCpu, blankCpu),
    launcher_visible_ms_4x: round(median(seen, "shown")),
    click_to_panel_ms_4x: round(median(open, "panel")),
    click_to_panel_at_once_ms_4x: round(median(atOnce, "panel")),
    longest_task_ms_before_click_4x: round(Math.max(...seen.map((one) => one.longest))),
    cls: Math.max(...seen.map((one) => one.cls), ...open.map((one) => one.cls)),
  }));
} finally {
  await chromium.close();
  server.close();
}

// What each of these measures, in turn, round after round.
async function rounds(...measures) {
  const values = measures.map(() => []);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index, measure] of measures.entries()) values[index].push(await measure());
  }
  return values;
}

async function slowPage(context) {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWDOWN });
  return { page, session };
}

async function observedPage(context) {
  const { page } = await slowPage(context);
  await page.addInitScript(observe);
  return page;
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

async function beforeClick(path, timeDomain = "timeTicks") {
  const context = await chromium.newContext({ viewport: VIEWPORT });
  const { page, session } = await slowPage(context);
  await session.send("Performance.enable", { timeDomain });
  await page.goto(origin + path, { waitUntil: "load" });
  if (path.endsWith("?scout")) {
    // By now the launcher is drawn, and the loader waits for this.
    await page.waitForTimeout(IDLE_MS / 4);
    await page.mouse.move(100, 100);
  }
  await page.waitForTimeout(IDLE_MS);
  const { metrics } = await session.send("Performance.getMetrics");
  await context.close();
  return { task: 1000 * metrics.find((metric) => metric.name === "TaskDuration").value };
}

async function launcher() {
  const context = await chromium.newContext({ viewport: VIEWPORT });
  const page = await observedPage(context);
  await page.goto(`${origin}/tagged`, { waitUntil: "load" });
  const shown = await page.waitForFunction(() => window.benchShown("button") && performance.now(), null, { polling: "raf", timeout: 30_000 });
  const seen = { ...(await page.evaluate(() => window.benchSeen)), shown: await shown.jsonValue() };
  await context.close();
  return seen;
}

async function opening(rest) {
  const context = await chromium.newContext({ viewport: VIEWPORT });
  const first = await context.newPage();
  await first.goto(`${origin}/tagged`);
  await first.getByRole("button", { name: /chat/i }).click();
  await first.getByRole("dialog").waitFor();
  await first.close();
  const page = await observedPage(context);
  await page.goto(`${origin}/tagged`);
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
