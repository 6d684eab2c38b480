//! What the page knows of an agent, and tells one.

use super::*;
use shared::wire::frame_v1::Agent;

fn mia(there: bool) -> EdgeFrame {
    let name = "Mia".into();
    EdgeFrame::Agent(Some(Agent { name, there }))
}

#[test]
fn what_the_shopper_has_seen_is_told_once_a_turn_and_only_to_an_agent_who_is_there() {
    let mut state = welcomed(2);
    state.apply(turn(1));
    assert_eq!(state.seen(), None, "no agent");
    state.apply(mia(false));
    assert_eq!(state.seen(), None, "the agent is away");
    state.apply(mia(true));
    assert_eq!(state.seen(), Some(ShopperFrame::Read(1)));
    assert_eq!(state.seen(), None, "told before");
    state.apply(own(2, "a"));
    assert_eq!(state.seen(), None, "the shopper's own");
    state.apply(turn(3));
    state.connection_is(Connection::Waiting);
    assert_eq!(state.seen(), None, "nobody hears it");
    state.apply(welcome("one", 3));
    assert_eq!(state.seen(), Some(ShopperFrame::Read(3)));
}

#[test]
fn an_agent_types_until_their_turn_comes_or_the_connection_goes() {
    let mut state = welcomed(0);
    state.apply(mia(true));
    state.apply(EdgeFrame::Typing(true));
    assert!(state.is_agent_typing());
    let EdgeFrame::Turn(answer) = turn(1) else {
        panic!("a turn is a turn");
    };
    state.apply(EdgeFrame::Turn(Turn {
        author: Author::Agent("Mia".into()),
        ..answer
    }));
    assert!(!state.is_agent_typing());
    state.apply(EdgeFrame::Typing(true));
    state.connection_is(Connection::Waiting);
    assert!(!state.is_agent_typing());
    state.apply(EdgeFrame::Agent(None));
    assert_eq!(state.agent(), None);
}
