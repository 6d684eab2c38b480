//! Reads the discount codes a shop writes down, with every mistake and its place.

use super::{Discount, Discounts, Gives, Kind, Scope, spelling};
use crate::commerce::Mistakes;
use crate::money::Currency;
use crate::wire::document_v1::{DiscountDraft, Problem, ScopeDraft};
use alloc::{collections::BTreeSet, format, string::String, vec::Vec};

impl Discounts {
    /// Reads the codes of a shop's document; amounts are in the shop's currency.
    ///
    /// # Errors
    /// Every mistake with its place below `place`.
    pub fn parse(
        drafts: &[DiscountDraft],
        currency: Currency,
        place: &str,
    ) -> Result<Self, Vec<Problem>> {
        let mut mistakes = Mistakes::default();
        let mut codes = BTreeSet::new();
        let mut discounts = Vec::new();
        for (index, draft) in drafts.iter().enumerate() {
            let place = format!("{place}[{index}]");
            let code = spelling::folded(&draft.code);
            let at = format!("{place}.code");
            mistakes.demand(!code.is_empty(), &at, "no code");
            let new = codes.insert(code);
            mistakes.demand(new, &at, "this code stands in the list already");
            discounts.extend(discount(draft, currency, &place, &mut mistakes));
        }
        mistakes.finish(Self(discounts))
    }
}

fn discount(
    draft: &DiscountDraft,
    currency: Currency,
    place: &str,
    mistakes: &mut Mistakes,
) -> Option<Discount> {
    let at = |field: &str| format!("{place}.{field}");
    let gives = gives(draft, currency, place, mistakes);
    let mut day = |field: &str, text: &Option<String>| {
        let text = text.as_ref();
        text.and_then(|text| mistakes.day(&at(field), text))
    };
    let (starts, ends) = (day("starts", &draft.starts), day("ends", &draft.ends));
    let ordered = starts.is_none() || ends.is_none() || starts <= ends;
    mistakes.demand(ordered, &at("ends"), "it ends before it starts");
    let minimum_amount = draft.minimum_amount.as_ref();
    let minimum_amount =
        minimum_amount.and_then(|text| mistakes.amount(&at("minimum_amount"), text, currency));
    mistakes.countries(&at("countries"), &draft.countries);
    let combines_with = kinds(&draft.combines_with, &at("combines_with"), mistakes);
    Some(Discount {
        code: draft.code.trim().into(),
        public: draft.public,
        gives: gives?,
        starts,
        ends,
        minimum_amount,
        minimum_quantity: draft.minimum_quantity,
        only: scope(&draft.only),
        except: scope(&draft.except),
        countries: draft.countries.clone(),
        once_each: draft.once_each,
        usage_limit: draft.usage_limit,
        first_order_only: draft.first_order_only,
        combines_with,
    })
}

fn gives(
    draft: &DiscountDraft,
    currency: Currency,
    place: &str,
    mistakes: &mut Mistakes,
) -> Option<Gives> {
    match (&draft.percent, &draft.amount, draft.free_delivery) {
        (Some(percent), None, false) => {
            let points = basis_points(percent);
            let reason = "a share is more than 0 and at most 100, with at most two decimals";
            mistakes.demand(points.is_some(), &format!("{place}.percent"), reason);
            points.map(Gives::Share)
        }
        (None, Some(amount), false) => mistakes
            .amount(&format!("{place}.amount"), amount, currency)
            .map(Gives::Amount),
        (None, None, true) => Some(Gives::FreeDelivery),
        _ => {
            let reason = "a code gives exactly one of percent, amount and free_delivery";
            mistakes.add(place, reason);
            None
        }
    }
}

/// Reads `12.5` as 1250.
fn basis_points(text: &str) -> Option<u16> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(decimals) || decimals.len() > 2 {
        return None;
    }
    let whole: u16 = whole.parse().ok()?;
    let parts: u16 = format!("{decimals:0<2}").parse().ok()?;
    let points = whole.checked_mul(100)?.checked_add(parts)?;
    (1..=10_000).contains(&points).then_some(points)
}

fn kinds(names: &[String], place: &str, mistakes: &mut Mistakes) -> Vec<Kind> {
    let mut kinds = Vec::new();
    for (index, name) in names.iter().enumerate() {
        let known = KINDS.iter().find(|(known, _)| known == name);
        let reason = "a kind of discount is product, order or delivery";
        mistakes.demand(known.is_some(), &format!("{place}[{index}]"), reason);
        kinds.extend(known.map(|(_, kind)| *kind));
    }
    kinds
}

fn scope(draft: &ScopeDraft) -> Scope {
    Scope {
        products: draft.products.clone(),
        collections: draft.collections.clone(),
    }
}

const KINDS: [(&str, Kind); 3] = [
    ("product", Kind::Product),
    ("order", Kind::Order),
    ("delivery", Kind::Delivery),
];
