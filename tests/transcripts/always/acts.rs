//! What an act is as an input, given what is open then.

use super::{Act, opened};
use parley_tests::scene::Scene;
use shared::channel::Channel;
use shared::conversation::{Found, Input};
use shared::id::{ChoiceId, TurnId};
use shared::wire::frame_v1::{Granted, Page, Part, Say};

/// The input that this act is, now.
pub(crate) fn input(scene: &Scene, act: &Act, number: usize) -> Option<Input> {
    match act {
        Act::Open => Some(opened()),
        Act::Page(kind) => Some(Input::Paged(Page {
            kind: *kind,
            handle: None,
        })),
        Act::Found(lookup) => Some(Input::Found {
            lookup: *lookup,
            found: Found::Failed,
        }),
        Act::Deadline => Some(Input::Deadline),
        _ => Some(Input::Said {
            id: turn_id(number),
            say: say(scene, act)?,
        }),
    }
}

fn say(scene: &Scene, act: &Act) -> Option<Say> {
    let open = scene.conversation.now().ask.unwrap_or(1);
    match act {
        Act::Text(text) => Some(Say::Text(text.clone())),
        Act::Fill(value) => Some(Say::Fill {
            ask: open,
            value: value.clone(),
        }),
        Act::Person => Some(Say::Person),
        Act::End => Some(Say::End),
        Act::Decline => Some(Say::Consent {
            ask: open,
            grant: None,
        }),
        Act::Pick { index, late } => Some(pick(scene, open.saturating_sub(*late), *index)),
        Act::Consent { offer, address } => consent(scene, open, *offer, address),
        Act::Add { card } => Some(Say::Added {
            variant: shown(scene, *card)?,
            quantity: 1,
        }),
        Act::NotAdd { card } => Some(Say::NotAdded {
            variant: shown(scene, *card)?,
            reason: None,
        }),
        Act::Rate(stars) => Some(Say::Rate {
            ask: open,
            stars: *stars,
            comment: None,
        }),
        Act::Apply(outcome) => Some(Say::Applied {
            code: "thanks".into(),
            outcome: *outcome,
        }),
        Act::Line(quantity) => Some(Say::Changed {
            variant: "46118204111425".parse().unwrap(),
            quantity: *quantity,
        }),
        Act::Back => Some(Say::Back),
        Act::Change(ask) => Some(Say::Change { ask: *ask }),
        _ => None,
    }
}

fn pick(scene: &Scene, ask: u64, index: usize) -> Say {
    let parts = parts(scene, ask);
    let ids: Vec<ChoiceId> = parts.iter().filter_map(choices).flatten().collect();
    let picked = ids.get(index % ids.len().max(1)).cloned();
    Say::Choose {
        ask,
        choices: picked.into_iter().collect(),
    }
}

fn consent(scene: &Scene, ask: u64, offer: usize, address: &str) -> Option<Say> {
    let parts = parts(scene, ask);
    let forms: Vec<_> = parts.into_iter().filter_map(offers).flatten().collect();
    let (channel, wording) = forms.get(offer % forms.len().max(1)).cloned()?;
    let address = address.to_string();
    Some(Say::Consent {
        ask,
        grant: Some(Granted {
            channel,
            address,
            wording,
        }),
    })
}

fn parts(scene: &Scene, ask: u64) -> Vec<Part> {
    let turn = scene
        .conversation
        .turns()
        .iter()
        .find(|turn| turn.seq == ask);
    turn.into_iter()
        .flat_map(|turn| turn.parts.clone())
        .collect()
}

pub(crate) fn turn_id(number: usize) -> TurnId {
    format!("p-{number}").parse().unwrap()
}

fn choices(part: &Part) -> Option<Vec<ChoiceId>> {
    let Part::Choices(choices) = part else {
        return None;
    };
    Some(
        choices
            .choices
            .iter()
            .map(|choice| choice.id.clone())
            .collect(),
    )
}

fn offers(part: Part) -> Option<Vec<(Channel, shared::id::WordingId)>> {
    let Part::Consent(form) = part else {
        return None;
    };
    Some(
        form.offers
            .into_iter()
            .map(|offer| (offer.channel, offer.wording))
            .collect(),
    )
}

fn shown(scene: &Scene, card: usize) -> Option<shared::id::VariantId> {
    let turns = scene.conversation.turns().iter();
    let parts = turns.flat_map(|turn| &turn.parts);
    let cards: Vec<_> = parts
        .filter_map(|part| {
            if let Part::Products(cards) = part {
                Some(cards)
            } else {
                None
            }
        })
        .flatten()
        .collect();
    let card = cards.get(card % cards.len().max(1))?;
    Some(card.variants.first()?.id.clone())
}
