//! What happens in the world of an outbox, as lines that people read.

use super::service::{Heard, Spell, What};
use super::shell::Calls;
use super::{Happens, World};
use shared::channel::{Channel, Purpose};
use shared::delivery::{Answer, Draft, Entry, Failure, Report, State, Stop};
use shared::outbox::Call;
use shared::policy::Reason;
use shared::time::{Instant, Offset};
use std::fmt::Write;

#[derive(Default)]
pub(super) struct Journal {
    pub(super) text: String,
    /// What the records of WhatsApp told last: they are read often, and the same again is no news.
    known: String,
}

/// The shop's clock: Berlin in winter.
const CLOCK: Offset = Offset(60);

impl Journal {
    pub(super) fn line(&mut self, at: Instant, who: &str, what: &str) {
        writeln!(self.text, "{} {who:<9} {what}", clock(at)).expect("a string takes it");
    }
}

impl World {
    pub(super) fn write_down(&mut self, happens: &Happens) {
        let (who, what) = match happens {
            Happens::Agree(draft) => {
                let (by, purpose) = (name_of(draft.channel), purpose_of(draft.purpose));
                (
                    "shopper",
                    format!("{} agrees to {by}, {purpose}", draft.shopper),
                )
            }
            Happens::Queue(draft) => ("chat", asked(draft)),
            Happens::Withdraw(number) => ("shopper", format!("s{number} takes everything back")),
            Happens::Report(told) => {
                let name = told.delivery.as_str().split(':').next().unwrap_or_default();
                (
                    "Brevo",
                    format!("{name}: reports {}", reported(&told.report)),
                )
            }
            Happens::Crash => ("outbox", "dies, and starts again from its rows".into()),
            Happens::Reply(_) | Happens::Alarm | Happens::Begin(_) => return,
        };
        self.write(who, &what);
    }

    pub(super) fn write_call(&mut self, call: &Calls, heard: &Heard) {
        let what = match call {
            Calls::Send(send) => {
                let path = match send.draft().channel {
                    Channel::Sms => "POST /transactionalSMS/send",
                    Channel::WhatsApp => "POST /whatsapp/sendMessage",
                    Channel::Email | Channel::Chat => "POST /smtp/email",
                };
                let name = &send.draft().conversation;
                format!("{path}, {name}, attempt {}", send.attempt())
            }
            Calls::LookUp(id) => {
                let name = id.as_str().split(':').next().unwrap_or_default();
                format!("GET statistics, {name}")
            }
            Calls::Poll => "GET /whatsapp/statistics/events".into(),
            Calls::Tell(call) => told(call),
        };
        let answer = match &heard.what {
            What::Answer(Answer::Taken { .. }) => "taken".into(),
            What::Answer(Answer::Later { said, .. }) => said.clone(),
            What::Answer(Answer::Refused { code, .. }) => format!("400 {code}"),
            What::Answer(Answer::Stopped(why)) => stop(*why).into(),
            What::Answer(Answer::Silence) => "no answer in 8 s".into(),
            What::Found(found) if found.is_empty() => "nothing new".into(),
            What::Found(found) => {
                let all = found.iter().map(|told| reported(&told.report));
                all.collect::<Vec<_>>().join(", ")
            }
        };
        let line = format!("{what} → {answer}");
        if let (Calls::Poll, Some(journal)) = (call, &mut self.journal) {
            let is_empty = matches!(&heard.what, What::Found(found) if found.is_empty());
            if journal.known == line || is_empty {
                return;
            }
            journal.known.clone_from(&line);
        }
        self.write("call", &line);
    }

    pub(super) fn write_changes(&mut self) {
        for entry in std::mem::take(&mut self.shell.changes) {
            if let Some(what) = state(&entry) {
                let name = entry.draft.conversation.clone();
                self.write("outbox", &format!("{name}: {what}"));
            }
        }
    }

    fn write(&mut self, who: &str, what: &str) {
        if let Some(journal) = &mut self.journal {
            journal.line(self.now, who, what);
        }
    }
}

