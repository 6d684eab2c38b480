//! What the page does with frames, in whatever order and however often they come.

mod agents;

use super::*;
use shared::id::ChoiceId;
use shared::time::Instant;
use shared::wire::frame_v1::{Author, Choice, Choices};

/// A page that has been welcomed to a conversation with `last` turns.
fn welcomed(last: u64) -> State {
    let mut state = State::new(Vec::new());
    assert_eq!(state.apply(welcome("one", last)), Vec::new());
    state
}

fn welcome(conversation: &str, last: u64) -> EdgeFrame {
    EdgeFrame::Welcome {
        conversation: conversation.parse().unwrap(),
        last,
    }
}

fn turn(seq: u64) -> EdgeFrame {
    named(
        seq,
        &format!("edge-{seq}"),
        vec![Part::Text(seq.to_string())],
    )
}

fn named(seq: u64, id: &str, parts: Vec<Part>) -> EdgeFrame {
    EdgeFrame::Turn(Turn {
        seq,
        id: id.parse().unwrap(),
        author: Author::Assistant,
        at: Instant(0),
        parts,
    })
}

fn asks(seq: u64) -> EdgeFrame {
    let choice = |id: &str, label: &str| Choice {
        id: id.parse().unwrap(),
        label: label.into(),
    };
    let choices = vec![choice("dry", "Dryness"), choice("calm", "Sensitivity")];
    let parts = vec![Part::Choices(Choices {
        many: true,
        choices,
    })];
    named(seq, "ask", parts)
}

fn now(ask: Option<u64>, holder: Holder, busy: bool) -> EdgeFrame {
    EdgeFrame::Now(Now { ask, holder, busy })
}

fn id(text: &str) -> TurnId {
    text.parse().unwrap()
}

fn text(text: &str) -> Say {
    Say::Text(text.into())
}

fn frame(name: &str) -> ShopperFrame {
    ShopperFrame::Say {
        id: id(name),
        say: text(name),
    }
}

fn refused(name: Option<&str>, refusal: Refusal, retry_after_s: u32) -> EdgeFrame {
    EdgeFrame::Refused {
        id: name.map(id),
        refusal,
        retry_after_s,
    }
}

#[track_caller]
fn check_turns(state: &State, expected: &[u64]) {
    let held: Vec<_> = state.turns().iter().map(|turn| turn.seq).collect();
    assert_eq!(held, expected);
}

#[test]
fn turns_are_held_in_order_and_once() {
    let mut state = welcomed(3);
    for seq in [1, 2, 2, 1, 3, 3] {
        assert_eq!(state.apply(turn(seq)), Vec::new());
    }
    check_turns(&state, &[1, 2, 3]);
}

#[test]
fn a_gap_is_asked_for_once_and_then_filled() {
    let mut state = welcomed(1);
    state.apply(turn(1));
    assert_eq!(state.apply(turn(3)), [ShopperFrame::Resume { after: 1 }]);
    assert_eq!(state.apply(turn(4)), Vec::new());
    check_turns(&state, &[1]);
    for seq in 2..=4 {
        assert_eq!(state.apply(turn(seq)), Vec::new());
    }
    check_turns(&state, &[1, 2, 3, 4]);
    assert_eq!(state.apply(turn(6)), [ShopperFrame::Resume { after: 4 }]);
}

#[test]
fn a_turn_taken_while_away_is_sent_at_the_welcome_with_the_same_id() {
    let mut state = State::new(Vec::new());
    assert_eq!(state.say(id("a"), text("a")), None);
    assert_eq!(state.apply(welcome("one", 0)), [frame("a")]);
    state.connection_is(Connection::Waiting);
    assert_eq!(state.apply(welcome("one", 0)), [frame("a")]);
}

#[test]
fn there_is_a_way_back_while_something_is_asked_and_something_was_answered() {
    let mut state = welcomed(0);
    let asked = |ask| {
        EdgeFrame::Now(Now {
            ask,
            holder: Holder::Assistant,
            busy: false,
        })
    };
    state.apply(turn(1));
    state.apply(asked(Some(1)));
    assert!(!state.may_go_back(), "nothing was answered yet");
    let EdgeFrame::Turn(answer) = named(2, "a", Vec::new()) else {
        panic!("a turn is a turn");
    };
    let author = Author::Shopper;
    state.apply(EdgeFrame::Turn(Turn { author, ..answer }));
    state.apply(asked(None));
    assert!(!state.may_go_back(), "nothing is asked");
    state.apply(asked(Some(3)));
    assert!(state.may_go_back());
}

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
fn the_page_and_the_cart_are_told_before_what_was_said() {
    let mut state = State::new(vec![(id("a"), text("a"))]);
    let page = Page {
        kind: shared::wire::frame_v1::PageKind::Cart,
        handle: None,
    };
    assert_eq!(state.on_page(page.clone()), None);
    let told = state.apply(welcome("one", 0));
    assert_eq!(told, [ShopperFrame::Page(page.clone()), frame("a")]);
    assert_eq!(state.on_page(page.clone()), Some(ShopperFrame::Page(page)));
}

