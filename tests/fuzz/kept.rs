//! Inputs that are kept: files of a folder, and the goldens of the suite `wire`. The suite `edge` changes them, too.

use std::fs;
use std::path::{Path, PathBuf};

/// The files of a folder, in the order of their names.
pub(super) fn files(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let entries = fs::read_dir(folder).unwrap();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.is_file());
    files.sort();
    files
}

/// All values of the suite `wire`.
pub(super) fn goldens() -> Vec<Vec<u8>> {
    let texts = files("wire").into_iter();
    let texts = texts.filter(|path| path.extension().is_some_and(|found| found == "txt"));
    texts.flat_map(|path| golden(&path)).collect()
}

/// The values of one of its files, which hold a name and bytes in hex a line.
pub(super) fn golden(path: &Path) -> Vec<Vec<u8>> {
    let text = fs::read_to_string(path).unwrap();
    let lines = text.lines();
    lines
        .map(|line| bytes(line.split(' ').next_back().unwrap()))
        .collect()
}

fn bytes(hex: &str) -> Vec<u8> {
    let byte = |at| u8::from_str_radix(hex.get(at..at + 2).unwrap(), 16).unwrap();
    (0..hex.len()).step_by(2).map(byte).collect()
}
