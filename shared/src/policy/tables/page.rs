//! The tables as a page for people, in Markdown. Every number on it comes from a row that [`super::super::decide`] reads;
//! only the sentences between the tables are written here.

use super::caps::{
    CAPS, CapRow, MARKETING_A_WEEK, MARKETING_GAP, SMS_SEGMENTS, SMS_SEGMENTS_OTHERWISE,
};
use super::holidays::{CALENDARS, Calendar, Day};
use super::hours::HOURS;
use super::senders::{self, SENDERS, Sender, SenderRow};
use super::stop::{self, ConfirmedRow, WORDINGS, WORDS, WordRow};
use super::week::{Basis, Holidays, HoursRow, Stretch};
use crate::channel::{Channel, Purpose};
use crate::time::Span;
use crate::words::clock;
use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

/// The page `docs/policy.md`: who may be sent what, when, with the source of each rule; what rows cite is there with the
/// feature `schema` only.
#[must_use]
pub fn page() -> String {
    let sections = [
        INTRODUCTION.to_string(),
        hours_table(),
        HOLIDAYS.to_string(),
        table(
            &["where", "days", "source", "as of"],
            CALENDARS.iter().map(holidays),
        ),
        CAPPED.to_string(),
        caps_table(),
        limits(),
        STOP.to_string(),
        table(
            &["country", "word", "source", "as of"],
            WORDS.iter().chain([&stop::ELSEWHERE]).map(word),
        ),
        table(
            &["language", "one of these beginnings of words"],
            WORDINGS
                .iter()
                .map(|row| [row.language.into(), row.stems.join(", ")].into()),
        ),
        CONFIRMED.to_string(),
        table(
            &["country", "a text message says so", "source", "as of"],
            (stop::CONFIRMED.iter())
                .chain([&stop::CONFIRMED_ELSEWHERE])
                .map(confirmed),
        ),
        SENDER.to_string(),
        table(
            &["country", "sender", "named in", "source", "as of"],
            SENDERS.iter().chain([&senders::ELSEWHERE]).map(sender),
        ),
        REST.to_string(),
    ];
    format!("{}\n", sections.join("\n\n"))
}

fn hours_table() -> String {
    let head = [
        "who",
        "Monday to Thursday",
        "Friday",
        "Saturday",
        "Sunday",
        "public holidays",
        "basis",
        "source",
        "as of",
    ];
    table(&head, HOURS.iter().map(hours))
}

fn caps_table() -> String {
    let cells = |row: &CapRow| {
        let cells = [
            channel(row.channel).to_string(),
            purpose(row.purpose).into(),
            row.week.to_string(),
        ];
        cells.into()
    };
    let head = ["channel", "purpose", "messages in any seven days"];
    table(&head, CAPS.iter().map(cells))
}

fn limits() -> String {
    let hours = MARKETING_GAP.0 / Span::hours(1).0;
    format!(
        "On all channels together: {MARKETING_A_WEEK} marketing messages in any seven days, and {hours} hours between two of \
         them.\nA marketing text message takes at most {SMS_SEGMENTS} segments (160 characters of the GSM alphabet in one, \
         153 in each of several;\n70 and 67 as soon as one character is not in it), any other {SMS_SEGMENTS_OTHERWISE}."
    )
}

fn word(row: &WordRow) -> Vec<String> {
    let cells = [
        countries(row.countries),
        row.word.into(),
        row.source.into(),
        row.as_of.into(),
    ];
    cells.into()
}

fn confirmed(row: &ConfirmedRow) -> Vec<String> {
    let cells = [
        countries(row.countries),
        if row.confirmed { "yes" } else { "no" }.into(),
        row.source.into(),
        row.as_of.into(),
    ];
    cells.into()
}

fn table(head: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let line = |cells: &[String]| format!("| {} |", cells.join(" | "));
    let head: Vec<String> = head.iter().map(ToString::to_string).collect();
    let rule: Vec<String> = head.iter().map(|_| "---".to_string()).collect();
    let mut lines = Vec::from([line(&head), line(&rule)]);
    lines.extend(rows.map(|cells| line(&cells)));
    lines.join("\n")
}

