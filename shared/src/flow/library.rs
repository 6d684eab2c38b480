//! All flows of a shop together: what one calls is there, no flow calls itself through others, and no calls go deeper
//! than a shopper can follow.

use super::{Flow, FlowDraft, FlowProblem, Step};
use crate::id::{FlowId, StepId};
use alloc::{
    collections::{BTreeMap, BTreeSet},
    format,
    vec::Vec,
};

/// Flows without mistakes, each of which can call those it names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Library {
    flows: BTreeMap<FlowId, Flow>,
}

impl Library {
    /// The flows that these drafts describe, as version 0.
    ///
    /// # Errors
    /// Every mistake of every draft and of the calls between them; places begin with `flows.` and the flow's id.
    pub fn validate(drafts: Vec<FlowDraft>) -> Result<Self, Vec<FlowProblem>> {
        let mut problems = Vec::new();
        let mut flows = Vec::new();
        for draft in drafts {
            match Flow::validate(&draft) {
                Ok(flow) => flows.push(flow),
                Err(own) => problems.extend(own.into_iter().map(|problem| FlowProblem {
                    place: format!("flows.{}.{}", draft.id, problem.place),
                    reason: problem.reason,
                })),
            }
        }
        match Self::of(flows) {
            Ok(library) if problems.is_empty() => Ok(library),
            Ok(_) => Err(problems),
            // A flow with mistakes of its own is missing here, which is not worth a second complaint.
            Err(_) if !problems.is_empty() => Err(problems),
            Err(problems) => Err(problems),
        }
    }

    /// These flows together, at the versions they have.
    ///
    /// # Errors
    /// Every mistake of the calls between them.
    pub fn of(flows: Vec<Flow>) -> Result<Self, Vec<FlowProblem>> {
        let mut library = Self::default();
        let mut problems = Vec::new();
        for flow in flows {
            let id = flow.id().clone();
            if library.flows.insert(id.clone(), flow).is_some() {
                problems.push(at(&id, "id", "another flow has this id"));
            }
        }
        problems.extend(library.unknown());
        if problems.is_empty() {
            problems.extend(library.circular());
        }
        if problems.is_empty() {
            problems.extend(library.too_deep());
        }
        if problems.is_empty() {
            Ok(library)
        } else {
            problems.sort();
            Err(problems)
        }
    }

    /// A flow.
    #[must_use]
    pub fn flow(&self, id: &FlowId) -> Option<&Flow> {
        self.flows.get(id)
    }

    /// All flows, by id.
    pub fn flows(&self) -> impl Iterator<Item = &Flow> {
        self.flows.values()
    }

    /// The flows that a flow calls, directly or through others, by id.
    #[must_use]
    pub fn called_by(&self, id: &FlowId) -> Vec<&Flow> {
        self.reach(id)
            .into_iter()
            .filter_map(|id| self.flows.get(id))
            .collect()
    }

    fn reach<'a>(&'a self, id: &FlowId) -> BTreeSet<&'a FlowId> {
        let mut open: Vec<&FlowId> = self.calls(id).map(|(_, called)| called).collect();
        let mut reached = BTreeSet::new();
        while let Some(id) = open.pop() {
            if reached.insert(id) {
                open.extend(self.calls(id).map(|(_, called)| called));
            }
        }
        reached
    }

    /// The calls of a flow: the step, and the flow it runs.
    fn calls(&self, id: &FlowId) -> impl Iterator<Item = (&StepId, &FlowId)> {
        let steps = self.flows.get(id).into_iter().flat_map(Flow::steps);
        steps.filter_map(|(step, kind)| {
            if let Step::Call { flow, .. } = kind {
                Some((step, flow))
            } else {
                None
            }
        })
    }

    fn unknown(&self) -> Vec<FlowProblem> {
        let mut problems = Vec::new();
        for id in self.flows.keys() {
            for (step, called) in self.calls(id) {
                let place = format!("steps.{step}.flow");
                let reason = match self.flows.get(called) {
                    None => format!("no flow is called \"{called}\""),
                    Some(flow) if !ends(flow) => {
                        format!("\"{called}\" has no end, so nothing ever comes back from it")
                    }
                    Some(_) => continue,
                };
                problems.push(at(id, &place, &reason));
            }
        }
        problems
    }

    fn circular(&self) -> Vec<FlowProblem> {
        let mut problems = Vec::new();
        for id in self.flows.keys() {
            for (step, called) in self.calls(id) {
                if called == id || self.reach(called).contains(id) {
                    let reason =
                        format!("\"{called}\" leads back to this flow: it would call itself");
                    problems.push(at(id, &format!("steps.{step}.flow"), &reason));
                }
            }
        }
        problems
    }

    fn too_deep(&self) -> Vec<FlowProblem> {
        let mut measured = BTreeMap::new();
        let mut problems = Vec::new();
        for id in self.flows.keys() {
            let (depth, length) = self.measure(id, &mut measured);
            if depth > MAX_DEPTH {
                let reason = format!("calls go {depth} deep, at most {MAX_DEPTH} are allowed");
                problems.push(at(id, "steps", &reason));
            }
            if length > MAX_PATH {
                let reason = format!(
                    "the ids of calls and step together have {length} characters, at most {MAX_PATH} are allowed"
                );
                problems.push(at(id, "steps", &reason));
            }
        }
        problems
    }

    /// How deep a flow's calls go, and the most characters that the ids of calls and a step together have. No flow calls
    /// itself, so this ends; what was measured once is not measured again.
    fn measure<'a>(
        &'a self,
        id: &FlowId,
        measured: &mut BTreeMap<&'a FlowId, (usize, usize)>,
    ) -> (usize, usize) {
        let Some((id, flow)) = self.flows.get_key_value(id) else {
            return (0, 0);
        };
        if let Some(known) = measured.get(id) {
            return *known;
        }
        let lengths = flow.steps().map(|(step, _)| step.as_str().len());
        let mut most = (0, lengths.max().unwrap_or(0));
        for (step, called) in self.calls(id) {
            let (depth, length) = self.measure(called, measured);
            let length = step.as_str().len() + 1 + length;
            most = (most.0.max(depth + 1), most.1.max(length));
        }
        measured.insert(id, most);
        most
    }
}

fn ends(flow: &Flow) -> bool {
    flow.steps()
        .any(|(_, step)| matches!(step, Step::End { .. }))
}

fn at(id: &FlowId, place: &str, reason: &str) -> FlowProblem {
    FlowProblem {
        place: format!("flows.{id}.{place}"),
        reason: reason.into(),
    }
}

/// Calls within calls; deeper, nobody who edits the flows knows any more where a shopper is.
const MAX_DEPTH: usize = 4;
/// What one id can hold; see [`crate::id`].
const MAX_PATH: usize = 100;
