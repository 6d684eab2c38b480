//! Double opt-in: whether a grant for marketing by e-mail waits for whoever reads the mailbox to confirm it, the message
//! that asks for it, and whether a confirmation counts. It sends nothing: the request passes policy, which takes it for
//! the one message that may go to an address before it is confirmed.
//!
//! The request is our own and not Brevo's: so the words that were agreed to, the press of the button and its time are
//! entries of the ledger that decides, and no contact is made of an address that nobody has confirmed.
//!
//! Only marketing waits. A message the shopper asked for in the chat (a cart link) sells nothing, and may be sent to the
//! address they typed.

use super::{Entry, Kind, Ledger, Proof, Rules, Scope, Source, weigh};
use crate::channel::{Channel, Purpose};
use crate::contact::EmailAddress;
use crate::conversation::made_id;
use crate::delivery::{Draft, Recipient};
use crate::id::{ConsentId, DeliveryId, ShopId, ShopperId};
use crate::message::{self, ConfirmFacts, Words};
use crate::place::Country;
use crate::time::{Date, Instant, Span};
use alloc::{
    format,
    string::{String, ToString},
};

/// How strongly a country asks for a confirmation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Asked {
    /// Its authority recommends it, as a proof or a protection.
    Advised,
    /// Its courts or its authority treat an unconfirmed address as no consent, or as too little care.
    Required,
}

/// A country that asks for a confirmation of marketing by e-mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DoubleOptIn {
    /// How strongly.
    pub asked: Asked,
    /// Since when; for advice, when it was read.
    pub since: Date,
    /// Who says so.
    pub source: &'static str,
}

/// Whether a country asks for a confirmation, as known in November 2026. A shop decides by its own country, and does well
/// to follow advice too: it can only make the proof better.
#[must_use]
pub fn double_opt_in(country: Country, on: Date) -> Option<DoubleOptIn> {
    let row = COUNTRIES.iter().find(|(code, _)| *code == country.code());
    row.map(|(_, known)| *known)
        .filter(|known| known.since <= on)
}

/// Whether the law of a shop's country (ISO 3166) takes an address that nobody confirmed for no consent to be sold to.
#[must_use]
pub fn confirms_email(country: &str, on: Date) -> bool {
    let asked = country
        .parse()
        .ok()
        .and_then(|country| double_opt_in(country, on));
    asked.is_some_and(|rule| rule.asked == Asked::Required)
}

/// How far the confirmation of one grant is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Awaited<'a> {
    /// It is waited for.
    Open {
        /// The grant.
        grant: &'a Entry,
        /// The last instant at which a confirmation counts.
        until: Instant,
    },
    /// It has come, or none is asked for.
    Confirmed,
    /// It is not waited for any more: there is no such grant, it was withdrawn, or its time has passed.
    Over,
}

/// What a request for a confirmation is made from.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// The shop.
    pub shop: &'a ShopId,
    /// What it is called.
    pub name: &'a str,
    /// Where an answer goes.
    pub support: &'a EmailAddress,
    /// Whose grant it is.
    pub shopper: &'a ShopperId,
    /// The words to ask in.
    pub words: &'a Words,
    /// The address of the page with the button; it opens nothing but this confirmation.
    pub link: &'a str,
}

impl Ledger {
    /// How far the confirmation of this grant for marketing by e-mail is.
    #[must_use]
    pub fn awaited(&self, grant: &ConsentId) -> Awaited<'_> {
        let mut live = self.live_grants(Channel::Email, Purpose::Marketing);
        let Some(grant) = live.find(|live| live.id == *grant) else {
            return Awaited::Over;
        };
        match of(grant, &self.entries, self.rules) {
            Confirmed::Until(until) => Awaited::Open { grant, until },
            Confirmed::Yes | Confirmed::Unneeded => Awaited::Confirmed,
            Confirmed::TooLate => Awaited::Over,
        }
    }

    /// The newest grant for this that the shopper gave and that waits for its confirmation, which they have been asked for.
    #[must_use]
    pub fn awaiting(&self, channel: Channel, purpose: Purpose) -> Option<&Entry> {
        self.live_grants(channel, purpose).rev().find(|grant| {
            let waits = matches!(of(grant, &self.entries, self.rules), Confirmed::Until(_));
            waits && grant.proof.source.is_shopper()
        })
    }

    /// The message that asks for the confirmation of this grant; none when it is not waited for, and none for a grant that
    /// somebody else brought, since whoever is on a list has asked for no message. The same grant makes the same message,
    /// id included, so that it goes once.
    #[must_use]
    pub fn request(&self, grant: &ConsentId, request: &Request<'_>) -> Option<Draft> {
        let Awaited::Open { grant, until } = self.awaited(grant) else {
            return None;
        };
        if !grant.proof.source.is_shopper() {
            return None;
        }
        let facts = ConfirmFacts {
            shop: request.name,
            words: request.words,
            agreed: &grant.proof.text,
        };
        let link = request.link.to_string();
        let id = request_id(&grant.id)?;
        let conversation = if let Source::Chat { conversation } = &grant.proof.source {
            conversation.clone()
        } else {
            made_id(id.as_str())?
        };
        Some(Draft {
            id,
            shop: request.shop.clone(),
            shopper: request.shopper.clone(),
            conversation,
            channel: Channel::Email,
            purpose: Purpose::Service,
            recipient: Recipient::Shopper {
                address: grant.address.clone(),
            },
            message: message::confirm_email(&facts, link, request.support),
            due: grant.at,
            expires: until,
            language: Some(request.words.language().code().into()),
        })
    }

    /// The grant that this draft asks a confirmation of; none for any other draft, and when it is not waited for.
    #[must_use]
    pub fn requested(&self, draft: &Draft) -> Option<&Entry> {
        if (draft.channel, draft.purpose) != (Channel::Email, Purpose::Service) {
            return None;
        }
        let asks = |entry: &&Entry| {
            let asked_for = entry.kind == Kind::Grant && entry.proof.source.is_shopper();
            asked_for && request_id(&entry.id).as_ref() == Some(&draft.id)
        };
        let grant = self.entries.iter().find(asks)?;
        let open = matches!(self.awaited(&grant.id), Awaited::Open { .. });
        (open && grant.address == *draft.recipient.address()).then_some(grant)
    }

    /// The confirmation of this grant by the button of the page at `place`, pressed now, with the words that stood on it;
    /// none when it is not waited for.
    #[must_use]
    pub fn confirmation(
        &self,
        grant: &ConsentId,
        button: String,
        place: String,
        now: Instant,
    ) -> Option<Entry> {
        let Awaited::Open { grant, .. } = self.awaited(grant) else {
            return None;
        };
        Some(Entry {
            id: made_id(&format!("confirmed.{}", grant.id))?,
            at: now,
            channel: grant.channel,
            purpose: grant.purpose,
            kind: Kind::Confirmation,
            address: grant.address.clone(),
            proof: Proof {
                wording: grant.proof.wording.clone(),
                text: button,
                place,
                source: Source::Link {
                    token: request_id(&grant.id)?.to_string(),
                },
            },
            recorded: None,
            scope: Scope::Purpose,
            grant: Some(grant.id.clone()),
        })
    }
}