fn hours(row: &HoursRow) -> Vec<String> {
    let week = &row.week;
    let holidays = match row.holidays {
        Holidays::Ordinary => "as on any day".to_string(),
        Holidays::Closed => "none".into(),
        Holidays::ClosedWithEve(eve) => {
            format!("none; the day before {}", stretch(Some(eve)))
        }
    };
    let basis = match row.basis {
        Basis::Law => "law",
        Basis::LawOfCalls => "law on calls, kept for texts",
        Basis::Custom => "custom",
        Basis::Ours => "our own",
    };
    let cells = [
        row.whom.to_string(),
        stretch(Some(week.monday_to_thursday)),
        stretch(Some(week.friday)),
        stretch(week.saturday),
        stretch(week.sunday),
        holidays,
        basis.into(),
        row.source.into(),
        row.as_of.into(),
    ];
    cells.into()
}

fn stretch(stretch: Option<Stretch>) -> String {
    stretch.map_or("none".into(), |(opens, closes)| {
        format!("{}–{}", clock(opens), clock(closes))
    })
}

fn holidays(row: &Calendar) -> Vec<String> {
    let days: Vec<String> = row.days.iter().map(|day| name(*day)).collect();
    let cells = [
        row.whom.to_string(),
        days.join(", "),
        row.source.into(),
        row.as_of.into(),
    ];
    cells.into()
}

fn name(day: Day) -> String {
    let on = |month: u8, day: u8| format!("{month:02}-{day:02}");
    match day {
        Day::On(month, day) => on(month, day),
        Day::OnOrSaturdayBefore(month, day) => {
            format!("{} or the Saturday before a Sunday", on(month, day))
        }
        Day::SaturdayFrom(month, day) => format!("the first Saturday from {}", on(month, day)),
        Day::Easter(days) => counted("Easter", days),
        Day::RoshHashanah(days) => counted("Rosh Hashanah", days),
    }
}

fn counted(feast: &str, days: i64) -> String {
    match days {
        0 => feast.into(),
        ..0 => format!("{feast} − {}", days.abs()),
        1.. => format!("{feast} + {days}"),
    }
}

fn sender(row: &SenderRow) -> Vec<String> {
    let sender = match row.sender {
        Sender::Any => "a name or a number",
        Sender::Name => "a name",
        Sender::TollFree => "a verified toll-free number",
        Sender::Registered => "one that the shop has registered there",
    };
    let named = if row.always_named {
        "every text"
    } else {
        "marketing"
    };
    let cells = [
        countries(row.countries),
        sender.into(),
        named.into(),
        row.source.into(),
        row.as_of.into(),
    ];
    cells.into()
}

fn countries(codes: &[&str]) -> String {
    if codes.is_empty() {
        "all others".into()
    } else {
        codes.join(", ")
    }
}

fn channel(channel: Channel) -> &'static str {
    match channel {
        Channel::Chat => "chat",
        Channel::Email => "e-mail",
        Channel::Sms => "text message",
        Channel::WhatsApp => "WhatsApp",
    }
}

fn purpose(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Marketing => "marketing",
        Purpose::Utility => "utility",
        Purpose::Service => "service",
    }
}

const INTRODUCTION: &str = "\
# Who may be sent what, when

This page is written by `policy::page` from the tables in `shared/src/policy/tables/`, which are the ones the code decides
by; a test keeps the two equal. After a change to a table, `UPDATE_GOLDENS=1` with the suite `tables` writes it anew.

It is not legal advice. Most sources are secondary, so each row is kept no wider than any of its sources has it. A shop may ask for
less than these rules allow, never for more.

## How a message is judged

`policy::decide` answers *allow*, *hold until* or *deny*, with every reason. What is missing or cannot be read denies.

