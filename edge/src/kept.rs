//! JSON that an object kept, read again.

use serde::de::DeserializeOwned;

/// Reads what a row holds. Bytes and not text: two kinds of readers would put every type's reading into the Worker twice.
pub(crate) fn read<T: DeserializeOwned>(text: &str) -> serde_json::Result<T> {
    serde_json::from_slice(text.as_bytes())
}
