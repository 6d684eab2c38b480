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
    /// WhatsApp takes free text only within 24 hours of the shopper's last message there, and it is not so, or not known
    /// to be so (Meta's customer service window).
    NoApprovedTemplate,
    /// Marketing by text message must say how to stop it, in its own language (mandatory in every country our provider
    /// serves).
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
    /// As many of this kind, by channel and purpose, as a week allows have gone; our own rule.
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
    /// The text message does not name the shop.
    NoBrand,
    /// Nobody knows how to say "stop" in the draft's language.
    UnknownLanguage,
    /// The text message takes more segments than one of its kind may, shortened as it is; our own rule, or the shop's.
    TooManySegments,
    /// What the shop's text messages are sent from is not known.
    UnknownSender,
    /// The country's networks do not take this sender.
    SenderNotTaken,
    /// The shop has turned this channel off.
    ChannelOff,
    /// The shop offers nothing on this channel for this message.
    NotOffered,
    /// The shopper agreed at a time that has not come: a clock was set back, or a list is dated wrongly.
    NotYetGranted,
    /// As many messages that sell as a week allows on all channels together have gone; our own rule.
    TotalCapReached,
    /// Another message that sells went too short a time ago; our own rule, the shop's, or the shopper's wish.
    TooSoonAfterAnother,
    /// By the time it could go, WhatsApp takes no free text any more.
    WindowClosesFirst,
    /// Nothing is known of the template that the draft names.
    UnknownTemplate,
    /// WhatsApp has not approved the template, or has stopped it.
    TemplateNotApproved,
    /// The template's category is not that of the draft's purpose.
    TemplateDoesNotFit,
    /// The shopper agreed, and whoever reads the mailbox has still to confirm it (double opt-in).
    Unconfirmed,
    /// WhatsApp delivers no templates that sell to numbers of the United States (Meta, since 2025-04-01).
    MarketingToUnitedStates,
}

/// Which rule makes the hours quiet. The hours themselves, with their sources, are the rows of the table that
/// [`super::page`] prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuietRule {
    /// United States, federal.
    UnitedStates,
    /// States of the United States that end at eight.
    UnitedStatesUntilEight,
    /// Connecticut.
    Connecticut,
    /// Texas.
    Texas,
    /// Rhode Island.
    RhodeIsland,
    /// A state that has hours of its own which we could not confirm, or an unknown one.
    UnitedStatesCommon,
    /// France and its overseas territories.
    France,
    /// India.
    India,
    /// Our own rule: where we know of no law, and for whatever does not sell.
    Elsewhere,
    /// The shop's own hours and days.
    Shop,
    /// Spain.
    Spain,
    /// Italy.
    Italy,
    /// Australia.
    Australia,
    /// United Arab Emirates.
    UnitedArabEmirates,
    /// Belgium.
    Belgium,
    /// Germany.
    Germany,
    /// Austria.
    Austria,
    /// Switzerland and Liechtenstein.
    Switzerland,
    /// Luxembourg.
    Luxembourg,
    /// Netherlands.
    Netherlands,
    /// Portugal.
    Portugal,
    /// Poland.
    Poland,
    /// Sweden.
    Sweden,
    /// Denmark.
    Denmark,
    /// Israel.
    Israel,
}