/// What a spell is to whoever reads of it.
pub(super) fn spell(spell: Spell) -> &'static str {
    match spell {
        Spell::Down => "cannot answer",
        Spell::Stopped(why) => stop(why),
        Spell::Deaf => "takes calls, or does not, and no answer arrives",
        Spell::Crowded => "has its limits used up by somebody else",
    }
}

pub(super) fn clock(at: Instant) -> String {
    let local = at.local(CLOCK);
    let second = at.0.div_euclid(1000).rem_euclid(60);
    let (hour, minute) = (local.minute / 60, local.minute % 60);
    format!("{hour:02}:{minute:02}:{second:02}")
}

fn asked(draft: &Draft) -> String {
    format!(
        "{}: {} to {}, {}, at {}, no use after {}",
        draft.conversation,
        name_of(draft.channel),
        draft.shopper,
        purpose_of(draft.purpose),
        &clock(draft.due)[..5],
        &clock(draft.expires)[..5]
    )
}

fn told(call: &Call) -> String {
    match call {
        Call::Contact {
            contact,
            stops,
            again,
            ..
        } => {
            let mut what = if stops.is_empty() {
                format!("POST /contacts, {contact}: what was agreed to")
            } else {
                format!("PUT /contacts/{contact}")
            };
            for (word, channels) in [("no", stops), ("again", again)] {
                for channel in channels {
                    write!(what, ", {word} {}", name_of(*channel)).expect("a string takes it");
                }
            }
            what
        }
        Call::Happened { happenings, .. } => {
            let path = if happenings.len() > 1 {
                "POST /events/batch"
            } else {
                "POST /events"
            };
            let each = happenings.iter().filter_map(|what| {
                let (what, _) = what.rsplit_once(' ')?;
                Some(what)
            });
            format!("{path}, {}", each.collect::<Vec<_>>().join(", "))
        }
    }
}

/// What became of a delivery; none for what only lasts a moment.
fn state(entry: &Entry) -> Option<String> {
    Some(match &entry.state {
        State::Asking { .. } | State::Sending { .. } => return None,
        State::Queued { due } => format!("waits until {}", clock(*due)),
        State::Held { until, reasons } => {
            format!("held until {}: {}", clock(*until), words(reasons))
        }
        State::Sent { .. } => "sent".into(),
        State::Uncertain { .. } => "uncertain; it is looked for, and not sent again".into(),
        State::Failed { failure, .. } => match failure {
            Failure::Refused { code, message } => format!("failed: refused, {code}: {message}"),
            Failure::GaveUp { last } => format!("failed: given up after {last}"),
            Failure::NoRoom => "failed: no room".into(),
            Failure::Undelivered { reason } => format!("failed: did not arrive, {reason}"),
        },
        State::Denied { reasons, .. } => format!("denied: {}", words(reasons)),
        State::Expired { .. } => "expired".into(),
        State::Delivered { .. } => "delivered".into(),
        State::Stopped { why, .. } => format!("stopped: {}", stop(*why)),
    })
}

fn words(reasons: &[Reason]) -> String {
    let names = reasons.iter().map(|reason| {
        let name = serde_json::to_string(reason).expect("a reason is JSON");
        let plain = name.replace(['"', '{', '}'], "");
        plain.replace('_', " ").replace(':', ": ")
    });
    names.collect::<Vec<_>>().join(", ")
}

fn reported(report: &Report) -> String {
    match report {
        Report::Taken => "taken".into(),
        Report::Delivered => "delivered".into(),
        Report::Undelivered { reason } => format!("not delivered ({reason})"),
    }
}

fn name_of(channel: Channel) -> &'static str {
    match channel {
        Channel::Chat => "chat",
        Channel::Email => "e-mail",
        Channel::Sms => "SMS",
        Channel::WhatsApp => "WhatsApp",
    }
}

fn purpose_of(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Service => "service",
        Purpose::Utility => "utility",
        Purpose::Marketing => "marketing",
    }
}

fn stop(why: Stop) -> &'static str {
    match why {
        Stop::KeyRefused => "the key is refused",
        Stop::AddressBlocked => "our address is blocked",
        Stop::NoCredits => "no credits are left",
    }
}
