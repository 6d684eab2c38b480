//! A drafted step as a point of the graph: its id, where it leads, what it learns and which text it says. It reads the
//! draft as it stands, so that a graph with mistakes can still be looked at as a whole.

use crate::wire::document_v1::{ChoiceDraft, StepDraft, WantDraft};
use alloc::{
    format,
    string::{String, ToString},
    vec,
    vec::Vec,
};

/// The step's id.
pub(super) fn id(step: &StepDraft) -> &str {
    match step {
        StepDraft::Say { id, .. }
        | StepDraft::Choose { id, .. }
        | StepDraft::Fill { id, .. }
        | StepDraft::Branch { id, .. }
        | StepDraft::LookUp { id, .. }
        | StepDraft::Recommend { id, .. }
        | StepDraft::Compare { id, .. }
        | StepDraft::AddToCart { id, .. }
        | StepDraft::ChangeCart { id, .. }
        | StepDraft::ApplyCode { id, .. }
        | StepDraft::CartLink { id, .. }
        | StepDraft::Rate { id, .. }
        | StepDraft::Call { id, .. }
        | StepDraft::Consent { id, .. }
        | StepDraft::FollowUp { id, .. }
        | StepDraft::HandOff { id, .. }
        | StepDraft::Back { id }
        | StepDraft::End { id, .. } => id,
    }
}

/// The steps it leads to, each with the place that names it.
pub(super) fn leads(step: &StepDraft) -> Vec<(String, &str)> {
    match step {
        StepDraft::Say { next, .. }
        | StepDraft::Fill { next, .. }
        | StepDraft::CartLink { next, .. }
        | StepDraft::FollowUp { next, .. }
        | StepDraft::Call { next, .. } => vec![one("next", next)],
        StepDraft::Rate { skipped, next, .. } => vec![one(SKIPPED, skipped), one("next", next)],
        StepDraft::LookUp { none, next, .. }
        | StepDraft::Recommend { none, next, .. }
        | StepDraft::Compare { none, next, .. } => vec![one("none", none), one("next", next)],
        StepDraft::Consent {
            agreed, declined, ..
        } => vec![one("agreed", agreed), one("declined", declined)],
        StepDraft::Choose { choices, next, .. } => {
            besides(choices, next.iter().map(|next| one("next", next)))
        }
        StepDraft::AddToCart { choices, added, .. } => besides(choices, [one("added", added)]),
        StepDraft::ChangeCart {
            choices,
            changed,
            none,
            ..
        } => besides(choices, [one("changed", changed), one("none", none)]),
        StepDraft::ApplyCode {
            choices,
            applied,
            refused,
            ..
        } => besides(choices, [one("applied", applied), one("refused", refused)]),
        StepDraft::Branch {
            cases, otherwise, ..
        } => {
            let case = |(index, next)| (format!("cases[{index}].next"), next);
            let nexts = cases.iter().map(|case| case.next.as_str());
            let mut leads: Vec<_> = nexts.enumerate().map(case).collect();
            leads.push(one("otherwise", otherwise));
            leads
        }
        StepDraft::HandOff { .. } | StepDraft::Back { .. } | StepDraft::End { .. } => Vec::new(),
    }
}

/// What can be picked in it.
pub(super) fn choices(step: &StepDraft) -> &[ChoiceDraft] {
    if let StepDraft::Choose { choices, .. }
    | StepDraft::AddToCart { choices, .. }
    | StepDraft::ChangeCart { choices, .. }
    | StepDraft::ApplyCode { choices, .. } = step
    {
        choices
    } else {
        &[]
    }
}

/// Whether the flow waits here for the shopper.
pub(super) fn is_ask(step: &StepDraft) -> bool {
    matches!(
        step,
        StepDraft::Choose { .. }
            | StepDraft::Fill { .. }
            | StepDraft::AddToCart { .. }
            | StepDraft::ChangeCart { .. }
            | StepDraft::ApplyCode { .. }
            | StepDraft::Rate { .. }
            | StepDraft::Consent { .. }
    )
}

