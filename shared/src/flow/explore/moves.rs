//! What a shopper can do at an ask, what a look-up can find, and what tells one state from another.

use crate::channel::Channel;
use crate::conversation::{Conversation, Found, Query, ShopContext};
use crate::flow::Flow;
use crate::money::Money;
use crate::wire::frame_v1::{
    Card, CardVariant, CodeOutcome, Comparison, ComparisonRow, ConsentForm, ConsentOffer,
    FieldKind, Granted, Part, Say,
};
use crate::wire::snapshot_v1::{Answer, Phase, Snapshot, Waiting};
use alloc::{
    collections::BTreeMap,
    format,
    string::{String, ToString},
    vec,
    vec::Vec,
};

/// Everything a shopper can do at the open ask.
pub(super) fn says(conversation: &Conversation, shop: &ShopContext, flow: &Flow) -> Vec<Say> {
    let Some(ask) = conversation.now().ask else {
        return Vec::new();
    };
    let turns = conversation.turns().iter();
    let parts = turns
        .filter(|turn| turn.seq == ask)
        .flat_map(|turn| &turn.parts);
    let mut says: Vec<Say> = parts.flat_map(|part| answers(ask, part)).collect();
    let snapshot = conversation.snapshot();
    let card = snapshot.shown.first();
    if let Some(variant) = card.and_then(|card| card.variants.first()) {
        says.push(Say::Added {
            variant: variant.id.clone(),
            quantity: 1,
        });
    }
    if snapshot.back.is_empty() {
        says.extend(questions(shop, flow));
    }
    says
}

/// What a look-up can find: something, or nothing.
pub(super) fn findings(waiting: &Waiting) -> [Found; 2] {
    let something = match &waiting.query {
        Query::Recommend(_) | Query::Suggest { .. } => {
            Found::Products(["1", "2"].into_iter().filter_map(card).collect())
        }
        Query::Compare(_) | Query::CompareFor { .. } => Found::Comparison(Comparison {
            titles: vec!["One".into(), "Two".into()],
            rows: vec![ComparisonRow {
                label: "Texture".into(),
                values: vec!["light".into(), "rich".into()],
            }],
        }),
        Query::Delivery { .. }
        | Query::Stock(_)
        | Query::Order { .. }
        | Query::Discount { .. }
        | Query::ReturnPolicy { .. }
        | Query::Returns { .. }
        | Query::Answer { .. }
        | Query::Size { .. }
        | Query::Compatibility { .. }
        | Query::Loyalty { .. } => Found::Told {
            text: "This is what the shop knows.".into(),
            source: None,
            values: BTreeMap::new(),
            sure: None,
        },
    };
    [something, Found::Nothing]
}

/// What tells this state from another: all that what follows depends on, and no turn's number.
pub(super) fn state(snapshot: &Snapshot) -> String {
    let phase = match &snapshot.phase {
        Phase::Asking { step, .. } => format!("asking {step}"),
        Phase::Waiting(waiting) => format!("waiting {}", waiting.step),
        Phase::Contact { resume, .. } => format!("contact {resume:?}"),
        Phase::New => "new".into(),
        Phase::Listening => "listening".into(),
        Phase::Person(_) => "person".into(),
        Phase::Agent(_) => "agent".into(),
        Phase::Ended => "ended".into(),
    };
    let page = snapshot.page.as_ref().map(|page| page.kind);
    let cart = snapshot
        .cart
        .as_ref()
        .map(|cart| (cart.total, cart.lines.len()));
    let agreed = snapshot.agreed.as_ref().map(|agreed| agreed.channel);
    // `Debug` of an answer does not show what was typed.
    let answers = snapshot.answers.iter().map(|(name, answer)| match answer {
        Answer::Chosen { ids, text } => (name, ids.as_slice(), text),
        Answer::Typed(text) => (name, &[] as &[_], text),
    });
    let facts = (
        answers.collect::<Vec<_>>(),
        &snapshot.back,
        snapshot.shown.len(),
        (page, cart, &snapshot.record.country),
        (agreed, snapshot.contact.is_some(), snapshot.cart_rule_used),
        (snapshot.stuck, &snapshot.question),
    );
    format!("{phase} {facts:?}")
}

