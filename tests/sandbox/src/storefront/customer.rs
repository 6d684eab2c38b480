//! Signing in and out, by hand: a visitor says which customer they are, and the `customer` cookie remembers it. There
//! are no passwords and no account pages.

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::html;

pub(crate) async fn sign_in(Path(customer): Path<i64>) -> Response {
    answer(Some(customer), &format!("customer={customer}"))
}

pub(crate) async fn sign_out() -> Response {
    answer(None, "customer=; Max-Age=0")
}

fn answer(customer: Option<i64>, cookie: &str) -> Response {
    (
        [(
            header::SET_COOKIE,
            format!("{cookie}; Path=/; SameSite=Lax; HttpOnly"),
        )],
        html::json(StatusCode::OK, &json!({"customer": customer})),
    )
        .into_response()
}
