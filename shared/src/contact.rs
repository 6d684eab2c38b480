//! Addresses that a message can go to. Parsed once, then trusted; `Debug` never shows one whole.

mod email;
mod phone;

pub use email::{EmailAddress, ParseEmailError};
pub use phone::{ParsePhoneError, PhoneKind, PhoneNumber};

use crate::place::Place;
use alloc::string::String;
use serde::{Deserialize, Serialize};

/// Where one shopper, or the shop itself, can be reached.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Address {
    /// By e-mail.
    Email(EmailAddress),
    /// By text message or WhatsApp.
    Phone(PhoneNumber),
}

impl Address {
    /// The address with its middle hidden (`a…e@example.com`, `+49…321`).
    #[must_use]
    pub fn hint(&self) -> String {
        match self {
            Self::Email(email) => email.hint(),
            Self::Phone(phone) => phone.hint(),
        }
    }

    /// Where the address itself says its owner belongs: a phone number's country, and state.
    #[must_use]
    pub fn place(&self) -> Option<Place> {
        match self {
            Self::Email(_) => None,
            Self::Phone(phone) => phone.place(),
        }
    }

    /// The zones whose clocks its owner may live by, as far as the address itself tells.
    #[must_use]
    pub fn zones(&self) -> &'static [&'static str] {
        match self {
            Self::Email(_) => &[],
            Self::Phone(phone) => phone.zones(),
        }
    }
}
