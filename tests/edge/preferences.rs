//! The page of preferences, by the link in a message: looking changes nothing, sending the form does, and what waited is
//! stopped.

use crate::journeys::{Reader, flow, shop};
use crate::stage::until;
use parley_tests::client::Edge;
use serde_json::{Value, json};

/// A page: its address, as the Worker's origin and the path below it.
struct Page {
    edge: Edge,
    path: String,
}

impl Page {
    /// The one that this message links to.
    #[track_caller]
    fn of(mail: &Value) -> Self {
        let text = mail["text"].as_str().expect("a text");
        let mut words = text.split_whitespace();
        let link = words.find(|word| word.contains("/p/")).expect("a link");
        let (base, token) = link.split_once("/p/").expect("a link");
        Self {
            edge: Edge::new(base, ""),
            path: format!("/p/{token}"),
        }
    }

    fn look(&self) -> (u16, String) {
        self.call("GET", "")
    }

    fn send(&self, form: &str) -> (u16, String) {
        self.call("POST", form)
    }

    fn call(&self, method: &str, form: &str) -> (u16, String) {
        let headers = [("content-type", "application/x-www-form-urlencoded")];
        let answer = self
            .edge
            .call(method, &self.path, &headers, form.as_bytes());
        (answer.status, String::from_utf8(answer.body).expect("text"))
    }
}

/// A shopper who gets what comes after a delivery, and the first message of it.
#[track_caller]
fn reader(address: &str) -> (Reader, Value) {
    let shop = shop(&[flow("care", "delivered", 0, "utility")]);
    let reader = Reader::of(shop, "care", address);
    reader.happens("delivered", "#1");
    let mail = reader.mail("care");
    (reader, mail)
}

fn ticked(html: &str, name: &str) -> bool {
    html.contains(&format!("name=\"on\" value=\"{name}\" checked"))
}

const ROW: &str = "row=email.utility";

#[test]
fn a_mail_has_its_parts_and_says_where_to_stop() {
    let (_, mail) = reader("ivy.parts@shopper.example");
    let (html, text) = (
        mail["html"].as_str().expect("HTML"),
        mail["text"].as_str().expect("a text"),
    );
    assert!(
        html.contains("max-width:600px") && html.contains("prefers-color-scheme:dark"),
        "{html}"
    );
    for words in [
        "Choose what you hear, or stop all messages",
        "Go to Fernwood",
    ] {
        assert!(html.contains(words) && text.contains(words), "{words}");
    }
    let headers = &mail["headers"];
    assert_eq!(
        headers["List-Unsubscribe-Post"], "List-Unsubscribe=One-Click",
        "{headers}"
    );
    let link = headers["List-Unsubscribe"].as_str().expect("a header");
    let link = link
        .strip_prefix('<')
        .and_then(|link| link.strip_suffix('>'));
    let link = link.expect("an address in brackets");
    assert!(
        link.contains("/p/") && text.contains(link) && html.contains(link),
        "{link}"
    );
}

#[test]
fn looking_changes_nothing_and_unticking_stops_at_once() {
    let (reader, mail) = reader("jack.ticks@shopper.example");
    let page = Page::of(&mail);
    for _ in 0..2 {
        let (status, html) = page.look();
        assert_eq!(status, 200, "{html}");
        assert!(ticked(&html, "email.utility"), "{html}");
        assert!(
            html.contains("j…s@shopper.example") && !html.contains("jack.ticks"),
            "{html}"
        );
    }
    for _ in 0..2 {
        let (status, html) = page.send(&format!("{ROW}&do=save"));
        assert_eq!(status, 200, "{html}");
        assert!(
            html.contains("Your choice is saved.") && !ticked(&html, "email.utility"),
            "{html}"
        );
    }
    let kept = reader.shop.show(&format!("/shoppers/{}", reader.id));
    let entries = kept["consent"]["entries"].as_array().expect("entries");
    let withdrawals = entries
        .iter()
        .filter(|entry| entry["entry"]["kind"] == "withdrawal");
    assert_eq!(withdrawals.count(), 1, "sent twice, kept once: {kept}");
    assert_eq!(
        kept["consent"]["standings"][0]["state"], "withdrawn",
        "{kept}"
    );
    // What happens now leads to nothing.
    reader.happens("delivered", "#2");
    reader.rests();
    assert_eq!(reader.mails("care").len(), 1);
}

#[test]
fn what_waits_in_the_outbox_is_stopped_by_the_form() {
    let mut sends = flow("sends", "birthday", 0, "utility");
    sends["steps"][0]["agreed"] = "send".into();
    let step = json!({ "step": "follow_up", "id": "send", "text": "In an hour.", "next": "more" });
    sends["steps"].as_array_mut().expect("steps").push(step);
    sends["follow_up"]["after_minutes"] = 60.into();
    let shop = shop(&[sends, flow("care", "delivered", 0, "utility")]);
    let reader = Reader::of(shop, "sends", "kim.waits@shopper.example");
    let waiting = |state: &str| {
        let outbox = reader.shop.show(&format!("/outbox?state={state}"));
        outbox.as_array().map_or(0, Vec::len)
    };
    until("it waits for its hour", || waiting("queued") == 1);
    reader.happens("delivered", "#1");
    let page = Page::of(&reader.mail("care"));
    let (status, html) = page.send("do=stop");
    assert_eq!(status, 200, "{html}");
    assert!(html.contains("Fernwood sends you nothing more."), "{html}");
    until("what waited is denied", || {
        (waiting("queued"), waiting("denied")) == (0, 1)
    });
}

