//! What became of messages, as the statistics tell it: the one way to learn of a message whose answer never came, and the
//! only place where WhatsApp's replies are.

use super::call::Call;
use super::wire::Reports;
use super::{endpoint, time};
use shared::channel::Channel;
use shared::contact::Address;
use shared::delivery::{self, Draft};
use shared::inbound::Fate;
use shared::json;
use shared::time::{Instant, Span};
use std::fmt;

/// One thing that happened to a message.
#[derive(Clone, PartialEq, Eq)]
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

impl fmt::Debug for Report {
    /// Without whose it is, and the words.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Report")
            .field("fate", &self.fate)
            .field("at", &self.at)
            .field("message", &self.message)
            .finish_non_exhaustive()
    }
}

/// Which events are asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
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

/// The records of WhatsApp of the last two days as they stand: [`shared::inbound`] reads them as it reads reports.
pub(crate) fn all_of_whatsapp() -> Call<String> {
    let call = whatsapp(About::Everything, 2, 1000);
    call.answering(|bytes| String::from_utf8(bytes.into()).ok())
}

/// What the records tell of a message whose answer never came, or of those it may be. An e-mail cannot be looked for:
/// nothing that its records keep is a mark of ours.
pub(crate) fn of(draft: &Draft) -> Option<Call<Vec<Report>>> {
    match (draft.channel, draft.recipient.address()) {
        (Channel::Sms, _) => Some(texts(About::Delivery(draft.id.as_str()), 3, 50)),
        (Channel::WhatsApp, Address::Phone(to)) => {
            let digits = to.as_str().trim_start_matches('+');
            Some(whatsapp(About::Address(digits), 3, 50))
        }
        (Channel::Chat | Channel::Email | Channel::WhatsApp, _) => None,
    }
}

/// Brevo's id of the message and the best that is known of it, in whatever order it was told; none when nothing is. A
/// text message carries our mark. One by WhatsApp does not: it is the one that was taken when ours was sent, and is no
/// other delivery's.
pub(crate) fn best(
    draft: &Draft,
    unsure: Instant,
    reports: Vec<Report>,
    others: &[String],
) -> Option<(String, delivery::Report)> {
    let (first, last) = (Instant(unsure.0 - BEFORE.0), unsure + AFTER);
    let is_marked = draft.channel == Channel::Sms;
    let may_be = |report: &&Report| {
        let in_time = report.at.is_some_and(|at| (first..=last).contains(&at));
        is_marked || (in_time && report.fate == Fate::Taken && !others.contains(&report.message))
    };
    let own = reports.iter().find(may_be)?.message.clone();
    let rank = |report: &delivery::Report| match report {
        delivery::Report::Delivered => 0,
        delivery::Report::Undelivered { .. } => 1,
        delivery::Report::Taken => 2,
    };
    let told = reports.into_iter().filter_map(|one| {
        let is_own = is_marked || one.message == own;
        let report = is_own.then(|| one.fate.report(&one.words.unwrap_or_default()))??;
        Some((one.message, report))
    });
    told.min_by_key(|(_, report)| rank(report))
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

/// A message was taken at most so long before nobody knew whether it was, and by Brevo's clock at most so long after.
const BEFORE: Span = Span::minutes(2);
const AFTER: Span = Span::minutes(10);

#[cfg(test)]
mod tests {
    use super::super::samples::{SMS, TO_PHONE, draft};
    use super::*;

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
            Fate::Missed,
            "49151",
            None,
        );
    }

    fn reports(events: &[(&str, &str, i64)]) -> Vec<Report> {
        let report = |(name, message, seconds): &(&str, &str, i64)| Report {
            fate: Fate::named(name),
            at: Some(Instant(seconds * 1000)),
            message: (*message).into(),
            address: "4915112345678".into(),
            words: None,
        };
        events.iter().map(report).collect()
    }

    #[test]
    fn debug_shows_neither_whose_it_is_nor_what_was_written() {
        let call = texts(About::Everything, 1, 10);
        let answer = r#"{"events":[{"phoneNumber":"49151","messageId":"1","event":"replies","reply":"I am Ada"}]}"#;
        let shown = format!("{:?}", (call.read)(answer.as_bytes()));
        assert!(shown.contains("Replied"), "{shown}");
        assert!(
            !shown.contains("49151") && !shown.contains("Ada"),
            "{shown}"
        );
    }

    #[test]
    fn the_best_that_is_known_of_a_text_message_counts() {
        let sms = Draft {
            channel: Channel::Sms,
            ..draft(SMS, TO_PHONE)
        };
        let best = |names: &[&str]| {
            let events: Vec<_> = names.iter().map(|name| (*name, "7", 0)).collect();
            let known = best(&sms, Instant(9_999_999), reports(&events), &[]);
            known.map(|(message, report)| {
                assert_eq!(message, "7");
                report
            })
        };
        let reason = "the address is blocked".into();
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
        assert!(of(&sms).is_some());
        assert!(
            of(&draft(SMS, TO_PHONE)).is_none(),
            "an e-mail cannot be looked for"
        );
    }

    #[test]
    fn a_whatsapp_message_is_the_one_that_was_taken_when_ours_was_sent() {
        let whatsapp = Draft {
            channel: Channel::WhatsApp,
            ..draft(SMS, TO_PHONE)
        };
        let unsure = 100_000;
        let found = |events: &[(&str, &str, i64)], others: &[String]| {
            best(&whatsapp, Instant(unsure * 1000), reports(events), others)
        };
        let taken = ("sent", "a", unsure - 60);
        let delivered = Some(("a".to_owned(), delivery::Report::Delivered));
        assert_eq!(
            found(&[taken, ("delivered", "a", unsure + 9000)], &[]),
            delivered
        );
        assert_eq!(
            found(&[("sent", "b", unsure - 121)], &[]),
            None,
            "too early"
        );
        assert_eq!(found(&[("sent", "b", unsure + 601)], &[]), None, "too late");
        assert_eq!(
            found(&[taken], &["a".to_owned()]),
            None,
            "another delivery's"
        );
        assert_eq!(
            found(&[("reply", "r", unsure)], &[]),
            None,
            "not a message of ours"
        );
        let call = of(&whatsapp).expect("it can be looked for");
        assert!(call.path.contains("contactNumber="), "{}", call.path);
    }

    #[test]
    fn an_answer_that_is_no_statistics_is_none() {
        let call = emails(About::Everything, 1, 10);
        assert_eq!((call.read)(b"<html>"), None);
        assert_eq!((call.read)(b"{}"), Some(Vec::new()), "nothing happened");
    }
}
