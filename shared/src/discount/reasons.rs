//! The reasons against a code, and what they read like.

use super::{Answer, Basket, Discount, Discounts, Gives, Offer, Saves, Usage};
use crate::money::{Currency, Money};
use crate::sort;
use crate::time::Date;
use crate::words::{counted, day};
use alloc::{format, string::String, vec, vec::Vec};

/// Why a code does not apply. In order of help: what no shopper can change comes first, since nobody should fill a cart
/// for a code that is past; then what waiting or another address changes; then what the cart can change at once.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// Its last day is past.
    Expired(Date),
    /// It was used as often as it can be.
    UsedUp,
    /// This shopper used it, and it can be used once.
    AlreadyUsed,
    /// It is for first orders, and this is not the shopper's first.
    NotFirstOrder,
    /// Its first day is still to come.
    NotStarted(Date),
    /// It does not hold for deliveries to this country.
    Country(String),
    /// It is in another currency than the cart.
    Currency {
        /// The code's.
        code: Currency,
        /// The cart's.
        cart: Currency,
    },
    /// It holds for nothing in the cart.
    NothingCovered,
    /// It does not go together with a code that the cart has.
    NotWith(String),
    /// What it holds for costs too little.
    Amount {
        /// What it must cost.
        minimum: Money,
        /// How much is missing; positive.
        missing: Money,
    },
    /// There is too little of what it holds for.
    Quantity {
        /// How many there must be.
        minimum: u32,
        /// How many are missing; at least one.
        missing: u32,
    },
}

/// A code that was asked about.
pub(super) struct Asked<'a> {
    pub(super) discount: &'a Discount,
    pub(super) basket: &'a Basket,
    pub(super) usage: Usage,
    pub(super) today: Date,
}

impl Asked<'_> {
    /// All reasons against it, the most helpful first; none when it applies.
    pub(super) fn reasons(&self, all: &Discounts) -> Vec<Reason> {
        let mut reasons = self.of_use();
        reasons.extend(self.of_place());
        reasons.extend(self.of_cart());
        reasons.extend(self.of_codes(all));
        sort::sort(&mut reasons);
        reasons
    }

    fn of_use(&self) -> Vec<Reason> {
        let Self {
            discount,
            usage,
            today,
            ..
        } = self;
        let ended = discount.ends.filter(|ends| ends < today);
        let to_come = discount.starts.filter(|starts| starts > today);
        let used_up = matches!((discount.usage_limit, usage.by_all), (Some(limit), Some(used)) if used >= limit);
        let once = discount.once_each && usage.by_shopper == Some(true);
        let later = discount.first_order_only && usage.ordered_before == Some(true);
        let reasons = [
            ended.map(Reason::Expired),
            used_up.then_some(Reason::UsedUp),
            once.then_some(Reason::AlreadyUsed),
            later.then_some(Reason::NotFirstOrder),
            to_come.map(Reason::NotStarted),
        ];
        reasons.into_iter().flatten().collect()
    }

    fn of_place(&self) -> Vec<Reason> {
        let countries = &self.discount.countries;
        let elsewhere = self.basket.country.as_ref().filter(|country| {
            let mut listed = countries.iter();
            !countries.is_empty() && !listed.any(|listed| listed.eq_ignore_ascii_case(country))
        });
        let foreign = self.currency().filter(|code| *code != self.basket.currency);
        let reasons = [
            elsewhere.map(|country| Reason::Country(country.to_ascii_uppercase())),
            foreign.map(|code| Reason::Currency {
                code,
                cart: self.basket.currency,
            }),
        ];
        reasons.into_iter().flatten().collect()
    }

    /// The currency of its amounts, when it has any.
    fn currency(&self) -> Option<Currency> {
        let off = match self.discount.gives {
            Gives::Amount(amount) => Some(amount.currency),
            Gives::Share(_) | Gives::FreeDelivery => None,
        };
        off.or(self.discount.minimum_amount.map(|minimum| minimum.currency))
    }

    fn of_cart(&self) -> Vec<Reason> {
        let (discount, basket) = (self.discount, self.basket);
        let covered = basket.lines.iter().any(|line| discount.covers(line));
        let sum = basket.sum_of(discount);
        let short = discount
            .minimum_amount
            .filter(|minimum| minimum.currency == sum.currency && sum.minor < minimum.minor)
            .map(|minimum| Reason::Amount {
                minimum,
                missing: Money::new(minimum.minor.saturating_sub(sum.minor), sum.currency),
            });
        let count = basket.count_of(discount);
        let few = discount
            .minimum_quantity
            .filter(|minimum| count < *minimum)
            .map(|minimum| Reason::Quantity {
                minimum,
                missing: minimum - count,
            });
        let nothing = (!covered).then_some(Reason::NothingCovered);
        [nothing, short, few].into_iter().flatten().collect()
    }

    /// Of two codes each must allow the other's kind. A code of the cart that the shop does not list says nothing.
    fn of_codes(&self, all: &Discounts) -> Vec<Reason> {
        let held = self.basket.codes.iter().filter_map(|code| all.find(code));
        let clashes = held.filter(|held| {
            let allowed = held.combines_with.contains(&self.discount.kind())
                && self.discount.combines_with.contains(&held.kind());
            held.code != self.discount.code && !allowed
        });
        clashes
            .map(|held| Reason::NotWith(held.code.clone()))
            .collect()
    }
}

