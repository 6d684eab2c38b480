//! Whatever the shopper's tabs, two agents, deadlines, restarts and replays do between each other: turns are numbered
//! without a gap (which [`Scene::handle`] checks), none is doubled, only who has the conversation answers, and the flow is
//! silent while an agent has it.

use crate::always::{opened, scene};
use parley_tests::scene::Scene;
use proptest::prelude::*;
use shared::conversation::{AgentAct, Effect, Input};
use shared::id::TurnId;
use shared::time::Span;
use shared::wire::agent_v1::{AgentSay, Named};
use shared::wire::frame_v1::{Author, Holder, Say, Turn};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, Debug)]
enum Move {
    Shopper(&'static str),
    Person,
    Agent(&'static str, Doing),
    Again(usize),
    Deadline,
    Wait(i64),
    Restart,
}

#[derive(Clone, Copy, Debug)]
enum Doing {
    Say,
    Join,
    TakeOver,
    Leave,
    HandBack,
    Here,
    Gone,
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let agent = prop::sample::select(vec!["Mia", "Ben"]);
    let doing = prop::sample::select(vec![
        Doing::Say,
        Doing::Say,
        Doing::Say,
        Doing::Join,
        Doing::Join,
        Doing::TakeOver,
        Doing::Leave,
        Doing::HandBack,
        Doing::Here,
        Doing::Gone,
    ]);
    let text = prop::sample::select(vec![
        "when does it arrive?",
        "alice@b.example",
        "no",
        "human",
    ]);
    let one = prop_oneof![
        5 => text.prop_map(Move::Shopper),
        1 => Just(Move::Person),
        8 => (agent, doing).prop_map(|(agent, doing)| Move::Agent(agent, doing)),
        4 => (0..40usize).prop_map(Move::Again),
        2 => Just(Move::Deadline),
        2 => (1..700i64).prop_map(Move::Wait),
        1 => Just(Move::Restart),
    ];
    prop::collection::vec(one, 0..60)
}

fn named(name: &str) -> Named {
    Named {
        agent: name.to_lowercase().parse().unwrap(),
        name: name.into(),
    }
}

fn id(role: &str, number: usize) -> TurnId {
    format!("{role}-{number}").parse().unwrap()
}

fn input(one: &Move, number: usize, earlier: &[Input]) -> Option<Input> {
    let said = |say| Input::Said {
        id: id("p", number),
        say,
    };
    match one {
        Move::Shopper(text) => Some(said(Say::Text((*text).into()))),
        Move::Person => Some(said(Say::Person)),
        Move::Agent(name, doing) => {
            let act = match doing {
                Doing::Say => AgentAct::Say {
                    id: id("a", number),
                    say: AgentSay::Text("Hello".into()),
                },
                Doing::Join => AgentAct::Join { take_over: false },
                Doing::TakeOver => AgentAct::Join { take_over: true },
                Doing::Leave => AgentAct::Leave,
                Doing::HandBack => AgentAct::HandBack,
                Doing::Here => AgentAct::Here,
                Doing::Gone => AgentAct::Gone,
            };
            let by = named(name);
            Some(Input::Agent { by, act })
        }
        Move::Again(back) => earlier.iter().rev().nth(*back).cloned(),
        Move::Deadline => Some(Input::Deadline),
        Move::Wait(_) | Move::Restart => None,
    }
}

fn appended(effects: &[Effect]) -> impl Iterator<Item = &Turn> {
    effects.iter().filter_map(|effect| match effect {
        Effect::Append(turn) => Some(turn),
        _ => None,
    })
}

/// Who has the conversation.
fn holder(scene: &Scene) -> Option<Named> {
    scene.conversation.holder().cloned()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn turns_of_tabs_agents_and_replays_have_no_gap_and_no_double(flow in 0..64usize, moves in moves()) {
        let mut scene = scene(flow);
        scene.handle(opened());
        let mut earlier: Vec<Input> = Vec::new();
        let mut acked: BTreeMap<TurnId, u64> = BTreeMap::new();
        for (number, one) in moves.iter().enumerate() {
            match one {
                Move::Wait(seconds) => scene.now = scene.now + Span::seconds(*seconds),
                Move::Restart => scene.conversation = scene.stored(),
                _ => {}
            }
            let Some(input) = input(one, number, &earlier) else { continue };
            let before = holder(&scene);
            let effects = scene.handle(input.clone());
            for effect in &effects {
                if let Effect::Ack { id, seq } = effect {
                    let first = *acked.entry(id.clone()).or_insert(*seq);
                    prop_assert_eq!(first, *seq, "an id is one turn");
                }
            }
            for turn in appended(&effects) {
                if let Author::Agent(name) = &turn.author {
                    prop_assert_eq!(before.as_ref().map(|by| &by.name), Some(name));
                }
            }
            if let (Input::Said { .. }, Some(_)) = (&input, &before) {
                prop_assert!(appended(&effects).all(|turn| turn.author == Author::Shopper));
                prop_assert_eq!(&holder(&scene), &before);
            }
            if holder(&scene).is_some() {
                prop_assert_eq!(scene.conversation.now().holder, Holder::Person);
            }
            earlier.push(input);
        }
        let turns = scene.conversation.turns();
        let ids: BTreeSet<_> = turns.iter().map(|turn| &turn.id).collect();
        prop_assert_eq!(ids.len(), turns.len(), "no turn is doubled");
        for (id, seq) in &acked {
            let stored = turns.iter().find(|turn| turn.id == *id);
            prop_assert_eq!(stored.map(|turn| turn.seq), Some(*seq), "what was acknowledged is stored");
        }
    }
}
