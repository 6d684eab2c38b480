//! The shopper's turns on their way: kept until acknowledged, sent again with the same id after every reconnect, given
//! back when refused. One is on the way at a time: a turn that overtook one that is then refused would stand before it.

use super::State;
use shared::id::TurnId;
use shared::wire::frame_v1::{Author, Holder, Refusal, Say, ShopperFrame};

/// A turn of the shopper that is not in the transcript yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pending {
    /// Made by this page; the same id is sent until the turn is acknowledged.
    pub(crate) id: TurnId,
    /// What the shopper does.
    pub(crate) say: Say,
    /// How far it has come.
    pub(crate) progress: Progress,
}

/// How far a shopper's turn has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Progress {
    /// To be sent.
    Waiting,
    /// Sent by this connection.
    OnWay,
    /// Stored under this number; its turn is on the way.
    Stored(u64),
    /// Not taken.
    Refused {
        /// Why.
        refusal: Refusal,
        /// Whether the same turn may be sent again.
        again: bool,
    },
}

/// What became of the shopper's last turn, as far as the shopper cares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It was answered, or says itself what became of it.
    Settled,
    /// It waits for a connection.
    NotSent,
    /// It is stored.
    Sent,
    /// An agent has seen it.
    Read,
}

impl State {
    /// Whether one more turn may wait to be sent; if not, the shopper is told.
    pub(crate) fn has_room(&mut self) -> bool {
        let room = self.outbox.len() < MOST_UNSENT;
        if !room {
            self.notice = Some(Refusal::TooManyTurns);
        }
        room
    }

    /// The shopper takes a turn. It is kept until acknowledged; the frame comes back when it can be sent now.
    pub(crate) fn say(&mut self, id: TurnId, say: Say) -> Option<ShopperFrame> {
        self.notice = None;
        self.changes += 1;
        self.outbox.push(Pending {
            id,
            say,
            progress: Progress::Waiting,
        });
        self.next()
    }

    /// The shopper wants a refused turn sent again.
    pub(crate) fn retry(&mut self, id: &TurnId) -> Option<ShopperFrame> {
        let pending = self.outbox.iter_mut().find(|pending| pending.id == *id)?;
        pending.progress = Progress::Waiting;
        self.changes += 1;
        self.next()
    }

    /// The oldest turn that waits, unless one is on the way already or there is no way.
    pub(super) fn next(&mut self) -> Option<ShopperFrame> {
        let on_way = |pending: &Pending| pending.progress == Progress::OnWay;
        if !self.is_live() || self.outbox.iter().any(on_way) {
            return None;
        }
        let waits = |pending: &&mut Pending| pending.progress == Progress::Waiting;
        let oldest = self.outbox.iter_mut().find(waits)?;
        oldest.progress = Progress::OnWay;
        Some(ShopperFrame::Say {
            id: oldest.id.clone(),
            say: oldest.say.clone(),
        })
    }

    /// Of what was on the way nobody knows how far it has come.
    pub(super) fn send_anew(&mut self) {
        for pending in &mut self.outbox {
            if pending.progress == Progress::OnWay {
                pending.progress = Progress::Waiting;
            }
        }
    }

    /// The shopper gives a refused turn up.
    pub(crate) fn forget(&mut self, id: &TurnId) {
        let before = self.outbox.len();
        self.outbox.retain(|pending| pending.id != *id);
        self.changes += before - self.outbox.len();
    }

    /// The shopper wants to write a refused turn otherwise; its words come back.
    pub(crate) fn take_back(&mut self, id: &TurnId) -> Option<String> {
        let pending = self.outbox.iter().find(|pending| pending.id == *id)?;
        let Say::Text(text) = &pending.say else {
            return None;
        };
        let text = text.clone();
        self.forget(id);
        Some(text)
    }

    /// The shopper's turns that are not in the transcript yet, oldest first.
    pub(crate) fn outbox(&self) -> &[Pending] {
        &self.outbox
    }

    /// Another number whenever the outbox is another.
    pub(crate) fn changes(&self) -> usize {
        self.changes
    }

