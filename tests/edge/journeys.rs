//! What is said later: a consent is confirmed by a press of a button in the mailbox, and what happens to a shopper leads to
//! messages, each at its time, with a permit or not at all.

use crate::stage::{Shop, World, until};
use parley_tests::client::{Edge, PATIENCE, opening, words};
use serde_json::{Value, json};
use shared::channel::Channel;
use shared::wire::frame_v1::{ConsentForm, Granted, Part, Say, Turn};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// A flow that asks at once for consent to what it sends `hours` after a birthday, or after a delivery.
pub(crate) fn flow(id: &str, event: &str, hours: u32, purpose: &str) -> Value {
    json!({
        "format": "parley.flow/1", "id": id, "name": id, "language": "en",
        "after": { "event": event, "wait_hours": hours, "purpose": purpose },
        "first_message": { "text": "May we write to you?" },
        "data": [],
        "start": "consent",
        "steps": [
            { "step": "consent", "id": "consent", "text": "By e-mail?", "purpose": purpose, "channels": ["email"], "agreed": "more", "declined": "more" },
            { "step": "choose", "id": "more", "choices": [
                { "id": "person", "label": "Talk to a person", "next": "person" },
                { "id": "done", "label": "That's all", "next": "bye" }] },
            { "step": "hand_off", "id": "person", "reason": "asked" },
            { "step": "end", "id": "bye", "text": "Goodbye." }],
        "handoff": { "repeated": 2 },
        "follow_up": { "channels": ["email"], "subject": format!("{id} at {{shop}}"), "text": "Here we are.", "sms": "here we are:" },
        "success": "satisfaction",
        "opt_out": {
            "wordings": [{ "id": format!("{id}.en.1"), "channel": "email", "purpose": purpose, "text": format!("{{shop}} may e-mail me ({id}).") }],
            "email": "Answer \"stop\" to hear nothing more.", "sms": "Reply STOP to opt out."
        }
    })
}

/// A shopper who has agreed in the chat to what this flow sends, by e-mail.
pub(crate) struct Reader {
    pub(crate) shop: Shop,
    pub(crate) id: String,
    address: String,
    /// What the chat said to it.
    said: String,
}

impl Reader {
    #[track_caller]
    pub(crate) fn of(shop: Shop, flow: &str, address: &str) -> Self {
        Self::with(shop, "key-0002-0002-0002", flow, address)
    }

    /// Somebody with the same address, by another page, agrees to the same.
    #[track_caller]
    pub(crate) fn anew(self, flow: &str) -> Self {
        Self::with(self.shop, "key-0003-0003-0003", flow, &self.address)
    }

    #[track_caller]
    fn with(shop: Shop, key: &str, flow: &str, address: &str) -> Self {
        let opened = shop
            .edge
            .opened(&shop.origin, &opening(&shop.id, key, Some(flow)));
        let mut socket = shop
            .edge
            .connect(&shop.origin, &opened.token)
            .expect("a socket");
        let (turns, now) = socket.resume(0);
        let wording = form(&turns).expect("a consent form").offers[0]
            .wording
            .clone();
        let grant = Some(Granted {
            channel: Channel::Email,
            address: address.into(),
            wording,
        });
        let ask = now.ask.expect("an ask");
        let (turns, _) = socket.exchange("agree", Say::Consent { ask, grant });
        let said = words(&turns);
        let shown = shop.show(&format!("/conversations/{}", opened.conversation));
        let id = shown["record"]["shopper"].as_str().expect("a shopper");
        Self {
            id: id.to_owned(),
            address: address.to_owned(),
            shop,
            said,
        }
    }

    fn path(&self) -> String {
        format!(
            "/operator/shops/{}/shoppers/{}/occasions",
            self.shop.id, self.id
        )
    }

    /// Tells what happened; the flows that wait now.
    #[track_caller]
    pub(crate) fn happens(&self, event: &str, key: &str) -> Vec<String> {
        let body = json!({ "event": event, "key": key }).to_string();
        let edge = &self.shop.edge;
        let answer = edge.operator("POST", &self.path(), body.as_bytes());
        assert_eq!(answer.status, 200, "{}", answer.json());
        let waiting = answer.json();
        let flows = waiting.as_array().expect("a list").iter();
        flows
            .map(|waits| waits["flow"].as_str().expect("a flow").to_owned())
            .collect()
    }

    /// The e-mails with this in their subject.
    pub(crate) fn mails(&self, subject: &str) -> Vec<Value> {
        let (mails, _) = self.shop.received(&self.address);
        let named = |mail: &Value| {
            mail["subject"]
                .as_str()
                .is_some_and(|text| text.contains(subject))
        };
        mails.into_iter().filter(named).collect()
    }

    /// Waits for the first e-mail with this in its subject.
    #[track_caller]
    pub(crate) fn mail(&self, subject: &str) -> Value {
        let begun = Instant::now();
        loop {
            if let Some(mail) = self.mails(subject).first() {
                return mail.clone();
            }
            let outbox = self.shop.show("/outbox");
            assert!(begun.elapsed() < PATIENCE * 3, "no {subject}: {outbox}");
            sleep(Duration::from_millis(100));
        }
    }

    /// Waits until nothing is to be done for this shopper at once any more.
    #[track_caller]
    pub(crate) fn rests(&self) {
        let begun = Instant::now();
        while self.due().is_some() {
            assert!(begun.elapsed() < PATIENCE * 3, "it never rests");
            sleep(Duration::from_millis(100));
        }
    }

