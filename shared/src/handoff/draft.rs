//! A shop's rules for handing over, as its merchant writes them. Values that can be wrong stay as they are written, so
//! that [`super::Rules::parse`] can name every mistake at once with its place.

use crate::wire::document_v1::AmountDraft;
use alloc::{string::String, vec::Vec};
use serde::{Deserialize, Serialize};

/// When a person should take over; what is left out is decided by Parley.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct HandoffRulesDraft {
    /// From which score of anger on, 1 to 100; 50 when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub anger_at_least: Option<u32>,
    /// From which score of confusion on, 1 to 100; 50 when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confusion_at_least: Option<u32>,
    /// How sure an answer must be, in basis points, 1 to 10 000; 6 000 when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence_at_least_bp: Option<u32>,
    /// After how many same answers, 1 to 10; 2 when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub same_answers: Option<u32>,
    /// From which worth of a cart on, one amount a currency; no cart is valuable when left out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cart_at_least: Vec<AmountDraft>,
    /// From which worth of an order on, one amount a currency; no order is valuable when left out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub order_at_least: Vec<AmountDraft>,
    /// Which topics call for a person: `safety` (always does), `legal`, `payment`, `delivery_problem`,
    /// `policy_exception`, `complaint`; all of them when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub topics: Option<Vec<String>>,
    /// Rules that are switched off: `angry`, `confused`, `low_confidence`, `stuck`, `vip`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub off: Vec<String>,
}
