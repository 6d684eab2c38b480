//! The one way failure becomes an answer: a public code and message, and a private cause that only the log sees.

use serde::{Deserialize, Serialize};
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
}

/// One thing wrong with a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Problem {
    /// Where: `line 17`, `steps.concern.choices[1].next`.
    pub(crate) place: String,
    /// What is wrong there.
    pub(crate) reason: String,
}

/// The JSON of a failure, over HTTP and between objects.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Body<'a> {
    pub(crate) code: Cow<'a, str>,
    pub(crate) message: Cow<'a, str>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) problems: Vec<Problem>,
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

    /// A variable or secret that the operator has not set, by its name.
    pub(crate) fn config(variable: &str) -> Self {
        Self {
            cause: Some(format!("{variable} is not set")),
            ..Self::refusal(
                500,
                "config",
                format!("{variable} is not set on this Worker"),
            )
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
        }
    }
}

impl From<worker::Error> for Error {
    fn from(error: worker::Error) -> Self {
        Self::fault(error.to_string())
    }
}

impl From<serde_json::Error> for Error {
    /// Of our own stored or internal JSON; where the JSON is somebody else's, the caller says what is wrong with it.
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