    fn due(&self) -> Option<i64> {
        let waiting = self.shop.edge.operator("GET", &self.path(), &[]).json();
        let first = waiting.as_array().and_then(|list| list.first().cloned())?;
        first["due"].as_i64().filter(|due| *due < soon())
    }
}

/// A minute from now, in milliseconds since 1970.
fn soon() -> i64 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    i64::try_from(now.expect("after 1970").as_millis()).expect("a time") + 60_000
}

pub(crate) fn form(turns: &[Turn]) -> Option<ConsentForm> {
    turns.iter().flat_map(|turn| &turn.parts).find_map(|part| {
        if let Part::Consent(form) = part {
            Some(form.clone())
        } else {
            None
        }
    })
}

/// The shop with these flows.
#[track_caller]
pub(crate) fn shop(flows: &[Value]) -> Shop {
    let shop = Shop::bare(&World::named());
    for flow in flows {
        let answer = shop.publish(flow);
        assert_eq!(answer.0, 200, "{}", answer.1);
    }
    shop
}

#[test]
fn marketing_waits_until_the_button_in_the_mailbox_was_pressed() {
    let shop = shop(&[flow("news", "birthday", 0, "marketing")]);
    let reader = Reader::of(shop, "news", "erin.twice@shopper.example");
    let look = "an e-mail from Fernwood is on its way to erin.twice@shopper.example";
    assert!(reader.said.contains(look), "{}", reader.said);
    let asked = reader.mail("confirm");
    let text = asked["text"].as_str().expect("a text");
    assert!(text.contains("Fernwood may e-mail me (news)."), "{text}");
    let link = text
        .split_whitespace()
        .find(|word| word.contains("/confirm/"))
        .expect("a link");
    let (base, token) = link.split_once("/confirm/").expect("a link");
    let page = |method: &str| {
        let answer = Edge::new(base, "").call(method, &format!("/confirm/{token}"), &[], &[]);
        (answer.status, String::from_utf8(answer.body).expect("text"))
    };
    for _ in 0..2 {
        let (status, html) = page("GET");
        assert_eq!(status, 200, "{html}");
        assert!(html.contains("<form method=\"post\""), "{html}");
    }
    reader.happens("birthday", "before");
    reader.rests();
    assert_eq!(reader.mails("news").len(), 0, "looking confirms nothing");
    until("the message waits for the confirmation", || {
        let outbox = reader.shop.show("/outbox");
        let mut entries = outbox.as_array().into_iter().flatten();
        entries.any(|entry| entry["state"] == "held" && entry.to_string().contains("unconfirmed"))
    });
    let (status, html) = page("POST");
    assert_eq!(status, 200, "{html}");
    assert!(
        html.contains("it is confirmed") && !html.contains("<form"),
        "{html}"
    );
    assert!(page("POST").1.contains("it is confirmed"), "pressed twice");
    reader.happens("birthday", "after");
    reader.mail("news");
    assert_eq!(reader.mails("confirm").len(), 1, "asked once");
    let forged = Edge::new(base, "").call("POST", &format!("/confirm/{token}x"), &[], &[]);
    assert_eq!(forged.status, 404);
}

#[test]
fn what_happens_leads_to_one_message_after_another_until_it_is_pointless() {
    let shop = shop(&[
        flow("set-up", "delivered", 0, "utility"),
        flow("care", "delivered", 0, "utility"),
        flow("review", "delivered", 336, "utility"),
    ]);
    let reader = Reader::of(shop, "set-up", "finn.parcel@shopper.example");
    assert!(reader.happens("delivered", "#1").contains(&"review".into()));
    reader.mail("set-up");
    reader.mail("care");
    reader.happens("delivered", "#1");
    reader.rests();
    assert_eq!(reader.mails("set-up").len(), 1, "told twice, sent once");
    assert_eq!(reader.happens("return_started", "#2"), ["review"]);
    assert_eq!(reader.happens("return_started", "#1"), Vec::<String>::new());
}

#[test]
fn nobody_hears_anything_without_having_agreed_to_it() {
    let shop = shop(&[
        flow("set-up", "delivered", 0, "utility"),
        flow("praise", "delivered", 0, "marketing"),
    ]);
    let reader = Reader::of(shop, "set-up", "gus.quiet@shopper.example");
    reader.happens("delivered", "#1");
    reader.mail("set-up");
    reader.rests();
    assert_eq!(reader.mails("praise").len(), 0);
}

#[test]
fn an_occasion_with_mistakes_is_refused_with_all_of_them() {
    let shop = shop(&[]);
    let path = format!("/operator/shops/{}/shoppers/s-1/occasions", shop.id);
    let tell = |body: &Value| {
        let answer = shop
            .edge
            .operator("POST", &path, body.to_string().as_bytes());
        (answer.status, answer.json())
    };
    let (status, answer) = tell(&json!({
        "event": "delivered", "key": "", "at": soon() * 2, "values": { "colour": "red" }
    }));
    assert_eq!(status, 422, "{answer}");
    assert_eq!(
        answer["problems"].as_array().map(Vec::len),
        Some(3),
        "{answer}"
    );
    assert_eq!(tell(&json!({ "event": "eclipse", "key": "1" })).0, 422);
    assert_eq!(tell(&json!({ "event": "delivered" })).0, 422);
}
