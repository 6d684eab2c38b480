//! Holds request bodies against `rules.json`, which was reduced from the service's published `OpenAPI` file: types,
//! required fields, enumerations, lengths, formats. Names the first field at fault.

use std::fmt;
use std::sync::LazyLock;

use serde_json::{Map, Value};

use crate::clock;

static RULES: LazyLock<Map<String, Value>> =
    LazyLock::new(|| serde_json::from_str(include_str!("rules.json")).unwrap_or_default());

#[derive(Debug, PartialEq)]
pub(crate) enum Problem {
    Missing(String),
    WrongType(String, String),
    NotOneOf(String),
    Length(String),
    Format(String, String),
    UnknownOperation(String),
}

impl Problem {
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Missing(_) => "missing_parameter",
            Self::Length(_) => "out_of_range",
            Self::WrongType(..) | Self::NotOneOf(_) | Self::Format(..) => "invalid_parameter",
            Self::UnknownOperation(_) => "bad_request",
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
            Self::UnknownOperation(operation) => write!(formatter, "no rules for {operation}"),
        }
    }
}

/// Whether `body` may be sent to `operation`, for example `POST /smtp/email`.
pub(crate) fn check(operation: &str, body: &Value) -> Result<(), Problem> {
    let rule = RULES
        .get(operation)
        .ok_or_else(|| Problem::UnknownOperation(operation.to_owned()))?;
    fits(rule, body, "")
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
        Value::Null | Value::Bool(_) | Value::Number(_) => Ok(()),
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
    use serde_json::{Value, json};

    use super::{Problem, check};

    #[track_caller]
    fn refuses(operation: &str, body: &Value, field: &str, code: &str) {
        let problem = check(operation, body).expect_err("must be refused");
        assert!(problem.to_string().starts_with(field), "{problem}");
        assert_eq!(problem.code(), code);
    }

    #[test]
    fn bodies_that_break_the_published_rules_are_refused_by_field() {
        refuses(
            "POST /events",
            &json!({"event_name": "x"}),
            "identifiers is missing",
            "missing_parameter",
        );
        refuses(
            "POST /contacts",
            &json!({"email": "nobody"}),
            "email",
            "invalid_parameter",
        );
        refuses(
            "POST /contacts",
            &json!({"listIds": ["1"]}),
            "listIds[0]",
            "invalid_parameter",
        );
        refuses(
            "POST /contacts",
            &json!({"attributes": {"A": {"b": 1}}}),
            "attributes.A",
            "invalid_parameter",
        );
        refuses("POST /smtp/email", &json!({"to": []}), "to", "out_of_range");
        refuses(
            "POST /smtp/email",
            &json!({"to": [{"name": "A"}]}),
            "to[0].email is missing",
            "missing_parameter",
        );
        let text = json!({"sender": "Shop", "recipient": "49151", "type": "promo"});
        refuses(
            "POST /transactionalSMS/send",
            &text,
            "type",
            "invalid_parameter",
        );
    }

    #[test]
    fn unknown_fields_are_ignored() {
        assert_eq!(
            check(
                "POST /contacts",
                &json!({"email": "a@b.example", "other": 1})
            ),
            Ok(())
        );
        assert_eq!(
            check("POST /other", &json!({})),
            Err(Problem::UnknownOperation("POST /other".to_owned()))
        );
    }
}
