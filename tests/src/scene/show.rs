//! What a conversation does, as lines that a merchant can read.

use shared::contact::EmailAddress;
use shared::conversation::{Effect, LedgerEntry, Query};
use shared::delivery::{Draft, Message, Recipient};
use shared::money::Money;
use shared::time::Offset;
use shared::wire::frame_v1::{Author, Card, Part, Turn};

/// The lines of these effects.
#[must_use]
pub(super) fn effects(effects: &[Effect], offset: Offset) -> Vec<String> {
    let mut lines = Vec::new();
    for effect in effects {
        match effect {
            Effect::Append(turn) => lines.extend(self::turn(turn)),
            // A stored turn is always acknowledged; one that is acknowledged without being stored was known before.
            Effect::Ack { seq, .. } => {
                let stored =
                    |effect: &Effect| matches!(effect, Effect::Append(turn) if turn.seq == *seq);
                if !effects.iter().any(stored) {
                    lines.push(arrow(&format!(
                        "acknowledged again as turn {seq}; nothing else"
                    )));
                }
            }
            Effect::Refuse {
                refusal,
                retry_after_s,
                ..
            } => lines.push(arrow(&format!(
                "refused: {refusal:?}{}",
                again(*retry_after_s)
            ))),
            Effect::LookUp { lookup, query } => {
                lines.push(arrow(&format!(
                    "looks up {} (number {lookup})",
                    self::query(query)
                )));
            }
            Effect::Deny {
                refusal,
                retry_after_s,
                ..
            } => lines.push(arrow(&format!(
                "the agent is refused: {refusal:?}{}",
                again(*retry_after_s)
            ))),
            Effect::Presence => lines.push(arrow("who is there has changed")),
            Effect::Record(entry) => lines.extend(consent(entry)),
            Effect::Deliver(draft) => lines.extend(delivery(draft, offset)),
            Effect::Report(record) => {
                lines.push(arrow(&format!(
                    "session: {:?}, {} turns",
                    record.outcome, record.turns
                )));
            }
        }
    }
    lines
}

fn again(retry_after_s: u32) -> String {
    match retry_after_s {
        0 => String::new(),
        seconds => format!(", again in {seconds} s"),
    }
}

fn consent(entry: &LedgerEntry) -> [String; 2] {
    let proof = &entry.proof;
    let head = format!(
        "keeps consent {}: {:?} for {:?} at {}, on {}",
        entry.id,
        entry.channel,
        entry.purpose,
        entry.address.hint(),
        proof.place
    );
    [arrow(&head), format!("{INDENT}  \"{}\"", proof.text)]
}

fn turn(turn: &Turn) -> Vec<String> {
    let author = match &turn.author {
        // The script's own line says what the shopper did.
        Author::Shopper => return Vec::new(),
        Author::Assistant => "assistant",
        Author::Agent(name) => name,
    };
    let lines: Vec<String> = turn.parts.iter().flat_map(part).collect();
    let first = lines
        .first()
        .map(|line| format!("{:10}{author:10}{line}", ""));
    let rest = lines.iter().skip(1).map(|line| format!("{INDENT}{line}"));
    first.into_iter().chain(rest).collect()
}

