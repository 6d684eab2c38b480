//! The flow's steps, one after another, until it has to wait: for the shopper, for a look-up or for a person.

use super::act::Act;
use super::path::lead;
use super::{HandoffReason, words};
use crate::channel::Channel;
use crate::flow::{self, Beside, Choose, Consent, Fill, Source, Step, Template, When};
use crate::id::StepId;
use crate::money::Money;
use crate::wire::frame_v1::{CartLine, Choice, Choices, ConsentForm, ConsentOffer, Field, Part};
use crate::wire::snapshot_v1::Phase;
use alloc::{format, vec::Vec};

impl<'a> Act<'a> {
    /// Goes on from this step.
    pub(super) fn walk(&mut self, from: StepId) {
        let mut id = from;
        // INVARIANT: a validated flow has no loop without an ask, so this ends by itself; the bound only makes a
        // fault in that rule visible instead of endless.
        for _ in 0..MAX_STEPS_AT_ONCE {
            let Some(step) = self.step(&id) else { break };
            match self.enter(&id, step) {
                Some(next) => id = next,
                None => return,
            }
        }
        self.say_line(words::LOST);
        self.call_person(HandoffReason::Stuck);
    }

    /// Performs one step; the step after it, unless it has to wait.
    fn enter(&mut self, id: &StepId, step: &'a Step) -> Option<StepId> {
        self.here = Some(id.clone());
        match step {
            Step::Say { text, source, next } => {
                self.say(self.fill(text));
                if let Some(source) = source {
                    self.show_source(source);
                }
                Some(lead(id, next))
            }
            Step::Choose(choose) => self.ask_choice(id, choose),
            Step::Fill(fill) => self.ask_field(id, fill),
            Step::Branch { cases, otherwise } => {
                let case = cases.iter().find(|case| self.holds(&case.when));
                Some(lead(id, case.map_or(otherwise, |case| &case.next)))
            }
            Step::LookUp {
                what, with, none, ..
            } => self.look_up_kind(id, *what, with, none),
            Step::Recommend {
                mode, want, none, ..
            } => self.look_up_products(id, *mode, want, none),
            Step::Compare { none, .. } => self.look_up_differences(id, none),
            Step::CartLink { text, label, next } => {
                self.say(self.fill(text));
                self.show_cart(label);
                Some(lead(id, next))
            }
            Step::Consent(consent) => self.ask_consent(id, consent),
            Step::FollowUp { text, next } => {
                if self.send_follow_up(id) {
                    self.say(self.fill(text));
                }
                Some(lead(id, next))
            }
            Step::Rate(rate) => self.ask_rating(id, rate),
            // A version that is no longer there leads nowhere, which `walk` says.
            Step::Call { .. } => Some(self.enter_call(id).unwrap_or_else(|| id.clone())),
            Step::HandOff { reason } => {
                self.call_person(HandoffReason::Step(reason.clone()));
                None
            }
            Step::Back => {
                self.say_line(words::WHERE_WE_WERE);
                self.go_back()
            }
            Step::End { text } => self.reach_end(id, text.as_ref()),
        }
    }

    /// The end of the first flow ends the conversation, that of a called one leads on after the call.
    fn reach_end(&mut self, id: &StepId, text: Option<&Template>) -> Option<StepId> {
        if let Some(next) = self.after_call(id) {
            return Some(next);
        }
        if let Some(text) = text {
            self.say(self.fill(text));
        }
        self.show(Part::Ended);
        self.end();
        None
    }

    fn show_cart(&mut self, label: &str) {
        self.show(Part::Link {
            label: label.into(),
            url: format!("{}/cart", self.shop.origin),
        });
    }

    /// Asks again what was open when the question came; choices without repeating the words around them.
    fn go_back(&mut self) -> Option<StepId> {
        let id = self.state.back.pop().or_else(|| self.state.ask.clone())?;
        match self.step(&id) {
            Some(Step::Choose(choose)) => {
                self.show_choices(&id, choose);
                self.wait_for_answer(&id)
            }
            _ => Some(id),
        }
    }

    pub(super) fn show_source(&mut self, source: &Source) {
        let url = source
            .path
            .as_ref()
            .map(|path| format!("{}{path}", self.shop.origin));
        self.show(Part::Source {
            label: source.label.clone(),
            url,
        });
    }

