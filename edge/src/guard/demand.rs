//! The panicking build's half of the tests of the guard and of the schemas, and of the faults suite.

use super::{Point, Request, Response};
use crate::answer;
use crate::ask::{Class, ask, forward, post};
use crate::body;
use crate::calls;
use crate::error::{Body, Error, Result};
use crate::kept;
use serde::{Deserialize, Serialize};
use shared::json;
use shared::time::Span;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue};
use worker::js_sys::{Function, Object, Reflect, global};
use worker::{Env, SqlStorageValue, State};

/// A fault at a point of an object, once.
#[derive(Debug, Serialize, Deserialize)]
struct Demand {
    class: String,
    /// As [`Point::handler`].
    handler: String,
    /// The object's name up to a `/`; any object when there is none.
    #[serde(default)]
    name: String,
    /// How often the point is passed before.
    #[serde(default)]
    skip: u32,
    #[serde(default)]
    does: Does,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Does {
    /// Writes a row, then panics.
    #[default]
    Panic,
    /// The platform takes the object away in the middle of what it does, as at a deploy: memory and sockets go.
    Abort,
    /// The object answers with this status; only where it answers, at the start of `fetch`.
    Answer(u16),
}

impl Does {
    fn name(self) -> &'static str {
        match self {
            Self::Panic => "panic",
            Self::Abort => "abort",
            Self::Answer(_) => "answer",
        }
    }
}

/// The largest list of demands, in bytes.
const MAX_DEMANDS: usize = 64 * 1024;

pub(crate) fn pass(point: Point<'_>) {
    if point.handler == NEW {
        let made: i64 = kept(MADE, &name_of(point.state));
        keep(MADE, &name_of(point.state), &made.saturating_add(1));
    }
    obey(point, |does| matches!(does, Does::Panic | Does::Abort));
}

pub(crate) async fn pass_fetch(
    point: Point<'_>,
    request: &Request,
) -> worker::Result<Option<Response>> {
    if let Some(Does::Answer(status)) = obey(point, |_| true) {
        let body = Body {
            code: Cow::Borrowed("busy"),
            message: Cow::Borrowed("asked for by a test"),
            problems: Vec::new(),
            request: None,
            retry_after_s: None,
        };
        let refused = answer::json_with(status, &body);
        return refused
            .map(Some)
            .map_err(|_| worker::Error::from("no answer could be made"));
    }
    let path = request.path();
    match path.as_str() {
        "/panics/rows" => Response::from_json(&Rows {
            rows: rows(point.state)?,
        })
        .map(Some),
        "/panics/made" => Response::from_json(&Rows {
            rows: kept(MADE, &name_of(point.state)),
        })
        .map(Some),
        "/panics/alarm" => {
            point
                .state
                .storage()
                .set_alarm(Duration::from_millis(1))
                .await?;
            Response::from_json(&Rows { rows: 0 }).map(Some)
        }
        "/panics/load" => {
            let sql = request.clone()?.text().await?;
            point.state.storage().sql().exec(&sql, None)?;
            Response::from_json(&Rows { rows: 0 }).map(Some)
        }
        "/panics/version" => Response::from_json(&Rows {
            rows: version(point.state)?,
        })
        .map(Some),
        "/panics/fetch" => Response::from_json(&Rows { rows: 0 }).map(Some),
        _ => Ok(None),
    }
}

/// How far the clock has been set ahead.
pub(crate) fn ahead() -> Span {
    Span(kept(AHEAD, ""))
}

