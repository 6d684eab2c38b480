// What may be wrong with how a view is drawn, whatever it shows: told as one line each, so that none is the right answer.

/** Looks at everything of ours that is shown; so many pixels there must be to read in. Runs in the page. */
export function faultsOfDrawing(room = 100) {
  const host = document.querySelector("parley-chat");
  const root = host.shadowRoot;
  const faults = [];
  const name = (element) => `${element.localName}.${element.className || element.id}`.replace(/\.$/, "");
  const shown = (element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest(".unseen, .empty");
  const tell = (what, element) => faults.push(`${what}: ${name(element)} ${(element.textContent || "").slice(0, 40)}`.trim());
  const within = (inner, outer) => inner.left >= outer.left - 1 && inner.right <= outer.right + 1;
  const screen = { left: 0, top: 0, right: document.documentElement.clientWidth, bottom: innerHeight };

  const frames = [...root.querySelectorAll(".panel, .bubble, .plain, .launcher")].filter(shown);
  for (const frame of frames) {
    const box = frame.getBoundingClientRect();
    if (!within(box, screen) || box.top < -1 || box.bottom > screen.bottom + 1) tell("leaves the screen", frame);
  }
  if (document.documentElement.scrollWidth > screen.right) faults.push("the page scrolls sideways");

  // What is scrolled sideways on purpose is bounded by its own scroller.
  const scroller = (element) => element.closest(".table");
  for (const element of root.querySelectorAll("#parley-panel *")) {
    if (!shown(element) || element.closest("svg, select")) continue;
    const frame = element.closest(".panel, .bubble, .plain");
    const box = element.getBoundingClientRect();
    if (frame && frame !== element && !(scroller(element) && scroller(element) !== element) && !within(box, frame.getBoundingClientRect())) tell("leaves its frame", element);
    const { overflowX } = getComputedStyle(element);
    const field = element.matches("input, select, textarea");
    if (element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0 && overflowX !== "visible" && !field && !element.matches(".table")) tell("is cut", element);
    for (const node of element.childNodes) {
      if (node.nodeType !== Node.TEXT_NODE || !node.data.trim() || field) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      // A line box of small print may stand a little over its own text.
      for (const line of range.getClientRects()) if (!within(line, box)) { tell("text leaves", element); break; }
    }
  }

  for (const control of root.querySelectorAll("a[href], button, input, select, textarea")) {
    if (!shown(control)) continue;
    const { width, height } = (control.closest("label.chip, label.offer") || control).getBoundingClientRect();
    if (width < 24 || height < 24) tell(`is small to hit (${Math.round(width)} × ${Math.round(height)})`, control);
  }

  // Whoever hears the page, or goes through it with the keyboard, meets things in the order in which they stand.
  for (const place of root.querySelectorAll(".head, .scroll, .foot, .bubble")) {
    const fromRight = getComputedStyle(place).direction === "rtl";
    const controls = [...place.querySelectorAll("a[href], button, input, select, textarea")].filter(shown);
    for (const [index, control] of controls.entries()) {
      if (index === 0) continue;
      const before = controls[index - 1].getBoundingClientRect();
      const box = control.getBoundingClientRect();
      const below = box.top >= before.bottom - 6;
      const beside = box.bottom > before.top && (fromRight ? box.right <= before.right : box.left >= before.left);
      if (!below && !beside) tell("comes in another order than it stands", control);
    }
  }

  const scroll = root.querySelector(".scroll");
  if (scroll && shown(scroll) && scroll.clientHeight < room) tell(`leaves ${scroll.clientHeight} pixels to read in`, scroll);

  // Tags that the chat makes itself; `b` and pictures only where it does.
  const ours = "div section span p h2 h3 ul li a button svg path form fieldset legend label input textarea select option table thead tbody tr th td article s i b bdi img br".split(" ");
  for (const element of root.querySelectorAll("#parley-panel *")) {
    if (!ours.includes(element.localName)) tell("is no element of ours", element);
    if (element.localName === "b" && !element.closest(".offer")) tell("is markup from outside", element);
    if (element.localName === "img" && !element.closest(".card")) tell("is a picture from outside", element);
    for (const { name, value } of element.attributes) if (name.startsWith("on") || /^\s*javascript:/i.test(value)) tell(`runs what came from outside (${name})`, element);
  }
  if (window.broken) faults.push("something from outside ran");
  return faults;
}
