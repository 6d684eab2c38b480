// Parley's loader: all that a page pays before the chat may be of use.
//
// After the page's own load it draws the launcher by this shop's settings. Where the tag's address names shop and language,
// our edge has sent the settings along; else it is asked for them (edge/src/embed.rs). All else is fetched once somebody
// is there: programs.js, which starts the scout and, when the shopper turns to the launcher or the scout invites, the
// chat. It stores nothing, calls no third host, leaves one element and one global, and whatever is missing or
// refused, the page goes on as if there were no loader.
//
// A page may talk to it before it is here: (window.parley = window.parley || []).push(["open"]), and later also by
// parley.open() and the other commands, which docs/embed.md describes.

const script = document.currentScript;
const waiting = window.parley;

// A theme and an app may both bring the tag: the first one counts.
if (script && !waiting?.on) {
  // The first use of a class of the browser's costs a slow phone a millisecond or two; hence no URL, nor its parameters.
  // In Shopify's app embed (extension/) the script is not ours to serve, and the tag says where our edge is.
  const edge = script.dataset.edge || script.src.split("/", 3).join("/");
  const shop = script.parley?.shop || script.dataset.shop || window.Shopify?.shop;
  if (shop) {
    begin(edge, shop);
  } else {
    tell("the tag names no shop");
  }
}

function begin(edge, shop) {
  let listeners = [];
  const emit = (name, detail) =>
    listeners.forEach(([wanted, listener]) => {
      // A listener is the page's code; its errors are the page's to see, and stop nothing here.
      if (wanted === name) setTimeout(listener, 0, detail);
    });

  let show;
  const drawn = new Promise((resolve) => (show = resolve));
  const call = (name, ...values) => quietly(async () => (await drawn)[name](...values));
  const parley = {
    open: () => call("open"),
    close: () => call("close"),
    flow: (id) => call("open", id),
    destroy: () => call("destroy"),
    // The scout reads the one at every look, the chat the other when it opens: a customer's number.
    identify: (who) => (script.dataset[+who ? "customer" : "shopper"] = who),
    on: (name, listener) => listeners.push([name, listener]),
    off: (name, listener) => (listeners = listeners.filter((one) => one[0] !== name || one[1] !== listener)),
    push: (...calls) => calls.forEach(([name, ...values]) => parley[name] && parley[name](...values)),
  };
  window.parley = parley;
  if (Array.isArray(waiting)) quietly(() => parley.push(...waiting));

  quietly(async () => {
    await visible();
    await loaded();
    await idle();
    if (locked()) return;
    const [look, rules] = await settings(edge, shop);
    const widget = draw(edge, shop, look, rules, emit);
    show(widget);
    emit("ready");
    // The link of a message names the flow that answers it. The first pattern of a page is dear on a slow phone.
    const { search } = location;
    const [, linked] = (search && search.match(/[?&]parley=([\w.-]+)/)) || [];
    if (linked) call("open", linked);
    await life();
    await widget.watch();
  });
}

// ---- When to begin ----

// A page that is prerendered may never be looked at.
function visible() {
  return document.prerendering && new Promise((go) => document.addEventListener("prerenderingchange", go, { once: true }));
}

function loaded() {
  return document.readyState === "complete" || new Promise((go) => addEventListener("load", go, { once: true }));
}

// Safari has no requestIdleCallback.
function idle() {
  return new Promise((go) => (window.requestIdleCallback ? requestIdleCallback(go, { timeout: 2000 }) : setTimeout(go, 200)));
}

// The first page of a visit pays for all else once somebody is there: a hand on mouse, glass or keys, or ten seconds. On
// the pages after it somebody is, and the chat may have to come back at once.
function life() {
  const { type } = performance.getEntriesByType("navigation")[0] || {};
  if (type !== "navigate" || document.referrer.startsWith(location.origin + "/")) return;
  return new Promise((go) => {
    const signs = ["pointermove", "pointerdown", "keydown", "scroll"];
    signs.forEach((sign) => addEventListener(sign, go, { capture: true, once: true, passive: true }));
    setTimeout(go, 10000);
  });
}