    /// What a reload must not lose.
    pub(crate) fn unsent(&self) -> Vec<(TurnId, Say)> {
        let unsent = self.outbox.iter().filter(|pending| pending.is_kept());
        unsent
            .map(|pending| (pending.id.clone(), pending.say.clone()))
            .collect()
    }

    /// Whether a turn waits to be sent, or to be acknowledged.
    pub(crate) fn has_unsent(&self) -> bool {
        self.outbox.iter().any(Pending::is_unsent)
    }

    /// What became of the shopper's last turn.
    pub(crate) fn fate(&self) -> Fate {
        if let Some(pending) = self.outbox.last() {
            return match pending.progress {
                Progress::Waiting | Progress::OnWay if !self.is_live() => Fate::NotSent,
                Progress::Waiting | Progress::OnWay | Progress::Refused { .. } => Fate::Settled,
                Progress::Stored(_) => Fate::Sent,
            };
        }
        match self.turns.last() {
            Some(turn) if turn.author == Author::Shopper && self.holder() != Holder::Ended => {
                if turn.seq <= self.attended.read {
                    Fate::Read
                } else {
                    Fate::Sent
                }
            }
            Some(_) | None => Fate::Settled,
        }
    }

    /// A turn on its way has come into the transcript. What it answered is closed, until the edge says what holds now:
    /// nothing that was answered is shown once more in between.
    pub(super) fn settle(&mut self, id: &TurnId) {
        let settled = self.outbox.iter().find(|pending| pending.id == *id);
        let answered = settled.and_then(Pending::ask);
        if answered.is_some() && answered == self.now.ask {
            self.now.ask = None;
        }
        self.forget(id);
    }

    pub(super) fn acked(&mut self, id: &TurnId, seq: u64) {
        if self.turn(seq).is_some() {
            self.settle(id);
        } else if let Some(pending) = self.outbox.iter_mut().find(|pending| pending.id == *id) {
            pending.progress = Progress::Stored(seq);
            self.changes += 1;
        }
    }

    pub(super) fn refused(&mut self, id: Option<&TurnId>, refusal: Refusal, retry_after_s: u32) {
        // Of what cannot be read the edge knows no id. It would be sent and refused for ever, and all behind it wait.
        let unread = matches!(refusal, Refusal::UnknownFrame | Refusal::FrameTooLarge);
        let known = self.outbox.iter_mut().find(|pending| match id {
            Some(id) => pending.id == *id,
            None => unread && pending.progress == Progress::OnWay,
        });
        let Some(pending) = known else {
            self.notice = Some(refusal);
            return;
        };
        let again = retry_after_s > 0 || refusal == Refusal::Fault;
        if again || pending.holds_words() {
            pending.progress = Progress::Refused { refusal, again };
            self.changes += 1;
        } else {
            let id = pending.id.clone();
            self.forget(&id);
            self.notice = Some(refusal);
        }
    }
}

impl Pending {
    fn is_unsent(&self) -> bool {
        matches!(self.progress, Progress::Waiting | Progress::OnWay)
    }

    /// Whether the next page is to send it: what was typed and may be taken yet is not thrown away either.
    fn is_kept(&self) -> bool {
        let may_be_taken = matches!(self.progress, Progress::Refused { again: true, .. });
        self.is_unsent() || (may_be_taken && self.holds_words())
    }

    /// The turn this one answers.
    pub(super) fn ask(&self) -> Option<u64> {
        match &self.say {
            Say::Choose { ask, .. }
            | Say::Fill { ask, .. }
            | Say::Consent { ask, .. }
            | Say::Rate { ask, .. } => Some(*ask),
            Say::Text(_)
            | Say::Added { .. }
            | Say::NotAdded { .. }
            | Say::Person
            | Say::End
            | Say::Changed { .. }
            | Say::Applied { .. }
            | Say::Back
            | Say::Change { .. } => None,
        }
    }

    /// Whether it holds something typed, which a refusal must not throw away.
    fn holds_words(&self) -> bool {
        matches!(self.say, Say::Text(_) | Say::Fill { .. })
    }
}

/// So many turns may wait to be sent: what may be taken at once within a minute.
const MOST_UNSENT: usize = 20;
