//! Contacts, lists and events. Nothing here is a message: who is written to is decided elsewhere.

use super::call::Call;
use super::wire::{
    Attribute, Attributes, Contact, Created, Event, Events, Folders, KnownAttribute, KnownContact,
    Lists, Members, Named, NewList, PROOF_ATTRIBUTES, Person, Value,
};
use super::{endpoint, time};
use shared::channel::Channel;
use shared::consent;
use shared::contact::Address;
use shared::json;
use std::collections::BTreeMap;

/// Creates the contact, or updates who is there.
pub(crate) fn upsert(contact: Contact<'_>) -> Call<()> {
    Call::of(endpoint::CONTACT_UPSERT).with(&contact.updating())
}

/// Updates a contact who is there. A new e-mail address makes Brevo subscribe a blocklisted contact again.
pub(crate) fn update(person: Person<'_>, contact: &Contact<'_>) -> Call<()> {
    named(Call::of(endpoint::CONTACT_UPDATE), person).with(contact)
}

pub(crate) fn contact(person: Person<'_>) -> Call<KnownContact> {
    named(Call::of(endpoint::CONTACT), person).answering_json()
}

/// Has Brevo know the shopper and what was agreed to. A blocklist entry of theirs stays untouched.
pub(super) fn mirror(grant: &consent::Entry) -> Call<()> {
    let at = time::iso(grant.at);
    let wording = grant.proof.wording.as_ref();
    let [channel, agreed, worded] = PROOF_ATTRIBUTES;
    let mut attributes = BTreeMap::from([
        (channel, Value::Text(name_of(grant.channel))),
        (agreed, Value::Text(&at)),
        (
            worded,
            Value::Text(wording.map_or("", |wording| wording.as_str())),
        ),
    ]);
    let email = match &grant.address {
        Address::Email(email) => Some(email.as_str()),
        Address::Phone(phone) => {
            attributes.insert("SMS", Value::Text(phone.as_str()));
            None
        }
    };
    upsert(Contact {
        email,
        attributes,
        ..Contact::default()
    })
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

pub(crate) fn event(event: &Event<'_>) -> Call<()> {
    Call::of(endpoint::EVENT).with(event)
}

pub(crate) fn events(events: &[Event<'_>]) -> Call<()> {
    Call::of(endpoint::EVENT_BATCH).with(&Events { events })
}

fn named<T>(call: Call<T>, person: Person<'_>) -> Call<T> {
    let (kind, name) = person.named();
    call.at(&name).asking("identifierType", kind)
}

fn name_of(channel: Channel) -> &'static str {
    match channel {
        Channel::Chat => "chat",
        Channel::Email => "email",
        Channel::Sms => "sms",
        Channel::WhatsApp => "whatsapp",
    }
}
