// Shopify.actions as the platform offers it: changes the cart on its own way, tells the page by events, then either
// lets the theme redraw or loads the page again.
const isTheme = window.Shopify.actionsMode === "theme";
const address = "/api/2026-10/cart.json";

async function call(body, signal) {
  const request = body ? { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) } : {};
  const answer = await fetch(address, { ...request, signal });
  if (!answer.ok) throw new Error("The cart could not be reached (" + answer.status + ").");
  return answer.json();
}

function announce(name, fields) {
  document.dispatchEvent(Object.assign(new Event("shopify:cart:" + name, { bubbles: true }), fields));
}

async function updateCart(change, options = {}) {
  const promise = call(change, options.signal);
  const context = options.event?.context ?? "standard-action";
  const detail = options.event?.detail;
  const action = change.lines?.some((line) => line.id) ? "update" : "add";
  if (change.lines) announce("lines-update", { action, context, detail, lines: change.lines, promise });
  if (change.note !== undefined) announce("note-update", { context, detail, note: change.note, promise });
  if (change.attributes) announce("attributes-update", { context, detail, attributes: change.attributes, promise });
  if (change.discountCodes) announce("discount-update", { context, detail, discountCodes: change.discountCodes, promise });
  let result;
  try {
    result = await promise;
  } catch (error) {
    announce("error", { context, detail, error });
    throw error;
  }
  if (isTheme) document.dispatchEvent(new Event("fernwood:cart-changed"));
  else setTimeout(() => location.reload(), 0);
  return { ...result, detail };
}

async function getCart(_which = {}, options = {}) {
  return call(undefined, options.signal);
}

async function openCart() {
  location.assign("/cart");
}

for (const action of [updateCart, getCart, openCart]) action.isDefault = () => !isTheme;
window.Shopify.actions = Object.freeze({ updateCart, getCart, openCart });
