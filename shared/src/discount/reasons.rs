//! The reasons against a code, and what they read like.

use super::{Answer, Basket, Discount, Discounts, Gives, Offer, Saves, Usage};
use crate::message::Voice;
use crate::money::{Currency, Money};
use crate::sort;
use crate::time::Date;
use alloc::{
    string::{String, ToString},
    vec,
    vec::Vec,
};

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
    fn told(&self, voice: Voice<'_>) -> String {
        match self {
            Self::Expired(last) => voice.say("code_expired", &[("day", &voice.day(*last))]),
            Self::UsedUp => voice.say("code_used_up", &[]),
            Self::AlreadyUsed => voice.say("code_already_used", &[]),
            Self::NotFirstOrder => voice.say("code_first_order", &[]),
            Self::NotStarted(first) => voice.say("code_begins", &[("day", &voice.day(*first))]),
            Self::Country(country) => voice.say("code_country", &[("country", country)]),
            Self::Currency { code, cart } => {
                let [code, cart] = [code, cart].map(ToString::to_string);
                let holes = [("currency", code.as_str()), ("cart", &cart)];
                voice.say("code_currency", &holes)
            }
            Self::NothingCovered => voice.say("code_nothing_covered", &[]),
            Self::NotWith(other) => voice.say("code_not_with", &[("other", other)]),
            Self::Amount { minimum, missing } => {
                let [minimum, missing] = [minimum, missing].map(|amount| voice.money(*amount));
                let holes = [("minimum", minimum.as_str()), ("missing", &missing)];
                voice.say("code_amount", &holes)
            }
            Self::Quantity { minimum, missing } => voice.counted(
                "code_quantity",
                *minimum,
                &[("missing", &missing.to_string())],
            ),
        }
    }

    /// What the shopper can do about it at once.
    fn remedy(&self, voice: Voice<'_>) -> Option<String> {
        match self {
            Self::NothingCovered => Some(voice.say("code_add_covered", &[])),
            Self::NotWith(other) => Some(voice.say("code_take_off", &[("other", other)])),
            Self::Amount { missing, .. } => {
                let missing = voice.money(*missing);
                Some(voice.say("code_add_amount", &[("missing", &missing)]))
            }
            Self::Quantity { missing, .. } => Some(voice.counted("code_add_more", *missing, &[])),
            Self::NotStarted(first) => {
                Some(voice.say("code_order_later", &[("day", &voice.day(*first))]))
            }
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
pub(super) fn unlock(reasons: &[Reason], voice: Voice<'_>) -> Vec<String> {
    let remedies = reasons.iter().map(|reason| reason.remedy(voice));
    let remedies: Option<Vec<String>> = remedies.collect();
    remedies.unwrap_or_default()
}

pub(super) fn told(answer: &Answer, instead: Option<&Offer>, voice: Voice<'_>) -> Vec<String> {
    let mut sentences = match answer {
        Answer::Applies(offer) => {
            vec![offered(offer, ["code_saves", "code_free_delivery"], voice)]
        }
        Answer::Refused {
            code,
            reasons,
            unlock,
        } => {
            let reasons = reasons.iter().map(|reason| {
                let holes = [("code", code.as_str()), ("reason", &reason.told(voice))];
                voice.say("code_reason", &holes)
            });
            reasons.chain(unlock.iter().cloned()).collect()
        }
        Answer::Unknown { meant } => {
            let meant = meant.as_ref();
            let meant = meant.map(|meant| voice.say("code_meant", &[("code", meant)]));
            let unknown = voice.say("code_unknown", &[]);
            [unknown].into_iter().chain(meant).collect()
        }
    };
    let ways = ["code_instead_saves", "code_instead_free_delivery"];
    sentences.extend(instead.map(|offer| offered(offer, ways, voice)));
    sentences
}

fn offered(offer: &Offer, [amount, delivery]: [&str; 2], voice: Voice<'_>) -> String {
    let code = ("code", offer.code.as_str());
    match offer.saves {
        Saves::Amount(saved) => voice.say(amount, &[code, ("amount", &voice.money(saved))]),
        Saves::Delivery => voice.say(delivery, &[code]),
    }
}
