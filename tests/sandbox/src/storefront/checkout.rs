//! A checkout of one page. It takes an e-mail and an address, places the order, tells the webhook and thanks. Nothing
//! of an app appears here, as on the platform.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::Response;
use serde_json::Value;

use super::cart::Cart;
use super::layout::{self, Page};
use super::visit::Visit;
use super::{cart_input, order, pages, webhook};
use crate::html::{self, escape, euros};
use crate::world::{Shared, World};

pub(crate) async fn page(State(world): State<Shared>, visit: Visit) -> Response {
    let cart = world.shop().cart(visit.cart_token());
    if cart.lines().is_empty() {
        return visit.finish(html::redirect("/cart"));
    }
    let email = visit.query("email").unwrap_or_default().to_owned();
    form(&world, &visit, &cart, &email, "")
}

pub(crate) async fn place(State(world): State<Shared>, visit: Visit, body: Bytes) -> Response {
    let body = cart_input::body(&body);
    let (cart, placed) = {
        let mut shop = world.shop();
        let cart = shop.cart(visit.cart_token());
        if cart.lines().is_empty() {
            return visit.finish(html::redirect("/cart"));
        }
        let email = text(&body, "email");
        if !looks_like_email(email) {
            drop(shop);
            return form(
                &world,
                &visit,
                &cart,
                email,
                "Please enter an e-mail address.",
            );
        }
        let placed = order::place(&world, &cart, &body, shop.orders.len());
        shop.orders.push(placed.clone());
        for line in cart.lines() {
            *shop.sold.entry(line.variant).or_default() += line.quantity;
        }
        shop.carts.remove(cart.token());
        world.touch();
        (cart, placed)
    };
    webhook::notify(&world, "orders/create", &placed);
    drop(cart);
    let token = placed
        .get("token")
        .and_then(Value::as_str)
        .unwrap_or_default();
    visit
        .with_new_cart()
        .finish(html::redirect(&format!("/checkout/thank-you/{token}")))
}

pub(crate) async fn thank_you(
    State(world): State<Shared>,
    Path(token): Path<String>,
    visit: Visit,
) -> Response {
    let orders = world.shop().orders.clone();
    let found = orders
        .iter()
        .find(|order| order.get("token").and_then(Value::as_str) == Some(&token));
    let Some(order) = found else {
        return pages::missing(&world, &visit);
    };
    let field = |name: &str| escape(order.get(name).and_then(Value::as_str).unwrap_or_default());
    let body = format!(
        "<section class=\"wide prose centred\"><p class=\"tick\" aria-hidden=\"true\">✓</p><h1>Thank you</h1>\
         <p>Your order <strong data-order-name>{}</strong> is placed. A confirmation goes to <strong>{}</strong>.</p>\
         <p>Total: €{}</p><p><a class=\"button\" href=\"/\">Back to the shop</a></p></section>",
        field("name"),
        field("email"),
        field("total_price")
    );
    let mut page = Page::new("Thank you", "thank_you", body);
    page.embeds = false;
    layout::render(&world, &visit, &page)
}

fn form(world: &World, visit: &Visit, cart: &Cart, email: &str, problem: &str) -> Response {
    let subtotal = cart.subtotal(world) - cart.discount(world);
    let shipping = order::shipping_cents(subtotal);
    let lines: String = cart.lines().iter().filter_map(|line| {
        let (product, variant) = world.catalogue.variant(line.variant)?;
        Some(format!(
            "<li><img src=\"/cdn/images/{}.svg\" alt=\"\" width=\"64\" height=\"64\"><span>{} × {}<small>{}</small></span><span>{}</span></li>",
            product.handle, line.quantity, escape(&product.title), escape(&variant.title), euros(variant.price * line.quantity)
        ))
    }).collect();
    let alert = if problem.is_empty() {
        String::new()
    } else {
        format!("<p class=\"form-error\" role=\"alert\">{problem}</p>")
    };
    let body = format!(
        "<section class=\"wide checkout\"><form method=\"post\" action=\"/checkout\"><h1>Checkout</h1>{alert}\
         <label>E-mail <input type=\"email\" name=\"email\" autocomplete=\"email\" required value=\"{email}\"></label>\
         <label class=\"tick-box\"><input type=\"checkbox\" name=\"buyer_accepts_marketing\" value=\"1\"> Send me news and offers</label>\
         <div class=\"pair\"><label>First name <input name=\"first_name\" autocomplete=\"given-name\"></label><label>Last name <input name=\"last_name\" autocomplete=\"family-name\"></label></div>\
         <label>Street <input name=\"address1\" autocomplete=\"street-address\"></label>\
         <div class=\"pair\"><label>Postal code <input name=\"zip\" autocomplete=\"postal-code\"></label><label>City <input name=\"city\"></label></div>\
         <label>Phone (optional) <input type=\"tel\" name=\"phone\" autocomplete=\"tel\"></label>\
         <button class=\"button\">Place order</button><p class=\"small\">This is a stand-in: no payment is taken.</p></form>\
         <aside><ul class=\"summary\">{lines}</ul><p class=\"sum\"><span>Shipping</span><span>{}</span></p><p class=\"sum total\"><span>Total</span><span>{}</span></p></aside></section>",
        if shipping == 0 {
            "free".to_owned()
        } else {
            euros(shipping)
        },
        euros(subtotal + shipping),
        email = escape(email),
    );
    let mut page = Page::new("Checkout", "checkout", body);
    page.embeds = false;
    layout::render(world, visit, &page)
}

pub(crate) fn text<'a>(body: &'a Value, name: &str) -> &'a str {
    body.get(name)
        .and_then(Value::as_str)
        .map(str::trim)
        .unwrap_or_default()
}

fn looks_like_email(text: &str) -> bool {
    text.split_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !host.ends_with('.'))
}
