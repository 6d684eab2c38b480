//! Why a discount code does not apply, what would make it apply, and which public code is the best instead. Never names
//! a code that the shop did not mark public, unless the shopper typed just that code.

mod read;
mod reasons;
mod spelling;

pub use reasons::Reason;

use crate::message::Voice;
use crate::money::{Currency, Money};
use crate::time::Date;
use alloc::{string::String, vec::Vec};
use core::cmp::Reverse;

/// The codes of a shop, in its own order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Discounts(Vec<Discount>);

/// A discount code and what it takes.
#[derive(Clone, PartialEq, Eq)]
pub struct Discount {
    /// What shoppers type; no two of a shop differ only in case.
    pub code: String,
    /// Whether the chat may name it to anyone.
    pub public: bool,
    /// What it gives.
    pub gives: Gives,
    /// The first day on which it holds.
    pub starts: Option<Date>,
    /// The last day on which it holds.
    pub ends: Option<Date>,
    /// The products it holds for must cost this much together.
    pub minimum_amount: Option<Money>,
    /// There must be so many of the products it holds for.
    pub minimum_quantity: Option<u32>,
    /// Holds only for these; for all when empty.
    pub only: Scope,
    /// Never holds for these.
    pub except: Scope,
    /// Holds only for deliveries there; everywhere when empty.
    pub countries: Vec<String>,
    /// Whether each shopper can use it only once.
    pub once_each: bool,
    /// How often it can be used by all together.
    pub usage_limit: Option<u32>,
    /// Whether it holds only for a shopper's first order.
    pub first_order_only: bool,
    /// Which kinds of discount it goes together with; two go together when each allows the other.
    pub combines_with: Vec<Kind>,
}

/// What a code gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gives {
    /// A share of what the products cost, in basis points (10 % is 1000).
    Share(u16),
    /// An amount off, in its own currency.
    Amount(Money),
    /// Delivery costs nothing.
    FreeDelivery,
}

/// A kind of discount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// For some products.
    Product,
    /// For the order as a whole.
    Order,
    /// For its delivery.
    Delivery,
}

/// Products and collections, by handle.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// Products.
    pub products: Vec<String>,
    /// Collections.
    pub collections: Vec<String>,
}

/// A cart, as far as discounts depend on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Basket {
    /// What is in it.
    pub lines: Vec<BasketLine>,
    /// The currency the shopper pays in.
    pub currency: Currency,
    /// Where it goes, as ISO 3166 alpha-2, when known.
    pub country: Option<String>,
    /// The codes it has already.
    pub codes: Vec<String>,
}

/// A line of a cart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BasketLine {
    /// The product's handle.
    pub handle: String,
    /// The handles of its collections.
    pub collections: Vec<String>,
    /// How many.
    pub quantity: u32,
    /// What the line costs before any code.
    pub total: Money,
}

/// What is known of how a code was used; what is not known is no reason against it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// How often by all.
    pub by_all: Option<u32>,
    /// Whether by this shopper.
    pub by_shopper: Option<bool>,
    /// Whether this shopper ordered before.
    pub ordered_before: Option<bool>,
}

/// What became of a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The answer.
    pub answer: Answer,
    /// The public code that saves most on this cart as it is, when the one typed does not apply.
    pub instead: Option<Offer>,
    /// The answer in sentences, the most helpful first.
    pub sentences: Vec<String>,
}

/// Whether a code applies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It does.
    Applies(Offer),
    /// It does not.
    Refused {
        /// The code, as the shop writes it.
        code: String,
        /// All reasons; the most helpful first, and at least one.
        reasons: Vec<Reason>,
        /// What would make it apply, a sentence each; empty when the shopper cannot.
        unlock: Vec<String>,
    },
    /// The shop has no such code.
    Unknown {
        /// The public code that was probably meant.
        meant: Option<String>,
    },
}

/// A code that applies, and what it saves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The code, as the shop writes it.
    pub code: String,
    /// What it saves on this cart.
    pub saves: Saves,
}

/// What a code saves. Amounts come before free delivery, whose worth is not known here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saves {
    /// This much.
    Amount(Money),
    /// What delivery would cost.
    Delivery,
}

impl core::fmt::Debug for Discount {
    /// Keeps a code that is not public out of logs.
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let code = if self.public {
            self.code.as_str()
        } else {
            "…"
        };
        f.debug_struct("Discount")
            .field("code", &code)
            .finish_non_exhaustive()
    }
}

