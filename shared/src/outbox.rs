//! How fast an outbox may call the service behind it, what goes first, and when nothing goes. It sends nothing and asks
//! for no permit: [`crate::delivery`] does, for each delivery.
//!
//! A delivery that is due is handed to [`Gate::due`], any other call asks [`Gate::admit`], and every answer is told to
//! [`Gate::heard`]; the gate is stored with the
//! deliveries, spent before it is used, so that a crash never spends a limit twice. Deliveries are taken by [`Lane`], then
//! by when they were due. What a contact should be told waits as [`Note`]s, from which [`next_call`] makes few calls.

mod bucket;
mod family;
mod forecast;
mod gate;
mod notes;
mod outage;
mod poll;
mod room;

pub use crate::wire::outbox_v1::{Bucket, Family, Gate, Left, Outage};
pub use family::{Lane, Rank};
pub use forecast::{Forecast, forecast};
pub use gate::{Admission, Due, Ended, Told};
pub use notes::{Call, Note, Work, next_call};
pub use poll::next_poll;
pub use room::Room;
