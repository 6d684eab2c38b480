//! Times of the core by itself, as one JSON object: one decision of policy, and one step of a flow.
//!
//! `policy_decide_us` is one `policy::decide` about a text message that sells, which meets most rules: twenty entries in
//! the ledger, five messages sent before, quiet hours and holidays of Germany; it is allowed. `flow_step_us` is one
//! `Conversation::handle` of a choice in the product finder, up to the look-up of what fits it. Each is the median of many samples, a
//! sample the mean of a batch, so that the clock's own grain does not count; what a step changes is cloned beforehand.
//! `cargo xtask bench` runs it as it is released, which is built to be small before it is fast.
#![expect(
    clippy::expect_used,
    reason = "a measurement that cannot go on stops where it stands"
)]

use std::hint::black_box;
use std::time::Instant as Clock;

use parley_tests::scene::{Scene, flow};
use shared::channel::{Channel, Purpose};
use shared::consent::{Entry, Kind, Ledger, Proof, Scope, Source};
use shared::contact::{Address, PhoneNumber};
use shared::conversation::{Conversation, Effect, Input};
use shared::delivery::{Draft, Message, Recipient};
use shared::policy::{Facts, Past, SmsSender, Stricter, Verdict, WhatsApp, decide};
use shared::time::{Instant, Offset, Span};
use shared::wire::frame_v1::{Page, PageKind, Part, Say, Visit};

const SAMPLES: usize = 401;
const BATCH: usize = 100;

fn main() {
    let numbers = serde_json::json!({
        "policy_decide_us": policy_decide(),
        "flow_step_us": flow_step(),
    });
    println!("{numbers}");
}

fn policy_decide() -> f64 {
    let draft = draft();
    let ledger = Ledger::of((0..20).map(|number| entry(&draft, number)));
    let facts = Facts {
        draft: &draft,
        ledger: &ledger,
        suppressed: Vec::new(),
        shop_address: None,
        brand: "Fernwood".into(),
        sender: Some(SmsSender {
            id: "FERNWOOD".into(),
            registered: Vec::new(),
        }),
        whatsapp: WhatsApp::default(),
        places: Vec::new(),
        clocks: vec![("Europe/Berlin".into(), Offset(60))],
        shop_clock: Offset(60),
        stricter: Stricter::default(),
        past: (1..6).map(past).collect(),
    };
    assert!(
        matches!(decide(&facts, NOON), Verdict::Allow(_)),
        "{:?}",
        decide(&facts, NOON)
    );
    median(|| (), |()| decide(black_box(&facts), NOON))
}

/// Grants and withdrawals in turn, an hour apart, the last one a grant.
fn entry(draft: &Draft, number: i64) -> Entry {
    Entry {
        id: format!("e{number}").parse().expect("an id"),
        at: NOON + Span::days(-30) + Span::hours(number),
        channel: draft.channel,
        purpose: draft.purpose,
        kind: if number % 2 == 0 {
            Kind::Withdrawal
        } else {
            Kind::Grant
        },
        address: draft.recipient.address().clone(),
        proof: Proof {
            wording: None,
            text: "Yes, send me offers.".into(),
            place: "/products/oat".into(),
            source: Source::Preferences,
        },
        recorded: None,
        scope: Scope::Purpose,
        grant: None,
    }
}

fn past(number: i64) -> Past {
    Past {
        draft: format!("d{number}").parse().expect("an id"),
        channel: Channel::Email,
        purpose: Purpose::Utility,
        at: NOON + Span::days(-number),
    }
}

fn draft() -> Draft {
    let number = PhoneNumber::parse("+491701234567", None).expect("a number");
    Draft {
        id: "d0".parse().expect("an id"),
        shop: "fernwood.myshopify.com".parse().expect("an id"),
        shopper: "s1".parse().expect("an id"),
        conversation: "c1".parse().expect("an id"),
        channel: Channel::Sms,
        purpose: Purpose::Marketing,
        recipient: Recipient::Shopper {
            address: Address::Phone(number),
        },
        message: Message::Sms {
            text: "FERNWOOD: 20 % off: https://fernwood.example/c/1 Reply STOP to end".into(),
        },
        due: NOON,
        expires: NOON + Span::days(3),
        language: None,
    }
}

fn flow_step() -> f64 {
    let finder = include_str!("../../shared/playbook/product-finder.json");
    let mut scene = Scene::new(Some(flow(finder)));
    scene.now = NOON;
    scene.handle(Input::Opened(Box::new(visit())));
    let input = Input::Said {
        id: "t1".parse().expect("an id"),
        say: first_choice(&scene.conversation),
    };
    let step = |mut conversation: Conversation| {
        let effects = conversation.handle(input.clone(), black_box(&scene.shop), NOON);
        (conversation, effects)
    };
    let (_, effects) = step(scene.conversation.clone());
    let looks = |effect: &Effect| matches!(effect, Effect::LookUp { .. });
    assert!(effects.iter().any(looks), "{effects:?}");
    median(|| scene.conversation.clone(), step)
}

fn first_choice(conversation: &Conversation) -> Say {
    let parts = conversation.turns().iter().flat_map(|turn| &turn.parts);
    let mut choices = parts.filter_map(|part| {
        if let Part::Choices(choices) = part {
            choices.choices.first()
        } else {
            None
        }
    });
    Say::Choose {
        ask: conversation.now().ask.expect("an open question"),
        choices: vec![choices.next().expect("a choice").id.clone()],
    }
}

fn visit() -> Visit {
    Visit {
        locale: "en".into(),
        country: Some("DE".into()),
        returning: None,
        page: Page {
            kind: PageKind::Product,
            handle: Some("oat-barrier-cream".into()),
        },
        seen: Vec::new(),
        invited: None,
        cart: None,
    }
}

/// The median time of one call in microseconds, with two decimals. What a call takes is made, and what it gives is dropped,
/// outside the measured time.
fn median<T, R>(mut make: impl FnMut() -> T, mut call: impl FnMut(T) -> R) -> f64 {
    let mut sample = || {
        let takes: Vec<T> = (0..BATCH).map(|_| make()).collect();
        let mut given = Vec::with_capacity(BATCH);
        let begun = Clock::now();
        for one in takes {
            given.push(black_box(call(one)));
        }
        begun.elapsed()
    };
    let mut samples: Vec<_> = (0..SAMPLES).map(|_| sample()).collect();
    samples.sort_unstable();
    let middle = samples.get(SAMPLES / 2).copied().unwrap_or_default();
    // A batch's whole microseconds are hundredths of one for each of its hundred calls.
    (middle.as_secs_f64() * 1_000_000.0).round() / 100.0
}

/// A Monday, 12:00 in UTC.
const NOON: Instant = Instant(1_795_435_200_000);
