//! JSON from outside and from storage becomes typed values here, and nowhere else.
//!
//! `serde_json` reads the text, once, into its own [`Value`]; the types read that. So each type's reading is compiled for
//! one source only, without the branches for shapes that JSON does not have, which a Worker feels (`cargo xtask test bytes`,
//! `worker_gz`). What does not fit is told with its path, which says more about a long document
//! than a line and a column.

mod node;
mod variant;

pub(crate) use variant::Tagged;

use alloc::{
    format,
    string::{String, ToString},
};
use core::fmt;
use node::Node;
use serde::de::{self, DeserializeOwned, Expected, Unexpected};
use serde_json::Value;

/// Why text is not what it should be.
#[derive(Debug)]
pub enum Error {
    /// It is no JSON at all, or nested too deep.
    Syntax(serde_json::Error),
    /// It is JSON of another shape.
    Shape {
        /// Where (`zones[1].days`); empty for the whole of it.
        path: String,
        /// What is wrong there.
        reason: String,
    },
}

impl Error {
    /// Whether the text is no JSON at all.
    #[must_use]
    pub fn is_syntax(&self) -> bool {
        matches!(self, Self::Syntax(_))
    }

    /// Puts `step` before the path.
    #[cold]
    fn under(self, step: &str) -> Self {
        match self {
            Self::Syntax(error) => Self::Syntax(error),
            Self::Shape { path, reason } => {
                let between = if step.is_empty() || path.is_empty() || path.starts_with('[') {
                    ""
                } else {
                    "."
                };
                let path = [step, between, &path].concat();
                Self::Shape { path, reason }
            }
        }
    }

    #[cold]
    fn unfit(value: &Value, expected: &dyn Expected) -> Self {
        Self::not("type", unexpected(value), expected)
    }

    #[cold]
    fn not(what: &str, found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        let found = told(found);
        Self::shape(format!("invalid {what}: {found}, expected {expected}"))
    }

    fn shape(reason: String) -> Self {
        let path = String::new();
        Self::Shape { path, reason }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax(error) => error.fmt(to),
            Self::Shape { path, reason } if path.is_empty() => to.write_str(reason),
            Self::Shape { path, reason } => write!(to, "{path}: {reason}"),
        }
    }
}

impl core::error::Error for Error {}

impl de::Error for Error {
    fn custom<T: fmt::Display>(reason: T) -> Self {
        Self::shape(reason.to_string())
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::not("type", found, expected)
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::not("value", found, expected)
    }
}

/// The value that these bytes are the JSON of.
///
/// # Errors
/// When they are no JSON, or JSON of another shape.
pub fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Error> {
    from_value(serde_json::from_slice(bytes).map_err(Error::Syntax)?)
}

/// The value that this JSON is.
///
/// # Errors
/// When it is of another shape.
pub fn from_value<T: DeserializeOwned>(value: Value) -> Result<T, Error> {
    T::deserialize(Node(value))
}

/// As `serde` words it, but for floating-point numbers, which are not repeated, and for what JSON does not have.
fn told(found: Unexpected<'_>) -> String {
    match found {
        Unexpected::Bool(value) => format!("boolean `{value}`"),
        Unexpected::Unsigned(value) => format!("integer `{value}`"),
        Unexpected::Signed(value) => format!("integer `{value}`"),
        Unexpected::Str(text) => format!("string {text:?}"),
        Unexpected::Seq => "sequence".into(),
        Unexpected::Map => "map".into(),
        Unexpected::Other(what) => what.into(),
        Unexpected::Float(_) => "a number with decimals".into(),
        // JSON has none of these.
        Unexpected::Char(_)
        | Unexpected::Bytes(_)
        | Unexpected::Unit
        | Unexpected::Option
        | Unexpected::NewtypeStruct
        | Unexpected::Enum
        | Unexpected::UnitVariant
        | Unexpected::NewtypeVariant
        | Unexpected::TupleVariant
        | Unexpected::StructVariant => "something else".into(),
    }
}

