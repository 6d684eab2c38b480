//! A draft becomes the JSON that Brevo takes. Nothing is chosen here: a draft is complete.

use super::{TAG, wire};
use shared::channel::{Channel, Purpose};
use shared::consent;
use shared::contact::Address;
use shared::delivery::{Draft, Encoding, Message, segments};
use shared::wire::document_v1::SenderDraft;

/// What goes out.
#[derive(Debug)]
pub(super) enum Body<'a> {
    Email(Box<wire::Email<'a>>),
    Sms(wire::Sms<'a>),
}

/// Why nothing is sent for a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unsendable {
    /// Its message and its address do not belong together.
    WrongAddress,
    /// This Worker has no call for WhatsApp.
    WhatsApp,
}

impl Unsendable {
    /// As a failure is told: a code, and words for the operator.
    pub(super) fn told(self) -> (&'static str, &'static str) {
        match self {
            Self::WrongAddress => (
                "wrong_address",
                "the message and its address do not belong together",
            ),
            Self::WhatsApp => (
                "whatsapp_not_connected",
                "WhatsApp messages are not sent by this version",
            ),
        }
    }
}

/// The body of the call that sends `draft`.
pub(super) fn of<'a>(
    from: &'a SenderDraft,
    draft: &'a Draft,
    key: &'a str,
) -> Result<Body<'a>, Unsendable> {
    match (&draft.message, draft.recipient.address()) {
        (
            Message::Email {
                subject,
                text,
                html,
                reply_to,
            },
            Address::Email(to),
        ) => Ok(Body::Email(Box::new(wire::Email {
            sender: wire::Party {
                email: &from.email,
                name: Some(&from.name),
            },
            to: [party(to.as_str())],
            reply_to: reply_to.as_ref().map(|address| party(address.as_str())),
            subject,
            html_content: html,
            text_content: text,
            headers: wire::EmailHeaders {
                idempotency_key: key,
                custom: draft.id.as_str(),
            },
            tags: [TAG],
        }))),
        (Message::Sms { text }, Address::Phone(to)) => Ok(Body::Sms(wire::Sms {
            sender: &from.sms,
            recipient: to.as_str().trim_start_matches('+'),
            content: text,
            kind: kind_of(draft.purpose),
            tag: [TAG, draft.id.as_str()],
            unicode_enabled: segments(text).encoding == Encoding::Ucs2,
        })),
        (Message::WhatsApp { .. }, _) => Err(Unsendable::WhatsApp),
        (Message::Email { .. }, Address::Phone(_)) | (Message::Sms { .. }, Address::Email(_)) => {
            Err(Unsendable::WrongAddress)
        }
    }
}

/// The contact that a grant is mirrored to; `at` is its time as text.
pub(super) fn contact<'a>(grant: &'a consent::Entry, at: &'a str) -> wire::Contact<'a> {
    let (email, phone) = match &grant.address {
        Address::Email(email) => (Some(email.as_str()), None),
        Address::Phone(phone) => (None, Some(phone.as_str())),
    };
    let wording = grant.proof.wording.as_ref();
    wire::Contact {
        email,
        attributes: wire::ContactAttributes {
            phone,
            channel: name_of(grant.channel),
            at,
            wording: wording.map_or("", |wording| wording.as_str()),
        },
        update_enabled: true,
    }
}

fn party(email: &str) -> wire::Party<'_> {
    wire::Party { email, name: None }
}

fn kind_of(purpose: Purpose) -> wire::SmsKind {
    match purpose {
        Purpose::Marketing => wire::SmsKind::Marketing,
        Purpose::Utility | Purpose::Service => wire::SmsKind::Transactional,
    }
}

fn name_of(channel: Channel) -> &'static str {
    match channel {
        Channel::Chat => "chat",
        Channel::Email => "email",
        Channel::Sms => "sms",
        Channel::WhatsApp => "whatsapp",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const EMAIL: &str = r#"{"email":{"subject":"Your picks","text":"Hello","html":"<p>Hello</p>","reply_to":"help@fernwood.example"}}"#;
    const SMS: &str = r#"{"sms":{"text":"Fernwood: grüezi ✓"}}"#;
    const TO_EMAIL: &str = r#"{"shopper":{"address":{"email":"ada@example.com"}}}"#;
    const TO_PHONE: &str = r#"{"shopper":{"address":{"phone":"+491701234567"}}}"#;

    fn draft(message: &str, recipient: &str) -> Draft {
        let text = format!(
            r#"{{"id":"c1.follow-up","shop":"fernwood.myshopify.com","shopper":"s1","conversation":"c1",
            "channel":"email","purpose":"utility","recipient":{recipient},"message":{message},
            "due":0,"expires":1000}}"#
        );
        serde_json::from_str(&text).unwrap()
    }

    fn from() -> SenderDraft {
        SenderDraft {
            name: "Fernwood".into(),
            email: "hello@fernwood.example".into(),
            sms: "FERNWOOD".into(),
            registered: Vec::new(),
        }
    }

    #[test]
    fn an_email_carries_its_key_and_where_answers_go() {
        let (from, draft) = (from(), draft(EMAIL, TO_EMAIL));
        let Ok(Body::Email(email)) = of(&from, &draft, "the-key") else {
            panic!("an e-mail")
        };
        let value = serde_json::to_value(&email).unwrap();
        assert_eq!(value["replyTo"], json!({"email": "help@fernwood.example"}));
        assert_eq!(value["headers"]["idempotencyKey"], json!("the-key"));
        assert_eq!(value["headers"]["X-Mailin-custom"], json!("c1.follow-up"));
    }

    #[test]
    fn a_text_message_goes_to_digits_in_the_alphabet_it_needs() {
        let (from, draft) = (from(), draft(SMS, TO_PHONE));
        let Ok(Body::Sms(sms)) = of(&from, &draft, "unused") else {
            panic!("a text message")
        };
        assert_eq!(sms.recipient, "491701234567");
        assert_eq!(sms.kind, wire::SmsKind::Transactional);
        assert!(sms.unicode_enabled, "the check mark is in no GSM alphabet");
    }

    #[test]
    fn a_message_for_another_kind_of_address_or_for_whatsapp_is_refused() {
        const WHATSAPP: &str = r#"{"whats_app":{"text":"Hello","template":null}}"#;
        for (message, to, why) in [
            (EMAIL, TO_PHONE, Unsendable::WrongAddress),
            (SMS, TO_EMAIL, Unsendable::WrongAddress),
            (WHATSAPP, TO_PHONE, Unsendable::WhatsApp),
        ] {
            let (from, draft) = (from(), draft(message, to));
            assert_eq!(of(&from, &draft, "key").err(), Some(why));
        }
    }
}
