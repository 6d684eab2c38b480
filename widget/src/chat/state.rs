//! What the page knows of its conversation: frames and the shopper's own acts go in, frames to send come out.
//!
//! Nothing here touches a browser, so every rule is tested natively. [`super::link`] carries frames, the views under
//! [`super::view`] show this state and never change it themselves.
//!
//! Invariants: turns are held without a gap and in order; a shopper's turn stays in the outbox until it is
//! acknowledged, and is sent again with the same id after every reconnect.

mod attended;
mod outbox;

pub(crate) use outbox::{Fate, Pending, Progress};

use attended::Attended;
use shared::id::{ChoiceId, ConversationId, TurnId};
use shared::wire::frame_v1::{
    Author, CartReport, EdgeFrame, Holder, Now, Page, Part, Refusal, Say, ShopperFrame, Turn,
};

/// The conversation as this page holds it.
#[derive(Clone, Debug)]
pub(crate) struct State {
    connection: Connection,
    conversation: Option<ConversationId>,
    turns: Vec<Turn>,
    outbox: Vec<Pending>,
    /// Counts what was done to the outbox.
    changes: usize,
    now: Now,
    /// Whether turns are an old conversation's, until what holds now, which follows the last of them.
    replaying: bool,
    /// How many of the oldest turns are not drawn, since the conversation was long when this page opened it.
    earlier: usize,
    /// The turn after which a missing stretch has been asked for.
    asked_after: Option<u64>,
    /// Told at the next welcome.
    page: Option<Page>,
    cart: Option<CartReport>,
    notice: Option<Refusal>,
    attended: Attended,
}

/// So many turns are drawn together. Two thousand at once would hold a phone up, and so would each new one beside them.
pub(crate) const TOGETHER: usize = 50;

/// A conversation that begins has no more turns than this.
const GREETING: usize = 2;

/// How the page stands with the edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Connection {
    /// Nothing has been asked for yet.
    Idle,
    /// The first connection of this page is being made.
    Opening,
    /// Frames flow.
    Live,
    /// The connection was lost; it is tried again.
    Waiting,
    /// It has been away for so long that the shopper should know.
    Away,
    /// The edge asked for quiet; then it is tried again.
    Busy,
    /// The conversation is no longer kept.
    Gone,
    /// The edge refuses this page for good (an origin or shop it does not know).
    Shut,
    /// The edge speaks only other versions than this page.
    Outdated,
}

impl State {
    /// A page that knows nothing yet but the turns an earlier page could not send.
    pub(crate) fn new(unsent: Vec<(TurnId, Say)>) -> Self {
        let pending = |(id, say)| Pending {
            id,
            say,
            progress: Progress::Waiting,
        };
        Self {
            connection: Connection::Idle,
            conversation: None,
            turns: Vec::new(),
            earlier: 0,
            outbox: unsent.into_iter().map(pending).collect(),
            changes: 0,
            now: Now {
                ask: None,
                holder: Holder::Assistant,
                busy: false,
            },
            replaying: false,
            asked_after: None,
            page: None,
            cart: None,
            notice: None,
            attended: Attended::default(),
        }
    }

    /// Takes a frame from the edge; what must be sent because of it comes back.
    pub(crate) fn apply(&mut self, frame: EdgeFrame) -> Vec<ShopperFrame> {
        match frame {
            EdgeFrame::Welcome { conversation, last } => return self.welcome(conversation, last),
            EdgeFrame::Turn(turn) => return self.take_turn(turn),
            EdgeFrame::Acked { id, seq } => self.acked(&id, seq),
            EdgeFrame::Refused {
                id,
                refusal,
                retry_after_s,
            } => self.refused(id.as_ref(), refusal, retry_after_s),
            EdgeFrame::Now(now) => {
                self.now = now;
                self.replaying = false;
            }
            EdgeFrame::Agent(agent) => {
                self.attended.agent = agent;
                self.attended.types = false;
            }
            EdgeFrame::Typing(types) => self.attended.types = types,
            EdgeFrame::Read(seq) => self.attended.read = seq,
        }
        self.next().into_iter().collect()
    }

    /// The conversation began on an earlier page: what is said first is not new.
    pub(crate) fn comes_back(&mut self) {
        self.replaying = true;
    }

    /// The page the shopper is on; told once, now or at the next welcome.
    pub(crate) fn on_page(&mut self, page: Page) -> Option<ShopperFrame> {
        if self.is_live() {
            return Some(ShopperFrame::Page(page));
        }
        self.page = Some(page);
        None
    }

    /// The cart as just read; told once, now or at the next welcome.
    pub(crate) fn on_cart(&mut self, cart: CartReport) -> Option<ShopperFrame> {
        if self.is_live() {
            return Some(ShopperFrame::Cart(cart));
        }
        self.cart = Some(cart);
        None
    }

    /// The connection changed otherwise than by a welcome.
    pub(crate) fn connection_is(&mut self, connection: Connection) {
        // The first one is being made until the shopper should know that it takes long.
        if !(self.connection == Connection::Opening && connection == Connection::Waiting) {
            self.connection = connection;
        }
        if connection == Connection::Gone {
            self.now.holder = Holder::Ended;
        }
        self.attended.types = false;
    }

