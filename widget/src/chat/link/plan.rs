//! What the link does next: when to connect and by what, when to give up, when to come back. Facts go in with their
//! moment, effects come out for [`super`] to perform. Nothing here knows a frame or a browser.
//!
//! A socket carries the conversation; where sockets do not open or do not last, exchanges over HTTP carry it. While they
//! do, a socket is tried beside them now and then and takes over at its welcome. What both bring are the same turns by
//! number, and what was not acknowledged is sent again by id, so a change loses and doubles nothing.

mod fact;
mod pace;

pub(super) use fact::{Carrier, Effect, Input, Loss, Moment};

use pace::{
    CONNECT, DRIFT, EXCHANGE_ANSWER, FIRST_TRIAL, LAST_TRIAL, LOOK, MOST_SHORT_LIVED, PROBE,
    PROBE_ANSWER, SILENCE,
};
use shared::time::{Instant, Span};

/// The link's course.
#[derive(Debug)]
pub(super) struct Plan {
    stage: Stage,
    /// Losses in a row, without a welcome between them.
    losses: u32,
    /// Sockets in a row that did not last.
    short_lived: u32,
    /// The longest wait before a socket is tried beside exchanges.
    trial: Span,
    outage: Outage,
}

#[derive(Clone, Copy, Debug)]
enum Stage {
    /// Nothing is under way. A wake-up connects.
    Idle,
    Connecting {
        by: Carrier,
        until: Instant,
    },
    /// A socket carries.
    Socket {
        /// Until the first look; a socket that dies before it did not last.
        young: bool,
        /// When to look whether the device slept.
        look: Instant,
        /// When to ask for a sign of life.
        probe: Instant,
        /// When that sign must have come.
        answer: Option<Instant>,
    },
    /// Exchanges carry.
    Exchange {
        /// When something must have come.
        answer: Instant,
        /// When to try a socket.
        trial: Instant,
    },
    /// Exchanges carry, and a socket is tried.
    Trying {
        answer: Instant,
        until: Instant,
    },
    Waiting {
        until: Instant,
    },
}

/// What the shopper is told of a lost connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outage {
    None,
    Since(Instant),
    Told,
}

impl Plan {
    pub(super) fn new() -> Self {
        Self {
            stage: Stage::Idle,
            losses: 0,
            short_lived: 0,
            trial: FIRST_TRIAL,
            outage: Outage::None,
        }
    }

    pub(super) fn take(&mut self, input: Input, at: Moment) -> Vec<Effect> {
        match input {
            Input::Begin if self.is_idle() => self.connect(at),
            Input::Begin => Vec::new(),
            Input::Welcomed(by) => self.welcomed(by, at),
            Input::Heard(by) => {
                self.heard(by, at);
                Vec::new()
            }
            Input::Lost(by, loss) => self.lost(by, loss, at),
            Input::Wake => self.wake(at),
            Input::Rest => {
                self.stage = Stage::Idle;
                self.outage = Outage::None;
                HANG_UP.to_vec()
            }
            Input::Tick => self.tick(at),
        }
    }

    /// Whether nothing is connected or under way.
    pub(super) fn is_idle(&self) -> bool {
        matches!(self.stage, Stage::Idle)
    }

    /// What carries frames now.
    pub(super) fn carrier(&self) -> Option<Carrier> {
        match self.stage {
            Stage::Socket { .. } => Some(Carrier::Socket),
            Stage::Exchange { .. } | Stage::Trying { .. } => Some(Carrier::Exchange),
            Stage::Idle | Stage::Connecting { .. } | Stage::Waiting { .. } => None,
        }
    }

    /// When the next [`Input::Tick`] is due.
    pub(super) fn next_deadline(&self) -> Option<Instant> {
        let stage = match self.stage {
            Stage::Idle => None,
            Stage::Connecting { until, .. } | Stage::Waiting { until } => Some(until),
            Stage::Socket { look, answer, .. } => Some(answer.map_or(look, |by| by.min(look))),
            Stage::Exchange { answer, trial } => Some(answer.min(trial)),
            Stage::Trying { answer, until } => Some(answer.min(until)),
        };
        let told = match self.outage {
            Outage::Since(since) => Some(since + SILENCE),
            Outage::None | Outage::Told => None,
        };
        stage.into_iter().chain(told).min()
    }

