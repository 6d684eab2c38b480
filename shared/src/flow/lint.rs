//! What is no mistake in a flow, yet seldom meant: four kinds of shopper who read the same, a text about to be too long,
//! an arm a language lacks, a phrase that nothing typed ever reaches, an answer nothing uses. It never refuses a flow;
//! [`super::Flow::validate`] does.

mod phrases;

use super::read::{MAX_INVITATION, MAX_LABEL, MAX_SMS, MAX_TEXT};
use super::{FlowDraft, FlowProblem, Template, built_in, outline, texts};
use crate::locale::Locale;
use crate::sort;
use crate::wire::document_v1::{StepDraft, TriggerDraft, WhenDraft};
use crate::wire::settings_v1::Audience;
use alloc::{
    collections::BTreeSet,
    format,
    string::{String, ToString},
    vec::Vec,
};

/// Everything in a draft that its author should look at again, by place; the draft need not be valid.
#[must_use]
pub fn lint(draft: &FlowDraft) -> Vec<FlowProblem> {
    let mut lints = Vec::new();
    if let Some(trigger) = &draft.trigger {
        lints.extend(everywhere(trigger));
        lints.extend(alike(draft, trigger));
    }
    lints.extend(language(draft));
    lints.extend(phrases::unheard(draft));
    lints.extend(unused(draft));
    lints.sort();
    lints.dedup();
    lints
}

fn everywhere(trigger: &TriggerDraft) -> Option<FlowProblem> {
    let anywhere = trigger.pages.is_empty() && trigger.paths.is_empty();
    anywhere.then(|| {
        at(
            "trigger.pages",
            "no page is named, so it invites on every page of the shop",
        )
    })
}

/// Of the four audiences that should never read the same, those that do.
fn alike(draft: &FlowDraft, trigger: &TriggerDraft) -> Vec<FlowProblem> {
    let invited =
        |audience: &Audience| trigger.audience.is_empty() || trigger.audience.contains(audience);
    let first = &draft.first_message;
    let reads = |audience: Audience| {
        let own = first
            .for_audience
            .iter()
            .find(|own| own.audience == audience);
        own.map_or(first.text.trim(), |own| own.text.trim())
    };
    let apart = APART
        .iter()
        .filter(|(audience, _)| invited(audience))
        .map(|(audience, name)| (reads(*audience), *name));
    let apart: Vec<(&str, &str)> = apart.collect();
    let different = sort::set(apart.iter().map(|(text, _)| *text));
    let same = different.into_iter().map(|text| {
        let readers = apart.iter().filter(|(read, _)| *read == text);
        readers.map(|(_, name)| *name).collect::<Vec<_>>()
    });
    same.filter(|readers| readers.len() > 1)
        .map(|readers| {
            let reason = format!(
                "{} would read the same; give each words of their own",
                readers.join(", ")
            );
            at("first_message.for_audience", &reason)
        })
        .collect()
}

/// What every text of the flow says to a native reader, and how near it is to the most it may have.
fn language(draft: &FlowDraft) -> Vec<FlowProblem> {
    let mut lints = Vec::new();
    let locale = Locale::known(&draft.language);
    if locale.is_none() {
        let reason = format!("\"{}\" is not a language spoken here", draft.language);
        lints.push(at("language", &reason));
    }
    for (place, text) in texts(draft) {
        let arms = locale.and_then(|locale| Some(Template::parse(&text).ok()?.lint(locale)));
        let arms = arms.into_iter().flatten();
        lints.extend(arms.map(|arm| at(&place, &arm.to_string())));
        let count = text.chars().count();
        if let Some(most) = most(&place).filter(|most| count * 10 > most * 9) {
            let reason =
                format!("{count} characters, at most {most} are allowed: hardly room for a change");
            lints.push(at(&place, &reason));
        }
    }
    lints
}

/// The most characters that a text at this place may have; `None` where none are counted.
fn most(place: &str) -> Option<usize> {
    let field = place.rsplit('.').next().unwrap_or_default();
    let begins = |beginning: &str| place.starts_with(beginning);
    match field {
        "id" | "in_text" => None,
        "subject" => Some(MAX_LABEL * 2),
        "sms" => Some(MAX_SMS),
        "label" | "comment" => Some(MAX_LABEL),
        _ if begins("first_message.answers.") || begins("data.") => Some(MAX_LABEL),
        _ if begins("first_message.") => Some(MAX_INVITATION),
        _ => Some(MAX_TEXT),
    }
}

/// Names that nothing in the flow uses. A rating is for the figures; and what a flow without a beginning of its own
/// learns, the flow that calls it may use, as a called one may use this one's.
fn unused(draft: &FlowDraft) -> Vec<FlowProblem> {
    let begins = draft.trigger.is_some() || draft.after.is_some();
    if !begins || draft.calls().next().is_some() {
        return Vec::new();
    }
    let used = used(draft);
    let rated = |name: &str| {
        let mut steps = draft.steps.iter();
        steps.any(|step| matches!(step, StepDraft::Rate { save, .. } if save == name))
    };
    let data = draft.data.iter().enumerate();
    data.filter(|(_, data)| !used.contains(data.name()) && !rated(data.name()))
        .map(|(index, data)| {
            let name = data.name();
            let reason = if built_in(name).is_some() {
                format!("no text uses \"{name}\"")
            } else {
                format!("no text, search or branch uses \"{name}\": only a person will read it")
            };
            at(&format!("data[{index}]"), &reason)
        })
        .collect()
}

fn used(draft: &FlowDraft) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for (_, text) in texts(draft) {
        if let Ok(template) = Template::parse(&text) {
            used.extend(template.holes().map(ToString::to_string));
        }
    }
    for step in &draft.steps {
        used.extend(
            outline::wants(step)
                .into_iter()
                .map(|(_, name)| name.to_string()),
        );
        if let StepDraft::LookUp { with, .. } = step {
            used.extend(with.values().cloned());
        }
        if let StepDraft::Branch { cases, .. } = step {
            used.extend(cases.iter().filter_map(|case| asked(&case.when)));
        }
    }
    used
}

/// The name a condition asks about.
fn asked(when: &WhenDraft) -> Option<String> {
    match when {
        WhenDraft::Answer { data, .. } | WhenDraft::AtLeast { data, .. } => Some(data.clone()),
        WhenDraft::Known(name) => Some(name.clone()),
        WhenDraft::Page(_) | WhenDraft::CartAtLeast(_) | WhenDraft::Country(_) => None,
    }
}

fn at(place: &str, reason: &str) -> FlowProblem {
    FlowProblem {
        place: place.to_string(),
        reason: reason.to_string(),
    }
}

/// Who should never read the same; see [`crate::wire::document_v1::FirstMessageDraft::for_audience`].
const APART: [(Audience, &str); 4] = [
    (Audience::FirstVisit, "first_visit"),
    (Audience::CartAbandoner, "cart_abandoner"),
    (Audience::RecentBuyer, "recent_buyer"),
    (Audience::Vip, "vip"),
];
