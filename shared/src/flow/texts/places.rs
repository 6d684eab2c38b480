//! Every text of a flow with its place: one walk, by which texts are both listed and replaced.
//!
//! A place is made of ids, so that it stays the same when steps are moved. What a shopper never reads has none: the
//! flow's name and why a conversation is handed over, which the shop's people read in their own language.

use crate::channel::{Channel, Purpose};
use crate::wire::document_v1::{
    ChoiceDraft, DataDraft, FallbackDraft, FlowDraft, StepDraft, WantDraft,
};
use crate::wire::settings_v1::Audience;
use alloc::{
    collections::BTreeSet,
    format,
    string::{String, ToString},
    vec::Vec,
};

/// What stands at a place.
pub(super) enum Slot<'a> {
    /// A text that a shopper reads.
    Text(&'a mut String),
    /// A text that a language may need and another not.
    Optional(&'a mut Option<String>),
    /// What free text is recognised by.
    Phrases(&'a mut Vec<String>),
    /// The id of a consent's exact words.
    Wording(&'a mut String),
}

/// Visits every text of the flow, in its order.
pub(super) fn visit(draft: &mut FlowDraft, see: &mut dyn FnMut(String, Slot)) {
    let ready = ready_answers(draft);
    see(
        "first_message.text".into(),
        Slot::Text(&mut draft.first_message.text),
    );
    for (answer, place) in draft.first_message.answers.iter_mut().zip(ready) {
        see(format!("first_message.answers.{place}"), Slot::Text(answer));
    }
    for own in &mut draft.first_message.for_audience {
        let audience = audience(own.audience);
        let place = format!("first_message.for_audience.{audience}");
        see(place, Slot::Text(&mut own.text));
    }
    for declared in &mut draft.data {
        if let DataDraft::Fallback(FallbackDraft { name, fallback }) = declared {
            see(format!("data.{name}"), Slot::Text(fallback));
        }
    }
    for step in &mut draft.steps {
        visit_step(step, see);
    }
    for question in &mut draft.questions {
        let place = format!("questions.{}.phrases", question.id);
        see(place, Slot::Phrases(&mut question.phrases));
    }
    see(
        "handoff.words".into(),
        Slot::Phrases(&mut draft.handoff.words),
    );
    if let Some(follow_up) = &mut draft.follow_up {
        see(
            "follow_up.subject".into(),
            Slot::Text(&mut follow_up.subject),
        );
        see("follow_up.text".into(), Slot::Text(&mut follow_up.text));
        see("follow_up.sms".into(), Slot::Text(&mut follow_up.sms));
    }
    for wording in &mut draft.opt_out.wordings {
        let (channel, purpose) = (channel(wording.channel), purpose(wording.purpose));
        let place = format!("opt_out.wordings.{channel}.{purpose}");
        see(format!("{place}.id"), Slot::Wording(&mut wording.id));
        see(format!("{place}.text"), Slot::Text(&mut wording.text));
    }
    see("opt_out.email".into(), Slot::Text(&mut draft.opt_out.email));
    see("opt_out.sms".into(), Slot::Text(&mut draft.opt_out.sms));
}

/// What each ready answer is called: the choice of the first ask whose label it is, or else its number.
pub(super) fn ready_answers(draft: &FlowDraft) -> Vec<String> {
    let mut asks = draft.steps.iter().filter_map(|step| {
        let StepDraft::Choose { id, choices, .. } = step else {
            return None;
        };
        (*id == draft.start).then_some(choices)
    });
    let choices = asks.next();
    let choice = |answer: &String| {
        let mut choices = choices.into_iter().flatten();
        choices.find(|choice| choice.label == *answer)
    };
    let answers = draft.first_message.answers.iter().enumerate();
    answers
        .map(|(index, answer)| match choice(answer) {
            Some(choice) => choice.id.clone(),
            None => (index + 1).to_string(),
        })
        .collect()
}

fn visit_step(step: &mut StepDraft, see: &mut dyn FnMut(String, Slot)) {
    match step {
        StepDraft::Say {
            id, text, source, ..
        } => {
            see(of(id, "text"), Slot::Text(text));
            let label = source.as_mut().map(|source| &mut source.label);
            visit_maybe(of(id, "source.label"), label, see);
        }
        StepDraft::LookUp { id, text, .. } | StepDraft::End { id, text } => {
            visit_maybe(of(id, "text"), text.as_mut(), see);
        }
        StepDraft::Recommend { id, text, want, .. } => {
            see(of(id, "text"), Slot::Text(text));
            visit_reasons(id, want, see);
        }
        StepDraft::Compare { id, text, .. }
        | StepDraft::Consent { id, text, .. }
        | StepDraft::FollowUp { id, text, .. } => see(of(id, "text"), Slot::Text(text)),
        StepDraft::CartLink {
            id, text, label, ..
        } => {
            see(of(id, "text"), Slot::Text(text));
            see(of(id, "label"), Slot::Text(label));
        }
        StepDraft::Choose { .. }
        | StepDraft::Fill { .. }
        | StepDraft::AddToCart { .. }
        | StepDraft::ChangeCart { .. }
        | StepDraft::ApplyCode { .. }
        | StepDraft::Rate { .. } => visit_ask(step, see),
        StepDraft::Branch { .. }
        | StepDraft::Call { .. }
        | StepDraft::HandOff { .. }
        | StepDraft::Back { .. } => {}
    }
}

/// The steps that wait for the shopper, but for the consent form, whose words stand elsewhere.
fn visit_ask(step: &mut StepDraft, see: &mut dyn FnMut(String, Slot)) {
    match step {
        StepDraft::Choose {
            id, text, choices, ..
        } => {
            visit_maybe(of(id, "text"), text.as_mut(), see);
            visit_choices(id, choices, see);
        }
        StepDraft::Fill {
            id, text, label, ..
        } => {
            visit_maybe(of(id, "text"), text.as_mut(), see);
            see(of(id, "label"), Slot::Text(label));
        }
        StepDraft::AddToCart {
            id, text, choices, ..
        }
        | StepDraft::ChangeCart {
            id, text, choices, ..
        }
        | StepDraft::ApplyCode {
            id, text, choices, ..
        } => {
            see(of(id, "text"), Slot::Text(text));
            visit_choices(id, choices, see);
        }
        StepDraft::Rate {
            id, text, comment, ..
        } => {
            see(of(id, "text"), Slot::Text(text));
            visit_maybe(of(id, "comment"), comment.as_mut(), see);
        }
        StepDraft::Say { .. }
        | StepDraft::LookUp { .. }
        | StepDraft::Recommend { .. }
        | StepDraft::Compare { .. }
        | StepDraft::Consent { .. }
        | StepDraft::FollowUp { .. }
        | StepDraft::CartLink { .. }
        | StepDraft::Branch { .. }
        | StepDraft::Call { .. }
        | StepDraft::HandOff { .. }
        | StepDraft::Back { .. }
        | StepDraft::End { .. } => {}
    }
}

fn of(step: &str, field: &str) -> String {
    format!("steps.{step}.{field}")
}

fn visit_maybe(place: String, text: Option<&mut String>, see: &mut dyn FnMut(String, Slot)) {
    if let Some(text) = text {
        see(place, Slot::Text(text));
    }
}

fn visit_choices(step: &str, choices: &mut [ChoiceDraft], see: &mut dyn FnMut(String, Slot)) {
    for ChoiceDraft {
        id,
        label,
        in_text,
        phrases,
        next: _,
    } in choices
    {
        let place = |field: &str| format!("steps.{step}.choices.{id}.{field}");
        see(place("label"), Slot::Text(label));
        see(place("in_text"), Slot::Optional(in_text));
        see(place("phrases"), Slot::Phrases(phrases));
    }
}

/// Reasons have no ids: each goes by its attribute, and by a number as well where one is preferred more than once.
fn visit_reasons(step: &str, want: &mut WantDraft, see: &mut dyn FnMut(String, Slot)) {
    let mut seen = BTreeSet::new();
    for prefer in &mut want.prefer {
        let again = |nth: usize| format!("{}.{nth}", prefer.attribute);
        let mut names = core::iter::once(prefer.attribute.clone()).chain((2..).map(again));
        let name = names.find(|name| !seen.contains(name)).unwrap_or_default();
        see(
            format!("steps.{step}.want.prefer.{name}.reason"),
            Slot::Text(&mut prefer.reason),
        );
        seen.insert(name);
    }
}

fn audience(audience: Audience) -> &'static str {
    match audience {
        Audience::FirstVisit => "first_visit",
        Audience::Returning => "returning",
        Audience::Unknown => "unknown",
        Audience::CartAbandoner => "cart_abandoner",
        Audience::RecentBuyer => "recent_buyer",
        Audience::Vip => "vip",
    }
}

fn channel(channel: Channel) -> &'static str {
    match channel {
        Channel::Chat => "chat",
        Channel::Email => "email",
        Channel::Sms => "sms",
        Channel::WhatsApp => "whatsapp",
    }
}

fn purpose(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Marketing => "marketing",
        Purpose::Utility => "utility",
        Purpose::Service => "service",
    }
}
