//! The commands of Parley's workshop, one file a command: `prepare`, `build`, `extension`, `demo`, `test`, `bench`,
//! `prove`, `shop`, `flow`, `message`.
//!
//! Each command but `flow` and `message` first calls [`prepare`], so that one line is enough on a fresh machine. The released files are
//! made by [`build`] alone; [`stage`] starts them in workerd with the stand-ins beside them, for `demo`, `test`,
//! `bench` and for the suites in `tests`, which use this crate as a library.
//! Read `step` for how progress is shown and `group` for how children are ended.

pub mod bench;
pub mod budget;
pub mod build;
pub mod demo;
pub mod extension;
pub mod fill;
pub mod flow;
pub mod group;
pub mod keep;
pub mod message;
pub mod prepare;
pub mod prove;
pub mod repo;
pub mod shop;
pub mod stage;
pub mod stamp;
pub mod step;
pub mod test;
