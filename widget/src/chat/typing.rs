//! When to tell an agent that the shopper types: at most every few seconds, and once more when it is over.

use shared::time::{Instant, Span};

/// What was told of the shopper's typing.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Typing {
    /// When it was last told that the shopper types.
    told: Option<Instant>,
    last_key: Option<Instant>,
}

impl Typing {
    /// Whether it is told that the shopper types.
    pub(crate) fn is_told(self) -> bool {
        self.told.is_some()
    }

    /// A key was struck; what to tell.
    pub(crate) fn typed(&mut self, now: Instant) -> Option<bool> {
        self.last_key = Some(now);
        let again = self.told.is_none_or(|told| told + AGAIN <= now);
        again.then(|| {
            self.told = Some(now);
            true
        })
    }

    /// Time has passed; what to tell.
    pub(crate) fn passed(&mut self, now: Instant) -> Option<bool> {
        let idle = self.last_key.is_some_and(|last| last + IDLE <= now);
        if idle { self.ended() } else { None }
    }

    /// The words are sent or gone; what to tell.
    pub(crate) fn ended(&mut self) -> Option<bool> {
        self.told.take().map(|_| false)
    }
}

/// Typing that goes on is told again after so long.
const AGAIN: Span = Span::seconds(4);
/// After so long without a key the shopper types no more.
pub(crate) const IDLE: Span = Span::seconds(5);

#[cfg(test)]
mod tests {
    use super::*;

    enum Act {
        Key,
        Pass,
        Send,
    }
    use Act::{Key, Pass, Send};

    #[track_caller]
    fn check(course: &[(i64, Act, Option<bool>)]) {
        let mut typing = Typing::default();
        for (second, act, expected) in course {
            let now = Instant(second * 1000);
            let told = match act {
                Key => typing.typed(now),
                Pass => typing.passed(now),
                Send => typing.ended(),
            };
            assert_eq!(told, *expected, "at {second}");
        }
    }

    #[test]
    fn typing_is_told_every_few_seconds_and_ends_when_idle() {
        check(&[
            (0, Key, Some(true)),
            (1, Key, None),
            (3, Key, None),
            (4, Key, Some(true)),
            (5, Pass, None),
            (9, Pass, Some(false)),
            (14, Pass, None),
            (20, Key, Some(true)),
        ]);
    }

    #[test]
    fn what_is_sent_is_typed_no_more() {
        check(&[
            (0, Key, Some(true)),
            (1, Send, Some(false)),
            (1, Send, None),
            (9, Pass, None),
            (2, Key, Some(true)),
        ]);
    }
}
