//! When something is used up, and when to say so.

use crate::rows::{day, each, short, words};
use proptest::prelude::*;
use shared::replenish::{Ask, Basis, Consumption, Purchase, Rate, Replenish, replenish};
use shared::time::Date;

/// `pack 60, use 2/1, lasts 30`
fn consumption(cell: &str) -> Consumption {
    let mut consumption = Consumption::default();
    for word in words(cell) {
        let (key, value) = word.split_once(' ').unwrap();
        match key {
            "pack" => consumption.pack = value.parse().ok(),
            "lasts" => consumption.lasts_days = value.parse().ok(),
            _ => {
                let (amount, days) = value.split_once('/').unwrap();
                consumption.used = Some(Rate {
                    amount: amount.parse().unwrap(),
                    days: days.parse().unwrap(),
                });
            }
        }
    }
    consumption
}

/// `09-01, 10-01 x2`
fn purchases(cell: &str) -> Vec<Purchase> {
    let bought = words(cell);
    let read = |text: &String| {
        let (date, packs) = text.split_once(" x").unwrap_or((text, "1"));
        Purchase {
            day: day(&format!("2026-{date}")),
            packs: packs.parse().unwrap(),
        }
    };
    bought.iter().map(read).collect()
}

#[track_caller]
fn check([known, bought, lead, today, expected]: [&str; 5]) {
    let found = replenish(
        consumption(known),
        &purchases(bought),
        lead.parse().unwrap(),
        day(&format!("2026-{today}")),
    );
    let text = match found {
        Replenish::Due(due) => {
            let basis = match due.basis {
                Basis::Intervals { count, median } => format!("{count} intervals of {median}"),
                Basis::Use => "use".into(),
                Basis::Declared => "shop".into(),
            };
            assert_eq!(due.reasons.len(), 3);
            format!(
                "{}, say {}, by {basis}",
                short(due.used_up),
                short(due.remind)
            )
        }
        Replenish::Lapsed { used_up, .. } => format!("lapsed {}", short(used_up)),
        Replenish::NotEnough { ask } => {
            let ask = ask.into_iter().map(|ask| match ask {
                Ask::LastPurchase => "last purchase",
                Ask::Use => "use",
            });
            format!("ask {}", ask.collect::<Vec<_>>().join(", "))
        }
    };
    assert_eq!(text, expected, "{known} {bought} {lead} {today}");
}

#[test]
fn purchases_come_before_use_and_use_before_what_the_shop_says() {
    each(
        "
        lasts 30                      | 09-01                      | 4 | 09-10 | 10-01, say 09-25, by shop
        lasts 30                      | 09-01 x2                   | 4 | 09-10 | 10-31, say 10-25, by shop
        lasts 30                      | 09-01, 09-01               | 4 | 09-10 | 10-31, say 10-25, by shop
        pack 60, use 2/1              | 09-01                      | 4 | 09-10 | 10-01, say 09-25, by use
        pack 60, use 1/2              | 09-01                      | 4 | 09-10 | 12-30, say 12-24, by use
        pack 60, use 7/2, lasts 30    | 09-01                      | 4 | 09-10 | 09-18, say 09-12, by use
        pack 60, use 0/1, lasts 30    | 09-01                      | 4 | 09-10 | 10-01, say 09-25, by shop
        lasts 30                      | 07-01, 08-01               | 4 | 08-10 | 08-31, say 08-25, by shop
        lasts 30                      | 06-01, 07-01, 08-10        | 4 | 08-20 | 09-14, say 09-08, by 2 intervals of 35
                                      | 06-01, 07-01, 08-10        | 4 | 08-20 | 09-14, say 09-08, by 2 intervals of 35
        lasts 30                      | 08-10, 06-01, 07-01        | 4 | 08-20 | 09-14, say 09-08, by 2 intervals of 35
        lasts 30                      | 01-01, 01-31, 03-02, 09-01 | 4 | 09-10 | 10-01, say 09-25, by 3 intervals of 30
        lasts 30                      | 01-01, 04-11, 07-20        | 4 | 07-30 | 09-18, say 09-12, by 2 intervals of 100
        lasts 30                      | 01-01, 01-06, 01-11        | 4 | 01-12 | 02-15, say 02-09, by 2 intervals of 5
                                      | 01-01 x2, 03-02, 04-01     | 4 | 04-02 | 05-01, say 04-25, by 2 intervals of 30
        lasts 30                      | 09-01                      | 4 | 09-25 | 10-01, say 09-25, by shop
        lasts 30                      | 09-01                      | 4 | 09-26 | 10-01, say 09-26, by shop
        lasts 30                      | 09-01                      | 0 | 10-31 | 10-01, say 10-31, by shop
        lasts 30                      | 09-01                      | 0 | 11-01 | lapsed 10-01
        lasts 30                      |                            | 4 | 09-10 | ask last purchase
        lasts 30                      | 09-01 x0                   | 4 | 09-10 | ask last purchase
        lasts 0                       | 09-01                      | 4 | 09-10 | ask use
        pack 60                       | 09-01                      | 4 | 09-10 | ask use
                                      |                            | 4 | 09-10 | ask last purchase, use
        ",
        check,
    );
}

#[test]
fn the_day_is_explained() {
    let found = replenish(
        consumption("lasts 30"),
        &purchases("01-01, 04-11, 07-20"),
        1,
        day("2026-07-30"),
    );
    let Replenish::Due(due) = found else {
        panic!("{found:?}");
    };
    assert_eq!(
        due.reasons,
        [
            "Between 3 purchases a pack lasted 100 days, by the median; since the shop says 30 days, 60 days is taken.",
            "The last purchase was 1 pack on Monday 20 July, so it is used up about Friday 18 September.",
            "A new one takes 1 day to arrive, so Tuesday 15 September is the day to say so.",
        ]
    );
}

proptest! {
    #[test]
    fn the_reminder_is_never_past_and_the_duration_stays_within_what_the_shop_says(
        gaps in prop::collection::vec(0..200_i64, 0..6), packs in 1..4_u16, lasts in 1..90_u16, lead in 0..30_u16, wait in 0..400_i64,
    ) {
        let mut days = 20_000;
        let mut purchases = vec![Purchase { day: Date::from_days(days), packs }];
        for gap in gaps {
            days += gap;
            purchases.push(Purchase { day: Date::from_days(days), packs });
        }
        let today = Date::from_days(days + wait);
        let consumption = Consumption { lasts_days: Some(lasts), ..Consumption::default() };
        match replenish(consumption, &purchases, lead, today) {
            Replenish::Due(due) => {
                prop_assert!(due.remind >= today);
                let bought: i64 = purchases.iter().map(|purchase| i64::from(purchase.packs)).sum();
                let held = due.used_up.days() - days;
                prop_assert!(held <= bought * i64::from(lasts) * 2);
                prop_assert!(held >= i64::from(packs) * i64::from(lasts.div_ceil(2)));
            }
            Replenish::Lapsed { used_up, .. } => prop_assert!(used_up < today),
            Replenish::NotEnough { ask } => prop_assert!(false, "{ask:?}"),
        }
    }
}
