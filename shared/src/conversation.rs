//! A conversation: what happened goes in with the time, what must be done comes out as [`Effect`]s.
//!
//! It decides every word the assistant says and every message that follows; it never sends, stores or looks anything
//! up. Read `take` (a shopper's turn) first, then `walk` (the flow's steps), `path` (called flows), `ask`, `question`,
//! `seek` and `found` (look-ups), `again` (going back), `calling` (whether a person takes over), `handoff` (by e-mail)
//! and `agent` (in the chat itself);
//! what is written back to a message is `wrote`.
//!
//! INVARIANT: turns are numbered 1, 2, 3 … without a gap, and an input applied twice changes nothing the second time.

mod act;
mod again;
mod agent;
mod ask;
mod calling;
mod cart;
mod context;
mod effect;
mod follow_up;
mod found;
mod handoff;
mod input;
mod path;
mod question;
mod rate;
mod record;
mod seek;
mod take;
mod timers;
mod walk;
mod words;
mod wrote;

pub use crate::wire::snapshot_v1::{
    Agreed, Answer, CartStep, FlowRef, HandoffReason, Outcome, Record, Snapshot,
};
pub(crate) use act::{fnv, made_id};
pub use agent::AgentAct;
pub use effect::{About, Effect, LedgerEntry, Query};
pub use input::{Found, Input, ShopContext};

use crate::id::{ConversationId, FlowId, ShopId, ShopperId, TurnId};
use crate::time::Instant;
use crate::wire::frame_v1::{Author, Holder, Now, Turn};
use crate::wire::snapshot_v1::Phase;
use act::Act;
use alloc::{collections::BTreeMap, vec::Vec};

/// How the ids of the chat's own choices begin; no flow may use it.
pub(crate) const OWN_CHOICE: &str = "parley.";

/// A conversation of one shopper with one shop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conversation {
    state: Snapshot,
    turns: Vec<Turn>,
}

/// Stored turns that do not belong to the stored state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RestoreError {
    /// The turns are not numbered from 1 without a gap.
    #[error("turn {0} is missing or out of place")]
    Gap(u64),
    /// There are more or fewer turns than the state knows of.
    #[error("{found} turns are stored, the state knows of {known}")]
    Count {
        /// How many there are.
        found: u64,
        /// How many there should be.
        known: u64,
    },
}

impl Conversation {
    /// A conversation that nobody has opened yet.
    #[must_use]
    pub fn new(id: ConversationId, shop: ShopId, shopper: ShopperId) -> Self {
        let record = Record::new(id.clone(), shopper.clone());
        let state = Snapshot {
            conversation: id,
            shop,
            shopper,
            turns: 0,
            flow: None,
            phase: Phase::New,
            ask: None,
            back: Vec::new(),
            answers: BTreeMap::new(),
            shown: Vec::new(),
            page: None,
            cart: None,
            delivery: None,
            agreed: None,
            contact: None,
            stuck: 0,
            question: None,
            cart_rule_used: false,
            lookups: 0,
            record,
            called: Vec::new(),
            told: BTreeMap::new(),
            trail: Vec::new(),
            person_offered: false,
            offer: None,
            asked: Vec::new(),
            wanted: None,
        };
        Self {
            state,
            turns: Vec::new(),
        }
    }

    /// Applies what happened at `now`. Pure; an input that was applied before changes nothing.
    pub fn handle(&mut self, input: Input, shop: &ShopContext, now: Instant) -> Vec<Effect> {
        let mut act = Act::new(self, shop, now);
        match input {
            Input::Opened(visit) => act.open(*visit),
            Input::Said { id, say } => act.take(id, say),
            Input::Wrote { id, from, text } => act.wrote(&id, &from, &text),
            Input::Paged(page) => act.note_page(&page),
            Input::Carted(cart) => act.note_cart(cart),
            Input::Found { lookup, found } => act.found(lookup, found),
            Input::Agent { by, act: what } => act.agent(by, what),
            Input::Deadline => act.deadline(),
        }
        act.finish()
    }

    /// When to hand in [`Input::Deadline`]; `None` when there is nothing to wait for.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Instant> {
        match &self.state.phase {
            Phase::Waiting(waiting) => Some(waiting.due),
            Phase::Person(handed) => handed.due,
            Phase::Agent(held) => held.deadline(),
            Phase::New
            | Phase::Asking { .. }
            | Phase::Contact { .. }
            | Phase::Listening
            | Phase::Ended => None,
        }
    }

    /// All turns, in order.
    #[must_use]
    pub fn turns(&self) -> &[Turn] {
        &self.turns
    }

    /// Whether the shopper took this turn, and it was kept.
    #[must_use]
    pub fn has_taken(&self, id: &TurnId) -> bool {
        let is_it = |turn: &Turn| turn.author == Author::Shopper && turn.id == *id;
        self.turns.iter().any(is_it)
    }

    /// The number of the newest turn; 0 when there is none.
    #[must_use]
    pub fn last(&self) -> u64 {
        self.state.turns
    }

    /// The turns after the one numbered `seq`.
    #[must_use]
    pub fn turns_after(&self, seq: u64) -> &[Turn] {
        let first = usize::try_from(seq).unwrap_or(usize::MAX);
        self.turns.get(first..).unwrap_or_default()
    }

    /// What holds now.
    #[must_use]
    pub fn now(&self) -> Now {
        let (ask, holder, busy) = match &self.state.phase {
            Phase::New | Phase::Listening => (None, Holder::Assistant, false),
            Phase::Asking { turn, .. } | Phase::Contact { turn, .. } => {
                (Some(*turn), Holder::Assistant, false)
            }
            Phase::Waiting(_) => (None, Holder::Assistant, true),
            Phase::Person(_) | Phase::Agent(_) => (None, Holder::Person, false),
            Phase::Ended => (None, Holder::Ended, false),
        };
        Now { ask, holder, busy }
    }

    /// The session record.
    #[must_use]
    pub fn record(&self) -> &Record {
        &self.state.record
    }

    /// The flow it runs, and the version it began with.
    #[must_use]
    pub fn flow(&self) -> Option<(&FlowId, u32)> {
        self.state
            .flow
            .as_ref()
            .map(|flow| (&flow.id, flow.version))
    }

    /// The flows that its flow calls, at the versions it began with.
    #[must_use]
    pub fn called(&self) -> &[FlowRef] {
        &self.state.called
    }

    /// Everything but the turns, to be stored.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        self.state.clone()
    }

    /// What [`Self::snapshot`] gives, to be looked at.
    #[must_use]
    pub fn state(&self) -> &Snapshot {
        &self.state
    }

    /// The conversation that was stored.
    ///
    /// # Errors
    /// When the turns are not the ones the snapshot was taken with.
    pub fn restore(snapshot: Snapshot, turns: Vec<Turn>) -> Result<Self, RestoreError> {
        for (expected, turn) in (1_u64..).zip(&turns) {
            if turn.seq != expected {
                return Err(RestoreError::Gap(expected));
            }
        }
        let found = u64::try_from(turns.len()).unwrap_or(u64::MAX);
        if found != snapshot.turns {
            return Err(RestoreError::Count {
                found,
                known: snapshot.turns,
            });
        }
        Ok(Self {
            state: snapshot,
            turns,
        })
    }
}
