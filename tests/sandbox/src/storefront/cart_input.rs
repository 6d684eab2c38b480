//! Reads what a cart request asks for, from JSON or from a form, as loosely as the platform does.

use axum::body::Bytes;
use serde_json::{Map, Value, json};

use super::cart::{Line, Place};
use crate::html;

/// The body as JSON; a form becomes nested JSON by its bracketed names (`items[0][id]`, `properties[Engraving]`).
pub(crate) fn body(bytes: &Bytes) -> Value {
    if let Ok(value @ Value::Object(_)) = serde_json::from_slice::<Value>(bytes) {
        return value;
    }
    let mut whole = json!({});
    for (name, value) in html::pairs(&String::from_utf8_lossy(bytes)) {
        let steps: Vec<&str> = name
            .split('[')
            .map(|step| step.trim_end_matches(']'))
            .collect();
        put(&mut whole, &steps, Value::from(value));
    }
    whole
}

fn put(target: &mut Value, steps: &[&str], value: Value) {
    let Some((first, rest)) = steps.split_first() else {
        *target = value;
        return;
    };
    if !target.is_object() {
        *target = json!({});
    }
    let Some(map) = target.as_object_mut() else {
        return;
    };
    // `updates[]` numbers itself.
    let name = if first.is_empty() {
        map.len().to_string()
    } else {
        (*first).to_owned()
    };
    put(map.entry(name).or_insert(Value::Null), rest, value);
}

/// Items of an add request, and whether they came as a list.
pub(crate) fn wishes(body: &Value) -> Option<(Vec<Line>, bool)> {
    match body.get("items") {
        Some(Value::Array(items)) => Some((items.iter().map(wish).collect::<Option<_>>()?, true)),
        Some(Value::Object(items)) => {
            Some((items.values().map(wish).collect::<Option<_>>()?, true))
        }
        Some(_) => None,
        None => Some((vec![wish(body)?], false)),
    }
}

fn wish(item: &Value) -> Option<Line> {
    let variant = number(item.get("id")?)?;
    let quantity = item.get("quantity").map_or(Some(1), number)?;
    Some(Line {
        variant,
        quantity,
        properties: map(item.get("properties")),
    })
}

pub(crate) fn place(body: &Value) -> Option<Place> {
    if let Some(line) = body.get("line") {
        return Some(Place::Position(usize::try_from(number(line)?).ok()?));
    }
    match body.get("id")? {
        Value::String(id) => Some(Place::Id(id.clone())),
        Value::Number(id) => Some(Place::Id(id.to_string())),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// `updates` as pairs of id or key and quantity; a list is by position, marked `#1`, `#2`, …
pub(crate) fn updates(body: &Value) -> Vec<(String, i64)> {
    let by_position =
        |index: usize, quantity: &Value| Some((format!("#{}", index + 1), number(quantity)?));
    match body.get("updates") {
        Some(Value::Array(list)) => list
            .iter()
            .enumerate()
            .filter_map(|(index, quantity)| by_position(index, quantity))
            .collect(),
        Some(Value::Object(map)) => map
            .iter()
            .filter_map(|(id, quantity)| Some((id.clone(), number(quantity)?)))
            .collect(),
        Some(_) | None => Vec::new(),
    }
}

pub(crate) fn map(value: Option<&Value>) -> Map<String, Value> {
    value
        .and_then(Value::as_object)
        .cloned()
        .unwrap_or_default()
}

pub(crate) fn number(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => text.trim().parse().ok(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}
