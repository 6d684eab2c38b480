//! Which sessions get no invitation, so that what invitations are worth can be measured against them.

use crate::wire::settings_v1::Settings;

/// Whether the session with this random key is in the shop's holdout. The same key always gives the same answer.
#[must_use]
pub fn in_holdout(settings: &Settings, key: &str) -> bool {
    let bucket = hash(settings.holdout_salt, key.as_bytes()) % 10_000;
    bucket < u32::from(settings.holdout_bp)
}

/// FNV-1a over salt and key, then `MurmurHash3`'s finaliser: FNV alone leaves the low bits of similar keys alike.
fn hash(salt: u32, key: &[u8]) -> u32 {
    let mut hash: u32 = 0x811c_9dc5;
    for byte in salt.to_le_bytes().iter().chain(key) {
        hash = (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193);
    }
    hash = (hash ^ (hash >> 16)).wrapping_mul(0x85eb_ca6b);
    hash = (hash ^ (hash >> 13)).wrapping_mul(0xc2b2_ae35);
    hash ^ (hash >> 16)
}
