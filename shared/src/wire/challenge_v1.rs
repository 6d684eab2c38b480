//! Version 1 of the sum that a page must do before it opens a conversation, when the edge suspects that no shopper sits
//! before it: many openings from one address, or of one shop, within a minute. An honest page does it unseen.
//!
//! `POST /v1/conversations` answers 428 with a [`Challenge`]; the page asks again with the header [`PROOF_HEADER`], in
//! which `text ":" number` stands. The number is one for which SHA-256 over [`hashed`] begins with enough zero bits.

use alloc::{format, string::String};
use serde::{Deserialize, Serialize};

/// The header that carries a proof.
pub const PROOF_HEADER: &str = "parley-proof";
/// The most zero bits that a page looks for; a challenge that asks for more is not one of ours.
pub const MOST_BITS: u8 = 22;

/// What must be worked out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Challenge {
    /// Made and signed by the edge, for one conversation and a few minutes.
    pub text: String,
    /// With how many zero bits the hash must begin; each doubles the work.
    pub bits: u8,
}

impl Challenge {
    /// The proof that `number` is a solution, for the header.
    #[must_use]
    pub fn proof(&self, number: u64) -> String {
        format!("{}:{number}", self.text)
    }
}

/// The parts of a proof: the challenge's text, and the number.
#[must_use]
pub fn parts(proof: &str) -> Option<(&str, u64)> {
    let (text, number) = proof.rsplit_once(':')?;
    Some((text, number.parse().ok()?))
}

/// What is hashed to try a number: the SHA-256 of the challenge's text, then the number, so that a try is one block.
#[must_use]
pub fn hashed(text_hash: [u8; 32], number: u64) -> [u8; 40] {
    let mut bytes = [0; 40];
    let both = text_hash.into_iter().chain(number.to_be_bytes());
    for (to, from) in bytes.iter_mut().zip(both) {
        *to = from;
    }
    bytes
}

/// Whether a hash begins with this many zero bits.
#[must_use]
pub fn is_solved(hash: &[u8], bits: u8) -> bool {
    let mut zeros = 0;
    for byte in hash {
        zeros += byte.leading_zeros();
        if *byte != 0 {
            break;
        }
    }
    zeros >= u32::from(bits)
}
