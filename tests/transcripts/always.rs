//! What holds for every sequence of inputs, whatever a page sends. [`Scene::handle`] itself checks, after each input,
//! that turns are numbered without a gap and that what is stored is all there is.

mod acts;

pub(super) use acts::{input, turn_id};
use parley_tests::scene::{Scene, flow};
use proptest::prelude::*;
use shared::conversation::{Effect, Input};
use shared::delivery::Recipient;
use shared::flow::{Flow, Library};
use shared::time::{Instant, Span};
use shared::wire::frame_v1::{CodeOutcome, Holder, Page, PageKind, Part, Say, Visit};
use shared::wire::snapshot_v1::Phase;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// Something that happens; what it means depends on what is open then.
#[derive(Clone, Debug)]
pub(super) enum Act {
    Open,
    Text(String),
    Pick { index: usize, late: u64 },
    Fill(String),
    Consent { offer: usize, address: String },
    Decline,
    Add { card: usize },
    NotAdd { card: usize },
    Person,
    End,
    Page(PageKind),
    Found(u32),
    Deadline,
    Rate(u8),
    Apply(CodeOutcome),
    Line(u32),
    Back,
    Change(u64),
    Wait(i64),
    Restart,
    Answers(bool),
}

pub(super) fn acts() -> impl Strategy<Value = Vec<Act>> {
    let words = prop::sample::select(vec![
        "Dryness",
        "dryness and redness",
        "when does it arrive?",
        "returns",
        "compare",
        "human",
        "yes",
        "no",
        "what?",
        "a@b.example",
        "+49 170 1234567",
        " ",
        "thanks",
        "send me the link",
        "<b>&\"'",
        "{concern}",
        "back",
        "does it shrink",
        "176",
        "5",
    ]);
    let address = prop::sample::select(vec!["a@b.example", "+491701234567", "nobody", ""]);
    let act = prop_oneof![
        2 => Just(Act::Open),
        6 => words.clone().prop_map(|text| Act::Text(text.into())),
        12 => (0..8usize, 0..3u64).prop_map(|(index, late)| Act::Pick { index, late: late.saturating_sub(1) }),
        2 => words.prop_map(|text| Act::Fill(text.into())),
        6 => (0..2usize, address).prop_map(|(offer, address)| Act::Consent { offer, address: address.into() }),
        1 => Just(Act::Decline),
        3 => (0..3usize).prop_map(|card| Act::Add { card }),
        1 => (0..3usize).prop_map(|card| Act::NotAdd { card }),
        1 => Just(Act::Person),
        1 => Just(Act::End),
        1 => prop::sample::select(vec![PageKind::Home, PageKind::Product, PageKind::Cart]).prop_map(Act::Page),
        1 => (0..4u32).prop_map(Act::Found),
        2 => (0..7u8).prop_map(Act::Rate),
        2 => prop::sample::select(vec![CodeOutcome::Applied, CodeOutcome::NotApplicable, CodeOutcome::Failed]).prop_map(Act::Apply),
        1 => (0..3u32).prop_map(Act::Line),
        3 => Just(Act::Back),
        2 => (0..12u64).prop_map(Act::Change),
        3 => Just(Act::Deadline),
        4 => (1..90i64).prop_map(Act::Wait),
        2 => Just(Act::Restart),
        1 => any::<bool>().prop_map(Act::Answers),
    ];
    prop::collection::vec(act, 0..60)
}

/// Every flow of the playbook, and those of the transcripts.
static FLOWS: LazyLock<Library> = LazyLock::new(|| {
    let folders = ["../shared/playbook", "transcripts/flows"];
    let files = folders.into_iter().flat_map(|folder| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        fs::read_dir(folder)
            .unwrap()
            .map(|file| file.unwrap().path())
    });
    let mut files: Vec<PathBuf> = files.filter(|path| path.is_file()).collect();
    files.sort();
    let read = |path: &PathBuf| flow(&fs::read_to_string(path).unwrap());
    Library::of(files.iter().map(read).collect()).unwrap()
});