impl Reason {
    fn told(&self) -> String {
        match self {
            Self::Expired(last) => format!("its last day was {}.", day(*last)),
            Self::UsedUp => "it has been used as often as it can be.".into(),
            Self::AlreadyUsed => "it can be used once, and you have used it.".into(),
            Self::NotFirstOrder => "it is for a first order only.".into(),
            Self::NotStarted(first) => format!("it begins on {}.", day(*first)),
            Self::Country(country) => format!("it does not hold for deliveries to {country}."),
            Self::Currency { code, cart } => {
                format!("it is for orders in {code}, and your cart is in {cart}.")
            }
            Self::NothingCovered => "it holds for none of the products in your cart.".into(),
            Self::NotWith(other) => format!("it does not go together with {other}."),
            Self::Amount { minimum, missing } => {
                format!("it needs {minimum} of products it holds for; {missing} is missing.")
            }
            Self::Quantity { minimum, missing } => format!(
                "it needs {} that it holds for; {missing} more would do.",
                counted(*minimum, "product")
            ),
        }
    }

    /// What the shopper can do about it at once.
    fn remedy(&self) -> Option<String> {
        match self {
            Self::NothingCovered => Some("Add a product that it holds for.".into()),
            Self::NotWith(other) => Some(format!("Take {other} off the cart.")),
            Self::Amount { missing, .. } => Some(format!(
                "Add products that it holds for, for {missing} more."
            )),
            Self::Quantity { missing, .. } => {
                let more = counted(*missing, "more product");
                Some(format!("Add {more} that it holds for."))
            }
            Self::NotStarted(first) => Some(format!("Order on {} or later.", day(*first))),
            Self::Expired(_)
            | Self::UsedUp
            | Self::AlreadyUsed
            | Self::NotFirstOrder
            | Self::Country(_)
            | Self::Currency { .. } => None,
        }
    }
}

/// What would make a code apply; nothing when one of its reasons cannot be helped.
pub(super) fn unlock(reasons: &[Reason]) -> Vec<String> {
    let remedies: Option<Vec<String>> = reasons.iter().map(Reason::remedy).collect();
    remedies.unwrap_or_default()
}

pub(super) fn told(answer: &Answer, instead: Option<&Offer>) -> Vec<String> {
    let mut sentences = match answer {
        Answer::Applies(offer) => vec![format!("{} applies: {}.", offer.code, saving(offer))],
        Answer::Refused {
            code,
            reasons,
            unlock,
        } => {
            let reasons = reasons
                .iter()
                .map(|reason| format!("{code}: {}", reason.told()));
            reasons.chain(unlock.iter().cloned()).collect()
        }
        Answer::Unknown { meant } => {
            let meant = meant.as_ref().map(|meant| format!("Did you mean {meant}?"));
            let unknown = "The shop has no code of this spelling.".into();
            [unknown].into_iter().chain(meant).collect()
        }
    };
    let instead = instead.map(|offer| {
        format!(
            "{} applies to your cart as it is: {}.",
            offer.code,
            saving(offer)
        )
    });
    sentences.extend(instead);
    sentences
}

fn saving(offer: &Offer) -> String {
    match offer.saves {
        Saves::Amount(amount) => format!("it saves {amount}"),
        Saves::Delivery => "delivery is free".into(),
    }
}