// A shop behind its password page is not open; nothing of it can be sold or answered.
function locked() {
  return window.ShopifyAnalytics?.meta?.page?.pageType === "password" || location.pathname.endsWith("/password");
}

function locale() {
  return script.dataset.locale || document.documentElement.lang || navigator.language;
}

function language() {
  return locale().split("-")[0].split("_")[0].toLowerCase();
}

// ---- What the edge says about this shop ----

// What the loader draws by, and what gives the scout's rules.
async function settings(edge, shop) {
  const { spoken, look, rules } = script.parley || {};
  if (spoken === language()) return [look, () => Uint8Array.from(rules, (sign) => sign.charCodeAt(0))];
  const address = `${edge}/v1/settings/${encodeURIComponent(shop)}/${language()}`;
  const answer = await fetch(address);
  if (!answer.ok) throw `${address}: ${answer.status}`;
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const end = bytes.indexOf(10);
  return [JSON.parse(new TextDecoder().decode(bytes.subarray(0, end))), () => bytes.subarray(end + 1)];
}

// ---- The widget ----

function draw(edge, shop, look, rules, emit) {
  const host = element("parley-chat", { "data-side": script.dataset.side || look.side });
  const root = host.attachShadow({ mode: "open" });
  style(root, `:host{--parley-accent:${look.accent};--parley-on-accent:${look.on_accent}}` + LAUNCHER_STYLE);
  const panel = element("div", { id: "parley-panel" });
  const launcher = element("button", {
    type: "button",
    class: "launcher",
    "aria-label": look.label,
    "aria-expanded": false,
    "aria-controls": panel.id,
  });
  launcher.append(element("i", {}));
  if (script.dataset.launcher === "words") launcher.append(look.label);
  root.append(panel, launcher);
  const { attach, stay, remove } = place(host);

  // An app embed brings our files along, each under an address that only Shopify knows.
  const at = (address) => script.dataset.files?.split(" ").find((one) => one.includes(address.slice(2))) || edge + address;
  const opened = (is) => {
    launcher.removeAttribute("aria-busy");
    if (port.open === is) return;
    port.open = is;
    launcher.setAttribute("aria-expanded", is);
    emit(is ? "open" : "close");
  };
  // What programs.js makes of it is described in widget/src/lib.rs.
  const port = { shop, edge, root, panel, launcher, emit, label: look.label, data: script.dataset, locale: locale(), open: false, opened };

  let there;
  const spoken = LANGUAGES.includes(` ${language()} `) ? language() : "en";
  const front = once(() => import(at(`${FRONT}${spoken}.js`)));
  let programs = once(async () => {
    const { begin } = await import(at(PROGRAMS_JS));
    return (there = begin(port, rules, front, at, element, style, once, quietly));
  });
  // Whoever turns to the launcher first of all waits for both files at once.
  let turned = () => {
    front();
    return programs();
  };
  // What is shown where the chat cannot start.
  let card;
  const widget = {
    async open(flow) {
      attach();
      card = card?.remove();
      launcher.setAttribute("aria-busy", true);
      try {
        await (await turned()).open(flow);
      } catch (reason) {
        tell(reason);
        card = plain(port, widget.close, look);
        opened(true);
      }
    },
    async close() {
      if (!card) return there?.close();
      card = card.remove();
      opened(false);
      launcher.focus();
    },
    // Until the next page: nothing invites while a panel is open, and what would fetch anything waits for ever.
    async destroy() {
      turned = programs = () => new Promise(() => {});
      port.open = true;
      port.opened = remove;
      remove();
      there?.destroy();
    },
    async watch() {
      stay();
      await idle();
      await (await programs()).watch();
    },
  };
  launcher.addEventListener("click", () => quietly(() => (port.open ? widget.close() : widget.open())));
  // Whoever turns to the launcher may press it next.
  for (const intent of ["pointerenter", "focus", "touchstart"]) {
    launcher.addEventListener(intent, () => quietly(async () => (await turned()).draft()), { passive: true });
  }
  return widget;
}

