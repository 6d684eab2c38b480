//! reading
use super::{FlowDraft, FlowProblem, Parts};
use alloc::vec::Vec;
pub(super) fn flow(_draft: &FlowDraft) -> (Option<Parts>, Vec<FlowProblem>) {
    (None, Vec::new())
}
