// The conversation over a connection that fails in every way: nothing lost, nothing doubled, nothing out of order, and
// the shopper is told what they need to know and no more.
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { browser, edge, product, setShop, storefront, test, until, watch } from "./support.mjs";

const OFFLINE = "No connection. Your message will be sent when you are back online.";
const SOCKET = /\/v1\/socket$/;

let chromium;
before(async () => { chromium = await browser(); });
after(async () => { await chromium.close(); });

/** A page whose sockets are counted, and are sent to where nothing answers (the discard port) while `blocked`. */
function count() {
  const Native = window.WebSocket;
  window.blocked = false;
  window.sockets = [];
  window.frames = 0;
  window.most = 0;
  window.WebSocket = class extends Native {
    constructor(address, protocols) {
      super(window.blocked ? "ws://127.0.0.1:9/" : address, protocols);
      // Before the chat's own listener, in the same task: who sees the count sees what the chat made of the frame.
      this.addEventListener("message", () => (window.frames += 1));
      window.sockets.push(this);
      window.most = Math.max(window.most, window.sockets.filter((socket) => socket.readyState < 2).length);
    }
  };
  window.cut = () => window.sockets.forEach((socket) => socket.close());
}

/** The chat in a page of the shop, with all that a spec does there. */
async function visit({ profile, prepare, path = product } = {}) {
  const context = profile ?? (await chromium.newContext({ viewport: { width: 1280, height: 800 } }));
  const page = await context.newPage();
  const faults = watch(page);
  const exchanges = [];
  const openings = [];
  page.on("request", (request) => {
    if (request.method() !== "POST") return;
    if (request.url() === `${edge}/v1/exchange`) exchanges.push(request);
  });
  page.on("response", (response) => {
    if (response.request().method() === "POST" && response.url() === `${edge}/v1/conversations` && response.ok()) openings.push(response);
  });
  if (prepare) await prepare(page);
  await page.addInitScript(count);
  await page.goto(storefront + path, { waitUntil: "load" });
  const panel = page.getByRole("dialog", { name: /^chat with/i });
  const log = panel.getByRole("log");
  const composer = panel.getByRole("textbox", { name: "Your message" });
  return {
    page, context, faults, exchanges, openings, panel, log, composer,
    launcher: page.getByRole("button", { name: /^chat with/i }),
    write: async (text) => { await composer.fill(text); await composer.press("Enter"); },
    /** The shopper's turns that the edge has numbered, in order. */
    said: () => log.locator(".mine:not(.waits) .said").allInnerTexts(),
  };
}

async function begin(options) {
  const visited = await visit(options);
  await visited.launcher.click();
  await visited.log.locator(".turn").first().waitFor();
  return visited;
}

/** Waits until the transcript shows exactly these turns of the shopper. */
async function shows({ said }, expected) {
  let last;
  await until(async () => { last = await said(); return last.length >= expected.length; }, `${expected}`)
    .catch(() => undefined);
  assert.deepEqual(last, expected);
}

const block = (page, is) => page.evaluate((is) => { window.blocked = is; if (is) window.cut(); }, is);
const online = (page) => page.evaluate(() => window.dispatchEvent(new Event("online")));
const welcomed = (page) => until(() => page.evaluate(() => window.frames > 0), "a welcome by a socket");

test("turns written while the connection is away wait in sight, outlive a reload, and are taken once and in order", async () => {
  const visited = await begin();
  const { page, panel, log, write } = visited;
  await page.route("**/v1/exchange", (route) => route.abort());
  await page.addInitScript(() => { window.blocked = sessionStorage.getItem("test.blocked") !== null; });
  await page.evaluate(() => sessionStorage.setItem("test.blocked", "1"));
  await block(page, true);
  for (const text of ["first", "second"]) await write(text);
  await panel.getByText("Not sent yet").waitFor();
  await panel.getByText(OFFLINE).waitFor();
  await page.reload({ waitUntil: "load" });
  await log.locator(".waits").nth(1).waitFor();
  await write("third");
  assert.deepEqual(await log.locator(".waits .said").allInnerTexts(), ["first", "second", "third"]);
  await panel.getByText(OFFLINE).waitFor();
  await block(page, false);
  await online(page);
  await shows(visited, ["first", "second", "third"]);
  await panel.getByText("No connection").waitFor({ state: "detached" });
  await panel.getByText("Not sent yet").waitFor({ state: "detached" });
});

