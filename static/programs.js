// Fetched by the loader once somebody is there: starts the scout, and the chat when the shopper turns to the launcher or the
// scout invites; until the chat is there, front.js shows its panel. What they hand each other is described in
// widget/src/lib.rs.

// Gives what the loader asks for; `rules` are the scout's, `panel` gives front.js, and the rest are the loader's own tools.
export function begin(port, rules, panel, at, element, style, once, quietly) {
  const { root, opened } = port;
  let scout;
  let started;
  let taken;
  let shown;
  // The panel that is shown while there is no chat.
  let card;

  Object.assign(port, {
    invite(flow, text, answers, why) {
      quietly(async () => {
        (await load()).invite(flow, text, answers, why);
        port.emit("invite", flow);
      });
    },
    resume: () => quietly(async () => (await load()).resume()),
    opened(is) {
      // Whoever opened the chat, by now it takes over.
      taken ||= is && started && !card;
      if (taken) quietly(() => port.leave?.());
      opened(is);
    },
    dismissed: () => scout?.dismissed(),
  });

  const dress = once(async () => {
    const { front, styles, words } = await panel();
    style(root, styles);
    port.words = words;
    return front(port, widget.close, element);
  });
  // The panel's file is asked for first and the program beside it, which is compiled and starts once that panel is seen, if
  // it was asked for: piece by piece (widget/src/bin/chat.rs), so that no press or key waits for all of it.
  let load = once(async () => {
    const ready = dress().then(() => shown);
    // A program that cannot even begin waits for nothing.
    ready.catch(() => {});
    await pause();
    const glue = await program(at(CHAT_JS), at(CHAT_WASM), ready, () => shown);
    glue.start(port);
    await pause();
    glue.mount();
    started = glue;
    await pause();
    return glue;
  });
  // With its panel, unseen.
  const panelled = once(async () => {
    (await load()).draw();
    return pause();
  });

  const turn = (next) => {
    card = next;
    card(true);
    port.opened(true);
    return pause(A_FRAME_MS);
  };
  const widget = {
    // Whoever turns to the launcher may press it next.
    async draft() {
      const loading = panelled();
      const draw = await dress();
      if (!taken) draw();
      await loading;
    },
    // Fails where the chat cannot start, and shows nothing then.
    async open(flow) {
      try {
        const loading = panelled();
        shown = dress().then((draw) => taken || turn(draw()));
        const there = await shown;
        await loading;
        // Unless the shopper has closed what was shown meanwhile, or the page wants no chat any more.
        if (!there && !(port.open && root.host.isConnected)) return;
        card = undefined;
        started.open(flow);
      } catch (reason) {
        card?.(false);
        card = shown = undefined;
        throw reason;
      }
    },
    close() {
      if (!card) return started?.close();
      card(false);
      card = undefined;
      port.opened(false);
      port.launcher.focus();
    },
    destroy() {
      load = () => new Promise(() => {});
      started?.destroy();
    },
    async watch() {
      scout = await program(at(SCOUT_JS), at(SCOUT_WASM));
      scout.start(rules(), port);
      scout.watch();
    },
  };
  return widget;
}

// Both programs come as a module and the wasm it starts; the wasm is compiled while it arrives, or afterwards where whoever
// serves it calls it something else.
async function program(js, wasm, ready, seen) {
  const coming = fetch(wasm).then(async (answer) => (await seen?.(), answer));
  const [glue, module] = await Promise.all([
    import(js),
    WebAssembly.compileStreaming(coming).catch(async () => WebAssembly.compile(await (await fetch(wasm)).arrayBuffer())),
    ready,
  ]);
  await glue.default(module);
  await pause();
  return glue;
}

function pause(ms) {
  return new Promise((go) => setTimeout(go, ms));
}

// Longer than a frame takes, shorter than anybody notices.
const A_FRAME_MS = 32;
