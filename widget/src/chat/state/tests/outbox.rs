//! The shopper's turns on their way.

use super::*;

#[test]
fn what_is_acknowledged_is_not_sent_again() {
    let mut state = welcomed(0);
    assert_eq!(state.say(id("a"), text("a")), Some(frame("a")));
    let seq = 1;
    state.apply(EdgeFrame::Acked { id: id("a"), seq });
    assert_eq!(state.unsent(), Vec::new());
    assert_eq!(state.outbox().len(), 1, "it is shown until its turn comes");
    state.connection_is(Connection::Waiting);
    assert_eq!(state.apply(welcome("one", 1)), Vec::new());
    state.apply(named(1, "a", Vec::new()));
    assert_eq!(state.outbox(), []);
}

#[test]
fn an_acknowledgement_after_its_turn_leaves_nothing_behind() {
    let mut state = welcomed(0);
    state.say(id("a"), text("a"));
    state.apply(named(1, "a", Vec::new()));
    assert_eq!(state.outbox(), []);
    state.apply(EdgeFrame::Acked {
        id: id("a"),
        seq: 1,
    });
    assert_eq!(state.outbox(), []);
    check_turns(&state, &[1]);
}

#[test]
fn turns_that_an_earlier_page_could_not_send_are_sent_by_this_one() {
    let mut state = State::new(vec![(id("a"), text("a"))]);
    assert_eq!(state.apply(welcome("one", 0)), [frame("a")]);
    assert_eq!(state.unsent(), [(id("a"), text("a"))]);
}

#[test]
fn a_refusal_keeps_what_was_typed_and_says_whether_to_try_again() {
    let rows = [
        (Refusal::TooManyTurns, 12, Some(true)),
        (Refusal::Fault, 0, Some(true)),
        (Refusal::TextTooLong, 0, Some(false)),
        (Refusal::Ended, 0, Some(false)),
    ];
    for (refusal, retry_after_s, expected) in rows {
        let mut state = welcomed(0);
        state.say(id("a"), text("a"));
        state.apply(refused(Some("a"), refusal, retry_after_s));
        let shown = state.outbox().first().map(|pending| pending.progress);
        let expected = expected.map(|again| Progress::Refused { refusal, again });
        assert_eq!(shown, expected);
        assert!(
            !state.has_unsent(),
            "{refusal:?} is not sent again by itself"
        );
    }
}

#[test]
fn a_turn_waits_until_the_one_before_it_is_stored_or_refused() {
    let mut state = welcomed(0);
    let acked = |name: &str, seq| EdgeFrame::Acked { id: id(name), seq };
    assert_eq!(state.say(id("a"), text("a")), Some(frame("a")));
    for name in ["b", "c", "d"] {
        assert_eq!(state.say(id(name), text(name)), None, "{name}");
    }
    assert_eq!(state.apply(acked("a", 1)), [frame("b")]);
    assert_eq!(state.apply(acked("a", 1)), [], "b is on the way already");
    state.connection_is(Connection::Waiting);
    assert_eq!(state.apply(welcome("one", 1)), [frame("b")], "once more");
    let told = state.apply(refused(Some("b"), Refusal::Fault, 2));
    assert_eq!(
        told,
        [frame("c")],
        "what was refused is the shopper's again"
    );
    assert_eq!(state.apply(acked("c", 2)), [frame("d")]);
    assert_eq!(state.retry(&id("b")), None, "it waits again");
    assert_eq!(state.apply(acked("d", 3)), [frame("b")]);
    assert_eq!(state.apply(acked("b", 4)), []);
}

#[test]
fn a_turn_that_cannot_be_read_keeps_none_behind_it_waiting() {
    for refusal in [Refusal::UnknownFrame, Refusal::FrameTooLarge] {
        let mut state = welcomed(0);
        state.say(id("a"), text("a"));
        state.say(id("b"), text("b"));
        assert_eq!(state.apply(refused(None, refusal, 0)), [frame("b")]);
        let refused = Progress::Refused {
            refusal,
            again: false,
        };
        assert_eq!(state.outbox()[0].progress, refused);
    }
}

