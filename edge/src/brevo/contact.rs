//! Contacts, lists and events. Nothing here is a message: who is written to is decided elsewhere.

use super::call::Call;
use super::wire::{
    Attribute, Attributes, Contact, Created, Folders, KnownAttribute, KnownContact, Lists, Members,
    Named, NewList, PROOF_ATTRIBUTES, Person, Value,
};
use super::{endpoint, time};
use shared::channel::{Channel, Purpose};
use shared::consent::{self, Kind, Scope, Source};
use shared::contact::Address;
use shared::json;
use std::collections::{BTreeMap, BTreeSet};

/// Creates the contact, whose id is answered, or updates who is there.
pub(crate) fn upsert(contact: Contact<'_>) -> Call<i64> {
    let call = Call::of(endpoint::CONTACT_UPSERT).with(&contact.updating());
    call.answering(|bytes| Some(created(bytes)))
}

/// Updates a contact who is there. A new e-mail address makes Brevo subscribe a blocklisted contact again.
pub(crate) fn update(person: Person<'_>, contact: &Contact<'_>) -> Call<i64> {
    named(Call::of(endpoint::CONTACT_UPDATE), person)
        .with(contact)
        .answering(|bytes| Some(created(bytes)))
}

/// The id of a contact that was made; 0 for one that was there, which Brevo does not tell.
fn created(bytes: &[u8]) -> i64 {
    let created = json::read(bytes);
    created.map_or(0, |created: Created<i64>| created.id)
}

pub(crate) fn contact(person: Person<'_>) -> Call<KnownContact> {
    named(Call::of(endpoint::CONTACT), person).answering_json()
}

/// What the attributes of a contact say of an entry of the ledger: Brevo has no field for the proof of a consent.
pub(crate) fn proof(entry: &consent::Entry) -> BTreeMap<String, String> {
    let [
        channel,
        purpose,
        agreed,
        worded,
        source,
        withdrawn,
        whatsapp,
    ] = PROOF_ATTRIBUTES;
    let at = time::iso(entry.at);
    let is_grant = entry.kind == Kind::Grant;
    let all = entry.scope == Scope::Everything;
    let mut proof = BTreeMap::new();
    let mut set = |name: &str, value: &str| proof.insert(name.to_owned(), value.to_owned());
    if is_grant {
        let wording = entry.proof.wording.as_ref();
        set(channel, name_of(entry.channel));
        set(purpose, purpose_of(entry.purpose));
        set(agreed, &at);
        set(worded, wording.map_or("", |wording| wording.as_str()));
        set(source, source_of(&entry.proof.source));
    }
    set(withdrawn, if is_grant { "" } else { &at });
    // There is no field that stops WhatsApp, so the shop's own segments go by this one.
    if entry.channel == Channel::WhatsApp || (all && matches!(entry.address, Address::Phone(_))) {
        set(whatsapp, if is_grant { "yes" } else { "no" });
    }
    if let (Address::Phone(phone), true) = (&entry.address, is_grant) {
        set("SMS", phone.as_str());
        if entry.channel == Channel::WhatsApp {
            set("WHATSAPP", phone.as_str());
        }
    }
    proof
}

/// Has Brevo know what a contact agreed to and took back. Who took something back is updated and never made a contact. A
/// marketing grant puts them on `list`, if the shop names one; a stop takes them off it. `owner` is Brevo's id of the contact
/// who has this address, where it is known.
pub(crate) fn tell(
    (contact, owner): (&str, Option<i64>),
    stops: &BTreeSet<Channel>,
    again: &BTreeSet<Channel>,
    (set, list): (&BTreeMap<String, String>, Option<i64>),
) -> Call<i64> {
    let blocks = |channel| {
        let stopped = stops.contains(&channel).then_some(true);
        stopped.or(again.contains(&channel).then_some(false))
    };
    let lists: Vec<i64> = list.into_iter().collect();
    let mut told = Contact {
        email_blacklisted: blocks(Channel::Email),
        sms_blacklisted: blocks(Channel::Sms),
        ..Contact::default()
    };
    // One by one: collecting would bring a sort of its own.
    for (name, value) in set {
        told.attributes.insert(name, Value::Text(value));
    }
    if !stops.is_empty() || (!set.is_empty() && takes_back(set)) {
        if !stops.is_empty() {
            told.unlink_list_ids = &lists;
        }
        return update(person(contact), &told);
    }
    if sells(set) {
        told.list_ids = &lists;
    }
    if let Some(owner) = owner {
        return update(Person::Theirs(owner), &told);
    }
    match person(contact) {
        Person::Email(email) => told.email = Some(email),
        Person::Phone(_) | Person::Ours(_) | Person::Theirs(_) => {
            told.attributes.insert("SMS", Value::Text(contact));
        }
    }
    upsert(told)
}

/// Whether what is told is a grant to be sold to.
pub(crate) fn sells(set: &BTreeMap<String, String>) -> bool {
    set.get(PROOF_ATTRIBUTES[1])
        .is_some_and(|purpose| purpose == "marketing")
}

