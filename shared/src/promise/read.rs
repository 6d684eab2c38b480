//! Reads what a shop writes about its deliveries, with every mistake and its place.

use super::{DeliveryRules, ExpressRule, Handling, Source, Zone, lists};
use crate::commerce::Mistakes;
use crate::money::Currency;
use crate::wire::document_v1::{DeliveryDraft, ExpressDraft, HandlingDraft, Problem, ZoneDraft};
use alloc::{collections::BTreeSet, format, string::String, vec::Vec};

impl DeliveryRules {
    /// Reads the delivery part of a shop's document; amounts are in the shop's currency.
    ///
    /// # Errors
    /// Every mistake with its place below `place`.
    pub fn parse(
        draft: &DeliveryDraft,
        home: &str,
        currency: Currency,
        place: &str,
    ) -> Result<Self, Vec<Problem>> {
        let mut mistakes = Mistakes::default();
        let cut_off = mistakes.minute(&format!("{place}.cut_off"), &draft.cut_off);
        let cut_off = cut_off.unwrap_or(0);
        mistakes.demand(
            !draft.business_days.is_empty(),
            &format!("{place}.business_days"),
            "no day is a business day",
        );
        let holidays = mistakes.days(&format!("{place}.holidays"), &draft.holidays);
        let reading = Reading { currency, cut_off };
        let mut zones = Vec::new();
        for (index, draft) in draft.zones.iter().enumerate() {
            zones.extend(reading.zone(draft, &format!("{place}.zones[{index}]"), &mut mistakes));
        }
        mistakes.demand(
            draft.zones.iter().any(|zone| lists(&zone.countries, home)),
            &format!("{place}.zones"),
            "no zone lists the shop's own country",
        );
        let handling = handling(&draft.handling, &format!("{place}.handling"), &mut mistakes);
        mistakes.finish(Self {
            home: home.to_ascii_uppercase(),
            cut_off,
            handling_days: draft.handling_days,
            business_days: draft.business_days.clone(),
            holidays,
            zones,
            source: Source {
                label: draft.source.clone(),
                path: draft.source_path.clone(),
            },
            handling,
        })
    }
}

/// A postal code, or the beginning of one, as it is compared: `sw1a 1aa` and `SW1A1AA` are one.
pub(super) fn squeezed(code: &str) -> String {
    let kept = code.chars().filter(|letter| letter.is_alphanumeric());
    kept.flat_map(char::to_uppercase).collect()
}

struct Reading {
    currency: Currency,
    cut_off: u16,
}

impl Reading {
    fn zone(&self, draft: &ZoneDraft, place: &str, mistakes: &mut Mistakes) -> Option<Zone> {
        let before = mistakes.count();
        mistakes.countries(&format!("{place}.countries"), &draft.countries);
        mistakes.demand(
            !draft.countries.is_empty(),
            &format!("{place}.countries"),
            "no country",
        );
        mistakes.range(place, draft.min_days, draft.max_days);
        let mut amount = |text: &str, field: &str| {
            mistakes.amount(&format!("{place}.{field}"), text, self.currency)
        };
        let price = amount(&draft.price, "price");
        let free_over = draft.free_over.as_deref();
        let free_over = free_over.and_then(|text| amount(text, "free_over"));
        let postal_codes: Vec<String> = draft
            .postal_codes
            .iter()
            .map(|code| squeezed(code))
            .collect();
        for (index, code) in postal_codes.iter().enumerate() {
            let at = format!("{place}.postal_codes[{index}]");
            mistakes.demand(
                !code.is_empty(),
                &at,
                "a postal code has a letter or a digit",
            );
        }
        let holidays = draft.holidays.as_ref();
        let holidays = holidays.map(|days| mistakes.days(&format!("{place}.holidays"), days));
        let mut express = Vec::new();
        for (index, draft) in draft.express.iter().enumerate() {
            express.extend(self.express(draft, &format!("{place}.express[{index}]"), mistakes));
        }
        let price = price.filter(|_| mistakes.count() == before)?;
        Some(Zone {
            name: draft.name.clone(),
            countries: draft.countries.clone(),
            min_days: draft.min_days,
            max_days: draft.max_days,
            price,
            free_over,
            postal_codes,
            carrier: draft.carrier.clone(),
            holidays,
            express,
        })
    }

    fn express(
        &self,
        draft: &ExpressDraft,
        place: &str,
        mistakes: &mut Mistakes,
    ) -> Option<ExpressRule> {
        let cut_off = match &draft.cut_off {
            Some(text) => mistakes.minute(&format!("{place}.cut_off"), text),
            None => Some(self.cut_off),
        };
        mistakes.range(place, draft.min_days, draft.max_days);
        let price = mistakes.amount(&format!("{place}.price"), &draft.price, self.currency);
        Some(ExpressRule {
            name: draft.name.clone(),
            cut_off: cut_off?,
            min_days: draft.min_days,
            max_days: draft.max_days,
            price: price?,
        })
    }
}

fn handling(drafts: &[HandlingDraft], place: &str, mistakes: &mut Mistakes) -> Vec<Handling> {
    let mut tags = BTreeSet::new();
    for (index, draft) in drafts.iter().enumerate() {
        let place = format!("{place}[{index}]");
        mistakes.demand(!draft.tag.is_empty(), &format!("{place}.tag"), "no tag");
        let new = tags.insert(draft.tag.to_lowercase());
        let reason = "this tag stands in the list already";
        mistakes.demand(new, &format!("{place}.tag"), reason);
        mistakes.demand(!draft.name.is_empty(), &format!("{place}.name"), "no name");
    }
    drafts
        .iter()
        .map(|draft| Handling {
            tag: draft.tag.to_lowercase(),
            name: draft.name.clone(),
            days: draft.days,
        })
        .collect()
}
