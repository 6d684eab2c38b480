//! Holds every request against `rules.json`, which was reduced from the service's published `OpenAPI` file: types,
//! required fields, enumerations, lengths, ranges, formats, of the query and of the body. Names the first field at fault.

use std::fmt;
use std::sync::LazyLock;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use super::reply::{Refused, refused};
use crate::{clock, html};

static RULES: LazyLock<Map<String, Value>> =
    LazyLock::new(|| serde_json::from_str(include_str!("rules.json")).unwrap_or_default());

#[derive(Debug, PartialEq)]
pub(crate) enum Problem {
    Missing(String),
    WrongType(String, String),
    NotOneOf(String),
    Length(String),
    Range(String),
    Format(String, String),
}

impl Problem {
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Missing(_) => "missing_parameter",
            Self::Length(_) | Self::Range(_) => "out_of_range",
            Self::WrongType(..) | Self::NotOneOf(_) | Self::Format(..) => "invalid_parameter",
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(field) => write!(formatter, "{field} is missing"),
            Self::WrongType(field, kind) => write!(formatter, "{field} should be of type {kind}"),
            Self::NotOneOf(field) => write!(formatter, "{field} is not one of the allowed values"),
            Self::Length(field) => write!(formatter, "{field} has a length that is not allowed"),
            Self::Format(field, format) => write!(formatter, "{field} is not a valid {format}"),
            Self::Range(field) => write!(formatter, "{field} is out of range"),
        }
    }
}

/// Lets a request through to its handler when it keeps the rules of its operation, for example `POST /smtp/email`.
pub(crate) async fn hold(request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, usize::MAX).await else {
        return refused("bad_request", "the body could not be read").into_response();
    };
    let matched = parts.extensions.remove::<MatchedPath>();
    let query = parts.uri.query().unwrap_or_default().to_owned();
    if let Some(matched) = matched {
        let path = matched.as_str().trim_start_matches("/v3");
        let operation = format!("{} {path}", parts.method);
        if let Err(refused) = check_request(&operation, &query, &bytes) {
            return refused.into_response();
        }
        parts.extensions.insert(matched);
    }
    next.run(Request::from_parts(parts, Body::from(bytes)))
        .await
}

fn check_request(operation: &str, query: &str, bytes: &Bytes) -> Result<(), Refused> {
    let Some(rules) = RULES.get(operation) else {
        return Ok(());
    };
    let told = |problem: Problem| refused(problem.code(), &problem.to_string());
    if let Some(rule) = rules.get("query") {
        fits(rule, &asked(rule, query), "").map_err(told)?;
    }
    if let Some(rule) = rules.get("body") {
        let body: Value = serde_json::from_slice(bytes).unwrap_or(Value::Null);
        if !body.is_object() {
            return Err(refused("bad_request", "Input must be a valid JSON object"));
        }
        fits(rule, &body, "").map_err(told)?;
    }
    Ok(())
}

/// A query as the object that its rule describes; what is no number where one belongs stays text, and breaks the rule.
fn asked(rule: &Value, query: &str) -> Value {
    let typed = |(name, text): (String, String)| {
        let kind = rule.pointer(&format!("/properties/{name}/type"));
        let value = match kind.and_then(Value::as_str) {
            Some("integer" | "number" | "boolean") => {
                serde_json::from_str(&text).unwrap_or(Value::String(text))
            }
            Some("array") => json!([text]),
            Some(_) | None => Value::String(text),
        };
        (name, value)
    };
    let pairs = html::pairs(query).into_iter();
    pairs.map(typed).collect::<Map<_, _>>().into()
}

