//! A rating: from one star to five, or none.

use super::act::Act;
use super::path::lead;
use super::take::checked;
use super::{Answer, words};
use crate::flow::{Rate, Step};
use crate::id::{ChoiceId, StepId, TurnId};
use crate::wire::frame_v1::{Choice, Choices, Part, Rating, Refusal};
use crate::wire::snapshot_v1::Phase;
use alloc::{string::ToString, vec};

impl<'a> Act<'a> {
    /// Shows the stars, and a way past them.
    pub(super) fn ask_rating(&mut self, id: &StepId, rate: &Rate) -> Option<StepId> {
        self.say(self.fill(&rate.text));
        self.show(Part::Rating(Rating {
            comment: rate.comment.clone(),
        }));
        if let Ok(id) = SKIP_ID.parse::<ChoiceId>() {
            let label = self.line(words::SKIP);
            self.show(Part::Choices(Choices {
                many: false,
                choices: vec![Choice { id, label }],
            }));
        }
        self.wait_for_answer(id)
    }

    /// Rates, in the turn numbered `ask`.
    pub(super) fn rate(
        &mut self,
        id: &TurnId,
        ask: u64,
        stars: u8,
        comment: Option<&str>,
    ) -> Result<(), Refusal> {
        self.must_be_open(ask)?;
        let rate = self.open_rate().ok_or(Refusal::NotOffered)?;
        if !STARS.contains(&stars) {
            return Err(Refusal::NotOffered);
        }
        let comment = comment.filter(|comment| !comment.trim().is_empty());
        let mut parts = vec![Part::Text(words::rated(&self.shop.words, stars))];
        if let Some(comment) = comment {
            parts.push(Part::Text(checked(comment)?));
        }
        self.shopper(id, parts);
        self.take_rating(rate, stars);
        Ok(())
    }

    /// Whether a text is a number of stars at an open rating; then the flow goes on with it.
    pub(super) fn take_written_rating(&mut self, text: &str) -> bool {
        let stars = text
            .trim()
            .parse()
            .ok()
            .filter(|stars| STARS.contains(stars));
        let (Some(rate), Some(stars)) = (self.open_rate(), stars) else {
            return false;
        };
        self.take_rating(rate, stars);
        true
    }

    /// Goes on without a rating.
    pub(super) fn skip_rating(&mut self) {
        let (Some(rate), Phase::Asking { step, .. }) = (self.open_rate(), self.state.phase.clone())
        else {
            return;
        };
        self.mark(None);
        self.walk(lead(&step, &rate.skipped));
    }

    fn take_rating(&mut self, rate: &'a Rate, stars: u8) {
        let Phase::Asking { step, .. } = self.state.phase.clone() else {
            return;
        };
        self.mark(Some(&rate.save));
        self.state.stuck = 0;
        self.state.question = None;
        self.state.record.rating = Some(stars);
        let answer = Answer::Typed(stars.to_string());
        self.state.answers.insert(rate.save.clone(), answer);
        self.walk(lead(&step, &rate.next));
    }

    fn open_rate(&self) -> Option<&'a Rate> {
        if let Step::Rate(rate) = self.open_step()? {
            Some(rate)
        } else {
            None
        }
    }
}

/// The chat's own choice that gives no rating.
pub(super) const SKIP_ID: &str = "parley.skip";
const STARS: core::ops::RangeInclusive<u8> = 1..=5;
