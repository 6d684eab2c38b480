//! What a sending service tells, from the body of a report to what is meant, and what is left of a letter.

use crate::given::{address, at};
use shared::channel::Channel;
use shared::consent::{Scope, Source};
use shared::contact::Address;
use shared::delivery::Report;
use shared::inbound::{Fate, Item, Leaving, ParseReportError, Told, items};
use shared::policy::Suppression;
use shared::time::{Instant, Span};

#[track_caller]
fn read(body: &str) -> Vec<Item> {
    items(body.as_bytes()).unwrap()
}

#[track_caller]
fn one(body: &str) -> Item {
    let mut items = read(body);
    assert_eq!(items.len(), 1, "{items:?}");
    items.remove(0)
}

/// A line for what is told: what, of which message, at which address.
fn line(item: &Item) -> String {
    match &item.told {
        Told::Message {
            delivery,
            vendor,
            address,
            fate,
            reason,
        } => {
            let delivery = delivery.as_ref().map_or("", |id| id.as_str());
            let whom = address.as_ref().map_or("nobody".into(), Address::hint);
            format!("{fate:?} {delivery} {vendor} {whom} {reason}")
        }
        Told::Contact { address } => format!("contact {}", address.hint()),
        Told::Reply {
            answers,
            from,
            text,
        } => format!("reply {answers} {} {text}", from.hint()),
        Told::Unknown => "unknown".into(),
    }
}

#[track_caller]
fn check(body: &str, expected: &str) {
    let item = one(body);
    assert_eq!(line(&item), expected, "{body}");
    assert_eq!(read(&item.text), [item], "what is kept is the same item");
}

#[test]
fn an_email_is_told_of_in_snake_case_and_in_camel_case() {
    let of = |name: &str| {
        format!(
            r#"{{"event":"{name}","email":"carla@shopper.example","message-id":"<m1@relay.example>","X-Mailin-custom":"follow-up.c1.link","ts_event":1795435200,"reason":"550"}}"#
        )
    };
    for (names, fate) in [
        (&["request", "sent"][..], Fate::Taken),
        (&["delivered"], Fate::Delivered),
        (
            &[
                "opened",
                "unique_opened",
                "uniqueOpened",
                "proxy_open",
                "click",
            ],
            Fate::Seen,
        ),
        (&["deferred"], Fate::Delayed),
        (&["soft_bounce", "softBounce"], Fate::Missed),
        (
            &["hard_bounce", "hardBounce", "invalid_email", "invalid"],
            Fate::Bounced,
        ),
        (&["error"], Fate::Refused),
        (&["blocked"], Fate::Blocked),
        (&["spam"], Fate::Complained),
        (&["unsubscribed"], Fate::Left),
    ] {
        for name in names {
            let expected =
                format!("{fate:?} follow-up.c1.link m1@relay.example c…a@shopper.example 550");
            check(&of(name), &expected);
        }
    }
    check(&of("teleported"), "unknown");
}

#[test]
fn a_text_message_is_told_of_by_its_status() {
    check(
        r#"{"to":"4915112345678","messageId":1511882900176220,"msg_status":"hard_bounce","tag":"parley"}"#,
        "Bounced  1511882900176220 +49…678 ",
    );
    check(
        r#"{"to":"+4915112345678","messageId":"7","msg_status":"delivered","tags":["parley","follow-up.c1.link"]}"#,
        "Delivered follow-up.c1.link 7 +49…678 ",
    );
    check(
        r#"{"to":"4915112345678","from":"FERNWOOD","messageId":7,"msg_status":"accepted"}"#,
        "Taken  7 +49…678 ",
    );
}

#[test]
fn who_writes_back_by_text_message_is_heard() {
    check(
        r#"{"to":"4915112345678","messageId":7,"msg_status":"replied","reply":" Yes,\u0007 please "}"#,
        "reply 7 +49…678 Yes, please",
    );
    let empty = r#"{"to":"4915112345678","messageId":7,"msg_status":"replied","reply":"  "}"#;
    check(empty, "unknown");
    let nobody = r#"{"messageId":7,"msg_status":"replied","reply":"Yes"}"#;
    check(nobody, "unknown");
}

#[test]
fn what_is_told_of_a_contact_names_whom_to_look_at() {
    check(
        r#"{"event":"contact_updated","email":"carla@shopper.example","content":[{"emailBlacklisted":true}],"ts":1}"#,
        "contact c…a@shopper.example",
    );
    check(
        r#"{"event":"unsubscribe","email":"carla@shopper.example","ts_event":1795435200}"#,
        "Left   c…a@shopper.example ",
    );
    let two = read(
        r#"{"event":"list_addition","email":["carla@shopper.example","bruno@shopper.example"],"ts":1}"#,
    );
    let lines: Vec<String> = two.iter().map(line).collect();
    let expected = ["contact c…a@shopper.example", "contact b…o@shopper.example"];
    assert_eq!(lines, expected);
    assert_ne!(
        two.first().map(|item| &item.key),
        two.get(1).map(|item| &item.key)
    );
}

