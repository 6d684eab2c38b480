// Times what a shopper's page pays for Parley, by the method of timing.mjs, and prints one JSON object of numbers.
//
// `task_ms…` is by the clock on the wall, `cpu_ms…` in the thread's own time; the cache is cold. `…_with_scout` is the same
// after the pointer has moved, which starts the scout on the first page of a visit. For `click_to_panel…` the pointer presses
// in the same moment in which it arrives, for `…_preloaded…` after it has rested on the launcher for a quarter of a second.
import { readFile } from "node:fs/promises";
import { browser, makeShop } from "./support.mjs";
import { FILES, PARLEY, timedTag } from "./timed.mjs";
import { HOVER_MS, interactionTimes, launcherTime, longestTask, longTimes, median, NO_TAG, openingTime, pages, round, rounds, taskTime } from "./timing.mjs";

const SHOP = "bench.myshopify.com";
const CHAT = {
  ...PARLEY, name: /chat/i, field: "#parley-panel textarea", choice: "#parley-panel button.chip", scroll: "#parley-panel .scroll", earlier: "#parley-panel .scroll > button",
};
/** A conversation of 2 000 turns. */
const LONG = JSON.parse(await readFile(process.env.PARLEY_LONG, "utf8"));

const heads = {};
const { origin, close } = await pages(heads, FILES);
const tag = (heads["/tagged"] = timedTag(SHOP, origin));
await makeShop(SHOP, { origin, flows: ["welcome"] });
const tagged = `${origin}/tagged`;
// By now the launcher is drawn, and the loader waits for this.
const stir = (page) => page.mouse.move(100, 100);

const chromium = await browser();
try {
  const blankPage = `${origin}/blank`;
  const time = (put, options) => () => taskTime(chromium, blankPage, put, options);
  const cpu = { timeDomain: "threadTicks" };
  const [blank, before, watched, blankCpu, beforeCpu, watchedCpu, longest, seen] = await rounds(
    time(NO_TAG),
    time(tag),
    time(tag, { stir }),
    time(NO_TAG, cpu),
    time(tag, cpu),
    time(tag, { ...cpu, stir }),
    () => longestTask(chromium, blankPage, tag),
    () => launcherTime(chromium, tagged, CHAT),
  );
  const [open, preloaded] = await rounds(
    () => openingTime(chromium, tagged, CHAT),
    () => openingTime(chromium, tagged, CHAT, { rest: HOVER_MS }),
  );
  const [acts, long] = await rounds(
    () => interactionTimes(chromium, tagged, CHAT),
    () => longTimes(chromium, tagged, CHAT, LONG),
  );
  const over = (page, empty) => round(median(page) - median(empty));
  console.log(JSON.stringify({
    task_ms_before_click_4x: over(before, blank),
    task_ms_with_scout_4x: over(watched, blank),
    cpu_ms_before_click_4x: over(beforeCpu, blankCpu),
    cpu_ms_with_scout_4x: over(watchedCpu, blankCpu),
    launcher_visible_ms_4x: round(median(seen, (one) => one.launcher)),
    click_to_panel_ms_4x: round(median(open, (one) => one.panel)),
    click_to_panel_preloaded_ms_4x: round(median(preloaded, (one) => one.panel)),
    click_to_chat_ms_4x: round(median(open, (one) => one.whole)),
    click_to_chat_preloaded_ms_4x: round(median(preloaded, (one) => one.whole)),
    inp_long_send_ms_4x: round(median(long, (one) => one.send)),
    inp_long_earlier_ms_4x: round(median(long, (one) => one.earlier)),
    longest_task_ms_long_scroll_4x: round(median(long, (one) => one.scroll)),
    inp_open_ms_4x: round(median(acts, (one) => one.open)),
    inp_choose_ms_4x: round(median(acts, (one) => one.choose)),
    inp_send_ms_4x: round(median(acts, (one) => one.send)),
    longest_task_ms_open_4x: round(median(open, (one) => one.longest)),
    longest_task_ms_before_click_4x: round(Math.max(...longest)),
    cls: Math.max(...seen.map((one) => one.cls), ...open.map((one) => one.cls)),
  }));
} finally {
  await chromium.close();
  close();
}
