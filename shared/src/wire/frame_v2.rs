//! Version 2 of what a conversation says to a shopper's page over a socket: the frames of version 1, of which a message holds
//! one or more, each after its length ([`super::put`], [`super::decode_each`]). What a page says, and what is posted, is as in
//! version 1.
//!
//! A step of a conversation has several things to say, and in messages of their own each would wake the page and be laid out.
//! Without its length, a frame that a page does not know would hide all that stand behind it.

/// The subprotocol that names this version of the messages.
pub const SUBPROTOCOL: &str = "parley.v2";
/// Bytes after which a message takes no further frame.
pub const ENOUGH_BYTES: usize = 32 * 1024;
