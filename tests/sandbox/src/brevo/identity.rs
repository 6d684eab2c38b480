//! A contact and how it is found: by id, e-mail, own id, phone number or number at WhatsApp. No two contacts share one of these.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::BrevoState;

#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Contact {
    pub(crate) id: i64,
    pub(crate) email: Option<String>,
    pub(crate) ext_id: Option<String>,
    pub(crate) attributes: Map<String, Value>,
    pub(crate) email_blacklisted: bool,
    pub(crate) sms_blacklisted: bool,
    pub(crate) list_ids: Vec<i64>,
    pub(crate) created_at: String,
    pub(crate) modified_at: String,
}

/// What a request says about who a contact is.
#[derive(Default)]
pub(crate) struct Claims {
    pub(crate) email: Option<String>,
    pub(crate) ext_id: Option<String>,
    pub(crate) phone: Option<String>,
    pub(crate) whatsapp: Option<String>,
}

impl Claims {
    pub(crate) fn is_empty(&self) -> bool {
        self.email.is_none() && self.ext_id.is_none() && self.phone.is_none()
    }

    /// Which of the claims this contact already makes.
    pub(crate) fn shared_with(&self, contact: &Contact) -> Vec<&'static str> {
        let mut shared = Vec::new();
        if self.email.is_some() && self.email == contact.email {
            shared.push("email");
        }
        if self.ext_id.is_some() && self.ext_id == contact.ext_id {
            shared.push("ext_id");
        }
        if self.phone.is_some() && self.phone == contact.phone() {
            shared.push("SMS");
        }
        if self.whatsapp.is_some() && self.whatsapp == contact.number("WHATSAPP") {
            shared.push("WHATSAPP");
        }
        shared
    }
}

impl Contact {
    pub(crate) fn phone(&self) -> Option<String> {
        self.number("SMS")
    }

    /// The number in this attribute.
    fn number(&self, attribute: &str) -> Option<String> {
        self.attributes
            .get(attribute)
            .and_then(Value::as_str)
            .and_then(digits)
    }

    /// `whatsapp_blocked` are the numbers that left WhatsApp; no request can write them.
    pub(crate) fn to_json(&self, whatsapp_blocked: &[String]) -> Value {
        let number = self.number("WHATSAPP");
        let has_left = number.is_some_and(|number| whatsapp_blocked.contains(&number));
        json!({
            "id": self.id, "email": self.email, "ext_id": self.ext_id, "attributes": self.attributes,
            "emailBlacklisted": self.email_blacklisted, "smsBlacklisted": self.sms_blacklisted,
            "whatsappBlacklisted": has_left, "listIds": self.list_ids, "listUnsubscribed": null,
            "createdAt": self.created_at, "modifiedAt": self.modified_at, "statistics": {},
        })
    }
}

impl BrevoState {
    pub(crate) fn contact_of(&self, identifier: &str, kind: Option<&str>) -> Option<usize> {
        let by = |kind: &str| {
            self.contacts.iter().position(|contact| match kind {
                "contact_id" => contact.id.to_string() == identifier,
                "email_id" => contact.email.as_deref() == Some(identifier.to_lowercase().as_str()),
                "ext_id" => contact.ext_id.as_deref() == Some(identifier),
                "phone_id" => contact
                    .phone()
                    .is_some_and(|phone| Some(phone) == digits(identifier)),
                "whatsapp_id" => contact
                    .number("WHATSAPP")
                    .is_some_and(|number| Some(number) == digits(identifier)),
                _ => false,
            })
        };
        match kind {
            Some(kind) => by(kind),
            None if identifier.contains('@') => by("email_id"),
            None => by("contact_id").or_else(|| by("phone_id")),
        }
    }

    pub(crate) fn contact_by_email(&self, email: &str) -> Option<&Contact> {
        let email = email.to_lowercase();
        self.contacts
            .iter()
            .find(|contact| contact.email.as_ref() == Some(&email))
    }

    pub(crate) fn contact_by_phone(&self, phone: &str) -> Option<&Contact> {
        let phone = digits(phone);
        self.contacts
            .iter()
            .find(|contact| phone.is_some() && contact.phone() == phone)
    }
}

/// `+49 151…`, `0049151…` and `49151…` are the same number; anything else is none.
pub(crate) fn digits(text: &str) -> Option<String> {
    let plain: String = text.chars().filter(|c| !" -()".contains(*c)).collect();
    let number = plain
        .strip_prefix('+')
        .or_else(|| plain.strip_prefix("00"))
        .unwrap_or(&plain);
    let long_enough = (6..=15).contains(&number.len());
    (long_enough && number.bytes().all(|byte| byte.is_ascii_digit())).then(|| number.to_owned())
}

#[cfg(test)]
mod tests {
    use super::digits;

    #[test]
    fn one_number_has_three_spellings() {
        for spelling in ["+49 151 2345678", "00491512345678", "491512345678"] {
            assert_eq!(digits(spelling).as_deref(), Some("491512345678"));
        }
        assert_eq!(digits("12ab56789"), None);
    }
}