test("whatever wakes the page, there is one socket at most", async () => {
  const visited = await begin();
  const { page } = visited;
  await page.evaluate(() => {
    const wake = () => {
      window.dispatchEvent(new Event("online"));
      document.dispatchEvent(new Event("visibilitychange"));
      window.dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
    };
    wake();
    window.cut();
    for (let time = 0; time < 20; time += 1) setTimeout(wake, time * 20);
  });
  await visited.write("Hello");
  await shows(visited, ["Hello"]);
  assert.equal(await page.evaluate(() => window.most), 1);
});

test("a page out of the browser's page cache goes on where it was", async () => {
  const visited = await begin();
  const { page } = visited;
  await visited.write("before");
  await shows(visited, ["before"]);
  await page.evaluate(() => window.dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true })));
  const open = () => page.evaluate(() => window.sockets.filter((socket) => socket.readyState < 2).length);
  assert.equal(await open(), 0, "an open socket would keep the page out of the cache");
  await visited.write("meanwhile");
  await page.evaluate(() => window.dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })));
  await visited.write("after");
  await shows(visited, ["before", "meanwhile", "after"]);
});

test("a theme that moves on without loading keeps the conversation", async () => {
  const visited = await begin();
  const { page } = visited;
  await visited.write("on the product");
  await page.evaluate(async () => {
    const move = () => {
      history.pushState({}, "", "/collections/all");
      const next = document.createElement("body");
      next.innerHTML = "<main><h1>Everything</h1></main>";
      document.body.replaceWith(next);
    };
    if (document.startViewTransition) await document.startViewTransition(move).updateCallbackDone;
    else move();
  });
  await page.getByRole("heading", { name: "Everything" }).waitFor();
  await visited.write("on the collection");
  await shows(visited, ["on the product", "on the collection"]);
  assert.equal(visited.openings.length, 1);
  assert.equal(await page.locator("parley-chat").count(), 1);
});

/** Both tabs are live: what is said in one is seen in the other. */
async function talk(one, two) {
  await one.write("from one");
  await shows(two, ["from one"]);
  await two.write("from two");
  await shows(one, ["from one", "from two"]);
  await shows(two, ["from one", "from two"]);
}

test("two tabs of a shopper who may be remembered show one conversation", async () => {
  const one = await begin();
  await talk(one, await begin({ profile: one.context, path: "/" }));
});

test("two tabs show one conversation where nothing may be remembered, and nothing is kept for it", async () => {
  await setShop({ consent: { available: false } });
  try {
    const one = await begin();
    assert.deepEqual(await one.page.evaluate(() => Object.keys(localStorage)), []);
    const two = await visit({ profile: one.context, path: "/", prepare: (page) => page.addInitScript(hearTabs) });
    await two.launcher.hover();
    await until(() => two.page.evaluate(() => window.met > 0), "an answer of the other tab");
    assert.deepEqual(await two.page.evaluate(() => [Object.keys(localStorage), Object.keys(sessionStorage)].flat()), []);
    await two.launcher.click();
    await talk(one, two);
  } finally {
    await setShop({ consent: { available: true } });
  }
});

/** Counts what other tabs answer, before the chat takes it in the same task. */
function hearTabs() {
  const Native = window.BroadcastChannel;
  window.met = 0;
  window.BroadcastChannel = class extends Native {
    constructor(name) {
      super(name);
      this.addEventListener("message", ({ data }) => { if (data) window.met += 1; });
    }
  };
}

/** A message of `parley.v2` with one short frame. */
const message = (...parts) => {
  const frame = Buffer.concat(parts.map((part) => Buffer.from(part)));
  return Buffer.from([frame.length, ...frame]);
};

