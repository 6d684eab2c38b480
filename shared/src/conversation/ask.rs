//! Answers to an open ask: choices, a field, a consent form.

use super::act::{Act, made_id};
use super::path::lead;
use super::rate::SKIP_ID;
use super::take::checked;
use super::{Agreed, Answer, Effect, HandoffReason, LedgerEntry, OWN_CHOICE, words};
use crate::channel::{Channel, Purpose};
use crate::consent::{Kind, Proof, Scope, Source};
use crate::contact::{Address, EmailAddress, PhoneNumber};
use crate::flow::{Choose, Consent, Step};
use crate::id::{ChoiceId, StepId, TurnId};
use crate::locale;
use crate::place::Country;
use crate::wire::frame_v1::{ConsentOffer, FieldKind, Granted, Part, Refusal};
use crate::wire::snapshot_v1::Phase;
use alloc::{
    format,
    string::{String, ToString},
    vec,
    vec::Vec,
};

impl<'a> Act<'a> {
    /// Picks from the choices of the turn numbered `ask`.
    pub(super) fn choose(
        &mut self,
        id: &TurnId,
        ask: u64,
        picked: &[ChoiceId],
    ) -> Result<(), Refusal> {
        self.must_be_open(ask)?;
        let (_, many) = self.offered(ask).ok_or(Refusal::NotOffered)?;
        let labels = self.labels(ask, picked)?;
        let twice = picked
            .iter()
            .enumerate()
            .any(|(index, id)| picked.iter().take(index).any(|other| other == id));
        if picked.is_empty() || twice || (picked.len() > 1 && !many) {
            return Err(Refusal::NotOffered);
        }
        self.shopper(id, vec![Part::Text(locale::picked(&labels))]);
        match picked {
            [own] if own.as_str().starts_with(OWN_CHOICE) => self.own_choice(own),
            _ => self.take_choices(picked),
        }
        Ok(())
    }

    /// Goes on from the open ask with these choices, which it offers.
    pub(super) fn take_choices(&mut self, picked: &[ChoiceId]) {
        let (Some(choose), Phase::Asking { step, .. }) =
            (self.open_choose(), self.state.phase.clone())
        else {
            return;
        };
        self.mark(choose.save.as_ref());
        self.state.stuck = 0;
        self.state.question = None;
        // In the order of the ask, so that one set of choices is one answer.
        let chosen: Vec<_> = choose
            .choices
            .iter()
            .filter(|choice| picked.contains(&choice.id))
            .collect();
        if let Some(save) = &choose.save {
            let words: Vec<String> = chosen.iter().map(|choice| choice.in_text.clone()).collect();
            let ids: Vec<ChoiceId> = chosen.iter().map(|choice| choice.id.clone()).collect();
            self.state.record.answers.insert(save.clone(), ids.clone());
            let text = locale::list(self.voice().locale, &words);
            self.state
                .answers
                .insert(save.clone(), Answer::Chosen { ids, text });
        }
        if let Some(choice) = chosen.first() {
            self.go_on(lead(&step, &choice.next));
        }
    }

    /// Goes on, unless the cart's worth calls for a person first.
    fn go_on(&mut self, next: StepId) {
        let leaves = matches!(
            self.step(&next),
            Some(Step::HandOff { .. } | Step::End { .. })
        );
        if !leaves && self.cart_calls_for_a_person() {
            self.say_line(words::WORTH_A_PERSON);
            self.call_person_or(HandoffReason::CartValue, Some(next));
            return;
        }
        self.walk(next);
    }

    fn own_choice(&mut self, choice: &ChoiceId) {
        match (choice.as_str(), self.state.phase.clone()) {
            (
                GO_BACK_ID,
                Phase::Contact {
                    resume: Some(step), ..
                },
            ) => {
                self.state.stuck = 0;
                self.walk(step);
            }
            (SKIP_ID, Phase::Asking { .. }) => self.skip_rating(),
            _ => self.call_person(HandoffReason::Asked),
        }
    }

