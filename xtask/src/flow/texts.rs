//! `flow texts`: the document that a translation of a flow begins as.

use std::path::Path;

use anyhow::Result;
use shared::flow::{own_texts, read};

use super::files::{bytes, line};

/// Prints the texts of a flow with their places, in its own language; whether the file is a flow.
///
/// # Errors
/// When the file cannot be read.
pub(super) fn print(file: &Path) -> Result<bool> {
    match read(&bytes(file)?) {
        Ok(draft) => {
            println!("{}", serde_json::to_string_pretty(&own_texts(&draft))?);
            Ok(true)
        }
        Err(errors) => {
            for error in errors {
                println!("{}", line(file, &error.into()));
            }
            Ok(false)
        }
    }
}
