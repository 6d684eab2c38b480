//! A tab that does what the page does, without a browser: it keeps what the shopper says until that is acknowledged,
//! comes back after every loss, holds the turns in order, and notes everything that should not have come.

use std::collections::{BTreeSet, VecDeque};
use std::thread::sleep;
use std::time::{Duration, Instant};

use shared::id::{ConversationId, TurnId};
use shared::wire::frame_v1::{EdgeFrame, Now, Open, Opened, Refusal, Say, ShopperFrame, Turn};

use super::{Edge, Heard, NotConnected, Socket};

/// A tab on a page of a shop, with its chat open.
pub struct Tab {
    edge: Edge,
    origin: String,
    open: Open,
    opened: Option<Opened>,
    socket: Option<Socket>,
    unsent: VecDeque<(TurnId, Say)>,
    /// How many of those have been sent on this socket.
    sent: usize,
    /// How many may be on the way at once.
    window: usize,
    /// When something was last asked for that is not answered yet.
    waits_since: Option<Instant>,
    /// Not before this is a refused turn sent again, or a lost connection made anew.
    rests_until: Instant,
    losses: u32,
    now: Option<Now>,
    last: u64,
    log: Log,
}

/// What a tab saw.
#[derive(Debug, Default)]
pub struct Log {
    /// The transcript as shown.
    pub turns: Vec<Turn>,
    /// What was acknowledged, with its number.
    pub acked: Vec<(TurnId, u64)>,
    /// The conversations that welcomed it.
    pub conversations: BTreeSet<ConversationId>,
    /// What no page should ever be sent.
    pub wrong: Vec<String>,
    /// Sockets it had.
    pub sockets: u32,
}

impl Tab {
    /// A page of `origin` that has not connected yet. It has at most `window` turns on the way at once.
    #[must_use]
    pub fn new(edge: &Edge, origin: &str, open: Open, window: usize) -> Self {
        Self {
            edge: edge.clone(),
            origin: origin.into(),
            open,
            opened: None,
            socket: None,
            unsent: VecDeque::new(),
            sent: 0,
            window,
            waits_since: None,
            rests_until: Instant::now(),
            losses: 0,
            now: None,
            last: 0,
            log: Log::default(),
        }
    }

    /// What it saw so far.
    #[must_use]
    pub fn log(&self) -> &Log {
        &self.log
    }

    /// What it saw, at its end.
    #[must_use]
    pub fn into_log(self) -> Log {
        self.log
    }

    /// Notes something that should not have been.
    pub fn note(&mut self, wrong: &str) {
        self.log.wrong.push(wrong.into());
    }

    /// The conversation, once it is open.
    #[must_use]
    pub fn conversation(&self) -> Option<&ConversationId> {
        self.opened.as_ref().map(|opened| &opened.conversation)
    }

    /// The shopper says something.
    pub fn say(&mut self, id: TurnId, say: Say) {
        self.unsent.push_back((id, say));
    }

    /// Sends what is no turn, if it is connected.
    pub fn tell(&mut self, frame: &ShopperFrame) {
        self.send(frame);
    }

    /// Goes on until `done`; false when that takes longer than `patience`.
    pub fn until(&mut self, patience: Duration, done: impl Fn(&Self) -> bool) -> bool {
        let begun = Instant::now();
        while !done(self) {
            if begun.elapsed() > patience {
                return false;
            }
            self.step();
        }
        true
    }

    /// Whether everything said is acknowledged.
    #[must_use]
    pub fn is_heard(&self) -> bool {
        self.unsent.is_empty()
    }

