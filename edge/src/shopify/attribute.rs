//! Reads what is known of a product out of its metafields and options. Texts become lower case, so that a filter
//! written by a merchant meets a value typed by another.

use super::wire::{Measure, MetafieldLine, SelectedOption};
use shared::json;

/// What a metafield says.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Attribute {
    /// Values under a key.
    Known { key: String, values: Vec<String> },
    /// Nothing a conversation can use: another namespace, prose, a reference.
    Unused,
}

/// The longest value that is still an attribute and not prose, in characters.
const MAX_VALUE_CHARS: usize = 200;
/// The namespace in which merchants describe their products.
const NAMESPACE: &str = "custom";
/// The option Shopify invents for a product without options.
const NO_OPTION: &str = "Title";

/// Reads one metafield.
///
/// # Errors
/// A sentence when its value is not what its type promises.
pub(super) fn of_metafield(field: &MetafieldLine) -> Result<Attribute, String> {
    if field.namespace != NAMESPACE {
        return Ok(Attribute::Unused);
    }
    let values = match field.kind.strip_prefix("list.") {
        Some(kind) => list(kind, &field.value),
        None => scalar(&field.kind, &field.value).map(|value| value.into_iter().collect()),
    };
    let mut values: Vec<String> = values.map_err(|reason| {
        format!(
            "metafield {NAMESPACE}.{} ({}): {reason}",
            field.key, field.kind
        )
    })?;
    values.retain(|value| !value.is_empty() && value.chars().count() <= MAX_VALUE_CHARS);
    if values.is_empty() {
        return Ok(Attribute::Unused);
    }
    let key = field.key.to_lowercase();
    Ok(Attribute::Known { key, values })
}

/// What an option of a variant says about its product; nothing when the product has no options.
pub(super) fn of_option(option: &SelectedOption) -> Option<(String, String)> {
    if option.name == NO_OPTION {
        return None;
    }
    let letter = |letter: char| {
        if letter.is_alphanumeric() {
            letter
        } else {
            '_'
        }
    };
    let key = option
        .name
        .trim()
        .to_lowercase()
        .chars()
        .map(letter)
        .collect();
    Some((key, text(&option.value)))
}

fn list(kind: &str, value: &str) -> Result<Vec<String>, String> {
    let elements: Vec<serde_json::Value> =
        json::read(value.as_bytes()).map_err(|_| String::from("the value is not a JSON list"))?;
    let mut values = Vec::new();
    for element in elements {
        let element = match element {
            serde_json::Value::String(element) => element,
            other @ (serde_json::Value::Null
            | serde_json::Value::Bool(_)
            | serde_json::Value::Number(_)
            | serde_json::Value::Array(_)
            | serde_json::Value::Object(_)) => other.to_string(),
        };
        values.extend(scalar(kind, &element)?);
    }
    Ok(values)
}

fn scalar(kind: &str, value: &str) -> Result<Option<String>, String> {
    match kind {
        "single_line_text_field" | "color" | "id" | "date" => Ok(Some(text(value))),
        "boolean" => match value {
            "true" | "false" => Ok(Some(value.into())),
            _ => Err(format!("`{value}` is neither true nor false")),
        },
        "number_integer" => match value.trim().parse::<i64>() {
            Ok(number) => Ok(Some(number.to_string())),
            Err(_) => Err(format!("`{value}` is no whole number")),
        },
        "number_decimal" => {
            let digits = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'.' | b'-');
            if !value.is_empty() && value.bytes().all(digits) {
                Ok(Some(value.into()))
            } else {
                Err(format!("`{value}` is no number"))
            }
        }
        "dimension" | "volume" | "weight" => {
            let measure: Measure = json::read(value.as_bytes())
                .map_err(|_| String::from("the value is not a measure with its unit"))?;
            Ok(Some(text(&format!("{} {}", measure.value, measure.unit))))
        }
        _ => Ok(None),
    }
}

fn text(value: &str) -> String {
    value.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(namespace: &str, kind: &str, value: &str) -> MetafieldLine {
        MetafieldLine {
            namespace: namespace.into(),
            key: "Concerns".into(),
            kind: kind.into(),
            value: value.into(),
        }
    }

    #[track_caller]
    fn check(kind: &str, value: &str, expected: Result<&[&str], ()>) {
        let read = of_metafield(&field("custom", kind, value)).map_err(|_| ());
        let expected = expected.map(|values| match values {
            [] => Attribute::Unused,
            values => Attribute::Known {
                key: "concerns".into(),
                values: values.iter().map(|value| String::from(*value)).collect(),
            },
        });
        assert_eq!(read, expected, "{kind} {value}");
    }

    #[test]
    fn a_metafield_is_read_by_its_type() {
        check(
            "single_line_text_field",
            " Rich Cream ",
            Ok(&["rich cream"]),
        );
        check(
            "list.single_line_text_field",
            r#"["Dryness","Redness"]"#,
            Ok(&["dryness", "redness"]),
        );
        check("list.single_line_text_field", "dryness", Err(()));
        check("list.number_integer", "[1,2]", Ok(&["1", "2"]));
        check("boolean", "true", Ok(&["true"]));
        check("boolean", "yes", Err(()));
        check("number_integer", "65", Ok(&["65"]));
        check("number_integer", "6.5", Err(()));
        check("number_decimal", "6.50", Ok(&["6.50"]));
        check(
            "volume",
            r#"{"value":50.0,"unit":"MILLILITERS"}"#,
            Ok(&["50.0 milliliters"]),
        );
        check("volume", "50 ml", Err(()));
        check("multi_line_text_field", "prose", Ok(&[]));
        check("single_line_text_field", &"x".repeat(201), Ok(&[]));
    }

    #[test]
    fn only_the_namespace_of_merchants_counts() {
        let read = of_metafield(&field("reviews", "boolean", "not even one"));
        assert_eq!(read, Ok(Attribute::Unused));
    }

    #[test]
    fn an_option_becomes_an_attribute_unless_shopify_invented_it() {
        let option = |name: &str, value: &str| {
            of_option(&SelectedOption {
                name: name.into(),
                value: value.into(),
            })
        };
        assert_eq!(
            option("Shoe size", "EU 42"),
            Some(("shoe_size".into(), "eu 42".into()))
        );
        assert_eq!(option("Title", "Default Title"), None);
    }
}