/// A conversation about to begin with one of them, or without any.
pub(super) fn scene(number: usize) -> Scene {
    let flows: Vec<&Flow> = FLOWS.flows().collect();
    scene_of(flows.get(number % (flows.len() + 1)).copied())
}

fn scene_of(flow: Option<&Flow>) -> Scene {
    let mut scene = Scene::new(flow.cloned());
    let called = flow.into_iter().flat_map(|flow| FLOWS.called_by(flow.id()));
    scene.shop.called = called.cloned().collect();
    scene.now = Instant(1_795_420_000_000);
    scene
}

fn begin(number: usize) -> Scene {
    let mut scene = scene(number);
    scene.handle(opened());
    scene
}

pub(super) fn opened() -> Input {
    Input::Opened(Box::new(Visit {
        locale: "en".into(),
        country: Some("DE".into()),
        returning: None,
        page: Page {
            kind: PageKind::Product,
            handle: Some("oat-barrier-cream".into()),
        },
        seen: Vec::new(),
        invited: Some("dwell".into()),
        cart: None,
    }))
}

/// Does what is no input: waits, restarts, answers or stops answering.
pub(super) fn around(scene: &mut Scene, act: &Act) {
    match act {
        Act::Wait(seconds) => scene.now = scene.now + Span::seconds(*seconds),
        Act::Restart => scene.conversation = scene.stored(),
        Act::Answers(answers) => scene.answers = *answers,
        _ => {}
    }
}

