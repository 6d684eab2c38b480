//! The shapes that cross a boundary, by version. A shipped `_v1` file is frozen: change means a `_v2` beside it with
//! conversions both ways, since a page that was cached yesterday still speaks yesterday's version.
//!
//! Frames and settings travel as `postcard` (a JSON reader would be a heavy part of the page); documents, webhooks and
//! stored snapshots are JSON, which people read and later releases extend.

pub mod agent_v1;
pub mod challenge_v1;
pub mod delivery_v1;
pub mod document_v1;
pub mod frame_v1;
pub mod frame_v2;
pub mod ledger_v1;
pub mod outbox_v1;
pub mod settings_v1;
pub mod snapshot_v1;

use alloc::vec::Vec;
use serde::{Serialize, de::DeserializeOwned};

/// Bytes that are no value of the expected shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// More bytes than the boundary takes.
    #[error("more than {0} bytes")]
    TooLarge(usize),
    /// Cut off, of another version, or not ours at all.
    #[error("not a value of this version")]
    Unknown,
    /// A value followed by bytes that belong to nothing.
    #[error("bytes after the value")]
    Trailing,
}

/// The bytes of `value`.
#[must_use]
pub fn encode<T: Serialize>(value: &T) -> Vec<u8> {
    // Serialising into a growing vector fails only for maps and sequences of unknown length, which no wire type has.
    postcard::to_allocvec(value).unwrap_or_default()
}

/// Reads one value that fills `bytes`, which are at most `limit` long.
///
/// # Errors
/// When there are too many bytes, or they are not exactly one value.
pub fn decode<T: DeserializeOwned>(bytes: &[u8], limit: usize) -> Result<T, DecodeError> {
    if bytes.len() > limit {
        return Err(DecodeError::TooLarge(limit));
    }
    let (value, rest) = postcard::take_from_bytes(bytes).map_err(|_| DecodeError::Unknown)?;
    if rest.is_empty() {
        Ok(value)
    } else {
        Err(DecodeError::Trailing)
    }
}

/// Adds an encoded value to a message that holds several, each after its length.
pub fn put(message: &mut Vec<u8>, value: &[u8]) {
    message.extend(encode(&value.len()));
    message.extend_from_slice(value);
}

/// Reads the values of such a message. What this version does not know is passed over, and so is what is cut off.
#[must_use]
pub fn decode_each<T: DeserializeOwned>(message: &[u8], limit: usize) -> Vec<T> {
    let mut known = Vec::new();
    if message.len() > limit {
        return known;
    }
    let mut rest = message;
    while let Ok((length, after)) = postcard::take_from_bytes::<u32>(rest) {
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        let Some((value, next)) = after.split_at_checked(length) else {
            break;
        };
        known.extend(decode(value, limit));
        rest = next;
    }
    known
}

/// Reads a list up to the first value that this version does not know: later versions put what they add at the end.
#[must_use]
pub fn decode_known<T: DeserializeOwned>(bytes: &[u8], limit: usize) -> Vec<T> {
    let mut known = Vec::new();
    if bytes.len() > limit {
        return known;
    }
    let Ok((count, mut rest)) = postcard::take_from_bytes::<u32>(bytes) else {
        return known;
    };
    for _ in 0..count {
        let Ok((value, after)) = postcard::take_from_bytes(rest) else {
            break;
        };
        known.push(value);
        rest = after;
    }
    known
}
