//! Whether a person takes over at what the shopper wrote: the shop's rules, and the flow's own beside them. It is decided
//! here and nowhere else. A demand hands over; an offer is one more choice beside what is answered anyway, once.

use super::act::Act;
use super::question::named;
use super::{Found, HandoffReason, words};
use crate::flow::Step;
use crate::handoff::{self, Call, Facts, Presence, Reason, Standing, Topic, Urgency};
use crate::heard::Heard;
use crate::hours::Next;
use crate::id::StepId;
use crate::locale::Locale;
use crate::message::Words;
use crate::mood::{self, Mood};
use crate::wire::snapshot_v1::Offer;
use alloc::{string::String, vec, vec::Vec};

impl Act<'_> {
    /// Whether a person takes over at these words; then nothing else answers them.
    pub(super) fn takes_over(&mut self, at: &StepId, text: &str, spoken: &[String]) -> bool {
        let heard = Heard::of(text);
        let mood = mood::of(&heard, &self.languages());
        let facts = Facts {
            topic: self.topic(at, spoken),
            ..self.facts(text, &mood)
        };
        let asked = handoff::is_asked_for(&heard);
        let call = handoff::call_where(&self.shop.handoff, &facts, asked);
        if call.as_ref().is_some_and(is_about_safety) {
            self.say_line(words::SAFETY);
        }
        let reason = match call {
            Some(call) if call.urgency != Urgency::Offer => reason_of(call),
            _ if self.flow_calls(at, spoken) => HandoffReason::Words,
            Some(call) => {
                if !self.state.person_offered {
                    self.state.offer = Some(offer_of(call.reason));
                }
                return false;
            }
            None => return false,
        };
        self.call_person(reason);
        true
    }

    /// Says the offer of a person that is due, if one is.
    pub(super) fn says_offer(&mut self) -> bool {
        let Some(offer) = self.state.offer.take() else {
            return false;
        };
        self.say_line(words::offer(offer));
        self.state.person_offered = true;
        true
    }

    /// Whether so many answers did not help that a person should take over: by the flow's rule or by the shop's.
    pub(super) fn is_stuck(&self) -> bool {
        let stuck = self.state.stuck;
        let flow = self.flow().map(|flow| flow.handoff().repeated);
        let mood = Mood::default();
        let facts = Facts {
            same_answers: stuck,
            ..self.facts("", &mood)
        };
        flow.is_some_and(|repeated| stuck >= repeated)
            || handoff::call(&self.shop.handoff, &facts)
                .is_some_and(|call| matches!(call.reason, Reason::Stuck(_)))
    }

    /// Whether the cart's worth calls for a person now, by the flow's rule; it does so once.
    pub(super) fn cart_calls_for_a_person(&mut self) -> bool {
        let amount = self.flow().and_then(|flow| flow.handoff().cart_at_least);
        let calls =
            !self.state.cart_rule_used && amount.is_some_and(|amount| self.cart_reaches(amount));
        self.state.cart_rule_used |= calls;
        calls
    }

    /// Whether what was found is too doubtful to be said, and a person takes over instead. Products are shown all the
    /// same, since the shopper sees what they are; a person is then offered beside them.
    pub(super) fn doubts(&mut self, found: &Found) -> bool {
        let (sure, shown) = match found {
            Found::Told {
                sure: Some(sure), ..
            } => (*sure, false),
            Found::Ranked { sure, .. } => (*sure, true),
            Found::Told { sure: None, .. }
            | Found::Products(_)
            | Found::Comparison(_)
            | Found::Delivery(_)
            | Found::Failed
            | Found::NothingFits(_)
            | Found::Compared { .. }
            | Found::Nothing => return false,
        };
        let mood = Mood::default();
        let facts = Facts {
            confidence: Some(sure),
            ..self.facts("", &mood)
        };
        let Some(call) = handoff::call(&self.shop.handoff, &facts) else {
            return false;
        };
        if !matches!(call.reason, Reason::LowConfidence(_)) {
            return false;
        }
        if shown {
            if !self.state.person_offered {
                self.state.offer = Some(Offer::Unsure);
            }
            return false;
        }
        self.say_line(words::UNSURE);
        self.call_person(reason_of(call));
        true
    }

    /// What these words are about, as far as flows tell: by the question they put, or else, where they answer nothing
    /// that is asked, by what the innermost flow is about.
    fn topic(&self, at: &StepId, spoken: &[String]) -> Option<Topic> {
        let flows = self.flows_at(at);
        if let Some(question) = flows.iter().find_map(|(flow, _)| flow.asked(spoken)) {
            return question.topic;
        }
        match self.open_step() {
            Some(Step::Choose(choose)) if named(choose, spoken).is_none() => {
                flows.first().and_then(|(flow, _)| flow.handoff().topic)
            }
            // An answer is an answer, whatever it says.
            Some(_) | None => None,
        }
    }

    /// How the shop holds the shopper, as its theme told when the page invited; nothing else tells it here.
    fn standing(&self) -> Standing {
        let invited = self.state.record.invited.as_deref();
        if invited.is_some_and(|why| why.ends_with(BY_VIP)) {
            Standing::Vip
        } else {
            Standing::Usual
        }
    }

    fn facts<'a>(&self, said: &'a str, mood: &'a Mood) -> Facts<'a> {
        let presence = match self.shop.hours.next(self.now, &self.shop.clock) {
            Next::Now { .. } => Presence::There,
            // What is handed over is read sooner or later, also where no hours are named.
            Next::From(_) | Next::Unstated => Presence::Later,
        };
        Facts {
            said,
            mood,
            topic: None,
            confidence: None,
            same_answers: 0,
            cart: self.state.cart.as_ref().map(|cart| cart.total),
            // No order is known to a conversation; `handoff::lint` says so to whoever writes a rule for them.
            order: None,
            standing: self.standing(),
            presence,
        }
    }

    /// The languages to hear the shopper in: the flow's alone where the page speaks it too, else whichever is spoken.
    fn languages(&self) -> Vec<&Words> {
        let own = &self.shop.words;
        let page = Locale::known(&self.state.record.locale).map(Locale::language);
        if page == Some(own.language()) {
            return vec![own];
        }
        let other = self.shop.page_words.iter();
        other.chain([own, Words::english()]).collect()
    }

    /// Whether a flow that holds here lists these words as ones for a person.
    fn flow_calls(&self, at: &StepId, spoken: &[String]) -> bool {
        self.flows_at(at).iter().any(|(flow, _)| {
            let mut phrases = flow.handoff().words.iter();
            phrases.any(|phrase| phrase.score(spoken) > 0)
        })
    }
}

/// How the reason of an invitation ends that was shown to one of the shop's best ([`crate::trigger::explain`]).
const BY_VIP: &str = "@vip";

/// Whether somebody may be hurt meanwhile, whatever else it is that calls a person.
fn is_about_safety(call: &Call) -> bool {
    let mut reasons = core::iter::once(&call.reason).chain(&call.also);
    reasons.any(|reason| *reason == Reason::Grave(Topic::Safety))
}

fn offer_of(reason: Reason) -> Offer {
    match reason {
        Reason::Confused(_) => Offer::Unclear,
        Reason::ValuableOrder(_)
        | Reason::ValuableCart(_)
        | Reason::Vip
        | Reason::Asked
        | Reason::Grave(_)
        | Reason::Angry(_)
        | Reason::About(_)
        | Reason::Stuck(_)
        | Reason::LowConfidence(_) => Offer::Valuable,
    }
}

fn reason_of(call: Call) -> HandoffReason {
    if call.reason == Reason::Asked && call.also.is_empty() {
        return HandoffReason::Asked;
    }
    HandoffReason::Called {
        sentence: call.sentence,
        urgency: call.urgency,
    }
}
