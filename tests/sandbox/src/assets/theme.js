// The theme's own behaviour: variant picker, add to cart, cart page, consent dialog. Talks to the Ajax cart and
// redraws by section rendering, as themes do. Without it every form still works.
(() => {
  const root = window.Shopify.routes.root;
  const one = (selector, within = document) => within.querySelector(selector);
  const themed = window.Shopify.actionsMode === "theme";

  function announce(name, fields) {
    if (!themed) return;
    document.dispatchEvent(Object.assign(new Event("shopify:" + name, { bubbles: true }), fields));
  }

  function toast(text) {
    const place = one("[data-toast]");
    place.replaceChildren(text, " ");
    const link = Object.assign(document.createElement("a"), { href: root + "cart", textContent: "View cart" });
    place.append(link);
    place.hidden = false;
    clearTimeout(toast.timer);
    toast.timer = setTimeout(() => { place.hidden = true; }, 5000);
  }

  // A challenge answers HTML where JSON was asked for.
  async function post(verb, body) {
    const answer = await fetch(root + "cart/" + verb + ".js", {
      method: "POST", headers: { "content-type": "application/json", accept: "application/json" }, body: JSON.stringify(body),
    });
    const json = await answer.json().catch(() => ({ description: "Your connection needs to be verified. Please reload the page." }));
    if (!answer.ok) throw new Error(json.description || json.message);
    return json;
  }

  function redraw(sections) {
    for (const [id, html] of Object.entries(sections || {})) {
      const place = document.getElementById("shopify-section-" + id);
      if (!html || !place) continue;
      const fresh = new DOMParser().parseFromString(html, "text/html").body.firstElementChild;
      place.replaceWith(fresh);
    }
    wireCart();
  }

  async function changeCart(verb, body, action) {
    const promise = post(verb, { ...body, sections: "cart-icon,main-cart" });
    announce("cart:lines-update", { action, context: "cart", lines: body.items || [], promise });
    const json = await promise;
    redraw(json.sections);
    return json;
  }

  // The page's scripts may ask for a redraw after they changed the cart themselves.
  document.addEventListener("fernwood:cart-changed", async () => {
    const answer = await fetch(location.pathname + "?sections=cart-icon,main-cart");
    redraw(await answer.json());
  });

  function wireProduct() {
    const form = one("[data-product-form]");
    if (!form) return;
    const product = JSON.parse(one("[data-product-json]").textContent);
    const money = (cents) => "€" + (cents / 100).toFixed(2);
    const chosen = () => product.options.map((option) => one(`[name="option-${option.position}"]:checked`, form)?.value);
    const variant = () => { const values = chosen(); return product.variants.find((held) => held.options.every((value, index) => value === values[index])); };

    function show() {
      const held = variant();
      const button = one("[data-add]", form);
      button.disabled = !held || !held.available;
      button.textContent = held?.available ? "Add to cart" : "Sold out";
      product.options.forEach((option, index) => form.querySelectorAll(`[name="option-${option.position}"]`).forEach((input) => {
        const values = chosen();
        values[index] = input.value;
        const match = product.variants.find((other) => other.options.every((value, at) => value === values[at]));
        input.toggleAttribute("data-sold-out", !match || !match.available);
      }));
      if (!held) return;
      form.elements.id.value = held.id;
      one("[data-price]").textContent = money(held.price);
      const before = one("[data-compare-price]");
      before.hidden = !held.compare_at_price;
      before.textContent = held.compare_at_price ? money(held.compare_at_price) : "";
    }

    form.addEventListener("change", (event) => {
      if (!event.target.name?.startsWith("option-")) return;
      show();
      const address = new URL(location.href);
      if (variant()) address.searchParams.set("variant", variant().id);
      history.replaceState(history.state, "", address);
      announce("product:select", { productId: product.id, variantId: variant()?.id });
    });

    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const problem = one("[data-form-error]", form);
      problem.hidden = true;
      const items = [{ id: Number(form.elements.id.value), quantity: Number(form.elements.quantity.value) || 1 }];
      try {
        await changeCart("add", { items }, "add");
        toast(product.title + " is in your cart.");
      } catch (error) {
        problem.textContent = error.message;
        problem.hidden = false;
      }
    });
    show();
    announce("product:view", { productId: product.id, variantId: variant()?.id });
  }

  function wireCart() {
    const form = one("[data-cart-form]");
    if (!form || form.dataset.wired) return;
    form.dataset.wired = "1";
    one("[data-update]", form).hidden = true;
    const set = async (line, quantity) => {
      try {
        await changeCart("change", { id: line.dataset.lineKey, quantity }, "update");
      } catch (error) {
        toast(error.message);
        document.dispatchEvent(new Event("fernwood:cart-changed"));
      }
    };
    form.addEventListener("click", (event) => {
      const line = event.target.closest("[data-line-key]");
      if (!line) return;
      const held = Number(one("input", line).value);
      if (event.target.dataset.step) set(line, held + Number(event.target.dataset.step));
      if ("remove" in event.target.dataset) set(line, 0);
    });
    form.addEventListener("change", (event) => {
      if (event.target.name === "updates[]") set(event.target.closest("[data-line-key]"), Number(event.target.value));
      if (event.target.name === "note") post("update", { note: event.target.value });
    });
  }

  function wireConsent() {
    const dialog = one("[data-consent-dialog]");
    const names = ["preferences", "analytics", "marketing"];
    const open = () => window.Shopify.loadFeatures([{ name: "consent-tracking-api", version: "0.1" }], (error) => {
      if (error) return;
      const privacy = window.Shopify.customerPrivacy;
      const asks = { preferences: "preferencesProcessingAllowed", analytics: "analyticsProcessingAllowed", marketing: "marketingAllowed" };
      for (const name of names) one(`[name=${name}]`, dialog).checked = privacy[asks[name]]();
      dialog.showModal();
    });
    document.addEventListener("click", (event) => { if (event.target.closest("[data-consent-open]")) open(); });
    dialog.addEventListener("close", () => {
      if (dialog.returnValue !== "save") return;
      const choice = Object.fromEntries(names.map((name) => [name, one(`[name=${name}]`, dialog).checked]));
      window.Shopify.customerPrivacy.setTrackingConsent({ ...choice, sale_of_data: choice.marketing }, () => {});
    });
  }

  document.querySelectorAll("[data-submit-on-change]").forEach((select) => select.addEventListener("change", () => select.form.submit()));
  wireProduct();
  wireCart();
  wireConsent();
  announce("page:view", { pageType: document.documentElement.dataset.pageType });
  if (one("#shopify-section-main-cart")) announce("cart:view", {});
})();
