//! Lists of leading digits as the tables of numbers write them: `21,301-3` is 21, 301, 302 and 303. An empty entry
//! stands for every number.

/// How many digits the longest entry has that `digits` begin with.
#[must_use]
pub(crate) fn longest(list: &str, digits: &str) -> Option<usize> {
    list.split(',')
        .filter_map(|entry| begins(entry, digits))
        .max()
}

fn begins(entry: &str, digits: &str) -> Option<usize> {
    let Some((first, last)) = entry.split_once('-') else {
        return digits.starts_with(entry).then_some(entry.len());
    };
    // A run differs in its last digit only.
    let (stem, from) = first.split_at_checked(first.len().checked_sub(1)?)?;
    let digit = digits.strip_prefix(stem)?.get(..1)?;
    (from <= digit && digit <= last).then_some(first.len())
}
