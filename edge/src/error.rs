//! The one way failure becomes an answer: a public code and message, and a private cause that only the log sees.

use serde::{Deserialize, Serialize};
use shared::wire::document_v1::Problem;
use std::borrow::Cow;

pub(crate) type Result<T> = core::result::Result<T, Error>;

/// A failure that has an HTTP status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Error {
    pub(crate) status: u16,
    /// Stable, in lower case with underscores; programs read it.
    pub(crate) code: Cow<'static, str>,
    /// For people; never names what is inside.
    pub(crate) message: Cow<'static, str>,
    /// What is wrong with a document, each with its place.
    pub(crate) problems: Vec<Problem>,
    /// What happened, for the log; never words, addresses or numbers of a shopper.
    pub(crate) cause: Option<String>,
    /// What the asker may quote; none until it is answered.
    pub(crate) request: Option<Box<str>>,
    /// Seconds after which it may be tried again; 0 where waiting changes nothing.
    pub(crate) retry_after_s: u32,
}

/// The JSON of a failure, over HTTP and between objects.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Body<'a> {
    pub(crate) code: Cow<'a, str>,
    pub(crate) message: Cow<'a, str>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) problems: Vec<Problem>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) request: Option<Box<str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) retry_after_s: Option<u32>,
}

impl Error {
    /// A refusal: the asker can do something about it.
    pub(crate) fn refusal(
        status: u16,
        code: &'static str,
        message: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self {
            status,
            code: Cow::Borrowed(code),
            message: message.into(),
            problems: Vec::new(),
            cause: None,
            request: None,
            retry_after_s: 0,
        }
    }

    pub(crate) fn bad_request(code: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        Self::refusal(400, code, message)
    }

    pub(crate) fn not_found(what: &'static str) -> Self {
        Self::refusal(404, "not_found", what)
    }

    pub(crate) fn too_large(limit: usize) -> Self {
        Self::refusal(413, "too_large", format!("more than {limit} bytes"))
    }

    /// More than a limit allows; after so many seconds it is welcome again.
    pub(crate) fn too_many(seconds: u32) -> Self {
        Self {
            retry_after_s: seconds,
            ..Self::refusal(
                429,
                "too_many",
                "there are too many at once just now; please try again in a moment",
            )
        }
    }

    /// A document that was read and is wrong, with everything that is wrong with it.
    pub(crate) fn unprocessable(
        code: &'static str,
        message: impl Into<Cow<'static, str>>,
        problems: Vec<Problem>,
    ) -> Self {
        Self {
            problems,
            ..Self::refusal(422, code, message)
        }
    }

    /// Whether asking again is no use: what was asked is refused, and not the moment (408, 425 and 429, RFC 9110, 8470
    /// and 6585).
    pub(crate) fn is_final(&self) -> bool {
        self.status < 500 && !matches!(self.status, 408 | 425 | 429)
    }

    /// What is wrong with a variable or secret of the operator's, by its name.
    pub(crate) fn config(variable: &str, what: &str) -> Self {
        let message = format!("{variable} {what}");
        Self {
            cause: Some(message.clone()),
            ..Self::refusal(500, "config", message)
        }
    }

    /// A fault of ours; `cause` goes to the log only.
    pub(crate) fn fault(cause: impl Into<String>) -> Self {
        Self {
            cause: Some(cause.into()),
            ..Self::refusal(500, "fault", "a fault of ours; try again")
        }
    }

    /// Another object's failure as its own answer told it; that object has logged the cause.
    pub(crate) fn relayed(status: u16, body: Body<'static>) -> Self {
        Self {
            status,
            code: body.code,
            message: body.message,
            problems: body.problems,
            cause: None,
            request: body.request,
            retry_after_s: body.retry_after_s.unwrap_or_default(),
        }
    }

    /// The same failure where it ends here and nobody is answered, so that the log says what was being done.
    pub(crate) fn while_doing(mut self, what: &str) -> Self {
        let cause = self
            .cause
            .take()
            .unwrap_or_else(|| format!("{} {}", self.status, self.code));
        self.cause = Some(format!("{what}: {cause}"));
        self
    }

    pub(crate) fn body(&self) -> Body<'_> {
        Body {
            code: Cow::Borrowed(&self.code),
            message: Cow::Borrowed(&self.message),
            problems: self.problems.clone(),
            request: self.request.clone(),
            retry_after_s: (self.retry_after_s > 0).then_some(self.retry_after_s),
        }
    }
}

impl From<worker::Error> for Error {
    fn from(error: worker::Error) -> Self {
        Self::fault(error.to_string())
    }
}

impl From<shared::json::Error> for Error {
    /// Of our own stored or internal JSON; where the JSON is somebody else's, the caller says what is wrong with it.
    fn from(error: shared::json::Error) -> Self {
        match error {
            shared::json::Error::Syntax(error) => error.into(),
            // What is wrong may quote a value, and where it is may quote a key, so neither goes into the log.
            shared::json::Error::Shape { .. } => Self::fault("json: of another shape"),
        }
    }
}

impl From<serde_json::Error> for Error {
    /// Of our own JSON, which could not be written.
    fn from(error: serde_json::Error) -> Self {
        // The message may quote a value, so only its kind and place go into the log.
        Self::fault(format!(
            "json: {:?} at {}:{}",
            error.classify(),
            error.line(),
            error.column()
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_refused_for_now_is_asked_again() {
        let of = |status| Error::refusal(status, "x", "x").is_final();
        assert!([400, 403, 404, 409, 410, 413, 422].into_iter().all(of));
        assert!(![408, 425, 429, 500, 502, 503].into_iter().any(of));
    }
}
