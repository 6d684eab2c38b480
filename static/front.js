// The chat's panel before the chat is there: what a shopper has between the click and the program, which a slow phone needs
// a while to start. One can write here and send; both go over to the chat. It looks and is called as the chat's own panel
// (widget/src/chat/view), whose styles and words come in the same file, and is no more than what the chat draws first.

// As `frame_v1::MAX_TURN_CHARS`; what is longer stays in the field, where the chat says so.
const MOST_CHARS = 2000;
// As in `widget/src/chat/view.rs`: where the panel covers the whole page.
const SHEET = "(max-width: 480px), (max-height: 420px)";

// Makes ready what the chat will look like, too, and returns what draws the panel, unseen, and gives what shows or hides it.
export function front(port, ...tools) {
  if (port.data.look === "theme") wear(port.root.host);
  let show;
  return () => (show ||= drawn(port, ...tools));
}

function drawn(port, quit, element) {
  const { root, panel, words } = port;
  const said = [];
  let seen;
  let composing = Promise.resolve();

  const put = (name, attributes, ...inside) => {
    const made = element(name, attributes);
    made.append(...inside);
    return made;
  };
  const button = (kind, label, ...inside) => put("button", { type: "button", class: kind, ...label }, ...inside);
  const close = button("icon", { "aria-label": words.close }, icon("M6 6l12 12M18 6L6 18"));
  const send = button("icon send", { type: "submit", "aria-label": words.send, disabled: "" }, icon("M5 12h13M12 5l7 7-7 7"));
  const field = element("textarea", { rows: 1, "aria-label": words.composer, placeholder: words.placeholder, enterkeyhint: "send" });
  const heading = put("h2", { id: "parley-title", tabindex: -1 }, port.label);
  const log = element("div", { class: "log", role: "log", tabindex: 0, "aria-label": words.transcript });
  const form = put("form", { class: "composer" }, field, send);
  const dialog = put(
    "div",
    { class: "panel", role: "dialog", "aria-modal": false, "aria-labelledby": heading.id },
    put(
      "div",
      { class: "head" },
      put("div", { class: "title" }, heading, put("p", { role: "status" }, words.disclosure)),
      close,
      put("div", { class: "ways" }, button("quiet", { disabled: "" }, words.person), button("quiet", { disabled: "" }, words.end)),
    ),
    put("div", { class: "scroll" }, log),
    put("p", { class: "line", role: "status" }, words.connecting),
    put("div", { class: "foot" }, form),
  );
  const chat = put("div", { class: "chat", lang: words.lang, dir: words.dir, "data-private": true, "data-hj-suppress": "" }, dialog);

  const fits = () => {
    const text = field.value.trim();
    return [...text].length <= MOST_CHARS && text;
  };
  const say = () => {
    const text = fits();
    if (!text) return;
    said.push(text);
    log.append(put("div", { class: "turn mine waits" }, put("p", { class: "said" }, text)));
    field.value = "";
    send.disabled = true;
  };
  field.addEventListener("input", () => (send.disabled = !fits()));
  field.addEventListener("compositionstart", () => {
    composing = new Promise((end) => field.addEventListener("compositionend", end, { once: true }));
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    say();
  });
  dialog.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape") {
      event.stopPropagation();
      quit();
    } else if (event.key === "Enter" && !event.shiftKey && event.target === field) {
      event.preventDefault();
      say();
    } else if (event.key === "Tab" && matchMedia(SHEET).matches) {
      const last = send.disabled ? field : send;
      const ends = event.shiftKey ? [close, heading] : [last];
      if (!ends.includes(root.activeElement)) return;
      event.preventDefault();
      (event.shiftKey ? last : close).focus();
    }
  });
  // A phone's keyboard covers the page without changing its height; the panel keeps its field above it.
  const { visualViewport } = window;
  const fit = () => dialog.style.setProperty("--seen", `${visualViewport.height}px`);
  visualViewport?.addEventListener("resize", fit);
  close.addEventListener("click", quit);

  // Where the field would raise a keyboard, nobody is made to write.
  const first = () => (matchMedia("(pointer: coarse)").matches ? heading : field);
  // Unseen, it is laid out already: a press only has to paint it.
  const show = (is) => {
    seen = is;
    chat.style.visibility = is ? "" : "hidden";
    if (!is) return;
    port.front = true;
    // Not in the same task: to be focused it has to be laid out, which a slow phone needs as long for as for all before.
    setTimeout(() => first().focus({ preventScroll: true }));
  };
  // The chat opens its own panel and takes over within this very moment, so that a key belongs to the one field or to the
  // other; no word is torn from an input method that is composing it. What was sent is sent there as by hand.
  port.leave = async () => {
    delete port.leave;
    await composing;
    if (!port.front) return chat.remove();
    const theirs = panel.querySelector(".panel textarea");
    const { style } = theirs.closest(".panel");
    const focused = seen ? root.activeElement : first();
    visualViewport?.removeEventListener("resize", fit);
    style.setProperty("--seen", dialog.style.getPropertyValue("--seen"));
    if (chat.contains(focused)) (focused === field ? theirs : panel.querySelector("h2")).focus({ preventScroll: true });
    chat.remove();
    delete port.front;
    const write = (text) => {
      theirs.value = text;
      theirs.dispatchEvent(new Event("input"));
    };
    const kept = [];
    for (const text of said) {
      write(text);
      theirs.form.dispatchEvent(new Event("submit", { cancelable: true }));
      await undefined;
      // No more than so many may wait.
      if (theirs.value) kept.push(text);
    }
    write([...kept, field.value].join("\n"));
  };
  chat.style.visibility = "hidden";
  panel.after(chat);
  return show;
}

function icon(line) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", true);
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", line);
  svg.append(path);
  return svg;
}

// The window in the page's own colours and font, where the tag asks for them. What the page says of the chat itself counts
// more, and colours that cannot be read are not worn.
function wear(host) {
  const own = getComputedStyle(host);
  const is = (name) => own.getPropertyValue(name);
  const looks = [document.body, document.documentElement].map((one) => getComputedStyle(one));
  const [page] = looks;
  if (!is("--parley-font")) host.style.setProperty("--parley-font", page.fontFamily);
  if (is("--parley-background") || is("--parley-text")) return;
  // What is not opaque shows what is behind it: in the end the browser's white.
  const back = looks.map((one) => one.backgroundColor).find((one) => light(one) !== undefined) || "rgb(255, 255, 255)";
  const [dark, bright] = [light(back), light(page.color)].sort((a, b) => a - b);
  // As WCAG 2.2, 1.4.3 has it.
  if ((bright + 0.05) / (dark + 0.05) >= 4.5) {
    host.style.setProperty("--parley-background", back);
    host.style.setProperty("--parley-text", page.color);
  } else {
    console.info("Parley: the chat keeps its own colours, since the page's stand out too little or are not given as rgb()");
  }
}

// How light an opaque colour is (WCAG 2.2, relative luminance); undefined for any other, and for what is not written in RGB.
function light(colour) {
  const [, ...parts] = colour.match(/^rgb\((\d+), (\d+), (\d+)\)$/) || [];
  if (!parts.length) return;
  const [red, green, blue] = parts.map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
