//! What the page does with frames, in whatever order and however often they come.

mod agents;
mod outbox;

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
fn what_was_said_before_this_page_is_not_new_and_a_greeting_is() {
    assert!(!welcomed(2).is_replaying());
    let mut state = welcomed(3);
    assert!(state.is_replaying());
    for seq in 1..=3 {
        state.apply(turn(seq));
    }
    assert!(state.is_replaying());
    state.apply(now(None, Holder::Assistant, false));
    assert!(!state.is_replaying());
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
fn old_turns_are_a_replay_until_what_holds_now_is_told() {
    let mut state = State::new(Vec::new());
    state.connection_is(Connection::Opening);
    assert!(state.is_replaying());
    state.comes_back();
    state.apply(welcome("one", 2));
    state.apply(turn(1));
    state.apply(turn(2));
    assert!(state.is_replaying(), "the last of them is old as well");
    state.apply(now(None, Holder::Assistant, false));
    assert!(!state.is_replaying());
}

#[test]
fn of_a_long_conversation_the_end_is_drawn_and_more_when_it_is_asked_for() {
    for (last, earlier) in [(1, 0), (99, 0), (100, 50), (149, 50), (2000, 1950)] {
        let state = welcomed(last);
        assert_eq!(state.earlier(), earlier, "{last}");
    }
    let mut state = welcomed(120);
    for seq in 1..=120 {
        state.apply(turn(seq));
    }
    state.connection_is(Connection::Waiting);
    state.apply(welcome("one", 400));
    assert_eq!(state.earlier(), 50, "what is drawn stays");
    state.show_earlier();
    state.show_earlier();
    assert_eq!(state.earlier(), 0);
    state.apply(welcome("two", 3));
    state.apply(welcome("two", 3));
    assert_eq!(state.earlier(), 0, "another conversation, a short one");
}

#[test]
fn a_greeting_is_no_replay_and_neither_is_what_was_missed() {
    let mut state = welcomed(1);
    assert!(!state.is_replaying());
    state.apply(turn(1));
    state.connection_is(Connection::Waiting);
    state.apply(welcome("one", 3));
    assert!(!state.is_replaying());
    state.apply(welcome("two", 3));
    assert!(state.is_replaying(), "another conversation is shown");
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
