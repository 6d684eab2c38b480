//! Phrases that nothing typed ever reaches. Words that call a person are heard first, then questions, of which the one
//! with the most words wins and the first among equals, then the open ask's choices, of which just one must be meant.

use super::at;
use crate::flow::{FlowDraft, FlowProblem, Phrase, outline, words};
use crate::wire::document_v1::{ChoiceDraft, StepDraft};
use alloc::{format, string::String, vec::Vec};

/// A phrase, and who listens for it.
struct Heard<'a> {
    place: String,
    text: &'a str,
    listener: (usize, &'a str),
    phrase: Phrase,
}

/// The phrases that another always comes before.
pub(super) fn unheard(draft: &FlowDraft) -> Vec<FlowProblem> {
    let person = heard("handoff.words", (0, "a person"), &draft.handoff.words);
    let questions = draft.questions.iter().enumerate();
    let questions: Vec<Heard> = questions
        .flat_map(|(index, question)| {
            let place = format!("questions[{index}].phrases");
            heard(&place, (index, &question.id), &question.phrases)
        })
        .collect();
    let mut lints: Vec<FlowProblem> = questions
        .iter()
        .filter_map(|phrase| calls_a_person(&person, phrase).or_else(|| loses(&questions, phrase)))
        .collect();
    for step in &draft.steps {
        let choices = choices(step);
        lints.extend(choices.iter().filter_map(|phrase| {
            calls_a_person(&person, phrase)
                .or_else(|| asks(&questions, phrase))
                .or_else(|| ambiguous(step, phrase))
        }));
    }
    lints
}

fn heard<'a>(place: &str, listener: (usize, &'a str), texts: &'a [String]) -> Vec<Heard<'a>> {
    let phrase = |(index, text): (usize, &'a String)| {
        Some(Heard {
            place: format!("{place}[{index}]"),
            text,
            listener,
            phrase: Phrase::parse(text)?,
        })
    };
    texts.iter().enumerate().filter_map(phrase).collect()
}

fn choices(step: &StepDraft) -> Vec<Heard<'_>> {
    let id = outline::id(step);
    let choices = outline::choices(step).iter().enumerate();
    choices
        .flat_map(|(index, choice)| {
            let place = format!("steps.{id}.choices[{index}].phrases");
            heard(&place, (index, &choice.label), &choice.phrases)
        })
        .collect()
}

fn calls_a_person(person: &[Heard], phrase: &Heard) -> Option<FlowProblem> {
    let first = person
        .iter()
        .find(|first| first.phrase.covers(&phrase.phrase))?;
    let reason = format!("\"{}\" in handoff.words calls a person first", first.text);
    Some(never(phrase, &reason))
}

fn loses(questions: &[Heard], phrase: &Heard) -> Option<FlowProblem> {
    let (own, _) = phrase.listener;
    let wins = |other: &&Heard| {
        let (index, _) = other.listener;
        let more = match other.phrase.most().cmp(&phrase.phrase.most()) {
            core::cmp::Ordering::Greater => true,
            core::cmp::Ordering::Equal => index < own,
            core::cmp::Ordering::Less => false,
        };
        index != own && more && other.phrase.covers(&phrase.phrase)
    };
    let (_, winner) = questions.iter().find(wins)?.listener;
    Some(never(phrase, &format!("the question \"{winner}\" wins")))
}

fn asks(questions: &[Heard], phrase: &Heard) -> Option<FlowProblem> {
    let mut questions = questions.iter();
    let (_, asked) = questions
        .find(|question| question.phrase.covers(&phrase.phrase))?
        .listener;
    let reason = format!("the question \"{asked}\" is answered first");
    Some(never(phrase, &reason))
}

/// Where one choice is asked for, words that name two name none.
fn ambiguous(step: &StepDraft, phrase: &Heard) -> Option<FlowProblem> {
    if matches!(step, StepDraft::Choose { many: true, .. }) {
        return None;
    }
    let (own, _) = phrase.listener;
    let named = |choice: &ChoiceDraft| {
        let label = words(&choice.label).join(" ");
        let names =
            core::iter::once(label.as_str()).chain(choice.phrases.iter().map(String::as_str));
        names
            .filter_map(Phrase::parse)
            .any(|name| name.covers(&phrase.phrase))
    };
    let mut choices = outline::choices(step).iter().enumerate();
    let (_, other) = choices.find(|(index, choice)| *index != own && named(choice))?;
    let reason = format!("it also names the choice \"{}\"", other.label);
    Some(never(phrase, &reason))
}

fn never(phrase: &Heard, reason: &str) -> FlowProblem {
    let reason = format!("\"{}\" never wins: {reason}", phrase.text);
    at(&phrase.place, &reason)
}
