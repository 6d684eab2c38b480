//! What the shopper does to the cart through the chat, as the page reports it once the shop's cart has answered.

use super::act::Act;
use super::path::lead;
use super::{CartStep, Outcome, words};
use crate::flow::{Beside, CodeFrom, Step};
use crate::id::{StepId, TurnId, VariantId};
use crate::wire::frame_v1::{CodeOutcome, Part, Refusal};
use crate::wire::snapshot_v1::Phase;
use alloc::{format, string::String, vec};

impl<'a> Act<'a> {
    /// A product was added to the cart.
    pub(super) fn added(
        &mut self,
        id: &TurnId,
        variant: VariantId,
        quantity: u32,
    ) -> Result<(), Refusal> {
        let title = self.title_of(&variant).ok_or(Refusal::UnknownVariant)?;
        if !(1..=MAX_QUANTITY).contains(&quantity) {
            return Err(Refusal::NotOffered);
        }
        self.shopper(id, vec![Part::Added { title, quantity }]);
        self.state.stuck = 0;
        let record = &mut self.state.record;
        record.note_cart_step(CartStep::Added { variant, quantity });
        record.reach(Outcome::AddedToCart);
        self.no_way_back();
        if let Some((step, Beside::Cards { added })) = self.beside() {
            self.walk(lead(&step, added));
        }
        Ok(())
    }

    /// The shop's cart refused what the shopper wanted to add.
    pub(super) fn not_added(
        &mut self,
        id: &TurnId,
        variant: VariantId,
        reason: Option<String>,
    ) -> Result<(), Refusal> {
        let title = self.title_of(&variant).ok_or(Refusal::UnknownVariant)?;
        self.shopper(
            id,
            vec![Part::Text(words::tried_to_add(&self.shop.words, &title))],
        );
        self.state
            .record
            .note_cart_step(CartStep::Refused { variant });
        let reason = reason.map(|reason| reason.chars().take(MAX_REASON).collect::<String>());
        if !matches!(self.state.phase, Phase::Agent(_)) {
            self.say(words::cart_refused(
                &self.shop.words,
                &title,
                reason.as_deref(),
            ));
        }
        Ok(())
    }

    /// What a variant is called, from the cards shown here or the shop's cart.
    fn title_of(&self, variant: &VariantId) -> Option<String> {
        let cards = self
            .turns
            .iter()
            .rev()
            .flat_map(|turn| &turn.parts)
            .filter_map(|part| {
                if let Part::Products(cards) = part {
                    Some(cards)
                } else {
                    None
                }
            });
        let shown = cards.flatten().find_map(|card| {
            let found = card.variants.iter().find(|shown| shown.id == *variant)?;
            Some(if found.label.is_empty() {
                card.title.clone()
            } else {
                format!("{}, {}", card.title, found.label)
            })
        });
        let line = || {
            let lines = &self.state.cart.as_ref()?.lines;
            lines
                .iter()
                .find(|line| line.variant == *variant)
                .map(|line| line.title.clone())
        };
        shown.or_else(line)
    }

    /// A line of the cart was changed or removed.
    pub(super) fn changed(
        &mut self,
        id: &TurnId,
        variant: VariantId,
        quantity: u32,
    ) -> Result<(), Refusal> {
        let title = self.title_of(&variant).ok_or(Refusal::UnknownVariant)?;
        if quantity > MAX_QUANTITY {
            return Err(Refusal::NotOffered);
        }
        self.shopper(
            id,
            vec![Part::Text(words::changed(
                &self.shop.words,
                &title,
                quantity,
            ))],
        );
        self.state.stuck = 0;
        let record = &mut self.state.record;
        record.note_cart_step(CartStep::Changed { variant, quantity });
        self.no_way_back();
        if let Some((step, Beside::Lines { changed, .. })) = self.beside() {
            self.walk(lead(&step, changed));
        }
        Ok(())
    }

    /// The discount code that the open ask offers was tried.
    pub(super) fn applied(
        &mut self,
        id: &TurnId,
        code: &str,
        outcome: CodeOutcome,
    ) -> Result<(), Refusal> {
        let Some((step, beside)) = self.beside() else {
            return Err(Refusal::AskClosed);
        };
        let Beside::Code {
            code: from,
            applied,
            refused,
        } = beside
        else {
            return Err(Refusal::NotOffered);
        };
        let offered = self.code(from).filter(|offered| offered == code);
        let code = offered.ok_or(Refusal::NotOffered)?;
        self.shopper(
            id,
            vec![Part::Text(words::tried_code(&self.shop.words, &code))],
        );
        self.state.stuck = 0;
        match outcome {
            CodeOutcome::Applied => {
                let record = &mut self.state.record;
                record.note_cart_step(CartStep::CodeApplied { code });
                self.no_way_back();
                self.walk(lead(&step, applied));
            }
            CodeOutcome::NotApplicable => self.walk(lead(&step, refused)),
            CodeOutcome::Failed => {
                self.say_line(words::CODE_FAILED);
                self.walk(step);
            }
        }
        Ok(())
    }

    /// The code that an ask offers; none when its answer was never given.
    pub(super) fn code(&self, from: &CodeFrom) -> Option<String> {
        match from {
            CodeFrom::Fixed(code) => Some(code.clone()),
            CodeFrom::Answer(name) => self.known(name),
        }
    }

    /// What can be done at the open ask beside picking a choice.
    fn beside(&self) -> Option<(StepId, &'a Beside)> {
        let Phase::Asking { step, .. } = &self.state.phase else {
            return None;
        };
        if let Step::Choose(choose) = self.step(step)? {
            Some((step.clone(), &choose.beside))
        } else {
            None
        }
    }
}

const MAX_QUANTITY: u32 = 999;
const MAX_REASON: usize = 300;