    /// The open ask, when it offers choices.
    pub(super) fn open_choose(&self) -> Option<&'a Choose> {
        if let Step::Choose(choose) = self.open_step()? {
            Some(choose)
        } else {
            None
        }
    }

    pub(super) fn open_step(&self) -> Option<&'a Step> {
        match &self.state.phase {
            Phase::Asking { step, .. } => self.step(step),
            Phase::New
            | Phase::Waiting(_)
            | Phase::Contact { .. }
            | Phase::Listening
            | Phase::Person(_)
            | Phase::Agent(_)
            | Phase::Ended => None,
        }
    }

    pub(super) fn must_be_open(&self, ask: u64) -> Result<(), Refusal> {
        match &self.state.phase {
            Phase::Asking { turn, .. } | Phase::Contact { turn, .. } if *turn == ask => Ok(()),
            Phase::New
            | Phase::Asking { .. }
            | Phase::Waiting(_)
            | Phase::Contact { .. }
            | Phase::Listening
            | Phase::Person(_)
            | Phase::Agent(_)
            | Phase::Ended => Err(Refusal::AskClosed),
        }
    }

    /// Fills in the field of the turn numbered `ask`.
    pub(super) fn fill_in(&mut self, id: &TurnId, ask: u64, value: &str) -> Result<(), Refusal> {
        self.must_be_open(ask)?;
        let value = checked(value)?;
        let contact = matches!(self.state.phase, Phase::Contact { .. });
        if !contact && !matches!(self.open_step(), Some(Step::Fill(_))) {
            return Err(Refusal::NotOffered);
        }
        self.shopper(id, vec![Part::Text(value.clone())]);
        if contact {
            self.take_contact(&value);
        } else if !self.take_field(&value) {
            self.ask_again();
        }
        Ok(())
    }

    /// Goes on from the open field with this value, if it is of the field's kind.
    pub(super) fn take_field(&mut self, value: &str) -> bool {
        let (Some(Step::Fill(fill)), Phase::Asking { step, .. }) =
            (self.open_step(), self.state.phase.clone())
        else {
            return false;
        };
        let Some(value) = proper(fill.kind, value, self.home()) else {
            return false;
        };
        if let (FieldKind::Email, Ok(email)) = (fill.kind, value.parse()) {
            self.state.contact = Some(email);
        }
        self.mark(Some(&fill.save));
        self.state.stuck = 0;
        self.state.question = None;
        self.state
            .answers
            .insert(fill.save.clone(), Answer::Typed(value));
        self.go_on(lead(&step, &fill.next));
        true
    }

    /// Says what was wrong with the value and asks again.
    pub(super) fn ask_again(&mut self) {
        let Phase::Asking { step, .. } = self.state.phase.clone() else {
            return;
        };
        if let Some(Step::Fill(fill)) = self.step(&step) {
            self.say_line(words::improper(fill.kind));
        }
        self.walk(step);
    }

    /// The country the shop shows prices for.
    fn home(&self) -> Option<Country> {
        self.state.record.country.as_ref()?.parse().ok()
    }

    /// Answers the consent form of the turn numbered `ask`.
    pub(super) fn consent(
        &mut self,
        id: &TurnId,
        ask: u64,
        grant: Option<Granted>,
    ) -> Result<(), Refusal> {
        self.must_be_open(ask)?;
        let (Some(Step::Consent(consent)), Phase::Asking { step, .. }) =
            (self.open_step(), self.state.phase.clone())
        else {
            return Err(Refusal::NotOffered);
        };
        let Some(grant) = grant else {
            let hint = String::new();
            self.shopper(
                id,
                vec![Part::Consented {
                    channel: None,
                    hint,
                }],
            );
            self.mark(None);
            // Whatever was agreed to before, nothing more is sent after a "no".
            self.state.agreed = None;
            self.walk(lead(&step, &consent.declined));
            return Ok(());
        };
        let offer = self.shown_offer(ask, &grant).ok_or(Refusal::NotOffered)?;
        let Some(address) = address(grant.channel, &grant.address, self.home()) else {
            let typed = checked(&grant.address)?;
            self.shopper(id, vec![Part::Text(typed)]);
            let kind = if grant.channel == Channel::Email {
                FieldKind::Email
            } else {
                FieldKind::Phone
            };
            self.say_line(words::improper(kind));
            self.walk(step);
            return Ok(());
        };
        self.take_consent(id, consent, &offer, address);
        Ok(())
    }

    fn take_consent(
        &mut self,
        id: &TurnId,
        consent: &Consent,
        offer: &ConsentOffer,
        address: Address,
    ) {
        let channel = Some(offer.channel);
        self.shopper(
            id,
            vec![Part::Consented {
                channel,
                hint: address.hint(),
            }],
        );
        let turn = self.state.turns;
        self.state.record.consented = channel;
        if let Address::Email(email) = &address {
            self.state.contact = Some(email.clone());
        }
        let conversation = self.state.conversation.clone();
        if let Some(id) = made_id(&format!("consent.{conversation}.{turn}")) {
            let place = self.place();
            self.effects.push(Effect::Record(LedgerEntry {
                id,
                at: self.now,
                channel: offer.channel,
                purpose: consent.purpose,
                kind: Kind::Grant,
                address: address.clone(),
                proof: Proof {
                    wording: Some(offer.wording.clone()),
                    text: offer.text.clone(),
                    place,
                    source: Source::Chat { conversation },
                },
                recorded: None,
                scope: Scope::Purpose,
                grant: None,
            }));
            self.looks_for_message(consent.purpose, &address);
            self.state.agreed = Some(Agreed {
                channel: offer.channel,
                purpose: consent.purpose,
                address,
                turn,
            });
        }
        self.state.stuck = 0;
        // A consent is taken back by withdrawing it, not by going back.
        self.no_way_back();
        if let Phase::Asking { step, .. } = self.state.phase.clone() {
            self.walk(lead(&step, &consent.agreed));
        }
    }

    /// Where the consent has to be confirmed from the mailbox, says that there is a message to look for.
    fn looks_for_message(&mut self, purpose: Purpose, address: &Address) {
        let Address::Email(email) = address else {
            return;
        };
        if purpose == Purpose::Marketing && self.shop.confirms_email {
            let holes = [("shop", &*self.shop.name), ("email", email.as_str())];
            self.say(self.shop.words.filled("confirm_look", &holes));
        }
    }

    /// The offer as the shopper saw it: those words are the proof.
    fn shown_offer(&self, ask: u64, grant: &Granted) -> Option<ConsentOffer> {
        let index = usize::try_from(ask.checked_sub(1)?).ok()?;
        let parts = &self.turns.get(index)?.parts;
        let forms = parts.iter().filter_map(|part| {
            if let Part::Consent(form) = part {
                Some(form)
            } else {
                None
            }
        });
        let fits = |offer: &&ConsentOffer| {
            offer.channel == grant.channel && offer.wording == grant.wording
        };
        forms.flat_map(|form| &form.offers).find(fits).cloned()
    }
}

