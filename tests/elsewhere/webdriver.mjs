// A browser driven by WebDriver, as the W3C has it: starts a driver, opens one session, finds what is in the chat by role and
// name, and acts with the browser's own pointer and keys. Knows nothing of what is tested, and nothing of playwright.
//
// A client of our own, since all that a shopper does takes a dozen of WebDriver's calls, and a package that has them all
// brings a manager that downloads drivers.
import { spawn } from "node:child_process";
import { freePort, until } from "../browser/support.mjs";

/** The key of the protocol under which a reference to an element stands. */
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
const SIZE = { width: 1280, height: 800 };
const START_MS = 60_000;

/** Firefox without a window, by geckodriver. What its console says of errors comes over its second connection. */
export const firefox = () => started(async (run) => {
  const [port, second] = [await freePort(), await freePort()];
  const driver = run(process.env.PARLEY_GECKODRIVER, ["--port", port, "--websocket-port", second]);
  const options = { args: ["-headless"], binary: process.env.PARLEY_FIREFOX };
  const browser = await session(driver, port, { "moz:firefoxOptions": options, webSocketUrl: true });
  return { ...browser, faults: await errorsTold(browser.capabilities.webSocketUrl) };
});

/** WebKitGTK's own small browser, by WebKitWebDriver; it needs a display, and gets one that nobody sees. */
export const webkit = () => started(async (run) => {
  const display = run(process.env.PARLEY_XVFB, ["-displayfd", "1", "-screen", "0", "1400x1000x24", "-nolisten", "tcp"]);
  const number = await until(() => /\d+/.exec(display.said())?.[0], "a display", START_MS);
  const port = await freePort();
  const surroundings = { DISPLAY: `:${number}`, GDK_BACKEND: "x11" };
  const driver = run(process.env.PARLEY_WEBKITDRIVER, [`--port=${port}`], surroundings);
  // This driver tells nothing of the console.
  return { ...(await session(driver, port, {})), faults: [] };
});

/** A browser whose `end` ends all that was run for it, the last first; so does a start that fails. */
async function started(start) {
  const running = [];
  const endAll = async () => { while (running.length > 0) await running.pop().end(); };
  try {
    const browser = await start((...what) => running[running.push(run(...what)) - 1]);
    return { ...browser, end: async () => { await browser.end(); await endAll(); } };
  } catch (error) {
    await endAll();
    throw error;
  }
}

function run(program, options, surroundings = {}) {
  if (!program) throw new Error("a program is not named: run `cargo xtask test elsewhere`");
  let said = "";
  const child = spawn(program, options.map(String), { env: { ...process.env, ...surroundings }, stdio: ["ignore", "pipe", "pipe"] });
  child.on("error", (error) => { said += error.message; });
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => { said += text; });
  const ended = new Promise((go) => child.on("close", go));
  return { said: () => said, end: () => { child.kill(); return ended; } };
}

async function session(driver, port, wanted) {
  const base = `http://127.0.0.1:${port}`;
  await until(() => fetch(`${base}/status`).then((answer) => answer.ok, () => false), `the driver: ${driver.said()}`, START_MS);
  const { sessionId, capabilities } = await call("POST", `${base}/session`, { capabilities: { alwaysMatch: wanted } });
  const ask = (method, below, body) => call(method, `${base}/session/${sessionId}/${below}`, body);
  await ask("POST", "window/rect", SIZE);
  const end = () => call("DELETE", `${base}/session/${sessionId}`).catch(() => {});
  return { capabilities, end, ...actions(ask) };
}

/** What the drivers understand; those of elements take a reference that `find` gave. */
function actions(ask) {
  const script = (body, ...args) => ask("POST", "execute/sync", { script: body, args });
  const of = (element, what, body) => ask(body ? "POST" : "GET", `element/${element[ELEMENT]}/${what}`, body);
  return {
    script,
    open: (url) => ask("POST", "url", { url }),
    click: (element) => of(element, "click", {}),
    type: (element, text) => of(element, "value", { text }),
    text: (element) => of(element, "text"),
    isSelected: (element) => of(element, "selected"),
    screenshot: async () => Buffer.from(await ask("GET", "screenshot"), "base64"),
    /** Moves the pointer in the page, as a hand that reads does. */
    move: (x, y) => ask("POST", "actions", {
      actions: [{ type: "pointer", id: "hand", parameters: { pointerType: "mouse" }, actions: [{ type: "pointerMove", x, y, duration: 50 }] }],
    }),
    /** Everything of ours that is shown and that the browser itself gives this role and a name like this. */
    async all(role, name) {
      const found = [];
      for (const element of await script(SHOWN, SELECTORS[role])) {
        if (name.test(await of(element, "computedlabel"))) found.push(element);
      }
      return found;
    },
  };
}

/** What may have a role; whether it has it by its name is asked of the browser. */
const SELECTORS = {
  article: "article, [role=article]",
  button: "button",
  checkbox: "input[type=checkbox], [role=checkbox]",
  link: "a[href]",
  radio: "input[type=radio], [role=radio]",
  textbox: "textarea, input:not([type]), input[type=text], input[type=email], input[type=tel]",
};

/** Runs in the page. */
const SHOWN = `
  const root = document.querySelector("parley-chat")?.shadowRoot;
  const shown = (element) => element.checkVisibility({ visibilityProperty: true });
  return root ? [...root.querySelectorAll(arguments[0])].filter(shown) : [];`;

async function call(method, url, body) {
  const answer = await fetch(url, { method, body: body && JSON.stringify(body), headers: { "content-type": "application/json" } });
  const { value } = await answer.json();
  if (!answer.ok) throw new Error(`${method} ${url}: ${value.error}: ${value.message}`);
  return value;
}

/** What goes to the console as an error, or is thrown and not caught, from now on; told over WebDriver's second connection. */
async function errorsTold(address) {
  const told = [];
  const socket = new WebSocket(address);
  await new Promise((go, fail) => { socket.onopen = go; socket.onerror = () => fail(new Error(`no connection to ${address}`)); });
  const subscribed = new Promise((go, fail) => {
    socket.onmessage = ({ data }) => {
      const message = JSON.parse(data);
      if (message.id === 1) (message.type === "success" ? go() : fail(new Error(data)));
      else if (message.method === "log.entryAdded" && message.params.level === "error") told.push(message.params.text);
    };
  });
  socket.send(JSON.stringify({ id: 1, method: "session.subscribe", params: { events: ["log.entryAdded"] } }));
  await subscribed;
  return told;
}
