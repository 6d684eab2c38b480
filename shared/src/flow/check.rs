//! The graph as a whole: nothing unreachable, no loop without a question in it, a way out of every step, a way to a
//! person from every ask, and an answer for every hole on every path to it.

use super::{FlowDraft, FlowProblem, Template, outline};
use crate::sort;
use crate::wire::document_v1::StepDraft;
use alloc::{
    collections::{BTreeMap, BTreeSet},
    format,
    string::String,
    vec::Vec,
};

/// Everything that is wrong with the graph. Leads to unknown steps are left out here; reading names them.
pub(super) fn graph(draft: &FlowDraft) -> Vec<FlowProblem> {
    let graph = Graph::of(draft);
    let mut problems = graph.unreachable();
    problems.extend(graph.without_end());
    problems.extend(graph.loops());
    problems.extend(graph.stray_backs());
    problems.extend(graph.missing_data());
    problems
}

type Ids<'a> = BTreeSet<&'a str>;

struct Graph<'a> {
    draft: &'a FlowDraft,
    steps: BTreeMap<&'a str, &'a StepDraft>,
    leads: BTreeMap<&'a str, Ids<'a>>,
}

impl<'a> Graph<'a> {
    fn of(draft: &'a FlowDraft) -> Self {
        let steps = draft.steps.iter();
        let steps = sort::map(steps.map(|step| (outline::id(step), step)));
        let lead = |step: &'a StepDraft| -> Ids<'a> {
            let leads = outline::leads(step).into_iter().map(|(_, next)| next);
            sort::set(leads.filter(|next| steps.contains_key(next)))
        };
        let leads = sort::map(steps.iter().map(|(id, step)| (*id, lead(step))));
        Self {
            draft,
            steps,
            leads,
        }
    }

    fn next(&self, id: &str) -> impl Iterator<Item = &'a str> + '_ {
        self.leads.get(id).into_iter().flatten().copied()
    }

