//! What an answer of Brevo's that is no success means for the one who waits for it.

use super::wire::Refusal;
use shared::time::Span;
use std::fmt;

/// Why a call did not do what was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// Not now; later it may work.
    Retryable {
        /// Brevo's own word on when, if it gave one.
        after: Option<Span>,
        /// The status it answered.
        status: u16,
    },
    /// No answer came, or none that can be read: it may or may not have been done.
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
    },
}

impl Failure {
    /// What an answer with this status, these words and this time until the limit's reset means.
    pub(super) fn of(status: u16, body: &[u8], reset: Option<Span>) -> Self {
        let refusal: Refusal = serde_json::from_slice(body).unwrap_or_default();
        match status {
            408 | 425 | 429 | 500..=599 => Self::Retryable {
                after: reset.filter(|_| status == 429),
                status,
            },
            // Brevo documents no code for this; the words name "an unrecognised IP address".
            401 | 403 if refusal.message.contains("IP address") => Self::BlockedIp,
            402 => Self::OutOfCredits,
            _ if refusal.code == "not_enough_credits" => Self::OutOfCredits,
            400 if is_replay(&refusal) => Self::TakenBefore,
            _ => Self::refused(status, refusal),
        }
    }

    fn refused(status: u16, refusal: Refusal) -> Self {
        let code = if refusal.code.is_empty() {
            format!("http_{status}")
        } else {
            refusal.code
        };
        Self::Permanent {
            status,
            code: bounded(code, 60),
            message: bounded(refusal.message, 300),
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
            Self::Retryable { status, .. } => write!(f, "Brevo answered {status}; it is tried again"),
            Self::Ambiguous => f.write_str("Brevo gave no answer, so nobody knows whether it was sent"),
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

    #[track_caller]
    fn check(status: u16, body: &str, expected: &Failure) {
        let reset = Some(Span::seconds(7));
        assert_eq!(&Failure::of(status, body.as_bytes(), reset), expected);
    }

    fn busy(status: u16, after: Option<Span>) -> Failure {
        Failure::Retryable { after, status }
    }

    fn refused(status: u16, code: &str, message: &str) -> Failure {
        Failure::Permanent {
            status,
            code: code.into(),
            message: message.into(),
        }
    }

    #[test]
    fn each_answer_means_one_thing() {
        let unauthorized =
            r#"{"message":"authentication not found in headers","code":"unauthorized"}"#;
        let blocked = r#"{"message":"We have detected you are using an unrecognised IP address 192.0.2.1.","code":"unauthorized"}"#;
        check(429, "{}", &busy(429, Some(Span::seconds(7))));
        check(425, "{}", &busy(425, None));
        check(503, "<html>", &busy(503, None));
        check(
            401,
            unauthorized,
            &refused(401, "unauthorized", "authentication not found in headers"),
        );
        check(401, blocked, &Failure::BlockedIp);
        check(402, "{}", &Failure::OutOfCredits);
        check(
            400,
            r#"{"code":"not_enough_credits","message":"no"}"#,
            &Failure::OutOfCredits,
        );
        check(
            400,
            r#"{"code":"duplicate_parameter","message":"used"}"#,
            &Failure::TakenBefore,
        );
        check(
            400,
            r#"{"code":"duplicate_parameter","message":"taken","metadata":{"duplicate_identifiers":["SMS"]}}"#,
            &refused(400, "duplicate_parameter", "taken"),
        );
        check(
            400,
            r#"{"message":"bad"}"#,
            &refused(400, "http_400", "bad"),
        );
        check(302, "", &refused(302, "http_302", ""));
    }

    #[test]
    fn a_long_refusal_is_cut() {
        let body = format!(
            r#"{{"code":"bad_request","message":"{}"}}"#,
            "ü".repeat(1000)
        );
        check(400, &body, &refused(400, "bad_request", &"ü".repeat(300)));
    }
}
