//! Works out what the edge asks of a page when many conversations are opened at once, in pieces that no frame waits for.

use crate::chat::door;
use sha2::{Digest, Sha256};
use shared::wire::challenge_v1::{self, Challenge, MOST_BITS};

/// Tries between two rests: some five milliseconds on a phone.
const A_PIECE: u64 = 1024;

/// The proof for the header; `None` for a challenge that is none of the edge's.
pub(crate) async fn of(challenge: &Challenge) -> Option<String> {
    let text_hash = Sha256::digest(challenge.text.as_bytes()).into();
    let solves = |number: &u64| {
        let hash = Sha256::digest(challenge_v1::hashed(text_hash, *number));
        challenge_v1::is_solved(&hash, challenge.bits)
    };
    if challenge.bits > MOST_BITS {
        return None;
    }
    let mut first = 0;
    loop {
        let piece = first..first + A_PIECE;
        if let Some(number) = piece.clone().find(solves) {
            return Some(challenge.proof(number));
        }
        first = piece.end;
        door::pause(0).await;
    }
}
