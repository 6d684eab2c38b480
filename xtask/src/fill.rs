//! Fills `{{name}}` places in a text. A name without a value is an error, so that no page is served with holes.

use anyhow::{Result, bail};

/// Puts each value in its places.
///
/// # Errors
/// When a place is left over, or `{{` is not closed.
pub fn fill(text: &str, values: &[(&str, &str)]) -> Result<String> {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((name, tail)) = after.split_once("}}") else {
            bail!(
                "`{{{{` without `}}}}` near `{}`",
                after.chars().take(40).collect::<String>()
            );
        };
        let Some((_, value)) = values.iter().find(|(known, _)| *known == name.trim()) else {
            let known: Vec<_> = values.iter().map(|(known, _)| *known).collect();
            bail!(
                "no value for `{{{{{name}}}}}`; there are {}",
                known.join(", ")
            );
        };
        filled.push_str(before);
        filled.push_str(value);
        rest = tail;
    }
    filled.push_str(rest);
    Ok(filled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Result<&str, &str>) {
        let filled = fill(
            text,
            &[("storefront", "http://127.0.0.1:1"), ("dwell", "5")],
        )
        .map_err(|error| error.to_string());
        match expected {
            Ok(expected) => assert_eq!(filled.as_deref(), Ok(expected)),
            Err(part) => assert!(
                filled.as_ref().is_err_and(|error| error.contains(part)),
                "{filled:?}"
            ),
        }
    }

    #[test]
    fn each_place_gets_its_value() {
        check(
            "[\"{{storefront}}\", {{ dwell }}]",
            Ok("[\"http://127.0.0.1:1\", 5]"),
        );
    }

    #[test]
    fn a_text_without_places_stays_as_it_is() {
        check("{\"a\": {\"b\": 1}}", Ok("{\"a\": {\"b\": 1}}"));
    }

    #[test]
    fn an_unknown_name_is_refused_with_the_known_ones() {
        check("{{shop}}", Err("storefront, dwell"));
    }

    #[test]
    fn an_open_place_is_refused() {
        check("{{storefront", Err("without"));
    }
}
