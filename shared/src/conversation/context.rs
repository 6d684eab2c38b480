//! What an agent should know beside the turns, so that nobody has to ask the shopper again.

use super::{Answer, Conversation};
use crate::summary;
use crate::wire::agent_v1::{Consent, Context, Named};
use crate::wire::frame_v1::Agent;
use crate::wire::snapshot_v1::Phase;
use alloc::string::String;

impl Conversation {
    /// The agent who has the conversation.
    #[must_use]
    pub fn holder(&self) -> Option<&Named> {
        if let Phase::Agent(held) = &self.state.phase {
            Some(&held.by)
        } else {
            None
        }
    }

    /// The agent who has the conversation, as the shopper sees them.
    #[must_use]
    pub fn agent(&self) -> Option<Agent> {
        let Phase::Agent(held) = &self.state.phase else {
            return None;
        };
        Some(Agent {
            name: held.by.name.clone(),
            there: held.gone.is_none(),
        })
    }

    /// All that is known beside the turns.
    #[must_use]
    pub fn context(&self) -> Context {
        let state = &self.state;
        let record = &state.record;
        let reason = match &state.phase {
            Phase::Contact { reason, .. } => Some(reason),
            Phase::Person(handed) => Some(&handed.reason),
            Phase::Agent(held) => held.reason.as_ref(),
            Phase::New
            | Phase::Asking { .. }
            | Phase::Waiting(_)
            | Phase::Listening
            | Phase::Ended => None,
        };
        let consent = state.agreed.as_ref().map(|agreed| Consent {
            channel: agreed.channel,
            purpose: agreed.purpose,
            address: agreed.address.clone(),
        });
        let answers = state.answers.iter().map(|(name, answer)| {
            let (Answer::Chosen { text, .. } | Answer::Typed(text)) = answer;
            (name.replace('_', " "), String::clone(text))
        });
        Context {
            reason: reason.map(summary::reason),
            contact: state.contact.clone(),
            consent,
            cart: state.cart.clone(),
            page: state.page.clone(),
            locale: record.locale.clone(),
            country: record.country.clone(),
            returning: record.returning,
            invited: record.invited.clone(),
            seen: record.seen.clone(),
            answers: answers.collect(),
            rating: record.rating,
            began: record.began,
        }
    }
}