impl Discount {
    /// Which kind it is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self.gives {
            Gives::FreeDelivery => Kind::Delivery,
            Gives::Share(_) | Gives::Amount(_) if self.only.is_empty() => Kind::Order,
            Gives::Share(_) | Gives::Amount(_) => Kind::Product,
        }
    }

    fn covers(&self, line: &BasketLine) -> bool {
        (self.only.is_empty() || self.only.holds(line)) && !self.except.holds(line)
    }

    /// What it saves on a cart that it applies to.
    fn saves(&self, basket: &Basket) -> Saves {
        let sum = basket.sum_of(self);
        let minor = match self.gives {
            Gives::FreeDelivery => return Saves::Delivery,
            Gives::Amount(amount) => amount.minor.min(sum.minor),
            // Half a minor unit counts as one, in the wider integer so that nothing overflows.
            Gives::Share(points) => {
                let share = (i128::from(sum.minor) * i128::from(points) + 5_000) / 10_000;
                i64::try_from(share).unwrap_or(sum.minor)
            }
        };
        Saves::Amount(Money::new(minor, sum.currency))
    }

    fn offer(&self, basket: &Basket) -> Offer {
        Offer {
            code: self.code.clone(),
            saves: self.saves(basket),
        }
    }
}

impl Scope {
    fn is_empty(&self) -> bool {
        self.products.is_empty() && self.collections.is_empty()
    }

    fn holds(&self, line: &BasketLine) -> bool {
        let mut collections = line.collections.iter();
        self.products.contains(&line.handle)
            || collections.any(|collection| self.collections.contains(collection))
    }
}

impl Basket {
    /// What the products cost together that a discount covers, in the basket's currency.
    fn sum_of(&self, discount: &Discount) -> Money {
        let covered = self.lines.iter().filter(|line| discount.covers(line));
        covered.fold(Money::new(0, self.currency), |sum, line| {
            // What cannot be added is in another currency, which a cart does not have, or beyond any cart.
            sum.checked_add(line.total).unwrap_or(sum)
        })
    }

    fn count_of(&self, discount: &Discount) -> u32 {
        let covered = self.lines.iter().filter(|line| discount.covers(line));
        covered.fold(0, |count, line| count.saturating_add(line.quantity))
    }

    fn holds_code(&self, code: &str) -> bool {
        let mut codes = self.codes.iter();
        codes.any(|held| spelling::folded(held) == spelling::folded(code))
    }
}

impl Discounts {
    /// The code of this spelling, whatever its case; spaces around it do not count.
    #[must_use]
    pub fn find(&self, typed: &str) -> Option<&Discount> {
        let typed = spelling::folded(typed);
        let mut all = self.0.iter();
        all.find(|discount| spelling::folded(&discount.code) == typed)
    }

    /// What becomes of the code `typed` in `basket` on the day `today` of the shop; `usage` answers what is known of the
    /// use of a code.
    #[must_use]
    pub fn explain(
        &self,
        typed: &str,
        basket: &Basket,
        usage: impl Fn(&str) -> Usage,
        today: Date,
        voice: Voice<'_>,
    ) -> Explanation {
        let reasons = |discount: &Discount| {
            let asked = reasons::Asked {
                discount,
                basket,
                usage: usage(&discount.code),
                today,
            };
            asked.reasons(self)
        };
        let answer = match self.find(typed) {
            Some(discount) => {
                let reasons = reasons(discount);
                if reasons.is_empty() {
                    Answer::Applies(discount.offer(basket))
                } else {
                    Answer::Refused {
                        code: discount.code.clone(),
                        unlock: reasons::unlock(&reasons, voice),
                        reasons,
                    }
                }
            }
            None => Answer::Unknown {
                meant: spelling::nearest(typed, self.public().map(|public| &public.code)).cloned(),
            },
        };
        let instead = match &answer {
            Answer::Applies(_) => None,
            Answer::Refused { code, .. } => self.best(basket, reasons, Some(code)),
            Answer::Unknown { .. } => self.best(basket, reasons, None),
        };
        Explanation {
            sentences: reasons::told(&answer, instead.as_ref(), voice),
            answer,
            instead,
        }
    }

    /// These codes without those that name collections, for a cart of which no collections are known.
    #[must_use]
    pub fn without_collections(&self) -> Self {
        let named = |discount: &&Discount| {
            let scopes = [&discount.only, &discount.except];
            scopes.iter().all(|scope| scope.collections.is_empty())
        };
        Self(self.0.iter().filter(named).cloned().collect())
    }

    fn public(&self) -> impl Iterator<Item = &Discount> {
        self.0.iter().filter(|discount| discount.public)
    }

    /// The public code that applies and saves most; of equal ones the first by name.
    fn best(
        &self,
        basket: &Basket,
        reasons: impl Fn(&Discount) -> Vec<Reason>,
        but: Option<&String>,
    ) -> Option<Offer> {
        let others = self.public().filter(|public| Some(&public.code) != but);
        let unused = others.filter(|public| !basket.holds_code(&public.code));
        let applying = unused.filter(|public| reasons(public).is_empty());
        let offers = applying.map(|public| public.offer(basket));
        offers
            .filter(|offer| offer.saves.worth() > 0)
            .min_by_key(|offer| (Reverse(offer.saves.worth()), offer.code.clone()))
    }
}

impl Saves {
    /// For comparing: minor units, and the least worth something for a delivery.
    fn worth(self) -> i64 {
        match self {
            Self::Amount(amount) => amount.minor.saturating_mul(2),
            Self::Delivery => 1,
        }
    }
}
