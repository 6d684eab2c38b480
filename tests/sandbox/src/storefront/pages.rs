//! The shop's pages around the product: home, collections, search, policies, password, not found.

use std::fmt::Write;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::layout::{self, Page};
use super::search;
use super::visit::Visit;
use crate::catalogue::{Catalogue, Product};
use crate::html::{escape, euros};
use crate::world::{Shared, World};

pub(crate) async fn home(State(world): State<Shared>, visit: Visit) -> Response {
    let best: Vec<&Product> = world
        .catalogue
        .products()
        .iter()
        .filter(|product| product.tags.iter().any(|tag| tag == "bestseller"))
        .take(8)
        .collect();
    let mut fields = String::new();
    for (handle, title) in Catalogue::collections() {
        let lead = match handle {
            "skincare" => ("oat-barrier-cream", "For skin that wants peace and quiet"),
            "apparel" => ("merino-crew-sweater", "Few pieces, worn often"),
            _ => ("gan-charger-65w", "Fits what you own, or says so"),
        };
        let _ = write!(
            fields,
            "<a class=\"tile\" href=\"/collections/{handle}\"><img src=\"/cdn/images/{}.svg\" alt=\"\" width=\"400\" height=\"400\" loading=\"lazy\">\
            <span><strong>{title}</strong>{}</span></a>",
            lead.0, lead.1
        );
    }
    let body = format!(
        "<section class=\"hero\"><div class=\"wide hero-grid\"><div><h1>Plain things, honestly described.</h1>\
         <p>Skincare that says what it cannot do, clothes with real size notes, and cables that tell you what they fit.</p>\
         <p><a class=\"button\" href=\"/collections/skincare\">Look at skincare</a></p></div>\
         <div class=\"hero-pictures\"><img src=\"/cdn/images/squalane-comfort-oil.svg\" alt=\"\" width=\"300\" height=\"300\">\
         <img src=\"/cdn/images/oat-barrier-cream.svg\" alt=\"\" width=\"300\" height=\"300\"></div></div></section>\
         <section class=\"wide\"><div class=\"tiles\">{fields}</div></section>\
         <section class=\"wide\"><h2>Most loved</h2>{}</section>",
        grid(&best)
    );
    layout::render(&world, &visit, &Page::new("Home", "index", body))
}

pub(crate) async fn collections(State(world): State<Shared>, visit: Visit) -> Response {
    let links: Vec<String> = Catalogue::collections()
        .map(|(handle, title)| format!("<li><a href=\"/collections/{handle}\">{title}</a></li>"))
        .collect();
    let body = format!(
        "<section class=\"wide prose\"><h1>Collections</h1><ul>{}</ul></section>",
        links.concat()
    );
    layout::render(
        &world,
        &visit,
        &Page::new("Collections", "list-collections", body),
    )
}

pub(crate) async fn collection(
    State(world): State<Shared>,
    Path(handle): Path<String>,
    visit: Visit,
) -> Response {
    let found = Catalogue::collections().find(|(held, _)| *held == handle);
    let Some((handle, title)) = found.or((handle == "all").then_some(("all", "Everything"))) else {
        return missing(&world, &visit);
    };
    let mut products: Vec<&Product> = world
        .catalogue
        .products()
        .iter()
        .filter(|product| handle == "all" || product.field == handle)
        .collect();
    let sort = visit.query("sort_by").unwrap_or("manual");
    match sort {
        "price-ascending" => products.sort_by_key(|product| product.lowest_price()),
        "price-descending" => products.sort_by_key(|product| -product.lowest_price()),
        "title-ascending" => products.sort_by_key(|product| product.title.clone()),
        _ => {}
    }
    let intro = match handle {
        "skincare" => {
            "Short ingredient lists, textures described in words, and what each thing will not do."
        }
        "apparel" => {
            "Size notes from people who wore them. Sold-out sizes stay on the page, so you know what exists."
        }
        "electronics" => "Each page says what it fits and at what speed.",
        _ => "The whole shop on one page.",
    };
    let option = |value: &str, name: &str| {
        let selected = if value == sort { " selected" } else { "" };
        format!("<option value=\"{value}\"{selected}>{name}</option>")
    };
    let body = format!(
        "<section class=\"wide\"><div class=\"collection-head\"><div><h1>{title}</h1><p>{intro}</p></div>\
         <form class=\"sort\"><label for=\"sort\">Sort by</label><select id=\"sort\" name=\"sort_by\" data-submit-on-change>{}{}{}{}</select>\
         <noscript><button>Sort</button></noscript></form></div><p class=\"count\">{} products</p>{}</section>",
        option("manual", "Our order"),
        option("price-ascending", "Price, low to high"),
        option("price-descending", "Price, high to low"),
        option("title-ascending", "A to Z"),
        products.len(),
        grid(&products)
    );
    let mut page = Page::new(title, "collection", body);
    page.collection = Some(handle);
    layout::render(&world, &visit, &page)
}

