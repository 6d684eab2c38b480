//! Why an invitation was shown: as a short id that the page sends and records keep, and in words for whoever measures.

use crate::wire::frame_v1::PageKind;
use crate::wire::settings_v1::{Audience, Condition, Rule};
use alloc::{format, string::String, vec::Vec};

/// The id: page, conditions and audience, as in `product.dwell.45@first` or `cart.return+worth@back`.
pub(super) fn why(rule: &Rule, page: PageKind, audience: Audience) -> String {
    let mut why = String::from(page.name());
    for part in [".", &rule.why, "@", audience_name(audience)] {
        why.push_str(part);
    }
    why
}

/// The conditions as the id names them: `dwell.45`, `return+worth`.
#[must_use]
pub fn named(conditions: &[Condition]) -> String {
    let name = |condition: &Condition| {
        let name = condition_name(condition);
        if let Condition::Dwell { seconds } = condition {
            format!("{name}.{seconds}")
        } else {
            String::from(name)
        }
    };
    let names: Vec<String> = conditions.iter().map(name).collect();
    names.join("+")
}

fn condition_name(condition: &Condition) -> &'static str {
    match condition {
        Condition::Dwell { .. } => "dwell",
        Condition::CartReturn => "return",
        Condition::ExitIntent => "exit",
        Condition::VariantChanges { .. } => "variants",
        Condition::Comparing { .. } => "compare",
        Condition::SoldOut => "soldout",
        Condition::EmptySearch => "nothing",
        Condition::DiscountFailed => "code",
        Condition::CartWorth { .. } => "worth",
        Condition::Visits { .. } => "visits",
        Condition::Campaign { .. } => "campaign",
    }
}

fn audience_name(audience: Audience) -> &'static str {
    match audience {
        Audience::FirstVisit => "first",
        Audience::Returning => "back",
        Audience::Unknown => "any",
        Audience::CartAbandoner => "cart",
        Audience::RecentBuyer => "recent",
        Audience::Vip => "vip",
    }
}

/// What an id of this form says, as a sentence for merchants; `None` for what is no such id.
#[must_use]
pub fn explain(why: &str) -> Option<String> {
    let (signals, audience) = why.split_once('@')?;
    let (page, conditions) = signals.split_once('.')?;
    let page = told(&PAGES, page)?;
    let audience = told(&AUDIENCES, audience)?;
    let conditions = conditions
        .split('+')
        .map(|condition| match condition.split_once('.') {
            Some(("dwell", seconds)) => {
                let seconds: u16 = seconds.parse().ok()?;
                Some(format!("after {seconds} seconds of active dwell"))
            }
            Some(_) => None,
            None => told(&CONDITIONS, condition).map(String::from),
        })
        .collect::<Option<Vec<_>>>()?;
    Some(format!(
        "{page}, {}, for {audience}.",
        conditions.join(" and ")
    ))
}

fn told(table: &[(&str, &'static str)], name: &str) -> Option<&'static str> {
    let row = table.iter().find(|(known, _)| *known == name);
    row.map(|(_, told)| *told)
}

const PAGES: [(&str, &str); 6] = [
    ("home", "On the front page"),
    ("product", "On a product page"),
    ("collection", "On a collection page"),
    ("cart", "On the cart page"),
    ("search", "On the search page"),
    ("other", "On another page"),
];

const CONDITIONS: [(&str, &str); 10] = [
    ("return", "back at the cart after leaving it"),
    ("exit", "about to leave"),
    ("variants", "after changing variants several times"),
    ("compare", "going to and fro between products"),
    ("soldout", "looking at a variant that is sold out"),
    ("nothing", "after a search without result"),
    ("code", "after a discount code was not taken"),
    ("worth", "with a valuable cart"),
    ("visits", "on a later visit"),
    ("campaign", "arrived by a campaign"),
];

const AUDIENCES: [(&str, &str); 6] = [
    ("first", "a first-time shopper"),
    ("back", "a returning shopper"),
    ("any", "a shopper of whom nothing may be remembered"),
    ("cart", "a returning shopper with a filled cart"),
    ("recent", "a recent buyer"),
    ("vip", "a VIP"),
];
