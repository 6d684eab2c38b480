//! Double opt-in: whether a grant for marketing by e-mail waits for whoever reads the mailbox to confirm it, and whether
//! a confirmation counts. It sends nothing.
//!
//! Only marketing waits. A message the shopper asked for in the chat (a cart link) sells nothing, and may be sent to the
//! address they typed.

use super::{Entry, Kind, Rules, Source, weigh};
use crate::channel::{Channel, Purpose};
use crate::place::Country;
use crate::time::{Date, Instant, Span};

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
