//! Where in which flow a conversation is. A step of a called flow is named by the calls that led to it and its own id,
//! parted by `:`, so that one id says all there is to store; nothing is copied when a flow is called.

use super::FlowRef;
use super::act::Act;
use crate::flow::{Flow, PATH, Step};
use crate::id::{FlowId, StepId};
use crate::sort;
use alloc::{format, string::String, vec::Vec};

impl<'a> Act<'a> {
    /// The flow this conversation began with; none when the shop has no longer that version of it.
    pub(super) fn flow(&self) -> Option<&'a Flow> {
        let flow = self.shop.flow.as_ref()?;
        let begun = self.state.flow.as_ref();
        begun
            .is_none_or(|begun| is_version(flow, begun))
            .then_some(flow)
    }

    /// Keeps the versions of all flows that `flow` can call, for as long as this conversation lasts.
    pub(super) fn pin_called(&mut self, flow: &'a Flow) {
        let mut open: Vec<&FlowId> = flow.calls().collect();
        let mut pinned: Vec<FlowRef> = Vec::new();
        while let Some(id) = open.pop() {
            let known = pinned.iter().any(|pin| pin.id == *id);
            let called = self.shop.called.iter().find(|flow| flow.id() == id);
            if let (false, Some(called)) = (known, called) {
                pinned.push(FlowRef {
                    id: id.clone(),
                    version: called.version(),
                });
                open.extend(called.calls());
            }
        }
        sort::sort_by(&mut pinned, |one, other| one.id.cmp(&other.id));
        self.state.called = pinned;
    }

    /// A step by its whole id.
    pub(super) fn step(&self, id: &StepId) -> Option<&'a Step> {
        let (flow, own) = self.place_of(id)?;
        flow.step(&own)
    }

    /// The flow that a step belongs to; the first one for no step.
    pub(super) fn flow_of(&self, id: Option<&StepId>) -> Option<&'a Flow> {
        match id {
            Some(id) => self.place_of(id).map(|(flow, _)| flow),
            None => self.flow(),
        }
    }

    /// The flows that hold at a step: its own, then the one that called it, and so on; each with the calls that led to it.
    pub(super) fn flows_at(&self, id: &StepId) -> Vec<(&'a Flow, String)> {
        let mut flows: Vec<(&Flow, String)> = self
            .flow()
            .map(|flow| (flow, String::new()))
            .into_iter()
            .collect();
        for (at, _) in id.as_str().match_indices(PATH) {
            let Some((calls, _)) = id.as_str().split_at_checked(at) else {
                break;
            };
            let call = calls.parse::<StepId>().ok();
            let called = call.and_then(|call| self.callee(&call));
            flows.extend(called.map(|flow| (flow, calls.into())));
        }
        flows.reverse();
        flows
    }

    /// The first step of the flow that this call runs.
    pub(super) fn enter_call(&self, call: &StepId) -> Option<StepId> {
        joined(call.as_str(), self.callee(call)?.start())
    }

    /// The step after the call that a step lies in; none for a step of the first flow.
    pub(super) fn after_call(&self, id: &StepId) -> Option<StepId> {
        let call = parted(id)?.0.parse().ok()?;
        if let Step::Call { next, .. } = self.step(&call)? {
            Some(lead(&call, next))
        } else {
            None
        }
    }

    /// The step that answers what these words ask, and the name by which the question is remembered. Of the flows that
    /// hold at a step, the innermost that knows one wins.
    pub(super) fn question_at(&self, at: &StepId, spoken: &[String]) -> Option<(StepId, String)> {
        self.flows_at(at).into_iter().find_map(|(flow, calls)| {
            let question = flow.asked(spoken)?;
            if calls.is_empty() {
                return Some((question.next.clone(), question.id.clone()));
            }
            let next = joined(&calls, &question.next)?;
            Some((next, format!("{calls}{PATH}{}", question.id)))
        })
    }

    fn place_of(&self, id: &StepId) -> Option<(&'a Flow, StepId)> {
        let Some((call, own)) = parted(id) else {
            return Some((self.flow()?, id.clone()));
        };
        let flow = self.callee(&call.parse().ok()?)?;
        Some((flow, own.parse().ok()?))
    }

    /// The flow that a call runs, at the version this conversation began with.
    fn callee(&self, call: &StepId) -> Option<&'a Flow> {
        let Step::Call { flow: id, .. } = self.step(call)? else {
            return None;
        };
        let pin = self.state.called.iter().find(|pin| pin.id == *id)?;
        let mut flows = self.shop.called.iter();
        flows.find(|flow| is_version(flow, pin))
    }
}

/// The step `next` of the flow that `id` belongs to.
pub(super) fn lead(id: &StepId, next: &StepId) -> StepId {
    match parted(id) {
        Some((calls, _)) => joined(calls, next).unwrap_or_else(|| id.clone()),
        None => next.clone(),
    }
}

fn is_version(flow: &Flow, begun: &FlowRef) -> bool {
    (flow.id(), flow.version()) == (&begun.id, begun.version)
}

/// The calls that led to a step, and its own id.
fn parted(id: &StepId) -> Option<(&str, &str)> {
    id.as_str().rsplit_once(PATH)
}

/// A step behind these calls; none when the id would be longer than one can be, which no library lets happen.
fn joined(calls: &str, own: &StepId) -> Option<StepId> {
    format!("{calls}{PATH}{own}").parse().ok()
}
