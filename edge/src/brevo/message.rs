//! A draft becomes the call that sends it. Nothing is chosen here: a draft is complete, and only a permit lets a call of
//! this file out of [`super`].

use super::call::Call;
use super::wire::{
    Confirmation, Email, EmailHeaders, Params, Party, Sms, SmsKind, Taken, WhatsApp,
};
use super::{SentBy, TAG, endpoint};
use shared::channel::Purpose;
use shared::contact::{Address, EmailAddress, PhoneNumber};
use shared::delivery::{Draft, Encoding, Message, Recipient, TemplateUse, segments};
use shared::id::TemplateId;
use shared::message::ONE_CLICK;

/// Why nothing is sent for a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unsendable {
    /// Its message and its address do not belong together.
    WrongAddress,
    /// The shop has no WhatsApp number to send from.
    NoWhatsApp,
    /// Brevo's templates have numbers for names, and this is none.
    NoTemplate,
    /// The sender of text messages is nothing that carriers take.
    SmsSender,
}

/// What a double opt-in needs beyond the address that is asked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OptIn<'a> {
    /// The lists that a yes puts the contact on.
    pub(crate) lists: &'a [i64],
    /// The e-mail that asks; it holds `{{ params.DOIurl }}`.
    pub(crate) template: i64,
    /// Where a yes leads.
    pub(crate) redirect: &'a str,
}

impl Unsendable {
    /// As a failure is told: a code, and words for the operator.
    pub(super) fn told(self) -> (&'static str, &'static str) {
        match self {
            Self::WrongAddress => (
                "wrong_address",
                "the message and its address do not belong together",
            ),
            Self::NoWhatsApp => (
                "whatsapp_not_connected",
                "the shop's document names no WhatsApp number (sender.whatsapp)",
            ),
            Self::NoTemplate => (
                "no_such_template",
                "templates are named by Brevo's numbers, and this one is not",
            ),
            Self::SmsSender => (
                "sms_sender",
                "a sender of text messages has 3 to 11 letters and digits, or is a number of 12 to 15 digits",
            ),
        }
    }
}

/// The call that sends `draft`; it answers Brevo's id of the message.
pub(super) fn of(by: SentBy<'_>, draft: &Draft, key: &str) -> Result<Call<String>, Unsendable> {
    match (&draft.message, draft.recipient.address()) {
        (
            Message::Email {
                subject,
                text,
                html,
                reply_to,
                unsubscribe,
            },
            Address::Email(to),
        ) => {
            let heard = heard_at(by, draft);
            let own = reply_to.as_ref().map(EmailAddress::as_str);
            Ok(taken(endpoint::EMAIL).with(&Email {
                headers: EmailHeaders {
                    list_unsubscribe: unsubscribe.as_ref().map(|page| format!("<{page}>")),
                    list_unsubscribe_post: unsubscribe.as_ref().map(|_| ONE_CLICK),
                    ..headers(draft, key)
                },
                sender: Some(Party {
                    email: &by.sender.email,
                    name: Some(&by.sender.name),
                }),
                reply_to: heard.as_deref().or(own).map(party),
                subject: Some(subject),
                html_content: Some(html),
                text_content: Some(text),
                ..email(draft, to.as_str(), key)
            }))
        }
        (Message::Sms { text }, Address::Phone(to)) => sms(by, draft, text, to),
        (Message::WhatsApp { text, template }, Address::Phone(to)) => {
            whatsapp(by, text, template.as_ref(), to)
        }
        (Message::Email { .. }, Address::Phone(_))
        | (Message::Sms { .. } | Message::WhatsApp { .. }, Address::Email(_)) => {
            Err(Unsendable::WrongAddress)
        }
    }
}

/// Where a shopper's answer is heard, if the shop has answers received.
fn heard_at(by: SentBy<'_>, draft: &Draft) -> Option<String> {
    let to_shopper = matches!(draft.recipient, Recipient::Shopper { .. });
    let domain = by.sender.replies.as_ref().filter(|_| to_shopper)?;
    Some(format!("answers@{domain}"))
}