/// The chat's own choice that calls a person.
pub(super) const PERSON_ID: &str = "parley.person";
/// The chat's own choice that goes on without one.
pub(super) const GO_BACK_ID: &str = "parley.back";

/// An address of this channel as typed; a number without a country's code is taken as one of `home`.
fn address(channel: Channel, text: &str, home: Option<Country>) -> Option<Address> {
    match channel {
        Channel::Email => text.trim().parse().ok().map(Address::Email),
        Channel::Sms | Channel::WhatsApp => PhoneNumber::parse(text, home)
            .and_then(PhoneNumber::for_messages)
            .ok()
            .map(Address::Phone),
        Channel::Chat => None,
    }
}

/// The value as it is kept, when it is of this kind.
fn proper(kind: FieldKind, value: &str, home: Option<Country>) -> Option<String> {
    match kind {
        FieldKind::Text => Some(value.into()),
        FieldKind::Email => value
            .parse()
            .ok()
            .map(|email: EmailAddress| email.as_str().into()),
        FieldKind::Phone => {
            let phone = PhoneNumber::parse(value, home).ok()?;
            Some(phone.as_str().into())
        }
        FieldKind::PostalCode => {
            let letters = value
                .chars()
                .all(|letter| letter.is_ascii_alphanumeric() || letter == ' ' || letter == '-');
            let length = (2..=10).contains(&value.chars().count());
            (letters && length).then(|| value.to_ascii_uppercase())
        }
        FieldKind::Quantity => {
            let quantity: u32 = value.parse().ok()?;
            (1..=999).contains(&quantity).then(|| quantity.to_string())
        }
    }
}
