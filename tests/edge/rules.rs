//! What the demo's shop knows beside its catalogue, as a shopper hears it: sizes, returns, codes and answers of its own; and
//! what calls a person there.

use crate::stage::Shop;
use parley_tests::client::{Socket, opening, words};
use serde_json::{Value, json};
use shared::wire::frame_v1::{Now, Page, PageKind, Say, Turn};
use std::sync::atomic::{AtomicU32, Ordering};

static NEXT: AtomicU32 = AtomicU32::new(1);

struct Talk {
    socket: Socket,
    now: Now,
    turns: u32,
}

impl Talk {
    /// A conversation on the sweater's page, with this flow.
    #[track_caller]
    fn open(shop: &Shop, flow: &str) -> Self {
        // A page's key is one conversation's.
        let key = format!("key-0003-0003-{:04}", NEXT.fetch_add(1, Ordering::Relaxed));
        let mut open = opening(&shop.id, &key, Some(flow));
        open.visit.page = Page {
            kind: PageKind::Product,
            handle: Some("merino-crew-sweater".into()),
        };
        let opened = shop.edge.opened(&shop.origin, &open);
        let connected = shop.edge.connect(&shop.origin, &opened.token);
        let mut socket = connected.expect("a socket");
        let (_, now) = socket.resume(0);
        Self {
            socket,
            now,
            turns: 0,
        }
    }

    #[track_caller]
    fn take(&mut self, say: Say) -> String {
        self.turns += 1;
        let (turns, now): (Vec<Turn>, Now) =
            self.socket.exchange(&format!("turn-{}", self.turns), say);
        self.now = now;
        words(&turns)
    }

    #[track_caller]
    fn pick(&mut self, choice: &str) -> String {
        let ask = self.now.ask.expect("an ask");
        let choices = vec![choice.parse().unwrap()];
        self.take(Say::Choose { ask, choices })
    }

    #[track_caller]
    fn fill(&mut self, value: &str) -> String {
        let ask = self.now.ask.expect("an ask");
        let value = value.into();
        self.take(Say::Fill { ask, value })
    }

    #[track_caller]
    fn say(&mut self, text: &str) -> String {
        self.take(Say::Text(text.into()))
    }
}

#[test]
fn the_demo_knows_sizes_returns_codes_and_answers() {
    let shop = Shop::open();
    let mut sizes = Talk::open(&shop, "size-and-fit");
    sizes.pick("measure");
    sizes.pick("top");
    sizes.pick("cm");
    sizes.fill("95");
    let size = sizes.pick("regular");
    assert!(
        size.contains("For Merino Crew Sweater I'd take size M."),
        "{size}"
    );
    let washed = sizes.say("How do I wash it?");
    assert!(washed.contains("wool by hand"), "{washed}");
    assert!(washed.contains("Care and use"), "{washed}");

    let mut returns = Talk::open(&shop, "return-policy");
    let terms = returns.pick("terms");
    assert!(
        terms.contains("until 30 days after its delivery"),
        "{terms}"
    );

    for (code, told) in [
        ("SUMMER15", "31 August"),
        ("nordic20", "NORDIC20"),
        ("welcom10", "WELCOME10"),
    ] {
        let mut codes = Talk::open(&shop, "discount-help");
        codes.pick("check");
        let why = codes.fill(code);
        assert!(why.contains(told), "{code}: {why}");
    }
}

#[test]
fn what_a_shop_promises_anew_holds_for_the_next_conversation() {
    let shop = Shop::open();
    let terms = || Talk::open(&shop, "return-policy").pick("terms");
    for days in [30, 45] {
        let mut document = shop.document();
        document["returns"]["window_days"] = json!(days);
        assert_eq!(shop.put_document(&document).0, 200);
        let (terms, until) = (terms(), format!("until {days} days after its delivery"));
        assert!(terms.contains(&until), "{terms}");
    }
}

#[test]
fn a_rule_of_the_shop_calls_a_person_by_topic_and_one_that_nothing_supplies_is_warned_of() {
    let shop = Shop::open();
    let payment = Shop::playbook("payment-help");
    assert_eq!(shop.publish(&payment).0, 200);
    let unknown = "My bank says the reference is wrong";
    let called = "A person at Fernwood will answer you by e-mail";
    let answered = Talk::open(&shop, "payment-help").say(unknown);
    assert!(answered.contains(called), "{answered}");
    // What the shop's rules say now holds for conversations that begin after.
    let mut document = shop.document();
    document["handoff"] =
        json!({ "topics": ["legal"], "order_at_least": [{ "amount": "500", "currency": "EUR" }] });
    let (status, answer) = shop.put_document(&document);
    assert_eq!(status, 200, "{answer}");
    let warned = |answer: &Value| {
        let warnings = answer["warnings"].as_array().expect("warnings").clone();
        let places = warnings.iter().map(|found| found["place"].clone());
        places.collect::<Vec<_>>()
    };
    assert_eq!(
        warned(&answer),
        ["handoff.order_at_least", "handoff.topics[0]"]
    );
    assert_eq!(
        warned(&shop.show("")),
        warned(&answer),
        "and whenever it is looked at"
    );
    let said = Talk::open(&shop, "payment-help").say(unknown);
    assert!(said.contains("I don't have an answer to that"), "{said}");
}

#[test]
fn pages_invite_to_the_flows_that_are_listed_and_every_flow_can_be_opened() {
    let shop = Shop::open();
    let of = |shown: &Value, invites: bool| -> Vec<String> {
        let flows = shown["flows"].as_array().expect("flows").iter();
        let flows = flows.filter(|flow| flow["invites"] == json!(invites));
        flows
            .map(|flow| flow["id"].as_str().unwrap().to_owned())
            .collect()
    };
    let shown = shop.show("");
    assert_eq!(of(&shown, true), ["cart-return", "product-finder"]);
    assert!(
        of(&shown, false).contains(&"size-and-fit".to_owned()),
        "{shown}"
    );
    let mut document = shop.document();
    document.as_object_mut().unwrap().remove("invites");
    assert_eq!(shop.put_document(&document).0, 200);
    assert!(of(&shop.show(""), true).contains(&"size-and-fit".to_owned()));
}
