//! Feasts that move with the moon, computed for any year. Which holidays hang on them stands in `holidays`.

/// The first day of the Jewish year that begins in this civil year, in days since 1970-01-01 (Reingold and Dershowitz,
/// "Calendrical Calculations", `hebrew-new-year`).
pub(super) fn rosh_hashanah(civil: i32) -> i64 {
    let year = i64::from(civil) + 3761;
    let (before, this, after) = (elapsed(year - 1), elapsed(year), elapsed(year + 1));
    // No year may have 356 or 382 days.
    let correction = if after - this == 356 {
        2
    } else {
        i64::from(this - before == 382)
    };
    this + correction - 2_092_590
}

/// Days from the epoch to the new moon of a Jewish year's beginning, moved off Sunday, Wednesday and Friday.
fn elapsed(year: i64) -> i64 {
    let months = (235 * year - 234).div_euclid(19);
    let parts = 12_084 + 13_753 * months;
    let day = 29 * months + parts.div_euclid(25_920);
    day + i64::from((3 * (day + 1)).rem_euclid(7) < 3)
}