    fn ask_choice(&mut self, id: &StepId, choose: &Choose) -> Option<StepId> {
        if let Beside::Lines { none, .. } = &choose.beside
            && self.lines().is_empty()
        {
            return Some(lead(id, none));
        }
        if let Some(text) = &choose.text {
            self.say(self.fill(text));
        }
        self.show_choices(id, choose);
        self.wait_for_answer(id)
    }

    /// The lines of the cart, as the page sees them.
    pub(super) fn lines(&self) -> Vec<CartLine> {
        let cart = self.state.cart.as_ref();
        cart.map(|cart| cart.lines.clone()).unwrap_or_default()
    }

    /// Shows what can be done beside picking a choice; the cards were shown before.
    pub(super) fn show_beside(&mut self, beside: &Beside) {
        match beside {
            Beside::Nothing | Beside::Cards { .. } => {}
            Beside::Lines { .. } => self.show(Part::Lines(self.lines())),
            Beside::Code { code, .. } => {
                if let Some(code) = self.code(code) {
                    self.show(Part::Code(code));
                }
            }
        }
    }

    fn show_choices(&mut self, at: &StepId, choose: &Choose) {
        let offered = !choose.many && self.says_offer();
        self.show_beside(&choose.beside);
        let choices = if offered {
            self.with_person(at, choose)
        } else {
            Choices {
                many: choose.many,
                choices: choose.choices.iter().map(shown).collect(),
            }
        };
        self.show(Part::Choices(choices));
    }

    fn ask_field(&mut self, id: &StepId, fill: &Fill) -> Option<StepId> {
        if let Some(text) = &fill.text {
            self.say(self.fill(text));
        }
        self.show(Part::Field(Field {
            kind: fill.kind,
            label: fill.label.clone(),
        }));
        self.wait_for_answer(id)
    }

    fn ask_consent(&mut self, id: &StepId, consent: &Consent) -> Option<StepId> {
        // Outside a day after the shopper's last message there, WhatsApp takes nothing without a template.
        let whatsapp = !self.shop.templates.is_empty();
        let offers: Vec<ConsentOffer> = consent
            .offers
            .iter()
            .filter(|(channel, ..)| *channel != Channel::WhatsApp || whatsapp)
            .map(|(channel, wording, text)| ConsentOffer {
                channel: *channel,
                wording: wording.clone(),
                text: self.fill(text),
            })
            .collect();
        if offers.is_empty() {
            return Some(lead(id, &consent.declined));
        }
        self.say(self.fill(&consent.text));
        let form = ConsentForm {
            purpose: consent.purpose,
            offers,
        };
        self.show(Part::Consent(form));
        self.wait_for_answer(id)
    }

    /// The ask is open in the turn that is being said.
    pub(super) fn wait_for_answer(&mut self, id: &StepId) -> Option<StepId> {
        self.state.ask = Some(id.clone());
        self.state.phase = Phase::Asking {
            step: id.clone(),
            turn: self.next_seq(),
        };
        None
    }

    fn holds(&self, when: &When) -> bool {
        match when {
            When::Answer(data, choice) => self.chose(data, choice.as_str()),
            When::Known(data) => self.state.answers.contains_key(data),
            When::AtLeast(data, number) => {
                let value = self.chosen(data).first().and_then(|text| text.parse().ok());
                value.is_some_and(|value: u32| value >= *number)
            }
            When::Page(kinds) => {
                let page = self.state.page.as_ref();
                page.is_some_and(|page| kinds.contains(&page.kind))
            }
            When::CartAtLeast(amount) => self.cart_reaches(*amount),
            When::Country(countries) => {
                let country = self.state.record.country.as_ref();
                country.is_some_and(|here| {
                    countries.iter().any(|code| code.eq_ignore_ascii_case(here))
                })
            }
        }
    }

    pub(super) fn cart_reaches(&self, amount: Money) -> bool {
        let total = self.state.cart.as_ref().map(|cart| cart.total);
        total.is_some_and(|total| total.currency == amount.currency && total.minor >= amount.minor)
    }

    pub(super) fn chose(&self, data: &str, choice: &str) -> bool {
        self.chosen(data).iter().any(|id| id == choice)
    }
}

/// A choice as the shopper sees it.
pub(super) fn shown(choice: &flow::Choice) -> Choice {
    Choice {
        id: choice.id.clone(),
        label: choice.label.clone(),
    }
}

const MAX_STEPS_AT_ONCE: u32 = 500;