    fn connect(&mut self, at: Moment) -> Vec<Effect> {
        let by = if self.short_lived < MOST_SHORT_LIVED {
            Carrier::Socket
        } else {
            Carrier::Exchange
        };
        let until = at.now + CONNECT;
        self.stage = Stage::Connecting { by, until };
        vec![Effect::Connect(by)]
    }

    fn welcomed(&mut self, by: Carrier, at: Moment) -> Vec<Effect> {
        if self.carrier() == Some(by) {
            // A welcome comes at every resume.
            self.heard(by, at);
            return Vec::new();
        }
        self.losses = 0;
        self.outage = Outage::None;
        match by {
            Carrier::Socket => {
                self.stage = Stage::Socket {
                    young: true,
                    look: at.now + LOOK,
                    probe: at.now + PROBE,
                    answer: None,
                };
                vec![Effect::HangUp(Carrier::Exchange)]
            }
            Carrier::Exchange => {
                self.exchange(at.now + EXCHANGE_ANSWER, at);
                Vec::new()
            }
        }
    }

    /// Exchanges carry, and a socket is tried at a later time each time.
    fn exchange(&mut self, answer: Instant, at: Moment) {
        let trial = at.now + pace::trial(self.trial, at.chance);
        self.trial = Span((self.trial.0 * 2).min(LAST_TRIAL.0));
        self.stage = Stage::Exchange { answer, trial };
    }

    fn heard(&mut self, by: Carrier, at: Moment) {
        if let Stage::Socket { answer, .. } = &mut self.stage
            && by == Carrier::Socket
        {
            *answer = None;
        } else if let Stage::Exchange { answer, .. } | Stage::Trying { answer, .. } =
            &mut self.stage
            && by == Carrier::Exchange
        {
            *answer = at.now + EXCHANGE_ANSWER;
        }
    }

    fn lost(&mut self, by: Carrier, loss: Loss, at: Moment) -> Vec<Effect> {
        let carries = match self.stage {
            Stage::Idle | Stage::Waiting { .. } => false,
            Stage::Connecting { by: wanted, .. } => wanted == by,
            Stage::Socket { .. } => by == Carrier::Socket,
            Stage::Exchange { .. } => by == Carrier::Exchange,
            Stage::Trying { answer, .. } if by == Carrier::Socket => {
                self.exchange(answer, at);
                return vec![Effect::HangUp(Carrier::Socket)];
            }
            Stage::Trying { .. } => true,
        };
        if carries {
            self.down(loss, at)
        } else {
            Vec::new()
        }
    }

    /// Nothing carries any more.
    fn down(&mut self, loss: Loss, at: Moment) -> Vec<Effect> {
        let lasted = matches!(self.stage, Stage::Socket { young: false, .. });
        self.blame(loss, at);
        self.losses = self.losses.saturating_add(1);
        let mut effects = HANG_UP.to_vec();
        let over = match loss {
            Loss::Gone => Some(Effect::Gone),
            Loss::Shut => Some(Effect::Shut),
            Loss::Outdated => Some(Effect::Outdated),
            Loss::Cut
            | Loss::Silent
            | Loss::Away
            | Loss::Restart
            | Loss::Expired
            | Loss::Later(_) => None,
        };
        if let Some(over) = over {
            self.stage = Stage::Idle;
            self.outage = Outage::None;
            effects.push(over);
            return effects;
        }
        if loss == Loss::Expired {
            effects.push(Effect::ForgetToken);
        }
        effects.push(match (loss, self.outage) {
            (Loss::Later(_), _) => {
                self.outage = Outage::Told;
                Effect::Busy
            }
            (_, Outage::Told) => Effect::Away,
            (_, Outage::Since(_)) => Effect::Lost,
            (_, Outage::None) => {
                self.outage = Outage::Since(at.now);
                Effect::Lost
            }
        });
        let until = at.now + pace::wait(self.losses, loss, lasted && !at.unsent, at.chance);
        self.stage = if at.is_quiet() {
            // The page wakes the link when it is seen again.
            Stage::Idle
        } else {
            Stage::Waiting { until }
        };
        effects
    }

