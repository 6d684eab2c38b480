//! Why a draft may not go, or not yet. Kept with the verdict and shown to merchants.

use serde::{Deserialize, Serialize};

/// What stands against a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Its time has passed.
    Expired,
    /// It is not due yet.
    NotDue,
    /// By the time it could go, nobody would want it any more.
    ExpiresFirst,
    /// Its channel, its recipient's address and its message do not belong together.
    WrongAddress,
    /// The chat shows turns itself; nothing is delivered through it.
    NotADelivery,
    /// WhatsApp takes no message outside a conversation there without an approved template, and there is none (Meta's
    /// 24-hour customer service window).
    NoApprovedTemplate,
    /// Marketing by text message must say how to stop it (mandatory in every country our provider serves).
    NoStopWording,
    /// Only service messages go to the shop itself.
    NotForTheShop,
    /// Not the address that the shop named as its own.
    NotTheShopsAddress,
    /// The shopper never agreed to this channel for this purpose (TCPA; ePrivacy directive, article 13).
    NoGrant,
    /// The shopper took the agreement back (47 CFR 64.1200(a)(10); GDPR, article 7(3)).
    Withdrawn,
    /// The shopper agreed for another address than this one.
    GrantForAnotherAddress,
    /// The address does not exist or no longer takes messages.
    Bounced,
    /// The recipient reported an earlier message as unwanted.
    Complained,
    /// The channel's own blocklist has the address.
    Blocklisted,
    /// As many of this kind as a week allows have gone; our own rule.
    CapReached,
    /// The shop allows none of this kind.
    CapIsZero,
    /// Nobody can tell which country, or which state of the United States, the number belongs to.
    UnknownPlace,
    /// The clock of a place the recipient may be in is not known.
    UnknownClock,
    /// No hour of the coming two weeks is allowed everywhere the recipient may be.
    NoCommonHour,
    /// It is not the hour for it where the recipient is, or may be.
    QuietHours(QuietRule),
}

/// Which rule makes the hours quiet. All times are local to the recipient; sources as of late 2026, most of them
/// secondary, so each is kept no wider than any source has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuietRule {
    /// United States: 08:00–21:00 (47 CFR 64.1200(c)(1)).
    UnitedStates,
    /// Florida, Oklahoma, Maryland, Mississippi, New Jersey: 08:00–20:00 (their own telephone solicitation acts).
    UnitedStatesUntilEight,
    /// Connecticut: 09:00–20:00 (since 2023-10-01).
    Connecticut,
    /// Texas: Monday to Saturday 09:00–21:00, Sunday 12:00–21:00 (SB 140, texts since 2025-09-01).
    Texas,
    /// Rhode Island: weekdays 09:00–18:00, weekends 10:00–17:00.
    RhodeIsland,
    /// A state that has hours of its own which we could not confirm (Alabama, Illinois, Kansas, Kentucky, Louisiana,
    /// Washington), or an unknown one: 09:00–20:00, Sunday 12:00–20:00, the narrowest window common to the others.
    UnitedStatesCommon,
    /// France: Monday to Saturday 08:00–22:00, never on Sundays or public holidays.
    France,
    /// India: 09:00–21:00.
    India,
    /// Everywhere else, where we know of no law: 08:00–21:00; our own rule.
    Elsewhere,
    /// The shop's own hours.
    Shop,
}