/// What a shopper did, for a person to read.
pub(super) fn named(say: &Say) -> String {
    match say {
        Say::Choose { choices, .. } => {
            let ids: Vec<String> = choices.iter().map(ToString::to_string).collect();
            format!("picks {}", ids.join(" + "))
        }
        Say::Text(text) => format!("says \"{text}\""),
        Say::Fill { value, .. } => format!("fills in {value}"),
        Say::Consent { grant: None, .. } => "declines".into(),
        Say::Consent { .. } => "agrees".into(),
        Say::Added { .. } | Say::NotAdded { .. } | Say::Changed { .. } => "changes the cart".into(),
        Say::Applied { code, outcome } => format!("applies {code}: {outcome:?}"),
        Say::Rate { stars, .. } => format!("gives {stars} stars"),
        Say::Person => "asks for a person".into(),
        Say::Back | Say::Change { .. } => "goes back".into(),
        Say::End => "ends".into(),
    }
}

fn answers(ask: u64, part: &Part) -> Vec<Say> {
    match part {
        Part::Choices(offered) => {
            let ids = offered.choices.iter().map(|choice| choice.id.clone());
            let mut picks: Vec<_> = ids.clone().map(|id| vec![id]).collect();
            if offered.many {
                picks.push(ids.collect());
            }
            let pick = |choices| Say::Choose { ask, choices };
            picks.into_iter().map(pick).collect()
        }
        Part::Field(field) => vec![Say::Fill {
            ask,
            value: value(field.kind).into(),
        }],
        Part::Consent(form) => consents(ask, form),
        Part::Lines(lines) => {
            let line = lines.first().map(|line| Say::Changed {
                variant: line.variant.clone(),
                quantity: 0,
            });
            line.into_iter().collect()
        }
        Part::Code(code) => tries(code),
        Part::Rating(_) => {
            let rate = |stars| Say::Rate {
                ask,
                stars,
                comment: None,
            };
            (1..=5).map(rate).collect()
        }
        Part::Text(_)
        | Part::Products(_)
        | Part::Comparison(_)
        | Part::Source { .. }
        | Part::Added { .. }
        | Part::Consented { .. }
        | Part::Link { .. }
        | Part::HandedOver
        | Part::Ended => Vec::new(),
    }
}

fn consents(ask: u64, form: &ConsentForm) -> Vec<Say> {
    let grant = |offer: &ConsentOffer| Granted {
        channel: offer.channel,
        address: address(offer.channel),
        wording: offer.wording.clone(),
    };
    let grants = form.offers.iter().map(grant).map(Some).chain([None]);
    grants.map(|grant| Say::Consent { ask, grant }).collect()
}

fn tries(code: &str) -> Vec<Say> {
    let outcomes = [CodeOutcome::Applied, CodeOutcome::NotApplicable];
    let apply = |outcome| Say::Applied {
        code: code.into(),
        outcome,
    };
    outcomes.into_iter().map(apply).collect()
}

/// Each question of the flows, in the first words it is recognised by.
fn questions(shop: &ShopContext, flow: &Flow) -> Vec<Say> {
    let flows = core::iter::once(flow).chain(&shop.called);
    let questions = flows.flat_map(|flow| &flow.draft().questions);
    let words = questions.filter_map(|question| {
        let groups = question.phrases.first()?.split_whitespace();
        let first = groups.filter_map(|group| group.split('|').next());
        Some(Say::Text(first.collect::<Vec<_>>().join(" ")))
    });
    words.collect()
}

fn value(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::Text => "A1001",
        FieldKind::Email => "shopper@explored.example",
        FieldKind::Phone => "+49301234567",
        FieldKind::PostalCode => "10115",
        FieldKind::Quantity => "2",
    }
}

fn address(channel: Channel) -> String {
    value(match channel {
        Channel::Sms | Channel::WhatsApp => FieldKind::Phone,
        Channel::Chat | Channel::Email => FieldKind::Email,
    })
    .into()
}

fn card(id: &str) -> Option<Card> {
    let price = Money::new(1000, "EUR".parse().ok()?);
    Some(Card {
        product: id.parse().ok()?,
        title: format!("Product {id}"),
        path: format!("/products/{id}"),
        image: None,
        reasons: Vec::new(),
        differs: None,
        variants: vec![CardVariant {
            id: id.parse().ok()?,
            label: String::new(),
            price,
            was: None,
            available: true,
        }],
    })
}