/// The name it keeps an answer by.
pub(super) fn saves(step: &StepDraft) -> Option<&str> {
    match step {
        StepDraft::Choose { save, .. } => save.as_deref(),
        StepDraft::Fill { save, .. } | StepDraft::Rate { save, .. } => Some(save),
        StepDraft::Say { .. }
        | StepDraft::Branch { .. }
        | StepDraft::LookUp { .. }
        | StepDraft::Recommend { .. }
        | StepDraft::Compare { .. }
        | StepDraft::AddToCart { .. }
        | StepDraft::ChangeCart { .. }
        | StepDraft::ApplyCode { .. }
        | StepDraft::CartLink { .. }
        | StepDraft::Consent { .. }
        | StepDraft::FollowUp { .. }
        | StepDraft::Call { .. }
        | StepDraft::HandOff { .. }
        | StepDraft::Back { .. }
        | StepDraft::End { .. } => None,
    }
}

/// The texts with holes it says, each with its field.
pub(super) fn texts(step: &StepDraft) -> Option<(&'static str, &str)> {
    match step {
        StepDraft::Say { text, .. }
        | StepDraft::Recommend { text, .. }
        | StepDraft::Compare { text, .. }
        | StepDraft::AddToCart { text, .. }
        | StepDraft::ChangeCart { text, .. }
        | StepDraft::ApplyCode { text, .. }
        | StepDraft::CartLink { text, .. }
        | StepDraft::Rate { text, .. }
        | StepDraft::Consent { text, .. }
        | StepDraft::FollowUp { text, .. } => Some(("text", text)),
        StepDraft::Choose { text, .. }
        | StepDraft::Fill { text, .. }
        | StepDraft::LookUp { text, .. }
        | StepDraft::End { text, .. } => text.as_deref().map(|text| ("text", text)),
        StepDraft::Branch { .. }
        | StepDraft::Call { .. }
        | StepDraft::HandOff { .. }
        | StepDraft::Back { .. } => None,
    }
}

/// The names whose answers it needs to have, each with its field.
pub(super) fn wants(step: &StepDraft) -> Vec<(String, &str)> {
    match step {
        StepDraft::Recommend { want, .. } => wanted(want),
        StepDraft::ApplyCode { from, .. } => from.iter().map(|from| one("from", from)).collect(),
        StepDraft::LookUp { what, with, .. } => {
            let (needed, _) = what.with();
            let needs = with
                .iter()
                .filter(|(part, _)| needed.contains(&part.as_str()));
            needs
                .map(|(part, name)| (format!("with.{part}"), name.as_str()))
                .collect()
        }
        StepDraft::Say { .. }
        | StepDraft::Choose { .. }
        | StepDraft::Fill { .. }
        | StepDraft::Branch { .. }
        | StepDraft::Compare { .. }
        | StepDraft::AddToCart { .. }
        | StepDraft::ChangeCart { .. }
        | StepDraft::CartLink { .. }
        | StepDraft::Consent { .. }
        | StepDraft::FollowUp { .. }
        | StepDraft::Rate { .. }
        | StepDraft::Call { .. }
        | StepDraft::HandOff { .. }
        | StepDraft::Back { .. }
        | StepDraft::End { .. } => Vec::new(),
    }
}

/// The lead of a rating that was not given, after which nothing is saved.
pub(super) const SKIPPED: &str = "skipped";

fn wanted(want: &WantDraft) -> Vec<(String, &str)> {
    let require = want.require.iter().map(|require| &require.from);
    let prefer = want.prefer.iter().map(|prefer| &prefer.from);
    let place = |list: &'static str| {
        move |(index, from): (usize, _)| (format!("want.{list}[{index}].from"), from)
    };
    let all = require
        .enumerate()
        .map(place("require"))
        .chain(prefer.enumerate().map(place("prefer")));
    all.filter_map(|(place, from): (String, &Option<String>)| Some((place, from.as_deref()?)))
        .collect()
}

fn one<'a>(field: &str, id: &'a str) -> (String, &'a str) {
    (field.to_string(), id)
}

/// Where the choices of an ask lead, and where else it does.
fn besides<'a>(
    choices: &'a [ChoiceDraft],
    others: impl IntoIterator<Item = (String, &'a str)>,
) -> Vec<(String, &'a str)> {
    let lead = |(index, choice): (usize, &'a ChoiceDraft)| {
        Some((format!("choices[{index}].next"), choice.next.as_deref()?))
    };
    let leads = choices.iter().enumerate().filter_map(lead);
    leads.chain(others).collect()
}