#[test]
fn a_mail_programs_own_button_stops_e_mails() {
    let (reader, mail) = reader("lena.clicks@shopper.example");
    let page = Page::of(&mail);
    for _ in 0..2 {
        assert_eq!(page.send("List-Unsubscribe=One-Click").0, 200);
    }
    let kept = reader.shop.show(&format!("/shoppers/{}", reader.id));
    let entries = kept["consent"]["entries"].as_array().expect("entries");
    let stopped: Vec<&Value> = entries
        .iter()
        .filter(|entry| entry["entry"]["kind"] == "withdrawal")
        .collect();
    assert_eq!(stopped.len(), 1, "{kept}");
    assert_eq!(stopped[0]["entry"]["scope"], "channel", "{kept}");
    assert_eq!(
        stopped[0]["entry"]["proof"]["source"], "preferences",
        "{kept}"
    );
}

#[test]
fn who_wants_to_hear_less_is_remembered() {
    let (reader, mail) = reader("mona.less@shopper.example");
    let page = Page::of(&mail);
    let (status, _) = page.send(&format!("{ROW}&on=email.utility&often=month&do=save"));
    assert_eq!(status, 200);
    let kept = reader.shop.show(&format!("/shoppers/{}", reader.id));
    assert_eq!(
        kept["consent"]["marketing_gap"],
        30_u64 * 24 * 60 * 60 * 1000,
        "{kept}"
    );
    page.send(&format!("{ROW}&on=email.utility&often=usual&do=save"));
    let kept = reader.shop.show(&format!("/shoppers/{}", reader.id));
    assert_eq!(kept["consent"]["marketing_gap"], Value::Null, "{kept}");
    assert_eq!(
        kept["consent"]["standings"][0]["state"], "granted",
        "{kept}"
    );
}

#[test]
fn the_link_of_somebody_erased_shows_nothing_and_changes_nothing() {
    let (reader, mail) = reader("pia.erased@shopper.example");
    let page = Page::of(&mail);
    assert!(page.look().1.contains("@shopper.example"));
    let shop = &reader.shop;
    let path = format!("/operator/shops/{}/shoppers/{}", shop.id, reader.id);
    let erased = shop.edge.operator("DELETE", &path, &[]);
    assert_eq!(erased.status, 200, "{}", erased.json());
    let kept = shop.show(&format!("/shoppers/{}", reader.id));
    let (status, html) = page.look();
    assert!(
        status == 410 && !html.contains("@shopper.example") && !html.contains("<form"),
        "{status} {html}"
    );
    for form in [
        "often=month&do=save",
        "do=stop",
        "List-Unsubscribe=One-Click",
    ] {
        assert_eq!(page.send(form).0, 410, "{form}");
    }
    assert_eq!(kept["consent"]["marketing_gap"], Value::Null, "{kept}");
    let after = shop.show(&format!("/shoppers/{}", reader.id));
    assert_eq!(after, kept, "nothing is written");
}

#[test]
fn what_is_no_link_or_no_form_of_ours_changes_nothing() {
    let (reader, mail) = reader("nora.forged@shopper.example");
    let page = Page::of(&mail);
    for form in ["", "do=erase", "row=email.utility&on=%3Cscript%3E&do=save"] {
        let (status, body) = page.send(form);
        assert_eq!(status, 400, "{form}: {body}");
    }
    assert_eq!(page.send(&format!("do=stop&{}", "x".repeat(5000))).0, 413);
    assert_eq!(page.call("PUT", "").0, 405);
    let forged = Page {
        edge: page.edge.clone(),
        path: format!("{}x", page.path),
    };
    assert_eq!(forged.look().0, 404);
    assert_eq!(forged.send("do=stop").0, 404);
    let (_, html) = page.look();
    assert!(ticked(&html, "email.utility"), "{html}");
    let kept = reader.shop.show(&format!("/shoppers/{}", reader.id));
    assert_eq!(
        kept["consent"]["standings"][0]["state"], "granted",
        "{kept}"
    );
}

#[test]
fn the_page_speaks_the_messages_language() {
    let mut german = flow("pflege", "delivered", 0, "utility");
    german["language"] = "de".into();
    let shop = shop(&[german]);
    let reader = Reader::of(shop, "pflege", "otto.deutsch@shopper.example");
    reader.happens("delivered", "#1");
    let mail = reader.mail("pflege");
    let text = mail["text"].as_str().expect("a text");
    assert!(
        text.contains("Auswählen, was Sie erhalten, oder alles beenden"),
        "{text}"
    );
    let (_, html) = Page::of(&mail).look();
    assert!(
        html.contains("<html lang=\"de\"") && html.contains("Was Fernwood Ihnen senden darf"),
        "{html}"
    );
}
