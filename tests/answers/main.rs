//! What the chat answers from: which words ask what, which products fit and why, when an order arrives, when somebody
//! is there, and that no word of a message is taken for markup.

#![expect(
    clippy::unwrap_used,
    reason = "a scene that cannot be set fails the test it stands in"
)]

mod arrival;
mod documents;
mod fitting;
mod hours;
mod journeys;
mod messages;
mod phrases;
mod walks;
