//! The flow's steps, one after another, until it has to wait: for the shopper, for a look-up or for a person.

use super::act::Act;
use super::{Effect, HandoffReason, Query, words};
use crate::flow::{self, Choose, Consent, Fill, LookUpKind, Source, Step, When};
use crate::id::{StepId, VariantId};
use crate::money::Money;
use crate::recommend::{Prefer, Require, Want};
use crate::time::Span;
use crate::wire::document_v1::WantDraft;
use crate::wire::frame_v1::{Choice, Choices, ConsentForm, ConsentOffer, Field, PageKind, Part};
use crate::wire::snapshot_v1::{Answer, Phase, Waiting};
use alloc::{format, string::String, vec, vec::Vec};

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
        self.say(words::LOST);
        self.call_person(HandoffReason::Stuck);
    }

    /// Performs one step; the step after it, unless it has to wait.
    fn enter(&mut self, id: &StepId, step: &'a Step) -> Option<StepId> {
        match step {
            Step::Say { text, source, next } => {
                self.say(self.fill(text));
                if let Some(source) = source {
                    self.show_source(source);
                }
                Some(next.clone())
            }
            Step::Choose(choose) => self.ask_choice(id, choose),
            Step::Fill(fill) => self.ask_field(id, fill),
            Step::Branch { cases, otherwise } => {
                let case = cases.iter().find(|case| self.holds(&case.when));
                Some(case.map_or(otherwise, |case| &case.next).clone())
            }
            Step::LookUp { what, none, .. } => self.look_up_kind(id, *what, none),
            Step::Recommend { want, .. } => {
                let want = self.want(want);
                self.look_up(id, Query::Recommend(want))
            }
            Step::Compare { none, .. } => self.look_up_differences(id, none),
            Step::CartLink { text, label, next } => {
                self.say(self.fill(text));
                self.show_cart(label);
                Some(next.clone())
            }
            Step::Consent(consent) => self.ask_consent(id, consent),
            Step::FollowUp { text, next } => {
                if self.send_follow_up(id) {
                    self.say(self.fill(text));
                }
                Some(next.clone())
            }
            Step::Rate(rate) => Some(rate.skipped.clone()),
            Step::Call { next, .. } => Some(next.clone()),
            Step::HandOff { reason } => {
                self.call_person(HandoffReason::Step(reason.clone()));
                None
            }
            Step::Back => {
                self.say(words::WHERE_WE_WERE);
                self.go_back()
            }
            Step::End { text } => {
                if let Some(text) = text {
                    self.say(self.fill(text));
                }
                self.show(Part::Ended);
                self.end();
                None
            }
        }
    }

    fn look_up_differences(&mut self, id: &StepId, none: &StepId) -> Option<StepId> {
        if self.state.shown.len() < 2 {
            return Some(none.clone());
        }
        let products = self.state.shown.iter().map(|card| card.product.clone());
        let query = Query::Compare(products.collect());
        self.look_up(id, query)
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
                self.show_choices(choose);
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
        if let Some(text) = &choose.text {
            self.say(self.fill(text));
        }
        self.show_choices(choose);
        self.wait_for_answer(id)
    }

    fn show_choices(&mut self, choose: &Choose) {
        let choices = choose.choices.iter().map(shown).collect();
        self.show(Part::Choices(Choices {
            many: choose.many,
            choices,
        }));
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
        self.say(self.fill(&consent.text));
        let offers = consent
            .offers
            .iter()
            .map(|(channel, wording, text)| ConsentOffer {
                channel: *channel,
                wording: wording.clone(),
                text: self.fill(text),
            });
        let form = ConsentForm {
            purpose: consent.purpose,
            offers: offers.collect(),
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

    fn look_up_kind(&mut self, id: &StepId, what: LookUpKind, none: &StepId) -> Option<StepId> {
        match what {
            LookUpKind::Delivery => {
                let query = Query::Delivery {
                    country: self.state.record.country.clone(),
                    variants: self.wanted_variants(),
                };
                self.look_up(id, query)
            }
            LookUpKind::Product => {
                let page = self.state.page.as_ref();
                let page = page.filter(|page| page.kind == PageKind::Product);
                let Some(handle) = page.and_then(|page| page.handle.clone()) else {
                    return Some(none.clone());
                };
                let want = Want {
                    handles: vec![handle],
                    limit: 1,
                    labels: self.shop.labels.clone(),
                    ..Want::default()
                };
                self.look_up(id, Query::Recommend(want))
            }
            LookUpKind::Stock
            | LookUpKind::Order
            | LookUpKind::Discount
            | LookUpKind::ReturnPolicy
            | LookUpKind::Returns
            | LookUpKind::Answer
            | LookUpKind::Size
            | LookUpKind::Compatibility
            | LookUpKind::Loyalty => Some(none.clone()),
        }
    }

    fn look_up(&mut self, id: &StepId, query: Query) -> Option<StepId> {
        self.flush();
        self.state.lookups = self.state.lookups.wrapping_add(1);
        let lookup = self.state.lookups;
        self.state.phase = Phase::Waiting(Waiting {
            step: id.clone(),
            lookup,
            query: query.clone(),
            tries: 1,
            due: self.now + FIRST_WAIT,
            queued: Vec::new(),
        });
        self.effects.push(Effect::LookUp { lookup, query });
        None
    }

    /// What an order would hold: the cart, or else the products recommended last.
    fn wanted_variants(&self) -> Vec<VariantId> {
        let cart = self.state.cart.iter().flat_map(|cart| &cart.lines);
        let variants: Vec<_> = cart.map(|line| line.variant.clone()).collect();
        if !variants.is_empty() {
            return variants;
        }
        let firsts = self
            .state
            .shown
            .iter()
            .filter_map(|card| card.variants.first());
        firsts.map(|variant| variant.id.clone()).collect()
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

    fn chose(&self, data: &str, choice: &str) -> bool {
        self.chosen(data).iter().any(|id| id == choice)
    }

    fn chosen(&self, data: &str) -> Vec<String> {
        match self.state.answers.get(data) {
            Some(Answer::Chosen { ids, .. }) => ids.iter().map(|id| id.as_str().into()).collect(),
            Some(Answer::Typed(text)) => vec![text.to_lowercase()],
            None => Vec::new(),
        }
    }

    /// What the flow wants, with the answers given so far.
    fn want(&self, draft: &WantDraft) -> Want {
        let values = |fixed: &[String], from: Option<&String>| -> Vec<String> {
            from.map_or_else(
                || fixed.iter().map(|value| value.to_lowercase()).collect(),
                |from| self.chosen(from),
            )
        };
        let require = draft.require.iter().map(|require| Require {
            attribute: require.attribute.clone(),
            values: values(&require.values, require.from.as_ref()),
            all: require.all,
        });
        let wanted = draft.prefer.iter().filter(|prefer| {
            let only_if = prefer.only_if.as_ref();
            only_if.is_none_or(|only_if| self.chose(&only_if.data, &only_if.is))
        });
        let prefer = wanted.map(|prefer| Prefer {
            attribute: prefer.attribute.clone(),
            values: values(&prefer.values, prefer.from.as_ref()),
            weight: prefer.weight,
            reason: prefer.reason.clone(),
        });
        Want {
            kinds: draft.kinds.clone(),
            tags: draft.tags.clone(),
            require: require.collect(),
            prefer: prefer.collect(),
            available_only: true,
            limit: draft.limit,
            labels: self.shop.labels.clone(),
            ..Want::default()
        }
    }
}

/// A choice as the shopper sees it.
pub(super) fn shown(choice: &flow::Choice) -> Choice {
    Choice {
        id: choice.id.clone(),
        label: choice.label.clone(),
    }
}

const MAX_STEPS_AT_ONCE: u32 = 200;
/// A look-up is a call to a neighbouring object; one that takes longer than this was lost with the object that made it.
const FIRST_WAIT: Span = Span::seconds(5);
