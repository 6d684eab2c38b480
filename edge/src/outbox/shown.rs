//! What an operator sees of an outbox: its deliveries, and how it stands with Brevo.

use super::room;
use crate::brevo;
use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use shared::channel::{Channel, Purpose};
use shared::delivery::{Entry, Failure, State, Stop};
use shared::id::{ConversationId, DeliveryId, ShopperId};
use shared::outbox::{Family, Forecast, Gate, Room};
use shared::time::Instant;
use std::collections::BTreeMap;

/// A delivery as its operator sees it: where it goes is hidden in the middle, and what it says is left out.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Shown {
    id: DeliveryId,
    conversation: ConversationId,
    shopper: ShopperId,
    channel: Channel,
    purpose: Purpose,
    /// `a…e@example.com`
    to: String,
    state: String,
    /// What is known about the state: since or until when, the reasons, the channel's words.
    detail: Value,
    /// The same in a sentence, where somebody can do something about it.
    says: Option<String>,
    attempts: u32,
    due: Instant,
    expires: Instant,
}

/// How a shop's outbox stands with Brevo.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Standing {
    /// What stops deliveries, if anything does.
    stopped: Vec<Stopped>,
    /// What waits, by family of calls.
    waiting: Vec<Waiting>,
    /// What Brevo was not told yet about contacts.
    unmirrored: u64,
    /// What had no room, and what Brevo did not take of contacts, in sentences.
    notices: Vec<String>,
    /// What Brevo has reported, by what was made of it.
    reports: BTreeMap<String, u64>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Stopped {
    /// All when absent.
    family: Option<Family>,
    why: Stop,
    /// What is wrong, and what the merchant can do about it.
    sentence: String,
    since: Instant,
    /// When Brevo is tried again.
    next: Instant,
}

#[derive(Debug, Serialize, Deserialize)]
struct Waiting {
    family: Family,
    messages: u32,
    an_hour: u32,
    /// When the last of them will have gone.
    done: Instant,
    /// How many of them will have expired by their turn.
    too_late: u32,
    /// What somebody should know about it.
    warning: Option<String>,
}

pub(super) fn shown(entry: Entry) -> Result<Shown> {
    let (state, detail) = parts(&entry.state)?;
    let crowded =
        matches!(&entry.state, State::Failed { failure, .. } if *failure == Failure::NoRoom);
    let says = crowded.then(|| format!("It was given up unsent: {}", no_room()));
    let draft = entry.draft;
    Ok(Shown {
        to: draft.recipient.address().hint(),
        id: draft.id,
        conversation: draft.conversation,
        shopper: draft.shopper,
        channel: draft.channel,
        purpose: draft.purpose,
        state,
        detail,
        says,
        attempts: entry.attempts,
        due: draft.due,
        expires: draft.expires,
    })
}

/// The name of a state, and what belongs to it.
pub(super) fn parts(state: &State) -> Result<(String, Value)> {
    let Value::Object(named) = serde_json::to_value(state)? else {
        return Err(Error::fault("a state that is no object"));
    };
    named
        .into_iter()
        .next()
        .ok_or_else(|| Error::fault("a state without a name"))
}

pub(super) fn standing(
    gate: &Gate,
    waiting: &[Forecast],
    unmirrored: u64,
    reports: BTreeMap<String, u64>,
    now: Instant,
) -> Standing {
    let stopped = gate.outages().map(|(family, outage)| Stopped {
        family,
        why: outage.why,
        sentence: sentence(outage.why),
        since: outage.since,
        next: outage.probe,
    });
    Standing {
        stopped: stopped.collect(),
        waiting: waiting
            .iter()
            .map(|forecast| waits(forecast, now))
            .collect(),
        unmirrored,
        notices: notices(&reports),
        reports,
    }
}