fn unexpected(value: &Value) -> Unexpected<'_> {
    match value {
        Value::Null => Unexpected::Other("null"),
        Value::Bool(value) => Unexpected::Bool(*value),
        Value::Number(number) => number.as_i64().map_or_else(
            || {
                number
                    .as_u64()
                    .map_or(Unexpected::Other("a number"), Unexpected::Unsigned)
            },
            Unexpected::Signed,
        ),
        Value::String(text) => Unexpected::Str(text),
        Value::Array(_) => Unexpected::Seq,
        Value::Object(_) => Unexpected::Map,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::{collections::BTreeMap, vec::Vec};
    use serde::Deserialize;

    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(deny_unknown_fields)]
    struct Zone {
        name: String,
        #[serde(default)]
        days: Option<u8>,
        #[serde(default)]
        pair: (i64, bool),
        #[serde(default)]
        by_number: BTreeMap<u32, char>,
        #[serde(default)]
        kinds: Vec<Kind>,
    }

    #[derive(Debug, Deserialize, PartialEq)]
    enum Kind {
        Plain,
        Named(String),
        Both(u8, u8),
        Fields { at: i32 },
    }

    fn both(text: &str) -> (Result<Vec<Zone>, Error>, serde_json::Result<Vec<Zone>>) {
        (
            read(text.as_bytes()),
            serde_json::from_slice(text.as_bytes()),
        )
    }

    #[test]
    fn what_fits_reads_as_serde_json_reads_it() {
        let text = r#"[
            {"name": "EU", "days": 3, "pair": [-4, true], "by_number": {"7": "x", "4294967295": "é"},
             "kinds": ["Plain", {"Named": "n"}, {"Both": [1, 2]}, {"Fields": {"at": -1}}, {"Plain": null}]},
            {"name": "", "days": null}
        ]"#;
        let (ours, theirs) = both(text);
        assert_eq!(ours.unwrap(), theirs.unwrap());
        let any: Value =
            read(br#"{"a": [1.5, -2, 18446744073709551615, null, true, "x"]}"#).unwrap();
        assert_eq!(
            any.to_string(),
            r#"{"a":[1.5,-2,18446744073709551615,null,true,"x"]}"#
        );
    }

    #[test]
    fn what_does_not_fit_is_told_with_its_path() {
        for (text, told) in [
            (
                r#"[{"name": 5}]"#,
                "[0].name: invalid type: integer `5`, expected a string",
            ),
            (
                r#"[{"name": "", "days": 256}]"#,
                "[0].days: invalid value: integer `256`, expected u8",
            ),
            (
                r#"[{"name": "", "days": 1.5}]"#,
                "[0].days: invalid type: a number with decimals, expected u8",
            ),
            (
                r#"[{"name": "", "day": 1}]"#,
                "[0]: unknown field `day`, expected one of `name`, `days`, `pair`, `by_number`, `kinds`",
            ),
            (r#"[{"days": 1}]"#, "[0]: missing field `name`"),
            (
                r#"[{"name": "", "pair": [1, true, 3]}]"#,
                "[0].pair: 1 elements too many",
            ),
            (
                r#"[{"name": "", "by_number": {"x": "y"}}]"#,
                "[0].by_number: invalid type: string \"x\", expected u32",
            ),
            (
                r#"[{"name": "", "kinds": ["None"]}]"#,
                "[0].kinds[0]: unknown variant `None`, expected one of `Plain`, `Named`, `Both`, `Fields`",
            ),
            (
                r#"[{"name": "", "kinds": [{"Fields": {"at": "x"}}]}]"#,
                "[0].kinds[0].Fields.at: invalid type: string \"x\", expected i32",
            ),
            (
                r#"[{"name": "", "kinds": [{"Plain": 1}]}]"#,
                "[0].kinds[0].Plain: invalid type: integer `1`, expected nothing",
            ),
            (
                r#"[{"name": "", "kinds": [{}]}]"#,
                "[0].kinds[0]: invalid type: map, expected a name, or one name with a value",
            ),
            (r#"{"name": ""}"#, "invalid type: map, expected a sequence"),
        ] {
            let (ours, theirs) = both(text);
            assert!(theirs.is_err(), "{text}");
            let error = ours.unwrap_err();
            assert!(!error.is_syntax(), "{text}");
            assert_eq!(error.to_string(), told, "{text}");
        }
    }

    #[test]
    fn what_is_no_json_is_told_apart() {
        let deep = ["[".repeat(200), "]".repeat(200)].concat();
        for text in ["", "[", "[{\"name\": ", "nothing", "[1] 2", deep.as_str()] {
            assert!(both(text).0.unwrap_err().is_syntax(), "{text}");
        }
    }
}