/// Answers `/v1/panics/{segments}`.
pub(crate) async fn route(mut request: Request, env: &Env, segments: &[&str]) -> Result<Response> {
    match *segments {
        #[expect(clippy::panic, reason = "this build exists to panic")]
        ["worker", "fetch"] => panic!("Worker on demand"),
        ["demands"] => {
            let body = body::read(&mut request, MAX_DEMANDS).await?;
            let demands: Vec<Demand> = json::read(&body)?;
            demands.into_iter().for_each(demand);
            answer::json(&Rows { rows: 0 })
        }
        ["clock", ahead] => {
            let ahead: i64 = ahead.parse().map_err(|_| Error::not_found("no number"))?;
            keep(AHEAD, "", &ahead);
            answer::json(&Rows { rows: 0 })
        }
        ["fired", name] => answer::json(&kept::<Fired>(FIRED, name)),
        // A shopper's object has a name of two parts.
        [class, about @ ("rows" | "version" | "made"), ref name @ ..] => {
            let path = format!("/panics/{about}");
            let rows: Rows = ask(env, class_named(class)?, &name.join("/"), &path, &()).await?;
            answer::json(&rows)
        }
        ["conversation", "written", name] => {
            let written: usize = ask(env, Class::Conversation, name, calls::WRITTEN, &()).await?;
            answer::json(&written)
        }
        // A shopper's object has a name of two parts.
        [class, "load", ref name @ ..] => {
            let sql = request.bytes().await?;
            let load = post("/panics/load", &sql)?;
            forward(env, class_named(class)?, &name.join("/"), load).await
        }
        [class, "ring", ref name @ ..] => {
            let ring = post("/panics/alarm", b"")?;
            forward(env, class_named(class)?, &name.join("/"), ring).await
        }
        [class, handler] => {
            demand(Demand::of(class_named(class)?, handler));
            answer::json(&Rows { rows: 0 })
        }
        [class, handler, name] => {
            let class = class_named(class)?;
            demand(Demand::of(class, handler));
            let path = format!("/panics/{handler}");
            forward(env, class, name, post(&path, b"")?).await
        }
        _ => Err(Error::not_found("no such panic")),
    }
}

impl Demand {
    /// Of any object of the class.
    fn of(class: Class, handler: &str) -> Self {
        Self {
            class: format!("{class:?}"),
            handler: handler.into(),
            name: String::new(),
            skip: 0,
            does: Does::Panic,
        }
    }
}

#[derive(Serialize, Deserialize)]
struct Rows {
    rows: i64,
}

fn rows(state: &State) -> worker::Result<i64> {
    let tables = "SELECT count(*) FROM sqlite_master WHERE name = 'panicked'";
    if number(state, tables)? == 0 {
        return Ok(0);
    }
    number(state, "SELECT count(*) FROM panicked")
}

/// The version in which the object's tables are, as they stand.
fn version(state: &State) -> worker::Result<i64> {
    let tables = "SELECT count(*) FROM sqlite_master WHERE name = 'meta'";
    if number(state, tables)? == 0 {
        return Ok(0);
    }
    number(state, "SELECT version FROM meta")
}

/// The first number that `query` answers; 0 when it answers none.
fn number(state: &State, query: &str) -> worker::Result<i64> {
    let row = state.storage().sql().exec(query, None)?.raw().next();
    match row.transpose()?.as_deref() {
        Some([SqlStorageValue::Integer(number), ..]) => Ok(*number),
        _ => Ok(0),
    }
}

fn class_named(name: &str) -> Result<Class> {
    match name {
        "conversation" => Ok(Class::Conversation),
        "shop" => Ok(Class::Shop),
        "catalog" => Ok(Class::Catalog),
        "shopper" => Ok(Class::Shopper),
        "outbox" => Ok(Class::Outbox),
        _ => Err(Error::not_found("no such class")),
    }
}

/// Does what was demanded of this point, if it is the turn of that.
fn obey(point: Point<'_>, can: impl Fn(Does) -> bool) -> Option<Does> {
    let name = name_of(point.state);
    let does = [name.as_str(), ""]
        .into_iter()
        .find_map(|name| due(point, name, &can))?;
    match does {
        Does::Panic => panic_with_a_row(point),
        Does::Abort => abort(point.state),
        Does::Answer(_) => {}
    }
    Some(does)
}

