//! Which code was meant by one that the shop does not have.

use alloc::{string::String, vec::Vec};

/// A code as it is compared: shops take codes in any case, and a copied one may bring spaces along.
pub(super) fn folded(code: &str) -> String {
    let kept = code.chars().filter(|letter| !letter.is_whitespace());
    kept.flat_map(char::to_uppercase).collect()
}

/// The code nearest to `typed`, when it is near enough to have been meant and no other is as near.
pub(super) fn nearest<'a>(
    typed: &str,
    codes: impl Iterator<Item = &'a String>,
) -> Option<&'a String> {
    let typed: Vec<char> = folded(typed).chars().take(MOST_LETTERS).collect();
    let mut near: Vec<(usize, &String)> = codes
        .filter_map(|code| {
            let letters: Vec<char> = folded(code).chars().collect();
            let distance = distance(&typed, &letters);
            (distance <= tolerance(letters.len())).then_some((distance, code))
        })
        .collect();
    near.sort();
    match near.as_slice() {
        [(first, _), (second, _), ..] if first == second => None,
        [(_, code), ..] => Some(*code),
        [] => None,
    }
}

/// How many slips still show what was meant: none in a code so short that another is one slip away.
fn tolerance(letters: usize) -> usize {
    match letters {
        0..=3 => 0,
        4..=6 => 1,
        _ => 2,
    }
}

/// How many letters must be put in, left out, changed or swapped with their neighbour, each letter at most once
/// (optimal string alignment distance).
fn distance(one: &[char], other: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=other.len()).collect();
    for (row, letter) in one.iter().enumerate() {
        let mut current: Vec<usize> = Vec::with_capacity(other.len() + 1);
        current.push(row + 1);
        for (column, wanted) in other.iter().enumerate() {
            let at =
                |line: &[usize], index: usize| line.get(index).copied().unwrap_or(usize::MAX / 2);
            let change = at(&above, column) + usize::from(letter != wanted);
            let shift = at(&above, column + 1).min(at(&current, column)) + 1;
            let swapped = row > 0
                && column > 0
                && one.get(row - 1) == Some(wanted)
                && other.get(column - 1) == Some(letter);
            let swap = if swapped {
                at(&before, column - 1) + 1
            } else {
                usize::MAX
            };
            current.push(change.min(shift).min(swap));
        }
        before = above;
        above = current;
    }
    above.last().copied().unwrap_or(one.len())
}

/// Longer than any code that people type.
const MOST_LETTERS: usize = 40;
