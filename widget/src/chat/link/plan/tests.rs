//! What the link does next, told as a course of moments.

use super::*;
use Carrier::{Exchange, Socket};
use Effect::{Away, Busy, Connect, ForgetToken, Gone, HangUp, Lost, Outdated, Probe, Shut};
use Input::{Begin, Heard, Rest, Tick, Wake, Welcomed};

const GONE: [Effect; 3] = [HangUp(Socket), HangUp(Exchange), Lost];
const STILL_GONE: [Effect; 3] = [HangUp(Socket), HangUp(Exchange), Away];

/// A page whose clock is in seconds.
struct Page {
    plan: Plan,
    at: Moment,
}

impl Page {
    fn new() -> Self {
        let at = Moment {
            now: Instant(0),
            chance: 999,
            seen: true,
            online: true,
            unsent: false,
        };
        let plan = Plan::new();
        Self { plan, at }
    }

    /// Lets time pass up to `seconds`, with every deadline on the way; what was done then.
    fn pass(&mut self, seconds: i64) -> Vec<Effect> {
        let end = Instant(seconds * 1000);
        let mut effects = Vec::new();
        while let Some(next) = self.plan.next_deadline().filter(|next| *next <= end) {
            self.at.now = next.max(self.at.now);
            effects.extend(self.plan.take(Tick, self.at));
        }
        self.at.now = end;
        effects
    }

    /// What carries is lost, whatever the shopper is told of it.
    #[track_caller]
    fn lose(&mut self, by: Carrier, loss: Loss) {
        let effects = self.plan.take(lost(by, loss), self.at);
        assert!(effects == GONE || effects == STILL_GONE, "{effects:?}");
    }

    /// Lets time pass until it is tried again; by what.
    fn next_try(&mut self) -> Carrier {
        loop {
            self.at.now = self.plan.next_deadline().unwrap().max(self.at.now);
            if let Some(by) = tried(&self.plan.take(Tick, self.at)).first() {
                return *by;
            }
        }
    }

    /// Ticks once at `seconds`, as after a sleep in which no timer ran.
    fn sleep(&mut self, seconds: i64) -> Vec<Effect> {
        self.at.now = Instant(seconds * 1000);
        self.plan.take(Tick, self.at)
    }

    #[track_caller]
    fn check(&mut self, input: Input, expected: &[Effect]) {
        assert_eq!(self.plan.take(input, self.at), expected, "{input:?}");
    }

    /// A page that talks by a socket since second 0.
    fn on_socket() -> Self {
        let mut page = Self::new();
        page.check(Begin, &[Connect(Socket)]);
        page.check(Welcomed(Socket), &[HangUp(Exchange)]);
        page
    }

    /// A page that talks by exchanges, since every socket was refused.
    fn on_exchange() -> Self {
        let mut page = Self::new();
        page.check(Begin, &[Connect(Socket)]);
        for wanted in [Socket, Socket, Exchange] {
            page.check(lost(Socket, Loss::Cut), &GONE);
            assert_eq!(page.next_try(), wanted);
        }
        page.check(Welcomed(Exchange), &[]);
        page
    }
}

fn lost(by: Carrier, loss: Loss) -> Input {
    Input::Lost(by, loss)
}

/// The carriers tried by the end, in order.
fn tried(effects: &[Effect]) -> Vec<Carrier> {
    let by = |effect: &Effect| match effect {
        Connect(by) => Some(*by),
        HangUp(_) | Probe | ForgetToken | Lost | Away | Busy | Gone | Shut | Outdated => None,
    };
    effects.iter().filter_map(by).collect()
}

#[test]
fn a_second_wish_makes_no_second_connection() {
    let mut page = Page::new();
    page.check(Begin, &[Connect(Socket)]);
    page.check(Begin, &[]);
    page.check(Wake, &[]);
    page.check(Welcomed(Socket), &[HangUp(Exchange)]);
    page.check(Begin, &[]);
    page.check(Welcomed(Socket), &[]);
}

#[test]
fn waits_grow_up_to_half_a_minute_and_start_anew_after_a_welcome() {
    let mut page = Page::on_socket();
    page.pass(20);
    let mut by = Socket;
    for longest in [3, 2, 4, 8, 16, 30, 30] {
        page.lose(by, Loss::Cut);
        let Stage::Waiting { until } = page.plan.stage else {
            panic!("{:?}", page.plan.stage);
        };
        assert_eq!(until - page.at.now, Span(longest * 999));
        by = page.next_try();
    }
    page.plan.take(Welcomed(by), page.at);
    page.lose(by, Loss::Cut);
    let told = page.at.now + Span(999);
    assert_eq!(page.plan.next_deadline(), Some(told));
}

