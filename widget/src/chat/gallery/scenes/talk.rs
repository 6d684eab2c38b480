//! The scenes of a conversation as it goes on: people, days, turns that are not taken, connections that break.

use super::super::hostile::prose;
use super::super::parts::{WAYS_ON, agent, assistant, choices, did, shopper, text};
use super::super::{ANY_TURN, BEGAN, Scene, conversation, conversation_at, scene};
use super::Turns;
use shared::time::{Instant, Span};
use shared::wire::frame_v1::{Agent, Author, EdgeFrame, Holder, Now, Part, Refusal};

pub(super) fn people() -> Vec<Scene> {
    let told = |id, name, more: &[EdgeFrame], turns: Turns| {
        let frames = [conversation(Holder::Person, turns), more.to_vec()].concat();
        scene("A person", id, name).frames(&frames)
    };
    let asked = vec![
        shopper("Talk to a person"),
        assistant(vec![
            Part::HandedOver,
            text("Fernwood answers by e-mail, tomorrow from 9:00."),
        ]),
    ];
    let joined = [
        asked.clone(),
        vec![agent("Hello, this is Mara. Which size do you wear?")],
    ]
    .concat();
    let mara = |there| {
        let name = "Mara".into();
        EdgeFrame::Agent(Some(Agent { name, there }))
    };
    let asks = [joined.clone(), vec![shopper("Usually M.")]].concat();
    vec![
        told("person", "Has been asked", &[], asked),
        told("person-here", "Is there", &[mara(true)], joined.clone()),
        told(
            "person-away",
            "Has left the page",
            &[mara(false)],
            joined.clone(),
        ),
        told(
            "person-types",
            "Is typing",
            &[mara(true), EdgeFrame::Typing(true)],
            joined,
        ),
        told(
            "person-sent",
            "Has not looked yet",
            &[mara(true)],
            asks.clone(),
        ),
        told(
            "person-seen",
            "Has seen it",
            &[mara(true), EdgeFrame::Read(4)],
            asks,
        ),
    ]
}

pub(super) fn conversations() -> Vec<Scene> {
    let scene = |id, name| scene("Conversation", id, name);
    let begun = vec![
        assistant(vec![text("What shall it help with?")]),
        shopper("Dryness"),
    ];
    let busy = EdgeFrame::Now(Now {
        ask: None,
        holder: Holder::Assistant,
        busy: true,
    });
    let typing = [conversation(Holder::Assistant, begun.clone()), vec![busy]].concat();
    let asked = [
        begun.clone(),
        vec![assistant(vec![
            text("And what else?"),
            choices(false, &WAYS_ON),
        ])],
    ]
    .concat();
    let ended = [begun, vec![did(Part::Ended)]].concat();
    vec![
        scene("typing", "An answer is on its way").frames(&typing),
        scene("back", "A step back is possible").told(asked.clone()),
        scene("end-sure", "Before it ends")
            .told(asked)
            .pressed(&[".head .ways:not(.ending) button:last-of-type"]),
        scene("ended", "Ended").frames(&conversation(Holder::Ended, ended)),
        scene("days", "Over several days").frames(&conversation_at(Holder::Assistant, days())),
        scene("long", "A hundred turns").told(long()),
        scene("writing", "A few words left")
            .told(greeting())
            .written(&"word ".repeat(379), false),
        scene("writing-too-long", "Too many words")
            .told(greeting())
            .written(&"word ".repeat(402), false),
    ]
}

fn greeting() -> Turns {
    vec![assistant(vec![text("What shall it help with?")])]
}

fn days() -> Vec<(Instant, Author, Vec<Part>)> {
    let before = |days| Instant(BEGAN.0 - Span::days(days).0);
    let turns = [
        (9, shopper("Do you ship to Austria?")),
        (9, assistant(vec![text("Yes, in two to four days.")])),
        (4, shopper("And to Italy?")),
        (1, agent("To Italy as well.")),
        (0, shopper("Thank you.")),
    ];
    let at = |(days, (author, parts)): (i64, (Author, Vec<Part>))| (before(days), author, parts);
    turns.into_iter().map(at).collect()
}

fn long() -> Turns {
    let turn = |number: usize| {
        if number.is_multiple_of(2) {
            shopper(&format!("Question {number}"))
        } else {
            assistant(vec![text(&format!(
                "Answer {number}: {}",
                prose(number * 3)
            ))])
        }
    };
    (1..=100).map(turn).collect()
}

pub(super) fn unsent() -> Vec<Scene> {
    let refused = |refusal, retry_after_s| EdgeFrame::Refused {
        id: Some(ANY_TURN.parse().unwrap()),
        refusal,
        retry_after_s,
    };
    let said = |id, name, answers: &[EdgeFrame]| {
        let scene = scene("Not taken yet", id, name).told(greeting());
        scene.written("Is it vegan?", true).answered(answers)
    };
    let stored = EdgeFrame::Acked {
        id: ANY_TURN.parse().unwrap(),
        seq: 2,
    };
    let notice = EdgeFrame::Refused {
        id: None,
        refusal: Refusal::OtherRole,
        retry_after_s: 0,
    };
    vec![
        said("sending", "On its way", &[]),
        said("stored", "Stored", &[stored]),
        said(
            "refused-fault",
            "A fault of ours",
            &[refused(Refusal::Fault, 0)],
        ),
        said(
            "refused-many",
            "Too many at once",
            &[refused(Refusal::TooManyTurns, 20)],
        ),
        said(
            "refused-long",
            "Too long",
            &[refused(Refusal::TextTooLong, 0)],
        ),
        said("refused-notice", "A page out of date", &[notice]),
    ]
}

pub(super) fn connection() -> Vec<Scene> {
    let scene = |id, name, line: &str| {
        scene("Connection", id, name)
            .told(greeting())
            .with("line", line)
    };
    vec![
        scene("connecting", "Being made", "slow"),
        scene("offline", "Away", "away"),
        scene("offline-unsent", "Away, with words to send", "away").written("Is it vegan?", true),
        scene("offline-unkept", "Away, and nothing is kept", "away")
            .with("storage", "blocked")
            .written("Is it vegan?", true),
        scene("offline-reference", "A failure with its number", "fails"),
        scene("edge-busy", "Asked for quiet", "busy"),
        scene("gone", "No longer kept", "gone"),
        scene("shut", "Not for this page", "shut"),
    ]
}
