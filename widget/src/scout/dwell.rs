//! How long the shopper has been active on this page: the tab is visible, and something was done in the last half
//! minute. A clock that is read only when something happens; it gathers nothing while nobody is there.

use shared::time::{Instant, Span};

/// Active time on one page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Dwell {
    /// Counted up to `counted_to`.
    gathered: Span,
    counted_to: Instant,
    /// When the last thing was done.
    active_at: Instant,
    visible: bool,
}

impl Dwell {
    /// Arriving is being active.
    pub(super) fn new(now: Instant, visible: bool) -> Self {
        Self {
            gathered: Span(0),
            counted_to: now,
            active_at: now,
            visible,
        }
    }

    /// The shopper does something; answers whether that ends an idle time.
    pub(super) fn active(&mut self, now: Instant) -> bool {
        let was_running = self.is_running(now);
        self.count(now);
        self.active_at = now;
        !was_running && self.visible
    }

    /// The tab is shown or hidden. Coming back to it is being active.
    pub(super) fn shown(&mut self, now: Instant, visible: bool) {
        self.count(now);
        self.visible = visible;
        if visible {
            self.active_at = now;
        }
    }

    /// Another page has taken this one's place.
    pub(super) fn restart(&mut self, now: Instant) {
        *self = Self::new(now, self.visible);
    }

    /// Active time up to now.
    pub(super) fn so_far(&mut self, now: Instant) -> Span {
        self.count(now);
        self.gathered
    }

    /// Whether time is being counted now.
    pub(super) fn is_running(&self, now: Instant) -> bool {
        self.visible && now < self.active_at + IDLE
    }

    fn count(&mut self, now: Instant) {
        let counts_to = now.min(self.active_at + IDLE);
        // A clock that is set back counts nothing.
        if self.visible && counts_to > self.counted_to {
            self.gathered.0 += (counts_to - self.counted_to).0;
        }
        self.counted_to = now;
    }
}

/// After this long without a sign the shopper may have left the room.
const IDLE: Span = Span::seconds(30);

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Instant {
        Instant(seconds * 1000)
    }

    #[track_caller]
    fn check(mut dwell: Dwell, now: i64, seconds: i64) {
        assert_eq!(dwell.so_far(at(now)), Span::seconds(seconds));
    }

    #[test]
    fn an_idle_shopper_gathers_half_a_minute_and_no_more() {
        let mut dwell = Dwell::new(at(0), true);
        check(dwell, 20, 20);
        check(dwell, 300, 30);
        assert!(!dwell.is_running(at(30)));
        assert!(dwell.active(at(300)));
        assert!(!dwell.active(at(310)));
        check(dwell, 320, 50);
    }

    #[test]
    fn a_hidden_tab_gathers_nothing() {
        let mut dwell = Dwell::new(at(0), true);
        dwell.shown(at(10), false);
        assert!(!dwell.active(at(15)));
        check(dwell, 20, 10);
        dwell.shown(at(100), true);
        check(dwell, 105, 15);
        check(Dwell::new(at(0), false), 20, 0);
    }

    #[test]
    fn a_clock_set_back_takes_nothing_away() {
        let mut dwell = Dwell::new(at(1000), true);
        assert_eq!(dwell.so_far(at(1010)), Span::seconds(10));
        assert_eq!(dwell.so_far(at(500)), Span::seconds(10));
    }

    #[test]
    fn another_page_begins_at_nothing() {
        let mut dwell = Dwell::new(at(0), true);
        dwell.restart(at(20));
        check(dwell, 25, 5);
    }
}