pub(crate) async fn search(State(world): State<Shared>, visit: Visit) -> Response {
    let query = visit.query("q").unwrap_or_default().to_owned();
    let found = search::matches(&world, &query);
    let told = match (query.is_empty(), found.len()) {
        (true, _) => "<p>Type what you are looking for.</p>".to_owned(),
        (false, 0) => format!(
            "<p data-search-results=\"0\">Nothing found for “{}”. Check the spelling or use a shorter word.</p>",
            escape(&query)
        ),
        (false, count) => format!(
            "<p data-search-results=\"{count}\">{count} results for “{}”</p>",
            escape(&query)
        ),
    };
    let body = format!(
        "<section class=\"wide\"><h1>Search</h1><form class=\"big-search\" role=\"search\" aria-label=\"Results\" action=\"/search\">\
         <label class=\"hidden\" for=\"big-q\">Search the shop</label><input id=\"big-q\" type=\"search\" name=\"q\" value=\"{}\">\
         <button class=\"button\">Search</button></form>{told}{}</section>",
        escape(&query),
        grid(&found)
    );
    layout::render(&world, &visit, &Page::new("Search", "search", body))
}

pub(crate) async fn password(State(world): State<Shared>, visit: Visit) -> Response {
    let body = "<section class=\"wide prose centred\"><h1>Opening soon</h1><p>We are still unpacking. If you have the password, come in.</p>\
        <form method=\"post\" action=\"/password\"><label>Password <input type=\"password\" name=\"password\"></label> <button class=\"button\">Enter</button></form></section>";
    layout::render(
        &world,
        &visit,
        &Page::new("Opening soon", "password", body.to_owned()),
    )
}

pub(crate) async fn policy(
    State(world): State<Shared>,
    Path(policy): Path<String>,
    visit: Visit,
) -> Response {
    let (title, text) = match policy.as_str() {
        "shipping-policy" => ("Shipping", SHIPPING),
        "refund-policy" => ("Returns", RETURNS),
        "privacy-policy" => ("Privacy", PRIVACY),
        _ => return missing(&world, &visit),
    };
    let body = format!("<section class=\"wide prose\"><h1>{title}</h1>{text}</section>");
    layout::render(&world, &visit, &Page::new(title, "policy", body))
}

pub(crate) async fn content_page(
    State(world): State<Shared>,
    Path(page): Path<String>,
    visit: Visit,
) -> Response {
    let (title, text) = match page.as_str() {
        "about" => ("About us", ABOUT),
        "shipping" => ("Shipping", SHIPPING),
        "returns" => ("Returns", RETURNS),
        "care" => ("Care and use", CARE),
        "help" => ("Help", HELP),
        _ => return missing(&world, &visit),
    };
    let body = format!("<section class=\"wide prose\"><h1>{title}</h1>{text}</section>");
    layout::render(&world, &visit, &Page::new(title, "page", body))
}

pub(crate) fn missing(world: &World, visit: &Visit) -> Response {
    let body = "<section class=\"wide prose centred\"><h1>This page is not here</h1><p>It may have moved, or it never was.</p>\
        <p><a class=\"button\" href=\"/\">To the shop</a></p></section>";
    let mut page = Page::new("Not found", "404", body.to_owned());
    page.status = StatusCode::NOT_FOUND;
    layout::render(world, visit, &page)
}