    /// What can be reached from these steps, themselves included, without going on past a step that `stops`.
    fn reach(
        &self,
        from: impl Iterator<Item = &'a str>,
        stops: impl Fn(&StepDraft) -> bool,
    ) -> Ids<'a> {
        let mut open: Vec<&str> = from.filter(|id| self.steps.contains_key(id)).collect();
        let mut reached = Ids::new();
        while let Some(id) = open.pop() {
            let on = self.steps.get(id).is_some_and(|step| !stops(step));
            if reached.insert(id) && on {
                open.extend(self.next(id));
            }
        }
        reached
    }

    fn questions(&self) -> impl Iterator<Item = &'a str> + '_ {
        self.draft
            .questions
            .iter()
            .map(|question| question.next.as_str())
    }

    fn unreachable(&self) -> Vec<FlowProblem> {
        let start = core::iter::once(self.draft.start.as_str());
        let reached = self.reach(start.chain(self.questions()), |_| false);
        let lost = self.steps.keys().filter(|id| !reached.contains(*id));
        lost.map(|id| at_step(id, "no step and no question leads here"))
            .collect()
    }

    fn without_end(&self) -> Vec<FlowProblem> {
        let mut problems = Vec::new();
        for (id, step) in &self.steps {
            let reached = self.reach(core::iter::once(*id), |_| false);
            let any = |wanted: fn(&StepDraft) -> bool| {
                let mut steps = reached.iter().filter_map(|id| self.steps.get(id));
                steps.any(|step| wanted(step))
            };
            let person = |step: &StepDraft| {
                matches!(step, StepDraft::HandOff { .. } | StepDraft::Back { .. })
            };
            let out = |step: &StepDraft| {
                matches!(
                    step,
                    StepDraft::HandOff { .. } | StepDraft::Back { .. } | StepDraft::End { .. }
                )
            };
            if !any(out) {
                problems.push(at_step(
                    id,
                    "no way out: no end and no person can be reached from here",
                ));
            } else if outline::is_ask(step) && !any(person) {
                problems.push(at_step(id, "no way to a person can be reached from here"));
            }
        }
        problems
    }

    fn loops(&self) -> Vec<FlowProblem> {
        let circular = |id: &&str| {
            let asks = self
                .steps
                .get(*id)
                .is_some_and(|step| outline::is_ask(step));
            !asks && self.reach(self.next(id), outline::is_ask).contains(*id)
        };
        let looped = self.steps.keys().filter(|id| circular(id));
        looped
            .map(|id| {
                at_step(
                    id,
                    "a loop without a question: it would never wait for the shopper",
                )
            })
            .collect()
    }

    /// `back` outside the answer to a question has nothing to go back to.
    fn stray_backs(&self) -> Vec<FlowProblem> {
        let start = core::iter::once(self.draft.start.as_str());
        let reached = self.reach(start, |_| false);
        let is_back = |id: &&str| matches!(self.steps.get(*id), Some(StepDraft::Back { .. }));
        let stray = reached.iter().filter(|id| is_back(id));
        stray
            .map(|id| {
                at_step(
                    id,
                    "back is only for the answer to a question, yet the start leads here",
                )
            })
            .collect()
    }

    fn missing_data(&self) -> Vec<FlowProblem> {
        let known = self.known();
        let mut problems = Vec::new();
        for (id, step) in &self.steps {
            let Some(known) = known.get(id) else { continue };
            let unknown = |name: &str| !known.contains(name) && self.only_asked(name);
            if let Some((field, text)) = outline::texts(step) {
                let template = Template::parse(text);
                let needs = template.iter().flat_map(Template::needs);
                for name in needs.filter(|name| unknown(name)) {
                    problems.push(at_field(id, field, &unanswered(name)));
                }
            }
            let wants = outline::wants(step);
            for (field, name) in wants.iter().filter(|(_, name)| unknown(name)) {
                problems.push(at_field(id, field, &unanswered(name)));
            }
        }
        problems.extend(self.missing_in_follow_up(&known));
        problems
    }

    fn missing_in_follow_up(&self, known: &BTreeMap<&'a str, Ids<'a>>) -> Vec<FlowProblem> {
        let Some(follow_up) = &self.draft.follow_up else {
            return Vec::new();
        };
        let sends = |id: &&&str| matches!(self.steps.get(**id), Some(StepDraft::FollowUp { .. }));
        let places: Vec<&Ids> = known
            .iter()
            .filter(|(id, _)| sends(id))
            .map(|(_, known)| known)
            .collect();
        let texts = [
            ("subject", &follow_up.subject),
            ("text", &follow_up.text),
            ("sms", &follow_up.sms),
        ];
        let mut problems = Vec::new();
        for (field, text) in texts {
            let template = Template::parse(text);
            for name in template.iter().flat_map(Template::needs) {
                // The message that opens a flow goes before anything is asked.
                let opens = self.draft.after.is_some();
                let missing = opens || places.iter().any(|known| !known.contains(name));
                if missing && self.only_asked(name) {
                    problems.push(FlowProblem {
                        place: format!("follow_up.{field}"),
                        reason: unanswered(name),
                    });
                }
            }
        }
        problems
    }

    /// Whether something is known by this name only once it is answered.
    fn only_asked(&self, name: &str) -> bool {
        let mut data = self.draft.data.iter();
        data.any(|data| data.name() == name && data.fallback().is_none())
    }

    /// The names that are answered on every path to a step; a step that nothing leads to is left out.
    fn known(&self) -> BTreeMap<&'a str, Ids<'a>> {
        let mut known: BTreeMap<&str, Ids> = BTreeMap::new();
        let start = core::iter::once(self.draft.start.as_str());
        let mut open: Vec<(&str, Ids)> = start
            .chain(self.questions())
            .filter(|id| self.steps.contains_key(id))
            .map(|id| (id, Ids::new()))
            .collect();
        while let Some((id, answered)) = open.pop() {
            let fewer: Ids = match known.get(id) {
                Some(before) => sort::set(before.intersection(&answered).copied()),
                None => answered,
            };
            if known.get(id) == Some(&fewer) {
                continue;
            }
            known.insert(id, fewer.clone());
            let Some(step) = self.steps.get(id) else {
                continue;
            };
            for (field, next) in outline::leads(step) {
                let Some((next, _)) = self.steps.get_key_value(next) else {
                    continue;
                };
                let mut after = fewer.clone();
                if field != outline::SKIPPED {
                    after.extend(outline::saves(step));
                }
                open.push((next, after));
            }
        }
        known
    }
}

fn at_step(id: &str, reason: &str) -> FlowProblem {
    FlowProblem {
        place: format!("steps.{id}"),
        reason: reason.into(),
    }
}

fn at_field(id: &str, field: &str, reason: &str) -> FlowProblem {
    FlowProblem {
        place: format!("steps.{id}.{field}"),
        reason: reason.into(),
    }
}

fn unanswered(name: &str) -> String {
    format!(
        "\"{name}\" is not answered on every way here; ask for it before, or give a fallback: {{{name}|…}}"
    )
}
