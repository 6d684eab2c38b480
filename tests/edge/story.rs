//! Reference story 1 without a browser: from the first question to a follow-up in the mailbox.

use crate::stage::Shop;
use parley_tests::client::{PATIENCE, Socket, opening, words};
use serde_json::Value;
use shared::channel::Channel;
use shared::wire::frame_v1::{Card, ConsentForm, Granted, Now, Open, Part, Say, Turn};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// A skincare finder that has just recommended.
pub(crate) struct Finder {
    pub(crate) shop: Shop,
    pub(crate) socket: Socket,
    pub(crate) conversation: String,
    pub(crate) cards: Vec<Card>,
    pub(crate) now: Now,
}

#[track_caller]
pub(crate) fn find(shop: Shop) -> Finder {
    find_with(shop, "key-0001-0001-0001")
}

/// The same by a page with this key.
#[track_caller]
pub(crate) fn find_with(shop: Shop, key: &str) -> Finder {
    let open = opening(&shop.id, key, Some("product-finder"));
    find_on(shop, &open)
}

/// The same by a page that opens the chat so.
#[track_caller]
fn find_on(shop: Shop, open: &Open) -> Finder {
    let opened = shop.edge.opened(&shop.origin, open);
    let mut socket = shop
        .edge
        .connect(&shop.origin, &opened.token)
        .expect("a socket");
    let (turns, now) = socket.resume(0);
    assert!(words(&turns).contains("Dryness"), "{turns:?}");
    let choices = ["dryness", "sensitivity"]
        .map(|id| id.parse().unwrap())
        .to_vec();
    let (turns, now) = socket.exchange(
        "concern",
        Say::Choose {
            ask: now.ask.expect("an ask"),
            choices,
        },
    );
    let cards = cards(&turns).expect("products");
    Finder {
        shop,
        socket,
        conversation: opened.conversation.to_string(),
        cards,
        now,
    }
}

fn cards(turns: &[Turn]) -> Option<Vec<Card>> {
    turns.iter().flat_map(|turn| &turn.parts).find_map(|part| {
        if let Part::Products(cards) = part {
            Some(cards.clone())
        } else {
            None
        }
    })
}

fn form(turns: &[Turn]) -> Option<ConsentForm> {
    turns.iter().flat_map(|turn| &turn.parts).find_map(|part| {
        if let Part::Consent(form) = part {
            Some(form.clone())
        } else {
            None
        }
    })
}

impl Finder {
    /// Asks for the link and agrees to one channel.
    #[track_caller]
    pub(crate) fn agree(&mut self, channel: Channel, address: &str) -> Vec<Turn> {
        let ask = self.now.ask.expect("an ask");
        let (turns, now) = self.socket.exchange(
            "link",
            Say::Choose {
                ask,
                choices: vec!["link".parse().unwrap()],
            },
        );
        let form = form(&turns).expect("a consent form");
        let offer = form
            .offers
            .iter()
            .find(|offer| offer.channel == channel)
            .expect("the channel is offered");
        let grant = Some(Granted {
            channel,
            address: address.into(),
            wording: offer.wording.clone(),
        });
        let (turns, now) = self.socket.exchange(
            "agree",
            Say::Consent {
                ask: now.ask.expect("an ask"),
                grant,
            },
        );
        self.now = now;
        turns
    }

    /// Waits until the one delivery to the shopper has reached a state, and gives it.
    #[track_caller]
    pub(crate) fn delivery(&self, wanted: &[&str]) -> Value {
        let begun = Instant::now();
        loop {
            let outbox = self.shop.show("/outbox");
            let found = outbox.as_array().into_iter().flatten().find(|entry| {
                entry["state"]
                    .as_str()
                    .is_some_and(|state| wanted.contains(&state))
            });
            if let Some(entry) = found {
                return entry.clone();
            }
            assert!(begun.elapsed() < PATIENCE * 3, "never {wanted:?}: {outbox}");
            sleep(Duration::from_millis(100));
        }
    }
}

#[test]
fn a_shopper_finds_asks_adds_agrees_to_one_channel_and_gets_one_message() {
    let mut finder = find(Shop::open());
    assert_eq!(finder.cards.len(), 2);
    for card in &finder.cards {
        assert!(
            !card.reasons.is_empty() && card.differs.is_some() && card.image.is_some(),
            "{card:?}"
        );
    }
    let (turns, _) = finder
        .socket
        .exchange("when", Say::Text("When does it arrive?".into()));
    let source = turns
        .iter()
        .flat_map(|turn| &turn.parts)
        .any(|part| matches!(part, Part::Source { .. }));
    assert!(
        source && words(&turns).contains("Germany"),
        "{}",
        words(&turns)
    );
    let variant = finder.cards[0]
        .variants
        .iter()
        .find(|variant| variant.available)
        .expect("in stock")
        .id
        .clone();
    let (turns, now) = finder.socket.exchange(
        "add",
        Say::Added {
            variant,
            quantity: 1,
        },
    );
    assert!(words(&turns).contains(&finder.cards[0].title), "{turns:?}");
    finder.now = now;
    finder.agree(Channel::Email, "anna.story@shopper.example");
    check_message(&finder, "anna.story@shopper.example");
    let record = finder
        .shop
        .show(&format!("/conversations/{}", finder.conversation));
    assert!(record.to_string().contains("dryness"), "{record}");
}