    /// The shopper begins anew after the end; turns not sent belong to what ended.
    pub(crate) fn begin_anew(&mut self) {
        let changes = self.changes + 1;
        *self = Self {
            changes,
            ..Self::new(Vec::new())
        };
    }

    /// What to send first on every socket.
    pub(crate) fn resume(&self) -> ShopperFrame {
        ShopperFrame::Resume {
            after: self.last_seq(),
        }
    }

    /// How the page stands with the edge.
    pub(crate) fn connection(&self) -> Connection {
        self.connection
    }

    /// The transcript, oldest first.
    pub(crate) fn turns(&self) -> &[Turn] {
        &self.turns
    }

    /// The turn numbered `seq`.
    pub(crate) fn turn(&self, seq: u64) -> Option<&Turn> {
        let index = usize::try_from(seq.checked_sub(1)?).ok()?;
        self.turns.get(index)
    }

    /// Who answers.
    pub(crate) fn holder(&self) -> Holder {
        self.now.holder
    }

    /// Whether the choices, field or form of this turn wait for the shopper.
    pub(crate) fn is_open(&self, seq: u64) -> bool {
        let answered = |pending: &Pending| {
            pending.ask() == Some(seq) && !matches!(pending.progress, Progress::Refused { .. })
        };
        self.now.ask == Some(seq)
            && self.now.holder != Holder::Ended
            && !self.outbox.iter().any(answered)
    }

    /// Whether the shopper has answered something and is asked something now. Whether it can be taken back is for the
    /// conversation to say.
    pub(crate) fn may_go_back(&self) -> bool {
        let answered = |turn: &Turn| turn.author == Author::Shopper;
        self.now.ask.is_some_and(|ask| self.is_open(ask)) && self.turns.iter().any(answered)
    }

    /// Whether an answer is on its way.
    pub(crate) fn is_busy(&self) -> bool {
        self.is_live()
            && self.now.holder == Holder::Assistant
            && (self.now.busy || self.has_unsent())
    }

    /// Whether the turns shown are still an old conversation being read back.
    pub(crate) fn is_replaying(&self) -> bool {
        self.replaying || self.connection == Connection::Opening
    }

    /// How many of the oldest turns are not drawn; a multiple of [`TOGETHER`].
    pub(crate) fn earlier(&self) -> usize {
        self.earlier
    }

    /// Some more of the oldest turns are to be drawn.
    pub(crate) fn show_earlier(&mut self) {
        self.earlier = self.earlier.saturating_sub(TOGETHER);
    }

    /// A refusal that belongs to no turn.
    pub(crate) fn notice(&self) -> Option<Refusal> {
        self.notice
    }

    /// The labels of choices, in the order picked.
    pub(crate) fn labels(&self, ask: u64, picked: &[ChoiceId]) -> Vec<&str> {
        let parts = self.turn(ask).map_or(&[][..], |turn| &turn.parts);
        let mut offered = Vec::new();
        for part in parts {
            if let Part::Choices(choices) = part {
                offered.extend(&choices.choices);
            }
        }
        let label = |id: &ChoiceId| {
            let choice = offered.iter().find(|choice| choice.id == *id)?;
            Some(choice.label.as_str())
        };
        picked.iter().filter_map(label).collect()
    }

    fn welcome(&mut self, conversation: ConversationId, last: u64) -> Vec<ShopperFrame> {
        let known = self.conversation.replace(conversation);
        self.connection = Connection::Live;
        self.asked_after = None;
        let moved = known.is_some() && known != self.conversation;
        if moved || last < self.last_seq() {
            self.turns.clear();
            self.replaying = true;
            return vec![self.resume()];
        }
        if self.turns.is_empty() {
            let last = usize::try_from(last).unwrap_or(0);
            self.earlier = (last / TOGETHER).saturating_sub(1) * TOGETHER;
            // What was said elsewhere, before this page took it up, is not new.
            self.replaying |= last > GREETING;
        }
        let page = self.page.take().map(ShopperFrame::Page);
        let cart = self.cart.take().map(ShopperFrame::Cart);
        self.send_anew();
        page.into_iter().chain(cart).chain(self.next()).collect()
    }

    fn take_turn(&mut self, turn: Turn) -> Vec<ShopperFrame> {
        let last = self.last_seq();
        if turn.seq <= last {
            return Vec::new();
        }
        if turn.seq > last + 1 {
            // A stretch is missing: ask once for everything after what is held.
            if self.asked_after == Some(last) {
                return Vec::new();
            }
            self.asked_after = Some(last);
            return vec![self.resume()];
        }
        self.settle(&turn.id);
        self.asked_after = None;
        if matches!(turn.author, Author::Agent(_)) {
            self.attended.types = false;
        }
        self.turns.push(turn);
        Vec::new()
    }

    fn is_live(&self) -> bool {
        self.connection == Connection::Live
    }

    /// The newest turn held; 0 for none.
    pub(crate) fn last_seq(&self) -> u64 {
        self.turns.last().map_or(0, |turn| turn.seq)
    }
}

#[cfg(test)]
mod tests;
