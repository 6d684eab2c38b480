//! A call before it is made: where it goes, what it carries, how its answer reads. Pure, so that what goes over the wire
//! is the same in a test.

use super::endpoint::Endpoint;
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::json;

/// A call whose answer is a `T`.
pub(crate) struct Call<T> {
    pub(crate) endpoint: Endpoint,
    /// The endpoint's path with its holes filled, and the query.
    pub(super) path: String,
    /// JSON, if it carries a body.
    pub(super) body: Option<Vec<u8>>,
    /// `None` for an answer that cannot be read.
    pub(super) read: fn(&[u8]) -> Option<T>,
}

impl Call<()> {
    /// A call whose answer says nothing but that it was done.
    pub(super) fn of(endpoint: Endpoint) -> Self {
        Self {
            path: endpoint.path.to_owned(),
            endpoint,
            body: None,
            read: |_| Some(()),
        }
    }
}

impl<T> Call<T> {
    /// Fills the first hole of the path; `value` may hold anything.
    pub(super) fn at(mut self, value: &str) -> Self {
        if let Some((before, rest)) = self.path.split_once('{')
            && let Some((_, after)) = rest.split_once('}')
        {
            self.path = format!("{before}{}{after}", percent_encode(value));
        }
        self
    }

    /// Adds a pair to the query.
    pub(super) fn asking(mut self, name: &str, value: &str) -> Self {
        let mark = if self.path.contains('?') { '&' } else { '?' };
        self.path = format!("{}{mark}{name}={}", self.path, percent_encode(value));
        self
    }

    pub(super) fn with<B: Serialize>(mut self, body: &B) -> Self {
        // Our own shapes have text for keys and no numbers beyond JSON's, which is all that could fail.
        self.body = serde_json::to_vec(body).ok();
        self
    }

    pub(super) fn answering<U>(self, read: fn(&[u8]) -> Option<U>) -> Call<U> {
        Call {
            endpoint: self.endpoint,
            path: self.path,
            body: self.body,
            read,
        }
    }

    /// As [`Self::answering`], for JSON that is an answer as it stands.
    pub(super) fn answering_json<U: DeserializeOwned>(self) -> Call<U> {
        self.answering(|bytes| json::read(bytes).ok())
    }
}

/// Everything but RFC 3986's unreserved characters.
fn percent_encode(text: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes().fold(String::new(), |mut encoded, byte| {
        if is_plain(byte) {
            encoded.push(char::from(byte));
            encoded
        } else {
            format!("{encoded}%{byte:02X}")
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::brevo::endpoint;

    #[test]
    fn what_fills_a_path_cannot_leave_it() {
        let call = Call::of(endpoint::ATTRIBUTE_CREATE)
            .at("normal")
            .at("../A?b");
        assert_eq!(call.path, "/contacts/attributes/normal/..%2FA%3Fb");
        let call = Call::of(endpoint::SENDERS)
            .asking("domain", "a&b")
            .asking("ip", "1");
        assert_eq!(call.path, "/senders?domain=a%26b&ip=1");
    }
}
