// Parley on a page that is timed: its tag, its files as a content network sends them, and what of it is looked at.
//
// The loader comes from the edge with the shop's settings in it. All other files never change and are a content network's to
// send: Cloudflare's, or Shopify's for the app embed. Here the page's own server does it, for Parley as for whoever it is
// measured beside, and the tag says where they are as the app embed does. Wrangler's, which serves them while one develops,
// lets each wait longer than a panel takes to be drawn, and that wait is not Parley's.
import { readdir, readFile } from "node:fs/promises";
import { path, tagOf } from "./support.mjs";
import { packed } from "./timing.mjs";

/** What is waited for: a panel with its field, whoever draws it, and the chat's own. */
export const PARLEY = { host: "parley-chat", panel: '[role="dialog"] textarea', whole: "#parley-panel textarea" };

const FOLDER = path("target/site/a");
const names = await readdir(FOLDER);

/** The files, by their paths. */
export const FILES = new Map(await Promise.all(names.map(async (name) => [`/a/${name}`, packed(name, await readFile(`${FOLDER}/${name}`))])));

/** The tag of this shop on a page whose server has the files. */
export function timedTag(shop, origin) {
  return tagOf(shop).replace(" src=", ` data-files="${names.map((name) => `${origin}/a/${name}`).join(" ")}" src=`);
}
