//! The product page: gallery, variant picker, form, details; and the same address as JSON.

use std::fmt::Write;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::layout::{self, Page};
use super::visit::Visit;
use super::{pages, product_json, search};
use crate::catalogue::{Product, ProductOption, Variant};
use crate::html::{self, escape, euros, script_json};
use crate::world::{Shared, World};

pub(crate) async fn product(
    State(world): State<Shared>,
    Path(file): Path<String>,
    visit: Visit,
) -> Response {
    let as_file = |ending: &str| {
        file.strip_suffix(ending)
            .and_then(|handle| world.catalogue.product(handle))
    };
    if let Some(product) = as_file(".js") {
        let shape = product_json::ajax(&world, &world.shop(), product);
        return html::typed(
            StatusCode::OK,
            "text/javascript; charset=utf-8",
            shape.to_string(),
        );
    }
    if let Some(product) = as_file(".json") {
        return html::json(
            StatusCode::OK,
            &serde_json::json!({"product": product_json::plain(&world, product)}),
        );
    }
    show(&world, &visit, &file)
}

pub(crate) async fn in_collection(
    State(world): State<Shared>,
    Path((_, handle)): Path<(String, String)>,
    visit: Visit,
) -> Response {
    show(&world, &visit, &handle)
}

fn show(world: &World, visit: &Visit, handle: &str) -> Response {
    let Some(product) = world.catalogue.product(handle) else {
        return pages::missing(world, visit);
    };
    let Some(variant) = selected(world, visit, product) else {
        return pages::missing(world, visit);
    };
    let body = format!(
        "<nav class=\"wide crumbs\" aria-label=\"Breadcrumb\"><a href=\"/\">Home</a> / <a href=\"/collections/{field}\">{field_name}</a> / <span>{title}</span></nav>\
         <section class=\"wide product\" data-product-id=\"{id}\"><div class=\"gallery\"><img src=\"/cdn/images/{handle}.svg\" alt=\"{alt}\" width=\"600\" height=\"600\"></div>\
         <div class=\"product-info\"><p class=\"vendor\">{vendor}</p><h1>{title}</h1>{price}{form}<div class=\"description\">{description}</div>{details}{folds}</div></section>\
         <section class=\"wide\"><h2>You may also like</h2>{related}</section>",
        field = product.field,
        field_name = capital(product.field),
        id = product.id,
        title = escape(&product.title),
        alt = escape(
            product
                .featured_image
                .alt_text
                .as_deref()
                .unwrap_or(&product.title)
        ),
        vendor = escape(&product.vendor),
        price = price(variant),
        form = form(world, product, variant),
        description = product.description_html,
        details = details(product),
        folds = FOLDS,
        related = pages::grid(&search::related(world, product, 4)),
    );
    let mut page = Page::new(&product.title, "product", body);
    page.product = Some(product);
    layout::render(world, visit, &page)
}

/// The variant of `?variant=`, else the first that can be bought, else the first.
fn selected<'a>(world: &World, visit: &Visit, product: &'a Product) -> Option<&'a Variant> {
    let asked = visit.query("variant").and_then(|id| id.parse::<i64>().ok());
    let shop = world.shop();
    let mut variants = product.variants.iter();
    match asked {
        Some(id) => product.variants.iter().find(|variant| variant.id == id),
        None => variants
            .find(|variant| world.stock(&shop, variant.id) > 0)
            .or(product.variants.first()),
    }
}

fn price(variant: &Variant) -> String {
    let before = variant
        .compare_at_price
        .map(|before| format!("<s data-compare-price>{}</s>", euros(before)));
    format!(
        "<p class=\"price\"><span data-price>{}</span>{}<small>incl. VAT, plus shipping</small></p>",
        euros(variant.price),
        before.unwrap_or_else(|| "<s data-compare-price hidden></s>".to_owned())
    )
}

fn form(world: &World, product: &Product, variant: &Variant) -> String {
    let available = world.stock(&world.shop(), variant.id) > 0;
    let mut pickers = String::new();
    for (index, option) in product.options.iter().enumerate() {
        pickers.push_str(&picker(
            option,
            variant
                .selected_options
                .get(index)
                .map(|held| held.value.as_str()),
        ));
    }
    let shape = product_json::ajax(world, &world.shop(), product);
    let (disabled, label) = if available {
        ("", "Add to cart")
    } else {
        (" disabled", "Sold out")
    };
    format!(
        "<form class=\"product-form\" method=\"post\" action=\"/cart/add\" data-product-form>\
         <input type=\"hidden\" name=\"id\" value=\"{id}\">{pickers}\
         <div class=\"row buy\"><label class=\"quantity\">Quantity <input type=\"number\" name=\"quantity\" value=\"1\" min=\"1\" inputmode=\"numeric\"></label>\
         <button class=\"button\" type=\"submit\" data-add{disabled}>{label}</button></div>\
         <p class=\"form-error\" role=\"alert\" data-form-error hidden></p></form>\
         <script type=\"application/json\" data-product-json>{json}</script>",
        id = variant.id,
        json = script_json(&shape),
    )
}

fn picker(option: &ProductOption, chosen: Option<&str>) -> String {
    let mut values = String::new();
    for (index, value) in option.values.iter().enumerate() {
        let id = format!("option-{}-{index}", option.position);
        let checked = if chosen == Some(value.as_str()) {
            " checked"
        } else {
            ""
        };
        let value = escape(value);
        let _ = write!(
            values,
            "<input class=\"hidden\" type=\"radio\" id=\"{id}\" name=\"option-{}\" value=\"{value}\"{checked}><label for=\"{id}\">{value}</label>",
            option.position
        );
    }
    format!(
        "<fieldset class=\"picker\" data-option=\"{}\"><legend>{}</legend>{values}</fieldset>",
        option.position,
        escape(&option.name)
    )
}

fn details(product: &Product) -> String {
    let order = [
        "key_ingredient",
        "texture",
        "concerns",
        "skin_types",
        "fragrance_free",
        "when_to_use",
        "fit",
        "size_note",
        "material",
        "warmth",
        "compatible_with",
        "connector",
        "power_watts",
        "cable_length_cm",
    ];
    let rows: Vec<String> = order
        .iter()
        .filter_map(|key| product.metafields.get(*key))
        .map(|metafield| {
            let unit = match metafield.key.as_str() {
                "warmth" => " of 5",
                "power_watts" => " W",
                "cable_length_cm" => " cm",
                _ => "",
            };
            format!(
                "<div><dt>{}</dt><dd>{}{unit}</dd></div>",
                capital(&metafield.key.replace('_', " ")),
                escape(&metafield.text())
            )
        })
        .collect();
    format!("<dl class=\"details\">{}</dl>", rows.concat())
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

const FOLDS: &str = "<details class=\"fold\"><summary>Shipping</summary><p>Within Germany 2 to 4 working days, €4.90, free from €50. \
<a href=\"/policies/shipping-policy\">All countries</a></p></details>\
<details class=\"fold\"><summary>Returns</summary><p>30 days, free from Germany. <a href=\"/policies/refund-policy\">The conditions</a></p></details>";
