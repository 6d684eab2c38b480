//! Identifiers. Each kind is its own type, so that one cannot be given where another is meant.

use alloc::string::String;
use core::{fmt, str::FromStr};
use serde::{Deserialize, Serialize};

/// A text that is not a valid identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParseIdError {
    /// Nothing was given.
    #[error("an id is empty")]
    Empty,
    /// More characters than any id of ours has.
    #[error("an id is longer than {MAX_LEN} characters")]
    TooLong,
    /// A character outside letters, digits, `-`, `_`, `.` and `:`.
    #[error("an id holds a character other than letters, digits, '-', '_', '.' and ':'")]
    Character,
    /// A shop's id that is no host name in lower case.
    #[error("a shop's id is its permanent host name in lower case, such as fernwood.myshopify.com")]
    NotAHost,
}

const MAX_LEN: usize = 100;

fn check(text: &str) -> Result<(), ParseIdError> {
    if text.is_empty() {
        return Err(ParseIdError::Empty);
    }
    if text.len() > MAX_LEN {
        return Err(ParseIdError::TooLong);
    }
    let known =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b':');
    if text.bytes().all(known) {
        Ok(())
    } else {
        Err(ParseIdError::Character)
    }
}

fn check_host(text: &str) -> Result<(), ParseIdError> {
    check(text)?;
    let label = |part: &str| {
        !part.is_empty()
            && !part.starts_with('-')
            && !part.ends_with('-')
            && part
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    if text.contains(['.']) && text.split(['.']).all(label) {
        Ok(())
    } else {
        Err(ParseIdError::NotAHost)
    }
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $check:path) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The text of this id.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = ParseIdError;
            fn from_str(text: &str) -> Result<Self, ParseIdError> {
                $check(text)?;
                Ok(Self(text.into()))
            }
        }

        impl TryFrom<String> for $name {
            type Error = ParseIdError;
            fn try_from(text: String) -> Result<Self, ParseIdError> {
                $check(&text)?;
                Ok(Self(text))
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id!(
    /// A shop, by its permanent host name (`fernwood.myshopify.com`).
    ShopId,
    check_host
);
id!(
    /// A message template, as the channel that approved it names it.
    TemplateId,
    check
);
id!(
    /// A conversation; random, made by the edge.
    ConversationId,
    check
);
id!(
    /// An agent within one shop (`mia`); given by whoever lets them in.
    AgentId,
    check
);
id!(
    /// A shopper within one shop; random, made by the edge.
    ShopperId,
    check
);
id!(
    /// A customer who is signed in at the shop, by the shop platform's number.
    CustomerId,
    check
);
id!(
    /// A shopper's or agent's turn or request, made by whoever takes it; the same id again is the same turn.
    TurnId,
    check
);
id!(
    /// A flow within a shop (`product-finder`).
    FlowId,
    check
);
id!(
    /// A step within a flow.
    StepId,
    check
);
id!(
    /// A choice within a step, or a value of an attribute.
    ChoiceId,
    check
);
id!(
    /// A product, by the shop platform's number.
    ProductId,
    check
);
id!(
    /// A variant of a product, by the shop platform's number.
    VariantId,
    check
);
id!(
    /// A line of an order, by the shop platform's number.
    OrderLineId,
    check
);
id!(
    /// A delivery; also its idempotency key, so it is derived from what caused it.
    DeliveryId,
    check
);
id!(
    /// An entry of a consent ledger, derived from what caused it; the same id again is the same entry.
    ConsentId,
    check
);
id!(
    /// A wording shown to a shopper, with its version (`email-marketing.en.1`).
    WordingId,
    check
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shop_is_named_by_a_host_in_lower_case() {
        assert!("fernwood.myshopify.com".parse::<ShopId>().is_ok());
        for bad in [
            "",
            "Fernwood.com",
            "fernwood",
            "a..b",
            "-a.com",
            "a b.com",
            "a/b.com",
        ] {
            assert!(bad.parse::<ShopId>().is_err(), "{bad}");
        }
    }

    #[test]
    fn ids_refuse_what_could_break_out_of_a_path() {
        for bad in ["", "a/b", "a b", "a%2f", "ü", &"x".repeat(101)] {
            assert!(bad.parse::<TurnId>().is_err(), "{bad}");
        }
    }
}