/** A page whose connection to the edge can be spoken into. */
async function between(options = {}) {
  const routes = [];
  const sent = [];
  const visited = await begin({
    ...options,
    prepare: async (page) => {
      await page.routeWebSocket(SOCKET, (route) => {
        const server = route.connectToServer();
        routes.push(route);
        route.onMessage((frame) => {
          sent.push(frame);
          if (!options.answer?.(frame, route)) server.send(frame);
        });
      });
      if (options.before) await options.before(page);
    },
  });
  return { ...visited, routes, sent, tell: (...bytes) => routes.at(-1).send(message(bytes)) };
}

for (const [what, code] of [["goes for a new version", 1012], ["is cut", 3000]]) {
  test(`when the edge ${what} the page comes back to where it was`, async () => {
    const visited = await between();
    await visited.write("before");
    await shows(visited, ["before"]);
    await visited.routes.at(-1).close({ code, reason: "away" });
    await visited.write("meanwhile");
    await shows(visited, ["before", "meanwhile"]);
    await visited.write("after");
    await shows(visited, ["before", "meanwhile", "after"]);
    assert.equal(visited.openings.length, 1, "the token still serves");
  });
}

test("a token that has ended is replaced without a word", async () => {
  const visited = await between();
  await visited.write("before");
  await shows(visited, ["before"]);
  await visited.routes.at(-1).close({ code: 4401, reason: "the token's time is over" });
  await visited.write("after");
  await shows(visited, ["before", "after"]);
  assert.equal(visited.openings.length, 2);
  assert.equal(await visited.panel.getByText("No connection").count(), 0);
});

test("a page that is refused for good says so in a sentence", async () => {
  const { panel, launcher } = await visit({
    prepare: (page) => page.route("**/v1/conversations", (route) => route.fulfill({
      status: 403,
      headers: { "access-control-allow-origin": "*", "access-control-expose-headers": "X-Request-Id", "x-request-id": "3f2a9c1d-77b0" },
    })),
  });
  await launcher.click();
  await panel.getByText("The chat cannot be reached from this page. Reference: 3f2a9c1d-77b0").waitFor();
});

test("a page of another version than the edge's says so, and does not try again", async () => {
  const outdated = "This page is out of date. Please reload it.";
  const visited = await between();
  await visited.routes.at(-1).close({ code: 4426, reason: "this version is not spoken here" });
  await visited.panel.getByText(outdated).waitFor();
  await visited.page.waitForTimeout(2500);
  assert.equal(visited.routes.length, 1, "no further socket");
  const refused = await visit({
    prepare: (page) => page.route("**/v1/conversations", (route) => route.fulfill({
      status: 426,
      headers: { "access-control-allow-origin": "*" },
    })),
  });
  await refused.launcher.click();
  await refused.panel.getByText(outdated).waitFor();
});

test("a turn that failed shows its id, and the next page sends it again", async () => {
  let failed = false;
  let id;
  const visited = await between({
    // Fault is refusal 9.
    answer: (sent, route) => {
      if (failed || sent[0] !== 1) return false;
      failed = true;
      id = sent.subarray(2, 34).toString();
      route.send(message([3, 1], sent.subarray(1, 34), [9, 2]));
      return true;
    },
  });
  await visited.write("once more");
  await visited.log.getByText("Something went wrong").waitFor();
  assert.ok((await visited.log.getByRole("alert").innerText()).endsWith(`Reference: ${id.slice(0, 13)}`));
  assert.deepEqual(await visited.said(), []);
  await visited.page.reload({ waitUntil: "load" });
  await shows(visited, ["once more"]);
});

test("where sockets do not last exchanges over HTTP carry the conversation, and a socket takes over when it can", async () => {
  const visited = await begin();
  const { page, exchanges } = visited;
  await welcomed(page);
  await block(page, true);
  await visited.write("over HTTP");
  await shows(visited, ["over HTTP"]);
  assert.ok(exchanges.length > 0);
  await block(page, false);
  await page.evaluate(() => { window.frames = 0; });
  await online(page);
  await welcomed(page);
  await visited.write("by a socket again");
  await shows(visited, ["over HTTP", "by a socket again"]);
  const polls = exchanges.length;
  await visited.write("and stays there");
  await shows(visited, ["over HTTP", "by a socket again", "and stays there"]);
  assert.equal(exchanges.length, polls, "no exchange beside the socket");
});

