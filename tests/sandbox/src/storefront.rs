//! The storefront: pages in the manner of a Liquid theme, the Ajax cart, a checkout that places orders, webhooks, the
//! app proxy.
//! Read `cart` for the rules, `cart_api` for their shapes on the wire, `layout` for what every page carries.

mod actions;
pub(crate) mod app_proxy;
mod cart;
mod cart_api;
mod cart_input;
mod cart_json;
mod cart_page;
mod checkout;
mod customer;
mod layout;
mod links;
mod order;
mod pages;
mod product_json;
mod product_page;
mod search;
mod sections;
mod visit;
pub(crate) mod webhook;

use std::collections::BTreeMap;

use axum::Router;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::control::{Side, inject};
use crate::html;
use crate::picture;
use crate::world::Shared;
use cart::Cart;

#[derive(Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct ShopState {
    carts: BTreeMap<String, Cart>,
    orders: Vec<Value>,
    deliveries: Vec<webhook::Delivery>,
    sold: BTreeMap<i64, i64>,
}

impl ShopState {
    pub(crate) fn sold(&self, variant: i64) -> i64 {
        self.sold.get(&variant).copied().unwrap_or(0)
    }

    /// The shopper's cart; empty under the same token when there is none yet.
    fn cart(&self, token: &str) -> Cart {
        self.carts
            .get(token)
            .cloned()
            .unwrap_or_else(|| Cart::new(token))
    }

    fn keep(&mut self, cart: Cart) {
        self.carts.insert(cart.token().to_owned(), cart);
    }
}

pub(crate) fn router(world: &Shared) -> Router<Shared> {
    Router::new()
        .route("/", get(pages::home))
        .route("/collections", get(pages::collections))
        .route("/collections/{handle}", get(pages::collection))
        .route(
            "/collections/{handle}/products/{product}",
            get(product_page::in_collection),
        )
        .route(
            "/collections/{handle}/products.json",
            get(product_json::of_collection),
        )
        .route("/products/{file}", get(product_page::product))
        .route("/products.json", get(product_json::all))
        .route(
            "/recommendations/products.json",
            get(search::recommendations),
        )
        .route("/search", get(pages::search))
        .route("/search/suggest.json", get(search::suggest))
        .route("/password", get(pages::password))
        .route("/policies/{policy}", get(pages::policy))
        .route("/pages/{page}", get(pages::content_page))
        .route("/bulk/products.jsonl", get(product_json::bulk))
        .merge(cart_routes())
        .merge(control_routes())
        .route("/cdn/images/{file}", get(image))
        .route("/cdn/assets/{file}", get(asset))
        .route("/favicon.ico", get(|| async { StatusCode::NO_CONTENT }))
        .fallback(app_proxy::answer)
        .layer(from_fn_with_state(
            (world.clone(), Side::Storefront),
            inject,
        ))
}

fn cart_routes() -> Router<Shared> {
    Router::new()
        .route("/cart", get(cart_page::page).post(cart_page::submit))
        .route("/cart.js", get(cart_api::read))
        .route("/cart.json", get(cart_api::read))
        .route("/cart/add", post(cart_api::add_by_form))
        .route("/cart/add.js", post(cart_api::add))
        .route("/cart/update.js", post(cart_api::update))
        .route("/cart/change.js", post(cart_api::change))
        .route("/cart/clear.js", post(cart_api::clear).get(cart_api::clear))
        .route(
            "/cart/prepare_shipping_rates.json",
            post(cart_api::prepare_rates),
        )
        .route("/cart/async_shipping_rates.json", get(cart_api::rates))
        .route("/cart/{lines}", get(links::permalink))
        .route("/discount/{code}", get(links::discount))
        .route(
            "/api/2026-10/cart.json",
            get(actions::read).post(actions::update),
        )
        .route("/checkout", get(checkout::page).post(checkout::place))
        .route("/checkout/thank-you/{token}", get(checkout::thank_you))
}

fn control_routes() -> Router<Shared> {
    Router::new()
        .route("/_control/orders", get(order::all))
        .route(
            "/_control/sign_in/{customer}",
            get(customer::sign_in).post(customer::sign_in),
        )
        .route(
            "/_control/sign_out",
            get(customer::sign_out).post(customer::sign_out),
        )
        .route(
            "/_control/webhooks",
            get(webhook::all).post(webhook::send_given),
        )
        .route("/_control/webhooks/{index}/again", post(webhook::again))
}

async fn image(
    axum::extract::State(world): axum::extract::State<Shared>,
    Path(file): Path<String>,
) -> Response {
    let product = file
        .strip_suffix(".svg")
        .and_then(|handle| world.catalogue.product(handle));
    let Some(product) = product else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let svg = picture::of(product);
    (
        [
            ("cache-control", "public, max-age=86400"),
            ("access-control-allow-origin", "*"),
        ],
        html::typed(StatusCode::OK, "image/svg+xml", svg),
    )
        .into_response()
}

async fn asset(Path(file): Path<String>) -> Response {
    let (kind, text) = match file.as_str() {
        "theme.css" => ("text/css; charset=utf-8", include_str!("assets/theme.css")),
        "theme.js" => (SCRIPT, include_str!("assets/theme.js")),
        "standard-actions.js" => (SCRIPT, include_str!("assets/standard-actions.js")),
        "consent-tracking-api.js" => (SCRIPT, include_str!("assets/consent-tracking-api.js")),
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    html::typed(StatusCode::OK, kind, text.to_owned())
}

/// What the platform itself answers with a status, when a fault names only the status.
pub(crate) fn fault_answer(status: StatusCode, path: &str) -> Response {
    let code = status.as_u16();
    match code {
        429 if path.starts_with("/search/suggest") => {
            let body = json!({"status": "429", "message": "Too Many Requests", "description": "Throttled"});
            ([("retry-after", "2")], html::json(status, &body)).into_response()
        }
        429 => html::page(status, CHALLENGE.to_owned()),
        422 => html::json(
            status,
            &json!({"status": 422, "message": "Cart Error",
            "description": "The product is already sold out."}),
        ),
        404 => html::json(
            status,
            &json!({"status": 404, "message": "Cart Error",
            "description": "Cannot find variant"}),
        ),
        400 => html::json(
            status,
            &json!({"status": "bad_request",
            "message": "no valid id or line parameter", "description": "no valid id or line parameter"}),
        ),
        409 => html::json(
            status,
            &json!({"status": 409, "message": "Conflict",
            "description": "The cart is being changed by another request."}),
        ),
        _ => html::page(
            status,
            format!("<!doctype html><title>{code}</title><h1>Something went wrong</h1>"),
        ),
    }
}

const SCRIPT: &str = "text/javascript; charset=utf-8";

const CHALLENGE: &str = "<!doctype html><html lang=\"en\"><head><title>Verify your connection</title></head>\
<body><h1>Your connection needs to be verified before you can proceed</h1></body></html>";
