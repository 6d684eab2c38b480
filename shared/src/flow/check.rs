//! graph
use super::{FlowDraft, FlowProblem};
use alloc::vec::Vec;
pub(super) fn graph(_draft: &FlowDraft) -> Vec<FlowProblem> {
    Vec::new()
}
