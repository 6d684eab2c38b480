//! Puts short lists in order.
//!
//! The standard library's sort is made for long lists, and is compiled anew for each kind of list; this one is a few
//! instructions. It is for lists that the core itself keeps short: where a catalogue or somebody's document decides how
//! long one is, use the library's.

use alloc::collections::{BTreeMap, BTreeSet};
use core::cmp::Ordering;

/// Sorts by `compare`; what is equal stays in its order. The time is that of the list's length squared.
pub(crate) fn sort_by<T>(list: &mut [T], mut compare: impl FnMut(&T, &T) -> Ordering) {
    for end in 1..list.len() {
        for at in (1..=end).rev() {
            match (list.get(at - 1), list.get(at)) {
                (Some(before), Some(this)) if compare(before, this) == Ordering::Greater => {
                    list.swap(at - 1, at);
                }
                _ => break,
            }
        }
    }
}

/// As [`sort_by`], by the values' own order.
pub(crate) fn sort<T: Ord>(list: &mut [T]) {
    sort_by(list, T::cmp);
}

/// As [`sort_by`], by what `key` says of each.
pub(crate) fn sort_by_key<T, K: Ord>(list: &mut [T], key: impl Fn(&T) -> K) {
    sort_by(list, |one, other| key(one).cmp(&key(other)));
}

/// A set of these. They go in one by one: to collect them is to sort them first.
#[must_use]
pub fn set<T: Ord>(items: impl IntoIterator<Item = T>) -> BTreeSet<T> {
    let mut set = BTreeSet::new();
    set.extend(items);
    set
}

/// As [`set`], of values by their keys; the last of a key stays.
#[must_use]
pub fn map<K: Ord, V>(items: impl IntoIterator<Item = (K, V)>) -> BTreeMap<K, V> {
    let mut map = BTreeMap::new();
    map.extend(items);
    map
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::{vec, vec::Vec};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_sorts_as_the_library_does(list in prop::collection::vec((0_u8..9, 0_u32..), 0..40)) {
            let mut ours = list.clone();
            sort_by(&mut ours, |one, other| one.0.cmp(&other.0));
            let mut theirs = list;
            theirs.sort_by_key(|one| one.0);
            prop_assert_eq!(ours, theirs);
        }
    }

    #[test]
    fn it_orders_by_the_values_themselves() {
        let mut list: Vec<i32> = vec![3, -1, 2];
        sort(&mut list);
        assert_eq!(list, [-1, 2, 3]);
    }
}