// Done when it is first asked for, and again after a failure, which is told to whoever waits for it and to nobody else.
function once(work) {
  let done;
  return () => {
    if (!done) (done = work()).catch(() => (done = undefined));
    return done;
  };
}

// Outside <body>, where themes that replace the body's content do not reach. Whoever removes the element again and
// again means it. An observer is dear on a slow phone, so that there is one once somebody is there.
function place(host) {
  let tries = 10;
  const attach = () => host.isConnected || (tries-- > 0 && document.documentElement.append(host));
  const stay = () => {
    const observer = new MutationObserver(attach);
    observer.observe(document, { childList: true });
    observer.observe(document.documentElement, { childList: true });
    attach();
  };
  attach();
  return { attach, stay, remove: () => host.remove((tries = 0)) };
}

// The way to the shop where the chat cannot start: wasm blocked by the page's policy, or the edge out of reach.
function plain(port, close, look) {
  style(port.root, PLAIN_STYLE);
  const link = element("a", { href: look.contact });
  link.textContent = look.contact.replace(/^mailto:|^https:\/\//, "");
  const card = element("div", { role: "dialog", class: "plain", "aria-label": look.label });
  card.append(look.label, link);
  card.addEventListener("keydown", (event) => event.key === "Escape" && close());
  port.panel.append(card);
  link.focus();
  return card;
}

// ---- Small tools ----

function element(name, attributes) {
  const made = document.createElement(name);
  // What an old library gives every object is not among its own.
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

// A constructed style sheet is allowed by every content security policy; browsers without it take an element.
function style(root, css) {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  } catch {
    const tag = element("style", {});
    tag.textContent = css;
    root.append(tag);
  }
}

// Nothing of ours throws into the page.
async function quietly(work) {
  try {
    await work();
  } catch (reason) {
    tell(reason);
  }
}

// One line for whoever looks, once: nothing of ours is worth an error in the shop's log.
let told;
function tell(reason) {
  const line = "Parley: " + (reason?.message || reason);
  if (line !== told) console.info((told = line));
}

// Only what is drawn before the chat is fetched; all else is in widget.css. The page's own rules reach the host
// element, so what keeps it out of the layout is important: from inside a shadow root that beats every rule outside.
// Written close: no tool takes white space out of a text, and every page view carries it.
const LAUNCHER_STYLE = `
:host{all:initial!important;position:fixed!important;z-index:2147483000!important;inset:auto 0 0 auto!important;font:16px/1.5 system-ui,sans-serif!important}
.launcher{display:flex;gap:8px;box-sizing:content-box;margin:0;font:inherit;max-width:calc(100vw - 72px);overflow:hidden;height:24px;padding:15px;border-radius:28px;border:1px solid transparent;cursor:pointer;background:var(--parley-accent);color:var(--parley-on-accent);box-shadow:0 4px 16px #0004}
.launcher:focus-visible{outline:3px solid var(--parley-accent);outline-offset:3px;box-shadow:0 0 0 3px #fff}
.launcher i{flex:none;box-sizing:border-box;width:22px;height:20px;margin:2px 1px;border:2px solid;border-radius:10px 10px 10px 2px}
.launcher[aria-busy]{opacity:.6}
.launcher,.plain{position:fixed;right:20px;bottom:calc(var(--parley-bottom,20px) + env(safe-area-inset-bottom,0px))}
:host([data-side="left"]) :is(.launcher,.plain){right:auto;left:20px}
@media print{:host{display:none!important}}
`;

const PLAIN_STYLE = `
.plain{margin-bottom:72px;padding:16px;max-width:calc(100vw - 80px);overflow-wrap:anywhere;border-radius:12px;border:1px solid #8886;background:Canvas;color:CanvasText;color-scheme:light dark}
.plain a{display:block;color:LinkText}
`;
