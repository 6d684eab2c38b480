//! The cart page and its section.

use std::fmt::Write;

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;

use super::cart::{Cart, Line};
use super::cart_api::keep;
use super::layout::{self, Page};
use super::visit::Visit;
use super::{cart_input, order};
use crate::html::{self, escape, euros};
use crate::world::{Shared, World};

pub(crate) async fn page(State(world): State<Shared>, visit: Visit) -> Response {
    let cart = world.shop().cart(visit.cart_token());
    layout::render(
        &world,
        &visit,
        &Page::new("Cart", "cart", main_cart(&world, &cart)),
    )
}

/// The form without its script: new quantities and note, then the cart or the checkout.
pub(crate) async fn submit(State(world): State<Shared>, visit: Visit, body: Bytes) -> Response {
    let body = cart_input::body(&body);
    let mut shop = world.shop();
    let mut cart = shop.cart(visit.cart_token());
    let quantities = cart_input::map(body.get("updates"));
    for (position, quantity) in quantities.iter().rev() {
        if let (Ok(index), Some(quantity)) =
            (position.parse::<usize>(), cart_input::number(quantity))
        {
            cart.set_at(index, quantity);
        }
    }
    if let Some(note) = body.get("note").and_then(serde_json::Value::as_str) {
        note.clone_into(&mut cart.note);
    }
    keep(&world, &mut shop, &cart);
    let to = if body.get("checkout").is_some() {
        "/checkout"
    } else {
        "/cart"
    };
    visit.finish(html::redirect(to))
}

pub(crate) fn main_cart(world: &World, cart: &Cart) -> String {
    let inner = if cart.lines().is_empty() {
        "<h1>Your cart</h1><p class=\"empty\">Nothing in here yet.</p><p><a class=\"button\" href=\"/collections/all\">Look around</a></p>".to_owned()
    } else {
        filled(world, cart)
    };
    format!(
        "<div id=\"shopify-section-main-cart\" class=\"shopify-section\"><section class=\"wide cart\">{inner}</section></div>"
    )
}

fn filled(world: &World, cart: &Cart) -> String {
    let lines: String = cart
        .lines()
        .iter()
        .enumerate()
        .map(|(index, line)| row(world, index, line))
        .collect();
    let (subtotal, discount) = (cart.subtotal(world), cart.discount(world));
    let mut codes = String::new();
    for (code, per_cent) in cart.codes(world) {
        let told = per_cent.map_or_else(
            || "not valid".to_owned(),
            |per_cent| format!("{per_cent} % off"),
        );
        let _ = write!(codes, "<p class=\"code\">{}: {told}</p>", escape(&code));
    }
    if discount > 0 {
        let _ = write!(
            codes,
            "<p class=\"sum\"><span>Discount</span><span>−{}</span></p>",
            euros(discount)
        );
    }
    let shipping = order::shipping_cents(subtotal - discount);
    let freight = if shipping == 0 {
        "Delivery in Germany is free.".to_owned()
    } else {
        format!("Delivery in Germany {}; free from €50.", euros(shipping))
    };
    format!(
        "<h1>Your cart</h1><form method=\"post\" action=\"/cart\" data-cart-form><ul class=\"lines\">{lines}</ul>\
         <div class=\"cart-foot\"><label class=\"note\">Note to us<textarea name=\"note\" rows=\"3\" data-cart-note>{note}</textarea></label>\
         <div class=\"totals\">{codes}<p class=\"sum total\"><span>Subtotal</span><span data-cart-total>{total}</span></p><p class=\"small\">Incl. VAT. {freight}</p>\
         <p class=\"row\"><button class=\"button quiet\" data-update>Update</button><button class=\"button\" name=\"checkout\" value=\"1\">Check out</button></p></div></div></form>",
        note = escape(&cart.note),
        total = euros(subtotal - discount),
    )
}

fn row(world: &World, index: usize, line: &Line) -> String {
    let Some((product, variant)) = world.catalogue.variant(line.variant) else {
        return String::new();
    };
    let properties: Vec<String> = line
        .properties
        .iter()
        .filter(|(name, _)| !name.starts_with('_'))
        .map(|(name, value)| {
            let value = value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned);
            format!(
                "<span class=\"property\">{}: {}</span>",
                escape(name),
                escape(&value)
            )
        })
        .collect();
    let properties = properties.concat();
    let title = escape(&product.title);
    format!(
        "<li data-line-key=\"{key}\"><img src=\"/cdn/images/{handle}.svg\" alt=\"\" width=\"96\" height=\"96\">\
         <div class=\"line-text\"><a href=\"/products/{handle}?variant={id}\">{title}</a><span>{variant_title}</span>{properties}</div>\
         <div class=\"stepper\"><button type=\"button\" data-step=\"-1\" aria-label=\"One {title} less\">−</button>\
         <input type=\"number\" name=\"updates[]\" value=\"{quantity}\" min=\"0\" aria-label=\"Quantity of {title}\" data-index=\"{index}\" inputmode=\"numeric\">\
         <button type=\"button\" data-step=\"1\" aria-label=\"One {title} more\">+</button></div>\
         <span class=\"line-price\">{price}</span>\
         <button type=\"button\" class=\"link remove\" data-remove aria-label=\"Remove {title}\">Remove</button></li>",
        key = escape(&line.key()),
        handle = product.handle,
        id = variant.id,
        variant_title = escape(&variant.title),
        quantity = line.quantity,
        price = euros(variant.price * line.quantity),
    )
}
