//! From bytes to a draft. What is no flow document of this version is refused with everything that can be told at once:
//! a step that cannot be read does not hide the next one.

use super::{FlowDraft, FlowProblem};
use crate::json;
use crate::wire::document_v1::{FLOW_FORMAT, StepDraft};
use alloc::{
    format,
    string::{String, ToString},
    vec,
    vec::Vec,
};
use serde_json::Value;

/// The largest document taken, in bytes.
pub const MAX_DOCUMENT_BYTES: usize = 10 * 1024 * 1024;

/// Why bytes are no flow document.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// More bytes than [`MAX_DOCUMENT_BYTES`]; nothing of it was read.
    #[error("{0} bytes, at most {MAX_DOCUMENT_BYTES} are taken")]
    TooLarge(usize),
    /// Not JSON, or nested deeper than any document is.
    #[error("not JSON: {0}")]
    NotJson(String),
    /// Another format or version, or none.
    #[error("\"{0}\" is not a format known here; it must be \"{FLOW_FORMAT}\"")]
    UnknownFormat(String),
    /// A step of a kind that does not exist.
    #[error("there is no step \"{kind}\"")]
    UnknownStep {
        /// Where it is.
        place: String,
        /// What it calls itself.
        kind: String,
    },
    /// A field that does not exist.
    #[error("there is no field \"{field}\" here")]
    UnknownField {
        /// Where it is.
        place: String,
        /// What it is called.
        field: String,
    },
    /// Something of another shape than it must have.
    #[error("{reason}")]
    Shape {
        /// Where it is.
        place: String,
        /// What is wrong.
        reason: String,
    },
}

impl From<ReadError> for FlowProblem {
    fn from(error: ReadError) -> Self {
        let reason = error.to_string();
        let place = match error {
            ReadError::TooLarge(_) | ReadError::NotJson(_) => "document".into(),
            ReadError::UnknownFormat(_) => "format".into(),
            ReadError::UnknownStep { place, .. }
            | ReadError::UnknownField { place, .. }
            | ReadError::Shape { place, .. } => place,
        };
        Self { place, reason }
    }
}

/// The draft that these bytes are.
///
/// # Errors
/// Everything that makes them no draft of this version.
pub fn read(bytes: &[u8]) -> Result<FlowDraft, Vec<ReadError>> {
    if bytes.len() > MAX_DOCUMENT_BYTES {
        return Err(vec![ReadError::TooLarge(bytes.len())]);
    }
    let value: Value = serde_json::from_slice(bytes)
        .map_err(|error| vec![ReadError::NotJson(error.to_string())])?;
    let format = value.get("format").and_then(Value::as_str);
    if format != Some(FLOW_FORMAT) {
        let format = format.unwrap_or_default().into();
        return Err(vec![ReadError::UnknownFormat(format)]);
    }
    let steps = value.get("steps").and_then(Value::as_array);
    let steps = steps.into_iter().flatten().enumerate();
    let errors: Vec<ReadError> = steps
        .filter_map(|(index, step)| wrong(index, step))
        .collect();
    if !errors.is_empty() {
        return Err(errors);
    }
    json::from_value(value).map_err(|error| vec![shape("", error)])
}

/// Why this is no step.
fn wrong(index: usize, step: &Value) -> Option<ReadError> {
    let error = StepDraft::from_json(step.clone()).err()?;
    let id = step.get("id").and_then(Value::as_str);
    let place = id.map_or_else(|| format!("steps[{index}]"), |id| format!("steps.{id}"));
    let kind = step.get("step").and_then(Value::as_str);
    match kind {
        Some(kind)
            if error
                .to_string()
                .starts_with(&format!("unknown variant `{kind}`")) =>
        {
            let kind = kind.into();
            Some(ReadError::UnknownStep { place, kind })
        }
        Some(_) | None => Some(shape(&place, error)),
    }
}

/// What is wrong at `place` (the whole document where it is empty) or below.
fn shape(place: &str, error: json::Error) -> ReadError {
    let (path, reason) = match error {
        json::Error::Syntax(error) => (String::new(), error.to_string()),
        json::Error::Shape { path, reason } => (path, reason),
    };
    let place = match (place, path.as_str()) {
        ("", "") => "document".into(),
        ("", path) => path.into(),
        (place, "") => place.into(),
        (place, path) => format!("{place}.{path}"),
    };
    let field = reason.strip_prefix("unknown field `");
    match field.and_then(|rest| rest.split_once('`')) {
        Some((field, _)) => ReadError::UnknownField {
            place,
            field: field.into(),
        },
        None => ReadError::Shape { place, reason },
    }
}