/// Whether what is told is no grant.
pub(crate) fn takes_back(set: &BTreeMap<String, String>) -> bool {
    !set.contains_key(PROOF_ATTRIBUTES[0])
}

/// A contact by what names it in our rows, and what Brevo calls this kind of name.
pub(crate) fn person_and_name(contact: &str) -> (Person<'_>, &'static str) {
    let person = person(contact);
    let is_email = matches!(person, Person::Email(_));
    (person, if is_email { "email" } else { "SMS" })
}

/// Whether an attribute is a name by which a contact is found, and which only one contact has.
pub(crate) fn is_name(attribute: &str) -> bool {
    matches!(attribute, "SMS" | "WHATSAPP")
}

/// A contact by what names it in our rows: an e-mail address, or a number with its plus.
fn person(contact: &str) -> Person<'_> {
    match contact.strip_prefix('+') {
        Some(digits) => Person::Phone(digits),
        None => Person::Email(contact),
    }
}

/// The names of the account's attributes.
pub(super) fn attributes() -> Call<Vec<String>> {
    Call::of(endpoint::ATTRIBUTES).answering(|bytes| {
        let read: Attributes = json::read(bytes).ok()?;
        let names = read.attributes.into_iter();
        Some(names.map(|KnownAttribute { name }| name).collect())
    })
}

/// A text attribute; Brevo refuses one that is there.
pub(super) fn create_attribute(name: &str) -> Call<()> {
    let attribute = Attribute { kind: "text" };
    Call::of(endpoint::ATTRIBUTE_CREATE)
        .at("normal")
        .at(name)
        .with(&attribute)
}

/// Where lists are kept, at most 50.
pub(crate) fn folders() -> Call<Vec<Named>> {
    Call::of(endpoint::FOLDERS)
        .asking("limit", "50")
        .answering(|bytes| json::read(bytes).ok().map(|read: Folders| read.folders))
}

/// The account's lists, at most 50.
pub(crate) fn lists() -> Call<Vec<Named>> {
    Call::of(endpoint::LISTS)
        .asking("limit", "50")
        .answering(|bytes| json::read(bytes).ok().map(|read: Lists| read.lists))
}

/// A new list; answers its id.
pub(crate) fn create_list(list: &NewList<'_>) -> Call<i64> {
    Call::of(endpoint::LIST_CREATE)
        .with(list)
        .answering(|bytes| {
            json::read(bytes)
                .ok()
                .map(|created: Created<i64>| created.id)
        })
}

/// Puts contacts who are there on a list. Brevo refuses when all of them are on it.
pub(crate) fn add_to_list(list: i64, members: &Members<'_>) -> Call<()> {
    Call::of(endpoint::LIST_ADD)
        .at(&list.to_string())
        .with(members)
}

/// Takes contacts off a list. Brevo refuses when none of them is on it.
pub(crate) fn remove_from_list(list: i64, members: &Members<'_>) -> Call<()> {
    Call::of(endpoint::LIST_REMOVE)
        .at(&list.to_string())
        .with(members)
}

/// What happened to contacts, for the shop's own automations: one event, or many in one call; each as JSON.
pub(crate) fn happened(events: &[String]) -> Call<i64> {
    let all = events.join(",");
    let (endpoint, body) = match events {
        [_] => (endpoint::EVENT, all),
        _ => (endpoint::EVENT_BATCH, format!("{{\"events\":[{all}]}}")),
    };
    let call = Call {
        body: Some(body.into_bytes()),
        ..Call::of(endpoint)
    };
    call.answering(|bytes| Some(created(bytes)))
}

fn named<T>(call: Call<T>, person: Person<'_>) -> Call<T> {
    let (kind, name) = person.named();
    call.at(&name).asking("identifierType", kind)
}

pub(crate) fn name_of(channel: Channel) -> &'static str {
    match channel {
        Channel::Chat => "chat",
        Channel::Email => "email",
        Channel::Sms => "sms",
        Channel::WhatsApp => "whatsapp",
    }
}

pub(crate) fn channel_of(name: &str) -> Option<Channel> {
    let all = [Channel::Email, Channel::Sms, Channel::WhatsApp];
    all.into_iter().find(|channel| name_of(*channel) == name)
}

fn purpose_of(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Marketing => "marketing",
        Purpose::Utility => "utility",
        Purpose::Service => "service",
    }
}

