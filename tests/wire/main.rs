//! What crosses a boundary, byte by byte. A file here that has to change means that a page which was cached yesterday,
//! or a row that was stored yesterday, is no longer understood: then there must be a version 2 beside version 1.
//! `UPDATE_GOLDENS=1` writes the files, for shapes that have not shipped yet.

#![expect(
    clippy::unwrap_used,
    reason = "a scene that cannot be set fails the test it stands in"
)]

mod agents;
mod cached;
mod frames;
mod messages;
mod settings;
mod stored;

use shared::wire::{decode, encode};
use std::fmt::{Debug, Write};
use std::path::Path;

/// Checks that each value has exactly the bytes of the golden file, and reads back from them.
#[track_caller]
fn check<T>(file: &str, values: &[(&str, T)])
where
    T: serde::Serialize + serde::de::DeserializeOwned + PartialEq + Debug,
{
    let mut golden = Vec::new();
    for (name, value) in values {
        let bytes = encode(value);
        assert_eq!(
            decode::<T>(&bytes, bytes.len()).as_ref(),
            Ok(value),
            "{name} reads back"
        );
        golden.push((*name, bytes));
    }
    check_bytes(file, &golden);
}

/// Checks that these are exactly the bytes of the golden file.
#[track_caller]
fn check_bytes(file: &str, values: &[(&str, Vec<u8>)]) {
    let mut lines = String::new();
    for (name, bytes) in values {
        let hex = bytes.iter().fold(String::new(), |mut hex, byte| {
            write!(hex, "{byte:02x}").unwrap();
            hex
        });
        writeln!(lines, "{name} {hex}").unwrap();
    }
    check_text(file, &lines);
}

/// Checks that a text is exactly the golden file.
#[track_caller]
fn check_text(file: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("wire")
        .join(file);
    if std::env::var_os("UPDATE_GOLDENS").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    let golden = std::fs::read_to_string(&path).unwrap();
    for (line, expected) in text.lines().zip(golden.lines()) {
        assert_eq!(line, expected, "{file}");
    }
    assert_eq!(text.lines().count(), golden.lines().count(), "{file}");
}