#[test]
fn a_letter_is_who_wrote_what_in_answer_to_what() {
    let of = |rest: &str| {
        format!(
            r#"{{"items":[{{"MessageId":"<r1@mail.example>","InReplyTo":"<m1@relay.example>","From":{{"Name":"C","Address":"carla@shopper.example"}},{rest}}}]}}"#
        )
    };
    let cut = "reply m1@relay.example c…a@shopper.example Yes please.";
    check(
        &of(r#""ExtractedMarkdownMessage":"Yes please.","RawTextBody":"Yes please.\n> no""#),
        cut,
    );
    check(&of(r#""RawTextBody":"Yes please.\n\n> Your cart\n""#), cut);
    check(
        &of(r#""RawTextBody":"I am away","Headers":{"Auto-Submitted":"auto-replied"}"#),
        "unknown",
    );
    check(
        &of(r#""RawTextBody":"Yes please.","Headers":{"auto-submitted":["no"]}"#),
        cut,
    );
    check(&of(r#""RawTextBody":" ""#), "unknown");
    check(
        r#"{"items":[{"From":"nobody","RawTextBody":"Hello"}]}"#,
        "unknown",
    );
}

#[test]
fn reports_come_one_by_one_or_together() {
    let report = r#"{"event":"delivered","email":"a@b.example","message-id":"1"}"#;
    for body in [
        report.to_owned(),
        format!("[{report}]"),
        format!(r#"{{"items":[{report}]}}"#),
        format!(r#"{{"events":[{report}]}}"#),
    ] {
        assert_eq!(read(&body), read(report), "{body}");
    }
    assert_eq!(read("[]"), []);
    for (body, refused) in [
        ("", ParseReportError::NotJson),
        ("{", ParseReportError::NotJson),
        ("event=delivered", ParseReportError::NotJson),
        ("7", ParseReportError::NoReport),
        ("[7]", ParseReportError::NoReport),
        (r#"{"items":7}"#, ParseReportError::NoReport),
        (
            &format!("[{}{{}}]", "{},".repeat(1000)),
            ParseReportError::TooMany,
        ),
    ] {
        assert_eq!(items(body.as_bytes()), Err(refused), "{body:.40}");
    }
}

#[test]
fn a_report_is_known_again_and_another_is_not() {
    let of = |event: &str, id: &str, ts: u64| {
        one(&format!(
            r#"{{"event":"{event}","email":"a@b.example","message-id":"{id}","ts_event":{ts}}}"#
        ))
        .key
    };
    let key = of("delivered", "m1", 5);
    assert_eq!(of("delivered", "<m1>", 5), key, "with brackets and without");
    for other in [
        of("opened", "m1", 5),
        of("delivered", "m2", 5),
        of("delivered", "m1", 6),
    ] {
        assert_ne!(other, key);
    }
}

#[test]
fn a_time_is_told_in_seconds_in_milliseconds_or_as_paris_shows_it() {
    let noon = at("2026-11-23 12:00");
    for (time, expected) in [
        (
            r#""ts_event":1795435200,"date":"1999-01-01 00:00:00""#,
            Some(noon),
        ),
        (r#""ts_event":"1795435200""#, Some(noon)),
        (r#""ts_epoch":1795435200000"#, Some(noon)),
        (r#""date":"2026-11-23 13:00:00""#, Some(noon)),
        (r#""date":"2026-11-23T12:00:00.000Z""#, Some(noon)),
        (
            r#""date":"2026-07-01 12:00:00""#,
            Some(at("2026-07-01 10:00")),
        ),
        // The clocks go forward on 29 March and back on 25 October 2026, both at 01:00 UTC.
        (
            r#""date":"2026-03-29 01:59:00""#,
            Some(at("2026-03-29 00:59")),
        ),
        (
            r#""date":"2026-03-29 03:00:00""#,
            Some(at("2026-03-29 01:00")),
        ),
        (
            r#""date":"2026-10-25 01:59:00""#,
            Some(at("2026-10-24 23:59")),
        ),
        (
            r#""date":"2026-10-25 03:00:00""#,
            Some(at("2026-10-25 02:00")),
        ),
        (r#""date":"yesterday""#, None),
        (r#""ts":0"#, None),
    ] {
        let body = format!(r#"{{"event":"spam","email":"a@b.example",{time}}}"#);
        assert_eq!(one(&body).at, expected, "{time}");
    }
}

#[test]
fn nothing_happens_later_than_it_is_told() {
    let noon = at("2026-11-23 12:00");
    let of = |ts: i64| {
        one(&format!(
            r#"{{"event":"spam","email":"a@b.example","ts":{ts}}}"#
        ))
    };
    let (early, late) = (noon.0 / 1000 - 60, noon.0 / 1000 + 86_400);
    assert_eq!(of(early).happened(noon), noon + Span::minutes(-1));
    assert_eq!(of(late).happened(noon), noon);
    assert_eq!(one("{}").happened(noon), noon);
    assert_eq!(of(i64::MAX).happened(Instant(5)), Instant(5));
}

#[test]
fn what_became_of_a_message_is_a_report_and_may_end_more() {
    let gone = |reason: &str| {
        Some(Report::Undelivered {
            reason: reason.into(),
        })
    };
    let (bounced, blocked) = (Some(Suppression::Bounced), Some(Suppression::Blocklisted));
    let complained = Some(Suppression::Complained);
    for (fate, report, suppresses, withdraws) in [
        (Fate::Taken, Some(Report::Taken), None, false),
        (Fate::Delayed, Some(Report::Taken), None, false),
        (Fate::Delivered, Some(Report::Delivered), None, false),
        (Fate::Seen, Some(Report::Delivered), None, false),
        (Fate::Replied, Some(Report::Delivered), None, false),
        (Fate::Missed, gone("not delivered this time"), None, false),
        (Fate::Refused, gone("refused"), None, false),
        (Fate::Bounced, gone("bounced"), bounced, false),
        (
            Fate::Blocked,
            gone("the address is blocked"),
            blocked,
            false,
        ),
        (Fate::Complained, Some(Report::Delivered), complained, true),
        (Fate::Left, Some(Report::Delivered), None, true),
        (Fate::Unknown, None, None, false),
    ] {
        assert_eq!(fate.report(""), report, "{fate:?}");
        assert_eq!(fate.suppresses(), suppresses, "{fate:?}");
        assert_eq!(fate.withdraws(), withdraws, "{fate:?}");
    }
    assert_eq!(Fate::Bounced.report("550"), gone("550"));
}

#[test]
fn a_reply_is_one_turn_however_often_it_is_told() {
    let of = |id: &str| {
        one(&format!(
            r#"{{"items":[{{"MessageId":"{id}","From":"a@b.example","RawTextBody":"Hi"}}]}}"#
        ))
        .turn()
    };
    assert!(of("<r1@mail.example>").is_some());
    assert_eq!(of("<r1@mail.example>"), of("r1@mail.example"));
    assert_ne!(of("<r1@mail.example>"), of("<r2@mail.example>"));
    assert_eq!(address("a@b.example").hint(), "a…@b.example");
}

#[test]
fn the_records_of_whatsapp_are_read_as_reports_are_and_say_by_what_channel() {
    let records = r#"{"events":[
        {"contactNumber":"491701234567","messageId":"w2","date":"2026-11-23T10:00:00.000+00:00","event":"reply","body":"Is it vegan?"},
        {"contactNumber":"491701234567","messageId":"w1","date":"2026-11-23T09:59:00.000+00:00","event":"delivered"},
        {"contactNumber":"491701234568","messageId":"w3","date":"2026-11-23T09:58:00.000+00:00","event":"unsubscribe"}]}"#;
    let all = read(records);
    let told: Vec<String> = all.iter().map(line).collect();
    let number = |text: &str| address(text).hint();
    let expected = [
        format!("reply w2 {} Is it vegan?", number("+491701234567")),
        format!("Delivered  w1 {} ", number("+491701234567")),
        format!("Left  w3 {} ", number("+491701234568")),
    ];
    assert_eq!(told, expected);
    for item in all {
        assert_eq!(item.channel, Some(Channel::WhatsApp));
        assert_eq!(read(&item.text), [item], "what is kept is the same item");
    }
    let text = r#"{"to":"491701234567","messageId":7,"msg_status":"replied","reply":"Yes","date":"2026-11-23 10:00:00"}"#;
    assert_eq!(one(text).channel, None, "a number alone may be either");
}

#[test]
fn one_report_is_a_withdrawal_of_its_own_for_each_channel_and_address() {
    let item = one(r#"{"event":"contact_updated","email":"a@shopper.example","ts":1795435200}"#);
    let (mail, number) = (address("a@shopper.example"), address("+491701234567"));
    let id = |channel, address| {
        let leaving = Leaving {
            channel,
            scope: Scope::Channel,
            address,
            words: "blocked",
            source: Source::Webhook { by: "brevo".into() },
        };
        item.withdrawal(leaving, at("2026-11-23 12:00")).unwrap().id
    };
    let mut ids = [
        id(Channel::Email, &mail),
        id(Channel::Sms, &number),
        id(Channel::WhatsApp, &number),
    ];
    assert_eq!(
        id(Channel::Sms, &number),
        ids[1],
        "the same again is the same"
    );
    ids.sort();
    assert!(ids[0] != ids[1] && ids[1] != ids[2], "{ids:?}");
}
