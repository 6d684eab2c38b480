//! Tables as text: a row a line, its cells between `|`.

use shared::time::{Date, Instant, Local, Offset};

/// Gives each row of `table` to `check`; rows must have `N` cells.
#[track_caller]
pub(crate) fn each<const N: usize>(table: &str, check: impl Fn([&str; N])) {
    let lines = table.lines().filter(|line| !line.trim().is_empty());
    let mut checked = 0;
    for line in lines {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let found = cells.len();
        let row = <[&str; N]>::try_from(cells).ok();
        assert!(row.is_some(), "{found} cells instead of {N}: {line}");
        check(row.unwrap());
        checked += 1;
    }
    assert!(checked > 0, "a table without rows checks nothing");
}

pub(crate) fn day(text: &str) -> Date {
    shared::hours::date(text).unwrap()
}

/// A day as `11-25`.
pub(crate) fn short(date: Date) -> String {
    format!("{:02}-{:02}", date.month, date.day)
}

/// `2026-11-23 13:59` on a clock that is `offset` ahead.
pub(crate) fn at(text: &str, offset: Offset) -> Instant {
    let (date, time) = text.split_once(' ').unwrap();
    let local = Local {
        date: day(date),
        minute: shared::hours::minute_of_day(time).unwrap(),
    };
    local.instant(offset)
}

/// The words of a cell between commas.
pub(crate) fn words(cell: &str) -> Vec<String> {
    let words = cell.split(',').map(str::trim);
    words
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}
