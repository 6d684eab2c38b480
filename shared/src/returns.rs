//! Whether something may go back, until when, at whose cost, and why. The better of the shop's own rules and the law of
//! the shopper's country counts. Decides no dispute: what is faulty or wrong goes to a person.

mod law;
mod read;
mod sentences;
mod window;

pub use law::Law;

use crate::id::OrderLineId;
use crate::money::Money;
use crate::order::{Order, OrderLine};
use crate::promise::Source;
use crate::time::{Date, Instant, Offset};
use alloc::{string::String, vec, vec::Vec};
use window::{Window, Windows, windows};

/// What a shop takes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnRules {
    /// Days after the delivery on which a return may still be asked for.
    pub window_days: u16,
    /// Who pays for sending it back.
    pub cost: ReturnCost,
    /// Whether it may be exchanged for another size or variant.
    pub exchanges: bool,
    /// What may not go back, by tag.
    pub exclusions: Vec<Exclusion>,
    /// Longer windows for orders of some days.
    pub extensions: Vec<Extension>,
    /// Public holidays, on which a period set by law does not end.
    pub public_holidays: Vec<Date>,
    /// What these rules are called when they are quoted.
    pub source: Source,
}

/// Who pays for sending something back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReturnCost {
    /// The shop.
    Free,
    /// The shopper pays the carrier.
    Shopper,
    /// The shop, and takes this off the refund.
    Deducted(Money),
}

/// Products that may not go back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exclusion {
    /// Their tag, in lower case.
    pub tag: String,
    /// Why not.
    pub because: Because,
}

/// Why a product may not go back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Because {
    /// The shop sold it as final. That is no exception of article 16, so it binds no shopper whom the law protects.
    FinalSale,
    /// Sealed for hygiene: not once it is unsealed (article 16 (e)).
    Hygiene,
    /// A sealed recording or program: not once it is unsealed (article 16 (i)).
    SealedMedia,
    /// Made to the shopper's wishes (article 16 (c)).
    MadeToOrder,
    /// It spoils fast (article 16 (d)).
    Perishable,
}

/// A longer window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extension {
    /// The first day of order.
    pub from: Date,
    /// The last day of order.
    pub to: Date,
    /// The day until which these may go back, itself included.
    pub until: Date,
}

/// What somebody wants to send back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wish<'a> {
    /// The order.
    pub order: &'a Order,
    /// The line of it.
    pub line: &'a OrderLineId,
    /// Whether its seal is broken, for what has one.
    pub seal: Seal,
    /// Why they want to.
    pub why: Why,
}

/// Whether a seal is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seal {
    /// Nobody asked.
    Unknown,
    /// It is as it came.
    Unbroken,
    /// It was opened.
    Broken,
}

/// Why somebody wants to send something back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// They do not want it, or it does not fit: no reason is needed.
    NotWanted,
    /// It is broken, or another product than they ordered.
    FaultyOrWrong,
}

/// The answer, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Eligibility {
    /// The answer.
    pub answer: Answer,
    /// The answer and its reasons, a sentence each.
    pub reasons: Vec<String>,
    /// The shop's rules.
    pub source: Source,
}

/// Whether something may go back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// On these terms.
    Yes(Terms),
    /// It has not been delivered.
    NotYet,
    /// For all of these reasons; at least one.
    No(Vec<Refusal>),
    /// A person decides.
    Person(Doubt),
}

/// Why a person decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// What is faulty or wrong is no return without a reason: other rights hold, and no window ends them here.
    FaultyOrWrong,
    /// The day of the delivery is not known, and counted from the order the window is over.
    DeliveryUnknown,
}

/// On which terms something may go back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// How many of the line.
    pub quantity: u32,
    /// The last day to ask for it, by the shop's calendar.
    pub last_day: LastDay,
    /// Where the days are counted from.
    pub counted: Counted,
    /// By whose rule.
    pub basis: Basis,
    /// Who pays for sending it back.
    pub cost: ReturnCost,
    /// Whether it may be exchanged too.
    pub exchange: bool,
    /// Whether it must be sealed, which is not known yet.
    pub only_sealed: bool,
}

/// The last day to ask for a return.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LastDay {
    /// This day, itself included.
    On(Date),
    /// So many days after the rest of the order arrives.
    AfterTheRest(u16),
}

/// Where the days of a return are counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// The day it was delivered.
    Delivery(Date),
    /// The day it was ordered, since the day it was delivered is not known.
    Order(Date),
}

/// By whose rule something may go back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// The shop's.
    Shop,
    /// The law's, where the shop's own would not allow it, or not so long.
    Law(Law),
}

/// Why something may not go back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The order has no such line.
    NotInOrder,
    /// The order was cancelled.
    Cancelled,
    /// All of it went back already, or is about to.
    AlreadyReturned,
    /// Products of its kind do not go back.
    Excluded(Because),
    /// The last day is past.
    WindowOver(Date),
}