fn fits(rule: &Value, value: &Value, at: &str) -> Result<(), Problem> {
    for alternatives in ["anyOf", "oneOf"] {
        if let Some(rules) = rule.get(alternatives).and_then(Value::as_array) {
            let mut problem = None;
            for rule in rules {
                match fits(rule, value, at) {
                    Ok(()) => return Ok(()),
                    Err(found) => problem = Some(found),
                }
            }
            return problem.map_or(Ok(()), Err);
        }
    }
    let kind = rule.get("type").and_then(Value::as_str).unwrap_or_default();
    if !is_of(kind, value) {
        return Err(Problem::WrongType(at.to_owned(), kind.to_owned()));
    }
    match value {
        Value::String(text) => text_fits(rule, text, at),
        Value::Array(items) => list_fits(rule, items, at),
        Value::Object(fields) => object_fits(rule, fields, at),
        Value::Number(number) => number_fits(rule, number.as_f64().unwrap_or_default(), at),
        Value::Null | Value::Bool(_) => Ok(()),
    }
}

fn number_fits(rule: &Value, number: f64, at: &str) -> Result<(), Problem> {
    let bound = |name: &str| rule.get(name).and_then(Value::as_f64);
    let within = bound("minimum").is_none_or(|least| number >= least)
        && bound("maximum").is_none_or(|most| number <= most);
    if within {
        Ok(())
    } else {
        Err(Problem::Range(at.to_owned()))
    }
}

fn is_of(kind: &str, value: &Value) -> bool {
    match kind {
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => true,
    }
}

fn text_fits(rule: &Value, text: &str, at: &str) -> Result<(), Problem> {
    if !within(rule, "minLength", "maxLength", text.chars().count()) {
        return Err(Problem::Length(at.to_owned()));
    }
    if let Some(allowed) = rule.get("enum").and_then(Value::as_array)
        && !allowed.iter().any(|value| value.as_str() == Some(text))
    {
        return Err(Problem::NotOneOf(at.to_owned()));
    }
    let format = rule
        .get("format")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let fits = match format {
        "email" => is_email(text),
        "url" => text.starts_with("http://") || text.starts_with("https://"),
        "date-time" => clock::from_text(text).is_some(),
        _ => true,
    };
    if fits {
        Ok(())
    } else {
        Err(Problem::Format(at.to_owned(), format.to_owned()))
    }
}

fn list_fits(rule: &Value, items: &[Value], at: &str) -> Result<(), Problem> {
    if !within(rule, "minItems", "maxItems", items.len()) {
        return Err(Problem::Length(at.to_owned()));
    }
    let Some(rule) = rule.get("items") else {
        return Ok(());
    };
    items
        .iter()
        .enumerate()
        .try_for_each(|(index, item)| fits(rule, item, &format!("{at}[{index}]")))
}

fn object_fits(rule: &Value, fields: &Map<String, Value>, at: &str) -> Result<(), Problem> {
    let inside = |name: &str| {
        if at.is_empty() {
            name.to_owned()
        } else {
            format!("{at}.{name}")
        }
    };
    for name in rule
        .get("required")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
    {
        if fields.get(name).is_none_or(Value::is_null) {
            return Err(Problem::Missing(inside(name)));
        }
    }
    let known = rule.get("properties").and_then(Value::as_object);
    let others = rule
        .get("additionalProperties")
        .filter(|rule| rule.is_object());
    for (name, value) in fields {
        // The service ignores what it does not know.
        if let Some(rule) = known.and_then(|known| known.get(name)).or(others) {
            fits(rule, value, &inside(name))?;
        }
    }
    Ok(())
}

fn within(rule: &Value, least: &str, most: &str, length: usize) -> bool {
    let bound = |name: &str| {
        rule.get(name)
            .and_then(Value::as_u64)
            .and_then(|bound| usize::try_from(bound).ok())
    };
    bound(least).is_none_or(|least| length >= least)
        && bound(most).is_none_or(|most| length <= most)
}

pub(crate) fn is_email(text: &str) -> bool {
    let Some((name, host)) = text.rsplit_once('@') else {
        return false;
    };
    let plain = |part: &str| {
        !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || "<>,;\"@".contains(c))
    };
    plain(name)
        && plain(host)
        && host.contains('.')
        && !host.starts_with('.')
        && !host.ends_with('.')
}

#[cfg(test)]
mod tests {
    use axum::body::Bytes;
    use serde_json::{Value, json};

