//! What a sending service tells, and the letters among it.

use super::text;
use shared::inbound::{items, own_words};
use shared::wire::frame_v1::MAX_TURN_CHARS;

/// The body of a report: each item is kept as a text that is read as the same item, and nothing in it outgrows the body.
pub fn report(bytes: &[u8]) {
    let Ok(found) = items(bytes) else {
        return;
    };
    for item in found {
        let again = items(item.text.as_bytes());
        assert_eq!(again, Ok(vec![item]), "what is kept is the same item");
    }
}

/// An e-mail that answers another: what is left of it stands in it, is bounded, and is somebody's words if there are any.
pub fn letter(bytes: &[u8]) {
    let text = text(bytes);
    let words = own_words(&text);
    assert!(words.chars().count() <= MAX_TURN_CHARS);
    assert_eq!(words.trim(), words);
    let readable = text.replace("\r\n", "\n").replace('\r', "\n");
    let readable: String = readable
        .chars()
        .filter(|letter| !letter.is_control() || "\n\t".contains(*letter))
        .collect();
    let mut lines = words.lines().map(str::trim).filter(|line| !line.is_empty());
    assert!(lines.all(|line| readable.contains(line)));
}