#[test]
fn a_refused_turn_is_sent_again_only_when_asked() {
    let mut state = welcomed(0);
    state.say(id("a"), text("a"));
    state.apply(refused(Some("a"), Refusal::TooManyTurns, 3));
    assert_eq!(state.apply(welcome("one", 0)), Vec::new());
    assert_eq!(state.retry(&id("a")), Some(frame("a")));
    state.forget(&id("a"));
    assert_eq!(state.outbox(), []);
    assert_eq!(state.retry(&id("a")), None);
}

#[test]
fn words_that_may_be_taken_yet_are_not_lost_with_the_page() {
    let mut state = welcomed(0);
    for (name, say) in [("a", text("a")), ("b", text("b")), ("c", Say::Person)] {
        state.say(id(name), say);
    }
    state.apply(refused(Some("a"), Refusal::TooManyTurns, 3));
    state.apply(refused(Some("b"), Refusal::TextTooLong, 0));
    state.apply(refused(Some("c"), Refusal::TooManyTurns, 3));
    assert_eq!(state.unsent(), [(id("a"), text("a"))]);
    assert!(!state.has_unsent(), "nothing goes by itself");
}

#[test]
fn a_refused_act_without_words_goes_and_leaves_a_notice() {
    let mut state = welcomed(0);
    state.say(id("a"), Say::Person);
    state.apply(refused(Some("a"), Refusal::Ended, 0));
    assert_eq!(state.outbox(), []);
    assert_eq!(state.notice(), Some(Refusal::Ended));
    state.say(id("b"), text("b"));
    assert_eq!(state.notice(), None);
    state.apply(refused(None, Refusal::UnknownTurn, 0));
    assert_eq!(state.notice(), Some(Refusal::UnknownTurn));
}

#[test]
fn only_so_many_turns_wait_and_the_next_is_told_so() {
    let mut state = State::new(Vec::new());
    for number in 0..20 {
        assert!(state.has_room(), "{number}");
        let name = format!("t-{number}");
        assert_eq!(state.say(id(&name), text(&name)), None);
    }
    assert!(!state.has_room());
    assert_eq!(state.notice(), Some(Refusal::TooManyTurns));
    assert_eq!(state.apply(welcome("one", 0)), [frame("t-0")]);
    let acked = EdgeFrame::Acked {
        id: id("t-0"),
        seq: 1,
    };
    assert_eq!(state.apply(acked), [frame("t-1")]);
    state.apply(named(1, "t-0", Vec::new()));
    assert!(state.has_room());
}

#[test]
fn a_refused_turn_goes_back_with_its_words_and_an_act_has_none() {
    let mut state = welcomed(0);
    state.say(id("a"), text("a"));
    state.say(id("b"), Say::Person);
    for name in ["a", "b"] {
        state.apply(refused(Some(name), Refusal::TooManyTurns, 3));
    }
    assert_eq!(state.take_back(&id("a")), Some("a".into()));
    assert_eq!(state.take_back(&id("a")), None);
    assert_eq!(state.take_back(&id("b")), None);
    assert_eq!(state.outbox().len(), 1);
}

#[test]
fn what_was_answered_stays_closed_until_the_edge_says_what_holds() {
    let mut state = welcomed(1);
    state.apply(asks(1));
    state.apply(now(Some(1), Holder::Assistant, false));
    assert!(state.is_open(1));
    let ask = 1;
    let choices = vec!["dry".parse().unwrap()];
    state.say(id("a"), Say::Choose { ask, choices });
    assert!(!state.is_open(1), "it is answered");
    state.apply(named(2, "a", Vec::new()));
    assert!(!state.is_open(1), "the answer is stored");
    state.apply(now(Some(1), Holder::Assistant, false));
    assert!(state.is_open(1), "the edge asks once more");
}
