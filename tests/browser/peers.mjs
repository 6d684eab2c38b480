// Times Parley beside Typebot's embed and an empty page in the same run, by the method of timing.mjs, and prints one JSON
// object of numbers. Each gets what it needs to open: Parley its edge, Typebot a back end that answers at once with a bot
// that asks for a text. Open is whoever shows the field to write in, whole and not see-through; nothing is in the cache. The
// pointer rests on the launcher before it presses, as a hand does, for both; `…_at_once` is the same where it presses in the
// moment in which it arrives, as none can.
// What Typebot asks of other hosts is refused, as on a machine without network.
import { readFile } from "node:fs/promises";
import { browser, makeShop } from "./support.mjs";
import { FILES, PARLEY, timedTag } from "./timed.mjs";
import { HOVER_MS, launcherTime, median, NO_TAG, openingTime, packed, pages, round, rounds, taskTime } from "./timing.mjs";

const SHOP = "peers.myshopify.com";
const TYPEBOT = { host: "typebot-bubble", panel: '[part="bot"] .typebot-input' };
const BOT = { sessionId: "peer", resultId: "peer", typebot: { id: "peer", version: "6.1", theme: {}, settings: {} }, messages: [], input: { id: "text", type: "text input", options: {} } };

FILES.set("/typebot.js", packed("typebot.js", await readFile(process.env.PARLEY_TYPEBOT)));
FILES.set("/api/v1/typebots/peer/startChat", packed("bot.json", JSON.stringify(BOT)));
const heads = {};
const { origin, close } = await pages(heads, FILES);
const TAGS = {
  parley: timedTag(SHOP, origin),
  typebot: '<script type="module">import Typebot from "/typebot.js"; Typebot.initBubble({ typebot: "peer", apiHost: location.origin });</script>',
};
heads["/parley"] = TAGS.parley;
heads["/typebot"] = TAGS.typebot;
await makeShop(SHOP, { origin, flows: ["welcome"] });

const chromium = await browser();
try {
  const at = (path) => `${origin}/${path}`;
  const [blank, parley, typebot, blankCpu, parleyCpu, typebotCpu] = await rounds(
    ...["timeTicks", "threadTicks"].flatMap((timeDomain) =>
      [NO_TAG, TAGS.parley, TAGS.typebot].map((tag) => () => taskTime(chromium, at("blank"), tag, { timeDomain }))),
  );
  const opening = (path, chat, rest) => () => openingTime(chromium, at(path), chat, { rest });
  const [parleyShown, typebotShown, parleyOpen, typebotOpen, parleyAtOnce, typebotAtOnce] = await rounds(
    () => launcherTime(chromium, at("parley"), PARLEY),
    () => launcherTime(chromium, at("typebot"), TYPEBOT),
    opening("parley", PARLEY, HOVER_MS),
    opening("typebot", TYPEBOT, HOVER_MS),
    opening("parley", PARLEY, 0),
    opening("typebot", TYPEBOT, 0),
  );
  const over = (page, empty) => median(page) - median(empty);
  const open = (seen) => median(seen, (one) => one.panel);
  console.log(JSON.stringify({
    peers_task_ms_parley: round(over(parley, blank)),
    peers_task_ms_typebot: round(over(typebot, blank)),
    ratio_task_typebot: round(over(parley, blank) / over(typebot, blank), 3),
    ratio_cpu_typebot: round(over(parleyCpu, blankCpu) / over(typebotCpu, blankCpu), 3),
    peers_launcher_ms_parley: round(median(parleyShown, (one) => one.launcher)),
    peers_launcher_ms_typebot: round(median(typebotShown, (one) => one.launcher)),
    peers_open_ms_parley: round(open(parleyOpen)),
    peers_open_ms_typebot: round(open(typebotOpen)),
    peers_open_at_once_ms_parley: round(open(parleyAtOnce)),
    peers_open_at_once_ms_typebot: round(open(typebotAtOnce)),
    peers_whole_ms_parley: round(median(parleyOpen, (one) => one.whole)),
    ratio_open_typebot: round(open(parleyOpen) / open(typebotOpen), 3),
    ratio_open_at_once_typebot: round(open(parleyAtOnce) / open(typebotAtOnce), 3),
  }));
} finally {
  await chromium.close();
  close();
}
