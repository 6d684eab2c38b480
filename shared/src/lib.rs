//! Parley's domain: facts go in with a time, decided effects come out as values.
//!
//! Nothing here names HTTP, a browser, Cloudflare, Brevo or Shopify, reads a clock or draws a random number, so every
//! rule can be tested by calling it. Read in this order:
//!
//! 1. [`id`], [`money`], [`time`], [`channel`], [`contact`], [`place`], [`catalog`]: the words everything else is written
//!    in; [`locale`] writes numbers, money and days in thirteen languages.
//! 2. [`flow`]: a document becomes a validated graph of steps.
//! 3. [`conversation`]: `handle(input, now)` turns what happened into effects; [`recommend`], [`gift`], [`bundle`],
//!    [`promise`] and [`hours`] answer it, [`message`] and [`summary`] write what leaves it. [`size`], [`compatibility`],
//!    [`returns`], [`discount`], [`replenish`] and [`order`] answer what shoppers ask about buying, each with its reasons;
//!    [`commerce`] reads what a shop writes for them, [`answers`] what it answers itself; [`look_up`] asks them all. [`mood`] hears how the shopper sounds, [`handoff`] decides when a
//!    person takes over.
//! 4. [`trigger`]: when the page may invite.
//! 5. [`consent`], [`optout`] and [`policy`]: who may be sent what, when; [`policy::decide`] is the only way to a permit.
//! 6. [`journey`]: the message that opens a flow after something happened.
//! 7. [`delivery`]: an outbox entry from draft to its end; [`outbox`]: which goes first, how fast, and when none may.
//!    [`inbound`]: what the service that sends tells of it, and what people write back.
//! 8. [`wire`]: the frozen shapes that cross a boundary.
//!
//! Invariants: no send without a permit; none after a withdrawal; an input applied twice changes nothing the second
//! time; turns are numbered without a gap.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

extern crate alloc;

pub mod answers;
pub mod bundle;
pub mod catalog;
pub mod channel;
pub mod commerce;
pub mod compatibility;
pub mod consent;
pub mod contact;
pub mod conversation;
pub mod delivery;
pub mod discount;
pub mod flow;
pub mod gift;
pub mod handoff;
mod heard;
pub mod hours;
pub mod id;
pub mod inbound;
pub mod journey;
pub mod json;
pub mod locale;
pub mod look_up;
pub mod message;
pub mod money;
pub mod mood;
pub mod optout;
pub mod order;
pub mod outbox;
pub mod place;
pub mod policy;
pub mod promise;
pub mod recommend;
pub mod replenish;
pub mod returns;
pub mod size;
pub mod sort;
pub mod summary;
pub mod time;
pub mod trigger;
pub mod wire;
pub mod words;
