//! Panics on demand, for the tests of `entry.mjs`, and old rows put into objects, for the tests of their schemas: only
//! with the cargo feature `panics`, which no release has.
//!
//! | call | does |
//! | --- | --- |
//! | `POST /v1/panics/worker/fetch` | the Worker panics |
//! | `POST /v1/panics/{class}/{handler}` | the next such handler of that class writes a row, then panics, once |
//! | `POST /v1/panics/{class}/{handler}/{name}` | the same, and has object `name` run it: `fetch` now, `alarm` at once |
//! | `GET /v1/panics/{class}/rows/{name}` | `{"rows":n}`: rows that such panics left in object `name` |
//! | `POST /v1/panics/{class}/load/{name}` | object `name` executes the body's SQL |
//! | `POST /v1/panics/{class}/ring/{name}` | the alarm of object `name` rings at once |
//! | `GET /v1/panics/{class}/version/{name}` | `{"rows":n}`: the version of its schema; 0 when it holds nothing |
//! | `GET /v1/panics/{class}/made/{name}` | `{"rows":n}`: how often object `name` was made since the Worker started |
//! | `POST /v1/panics/demands` | faults at points of named objects: panics, aborts, answers (`demand::Demand`) |
//! | `GET /v1/panics/fired/{name}` | `{"Shop alarm panic":n}`: how often what was demanded of objects so named happened |
//! | `POST /v1/panics/clock/{ms}` | the Worker's clock is so far ahead, or behind, from now on |
//! | `GET /v1/panics/conversation/written/{name}` | rows that this instance of conversation `name` has written |
//!
//! Classes are `conversation`, `shop`, `catalog`, `shopper`, `outbox`; handlers are named as in `entry.mjs`. Beside them a
//! conversation passes `new`, `decided` (written, nothing awaited yet), `armed` (written for good, nobody told) and
//! `told` (an errand's receiver has confirmed), the outbox `sent` (the service has answered).

use crate::ask::Class;
use worker::{Request, Response, State};

/// A handler that may panic.
#[derive(Clone, Copy)]
#[cfg_attr(
    not(feature = "panics"),
    expect(dead_code, reason = "read by the panicking build only")
)]
pub(crate) struct Point<'a> {
    pub(crate) state: &'a State,
    pub(crate) class: Class,
    /// As `entry.mjs` names it, or a point within one.
    pub(crate) handler: &'static str,
}

#[cfg(not(feature = "panics"))]
mod demand {
    use super::{Point, Request, Response};
    use shared::time::Span;

    pub(crate) fn pass(_point: Point<'_>) {}

    pub(crate) fn ahead() -> Span {
        Span(0)
    }

    pub(crate) async fn pass_fetch(
        _point: Point<'_>,
        _request: &Request,
    ) -> worker::Result<Option<Response>> {
        Ok(None)
    }
}

#[cfg(feature = "panics")]
mod demand;

/// How far a test has set the clock ahead.
pub(crate) use demand::ahead;
/// Passes a point of a handler: does nothing, or panics when it was told to.
pub(crate) use demand::pass;
/// Passes the start of an object's `fetch`, and answers the calls that are about panics.
pub(crate) use demand::pass_fetch;
#[cfg(feature = "panics")]
pub(crate) use demand::route;
