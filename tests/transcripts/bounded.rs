//! No conversation grows for ever: whatever is said for however long, it ends to be taken, a person and the end last.

use crate::always::{opened, scene, turn_id};
use parley_tests::scene::Scene;
use shared::conversation::{AgentAct, Effect, Input};
use shared::time::Span;
use shared::wire::agent_v1::{AgentRefusal, AgentSay, Named};
use shared::wire::frame_v1::{Holder, Refusal, Say};

/// Says it a minute apart until it is refused for good; how many turns there are then.
#[track_caller]
fn say_until_refused(scene: &mut Scene, from: usize, say: impl Fn(usize) -> Input) -> u64 {
    let refused = (from..from + 2000).any(|number| {
        scene.now = scene.now + Span::minutes(1);
        let effects = handle(scene, say(number));
        handle(scene, Input::Deadline);
        effects.iter().any(is_for_good)
    });
    assert!(refused, "it goes on for ever");
    scene.conversation.last()
}

/// Without the checks of [`Scene::handle`], which read all turns each time.
fn handle(scene: &mut Scene, input: Input) -> Vec<Effect> {
    scene.conversation.handle(input, &scene.shop, scene.now)
}

fn is_for_good(effect: &Effect) -> bool {
    matches!(
        effect,
        Effect::Refuse {
            refusal: Refusal::TooManyTurns,
            retry_after_s: 0,
            ..
        } | Effect::Deny {
            refusal: AgentRefusal::TooManyTurns,
            retry_after_s: 0,
            ..
        }
    )
}

fn said(number: usize, say: Say) -> Input {
    let id = turn_id(number);
    Input::Said { id, say }
}

#[test]
fn words_end_first_then_calls_for_a_person_then_agents_and_the_end_is_always_taken() {
    let mut scene = scene(0);
    scene.handle(opened());
    let texts = say_until_refused(&mut scene, 1, |number| {
        said(number, Say::Text("What is it?".into()))
    });
    assert!((1000..1050).contains(&texts), "{texts}");
    let by = Named {
        agent: "mia".parse().unwrap(),
        name: "Mia".into(),
    };
    let does = |act| Input::Agent {
        by: by.clone(),
        act,
    };
    let calls = say_until_refused(&mut scene, 3000, |number| said(number, Say::Person));
    assert!((1200..1250).contains(&calls), "{calls}");
    scene.handle(does(AgentAct::Join { take_over: false }));
    let agents = say_until_refused(&mut scene, 6000, |number| {
        does(AgentAct::Say {
            id: turn_id(number),
            say: AgentSay::Text("Hello".into()),
        })
    });
    assert!((1400..1450).contains(&agents), "{agents}");
    scene.now = scene.now + Span::minutes(1);
    scene.handle(said(9000, Say::End));
    assert_eq!(scene.conversation.now().holder, Holder::Ended);
    assert!(scene.conversation.last() < agents + 5);
}
