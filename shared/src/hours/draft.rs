//! Days on which a shop's hours differ, as its merchant writes them.

use alloc::{string::String, vec::Vec};
use serde::{Deserialize, Serialize};

/// Days that differ from the hours of their weekday.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SpecialHoursDraft {
    /// Days with hours of their own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub days: Vec<SpecialDayDraft>,
    /// Days off that come every year: `12-25`, `easter+1`, `easter-2`, `4th thursday of 11`, `last monday of 5`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub yearly: Vec<String>,
}

/// A day with hours of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpecialDayDraft {
    /// The day, as `2026-12-24`.
    pub date: String,
    /// When somebody is there; nobody is when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub open: Vec<StretchDraft>,
}

/// A stretch of time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StretchDraft {
    /// Local time, as `09:00`.
    pub from: String,
    /// Local time, as `17:30`; on the next day when it is before `from`.
    pub to: String,
}
