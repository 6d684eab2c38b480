//! A tab that does what a page or a console does, without a browser: it keeps what is said until that is acknowledged,
//! comes back after every loss, by a socket or by posts, holds the turns in order, and notes everything that should not
//! have come.

use std::collections::{BTreeSet, VecDeque};
use std::thread::sleep;
use std::time::{Duration, Instant};

use shared::id::{ConversationId, TurnId};
use shared::wire::agent_v1::Named;
use shared::wire::frame_v1::{Now, Turn};

use super::line::{Came, Carrier, Line};
use super::party::{Console, Party, Pass, ShopperPage, Told};
use super::{Edge, NotConnected};

/// A tab with the conversation open: of a shopper, or of an agent.
pub struct Tab<P: Party> {
    edge: Edge,
    party: P,
    by: Carrier,
    pass: Option<Pass>,
    line: Option<Line<P>>,
    unsent: VecDeque<(TurnId, P::Say)>,
    /// How many of those have been sent on this connection.
    sent: usize,
    /// How many may be on the way at once.
    window: usize,
    /// When something was last asked for that is not answered yet.
    waits_since: Option<Instant>,
    /// Not before this is a refused turn sent again, or a lost connection made anew.
    rests_until: Instant,
    losses: u32,
    now: Option<Now>,
    holder: Holder,
    last: u64,
    log: Log,
}

/// Who has the conversation, as far as a console was told on this connection.
enum Holder {
    Untold,
    Nobody,
    Agent(Named),
}

/// What a tab saw.
#[derive(Debug, Default)]
pub struct Log {
    /// The transcript as shown.
    pub turns: Vec<Turn>,
    /// What was acknowledged, with its number.
    pub acked: Vec<(TurnId, u64)>,
    /// Turns of its own that were refused for good, and why.
    pub refused: Vec<(TurnId, String)>,
    /// The conversations that welcomed it.
    pub conversations: BTreeSet<ConversationId>,
    /// The agents whom it was told of as who has the conversation.
    pub agents: BTreeSet<String>,
    /// How often it was told that somebody types or has read.
    pub asides: usize,
    /// What no tab of its kind should ever be sent.
    pub wrong: Vec<String>,
    /// Connections it had.
    pub connections: u32,
    /// How many turns were kept when it came back for the last time; so many it must have seen.
    pub owed: usize,
}

impl Tab<ShopperPage> {
    /// A page that has not connected yet. It has at most `window` turns on the way at once.
    #[must_use]
    pub fn page(edge: &Edge, page: ShopperPage, window: usize) -> Self {
        Self::new(edge, page, window)
    }
}

impl Tab<Console> {
    /// A console that has not connected yet.
    #[must_use]
    pub fn console(edge: &Edge, console: Console) -> Self {
        Self::new(edge, console, 1)
    }

    /// Whether its agent has the conversation; none while it has not been told on this connection.
    #[must_use]
    pub fn has_it(&self) -> Option<bool> {
        match &self.holder {
            Holder::Untold => None,
            Holder::Nobody => Some(false),
            Holder::Agent(named) => Some(*named == self.party.named),
        }
    }
}