/// The id of the message that asks for the confirmation of a grant.
fn request_id(grant: &ConsentId) -> Option<DeliveryId> {
    made_id(&format!("confirm.{grant}"))
}

/// Whether a grant is confirmed.
pub(super) enum Confirmed {
    /// It needs no confirmation.
    Unneeded,
    /// It is.
    Yes,
    /// Not yet, and the last instant at which it can be.
    Until(Instant),
    /// It was not, in time.
    TooLate,
}

/// Whether this grant is confirmed by one of these entries.
pub(super) fn of(grant: &Entry, entries: &[Entry], rules: Rules) -> Confirmed {
    let asked = (grant.channel, grant.purpose) == (Channel::Email, Purpose::Marketing);
    if !asked || !rules.confirm_email {
        return Confirmed::Unneeded;
    }
    let until = grant.at + WAITS;
    let confirms = |entry: &Entry| {
        entry.kind == Kind::Confirmation
            && entry.grant.as_ref() == Some(&grant.id)
            && weigh::same(&entry.address, &grant.address)
            && entry.at <= until
            && weigh::counts(entry, rules.now)
            && shows(&entry.proof.source, &grant.proof.source)
    };
    if entries.iter().any(confirms) {
        Confirmed::Yes
    } else if rules.now.is_some_and(|now| now > until) {
        Confirmed::TooLate
    } else {
        Confirmed::Until(until)
    }
}

/// Whether a confirmation from here shows that the grant is the mailbox owner's: by coming through the mailbox, or by
/// being brought, with its proof, by whoever brought the grant. The latter is worth what that list is worth; a grant
/// given here is never confirmed by a list.
fn shows(confirmation: &Source, grant: &Source) -> bool {
    let brought = matches!(confirmation, Source::Import { .. } | Source::Api { .. });
    confirmation.shows_mailbox() || (brought && confirmation == grant)
}

/// How long a grant waits for its confirmation; our own rule. An address that nobody confirms is soon kept for nothing.
const WAITS: Span = Span::days(7);

/// Countries whose courts or authorities ask for it. "Advised" rows rest on secondary sources that name the authority.
const COUNTRIES: &[(&str, DoubleOptIn)] = &[
    (
        "DE",
        known(
            Asked::Required,
            (2011, 2, 10),
            "Bundesgerichtshof, I ZR 164/09; UWG section 7(2); Datenschutzkonferenz on direct marketing",
        ),
    ),
    (
        "AT",
        known(
            Asked::Required,
            (2019, 10, 9),
            "Datenschutzbehörde, DSB-D130.073/0008-DSB/2019 (GDPR, article 32); TKG 2021 section 174",
        ),
    ),
    ("CH", advised("FADP and UWG article 3(1)(o), as practised")),
    ("DK", advised("Datatilsynet")),
    ("FI", advised("Tietosuojavaltuutetun toimisto")),
    ("GR", advised("Hellenic Data Protection Authority")),
    (
        "LU",
        advised("Commission nationale pour la protection des données"),
    ),
    ("NL", advised("Autoriteit Persoonsgegevens")),
    (
        "NO",
        advised("Markedsføringsloven section 15, as practised"),
    ),
];

const fn known(asked: Asked, since: (i32, u8, u8), source: &'static str) -> DoubleOptIn {
    let (year, month, day) = since;
    let since = Date { year, month, day };
    DoubleOptIn {
        asked,
        since,
        source,
    }
}

const fn advised(source: &'static str) -> DoubleOptIn {
    known(Asked::Advised, (2026, 6, 18), source)
}