fn part(part: &Part) -> Vec<String> {
    match part {
        Part::Text(text) => vec![text.clone()],
        Part::Choices(choices) => {
            let labels: Vec<&str> = choices
                .choices
                .iter()
                .map(|choice| choice.label.as_str())
                .collect();
            let many = if choices.many { " (several)" } else { "" };
            vec![format!("[ {} ]{many}", labels.join(" | "))]
        }
        Part::Field(field) => vec![format!("[ {}: ____ ]", field.label)],
        Part::Products(cards) => cards.iter().flat_map(card).collect(),
        Part::Comparison(comparison) => {
            let row =
                |label: &str, values: &[String]| format!("{label:16}| {}", values.join(" | "));
            let head = row("", &comparison.titles);
            let rows = comparison
                .rows
                .iter()
                .map(|line| row(&line.label, &line.values));
            core::iter::once(head).chain(rows).collect()
        }
        Part::Consent(form) => form
            .offers
            .iter()
            .map(|offer| format!("( ) {:?}: \"{}\"", offer.channel, offer.text))
            .collect(),
        Part::Source { label, url } => vec![format!(
            "(from: {label}, {})",
            url.as_deref().unwrap_or("no page")
        )],
        Part::Added { title, quantity } => vec![format!("(added {quantity} × {title})")],
        Part::Consented { channel, hint } => vec![format!("(consent: {channel:?} {hint})")],
        Part::Link { label, url } => vec![format!("{label}: {url}")],
        Part::HandedOver => vec!["(a person has been told)".into()],
        Part::Ended => vec!["(the conversation has ended)".into()],
        Part::Lines(lines) => lines
            .iter()
            .map(|line| format!("* {} × {}: {}", line.quantity, line.title, line.total))
            .collect(),
        Part::Code(code) => vec![format!("[ Apply {code} ]")],
        Part::Rating(rating) => {
            let comment = rating.comment.iter();
            let comment = comment.map(|label| format!("[ {label}: ____ ]"));
            core::iter::once("[ 1 | 2 | 3 | 4 | 5 stars ]".into())
                .chain(comment)
                .collect()
        }
    }
}

fn card(card: &Card) -> Vec<String> {
    let prices: Vec<String> = card
        .variants
        .iter()
        .map(|variant| {
            let sold_out = if variant.available { "" } else { " (sold out)" };
            format!(
                "{} {}{sold_out}",
                variant.label,
                Money::to_string(&variant.price)
            )
        })
        .collect();
    let mut lines = vec![format!("* {}: {}", card.title, prices.join(", "))];
    lines.extend(card.reasons.iter().map(|reason| format!("  + {reason}")));
    lines.extend(card.differs.iter().map(|differs| format!("  ~ {differs}")));
    lines
}

fn query(query: &Query) -> String {
    match query {
        Query::Recommend(want) => format!("{} products that fit", want.limit),
        Query::Compare(products) | Query::CompareFor { products, .. } => {
            format!("how {} products differ", products.len())
        }
        Query::Delivery { country, .. } => {
            format!(
                "delivery to {}",
                country.as_deref().unwrap_or("an unknown country")
            )
        }
        Query::Suggest { mode, beside, .. } => {
            format!("products ({mode:?}) beside {} others", beside.len())
        }
        Query::Stock(about) => format!("stock of {about:?}"),
        Query::Order { number, email } => format!("order {number} of {email}"),
        Query::Discount { code, .. } => format!("the code {code}"),
        Query::ReturnPolicy { .. } => "the return policy".into(),
        Query::Returns { number, email } => format!("what can go back of {number} of {email}"),
        Query::Answer { question } => format!("an answer to \"{question}\""),
        Query::Size { about, with } => format!("the size of {about:?} for {with:?}"),
        Query::Compatibility { about, with } => format!("whether {about:?} goes with {with:?}"),
        Query::Loyalty { email } => format!("the points of {email}"),
    }
}

pub(super) fn delivery(draft: &Draft, offset: Offset) -> Vec<String> {
    let to = match &draft.recipient {
        Recipient::Shopper { address } => format!("the shopper, {}", address.hint()),
        Recipient::Shop { address } => format!("the shop, {}", address.hint()),
    };
    let due = draft.due.local(offset);
    let time = format!("{:02}:{:02}", due.minute / 60, due.minute % 60);
    let head = format!(
        "sends {:?} to {to} for {:?}, due {time}, key {}",
        draft.channel, draft.purpose, draft.id
    );
    let mut lines = vec![arrow(&head)];
    let text = match &draft.message {
        Message::Email {
            subject,
            text,
            reply_to,
            ..
        } => {
            let reply = reply_to.as_ref().map(EmailAddress::hint);
            lines.push(format!("{INDENT}  > Subject: {subject}"));
            lines.push(format!(
                "{INDENT}  > Answers go to: {}",
                reply.as_deref().unwrap_or("the sender")
            ));
            text
        }
        Message::Sms { text } | Message::WhatsApp { text, .. } => text,
    };
    lines.extend(
        text.lines()
            .map(|line| format!("{INDENT}  > {line}").trim_end().to_string()),
    );
    lines
}

pub(super) fn arrow(text: &str) -> String {
    format!("{:10}→ {text}", "")
}

const INDENT: &str = "                    ";