#[test]
fn pages_that_a_restart_sends_away_spread_over_eight_seconds() {
    for (chance, expected) in [(0, 0), (500, 4000), (999, 7992)] {
        let mut page = Page::on_socket();
        page.pass(20);
        page.at.chance = chance;
        page.check(lost(Socket, Loss::Restart), &GONE);
        let Stage::Waiting { until } = page.plan.stage else {
            panic!("{:?}", page.plan.stage);
        };
        assert_eq!(until - page.at.now, Span(expected));
    }
}

#[test]
fn all_of_a_wait_is_left_to_chance() {
    for (chance, calm, unsent) in [(0, 0, 0), (500, 1500, 500), (999, 2997, 999)] {
        for (is_unsent, expected) in [(false, calm), (true, unsent)] {
            let mut page = Page::on_socket();
            page.pass(20);
            page.at.chance = chance;
            page.at.unsent = is_unsent;
            page.check(lost(Socket, Loss::Cut), &GONE);
            assert_eq!(
                page.plan.next_deadline(),
                Some(page.at.now + Span(expected))
            );
        }
    }
}

#[test]
fn sockets_that_do_not_open_give_way_to_exchanges() {
    let page = Page::on_exchange();
    assert_eq!(page.plan.carrier(), Some(Exchange));
}

#[test]
fn sockets_that_die_at_once_give_way_to_exchanges() {
    let mut page = Page::on_socket();
    for wanted in [Socket, Socket, Exchange] {
        page.check(lost(Socket, Loss::Cut), &GONE);
        assert_eq!(page.next_try(), wanted);
        page.plan.take(Welcomed(wanted), page.at);
    }
}

#[test]
fn a_socket_that_hangs_gives_way_at_once() {
    let mut page = Page::new();
    page.check(Begin, &[Connect(Socket)]);
    assert_eq!(tried(&page.pass(14)), [Exchange]);
}

#[test]
fn where_exchanges_fail_too_both_take_turns() {
    let mut page = Page::new();
    page.check(Begin, &[Connect(Socket)]);
    let mut by = Socket;
    for wanted in [Socket, Socket, Exchange, Socket, Exchange, Socket] {
        let loss = if by == Socket { Loss::Cut } else { Loss::Away };
        page.lose(by, loss);
        by = page.next_try();
        assert_eq!(by, wanted);
    }
}

#[test]
fn a_network_that_is_away_says_nothing_of_sockets() {
    let mut page = Page::new();
    page.at.online = false;
    page.check(Begin, &[Connect(Socket)]);
    for loss in [Loss::Cut, Loss::Silent, Loss::Away, Loss::Cut, Loss::Cut] {
        page.lose(Socket, loss);
        assert_eq!(page.next_try(), Socket);
    }
}

#[test]
fn beside_exchanges_a_socket_is_tried_ever_more_rarely_and_at_once_on_waking() {
    let mut page = Page::on_exchange();
    let mut trials = Vec::new();
    let start = page.at.now.0 / 1000;
    for second in (start..start + 3600).step_by(5) {
        page.check(Heard(Exchange), &[]);
        let done = page.pass(second);
        if tried(&done) == [Socket] {
            trials.push(second);
            page.check(lost(Socket, Loss::Cut), &[HangUp(Socket)]);
            assert_eq!(page.plan.carrier(), Some(Exchange));
        }
    }
    let gaps: Vec<_> = trials.windows(2).map(|pair| pair[1] - pair[0]).collect();
    assert!(gaps.len() > 5 && gaps.is_sorted(), "{trials:?}");
    assert!(gaps.iter().all(|gap| *gap <= 605), "{trials:?}");
    page.check(Wake, &[Connect(Exchange), Connect(Socket)]);
}

#[test]
fn a_socket_takes_over_at_its_welcome_and_exchanges_carry_until_then() {
    let mut page = Page::on_exchange();
    page.check(Wake, &[Connect(Exchange), Connect(Socket)]);
    assert_eq!(page.plan.carrier(), Some(Exchange));
    page.check(Welcomed(Exchange), &[]);
    page.check(Welcomed(Socket), &[HangUp(Exchange)]);
    assert_eq!(page.plan.carrier(), Some(Socket));
    page.check(lost(Exchange, Loss::Cut), &[]);
}

#[test]
fn exchanges_that_fall_silent_are_lost() {
    let mut page = Page::on_exchange();
    page.plan.trial = LAST_TRIAL;
    page.plan.stage = Stage::Exchange {
        answer: page.at.now + EXCHANGE_ANSWER,
        trial: page.at.now + LAST_TRIAL,
    };
    let now = page.at.now.0 / 1000;
    assert_eq!(page.pass(now + 39), []);
    let done = page.pass(now + 41);
    assert!(done.starts_with(&GONE), "{done:?}");
}

