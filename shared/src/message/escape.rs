//! Text from outside, made safe to stand in HTML. The only such function of the domain; nothing else makes HTML of text.

use alloc::{format, string::String, vec::Vec};

/// Text that no reader takes for markup, inside an element or a quoted attribute. Control characters, which are no text,
/// become spaces.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            _ if letter.is_control() => safe.push(' '),
            _ => safe.push(letter),
        }
    }
    safe
}

/// Escaped text with its line breaks. Each line runs as its own letters do, whatever stands around it: a sentence in
/// English keeps its full stop at its end in a page that is written from right to left.
pub(super) fn broken(text: &str) -> String {
    let line = |line: &str| format!("<bdi>{}</bdi>", escaped(line));
    let lines: Vec<String> = text.lines().map(line).collect();
    lines.join("<br>")
}
