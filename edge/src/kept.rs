//! JSON that an object kept, read again.

use serde::de::DeserializeOwned;
use shared::json;

/// Reads what a row holds.
pub(crate) fn read<T: DeserializeOwned>(text: &str) -> Result<T, json::Error> {
    json::read(text.as_bytes())
}
