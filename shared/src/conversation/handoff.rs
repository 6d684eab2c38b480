//! Handing over to a person: an e-mail address to answer to, then a message to the shop's own people with everything
//! they need, and to the shopper an honest word on where and when the answer comes.

use super::act::{Act, made_id};
use super::ask::GO_BACK_ID;
use super::{Effect, HandoffReason, Outcome, words};
use crate::channel::{Channel, Purpose};
use crate::contact::{Address, EmailAddress};
use crate::delivery::{Draft, Message, Recipient};
use crate::hours;
use crate::id::StepId;
use crate::summary::{self, Handover};
use crate::time::Span;
use crate::wire::frame_v1::{Author, Choice, Choices, Field, FieldKind, Page, PageKind, Part};
use crate::wire::snapshot_v1::{Handed, Phase};
use alloc::{format, string::String, vec};

impl Act<'_> {
    /// Calls a person; the shopper can still go back to the ask that was asked last.
    pub(super) fn call_person(&mut self, reason: HandoffReason) {
        if let Phase::Person(_) = self.state.phase {
            self.say_line(words::ALREADY_TOLD);
            return;
        }
        let ask = self.state.ask.clone();
        let resume = ask.filter(|ask| self.step(ask).is_some());
        self.call_person_or(reason, resume);
    }

    /// Calls a person; who would rather not goes on with `resume`.
    pub(super) fn call_person_or(&mut self, reason: HandoffReason, resume: Option<StepId>) {
        if let Some(email) = self.state.contact.clone() {
            self.hand_over(email, reason);
            return;
        }
        self.say(words::ask_email(&self.shop.words, &self.shop.name));
        self.ask_contact(reason, resume);
    }

    fn ask_contact(&mut self, reason: HandoffReason, resume: Option<StepId>) {
        self.show(Part::Field(Field {
            kind: FieldKind::Email,
            label: self.line(words::EMAIL_LABEL),
        }));
        if let (Some(_), Ok(id)) = (&resume, GO_BACK_ID.parse()) {
            let label = self.line(words::GO_BACK);
            self.show(Part::Choices(Choices {
                many: false,
                choices: vec![Choice { id, label }],
            }));
        }
        self.state.phase = Phase::Contact {
            turn: self.next_seq(),
            reason,
            resume,
        };
    }

    /// The shopper typed something where an e-mail address is needed.
    pub(super) fn take_contact(&mut self, text: &str) {
        let Phase::Contact { reason, resume, .. } = self.state.phase.clone() else {
            return;
        };
        let mut pieces = text
            .split_whitespace()
            .map(|piece| piece.trim_matches(['<', '>', ',', ';', '.']));
        if let Some(email) = pieces.find_map(|piece| piece.parse::<EmailAddress>().ok()) {
            self.state.contact = Some(email.clone());
            self.hand_over(email, reason);
            return;
        }
        self.say_line(words::NEED_EMAIL);
        self.ask_contact(reason, resume);
    }

    fn hand_over(&mut self, email: EmailAddress, reason: HandoffReason) {
        let clock = &self.shop.clock;
        let next = self.shop.hours.next(self.now, clock);
        // No page tells what the shopper's own clock shows.
        let when = hours::told(self.voice(), next, self.now, clock, None);
        self.say(words::told(
            &self.shop.words,
            &self.shop.name,
            email.as_str(),
            &when,
        ));
        self.show(Part::HandedOver);
        self.flush();
        self.state.record.reach(Outcome::HandedOver);
        self.state.back.clear();
        self.no_way_back();
        let told = self.state.turns;
        self.state.phase = Phase::Person(Handed {
            email,
            reason,
            told,
            due: None,
        });
        self.deliver_to_shop(0, told);
    }

    /// Sends the person what the shopper wrote since the last message, if anything.
    pub(super) fn tell_person(&mut self) {
        let newest = self.state.turns;
        let Phase::Person(handed) = &mut self.state.phase else {
            return;
        };
        handed.due = None;
        let told = core::mem::replace(&mut handed.told, newest);
        let first = usize::try_from(told).unwrap_or(usize::MAX);
        let since = self.turns.get(first..).unwrap_or_default();
        let says = |part: &Part| !matches!(part, Part::Ended);
        if since
            .iter()
            .any(|turn| turn.author == Author::Shopper && turn.parts.iter().any(says))
        {
            self.deliver_to_shop(told, newest);
        }
    }

    fn deliver_to_shop(&mut self, after: u64, newest: u64) {
        let Phase::Person(handed) = &self.state.phase else {
            return;
        };
        let first = usize::try_from(after).unwrap_or(usize::MAX);
        let message = summary::handover(&Handover {
            shop: &self.shop.name,
            origin: &self.shop.origin,
            offset: self.shop.clock.offset(self.now),
            state: self.state,
            handed,
            turns: self.turns.get(first..).unwrap_or_default(),
            more: after > 0,
        });
        let conversation = &self.state.conversation;
        self.send_to_shop(&format!("handoff.{conversation}.{newest}"), message);
    }

    /// Sends the shop's own people a message, once under this name.
    pub(super) fn send_to_shop(&mut self, name: &str, message: Message) {
        let Some(id) = made_id(name) else {
            return;
        };
        self.effects.push(Effect::Deliver(Draft {
            id,
            shop: self.state.shop.clone(),
            shopper: self.state.shopper.clone(),
            conversation: self.state.conversation.clone(),
            channel: Channel::Email,
            purpose: Purpose::Service,
            recipient: Recipient::Shop {
                address: Address::Email(self.shop.support.clone()),
            },
            message,
            due: self.now,
            expires: self.now + KEPT,
            language: None,
        }));
    }

    /// The page the shopper is on, as an address.
    pub(super) fn place(&self) -> String {
        let path = self.state.page.as_ref().map_or_else(|| "/".into(), path);
        format!("{}{path}", self.shop.origin)
    }
}

fn path(page: &Page) -> String {
    let of = |folder: &str| match &page.handle {
        Some(handle) => format!("/{folder}/{handle}"),
        None => format!("/{folder}"),
    };
    match page.kind {
        PageKind::Product => of("products"),
        PageKind::Collection => of("collections"),
        PageKind::Cart => "/cart".into(),
        PageKind::Search => "/search".into(),
        PageKind::Home | PageKind::Other => "/".into(),
    }
}

/// A message to the shop that could not be sent for a week is no longer worth sending.
const KEPT: Span = Span::days(7);