pub(crate) fn grid(products: &[&Product]) -> String {
    let cards: String = products.iter().map(|product| card(product)).collect();
    format!("<ul class=\"grid\">{cards}</ul>")
}

fn card(product: &Product) -> String {
    let from = if product.price_varies() { "from " } else { "" };
    let sold_out = product
        .variants
        .iter()
        .all(|variant| variant.inventory_quantity == 0);
    let badge = if sold_out {
        "<span class=\"badge\">Sold out</span>"
    } else if product
        .variants
        .iter()
        .any(|variant| variant.compare_at_price.is_some())
    {
        "<span class=\"badge sale\">Sale</span>"
    } else {
        ""
    };
    format!(
        "<li><a class=\"card\" href=\"/products/{handle}\"><span class=\"picture\"><img src=\"/cdn/images/{handle}.svg\" alt=\"\" width=\"300\" height=\"300\" loading=\"lazy\">{badge}</span>\
         <span class=\"vendor\">{vendor}</span><span class=\"name\">{title}</span><span class=\"price\">{from}{price}</span></a></li>",
        handle = product.handle,
        vendor = escape(&product.vendor),
        title = escape(&product.title),
        price = euros(product.lowest_price()),
    )
}

const SHIPPING: &str = "<p>We send from Berlin. Orders placed by 14:00 on a working day leave the same day.</p>\
<table><thead><tr><th>To</th><th>Takes</th><th>Costs</th></tr></thead><tbody>\
<tr><td>Germany</td><td>2 to 4 working days</td><td>€4.90, free from €50</td></tr>\
<tr><td>Austria, Netherlands, Belgium, France</td><td>3 to 5 working days</td><td>€7.90, free from €80</td></tr>\
<tr><td>Rest of the EU</td><td>4 to 7 working days</td><td>€9.90, free from €120</td></tr></tbody></table>\
<p>Express within Germany arrives the next working day and costs €12.90. We do not send on Sundays and public holidays.</p>";

const RETURNS: &str = "<p>You have 30 days from the day your parcel arrives; what is ordered from 15 November to 23 December can go back \
until 31 January. Clothes and electronics must be unworn and complete. Skincare is sealed for hygiene and can go back while the seal is whole; \
if your skin reacts to it, write to us.</p>\
<p>Sending back is free, and you can exchange for another size or colour. We refund within five working days after it is back with us.</p>";

const CARE: &str = "<h2>Clothes</h2><p>Cotton and linen are washed at 30 degrees and dried on a line; wool by hand or in the wool programme, \
lying flat to dry. Jackets are wiped clean and washed at 30 degrees without softener. What the label inside says comes first.</p>\
<h2>Skincare</h2><p>Once opened, it keeps as many months as the open jar on its back says: six for serums and oils, twelve for creams and \
cleansers. Closed, it keeps for 30 months. Try something new on the inside of your arm for a day first. On the face the thinnest comes first: \
toner, serum, cream, and sunscreen in the morning. Retinal and acids are for different evenings.</p>";

const HELP: &str = "<h2>Paying</h2><p>By card, PayPal, SEPA direct debit, or by invoice within 14 days; paying costs nothing extra.</p>\
<h2>Gifts</h2><p>An order is wrapped for €3.50, with a card in your own words. Prices are not on the slip in the parcel.</p>\
<h2>Warranty</h2><p>By law you have two years for what was faulty when you got it. Volta Nord and Dockly add a third year for chargers, hubs \
and docks.</p>\
<h2>Ingredients and materials</h2><p>What is tagged vegan holds nothing from animals. Nothing in our skincare is tested on animals, as EU law \
forbids. Honey, lanolin, wool and down are named where they are used.</p>";

const PRIVACY: &str = "<p>This shop is a stand-in for tests and demonstrations. It keeps carts and orders in its own memory and sends them nowhere \
except to a webhook address that the person running it configures.</p>";

const ABOUT: &str = "<p>Fernwood is a made-up shop. Its products were written to be compared: each says what it does well and what it does not.</p>";
