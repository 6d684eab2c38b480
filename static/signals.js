// What only the page's own markup tells: the scout's eyes on themes. Part of the scout's glue, in which `saw` is its way
// into Rust; the kinds are those of widget/src/scout/signal.rs. It listens and looks, changes nothing, and asks for no
// layout. Hand-written, since each look at the page takes a few bytes here and many more through Rust.
const EXIT = 0;
const VARIANT = 1;
const SOLD_OUT = 2;
const EMPTY_SEARCH = 3;
const CAMPAIGN = 4;
const FORM = 'form[action*="/cart/add"]';

export function watch() {
  const hear = (target, event, act) => target.addEventListener(event, act, { capture: true, passive: true });
  const found = (selector) => document.querySelector(selector);

  // The pointer leaves over the upper edge, where the tabs and the address are.
  hear(document.documentElement, "mouseleave", (event) => event.clientY <= 0 && saw(EXIT));

  // Under a thumb: more than a screen upwards in less than half a second, as on the way to the address.
  let top = scrollY;
  let since = 0;
  const touch = matchMedia("(hover: none)");
  hear(window, "scroll", ({ timeStamp }) => {
    if (scrollY > top || timeStamp - since > 500) {
      top = scrollY;
      since = timeStamp;
    } else if (touch.matches && top - scrollY > innerHeight) {
      saw(EXIT);
    }
  });

  // Themes disable the button of a variant that cannot be bought; some redraw it only after asking the shop.
  const look = () => found(FORM) && saw(SOLD_OUT, found(`${FORM} [type="submit"]:disabled`) ? 1 : 0);
  look();
  hear(document, "change", ({ target }) => {
    if (/^(quantity|updates)/.test(target.name) || !target.closest(FORM + ",variant-selects,variant-radios")) return;
    saw(VARIANT);
    setTimeout(look, 600);
  });

  const query = new URLSearchParams(location.search);
  if (/\/search$/.test(location.pathname) && query.get("q") && found("main") && !found('main a[href*="/products/"]')) saw(EMPTY_SEARCH);
  const campaign = query.get("utm_campaign");
  if (campaign) saw(CAMPAIGN, campaign.slice(0, 100));
}
