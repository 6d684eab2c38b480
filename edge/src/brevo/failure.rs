//! What an answer of Brevo's that is no success means for the one who waits for it.

use super::endpoint::Repeat;
use super::message::Unsendable;
use super::wire::Refusal;
use shared::json;
use shared::time::Span;
use std::fmt;

/// Why a call did not do what was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// Not now; later it may work.
    Retryable {
        /// Brevo's own word on when, if it gave one.
        after: Option<Span>,
        /// The status it answered; none when no answer came to a call that may be made twice.
        status: Option<u16>,
    },
    /// No answer came, or one from which nobody can tell: it may or may not have been done, and twice would be too often.
    Ambiguous,
    /// The same idempotency key was used before, so the message was taken then.
    TakenBefore,
    /// Brevo does not take calls from an address it has not seen before.
    BlockedIp,
    /// The account has no credits left for this channel.
    OutOfCredits,
    /// Refused for good.
    Permanent {
        /// The status it answered.
        status: u16,
        /// Brevo's own code.
        code: String,
        /// Brevo's own words.
        message: String,
        /// Which of a contact's names belong to another contact: `email`, `SMS`. Brevo's code for it varies.
        duplicates: Vec<String>,
    },
}

impl Failure {
    /// What an answer with this status, these words and this time until the limit's reset means.
    pub(super) fn of(status: u16, body: &[u8], reset: Option<Span>, repeat: Repeat) -> Self {
        let refusal: Refusal = json::read(body).unwrap_or_default();
        match status {
            // Refused at the door, so certainly not done.
            408 | 425 | 429 | 503 => Self::Retryable {
                after: reset.filter(|_| status == 429),
                status: Some(status),
            },
            500..=599 => Self::unclear(Some(status), repeat),
            // Brevo documents no code for this; the words name "an unrecognised IP address".
            401 | 403 if refusal.message.contains("IP address") => Self::BlockedIp,
            402 => Self::OutOfCredits,
            _ if refusal.code == "not_enough_credits" => Self::OutOfCredits,
            400 if repeat == Repeat::Keyed && is_replay(&refusal) => Self::TakenBefore,
            _ => Self::refused(status, refusal),
        }
    }

    /// What silence means, or a fault in the midst of the work.
    pub(super) fn unclear(status: Option<u16>, repeat: Repeat) -> Self {
        match repeat {
            Repeat::Safe => Self::Retryable {
                after: None,
                status,
            },
            Repeat::Keyed | Repeat::Never => Self::Ambiguous,
        }
    }

    /// An answer that says it was done and cannot be read.
    pub(super) fn unreadable(status: u16) -> Self {
        Self::Permanent {
            status,
            code: "unreadable_answer".into(),
            message: "the answer is not what Brevo's reference describes".into(),
            duplicates: Vec::new(),
        }
    }

    /// A message that was not handed to Brevo at all.
    pub(super) fn unsendable(why: Unsendable) -> Self {
        let (code, message) = why.told();
        Self::Permanent {
            status: 400,
            code: code.into(),
            message: message.into(),
            duplicates: Vec::new(),
        }
    }

    /// Whether the whole account is refused, so that no other call would do better.
    pub(crate) fn stops_the_account(&self) -> bool {
        match self {
            Self::BlockedIp => true,
            Self::Permanent { status, .. } => *status == 401,
            Self::Retryable { .. } | Self::Ambiguous | Self::TakenBefore | Self::OutOfCredits => {
                false
            }
        }
    }

    fn refused(status: u16, refusal: Refusal) -> Self {
        let code = if refusal.code.is_empty() {
            format!("http_{status}")
        } else {
            refusal.code
        };
        let duplicates = refusal.metadata.duplicate_identifiers.into_iter().take(10);
        Self::Permanent {
            status,
            code: bounded(code, 60),
            message: bounded(refusal.message, 300),
            duplicates: duplicates.map(|name| bounded(name, 60)).collect(),
        }
    }

    /// A stable name for the log and the operator.
    pub(crate) fn code(&self) -> &str {
        match self {
            Self::Retryable { .. } => "brevo_busy",
            Self::Ambiguous => "brevo_no_answer",
            Self::TakenBefore => "brevo_taken_before",
            Self::BlockedIp => "brevo_blocked_ip",
            Self::OutOfCredits => "brevo_out_of_credits",
            Self::Permanent { code, .. } => code,
        }
    }
}

