//! Reads what a shop writes about returns, with every mistake and its place.

use super::{Because, Exclusion, Extension, ReturnCost, ReturnRules};
use crate::commerce::Mistakes;
use crate::money::Currency;
use crate::promise::Source;
use crate::time::Date;
use crate::wire::document_v1::{ExclusionDraft, ExtensionDraft, Problem, ReturnsDraft};
use alloc::{format, vec::Vec};

impl ReturnRules {
    /// Reads the returns part of a shop's document; amounts are in the shop's currency.
    ///
    /// # Errors
    /// Every mistake with its place below `place`.
    pub fn parse(
        draft: &ReturnsDraft,
        currency: Currency,
        place: &str,
    ) -> Result<Self, Vec<Problem>> {
        let mut mistakes = Mistakes::default();
        let at = |field: &str| format!("{place}.{field}");
        mistakes.demand(
            draft.window_days <= MOST_DAYS,
            &at("window_days"),
            "a window is at most 730 days",
        );
        let cost = match draft.cost.as_str() {
            "free" => Some(ReturnCost::Free),
            "shopper" => Some(ReturnCost::Shopper),
            amount => mistakes
                .amount(&at("cost"), amount, currency)
                .map(ReturnCost::Deducted),
        };
        let exclusions = exclusions(&draft.exclusions, &at("exclusions"), &mut mistakes);
        let extensions = extensions(&draft.extensions, &at("extensions"), &mut mistakes);
        let public_holidays = mistakes.days(&at("public_holidays"), &draft.public_holidays);
        mistakes.demand(!draft.source.is_empty(), &at("source"), "no source");
        mistakes.finish(Self {
            window_days: draft.window_days,
            cost: cost.unwrap_or(ReturnCost::Shopper),
            exchanges: draft.exchanges,
            exclusions,
            extensions,
            public_holidays,
            source: Source {
                label: draft.source.clone(),
                path: draft.source_path.clone(),
            },
        })
    }
}

fn exclusions(drafts: &[ExclusionDraft], place: &str, mistakes: &mut Mistakes) -> Vec<Exclusion> {
    let mut exclusions = Vec::new();
    for (index, draft) in drafts.iter().enumerate() {
        let place = format!("{place}[{index}]");
        mistakes.demand(!draft.tag.is_empty(), &format!("{place}.tag"), "no tag");
        let known = BECAUSE.iter().find(|(name, _)| *name == draft.because);
        mistakes.demand(
            known.is_some(),
            &format!("{place}.because"),
            "a reason is final_sale, hygiene, sealed_media, made_to_order or perishable",
        );
        exclusions.extend(known.map(|(_, because)| Exclusion {
            tag: draft.tag.to_lowercase(),
            because: *because,
        }));
    }
    exclusions
}

fn extensions(drafts: &[ExtensionDraft], place: &str, mistakes: &mut Mistakes) -> Vec<Extension> {
    let mut extensions = Vec::new();
    for (index, draft) in drafts.iter().enumerate() {
        let at = |field: &str| format!("{place}[{index}].{field}");
        let mut day = |field: &str, text: &str| -> Option<Date> { mistakes.day(&at(field), text) };
        let from = day("ordered_from", &draft.ordered_from);
        let to = day("ordered_to", &draft.ordered_to);
        let until = day("until", &draft.until);
        if let (Some(from), Some(to), Some(until)) = (from, to, until) {
            mistakes.demand(from <= to, &at("ordered_to"), "it is before the first day");
            mistakes.demand(
                to < until,
                &at("until"),
                "it is not after the last day of order",
            );
            extensions.push(Extension { from, to, until });
        }
    }
    extensions
}

const BECAUSE: [(&str, Because); 5] = [
    ("final_sale", Because::FinalSale),
    ("hygiene", Because::Hygiene),
    ("sealed_media", Because::SealedMedia),
    ("made_to_order", Because::MadeToOrder),
    ("perishable", Because::Perishable),
];
/// Two years; longer is a mistake of typing.
const MOST_DAYS: u16 = 730;
