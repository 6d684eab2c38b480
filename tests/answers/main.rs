//! What the chat answers from: which words ask what, which products fit and why, when an order arrives, when somebody
//! is there, and that no word of a message is taken for markup.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a scene that cannot be set fails the test it stands in"
)]

mod arrival;
mod compared;
mod documents;
mod explained;
mod explained_always;
mod fitting;
mod handoff;
mod hours;
mod journeys;
mod messages;
mod mood;
mod phrases;
mod presents;
mod profiles;
mod shelf;
mod together;
mod walks;