/// One e-mail with the products and the cart link, and nothing else.
#[track_caller]
fn check_message(finder: &Finder, address: &str) {
    let sent = finder.delivery(&["sent", "delivered"]);
    assert_eq!(sent["channel"], "email", "{sent}");
    let (emails, texts) = finder.shop.received(address);
    assert_eq!(
        (emails.len(), texts.len()),
        (1, 0),
        "one message on one channel: {emails:?} {texts:?}"
    );
    let html = emails[0]["html"].as_str().unwrap_or_default();
    let named = |card: &Card| html.contains(&card.title);
    assert!(finder.cards.iter().all(named), "{html}");
    assert!(html.contains("/cart"), "it links to the cart: {html}");
}

#[test]
fn a_conversation_says_parleys_own_words_in_its_flows_language() {
    let shop = Shop::open();
    let mut german = Shop::playbook("product-finder");
    german["language"] = "de".into();
    let (status, answer) = shop.publish(&german);
    assert_eq!(status, 200, "{answer}");
    let mut open = opening(&shop.id, "key-0001-0001-0001", Some("product-finder"));
    open.visit.locale = "de-AT".into();
    let mut finder = find_on(shop, &open);
    let differs = finder
        .cards
        .iter()
        .filter_map(|card| card.differs.as_deref());
    let differs = differs.collect::<Vec<_>>().join(" ");
    assert!(
        differs.starts_with("Im Vergleich zu "),
        "the catalogue: {differs}"
    );
    assert!(differs.contains(",00\u{a0}€ günstiger"), "{differs}");
    let asks = Say::Text("When does it arrive?".into());
    let (turns, now) = finder.socket.exchange("arrives", asks);
    let told = words(&turns);
    assert!(
        told.contains("Die Lieferung kostet 4,90\u{a0}€"),
        "the shop: {told}"
    );
    finder.now = now;
    let address = "otto.story@shopper.example";
    finder.agree(Channel::Email, address);
    finder.delivery(&["sent", "delivered"]);
    let (emails, _) = finder.shop.received(address);
    let text = emails[0]["text"].as_str().unwrap_or_default();
    let choose = "Auswählen, was Sie erhalten, oder alles beenden";
    assert!(text.contains(choose), "{text}");
}

#[test]
fn who_declines_gets_nothing() {
    let mut finder = find(Shop::open());
    let ask = finder.now.ask.expect("an ask");
    let (_, now) = finder.socket.exchange(
        "link",
        Say::Choose {
            ask,
            choices: vec!["link".parse().unwrap()],
        },
    );
    finder.socket.exchange(
        "no",
        Say::Consent {
            ask: now.ask.expect("an ask"),
            grant: None,
        },
    );
    let outbox = finder.shop.show("/outbox");
    assert_eq!(outbox.as_array().map(Vec::len), Some(0), "{outbox}");
}

#[test]
fn a_person_gets_the_whole_conversation_by_mail() {
    let mut finder = find(Shop::open());
    let (_, now) = finder.socket.exchange("person", Say::Person);
    let ask = now.ask.expect("where the answer should go");
    let (turns, _) = finder.socket.exchange(
        "mail",
        Say::Fill {
            ask,
            value: "bea.person@shopper.example".into(),
        },
    );
    assert!(
        turns
            .iter()
            .any(|turn| turn.parts.contains(&Part::HandedOver)),
        "{turns:?}"
    );
    finder.delivery(&["sent", "delivered"]);
    let (mails, _) = finder.shop.received("help@fernwood.example");
    let told: Vec<&Value> = mails
        .iter()
        .filter(|mail| mail.to_string().contains("bea.person@shopper.example"))
        .collect();
    assert_eq!(told.len(), 1, "{mails:?}");
    let text = told[0]["text"].as_str().unwrap_or_default();
    assert!(
        text.contains("Dryness") && text.contains(&finder.cards[0].title),
        "{text}"
    );
    assert_eq!(
        finder.shop.received("bea.person@shopper.example").1.len(),
        0
    );
}
