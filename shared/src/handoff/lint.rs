//! What a shop's rules ask for and nothing supplies: no mistake, and yet a rule that never holds.

use super::{HandoffRulesDraft, Topic, rules::topic};
use crate::wire::document_v1::{FlowDraft, Problem};
use alloc::{collections::BTreeSet, format, string::String, vec::Vec};

/// The rules of a shop's document that never hold with these live flows, by place below `place`. Which topics a
/// conversation touches is told by its flows alone; while none is live, nothing can be said of that.
#[must_use]
pub fn lint<'a>(
    draft: &HandoffRulesDraft,
    place: &str,
    live: impl Iterator<Item = &'a FlowDraft>,
) -> Vec<Problem> {
    let mut warnings = Vec::new();
    let mut note = |field: &str, reason: String| {
        let place = format!("{place}.{field}");
        warnings.push(Problem { place, reason });
    };
    if !draft.order_at_least.is_empty() {
        let reason = "this never holds: Parley does not know a shop's orders yet";
        note("order_at_least", reason.into());
    }
    let mut told: BTreeSet<Topic> = BTreeSet::new();
    let mut flows = 0_usize;
    for flow in live {
        flows += 1;
        told.extend(flow.handoff.topic);
        told.extend(flow.questions.iter().filter_map(|question| question.topic));
    }
    let listed = draft.topics.iter().flatten().enumerate();
    for (index, name) in listed.filter(|_| flows > 0) {
        if topic(name).is_some_and(|topic| !told.contains(&topic)) {
            let reason = format!(
                "this never holds: no question of a live flow, and no flow, has the topic \"{name}\""
            );
            note(&format!("topics[{index}]"), reason);
        }
    }
    warnings
}