#[test]
fn another_conversation_is_read_from_its_beginning() {
    let mut state = welcomed(1);
    state.apply(turn(1));
    let told = state.apply(welcome("two", 5));
    assert_eq!(told, [ShopperFrame::Resume { after: 0 }]);
    check_turns(&state, &[]);
}

#[test]
fn an_ask_closes_as_soon_as_it_is_answered() {
    let mut state = welcomed(1);
    state.apply(asks(1));
    assert!(!state.is_open(1), "the edge has not opened it");
    state.apply(now(Some(1), Holder::Assistant, false));
    assert!(state.is_open(1));
    let choices: Vec<ChoiceId> = vec!["calm".parse().unwrap()];
    assert_eq!(state.labels(1, &choices), ["Sensitivity"]);
    state.say(id("a"), Say::Choose { ask: 1, choices });
    assert!(!state.is_open(1));
    state.apply(refused(Some("a"), Refusal::Fault, 0));
    assert!(state.is_open(1), "a refused answer may be given again");
    state.apply(now(Some(1), Holder::Ended, false));
    assert!(!state.is_open(1));
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
        assert_eq!(
            state.unsent(),
            Vec::new(),
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
fn an_answer_is_awaited_only_from_the_assistant_and_while_connected() {
    let mut state = welcomed(0);
    assert!(!state.is_busy());
    state.say(id("a"), text("a"));
    assert!(state.is_busy());
    state.connection_is(Connection::Waiting);
    assert!(!state.is_busy());
    state.apply(welcome("one", 0));
    state.apply(now(None, Holder::Person, true));
    assert!(!state.is_busy());
}

#[test]
fn old_turns_are_a_replay_until_the_last_has_come() {
    let mut state = State::new(Vec::new());
    state.connection_is(Connection::Opening);
    assert!(state.is_replaying());
    state.apply(welcome("one", 2));
    assert!(state.is_replaying());
    state.apply(turn(1));
    state.apply(turn(2));
    assert!(!state.is_replaying());
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

/// A turn of the shopper as the edge numbered it.
fn own(seq: u64, name: &str) -> EdgeFrame {
    let EdgeFrame::Turn(turn) = named(seq, name, Vec::new()) else {
        panic!("a turn is a turn");
    };
    let author = Author::Shopper;
    EdgeFrame::Turn(Turn { author, ..turn })
}

#[test]
fn what_became_of_the_last_turn_is_known_at_every_step() {
    let mut state = State::new(Vec::new());
    assert_eq!(state.fate(), Fate::Settled);
    state.say(id("a"), text("a"));
    assert_eq!(state.fate(), Fate::NotSent);
    state.apply(welcome("one", 0));
    assert_eq!(state.fate(), Fate::Settled, "it is being sent");
    state.apply(EdgeFrame::Acked {
        id: id("a"),
        seq: 1,
    });
    assert_eq!(state.fate(), Fate::Sent);
    state.apply(own(1, "a"));
    assert_eq!(state.fate(), Fate::Sent);
    state.apply(EdgeFrame::Read(1));
    assert_eq!(state.fate(), Fate::Read);
    state.apply(turn(2));
    assert_eq!(state.fate(), Fate::Settled, "it is answered");
    state.say(id("b"), text("b"));
    state.apply(refused(Some("b"), Refusal::Fault, 0));
    assert_eq!(state.fate(), Fate::Settled, "it says so itself");
}

#[test]
fn the_first_connection_is_being_made_until_it_takes_too_long() {
    let mut state = State::new(Vec::new());
    for (told, expected) in [
        (Connection::Opening, Connection::Opening),
        (Connection::Waiting, Connection::Opening),
        (Connection::Away, Connection::Away),
        (Connection::Waiting, Connection::Waiting),
    ] {
        state.connection_is(told);
        assert_eq!(state.connection(), expected);
    }
}