test("a refused turn says why, and goes back to where it was written", async () => {
  let refused = false;
  const visited = await between({
    // Say is frame 1 with an id of 32 characters; Refused is frame 3, TooManyTurns refusal 6.
    answer: (sent, route) => {
      if (refused || sent[0] !== 1) return false;
      refused = true;
      route.send(message([3, 1], sent.subarray(1, 34), [6, 12]));
      return true;
    },
  });
  const { log, composer } = visited;
  await visited.write("tomorow");
  await log.getByText("That was a lot at once. Please wait a moment and try again.").waitFor();
  await log.getByRole("button", { name: "Edit" }).click();
  await until(async () => (await composer.inputValue()) === "tomorow", "the words where they were written");
  await visited.write("tomorrow");
  await shows(visited, ["tomorrow"]);
  assert.equal(await log.getByText("tomorow").count(), 0);
});

test("no more than twenty turns wait, and the one too many stays where it was written", async () => {
  const visited = await begin();
  const { page, log, composer } = visited;
  await page.route("**/v1/exchange", (route) => route.abort());
  await block(page, true);
  const turns = Array.from({ length: 20 }, (_, index) => `turn ${index + 1}`);
  for (const text of turns) await visited.write(text);
  await visited.write("one too many");
  await log.getByText("That was a lot at once. Please wait a moment and try again.").waitFor();
  assert.equal(await composer.inputValue(), "one too many");
  assert.equal(await log.locator(".waits").count(), 20);
  await block(page, false);
  await online(page);
  await shows(visited, turns);
});

test("where storage is blocked, who waits for something is asked to keep the page open", async () => {
  const { page, panel, write } = await begin({
    prepare: (page) => page.addInitScript(() => {
      for (const name of ["localStorage", "sessionStorage"]) {
        Object.defineProperty(window, name, { get() { throw new DOMException("blocked", "SecurityError"); } });
      }
    }),
  });
  const stay = panel.getByText("Please keep this page open");
  assert.equal(await stay.count(), 0);
  await page.route("**/v1/exchange", (route) => route.abort());
  await block(page, true);
  await write("Hello");
  await stay.waitFor();
});

test("an agent is named, seen typing and told what the shopper does; nobody is told while no agent is there", async () => {
  const visited = await between();
  const { panel, log, composer, sent, tell } = visited;
  const told = (kind) => sent.filter((message) => message[0] === kind).map((message) => message[1]);
  await composer.pressSequentially("Hello");
  assert.deepEqual([told(2), told(5)], [[], []]);
  await composer.fill("");

  // Agent(Some(Mia, there)) is frame 5, Typing 6, Read 7; a page's Typing is frame 2 and its Read frame 5.
  tell(5, 1, 3, ...Buffer.from("Mia"), 1);
  await panel.getByText("You are talking to Mia.").waitFor();
  tell(6, 1);
  await panel.getByText("Mia is typing").waitFor();
  tell(6, 0);
  await panel.getByText("Mia is typing").waitFor({ state: "hidden" });
  await composer.pressSequentially("Hello Mia");
  await until(() => told(2).length > 0, "typing to be told");
  await until(() => told(2).at(-1) === 0, "the end of typing");
  assert.equal(told(2)[0], 1);
  assert.ok(told(2).length < "Hello Mia".length, "not at each key");
  await until(() => told(5).length > 0, "reading to be told");
  await visited.write("Hello Mia, are you there?");
  await shows(visited, ["Hello Mia, are you there?"]);
  tell(5, 0);
  await panel.getByText("You are talking to an assistant.").waitFor();
  assert.equal(new Set(told(5)).size, told(5).length, "each turn is told as read once");
  assert.ok(await log.isVisible());
});
