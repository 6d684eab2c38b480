//! What became of messages, as the statistics tell it: the one way to learn of a message whose answer never came, and the
//! only place where WhatsApp's replies are.

use super::call::Call;
use super::wire::Reports;
use super::{endpoint, time};
use shared::channel::Channel;
use shared::delivery::{self, Draft};
use shared::json;
use shared::time::Instant;

/// One thing that happened to a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Report {
    pub(crate) fate: Fate,
    /// None for a time that cannot be read.
    pub(crate) at: Option<Instant>,
    /// Brevo's id of the message.
    pub(crate) message: String,
    /// Whose it is: an e-mail address, or digits.
    pub(crate) address: String,
    /// Why, or what was written back.
    pub(crate) words: Option<String>,
}

/// What happened, in one vocabulary for three.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// Brevo took it.
    Taken,
    Delivered,
    /// Opened, read or clicked.
    Seen,
    /// It will not arrive now; later it may.
    Delayed,
    /// The address does not take messages.
    Bounced,
    /// Brevo, or the channel, did not send it.
    Refused,
    /// The recipient called it spam.
    Complained,
    /// The recipient left.
    Left,
    /// The recipient wrote back.
    Replied,
    /// Something that Brevo tells since this was written.
    Unknown,
}

/// Which events are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum About<'a> {
    /// Those of one delivery; not of WhatsApp, whose messages carry no mark of ours.
    Delivery(&'a str),
    /// Those of one address: an e-mail address, or digits.
    Address(&'a str),
    /// All of the last days.
    Everything,
}

/// The events of e-mails, newest first. A delivery is named by Brevo's id of the message.
pub(crate) fn emails(about: About<'_>, days: u8, limit: u16) -> Call<Vec<Report>> {
    let names = ["messageId", "email"];
    asked(endpoint::EMAIL_REPORTS, about, names, days, limit)
}

/// The events of text messages, newest first, at most 100. A delivery is found by the tag it was sent with.
pub(crate) fn texts(about: About<'_>, days: u8, limit: u16) -> Call<Vec<Report>> {
    let names = ["tags", "phoneNumber"];
    asked(endpoint::SMS_REPORTS, about, names, days, limit)
}

/// The events of WhatsApp messages, newest first.
pub(crate) fn whatsapp(about: About<'_>, days: u8, limit: u16) -> Call<Vec<Report>> {
    // There is no tag, so a delivery can only be looked for among all.
    let about = match about {
        About::Delivery(_) => About::Everything,
        About::Address(_) | About::Everything => about,
    };
    let names = ["", "contactNumber"];
    asked(endpoint::WHATSAPP_REPORTS, about, names, days, limit)
}

/// What the records tell of a message whose answer never came: Brevo's id of it, and the best that is known. Only a text
/// message can be looked for: no other carries a mark of ours that the records keep.
pub(crate) fn of(draft: &Draft) -> Option<Call<Option<(String, delivery::Report)>>> {
    if draft.channel != Channel::Sms {
        return None;
    }
    let call = texts(About::Delivery(draft.id.as_str()), 3, 50);
    Some(call.answering(|bytes| read(bytes).map(best)))
}

/// In whatever order it was told; none when nothing is.
fn best(reports: Vec<Report>) -> Option<(String, delivery::Report)> {
    let undelivered = |words: Option<String>, otherwise: &str| {
        let reason = words.unwrap_or_else(|| otherwise.to_owned());
        delivery::Report::Undelivered { reason }
    };
    let told = reports.into_iter().filter_map(|one| {
        let (rank, report) = match one.fate {
            // What was answered in any way has arrived.
            Fate::Delivered | Fate::Seen | Fate::Complained | Fate::Left | Fate::Replied => {
                (0, delivery::Report::Delivered)
            }
            Fate::Bounced => (1, undelivered(one.words, "bounced")),
            Fate::Refused => (1, undelivered(one.words, "refused")),
            Fate::Taken | Fate::Delayed => (2, delivery::Report::Taken),
            Fate::Unknown => return None,
        };
        Some((rank, one.message, report))
    });
    let best = told.min_by_key(|(rank, ..)| *rank);
    best.map(|(_, message, report)| (message, report))
}

fn asked(
    endpoint: endpoint::Endpoint,
    about: About<'_>,
    [delivery, address]: [&str; 2],
    days: u8,
    limit: u16,
) -> Call<Vec<Report>> {
    let call = Call::of(endpoint)
        .asking("limit", &limit.to_string())
        .asking("days", &days.to_string());
    let call = match about {
        About::Delivery(id) => call.asking(delivery, id),
        About::Address(name) => call.asking(address, name),
        About::Everything => call,
    };
    call.answering(read)
}

fn read(bytes: &[u8]) -> Option<Vec<Report>> {
    let reports: Reports = json::read(bytes).ok()?;
    let reports = reports.events.into_iter().map(|one| Report {
        fate: Fate::named(&one.event),
        at: time::read(&one.date),
        message: one.message_id.into_text(),
        address: one.address,
        words: one.reply.or(one.reason),
    });
    Some(reports.collect())
}

impl Fate {
    fn named(event: &str) -> Self {
        match event {
            "requests" | "sent" | "accepted" => Self::Taken,
            "delivered" => Self::Delivered,
            "opened" | "read" | "clicks" | "loadedByProxy" => Self::Seen,
            "softBounces" | "bounces" | "soft-bounce" | "deferred" => Self::Delayed,
            "hardBounces" | "invalid" => Self::Bounced,
            "blocked" | "rejected" | "skipped" | "error" => Self::Refused,
            "spam" => Self::Complained,
            "unsubscribed" | "unsubscription" | "unsubscribe" => Self::Left,
            "replies" | "reply" => Self::Replied,
            _ => Self::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{SMS, TO_PHONE, draft};
    use super::*;
    use serde_json::json;

    #[track_caller]
    fn check(
        call: &Call<Vec<Report>>,
        answer: &str,
        fate: Fate,
        address: &str,
        words: Option<&str>,
    ) {
        let reports = (call.read)(answer.as_bytes()).expect("statistics");
        let report = reports.first().expect("one event");
        assert_eq!((report.fate, report.address.as_str()), (fate, address));
        assert_eq!(report.words.as_deref(), words);
        assert_eq!(report.at, Some(Instant(1_489_321_800_000)));
    }

    #[test]
    fn three_vocabularies_are_read_as_one() {
        check(
            &emails(About::Everything, 1, 10),
            r#"{"events":[{"email":"a@b.example","date":"2017-03-12T12:30:00Z","messageId":"<1>","event":"hardBounces","reason":"gone"}]}"#,
            Fate::Bounced,
            "a@b.example",
            Some("gone"),
        );
        check(
            &texts(About::Everything, 1, 10),
            r#"{"events":[{"phoneNumber":"49151","date":"2017-03-12 12:30:00+00:00","messageId":"1","event":"replies","reply":"Yes"}]}"#,
            Fate::Replied,
            "49151",
            Some("Yes"),
        );
        check(
            &whatsapp(About::Everything, 1, 10),
            r#"{"events":[{"contactNumber":"49151","date":"2017-03-12T12:30:00Z","messageId":"1","event":"soft-bounce","senderNumber":"4930"}]}"#,
            Fate::Delayed,
            "49151",
            None,
        );
    }

    #[test]
    fn the_best_that_is_known_of_a_text_message_counts() {
        let draft = draft(SMS, TO_PHONE);
        let sms = Draft {
            channel: Channel::Sms,
            ..draft.clone()
        };
        let best = |names: &[&str]| {
            let events = names
                .iter()
                .map(|name| json!({"event": name, "messageId": 7}));
            let text = json!({"events": events.collect::<Vec<_>>()}).to_string();
            let call = of(&sms).expect("text messages can be looked for");
            let known = (call.read)(text.as_bytes()).expect("statistics");
            known.map(|(message, report)| {
                assert_eq!(message, "7");
                report
            })
        };
        let reason = "refused".into();
        assert_eq!(best(&[]), None);
        assert_eq!(best(&["somethingNew"]), None);
        assert_eq!(best(&["sent", "accepted"]), Some(delivery::Report::Taken));
        assert_eq!(
            best(&["accepted", "delivered"]),
            Some(delivery::Report::Delivered)
        );
        assert_eq!(
            best(&["accepted", "blocked"]),
            Some(delivery::Report::Undelivered { reason })
        );
        assert!(of(&draft).is_none(), "an e-mail cannot be looked for");
    }

    #[test]
    fn an_answer_that_is_no_statistics_is_none() {
        let call = emails(About::Everything, 1, 10);
        assert_eq!((call.read)(b"<html>"), None);
        assert_eq!((call.read)(b"{}"), Some(Vec::new()), "nothing happened");
    }
}
