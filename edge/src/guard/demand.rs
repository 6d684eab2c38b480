//! The panicking build's half of the tests of the guard and of the schemas.

use super::{Point, Request, Response};
use crate::answer;
use crate::ask::{Class, ask, post};
use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use std::time::Duration;
use wasm_bindgen::JsValue;
use worker::js_sys::{Reflect, global};
use worker::{Env, State};

/// Kept on the global object: it outlives both the Rust instance and the rolled-back rows, so a panic happens once.
const DEMAND: &str = "__parley_panic";

pub(crate) fn pass(point: Point<'_>) {
    let name = key(point.class, point.handler);
    if demanded() != Some(name.clone()) {
        return;
    }
    demand(&JsValue::NULL);
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

pub(crate) async fn pass_fetch(
    point: Point<'_>,
    request: &Request,
) -> worker::Result<Option<Response>> {
    pass(point);
    let path = request.path();
    match path.as_str() {
        "/panics/rows" => Response::from_json(&Rows {
            rows: rows(point.state)?,
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

/// Answers `/v1/panics/{segments}`.
pub(crate) async fn route(mut request: Request, env: &Env, segments: &[&str]) -> Result<Response> {
    match *segments {
        #[expect(clippy::panic, reason = "this build exists to panic")]
        ["worker", "fetch"] => panic!("Worker on demand"),
        [class, about @ ("rows" | "version"), name] => {
            let path = format!("/panics/{about}");
            let rows: Rows = ask(env, class_named(class)?, name, &path, &()).await?;
            answer::json(&rows)
        }
        // A shopper's object has a name of two parts.
        [class, "load", ref name @ ..] => {
            let sql = request.bytes().await?;
            let load = post("/panics/load", &sql)?;
            crate::ask::forward(env, class_named(class)?, &name.join("/"), load).await
        }
        [class, "ring", name] => {
            let ring = post("/panics/alarm", b"")?;
            crate::ask::forward(env, class_named(class)?, name, ring).await
        }
        [class, handler] => {
            demand(&key(class_named(class)?, handler).into());
            answer::json(&Rows { rows: 0 })
        }
        [class, handler, name] => {
            let class = class_named(class)?;
            demand(&key(class, handler).into());
            let path = format!("/panics/{handler}");
            crate::ask::forward(env, class, name, post(&path, b"")?).await
        }
        _ => Err(Error::not_found("no such panic")),
    }
}

#[derive(Serialize, Deserialize)]
struct Rows {
    rows: usize,
}

fn rows(state: &State) -> worker::Result<usize> {
    #[derive(Deserialize)]
    struct Row {}
    let sql = state.storage().sql();
    let tables = sql.exec(
        "SELECT 1 AS one FROM sqlite_master WHERE name = 'panicked'",
        None,
    )?;
    if tables.to_array::<Row>()?.is_empty() {
        return Ok(0);
    }
    let left = sql.exec("SELECT 1 AS one FROM panicked", None)?;
    Ok(left.to_array::<Row>()?.len())
}

/// The version in which the object's tables are, as they stand.
fn version(state: &State) -> worker::Result<usize> {
    let sql = state.storage().sql();
    let tables = "SELECT count(*) AS rows FROM sqlite_master WHERE name = 'meta'";
    let there: Vec<Rows> = sql.exec(tables, None)?.to_array()?;
    if there.first().is_none_or(|count| count.rows == 0) {
        return Ok(0);
    }
    let versions: Vec<Rows> = sql
        .exec("SELECT version AS rows FROM meta", None)?
        .to_array()?;
    Ok(versions.first().map_or(0, |version| version.rows))
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

fn key(class: Class, handler: &str) -> String {
    format!("{class:?}/{handler}")
}

fn demanded() -> Option<String> {
    Reflect::get(&global(), &DEMAND.into()).ok()?.as_string()
}

fn demand(what: &JsValue) {
    // Setting a property of the global object does not fail.
    let _set = Reflect::set(&global(), &DEMAND.into(), what);
}
