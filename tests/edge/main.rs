//! What the Worker promises, asked of the Worker itself in workerd, with the stand-ins for the world beside it.
//!
//! `cargo xtask test edge` starts the stage and names it in the environment; the suites that kill the Worker start
//! stages of their own.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on stops where it stands"
)]

mod agents;
mod bad_input;
mod catalogue;
mod contacts;
mod counters;
mod crash;
mod customers;
mod deadlines;
mod deliveries;
mod drain;
mod erasure;
mod exchange;
mod expiry;
mod flows;
mod fuzz;
mod happenings;
mod headers;
mod hibernation;
mod inbound;
mod journeys;
mod log;
mod migrations;
mod opening;
mod panics;
mod preferences;
mod presence;
mod replies;
mod resumes;
mod retention;
mod room;
mod rotation;
mod rules;
mod setup;
mod silent;
mod stage;
mod story;
mod trust;
mod turns;
mod versions;
mod whatsapp;
mod whole;
