//! Every variant of what an agent's console and a conversation say to each other.

#![expect(
    clippy::too_many_lines,
    reason = "one golden file is one list of values"
)]

use super::frames::{cart, id, page};
use super::{check, check_bytes};
use shared::channel::{Channel, Purpose};
use shared::contact::Address;
use shared::time::Instant;
use shared::wire::agent_v1::{
    self, AgentExchange, AgentFrame, AgentRefusal, AgentSay, Consent, ConsoleFrame, Context, Named,
    Party, Present,
};
use shared::wire::frame_v1::{Author, Holder, Now, PageKind, Part, ShopperFrame, Turn};
use shared::wire::{DecodeError, decode, encode};

fn mia() -> Named {
    Named {
        agent: id("mia"),
        name: "Mia".into(),
    }
}

fn frames() -> Vec<(&'static str, AgentFrame)> {
    let say = AgentSay::Text("grüß dich".into());
    vec![
        ("resume", AgentFrame::Resume { after: 300 }),
        ("say", AgentFrame::Say { id: id("a-1"), say }),
        ("typing", AgentFrame::Typing(true)),
        ("read", AgentFrame::Read(300)),
        ("join", AgentFrame::Join { take_over: false }),
        ("take_over", AgentFrame::Join { take_over: true }),
        ("leave", AgentFrame::Leave),
        ("hand_back", AgentFrame::HandBack),
    ]
}

#[test]
fn from_an_agent() {
    let bytes = frames()
        .into_iter()
        .map(|(name, frame)| (name, agent_v1::encode(&frame)));
    check_bytes("agent_frame_v1.txt", &bytes.collect::<Vec<_>>());
    for (name, frame) in frames() {
        let read = agent_v1::decode(&agent_v1::encode(&frame));
        assert_eq!(read.as_ref(), Ok(&frame), "{name}");
    }
    let exchange = AgentExchange {
        after: 300,
        frames: frames().into_iter().map(|(_, frame)| frame).collect(),
        wait: true,
    };
    check("agent_exchange_v1.txt", &[("exchange", exchange)]);
}

#[test]
fn no_frame_is_one_of_both_roles() {
    for (name, frame) in frames() {
        let bytes = agent_v1::encode(&frame);
        let read = decode::<ShopperFrame>(&bytes, 10_000);
        assert_eq!(read, Err(DecodeError::Unknown), "{name}");
        // The same frame without its mark may well be a shopper's; it is no agent's.
        assert_eq!(agent_v1::decode(&encode(&frame)), Err(DecodeError::Unknown));
    }
}

#[test]
fn to_a_console() {
    let refused = |refusal| ConsoleFrame::Refused {
        id: Some(id("a-1")),
        refusal,
        retry_after_s: 7,
    };
    let present = |shopper, holder| {
        let agents = vec![mia()];
        ConsoleFrame::Present(Present {
            shopper,
            agents,
            holder,
        })
    };
    let turn = Turn {
        seq: 3,
        id: id("a-1"),
        author: Author::Agent("Mia".into()),
        at: Instant(1_795_411_800_000),
        parts: vec![Part::Text("Hello".into())],
    };
    let frames = [
        (
            "welcome",
            ConsoleFrame::Welcome {
                conversation: id("c-1"),
                last: 12,
            },
        ),
        ("turn", ConsoleFrame::Turn(turn)),
        (
            "acked",
            ConsoleFrame::Acked {
                id: id("a-1"),
                seq: 3,
            },
        ),
        ("unknown_frame", refused(AgentRefusal::UnknownFrame)),
        ("frame_too_large", refused(AgentRefusal::FrameTooLarge)),
        ("other_role", refused(AgentRefusal::OtherRole)),
        ("text_too_long", refused(AgentRefusal::TextTooLong)),
        ("text_empty", refused(AgentRefusal::TextEmpty)),
        ("too_many_turns", refused(AgentRefusal::TooManyTurns)),
        ("too_many_readers", refused(AgentRefusal::TooManyReaders)),
        ("ended", refused(AgentRefusal::Ended)),
        ("unknown_turn", refused(AgentRefusal::UnknownTurn)),
        ("not_held", refused(AgentRefusal::NotHeld)),
        ("held_by", refused(AgentRefusal::HeldBy(mia()))),
        ("fault", refused(AgentRefusal::Fault)),
        (
            "now",
            ConsoleFrame::Now(Now {
                ask: None,
                holder: Holder::Person,
                busy: false,
            }),
        ),
        ("present", present(true, Some(mia()))),
        ("present_alone", present(false, None)),
        (
            "typing_shopper",
            ConsoleFrame::Typing {
                who: Party::Shopper,
                on: true,
            },
        ),
        (
            "typing_agent",
            ConsoleFrame::Typing {
                who: Party::Agent(mia()),
                on: false,
            },
        ),
        (
            "read",
            ConsoleFrame::Read {
                who: Party::Shopper,
                up_to: 300,
            },
        ),
        ("context", ConsoleFrame::Context(Box::new(context()))),
    ];
    check("console_frame_v1.txt", &frames);
}

fn context() -> Context {
    let consent = Consent {
        channel: Channel::Sms,
        purpose: Purpose::Utility,
        address: Address::Phone("+49301234567".parse().unwrap()),
    };
    Context {
        reason: Some("the shopper asked for a person".into()),
        contact: Some("alice@example.com".parse().unwrap()),
        consent: Some(consent),
        cart: Some(cart()),
        page: Some(page(PageKind::Product)),
        locale: "de-AT".into(),
        country: Some("AT".into()),
        returning: Some(true),
        invited: Some("dwell".into()),
        seen: vec!["oat".into()],
        answers: vec![("concern".into(), "redness".into())],
        rating: Some(5),
        began: Some(Instant(1_795_411_800_000)),
    }
}
