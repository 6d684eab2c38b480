//! Tables of decisions, one file a concept: facts in, verdict out. Properties stand below the rows they generalise.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a row that cannot be read fails the test it stands in"
)]

mod consent;
mod consent_confirm;
mod consent_erase;
mod consent_mirror;
mod consent_order;
mod consent_waits;
mod contact;
mod delivery;
mod delivery_after;
mod delivery_always;
mod given;
mod holding;
mod hours;
mod inbound;
mod letter;
mod optout;
mod outbox;
mod outbox_looks;
mod outbox_month;
mod outbox_notes;
mod phone;
mod place;
mod policy;
mod policy_always;
mod policy_choice;
mod policy_kill;
mod policy_sms;
mod policy_stricter;
mod policy_tables;
mod policy_whatsapp;
mod policy_when;
mod preferences;
mod room;
mod segments;
mod send_always;
mod stored;
mod trigger;
mod trigger_signals;
