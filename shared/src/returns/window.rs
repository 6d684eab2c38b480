//! The days in which something may go back, by the shop's rules and by law.

use super::{Counted, LastDay, Law, ReturnRules};
use crate::order::{FulfilmentState, Order, OrderLine};
use crate::time::Date;

/// The days in which something may go back.
#[derive(Clone, Copy)]
pub(super) struct Window {
    pub(super) counted: Counted,
    pub(super) last: LastDay,
}

/// The shop's window, and the law's where there is one.
pub(super) struct Windows {
    pub(super) shop: Window,
    pub(super) law: Option<(Law, Window)>,
}

impl Windows {
    /// The later of the last days.
    pub(super) fn last(&self) -> LastDay {
        let law = self.law.map(|(_, window)| window.last);
        let later = law.filter(|last| last.is_after(self.shop.last));
        later.unwrap_or(self.shop.last)
    }
}

pub(super) fn windows(rules: &ReturnRules, order: &Order, line: &OrderLine) -> Windows {
    let law = order.country.as_deref().and_then(Law::of);
    Windows {
        shop: by_shop(rules, order, line),
        law: law.map(|law| (law, by_law(law, rules, order))),
    }
}

fn by_shop(rules: &ReturnRules, order: &Order, line: &OrderLine) -> Window {
    let counted = delivery(order, Some(line));
    let usual = Date::from_days(counted.day().days() + i64::from(rules.window_days));
    let extended = rules.extensions.iter();
    let extended = extended
        .filter(|extension| extension.from <= order.placed && order.placed <= extension.to)
        .map(|extension| extension.until);
    Window {
        counted,
        last: LastDay::On(extended.fold(usual, Date::max)),
    }
}

/// The period begins with the last delivery of the order (article 9 (2) (b) (i)), so it has not begun while some of it
/// is still to come.
fn by_law(law: Law, rules: &ReturnRules, order: &Order) -> Window {
    let counted = delivery(order, None);
    let parcels = &mut order.fulfilments.iter();
    let under_way = parcels
        .any(|parcel| parcel.state != FulfilmentState::Cancelled && !parcel.state.is_delivered());
    let rest = under_way || order.lines.iter().any(|line| order.unsent(line) > 0);
    let last = if rest {
        LastDay::AfterTheRest(law.days())
    } else {
        LastDay::On(law.last_day(counted.day(), &rules.public_holidays))
    };
    Window { counted, last }
}

/// When a line, or all of the order, was last delivered; the day of the order when one of the days is not known.
fn delivery(order: &Order, line: Option<&OrderLine>) -> Counted {
    let mut latest = None;
    for parcel in &order.fulfilments {
        let holds = line.is_none_or(|line| {
            let mut portions = parcel.portions.iter();
            portions.any(|portion| portion.line == line.id)
        });
        if let FulfilmentState::Delivered { on } = &parcel.state
            && holds
        {
            let Some(on) = on else {
                return Counted::Order(order.placed);
            };
            latest = latest.max(Some(*on));
        }
    }
    latest.map_or(Counted::Order(order.placed), Counted::Delivery)
}

impl Counted {
    /// The day.
    fn day(self) -> Date {
        match self {
            Self::Delivery(day) | Self::Order(day) => day,
        }
    }
}