impl<P: Party> Tab<P> {
    fn new(edge: &Edge, party: P, window: usize) -> Self {
        Self {
            edge: edge.clone(),
            party,
            by: Carrier::Socket,
            pass: None,
            line: None,
            unsent: VecDeque::new(),
            sent: 0,
            window,
            waits_since: None,
            rests_until: Instant::now(),
            losses: 0,
            now: None,
            holder: Holder::Untold,
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
        self.pass.as_ref().map(|pass| &pass.conversation)
    }

    /// Says something.
    pub fn say(&mut self, id: TurnId, say: P::Say) {
        self.unsent.push_back((id, say));
    }

    /// Sends what is no turn, if it is connected.
    pub fn tell(&mut self, frame: P::Out) {
        if let Some(line) = &mut self.line {
            line.send(frame);
        }
    }

    /// Goes on by this from now on; what is under way otherwise is given up.
    pub fn go_on_by(&mut self, by: Carrier) {
        self.by = by;
        self.hang_up();
    }

    /// By what it goes on.
    #[must_use]
    pub fn carrier(&self) -> Carrier {
        self.by
    }

    /// Goes on until `done`; false when that takes longer than `patience`.
    pub fn until(&mut self, patience: Duration, done: impl Fn(&Self) -> bool) -> bool {
        let until = Instant::now() + patience;
        while !done(self) {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            self.step(left.min(TICK));
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
        self.line = None;
        self.sent = 0;
        self.now = None;
        self.holder = Holder::Untold;
        self.waits_since = None;
    }

    /// Comes back anew until nothing is owed, of at least so many turns. False when that takes longer than `patience`.
    pub fn catch_up(&mut self, owed: usize, patience: Duration) -> bool {
        self.log.owed = owed;
        self.hang_up();
        self.until(patience, |tab| {
            tab.is_settled() && tab.log.turns.len() >= owed
        })
    }

    /// One thing: connects, sends, or takes what comes within `wait`.
    fn step(&mut self, wait: Duration) {
        let rests = self.rests_until.saturating_duration_since(Instant::now());
        let wait = if rests.is_zero() {
            wait
        } else {
            wait.min(rests)
        };
        self.send_waiting();
        let after = self.after();
        let Some(line) = &mut self.line else {
            return self.connect(wait);
        };
        match line.heard(after, wait) {
            Came::Frames(frames) => frames.into_iter().for_each(|frame| self.take(frame)),
            Came::Gone(status) => {
                self.refused_with(status);
                self.lost();
            }
            Came::Strange => {
                self.note("bytes that are no frame");
                self.lost();
            }
            Came::Nothing => {
                let waits = self.waits_since.map(|since| since.elapsed());
                if waits.is_some_and(|waits| waits > ANSWER) {
                    self.hang_up();
                }
            }
        }
    }

    fn connect(&mut self, wait: Duration) {
        if Instant::now() < self.rests_until {
            return sleep(wait);
        }
        let Some(pass) = self.pass.clone() else {
            self.pass = self.party.pass(&self.edge);
            if self.pass.is_none() {
                self.lost();
            }
            return;
        };
        match Line::open(self.by, &self.party, &self.edge, &pass) {
            Ok(line) => {
                self.line = Some(line);
                self.log.connections += 1;
                self.resume();
            }
            Err(NotConnected::Refused(status)) => {
                self.refused_with(Some(status));
                self.lost();
            }
            Err(NotConnected::Broken) => self.lost(),
        }
    }

    /// A token that is no longer taken is asked for anew.
    fn refused_with(&mut self, status: Option<u16>) {
        if let Some(401 | 404) = status {
            self.pass = None;
        }
    }

    fn lost(&mut self) {
        self.hang_up();
        self.losses += 1;
        self.rests_until = Instant::now() + FIRST_WAIT * (1 << self.losses.min(5));
    }

    /// The newest turn it has.
    fn after(&self) -> u64 {
        u64::try_from(self.log.turns.len()).unwrap_or(u64::MAX)
    }

    fn resume(&mut self) {
        self.waits_since = Some(Instant::now());
        self.tell(P::resume(self.after()));
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
            self.tell(P::say(id, say));
        }
    }

    fn take(&mut self, frame: P::In) {
        match P::told(frame) {
            Told::Welcome(conversation, last) => {
                self.losses = 0;
                self.last = last;
                self.log.conversations.insert(conversation);
            }
            Told::Turn(turn) => self.take_turn(turn),
            Told::Acked(id, seq) => self.take_ack(id, seq),
            Told::Fault(id, retry_after_s) => {
                // All that is on the way is sent again, in its order.
                self.sent = 0;
                self.waits_since = None;
                self.rests_until = Instant::now() + Duration::from_secs(retry_after_s.into());
                if id.is_none() {
                    self.lost();
                }
            }
            Told::TooMany => {
                if let Some(line) = &mut self.line {
                    line.rest(CROWDED);
                }
            }
            Told::Refused(id, why) => self.take_refusal(id, &why),
            Told::Now(now) => {
                if self.sent == 0 {
                    self.waits_since = None;
                }
                self.now = Some(now);
            }
            Told::Agent(agent) => self.log.agents.extend(agent.map(|agent| agent.name)),
            Told::Holder(holder) => {
                let name = holder.as_ref().map(|holder| holder.name.clone());
                self.log.agents.extend(name);
                self.holder = holder.map_or(Holder::Nobody, Holder::Agent);
            }
            Told::Aside => self.log.asides += 1,
            Told::Denied | Told::Context => {}
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
            Some(_) => self.note(&format!("turn {} is another than before", turn.seq)),
            None if turn.seq == self.after() + 1 => self.log.turns.push(turn),
            // A stretch is missing: it is asked for.
            None => self.resume(),
        }
    }

    fn take_ack(&mut self, id: TurnId, seq: u64) {
        self.last = self.last.max(seq);
        if self.unsent.front().is_some_and(|(first, _)| *first == id) {
            self.unsent.pop_front();
            self.sent = self.sent.saturating_sub(1);
            self.waits_since = (self.sent > 0).then(Instant::now);
            self.log.acked.push((id, seq));
        } else if !self.log.acked.contains(&(id.clone(), seq)) {
            // A later turn was acknowledged before an earlier one.
            self.note(&format!("{id} is acknowledged as {seq} out of order"));
            self.unsent.retain(|(unsent, _)| *unsent != id);
            self.sent = self.sent.saturating_sub(1);
            self.log.acked.push((id, seq));
        }
    }

    /// A turn that is refused for good is given up; where that may not be, whoever judges finds it in the log.
    fn take_refusal(&mut self, id: Option<TurnId>, why: &str) {
        let Some(id) = id else {
            return self.log.wrong.push(format!("a frame is refused: {why}"));
        };
        if self.unsent.front().is_some_and(|(first, _)| *first == id) {
            self.unsent.pop_front();
            self.sent = self.sent.saturating_sub(1);
            self.waits_since = None;
        }
        self.log.refused.push((id, why.into()));
    }
}

/// How soon it is noticed that what is waited for has come to pass elsewhere.
const TICK: Duration = Duration::from_millis(100);
const FIRST_WAIT: Duration = Duration::from_millis(25);
/// What is not answered within this has been lost on the way.
const ANSWER: Duration = Duration::from_millis(2500);
/// Where as many questions wait as may.
const CROWDED: Duration = Duration::from_secs(2);