fn due(point: Point<'_>, name: &str, can: impl Fn(Does) -> bool) -> Option<Does> {
    let mut demands: Vec<Demand> = kept(DEMANDS, name);
    let class = point.class;
    let class = format!("{class:?}");
    let at = demands.iter().position(|demand| {
        demand.class == class && demand.handler == point.handler && can(demand.does)
    })?;
    let demand = demands.get_mut(at)?;
    let due = demand.skip == 0;
    demand.skip = demand.skip.saturating_sub(1);
    let does = demand.does;
    if due {
        demands.remove(at);
        let mut fired: Fired = kept(FIRED, name);
        let fault = format!("{class} {} {}", point.handler, does.name());
        let times = fired.entry(fault).or_default();
        *times = times.saturating_add(1);
        keep(FIRED, name, &fired);
    }
    keep(DEMANDS, name, &demands);
    due.then_some(does)
}

/// How often what was demanded has happened, by class, handler and what happened there.
type Fired = BTreeMap<String, u32>;

fn demand(demand: Demand) {
    let name = demand.name.clone();
    let mut demands: Vec<Demand> = kept(DEMANDS, &name);
    demands.push(demand);
    keep(DEMANDS, &name, &demands);
}

fn panic_with_a_row(point: Point<'_>) {
    let (class, handler) = (point.class, point.handler);
    let name = format!("{class:?}/{handler}");
    let sql = point.state.storage().sql();
    let written = sql
        .exec("CREATE TABLE IF NOT EXISTS panicked (handler TEXT)", None)
        .and_then(|_| {
            sql.exec(
                "INSERT INTO panicked VALUES (?)",
                vec![name.as_str().into()],
            )
        });
    #[expect(clippy::panic, reason = "this build exists to panic")]
    {
        panic!("{name} on demand, row written: {}", written.is_ok());
    }
}

/// In a turn of its own: aborting ends whatever runs and forgets what was queued behind it. With Rust's frames on the
/// stack, or its tasks in that queue, no other object of the isolate would ever go on. The platform takes objects away
/// from outside.
fn abort(state: &State) {
    let object = state.as_raw();
    let abort = Reflect::get(object, &"abort".into()).map(JsCast::dyn_into::<Function>);
    let later = Reflect::get(&global(), &"setTimeout".into()).map(JsCast::dyn_into::<Function>);
    if let (Ok(Ok(abort)), Ok(Ok(later))) = (abort, later) {
        let abort = abort.bind1(object, &"asked for by a test".into());
        // What cannot be queued is missed by the test that waits for it.
        let _queued = later.call2(&JsValue::NULL, &abort, &0.into());
    }
}

fn name_of(state: &State) -> String {
    let name = state.id().name().unwrap_or_default();
    name.split('/').next().unwrap_or_default().to_owned()
}

// Kept on the global object: it outlives both the Rust instance and the rolled-back rows, so a fault happens once.
const DEMANDS: &str = "__parley_demands";
const FIRED: &str = "__parley_fired";
const MADE: &str = "__parley_made";
const AHEAD: &str = "__parley_ahead";
/// The point that an object's constructor passes.
const NEW: &str = "new";

fn kept<T: Default + serde::de::DeserializeOwned>(what: &str, name: &str) -> T {
    let text = Reflect::get(&global(), &what.into())
        .and_then(|all| Reflect::get(&all, &name.into()))
        .ok()
        .and_then(|text| text.as_string());
    text.and_then(|text| kept::read(&text).ok())
        .unwrap_or_default()
}

fn keep<T: Serialize>(what: &str, name: &str, value: &T) {
    let all = Reflect::get(&global(), &what.into()).unwrap_or(JsValue::UNDEFINED);
    let all = if all.is_object() {
        all
    } else {
        let fresh = Object::new().into();
        // Setting a property of the global object does not fail.
        let _set = Reflect::set(&global(), &what.into(), &fresh);
        fresh
    };
    let text = serde_json::to_string(value).unwrap_or_default();
    let _set = Reflect::set(&all, &name.into(), &text.into());
}
