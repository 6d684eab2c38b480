//! Unguessable-looking names for carts, messages and requests. Good enough for a stand-in: seeded by the standard
//! library's random hasher, unique within a process by a counter.

use std::fmt::Write;
use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};

static COUNTER: AtomicU64 = AtomicU64::new(1);

pub(crate) fn hex(digits: usize) -> String {
    let mut text = String::new();
    while text.len() < digits {
        let _ = write!(text, "{:016x}", random());
    }
    text.truncate(digits);
    text
}

/// The shape of a version 4 UUID.
pub(crate) fn uuid() -> String {
    let text = hex(30);
    let (time, rest) = text.split_at(8);
    let (middle, rest) = rest.split_at(4);
    let (version, rest) = rest.split_at(3);
    let (variant, node) = rest.split_at(3);
    format!("{time}-{middle}-4{version}-a{variant}-{node}")
}

fn random() -> u64 {
    RandomState::new().hash_one(COUNTER.fetch_add(1, Ordering::Relaxed))
}

#[cfg(test)]
mod tests {
    #[test]
    fn uuids_have_the_shape_of_version_four() {
        let lengths: Vec<usize> = super::uuid().split('-').map(str::len).collect();
        assert_eq!(lengths, [8, 4, 4, 4, 12]);
    }
}