fn is_change(effect: &Effect) -> bool {
    !matches!(
        effect,
        Effect::Ack { .. } | Effect::Refuse { .. } | Effect::Deny { .. }
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn an_input_applied_twice_changes_nothing_the_second_time(flow in 0..64usize, acts in acts()) {
        let mut scene = begin(flow);
        for (number, act) in acts.iter().enumerate() {
            around(&mut scene, act);
            let Some(input) = input(&scene, act, number) else { continue };
            scene.handle(input.clone());
            let before = scene.conversation.clone();
            let again = scene.handle(input);
            prop_assert!(!again.iter().any(is_change), "{act:?} did {again:?}");
            prop_assert_eq!(&scene.conversation, &before);
        }
    }

    #[test]
    fn a_restart_before_every_input_makes_no_difference(flow in 0..64usize, acts in acts()) {
        let mut scene = begin(flow);
        let mut restarted = scene.clone();
        for (number, act) in acts.iter().enumerate() {
            around(&mut scene, act);
            around(&mut restarted, act);
            restarted.conversation = restarted.stored();
            let Some(input) = input(&scene, act, number) else { continue };
            prop_assert_eq!(scene.handle(input.clone()), restarted.handle(input));
        }
        prop_assert_eq!(scene.conversation, restarted.conversation);
    }

    #[test]
    fn nothing_is_sent_to_a_shopper_who_did_not_agree_to_it(flow in 0..64usize, acts in acts()) {
        let mut scene = begin(flow);
        let mut granted = Vec::new();
        for (number, act) in acts.iter().enumerate() {
            around(&mut scene, act);
            let Some(input) = input(&scene, act, number) else { continue };
            for effect in scene.handle(input) {
                match effect {
                    Effect::Record(entry) => granted.push((entry.channel, entry.purpose, entry.address)),
                    Effect::Deliver(draft) => match draft.recipient {
                        Recipient::Shop { address } => prop_assert_eq!(address.hint(), "h…p@fernwood.example"),
                        Recipient::Shopper { address } => {
                            let consent = (draft.channel, draft.purpose, address);
                            prop_assert!(granted.contains(&consent));
                        }
                    },
                    _ => {}
                }
            }
        }
    }

    #[test]
    fn an_open_ask_is_a_turn_that_shows_something_to_answer(flow in 0..64usize, acts in acts()) {
        let mut scene = begin(flow);
        for (number, act) in acts.iter().enumerate() {
            around(&mut scene, act);
            let Some(input) = input(&scene, act, number) else { continue };
            scene.handle(input);
            let now = scene.conversation.now();
            let Some(ask) = now.ask else { continue };
            let turn = scene.conversation.turns().iter().find(|turn| turn.seq == ask);
            let open = |part: &Part| {
                matches!(part, Part::Choices(_) | Part::Field(_) | Part::Consent(_) | Part::Rating(_))
            };
            prop_assert!(turn.is_some_and(|turn| turn.parts.iter().any(open)), "turn {ask}");
        }
    }

    #[test]
    fn a_person_and_the_end_are_within_reach_of_every_state(flow in 0..64usize, acts in acts()) {
        let mut scene = begin(flow);
        for (number, act) in acts.iter().enumerate() {
            around(&mut scene, act);
            let Some(input) = input(&scene, act, number) else { continue };
            scene.handle(input);
            if scene.conversation.now().holder == Holder::Ended {
                break;
            }
            let mut person = scene.clone();
            person.now = person.now + Span::minutes(1);
            person.handle(Input::Said { id: turn_id(1000), say: Say::Person });
            let phase = person.conversation.snapshot().phase;
            prop_assert!(matches!(phase, Phase::Contact { .. } | Phase::Person(_)), "{phase:?}");
            let mut end = scene.clone();
            end.now = end.now + Span::minutes(1);
            end.handle(Input::Said { id: turn_id(1001), say: Say::End });
            prop_assert_eq!(end.conversation.now().holder, Holder::Ended);
        }
    }

    #[test]
    fn a_deadline_is_never_moved_back_before_what_has_passed(flow in 0..64usize, acts in acts()) {
        let mut scene = begin(flow);
        let mut due = (None, None);
        for (number, act) in acts.iter().enumerate() {
            around(&mut scene, act);
            let Some(input) = input(&scene, act, number) else { continue };
            scene.handle(input);
            let Some(next) = scene.conversation.next_deadline() else { continue };
            let lookup = match scene.conversation.snapshot().phase {
                Phase::Waiting(waiting) => Some(waiting.lookup),
                _ => None,
            };
            // Another look-up has a time of its own.
            if due.0 == lookup {
                prop_assert!(due.1.is_none_or(|due| next >= due), "{act:?}");
            }
            due = (lookup, Some(next));
        }
    }

    #[test]
    fn what_was_consented_sent_or_put_in_the_cart_is_not_undone_by_going_back(flow in 0..64usize, acts in acts()) {
        let mut scene = begin(flow);
        for (number, act) in acts.iter().enumerate() {
            around(&mut scene, act);
            let Some(input) = input(&scene, act, number) else { continue };
            let before = scene.conversation.record().clone();
            let effects = scene.handle(input);
            let record = scene.conversation.record();
            prop_assert!(record.cart.starts_with(&before.cart));
            prop_assert!(record.consented.is_some() >= before.consented.is_some());
            prop_assert!(record.outcome >= before.outcome);
            if effects.iter().any(|effect| matches!(effect, Effect::Record(_) | Effect::Deliver(_))) {
                prop_assert!(scene.conversation.snapshot().trail.is_empty(), "{act:?}");
            }
        }
    }

    #[test]
    fn more_turns_than_a_minute_allows_are_refused_until_it_is_over(extra in 1..5usize) {
        let mut scene = scene_of(FLOWS.flow(&"product-finder".parse().unwrap()));
        scene.handle(opened());
        for number in 0..20 {
            let effects = scene.handle(Input::Said { id: turn_id(number), say: Say::Text("dryness".into()) });
            prop_assert!(effects.iter().any(is_change));
        }
        for number in 20..20 + extra {
            let effects = scene.handle(Input::Said { id: turn_id(number), say: Say::Text("dryness".into()) });
            prop_assert!(!effects.iter().any(is_change));
        }
        scene.now = scene.now + Span::minutes(1);
        let effects = scene.handle(Input::Said { id: turn_id(99), say: Say::Text("dryness".into()) });
        prop_assert!(effects.iter().any(is_change));
    }
}