impl fmt::Display for Failure {
    /// A sentence for the merchant: what is wrong and, where they can do something, what.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Retryable { status: Some(status), .. } => write!(f, "Brevo answered {status}; it is tried again"),
            Self::Retryable { status: None, .. } => f.write_str("Brevo gave no answer; it is tried again"),
            Self::Ambiguous => f.write_str("Brevo gave no clear answer, so nobody knows whether it was sent"),
            Self::TakenBefore => f.write_str("Brevo had taken it before"),
            Self::BlockedIp => f.write_str(
                "Brevo blocks calls from unknown IP addresses: in Brevo under Security, Authorised IPs, switch off \
                 blocking of unknown IP addresses, since this service calls from changing ones",
            ),
            Self::OutOfCredits => f.write_str("the Brevo account has no credits left for this channel"),
            Self::Permanent { code, message, .. } => write!(f, "Brevo refused it: {message} ({code})"),
        }
    }
}

/// A key that was used before. A contact's duplicate carries metadata, and is something else.
fn is_replay(refusal: &Refusal) -> bool {
    let replayed = matches!(
        refusal.code.as_str(),
        "duplicate_parameter" | "duplicate_request"
    );
    replayed && refusal.metadata.duplicate_identifiers.is_empty()
}

fn bounded(text: String, chars: usize) -> String {
    if text.chars().count() <= chars {
        return text;
    }
    text.chars().take(chars).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const BLOCKED: &str = r#"{"message":"We have detected you are using an unrecognised IP address 192.0.2.1.","code":"unauthorized"}"#;
    const NO_KEY: &str =
        r#"{"message":"authentication not found in headers","code":"unauthorized"}"#;
    const TWICE: &str = r#"{"code":"duplicate_parameter","message":"used"}"#;
    const TAKEN: &str = r#"{"code":"invalid_parameter","message":"taken","metadata":{"duplicate_identifiers":["SMS"]}}"#;

    #[track_caller]
    fn check(status: u16, body: &str, repeat: Repeat, expected: &Failure) {
        let reset = Some(Span::seconds(7));
        let failure = Failure::of(status, body.as_bytes(), reset, repeat);
        assert_eq!(&failure, expected, "{status} {repeat:?}");
    }

    fn busy(status: u16, after: Option<Span>) -> Failure {
        Failure::Retryable {
            after,
            status: Some(status),
        }
    }

    fn refused(status: u16, code: &str, message: &str, duplicates: &[&str]) -> Failure {
        Failure::Permanent {
            status,
            code: code.into(),
            message: message.into(),
            duplicates: duplicates.iter().map(|&name| name.into()).collect(),
        }
    }

    #[test]
    fn each_answer_means_one_thing() {
        let key = "authentication not found in headers";
        for (status, body, expected) in [
            (429, "{}", busy(429, Some(Span::seconds(7)))),
            (425, "{}", busy(425, None)),
            (503, "<html>", busy(503, None)),
            (401, NO_KEY, refused(401, "unauthorized", key, &[])),
            (401, BLOCKED, Failure::BlockedIp),
            (402, "{}", Failure::OutOfCredits),
            (
                400,
                r#"{"code":"not_enough_credits"}"#,
                Failure::OutOfCredits,
            ),
            (
                400,
                TAKEN,
                refused(400, "invalid_parameter", "taken", &["SMS"]),
            ),
            (
                400,
                r#"{"message":"bad"}"#,
                refused(400, "http_400", "bad", &[]),
            ),
            (302, "", refused(302, "http_302", "", &[])),
        ] {
            for repeat in [Repeat::Safe, Repeat::Keyed, Repeat::Never] {
                check(status, body, repeat, &expected);
            }
        }
    }

    #[test]
    fn a_fault_in_the_midst_of_the_work_is_unclear_unless_twice_is_once() {
        for status in [500, 502, 504] {
            check(status, "", Repeat::Safe, &busy(status, None));
            check(status, "", Repeat::Keyed, &Failure::Ambiguous);
            check(status, "", Repeat::Never, &Failure::Ambiguous);
        }
    }

    #[test]
    fn only_a_key_can_have_been_used_before() {
        check(400, TWICE, Repeat::Keyed, &Failure::TakenBefore);
        check(
            400,
            TWICE,
            Repeat::Safe,
            &refused(400, "duplicate_parameter", "used", &[]),
        );
    }

    #[test]
    fn a_long_refusal_is_cut() {
        let body = format!(
            r#"{{"code":"bad_request","message":"{}"}}"#,
            "ü".repeat(1000)
        );
        let cut = refused(400, "bad_request", &"ü".repeat(300), &[]);
        check(400, &body, Repeat::Never, &cut);
    }
}
