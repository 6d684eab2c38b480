//! What the chat answers from: which words ask what, which products fit and why, when an order arrives, when somebody
//! is there, which size fits, what goes together, what may go back, why a code does not apply, when something is used up,
//! where an order is, and that no word of a message is taken for markup.
//! is there, how thirteen languages write it, and that no word of a message is taken for markup.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a scene that cannot be set fails the test it stands in"
)]

mod arrival;
mod calling;
mod commerce;
mod compared;
mod compatibility;
mod demo;
mod discount;
mod documents;
mod english;
mod estimate;
mod explained;
mod explained_always;
mod fitting;
mod handoff;
mod hours;
mod journeys;
mod lints;
mod locale;
mod messages;
mod mood;
mod order;
mod phrases;
mod presents;
mod profiles;
mod replenish;
mod returns;
mod rows;
mod shelf;
mod size;
mod spoken;
mod supplied;
mod template;
mod texts;
mod together;
mod walks;
mod whatsapp;
