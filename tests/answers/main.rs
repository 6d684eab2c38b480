//! What the chat answers from: which words ask what, which products fit and why, when an order arrives, when somebody
//! is there, and that no word of a message is taken for markup.

mod arrival;
mod fitting;
mod hours;
mod messages;
mod phrases;
