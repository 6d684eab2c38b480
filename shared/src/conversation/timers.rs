//! What a passed deadline means: a look-up is asked for again or given up, a person is sent what came since, or
//! an agent who does not answer loses the conversation.

use super::act::Act;
use super::{Effect, Found};
use crate::time::Span;
use crate::wire::snapshot_v1::Phase;

impl Act<'_> {
    /// The deadline may be handed in early or twice; only what is due happens.
    pub(super) fn deadline(&mut self) {
        match &mut self.state.phase {
            Phase::Waiting(waiting) if waiting.due <= self.now => {
                let lookup = waiting.lookup;
                if waiting.tries >= MAX_TRIES {
                    self.found(lookup, Found::Failed);
                    return;
                }
                waiting.tries += 1;
                waiting.due = self.now + Span::seconds(5 * i64::from(waiting.tries));
                let query = waiting.query.clone();
                self.effects.push(Effect::LookUp { lookup, query });
            }
            Phase::Person(handed) if handed.due.is_some_and(|due| due <= self.now) => {
                self.tell_person();
            }
            Phase::New
            | Phase::Asking { .. }
            | Phase::Waiting(_)
            | Phase::Contact { .. }
            | Phase::Listening
            | Phase::Person(_)
            | Phase::Ended => {}
            Phase::Agent(_) => self.agent_deadline(),
        }
    }
}

/// Half a minute in all; then the shopper is told.
const MAX_TRIES: u8 = 3;
