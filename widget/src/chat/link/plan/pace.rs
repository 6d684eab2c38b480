//! How long the link waits, and for what.

use super::fact::Loss;
use shared::time::Span;

/// After `losses` in a row: exponential with full jitter, so that many pages do not come back at once. Where sockets of
/// many pages end in one moment nobody says so (a browser calls it 1006), so one that lasted, with nothing to be sent
/// (`calm`), takes its time.
pub(super) fn wait(losses: u32, loss: Loss, calm: bool, chance: i64) -> Span {
    let doublings = losses.saturating_sub(1).min(MOST_DOUBLINGS);
    let longest = (FIRST_WAIT.0 << doublings).min(LONGEST_WAIT.0);
    let (least, longest) = match loss {
        // With a new token it is a new try.
        Loss::Expired if losses == 1 => (0, 0),
        Loss::Restart => (0, longest.max(RESTART.0)),
        Loss::Later(seconds) => {
            let least = i64::from(seconds) * 1000;
            (least, longest.max(least / 2))
        }
        Loss::Cut if calm => (0, longest.max(CALM.0)),
        Loss::Cut
        | Loss::Silent
        | Loss::Away
        | Loss::Expired
        | Loss::Gone
        | Loss::Shut
        | Loss::Outdated => (0, longest),
    };
    Span(least + longest * chance / 1000)
}

/// Until a socket is tried beside exchanges: half of `longest`, and the other half by chance.
pub(super) fn trial(longest: Span, chance: i64) -> Span {
    let half = longest.0 / 2;
    Span(half + half * chance / 1000)
}

/// A connection that is neither welcomed nor refused in this time is given up.
pub(super) const CONNECT: Span = Span::seconds(12);
/// After so many sockets in a row that did not last, exchanges carry.
pub(super) const MOST_SHORT_LIVED: u32 = 3;
/// The longest first wait, and how it grows.
const FIRST_WAIT: Span = Span::seconds(1);
const MOST_DOUBLINGS: u32 = 5;
const LONGEST_WAIT: Span = Span::seconds(30);
/// The longest wait after a restart, over which all its pages spread.
const RESTART: Span = Span::seconds(8);
/// The longest wait after a cut with nothing to be sent: short enough that nobody is told of it.
const CALM: Span = Span::seconds(3);
/// An outage shorter than this is nobody's concern.
pub(super) const SILENCE: Span = Span::seconds(4);
/// How often a socket is looked at, and how late a look is only when the device slept.
pub(super) const LOOK: Span = Span::seconds(10);
pub(super) const DRIFT: Span = Span::seconds(5);
/// How often a socket is asked for a sign of life, and how long that may take.
pub(super) const PROBE: Span = Span::seconds(30);
pub(super) const PROBE_ANSWER: Span = Span::seconds(6);
/// Longer than the edge holds a poll.
pub(super) const EXCHANGE_ANSWER: Span = Span::seconds(40);
/// How long after a change to exchanges a socket is tried, at first and at last.
pub(super) const FIRST_TRIAL: Span = Span::seconds(8);
pub(super) const LAST_TRIAL: Span = Span::minutes(10);