1. **Time**: a message past its end is denied.
2. **Kind**: channel, address and message belong together. The shop's own people get service messages only, at the address the shop named.
3. **Channel**: the shop has not turned it off.
4. **Suppression**: the address has not bounced, complained or been blocklisted.
5. **Consent**: a grant for this channel, this purpose and this address. A withdrawal ends it, whatever order the two arrive in;
   afterwards only a grant that the shopper gives in person counts, and none that is dated within a minute of the withdrawal.
   A grant for marketing by e-mail that the shopper has still to confirm from the mailbox (double opt-in) holds the message instead.
   One message needs no grant: that a reply by text message from the United States or Canada has stopped messages, within five
   minutes and once (47 CFR 64.1200(a)(12)).
6. **Content**: for a text message the shop's name, how to stop, length and sender; for WhatsApp the day, the template, and the country.
7. **Caps**: by channel, purpose and week, for all marketing together, and the pause between two marketing messages.
8. **Hours**: by every clock the recipient may live by, of the number's country or state and of each place the shopper is known to be at.

Steps 1 to 6 deny. Steps 7 and 8 hold, until the first minute at which both agree; a hold beyond the message's end is a denial. A held message
is judged again, with the clocks of that day, when the hold is over.

## Hours

For marketing by text message and WhatsApp, in the recipient's local time. Whatever does not sell keeps the last row's hours
everywhere, and goes at once when the shopper asked for it, or wrote on WhatsApp, within the hour. E-mail keeps only a shop's own hours.
Somebody in the United States whose state is not known has the hours of all states' rows at once.

*as of* is the day on which a row was what we knew; it is no lawyer's check.";

const HOLIDAYS: &str = "\
## Public holidays

The days on which nothing sells where the table above says *none*. Fixed days are written month-day; *Easter + 1* is the Monday after
Easter Sunday. Days that only regions keep are not here.";

const CAPPED: &str = "\
## Caps

Our own numbers; no law asks for them. What goes to the shop's own people counts for nobody.";

const STOP: &str = "\
## How to stop

A marketing text message carries the word by itself, and with it an instruction in its own language. A message that does not tell its
language is held against all of them; one in a language that is not here is denied.";

const CONFIRMED: &str = "\
## Word that a stop is done

Who answers a message with words that stop messages is told once that it is done, within five minutes, and on the channel
that they wrote on: by text message where the table says so, by WhatsApp as free text, since they have just opened its 24
hours, by e-mail as a service message. It sells nothing, passes the same gate as every message, and is not repeated however
often they say stop before they agree anew. Who stops in another way (a link, the page of preferences, a report of the
provider's) sees it done there and is sent nothing.";

const SENDER: &str = "\
## Senders of text messages

A number that tells no place (toll-free, unassigned) gets no text message. Marketing names the shop everywhere.";

const REST: &str = "\
## WhatsApp

- Free text goes within 24 hours of the shopper's last message there (Meta's customer service window; Infobip, 360dialog).
- Otherwise a template that WhatsApp has approved. A marketing template needs the permission for marketing and a marketing message; a
  utility or authentication template carries no marketing message.
- No marketing template goes to a number of the United States (+1 with an area code of the United States or its territories; not
  Canada, not the rest of the Caribbean), nor to a number that tells no place: Meta has not delivered them since 2025-04-01 (Zoho's
  notices of 2025; Endear's help article 11642999; no lifting found).
- Consent comes before any of it, template or free text.

## The channel of a follow-up

`policy::choose_channel` proposes: the channel the shopper likes best, if it was agreed to; the only one that was agreed to; e-mail when the
message is long or compares products; when it is urgent, one that rings; of several, the one that disturbs least (e-mail, WhatsApp, text
message). Without any consent it proposes none.

## Stricter, never looser

`policy::Stricter` is what a shop may ask for besides: hours for all messages or by country, no Sundays, no public holidays, channels
turned off, lower caps, a longer pause, fewer segments. Hours are kept besides the tables', and of two numbers the stricter counts, so
there is no value of it that allows what the tables do not.";