/// The call that sends an e-mail by a template of the account's instead of the draft's own words.
pub(super) fn by_template(
    draft: &Draft,
    template: &TemplateUse,
    key: &str,
) -> Result<Call<String>, Unsendable> {
    let Address::Email(to) = draft.recipient.address() else {
        return Err(Unsendable::WrongAddress);
    };
    Ok(taken(endpoint::EMAIL).with(&Email {
        template_id: Some(number_of(&template.id)?),
        params: Some(&template.values),
        ..email(draft, to.as_str(), key)
    }))
}

/// The call that has Brevo ask the draft's recipient for a second yes.
pub(super) fn confirmation(draft: &Draft, opt_in: OptIn<'_>) -> Result<Call<()>, Unsendable> {
    let Address::Email(to) = draft.recipient.address() else {
        return Err(Unsendable::WrongAddress);
    };
    Ok(Call::of(endpoint::CONFIRMATION).with(&Confirmation {
        email: to.as_str(),
        include_list_ids: opt_in.lists,
        template_id: opt_in.template,
        redirection_url: opt_in.redirect,
    }))
}

fn taken(endpoint: endpoint::Endpoint) -> Call<String> {
    Call::of(endpoint).answering(|bytes| Some(Taken::read(bytes)))
}

/// What every e-mail has, and none of what only some have.
fn email<'a>(draft: &'a Draft, to: &'a str, key: &'a str) -> Email<'a> {
    Email {
        sender: None,
        to: [party(to)],
        reply_to: None,
        subject: None,
        html_content: None,
        text_content: None,
        template_id: None,
        params: None,
        headers: headers(draft, key),
        tags: [TAG],
    }
}

fn headers<'a>(draft: &'a Draft, key: &'a str) -> EmailHeaders<'a> {
    EmailHeaders {
        idempotency_key: key,
        custom: draft.id.as_str(),
        list_unsubscribe: None,
        list_unsubscribe_post: None,
    }
}

fn sms(
    by: SentBy<'_>,
    draft: &Draft,
    text: &str,
    to: &PhoneNumber,
) -> Result<Call<String>, Unsendable> {
    let sender = by.sender.sms.as_str();
    if !is_sms_sender(sender) {
        return Err(Unsendable::SmsSender);
    }
    let (prefix, content) = branded(by.brand, text, to);
    Ok(taken(endpoint::SMS).with(&Sms {
        sender,
        recipient: digits(to),
        content,
        kind: kind_of(draft.purpose),
        tag: [TAG, draft.id.as_str()],
        unicode_enabled: segments(text).encoding == Encoding::Ucs2,
        organisation_prefix: prefix,
    }))
}

fn whatsapp(
    by: SentBy<'_>,
    text: &str,
    template: Option<&TemplateUse>,
    to: &PhoneNumber,
) -> Result<Call<String>, Unsendable> {
    let sender = by
        .sender
        .whatsapp
        .as_deref()
        .ok_or(Unsendable::NoWhatsApp)?;
    let id = template
        .map(|template| number_of(&template.id))
        .transpose()?;
    let params: Option<&Params> = template.map(|template| &template.values);
    Ok(taken(endpoint::WHATSAPP).with(&WhatsApp {
        sender_number: sender.trim_start_matches('+'),
        contact_numbers: [digits(to)],
        template_id: id,
        params: params.filter(|params| !params.is_empty()),
        text: id.is_none().then_some(text),
    }))
}

/// Carriers of North America want the brand where Brevo sets it: then it leaves the text, which is the same as before.
fn branded<'a>(brand: &'a str, text: &'a str, to: &PhoneNumber) -> (Option<&'a str>, &'a str) {
    if !to.as_str().starts_with("+1") {
        return (None, text);
    }
    let rest = text
        .strip_prefix(brand)
        .and_then(|rest| rest.strip_prefix(": "));
    match rest {
        Some(rest) if !brand.is_empty() => (Some(brand), rest),
        Some(_) | None => (None, text),
    }
}

pub(crate) fn is_sms_sender(sender: &str) -> bool {
    let sender = sender.as_bytes();
    let word = (3..=11).contains(&sender.len()) && sender.iter().all(u8::is_ascii_alphanumeric);
    let number = (12..=15).contains(&sender.len()) && sender.iter().all(u8::is_ascii_digit);
    word || number
}

fn party(email: &str) -> Party<'_> {
    Party { email, name: None }
}

fn digits(number: &PhoneNumber) -> &str {
    number.as_str().trim_start_matches('+')
}

