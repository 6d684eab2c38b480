//! The sum a page must do when an opening is suspect: made, and checked, without keeping anything.
//!
//! It is sealed for one conversation and a few minutes, so a solution opens that conversation again and no other.

use crate::error::Result;
use crate::session::Signer;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use shared::id::ConversationId;
use shared::time::{Instant, Span};
use shared::wire::challenge_v1::{self, Challenge};

#[derive(Serialize, Deserialize)]
struct Riddle {
    #[serde(rename = "c")]
    conversation: ConversationId,
    #[serde(rename = "e")]
    expires: Instant,
}

/// A challenge for who wants to open this conversation.
pub(crate) fn of(
    signer: &Signer,
    conversation: &ConversationId,
    now: Instant,
) -> Result<Challenge> {
    let riddle = Riddle {
        conversation: conversation.clone(),
        expires: now + LIFE,
    };
    Ok(Challenge {
        text: signer.seal(CHALLENGE, &riddle)?,
        bits: BITS,
    })
}

/// Whether `proof` solves a challenge of ours for this conversation.
pub(crate) fn is_solved(
    signer: &Signer,
    proof: &str,
    conversation: &ConversationId,
    now: Instant,
) -> bool {
    let Some((text, number)) = challenge_v1::parts(proof) else {
        return false;
    };
    let Ok(riddle) = signer.unseal::<Riddle>(CHALLENGE, text) else {
        return false;
    };
    let hash = Sha256::digest(challenge_v1::hashed(Sha256::digest(text).into(), number));
    riddle.conversation == *conversation
        && riddle.expires > now
        && challenge_v1::is_solved(&hash, BITS)
}

const CHALLENGE: &str = "parley challenge v1";
/// 65 536 hashes on average: a tenth of a second for a page, and as much of a sender's machine for each conversation.
const BITS: u8 = 16;
/// Longer than the slowest phone takes.
const LIFE: Span = Span::minutes(5);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Secret;

    const NOW: Instant = Instant(1_800_000_000_000);

    fn solution(challenge: &Challenge) -> u64 {
        let text_hash = Sha256::digest(&challenge.text).into();
        let solves = |number: &u64| {
            let hash = Sha256::digest(challenge_v1::hashed(text_hash, *number));
            challenge_v1::is_solved(&hash, challenge.bits)
        };
        (0..u64::MAX).find(solves).unwrap()
    }

    #[test]
    fn a_solution_opens_one_conversation_for_a_few_minutes() {
        let signer = Signer::of(&[Secret::from("secret")]);
        let other = Signer::of(&[Secret::from("another")]);
        let own: ConversationId = "c1".parse().unwrap();
        let foreign: ConversationId = "c2".parse().unwrap();
        let challenge = of(&signer, &own, NOW).unwrap();
        let number = solution(&challenge);
        let proof = challenge.proof(number);
        let late = NOW + LIFE;
        assert!(is_solved(&signer, &proof, &own, NOW));
        assert!(!is_solved(&signer, &proof, &foreign, NOW), "another's");
        assert!(!is_solved(&signer, &proof, &own, late), "too late");
        assert!(!is_solved(&other, &proof, &own, NOW), "not ours");
        let wrong = number.checked_sub(1).unwrap_or(number + 1);
        assert!(!is_solved(&signer, &challenge.proof(wrong), &own, NOW));
        for proof in ["", ":", "x:1", &challenge.text] {
            assert!(!is_solved(&signer, proof, &own, NOW), "{proof}");
        }
    }
}