fn source_of(source: &Source) -> &'static str {
    match source {
        Source::Chat { .. } => "chat",
        Source::Reply => "reply",
        Source::Import { .. } => "import",
        Source::Api { .. } => "api",
        Source::Preferences => "preferences",
        Source::Link { .. } => "link",
        Source::Agent { .. } => "agent",
        Source::Webhook { .. } => "webhook",
        Source::Erased => "erased",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value as Json, json};

    fn entry(kind: &str, channel: &str, scope: &str) -> consent::Entry {
        let address = if channel == "email" {
            json!({"email": "Ada@example.com"})
        } else {
            json!({"phone": "+491701234567"})
        };
        let entry = json!({"id": "c1", "at": 1_795_411_861_000_i64, "channel": channel, "purpose": "marketing",
            "kind": kind, "scope": scope, "address": address,
            "proof": {"wording": "w.en.1", "text": "Yes", "place": "/", "source": "preferences"}});
        serde_json::from_value(entry).unwrap()
    }

    #[track_caller]
    fn check(
        contact: &str,
        (stops, again): (&[Channel], &[Channel]),
        set: &BTreeMap<String, String>,
        (method, path, body): (&str, &str, &Json),
    ) {
        let channels = |all: &[Channel]| all.iter().copied().collect();
        let call = tell(
            (contact, None),
            &channels(stops),
            &channels(again),
            (set, Some(7)),
        );
        let told: Json = serde_json::from_slice(&call.body.unwrap()).unwrap();
        assert_eq!(
            (call.endpoint.method.as_ref(), call.path.as_str(), &told),
            (method, path, body)
        );
    }

    #[test]
    fn a_grant_makes_a_contact_and_a_withdrawal_only_changes_one() {
        let (mail, phone) = ("ada@example.com", "+491701234567");
        let mail_path = "/contacts/ada%40example.com?identifierType=email_id";
        let phone_path = "/contacts/491701234567?identifierType=phone_id";
        let at = "2026-11-23T05:31:01Z";
        let none = BTreeMap::new();
        let granted = proof(&entry("grant", "email", "purpose"));
        let proven = json!({"PARLEY_CONSENT_AT": at, "PARLEY_CONSENT_CHANNEL": "email",
            "PARLEY_CONSENT_PURPOSE": "marketing", "PARLEY_CONSENT_SOURCE": "preferences",
            "PARLEY_CONSENT_WORDING": "w.en.1", "PARLEY_WITHDRAWN_AT": ""});
        let body =
            json!({"email": mail, "attributes": proven, "listIds": [7], "updateEnabled": true});
        check(mail, (&[], &[]), &granted, ("POST", "/contacts", &body));
        let body = json!({"email": mail, "attributes": proven, "listIds": [7], "updateEnabled": true,
            "emailBlacklisted": false});
        let again: &[Channel] = &[Channel::Email];
        check(mail, (&[], again), &granted, ("POST", "/contacts", &body));
        let left = proof(&entry("withdrawal", "email", "channel"));
        let stop = json!({"attributes": {"PARLEY_WITHDRAWN_AT": at}, "emailBlacklisted": true, "unlinkListIds": [7]});
        check(mail, (again, &[]), &left, ("PUT", mail_path, &stop));
        // Another purpose is still agreed to, so nothing is blocked.
        let part = json!({"attributes": {"PARLEY_WITHDRAWN_AT": at}});
        check(mail, (&[], &[]), &left, ("PUT", mail_path, &part));
        let stop = json!({"smsBlacklisted": true, "unlinkListIds": [7]});
        check(
            phone,
            (&[Channel::Sms], &[]),
            &none,
            ("PUT", phone_path, &stop),
        );
        let all = proof(&entry("withdrawal", "sms", "everything"));
        let stop = json!({"attributes": {"PARLEY_WITHDRAWN_AT": at, "PARLEY_WHATSAPP": "no"},
            "smsBlacklisted": true, "unlinkListIds": [7]});
        check(
            phone,
            (&[Channel::Sms, Channel::WhatsApp], &[]),
            &all,
            ("PUT", phone_path, &stop),
        );
        let open =
            json!({"attributes": {"SMS": phone}, "smsBlacklisted": false, "updateEnabled": true});
        check(
            phone,
            (&[], &[Channel::Sms]),
            &none,
            ("POST", "/contacts", &open),
        );
    }

    #[test]
    fn a_grant_for_whatsapp_is_an_attribute_since_nothing_else_can_be_written() {
        let granted = proof(&entry("grant", "whats_app", "purpose"));
        assert_eq!(granted["PARLEY_WHATSAPP"], "yes");
        assert_eq!(granted["WHATSAPP"], "+491701234567");
        let left = proof(&entry("withdrawal", "whats_app", "channel"));
        assert_eq!(left["PARLEY_WHATSAPP"], "no");
        assert!(!left.contains_key("WHATSAPP"));
        for channel in [Channel::Email, Channel::Sms, Channel::WhatsApp] {
            assert_eq!(channel_of(name_of(channel)), Some(channel));
        }
    }

    #[test]
    fn what_brevo_has_blocked_is_told_by_address() {
        let known = r#"{"id":4820000000000000001,"email":"ada@example.com","emailBlacklisted":true,"smsBlacklisted":false,
            "whatsappBlacklisted":true,"attributes":{"SMS":"491701234567","WHATSAPP":"+491701234567","AGE":7}}"#;
        let known: KnownContact = serde_json::from_str(known).unwrap();
        let blocks: Vec<(String, Channel, bool)> = known
            .blocks()
            .into_iter()
            .map(|(address, channel, blocked)| (consent::hashed_text(&address), channel, blocked))
            .collect();
        let number = || "+491701234567".to_owned();
        let expected = [
            ("ada@example.com".to_owned(), Channel::Email, true),
            (number(), Channel::Sms, false),
            (number(), Channel::WhatsApp, true),
        ];
        assert_eq!(blocks, expected);
    }
}