#[test]
fn an_expired_token_is_forgotten_and_a_new_one_fetched_without_a_wait() {
    let mut page = Page::on_socket();
    let mut expected = vec![HangUp(Socket), HangUp(Exchange), ForgetToken, Lost];
    page.check(lost(Socket, Loss::Expired), &expected);
    assert_eq!(page.pass(0), [Connect(Socket)]);
    // A new one that is refused too waits like every loss.
    expected.truncate(4);
    page.check(lost(Socket, Loss::Expired), &expected);
    assert_eq!(page.pass(0), []);
}

#[test]
fn quiet_that_the_edge_asks_for_is_kept_and_told() {
    let mut page = Page::new();
    page.at.chance = 0;
    page.check(Begin, &[Connect(Socket)]);
    let busy = [HangUp(Socket), HangUp(Exchange), Busy];
    page.check(lost(Socket, Loss::Later(60)), &busy);
    assert_eq!(tried(&page.pass(59)), []);
    assert_eq!(tried(&page.pass(60)), [Socket]);
    // All who were asked for it do not come back in one moment.
    page.at.chance = 999;
    page.check(lost(Socket, Loss::Later(60)), &busy);
    assert_eq!(tried(&page.pass(149)), []);
    assert_eq!(tried(&page.pass(150)), [Socket]);
}

#[test]
fn the_shopper_is_told_of_an_outage_after_some_seconds_and_until_it_is_over() {
    let mut page = Page::on_socket();
    page.pass(20);
    page.check(lost(Socket, Loss::Cut), &GONE);
    assert_eq!(page.pass(23), [Connect(Socket)]);
    page.check(lost(Socket, Loss::Cut), &GONE);
    assert_eq!(page.pass(24), [Away]);
    let by = page.next_try();
    page.check(lost(by, Loss::Cut), &STILL_GONE);
    let by = page.next_try();
    page.plan.take(Welcomed(by), page.at);
    page.check(lost(by, Loss::Cut), &GONE);
}

#[test]
fn a_device_that_slept_asks_its_socket_for_a_sign_of_life() {
    let mut page = Page::on_socket();
    assert_eq!(page.pass(10), [], "no sleep, no question");
    assert_eq!(page.sleep(3600), [Probe]);
    page.check(Heard(Socket), &[]);
    assert_eq!(page.pass(3629), []);
    assert_eq!(page.sleep(7200), [Probe]);
    assert_eq!(page.pass(7206).get(..3), Some(&GONE[..]));
}

#[test]
fn a_socket_is_asked_now_and_then_while_it_is_seen() {
    for (seen, expected) in [(true, 2), (false, 0)] {
        let mut page = Page::on_socket();
        page.at.seen = seen;
        let mut probes = 0;
        for second in 1..=70 {
            if page.pass(second).contains(&Probe) {
                probes += 1;
                page.check(Heard(Socket), &[]);
            }
        }
        assert_eq!(probes, expected, "seen: {seen}");
    }
}

#[test]
fn a_page_that_nobody_sees_comes_back_when_it_is_seen_unless_a_turn_waits() {
    for (unsent, expected) in [(false, vec![]), (true, vec![Socket])] {
        let mut page = Page::on_socket();
        page.pass(20);
        page.at.seen = false;
        page.at.unsent = unsent;
        page.check(lost(Socket, Loss::Cut), &GONE);
        assert_eq!(tried(&page.pass(30)), expected, "unsent: {unsent}");
    }
    let mut page = Page::on_socket();
    page.at.seen = false;
    page.check(lost(Socket, Loss::Cut), &GONE);
    page.check(Wake, &[]);
    page.at.seen = true;
    page.check(Wake, &[Connect(Socket)]);
}

#[test]
fn a_page_that_rests_is_silent_until_it_wakes() {
    let mut page = Page::on_socket();
    page.check(Rest, &HANG_UP);
    assert_eq!(page.pass(1000), []);
    page.check(Wake, &[Connect(Socket)]);
}

#[test]
fn what_is_over_for_good_is_not_tried_again() {
    let over = [
        (Loss::Shut, Shut),
        (Loss::Gone, Gone),
        (Loss::Outdated, Outdated),
    ];
    for (loss, over) in over {
        let mut page = Page::new();
        page.check(Begin, &[Connect(Socket)]);
        page.check(
            lost(Socket, loss),
            &[HangUp(Socket), HangUp(Exchange), over],
        );
        assert_eq!(page.pass(1000), []);
    }
}
