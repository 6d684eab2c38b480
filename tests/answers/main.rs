//! What the chat answers from: which words ask what, which products fit and why, when an order arrives, when somebody
//! is there, how thirteen languages write it, and that no word of a message is taken for markup.

#![expect(
    clippy::unwrap_used,
    reason = "a scene that cannot be set fails the test it stands in"
)]

mod arrival;
mod fitting;
mod hours;
mod locale;
mod messages;
mod phrases;
mod template;
mod texts;