/// What had no room so far and what Brevo refused, in sentences.
pub(super) fn notices(reports: &BTreeMap<String, u64>) -> Vec<String> {
    let mut sentences = Vec::new();
    for (what, says) in [
        (room::MESSAGES, no_room().as_str()),
        (
            room::NOTES,
            "of things that happened to contacts, and of grants, Brevo was not told: as much waited to be told as is kept. What \
             people took back was told.",
        ),
        (
            room::REPORTS,
            "reports of messages on their way were left out: those that end something go before them.",
        ),
    ] {
        if let Some(count) = reports.get(what) {
            sentences.push(format!("{count} times: {says}"));
        }
    }
    for (what, count) in reports {
        if let Some(code) = what.strip_prefix("refused_") {
            let because = match code {
                "document_not_found" => "the contact is gone there, or was merged into another",
                "duplicate_parameter" | "invalid_parameter" => {
                    "an address may belong to another contact there, from whom none is taken: where both are one person, merge \
                     them in Brevo under Contacts"
                }
                _ => "see Brevo's reference for this code",
            };
            sentences.push(format!(
                "{count} times Brevo refused what it was to be told of a contact ({code}), and is not told again: {because}. No \
                 message depends on it."
            ));
        }
    }
    sentences
}

fn no_room() -> String {
    format!(
        "{} messages waited, the most that are kept, and what sells makes room for answers to shoppers. See what stops \
         deliveries, and send less at once.",
        Room::Waiting.most()
    )
}

fn waits(forecast: &Forecast, now: Instant) -> Waiting {
    let warning = forecast.is_warning(now).then(|| {
        let hours = (forecast.done - now).0 / 3_600_000 + 1;
        format!(
            "{} messages wait, and Brevo takes {} an hour: the last goes in {hours} h, and {} will be too late; \
             answers to shoppers go before them",
            forecast.waiting, forecast.an_hour, forecast.too_late
        )
    });
    Waiting {
        family: forecast.family,
        messages: forecast.waiting,
        an_hour: forecast.an_hour,
        done: forecast.done,
        too_late: forecast.too_late,
        warning,
    }
}

fn sentence(why: Stop) -> String {
    match why {
        Stop::KeyRefused => "Brevo does not accept the shop's API key: make a new one in Brevo under SMTP & API, and \
                             put it into the shop's document"
            .into(),
        Stop::AddressBlocked => brevo::Failure::BlockedIp.to_string(),
        Stop::NoCredits => brevo::Failure::OutOfCredits.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::outbox::{Ended, forecast};
    use shared::time::Span;

    #[test]
    fn a_state_is_shown_by_its_name_and_what_belongs_to_it() {
        let state = State::Queued { due: Instant(5) };
        let (name, detail) = parts(&state).unwrap();
        assert_eq!(
            (name.as_str(), detail),
            ("queued", serde_json::json!({"due": 5}))
        );
    }

    #[test]
    fn what_stops_everything_is_told_in_a_sentence() {
        for why in [Stop::KeyRefused, Stop::AddressBlocked, Stop::NoCredits] {
            let mut gate = Gate::default();
            gate.heard(Family::Sms, None, Ended::Stopped(why), Instant(0));
            let standing = standing(&gate, &[], 0, BTreeMap::new(), Instant(0));
            let told: Vec<_> = standing
                .stopped
                .iter()
                .map(|one| (one.why, one.family))
                .collect();
            let family = (why == Stop::NoCredits).then_some(Family::Sms);
            assert_eq!(told, [(why, family)]);
            assert!(standing.stopped[0].sentence.contains("Brevo"));
        }
    }

    #[test]
    fn what_had_no_room_and_what_brevo_refused_is_told_in_sentences() {
        let reports = [
            (room::NOTES, 2),
            ("refused_document_not_found", 3),
            ("refused_odd", 1),
            ("taken", 9),
        ];
        let reports = reports.map(|(what, count)| (what.to_owned(), count));
        let told = notices(&reports.into());
        assert_eq!(told.len(), 3, "{told:?}");
        for (sentence, words) in told.iter().zip(["2 times", "is gone there", "(odd)"]) {
            assert!(sentence.contains(words), "{sentence}");
        }
        assert_eq!(notices(&BTreeMap::new()), Vec::<String>::new());
    }

    #[test]
    fn messages_that_will_be_too_late_are_warned_about() {
        let hour = Instant(0) + Span::hours(1);
        let warned = |count| {
            let forecast = forecast(
                &Gate::default(),
                Family::Rest,
                vec![hour; count],
                Instant(0),
            );
            waits(&forecast, Instant(0)).warning
        };
        assert_eq!(warned(50), None);
        assert!(warned(100).is_some_and(|text| text.contains("9 will be too late")));
    }
}
