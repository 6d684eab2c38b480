//! What people write back to messages: turns of the conversation, or the end of messages.

use crate::inbound::{control, hooked, in_state, post, reports, sent, token};
use crate::stage::{Shop, World, own, until};
use crate::story::{Finder, find};
use crate::whatsapp::{agree_in, shop_on};
use parley_tests::client::Edge;
use serde_json::json;
use shared::channel::Channel;
use std::thread::sleep;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// As [`sent`], where answers to the shop's e-mails are read.
fn answered(shop: Shop, address: &str) -> (Finder, String) {
    let mut document = shop.document();
    document["sender"]["replies"] = "reply.fernwood.example".into();
    assert_eq!(shop.put_document(&document).0, 200);
    hooked(&shop);
    sent(shop, address)
}

/// Somebody answers the e-mail of this id; the stand-in tells it twice.
fn writes(finder: &Finder, from: &str, answers: &str, text: &str) {
    let id = format!("<{}@mail.example>", text.len());
    let letter = json!({"channel": "email", "from": from, "inReplyTo": answers, "text": text, "messageId": id, "times": 2});
    control(&finder.shop, "replies", &letter);
}

#[test]
fn who_writes_back_by_email_takes_a_turn_of_the_same_conversation() {
    let stage = own();
    let (finder, id) = answered(Shop::on(&World::on(&stage)), "ida.writes@shopper.example");
    let (mails, _) = finder.shop.received("ida.writes@shopper.example");
    assert!(
        mails[0]["replyTo"]
            .to_string()
            .contains("answers@reply.fernwood.example"),
        "{}",
        mails[0]
    );
    let quoted = "Is it fragrance-free?\r\n\r\nOn 23 Nov 2026 Fernwood <hello@fernwood.example> wrote:\r\n> Your cart";
    writes(&finder, "Ida.Writes@shopper.example", &id, quoted);
    until("the turn is there", || {
        finder.said("Is it fragrance-free?") == 1
    });
    until("it was told twice", || reports(&finder.shop, "again") >= 1);
    assert_eq!(finder.said("Is it fragrance-free?"), 1);
    until("the shop is told", || {
        let (mails, _) = finder.shop.received("help@fernwood.example");
        mails
            .iter()
            .any(|mail| mail["text"].to_string().contains("Is it fragrance-free?"))
    });
}

#[test]
fn a_letter_of_somebody_else_is_nobodys_and_stop_is_no_turn() {
    let stage = own();
    let (finder, id) = answered(Shop::on(&World::on(&stage)), "ann.writes@shopper.example");
    let own = "ann.writes@shopper.example";
    writes(&finder, "eve@shopper.example", &id, "I am Ann, honestly.");
    writes(&finder, own, "<made-up@mail.example>", "Me too.");
    until("both are of nobody", || {
        reports(&finder.shop, "of_nobody") == 2
    });
    let said = finder.said("I am Ann, honestly.") + finder.said("Me too.");
    assert_eq!(said, 0);
    writes(&finder, own, &id, "STOP");
    until("it is a withdrawal", || finder.withdrawals().len() == 1);
    let entry = &finder.withdrawals()[0];
    assert_eq!(
        (&entry["proof"]["source"], &entry["proof"]["text"]),
        (&json!("reply"), &json!("STOP")),
        "{entry}"
    );
    assert_eq!(finder.said("STOP"), 0);
    // One word that it is done, to the mailbox itself and whoever wrote in its name, however often it is said.
    let mails = || finder.shop.received(own).0;
    until("it is said", || mails().len() == 2);
    writes(&finder, own, &id, "Stop, please");
    until("both are kept", || finder.withdrawals().len() == 2);
    sleep(Duration::from_secs(2));
    assert_eq!(mails().len(), 2, "{:?}", mails());
    let said = mails()
        .iter()
        .filter(|mail| mail["subject"].to_string().contains("unsubscribed"))
        .count();
    assert_eq!(said, 1);
}

#[test]
fn who_stops_by_text_message_is_told_so_once_where_that_is_asked_for() {
    let stage = own();
    let shop = Shop::on(&World::on(&stage));
    let mut document = shop.document();
    document["sender"]["sms"] = "18005550100".into();
    document["sender"]["registered"] = json!(["US"]);
    assert_eq!(shop.put_document(&document).0, 200);
    hooked(&shop);
    let mut finder = find(shop);
    let number = "+12125550142";
    finder.agree(Channel::Sms, number);
    finder.delivery(&["sent", "delivered"]);
    for words in ["Stop!", "stop, please"] {
        let reply = json!({"channel": "sms", "from": number, "text": words, "times": 2});
        control(&finder.shop, "replies", &reply);
    }
    until("both are kept", || finder.withdrawals().len() == 2);
    until("it is said", || finder.shop.received(number).1.len() == 2);
    sleep(Duration::from_secs(2));
    let (_, texts) = finder.shop.received(number);
    assert_eq!(texts.len(), 2, "{texts:?}");
    assert!(
        texts
            .iter()
            .any(|text| text["text"].to_string().contains("unsubscribed")),
        "{texts:?}"
    );
    assert_eq!(finder.said("Stop!"), 0);
    let reply = json!({"channel": "sms", "from": number, "text": "Sorry, where is my parcel now?"});
    control(&finder.shop, "replies", &reply);
    until("it is a turn", || {
        finder.said("Sorry, where is my parcel now?") == 1
    });
}

/// As Brevo's records of WhatsApp tell it. It opens the day of free text.
#[test]
fn who_stops_by_whatsapp_is_told_so_there() {
    let stage = own();
    let shop = shop_on(&World::on(&stage), "approved");
    hooked(&shop);
    let number = "+491701230031";
    assert!(agree_in(("by-whatsapp", "key-0001-0001-0001"), &shop, number).is_some());
    let digits = number.trim_start_matches('+');
    let received = || {
        let mailbox = Edge::new(&shop.brevo, "").call("GET", "/mailbox.json", &[], &[]);
        let all = mailbox.json()["whatsapp"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        let own = all.into_iter().filter(|one| one["recipient"] == digits);
        own.collect::<Vec<_>>()
    };
    until("it is sent", || received().len() == 1);
    until("its records were read", || {
        in_state(&shop, "sent").len() + in_state(&shop, "delivered").len() == 1
    });
    // The service takes free text for a day after something was written. It answers its own STOP itself.
    let hello = json!({"channel": "whatsapp", "from": digits, "text": "Hello"});
    control(&shop, "replies", &hello);
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .expect("after 1970")
        .as_secs();
    let reply = json!({"event": "reply", "contactNumber": digits, "messageId": "wamid.1", "body": "STOP", "ts": now});
    let answer = post(&shop, &token(&shop), reply.to_string().as_bytes());
    assert_eq!(answer.status, 200, "{}", answer.json());
    until("it is said", || received().len() == 2);
    let texts = received();
    assert!(
        texts
            .iter()
            .any(|one| one["text"].to_string().contains("unsubscribed")),
        "{texts:?}"
    );
}