/// Whether what is wished may go back at `now`, where the shop's clock is `offset` ahead of UTC.
#[must_use]
pub fn eligibility(
    rules: &ReturnRules,
    wish: &Wish<'_>,
    now: Instant,
    offset: Offset,
) -> Eligibility {
    let line = wish.order.line(wish.line);
    let answer = match line {
        Some(line) => decide(rules, wish, line, now.local(offset).date),
        None => Answer::No(vec![Refusal::NotInOrder]),
    };
    Eligibility {
        reasons: sentences::told(&answer, line.map_or("It", |line| line.title.as_str())),
        answer,
        source: rules.source.clone(),
    }
}

fn decide(rules: &ReturnRules, wish: &Wish<'_>, line: &OrderLine, today: Date) -> Answer {
    let order = wish.order;
    if order.cancelled.is_some() {
        return Answer::No(vec![Refusal::Cancelled]);
    }
    let (delivered, returned) = (order.delivered(&line.id), order.returned(&line.id));
    if returned >= line.quantity {
        return Answer::No(vec![Refusal::AlreadyReturned]);
    }
    let quantity = delivered.saturating_sub(returned);
    if quantity == 0 {
        return Answer::NotYet;
    }
    match wish.why {
        Why::FaultyOrWrong => Answer::Person(Doubt::FaultyOrWrong),
        Why::NotWanted => by_rules(rules, wish, line, quantity, today),
    }
}

fn by_rules(
    rules: &ReturnRules,
    wish: &Wish<'_>,
    line: &OrderLine,
    quantity: u32,
    today: Date,
) -> Answer {
    let windows = windows(rules, wish.order, line);
    let tagged = |exclusion: &&Exclusion| line.tags.contains(&exclusion.tag);
    let exclusions = rules.exclusions.iter().filter(tagged);
    let bars: Vec<(Because, Bar)> = exclusions
        .filter_map(|exclusion| Some((exclusion.because, exclusion.because.bar(wish.seal)?)))
        .collect();
    let any = |wanted: Bar| bars.iter().any(|(_, bar)| *bar == wanted);
    let open = |window: &Window| window.last.holds(today);
    let by_shop = !any(Bar::Shop) && !any(Bar::Everybody) && open(&windows.shop);
    let shop = by_shop.then_some((Basis::Shop, windows.shop));
    let law = windows
        .law
        .filter(|(_, window)| !any(Bar::Everybody) && open(window));
    let law = law.map(|(law, window)| (Basis::Law(law), window));
    let longer = match (shop, law) {
        (Some(shop), Some(law)) if law.1.last.is_after(shop.1.last) => Some(law),
        (shop, law) => shop.or(law),
    };
    let Some((basis, window)) = longer else {
        return refused(&windows, &bars, today);
    };
    Answer::Yes(Terms {
        quantity,
        last_day: window.last,
        counted: window.counted,
        basis,
        cost: rules.cost,
        exchange: rules.exchanges && by_shop,
        only_sealed: any(Bar::Unsealed),
    })
}

fn refused(windows: &Windows, bars: &[(Because, Bar)], today: Date) -> Answer {
    let barred = bars.iter().filter(|(_, bar)| *bar != Bar::Unsealed);
    let mut refusals: Vec<Refusal> = barred
        .map(|(because, _)| Refusal::Excluded(*because))
        .collect();
    let everybody = bars.iter().any(|(_, bar)| *bar == Bar::Everybody);
    let could = !everybody && (windows.law.is_some() || refusals.is_empty());
    // Counted from the order, a window may look over while it is not.
    if could && matches!(windows.shop.counted, Counted::Order(_)) {
        return Answer::Person(Doubt::DeliveryUnknown);
    }
    let last = windows.last();
    if let LastDay::On(last) = last
        && today > last
    {
        refusals.push(Refusal::WindowOver(last));
    }
    Answer::No(refusals)
}

/// Whom an exclusion binds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Bar {
    /// Those whom no law protects.
    Shop,
    /// Everybody.
    Everybody,
    /// Whoever unsealed it, and nobody knows whether they did.
    Unsealed,
}

impl Because {
    fn bar(self, seal: Seal) -> Option<Bar> {
        match self {
            Self::FinalSale => Some(Bar::Shop),
            Self::MadeToOrder | Self::Perishable => Some(Bar::Everybody),
            Self::Hygiene | Self::SealedMedia => match seal {
                Seal::Broken => Some(Bar::Everybody),
                Seal::Unknown => Some(Bar::Unsealed),
                Seal::Unbroken => None,
            },
        }
    }
}

impl LastDay {
    fn holds(self, today: Date) -> bool {
        match self {
            Self::On(last) => today <= last,
            Self::AfterTheRest(_) => true,
        }
    }

    fn is_after(self, other: Self) -> bool {
        match (self, other) {
            (Self::On(last), Self::On(other)) => last > other,
            (Self::AfterTheRest(_), Self::On(_)) => true,
            (_, Self::AfterTheRest(_)) => false,
        }
    }
}
