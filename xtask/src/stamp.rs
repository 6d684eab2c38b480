//! Tells whether a build's inputs are those of the last good build, by a hash over their names and contents.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::repo;

/// A hash that grows with each input; the order of inputs matters.
#[derive(Default)]
pub struct Stamp(Sha256);

impl Stamp {
    /// Adds a word, such as a tool's version.
    #[must_use]
    pub fn word(mut self, word: &str) -> Self {
        self.0.update((word.len() as u64).to_le_bytes());
        self.0.update(word);
        self
    }

    /// Adds a file, or each file of a folder and below it, in the order of their paths. What is missing is an input too.
    ///
    /// # Errors
    /// When something that is there cannot be read.
    pub fn path(mut self, below: &str) -> Result<Self> {
        let mut files = Vec::new();
        collect(&repo::path(below), &mut files)?;
        files.sort();
        for file in files {
            let bytes =
                fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
            self = self.word(&file.to_string_lossy());
            self.0.update((bytes.len() as u64).to_le_bytes());
            self.0.update(bytes);
        }
        Ok(self.word(below))
    }

    /// The hash as lower-case hex.
    #[must_use]
    pub fn hex(self) -> String {
        hex(&self.0.finalize())
    }
}

/// Whether the last good run of `name` had this stamp.
#[must_use]
pub fn holds(name: &str, stamp: &str) -> bool {
    fs::read_to_string(file(name)).is_ok_and(|last| last == stamp)
}

/// Remembers the stamp of a good run.
///
/// # Errors
/// When it cannot be written.
pub fn keep(name: &str, stamp: &str) -> Result<()> {
    repo::write(&file(name), stamp)
}

/// Forgets the last good run, before its outputs change.
pub fn forget(name: &str) {
    // What is not there needs no removing; what cannot be removed makes `keep` fail later.
    let _ = fs::remove_file(file(name));
}

/// The first eight hex digits of the content's hash, for names that may be cached for ever.
#[must_use]
pub fn content_hash(content: &[u8]) -> String {
    hex(&Sha256::digest(content)).chars().take(8).collect()
}

fn file(name: &str) -> PathBuf {
    repo::path("target/stamp").join(name)
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    if path.is_file() {
        files.push(path.to_owned());
    }
    if !path.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(path).with_context(|| format!("cannot list {}", path.display()))? {
        collect(&entry?.path(), files)?;
    }
    Ok(())
}

fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_tells_two_words_from_one() {
        assert_ne!(
            Stamp::default().word("ab").word("c").hex(),
            Stamp::default().word("a").word("bc").hex()
        );
    }

    #[test]
    fn a_stamp_tells_a_file_from_its_neighbour() {
        let of = |path| Stamp::default().path(path).map(Stamp::hex).ok();
        assert!(of("xtask/src/stamp.rs").is_some());
        assert_ne!(of("xtask/src/stamp.rs"), of("xtask/src/repo.rs"));
        assert_ne!(of("xtask/src"), of("xtask/src/repo.rs"));
    }

    #[test]
    fn the_same_inputs_make_the_same_stamp() {
        let of = || Stamp::default().path("xtask/src").map(Stamp::hex).ok();
        assert_eq!(of(), of());
    }

    #[test]
    fn a_content_hash_is_the_start_of_its_sha256() {
        assert_eq!(content_hash(b"abc"), "ba7816bf");
    }
}