    /// Whether everything said is acknowledged and answered, and every turn there is has come.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        let all = u64::try_from(self.log.turns.len()).is_ok_and(|turns| turns >= self.last);
        self.is_heard() && all && self.now.as_ref().is_some_and(|now| !now.busy)
    }

    /// Gives the connection up and makes it anew, as a page does that comes back.
    pub fn hang_up(&mut self) {
        self.socket = None;
        self.sent = 0;
        self.now = None;
        self.waits_since = None;
    }

    /// The shopper opens the chat; false when the edge could not be reached or would not.
    pub fn open(&mut self) -> bool {
        let answer = self.edge.try_open(&self.origin, &self.open);
        let opened = answer
            .ok()
            .filter(|answer| answer.status == 200)
            .and_then(|answer| shared::wire::decode(&answer.body, 10_000).ok());
        if opened.is_none() {
            self.lost();
        } else {
            self.opened = opened;
        }
        self.opened.is_some()
    }

    /// One thing: connects, sends, or takes a frame.
    fn step(&mut self) {
        if self.socket.is_none() {
            return self.connect();
        }
        self.send_waiting();
        let heard = self
            .socket
            .as_mut()
            .map_or(Heard::Gone, |socket| socket.heard_within(TICK));
        match heard {
            Heard::Frame(frame) => self.take(*frame),
            Heard::Gone => self.lost(),
            Heard::Strange => {
                self.log.wrong.push("bytes that are no frame".into());
                self.lost();
            }
            Heard::Nothing => {
                if self
                    .waits_since
                    .is_some_and(|since| since.elapsed() > ANSWER)
                {
                    self.hang_up();
                }
            }
        }
    }

    fn connect(&mut self) {
        let wait = self.rests_until.saturating_duration_since(Instant::now());
        sleep(wait.min(TICK));
        if wait > TICK {
            return;
        }
        let Some(opened) = &self.opened else {
            self.open();
            return;
        };
        match self.edge.try_connect(&self.origin, &opened.token) {
            Ok(socket) => {
                self.socket = Some(socket);
                self.log.sockets += 1;
                self.resume();
            }
            Err(NotConnected::Refused(401 | 404)) => {
                self.opened = None;
                self.lost();
            }
            Err(NotConnected::Refused(_) | NotConnected::Broken) => self.lost(),
        }
    }

    fn lost(&mut self) {
        self.hang_up();
        self.losses += 1;
        self.rests_until = Instant::now() + FIRST_WAIT * (1 << self.losses.min(5));
    }

    fn resume(&mut self) {
        let after = u64::try_from(self.log.turns.len()).unwrap_or(u64::MAX);
        self.waits_since = Some(Instant::now());
        self.send(&ShopperFrame::Resume { after });
    }

    fn send_waiting(&mut self) {
        if self.now.is_none() || Instant::now() < self.rests_until {
            return;
        }
        while self.sent < self.window
            && let Some((id, say)) = self.unsent.get(self.sent).cloned()
        {
            self.sent += 1;
            self.waits_since.get_or_insert_with(Instant::now);
            self.send(&ShopperFrame::Say { id, say });
        }
    }

    fn send(&mut self, frame: &ShopperFrame) {
        // A socket that does not take it is found to be gone when it is read.
        if let Some(socket) = &mut self.socket {
            let _sent = socket.try_send(frame);
        }
    }

    fn take(&mut self, frame: EdgeFrame) {
        match frame {
            EdgeFrame::Welcome { conversation, last } => {
                self.losses = 0;
                self.last = last;
                self.log.conversations.insert(conversation);
            }
            EdgeFrame::Turn(turn) => self.take_turn(turn),
            EdgeFrame::Acked { id, seq } => {
                self.last = self.last.max(seq);
                if self.unsent.front().is_some_and(|(first, _)| *first == id) {
                    self.unsent.pop_front();
                    self.sent = self.sent.saturating_sub(1);
                    self.waits_since = (self.sent > 0).then(Instant::now);
                    self.log.acked.push((id, seq));
                } else if !self.log.acked.contains(&(id.clone(), seq)) {
                    // A later turn was acknowledged before an earlier one.
                    self.log
                        .wrong
                        .push(format!("{id} is acknowledged as {seq} out of order"));
                    self.unsent.retain(|(unsent, _)| *unsent != id);
                    self.sent = self.sent.saturating_sub(1);
                    self.log.acked.push((id, seq));
                }
            }
            EdgeFrame::Refused {
                id,
                refusal,
                retry_after_s,
            } => self.refused(id.as_ref(), refusal, retry_after_s),
            EdgeFrame::Now(now) => {
                if self.sent == 0 {
                    self.waits_since = None;
                }
                self.now = Some(now);
            }
            EdgeFrame::Agent(_) | EdgeFrame::Typing(_) | EdgeFrame::Read(_) => {}
        }
    }

    fn take_turn(&mut self, turn: Turn) {
        self.last = self.last.max(turn.seq);
        let known = turn.seq.checked_sub(1).and_then(|index| {
            let index = usize::try_from(index).ok()?;
            self.log.turns.get(index)
        });
        match known {
            Some(known) if *known == turn => {}
            Some(_) => self
                .log
                .wrong
                .push(format!("turn {} is another than before", turn.seq)),
            None if turn.seq == u64::try_from(self.log.turns.len()).unwrap_or(u64::MAX) + 1 => {
                self.log.turns.push(turn);
            }
            // A stretch is missing: it is asked for.
            None => self.resume(),
        }
    }

    fn refused(&mut self, id: Option<&TurnId>, refusal: Refusal, retry_after_s: u32) {
        if refusal != Refusal::Fault {
            let what = id.map_or("a frame", TurnId::as_str);
            self.log
                .wrong
                .push(format!("{what} is refused: {refusal:?}"));
            return self.lost();
        }
        // All that is on the way is sent again, in its order.
        self.sent = 0;
        self.waits_since = None;
        self.rests_until = Instant::now() + Duration::from_secs(retry_after_s.into());
        if id.is_none() {
            self.lost();
        }
    }
}

const TICK: Duration = Duration::from_millis(20);
const FIRST_WAIT: Duration = Duration::from_millis(25);
/// What is not answered within this has been lost on the way.
const ANSWER: Duration = Duration::from_millis(2500);