    /// Counts a socket that did not open or did not last, unless the whole network was away. One that hangs is not
    /// asked again before exchanges have had their turn; where those do not come about either, both take turns.
    fn blame(&mut self, loss: Loss, at: Moment) {
        let failed = matches!(loss, Loss::Cut | Loss::Silent);
        match self.stage {
            Stage::Connecting {
                by: Carrier::Exchange,
                ..
            } => self.short_lived = MOST_SHORT_LIVED - 1,
            Stage::Connecting {
                by: Carrier::Socket,
                ..
            }
            | Stage::Socket { young: true, .. }
                if failed && at.online =>
            {
                self.short_lived = if loss == Loss::Silent {
                    MOST_SHORT_LIVED
                } else {
                    self.short_lived.saturating_add(1)
                };
            }
            Stage::Idle
            | Stage::Connecting { .. }
            | Stage::Socket { .. }
            | Stage::Exchange { .. }
            | Stage::Trying { .. }
            | Stage::Waiting { .. } => {}
        }
    }

    fn wake(&mut self, at: Moment) -> Vec<Effect> {
        match self.stage {
            Stage::Idle if at.is_quiet() => Vec::new(),
            Stage::Idle | Stage::Waiting { .. } => {
                self.losses = 0;
                self.trial = FIRST_TRIAL;
                self.connect(at)
            }
            Stage::Socket { answer: None, .. } => self.probe(at),
            Stage::Exchange { .. } => {
                self.trial = FIRST_TRIAL;
                let answer = at.now + EXCHANGE_ANSWER;
                let until = at.now + CONNECT;
                self.stage = Stage::Trying { answer, until };
                // A poll that slept with the device may never be answered.
                vec![
                    Effect::Connect(Carrier::Exchange),
                    Effect::Connect(Carrier::Socket),
                ]
            }
            Stage::Connecting { .. } | Stage::Socket { .. } | Stage::Trying { .. } => Vec::new(),
        }
    }

    /// A phone that slept holds sockets that only look open.
    fn probe(&mut self, at: Moment) -> Vec<Effect> {
        self.stage = Stage::Socket {
            young: false,
            look: at.now + LOOK,
            probe: at.now + PROBE,
            answer: Some(at.now + PROBE_ANSWER),
        };
        vec![Effect::Probe]
    }

    fn tick(&mut self, at: Moment) -> Vec<Effect> {
        let mut effects = self.pass(at);
        if let Outage::Since(since) = self.outage
            && since + SILENCE <= at.now
        {
            self.outage = Outage::Told;
            effects.push(Effect::Away);
        }
        effects
    }

    fn pass(&mut self, at: Moment) -> Vec<Effect> {
        let due = |deadline: Instant| deadline <= at.now;
        match self.stage {
            Stage::Connecting { by, until } if due(until) => self.lost(by, Loss::Silent, at),
            Stage::Waiting { until } if due(until) => {
                if at.is_quiet() {
                    self.stage = Stage::Idle;
                    return Vec::new();
                }
                self.connect(at)
            }
            Stage::Socket {
                answer: Some(answer),
                ..
            } if due(answer) => self.down(Loss::Silent, at),
            Stage::Socket { look, probe, .. } if due(look) => self.look(look, probe, at),
            Stage::Exchange { answer, .. } | Stage::Trying { answer, .. } if due(answer) => {
                self.down(Loss::Silent, at)
            }
            Stage::Trying { until, .. } if due(until) => {
                self.lost(Carrier::Socket, Loss::Silent, at)
            }
            Stage::Exchange { answer, trial } if due(trial) => {
                let until = at.now + CONNECT;
                self.stage = Stage::Trying { answer, until };
                vec![Effect::Connect(Carrier::Socket)]
            }
            Stage::Idle
            | Stage::Connecting { .. }
            | Stage::Socket { .. }
            | Stage::Exchange { .. }
            | Stage::Trying { .. }
            | Stage::Waiting { .. } => Vec::new(),
        }
    }

    /// A socket has lasted. When the look comes late, the device slept.
    fn look(&mut self, look: Instant, probe: Instant, at: Moment) -> Vec<Effect> {
        self.short_lived = 0;
        self.trial = FIRST_TRIAL;
        let slept = look + DRIFT < at.now;
        if at.seen && (slept || probe <= at.now) {
            return self.probe(at);
        }
        self.stage = Stage::Socket {
            young: false,
            look: at.now + LOOK,
            probe,
            answer: None,
        };
        Vec::new()
    }
}

const HANG_UP: [Effect; 2] = [
    Effect::HangUp(Carrier::Socket),
    Effect::HangUp(Carrier::Exchange),
];

#[cfg(test)]
mod tests;
