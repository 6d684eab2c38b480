//! Text into markup, safely; money and answers as a theme writes them.

use std::fmt::Write;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;

pub(crate) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

/// JSON that may stand inside a `<script>`: no `</script>`, no `<!--`.
pub(crate) fn script_json(value: &Value) -> String {
    value
        .to_string()
        .replace('<', "\\u003c")
        .replace("\u{2028}", "\\u2028")
        .replace("\u{2029}", "\\u2029")
}

pub(crate) fn euros(cents: i64) -> String {
    format!("€{}.{:02}", cents / 100, (cents % 100).abs())
}

/// Cents as the decimal text of webhooks: `24.00`.
pub(crate) fn decimal(cents: i64) -> String {
    format!("{}.{:02}", cents / 100, (cents % 100).abs())
}

pub(crate) fn json(status: StatusCode, body: &Value) -> Response {
    typed(status, "application/json; charset=utf-8", body.to_string())
}

pub(crate) fn page(status: StatusCode, body: String) -> Response {
    typed(status, "text/html; charset=utf-8", body)
}

pub(crate) fn typed(status: StatusCode, kind: &'static str, body: String) -> Response {
    let mut response = (status, body).into_response();
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}

pub(crate) fn redirect(to: &str) -> Response {
    let mut response = StatusCode::FOUND.into_response();
    if let Ok(value) = HeaderValue::from_str(to) {
        response.headers_mut().insert(header::LOCATION, value);
    }
    response
}

/// Decodes `%41` and `+` of a form or query; what is not valid stays as it is.
pub(crate) fn percent_decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => {
                let pair: String = rest.clone().take(2).map(char::from).collect();
                match u8::from_str_radix(&pair, 16) {
                    Ok(decoded) if pair.len() == 2 => {
                        bytes.push(decoded);
                        rest.next();
                        rest.next();
                    }
                    Ok(_) | Err(_) => bytes.push(byte),
                }
            }
            other => bytes.push(other),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

pub(crate) fn percent_encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

/// Pairs of a query string or a URL-encoded form, in their order.
pub(crate) fn pairs(text: &str) -> Vec<(String, String)> {
    text.split('&')
        .filter(|part| !part.is_empty())
        .map(|part| {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            (percent_decode(name), percent_decode(value))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{decimal, escape, pairs, percent_encode};

    #[test]
    fn markup_in_data_stays_text() {
        assert_eq!(
            escape("<b a=\"1\">&'"),
            "&lt;b a=&quot;1&quot;&gt;&amp;&#39;"
        );
    }

    #[test]
    fn forms_are_decoded() {
        let expected = [("a[b]".to_owned(), "1 + é".to_owned())];
        assert_eq!(pairs("a%5Bb%5D=1+%2B+%C3%A9"), expected);
        assert_eq!(percent_encode("a?key=1"), "a%3Fkey%3D1");
        assert_eq!(decimal(2405), "24.05");
    }
}
