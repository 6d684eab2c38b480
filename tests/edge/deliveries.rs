//! A delivery goes out once, whatever Brevo answers, and what fails is seen with its reason.

use crate::stage::{Shop, World, own};
use crate::story::find;
use serde_json::json;
use shared::channel::Channel;
use std::time::{SystemTime, UNIX_EPOCH};

#[test]
fn an_email_is_sent_once_though_brevo_fails_twice() {
    let stage = own();
    let mut finder = find(Shop::on(&World::on(&stage)));
    finder
        .shop
        .fault(&json!({"path": "/v3/smtp/email", "method": "POST", "status": 503, "times": 1}));
    // Taken and sent, but the answer is lost: the key in the second try keeps it from being sent twice.
    finder.shop.fault(&json!({"path": "/v3/smtp/email", "method": "POST", "drop": true, "after": true, "times": 1}));
    finder.agree(Channel::Email, "cara.twice@shopper.example");
    finder.delivery(&["sent", "delivered"]);
    assert_eq!(
        finder.shop.received("cara.twice@shopper.example").0.len(),
        1
    );
}

#[test]
fn a_text_message_whose_answer_never_came_is_not_sent_again() {
    let stage = own();
    let mut finder = find(Shop::on(&World::on(&stage)));
    finder.shop.fault(&json!({"path": "/v3/transactionalSMS/send", "method": "POST", "drop": true, "after": true, "times": 1}));
    let number = number_in_daytime();
    finder.agree(Channel::Sms, number);
    finder.delivery(&["uncertain"]);
    assert_eq!(finder.shop.received(number).1.len(), 1);
    // Brevo's records say what became of it.
    let entry = finder.delivery(&["sent", "delivered"]);
    assert_eq!(entry["attempts"], 1, "{entry}");
    assert_eq!(finder.shop.received(number).1.len(), 1);
}

/// A number where no quiet hours hold now, whatever the time of the test: Germany, Great Britain, New Zealand, Japan.
fn number_in_daytime() -> &'static str {
    let seconds = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .expect("after 1970")
        .as_secs();
    match seconds / 3600 % 24 {
        9..=18 => "+4915112345678",
        19 => "+447911123456",
        20..=22 => "+64211234567",
        _ => "+819012345678",
    }
}

#[test]
fn a_delivery_that_brevo_refuses_is_seen_with_its_reason() {
    let stage = own();
    let mut finder = find(Shop::on(&World::on(&stage)));
    finder.shop.fault(
        &json!({"path": "/v3/smtp/email", "method": "POST", "status": 400, "times": 9,
        "body": {"code": "invalid_parameter", "message": "sender is not valid"}}),
    );
    finder.agree(Channel::Email, "dora.refused@shopper.example");
    let entry = finder.delivery(&["failed"]);
    assert!(entry.to_string().contains("sender is not valid"), "{entry}");
    assert_eq!(entry["attempts"], 1, "{entry}");
    assert_eq!(
        finder.shop.received("dora.refused@shopper.example").0.len(),
        0
    );
    let only = finder.shop.show("/outbox?state=failed&most=1");
    assert_eq!(only.as_array().map(Vec::len), Some(1), "{only}");
    let id = only[0]["id"].as_str().unwrap_or_default();
    let next = finder
        .shop
        .show(&format!("/outbox?state=failed&after={id}"));
    assert_eq!(next, json!([]));
}

#[test]
fn a_key_that_brevo_does_not_take_stops_everything_and_loses_nothing() {
    let stage = own();
    let mut finder = find(Shop::on(&World::on(&stage)));
    finder
        .shop
        .fault(&json!({"path": "/v3/smtp/email", "method": "POST", "status": 401, "times": 1}));
    finder.agree(Channel::Email, "eli.stopped@shopper.example");
    finder.delivery(&["stopped"]);
    let standing = finder.shop.show("/outbox/standing");
    assert_eq!(standing["stopped"][0]["why"], "key_refused", "{standing}");
    assert!(standing.to_string().contains("API key"), "{standing}");
    // It is probed by the delivery that waits.
    finder.delivery(&["sent", "delivered"]);
    let (mails, _) = finder.shop.received("eli.stopped@shopper.example");
    assert_eq!(mails.len(), 1);
    assert_eq!(finder.shop.show("/outbox/standing")["stopped"], json!([]));
}