fn number_of(template: &TemplateId) -> Result<i64, Unsendable> {
    template
        .as_str()
        .parse()
        .map_err(|_| Unsendable::NoTemplate)
}

fn kind_of(purpose: Purpose) -> SmsKind {
    match purpose {
        Purpose::Marketing => SmsKind::Marketing,
        Purpose::Utility | Purpose::Service => SmsKind::Transactional,
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{EMAIL, SMS, TO_EMAIL, TO_PHONE, draft, sender};
    use super::*;
    use serde_json::{Value, json};

    const WHATSAPP: &str = r#"{"whats_app":{"text":"Hello","template":null}}"#;

    #[track_caller]
    fn body(message: &str, recipient: &str, brand: &str) -> Value {
        let (sender, draft) = (sender(), draft(message, recipient));
        let by = SentBy {
            sender: &sender,
            brand,
        };
        let call = of(by, &draft, "the-key").ok().expect("a call");
        serde_json::from_slice(&call.body.expect("a body")).expect("JSON")
    }

    #[test]
    fn an_email_carries_its_key_and_where_answers_go() {
        let value = body(EMAIL, TO_EMAIL, "Fernwood");
        assert_eq!(value["replyTo"], json!({"email": "help@fernwood.example"}));
        assert_eq!(value["headers"]["idempotencyKey"], json!("the-key"));
        assert_eq!(value["headers"]["X-Mailin-custom"], json!("c1.follow-up"));
    }

    #[test]
    fn an_email_says_where_a_mail_programs_own_button_stops_it() {
        const STOPS: &str = r#"{"email":{"subject":"Your picks","text":"Hello","html":"<p>Hello</p>",
            "reply_to":null,"unsubscribe":"https://chat.example/p/t"}}"#;
        let headers = &body(STOPS, TO_EMAIL, "Fernwood")["headers"];
        assert_eq!(
            headers["List-Unsubscribe"],
            json!("<https://chat.example/p/t>")
        );
        assert_eq!(
            headers["List-Unsubscribe-Post"],
            json!("List-Unsubscribe=One-Click")
        );
        let headers = &body(EMAIL, TO_EMAIL, "Fernwood")["headers"];
        assert_eq!(headers.get("List-Unsubscribe"), None);
    }

    #[test]
    fn a_text_message_goes_to_digits_in_the_alphabet_it_needs() {
        let value = body(SMS, TO_PHONE, "Fernwood");
        assert_eq!(value["recipient"], "491701234567");
        assert_eq!(value["type"], "transactional");
        assert_eq!(
            value["unicodeEnabled"], true,
            "the check mark is in no GSM alphabet"
        );
        assert_eq!(value.get("organisationPrefix"), None);
    }

    #[test]
    fn in_north_america_the_brand_moves_from_the_text_to_its_place() {
        const TO: &str = r#"{"shopper":{"address":{"phone":"+12125550123"}}}"#;
        let value = body(SMS, TO, "Fernwood");
        assert_eq!(
            (&value["organisationPrefix"], &value["content"]),
            (&json!("Fernwood"), &json!("grüezi ✓"))
        );
        let value = body(SMS, TO, "Another");
        assert_eq!(
            (value.get("organisationPrefix"), &value["content"]),
            (None, &json!("Fernwood: grüezi ✓"))
        );
    }

    #[test]
    fn what_brevo_would_refuse_is_refused_before_it_is_asked() {
        const NAMED: &str =
            r#"{"whats_app":{"text":"Hello","template":{"id":"welcome","values":{}}}}"#;
        let (full, mut bare) = (sender(), sender());
        bare.whatsapp = None;
        bare.sms = "A name".into();
        for (message, to, sender, why) in [
            (EMAIL, TO_PHONE, &full, Unsendable::WrongAddress),
            (SMS, TO_EMAIL, &full, Unsendable::WrongAddress),
            (WHATSAPP, TO_EMAIL, &full, Unsendable::WrongAddress),
            (NAMED, TO_PHONE, &full, Unsendable::NoTemplate),
            (WHATSAPP, TO_PHONE, &bare, Unsendable::NoWhatsApp),
            (SMS, TO_PHONE, &bare, Unsendable::SmsSender),
        ] {
            let by = SentBy {
                sender,
                brand: "Fernwood",
            };
            assert_eq!(of(by, &draft(message, to), "key").err(), Some(why));
        }
    }
}
