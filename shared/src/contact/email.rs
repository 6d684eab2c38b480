//! E-mail addresses as shops meet them: one mailbox, no comments, quotes or display name.

use alloc::{format, string::String};
use core::{fmt, str::FromStr};
use serde::{Deserialize, Serialize};

/// An e-mail address. The domain is in lower case; the local part is as given, since its case is the host's to read.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(String);

/// A text that is no e-mail address we would send to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParseEmailError {
    /// Nothing, or no part before or after the `@`.
    #[error("an e-mail address is a name, an @ and a domain")]
    Incomplete,
    /// More than 254 characters in all, or 64 before the `@` (RFC 5321, 4.5.3.1).
    #[error("an e-mail address is at most 254 characters, 64 of them before the @")]
    TooLong,
    /// A character, or a place for a dot, that mail hosts refuse.
    #[error("an e-mail address holds a character or dot that does not belong there")]
    Character,
    /// A domain without a dot, or with an empty or badly placed part.
    #[error("the part after the @ is no domain")]
    Domain,
}

impl EmailAddress {
    /// The whole address. For sending only: it belongs in no log.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address with its middle hidden, such as `a…e@example.com`.
    #[must_use]
    pub fn hint(&self) -> String {
        let (local, domain) = self.0.split_once('@').unwrap_or((&self.0, ""));
        let mut letters = local.chars();
        let first = letters.next().unwrap_or('…');
        match letters.next_back() {
            // Two letters shown of two or three would show nearly all of it.
            Some(last) if local.chars().count() > 3 => format!("{first}…{last}@{domain}"),
            _ => format!("{first}…@{domain}"),
        }
    }
}

impl FromStr for EmailAddress {
    type Err = ParseEmailError;

    /// Takes what a person types: white space around it is ignored.
    fn from_str(text: &str) -> Result<Self, ParseEmailError> {
        let (local, domain) = text
            .trim()
            .rsplit_once('@')
            .ok_or(ParseEmailError::Incomplete)?;
        if local.is_empty() || domain.is_empty() {
            return Err(ParseEmailError::Incomplete);
        }
        if local.len() > MAX_LOCAL || local.len() + 1 + domain.len() > MAX_LEN {
            return Err(ParseEmailError::TooLong);
        }
        let dots = local.starts_with('.') || local.ends_with('.') || local.contains("..");
        if dots || !local.bytes().all(in_local) {
            return Err(ParseEmailError::Character);
        }
        if !is_domain(domain) {
            return Err(ParseEmailError::Domain);
        }
        Ok(Self(format!("{local}@{}", domain.to_ascii_lowercase())))
    }
}

impl TryFrom<String> for EmailAddress {
    type Error = ParseEmailError;
    fn try_from(text: String) -> Result<Self, ParseEmailError> {
        text.parse()
    }
}

impl From<EmailAddress> for String {
    fn from(email: EmailAddress) -> Self {
        email.0
    }
}

impl fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.hint())
    }
}

/// RFC 5322's `atext` and the dot; letters outside ASCII need SMTPUTF8, which hardly any shop's host offers.
fn in_local(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&byte)
}

fn is_domain(domain: &str) -> bool {
    let label = |part: &str| {
        (1..=63).contains(&part.len())
            && !part.starts_with('-')
            && !part.ends_with('-')
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let top = domain.rsplit('.').next().unwrap_or("");
    // A last part of digits would be an IP address, which shoppers do not have mail at.
    domain.contains('.')
        && domain.split('.').all(label)
        && top.len() >= 2
        && !top.bytes().all(|byte| byte.is_ascii_digit())
}

const MAX_LOCAL: usize = 64;
const MAX_LEN: usize = 254;