    use super::check_request;

    #[track_caller]
    fn check(operation: &str, query: &str, body: &Value, expected: Option<(&str, &str)>) {
        let outcome = check_request(operation, query, &Bytes::from(body.to_string()));
        match (outcome, expected) {
            (Ok(()), None) => {}
            (Err(refused), Some((field, code))) => {
                assert!(refused.message.starts_with(field), "{}", refused.message);
                assert_eq!(refused.code, code, "{operation}");
            }
            (outcome, expected) => panic!("{operation}: {outcome:?}, expected {expected:?}"),
        }
    }

    const INVALID: &str = "invalid_parameter";
    const MISSING: &str = "missing_parameter";
    const OUT: &str = "out_of_range";

    #[test]
    fn bodies_that_break_the_published_rules_are_refused_by_field() {
        let text = json!({"sender": "Shop", "recipient": "49151", "type": "promo"});
        for (operation, body, field, code) in [
            (
                "POST /events",
                json!({"event_name": "x"}),
                "identifiers is missing",
                MISSING,
            ),
            (
                "POST /contacts",
                json!({"email": "nobody"}),
                "email",
                INVALID,
            ),
            (
                "POST /contacts",
                json!({"listIds": ["1"]}),
                "listIds[0]",
                INVALID,
            ),
            (
                "POST /contacts",
                json!({"attributes": {"A": {"b": 1}}}),
                "attributes.A",
                INVALID,
            ),
            ("POST /smtp/email", json!({"to": []}), "to", OUT),
            (
                "POST /smtp/email",
                json!({"to": [{"name": "A"}]}),
                "to[0].email is missing",
                MISSING,
            ),
            ("POST /transactionalSMS/send", text, "type", INVALID),
        ] {
            check(operation, "", &body, Some((field, code)));
        }
    }

    #[test]
    fn so_are_those_of_shop_data_and_of_the_account() {
        let order = json!({"id": "1", "createdAt": "yesterday", "updatedAt": "2026-11-24T10:00:00Z", "status": "paid",
            "amount": 1, "products": []});
        let numbers = json!({"senderNumber": "4930", "contactNumbers": ["4915"]});
        let task =
            json!({"name": "x", "taskTypeId": "1", "date": "2026-11-24T10:00:00Z", "duration": -1});
        let webhook = json!({"url": "https://a.example", "events": ["everything"]});
        for (operation, body, field, code) in [
            ("POST /whatsapp/sendMessage", numbers, "text", MISSING),
            ("POST /orders/status", order, "createdAt", INVALID),
            (
                "POST /products/batch",
                json!({"products": []}),
                "products",
                OUT,
            ),
            ("POST /crm/notes", json!({"text": ""}), "text", OUT),
            ("POST /crm/tasks", task, "duration", OUT),
            ("POST /webhooks", webhook, "events[0]", INVALID),
        ] {
            check(operation, "", &body, Some((field, code)));
        }
    }

    #[test]
    fn queries_are_held_against_the_rules_too() {
        let rows = [
            (
                "GET /smtp/statistics/events",
                "limit=5000&event=delivered",
                None,
            ),
            (
                "GET /smtp/statistics/events",
                "limit=5001",
                Some(("limit", "out_of_range")),
            ),
            (
                "GET /whatsapp/statistics/events",
                "event=seen",
                Some(("event", "invalid_parameter")),
            ),
            (
                "GET /transactionalSMS/statistics/events",
                "days=many",
                Some(("days", "invalid_parameter")),
            ),
            (
                "GET /contacts/{identifier}",
                "identifierType=name",
                Some(("identifierType", "invalid_parameter")),
            ),
        ];
        for (operation, query, expected) in rows {
            check(operation, query, &Value::Null, expected);
        }
    }

    #[test]
    fn unknown_fields_are_ignored() {
        check(
            "POST /contacts",
            "",
            &json!({"email": "a@b.example", "other": 1}),
            None,
        );
        check("GET /contacts", "colour=red", &Value::Null, None);
    }
}
