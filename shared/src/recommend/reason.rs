//! Why a product fits: the flow's own sentences, filled with what matched and never with anything else.

use super::{Want, matched};
use crate::catalog::{Product, Variant};
use crate::message::Voice;
use alloc::{format, string::String, vec::Vec};

impl Want {
    /// One sentence for each wish that the product fulfils, and one for the budget.
    pub(super) fn reasons(&self, product: &Product, voice: Voice<'_>) -> Vec<String> {
        let mut reasons: Vec<String> = Vec::new();
        for prefer in &self.prefer {
            let values: Vec<String> = matched(product, &prefer.attribute, &prefer.values)
                .map(|value| self.labels.in_text(&prefer.attribute, value, voice))
                .collect();
            let reason = prefer.reason.replace("{values}", &voice.list(&values));
            if !values.is_empty() && !reason.is_empty() && !reasons.contains(&reason) {
                reasons.push(reason);
            }
        }
        reasons.extend(self.price_reason_for(product, voice));
        reasons
    }

    /// That the product is within the budget, naming the variants that are when others are not.
    fn price_reason_for(&self, product: &Product, voice: Voice<'_>) -> Option<String> {
        if self.terms.price_reason.is_empty() || self.terms.discreet {
            return None;
        }
        let budget = self.budget(voice)?;
        let (within, beyond): (Vec<&Variant>, Vec<&Variant>) = product
            .variants
            .iter()
            .filter(|variant| variant.available || !self.available_only)
            .partition(|variant| self.affords(variant));
        let named = || {
            let labels: Vec<String> = within.iter().map(|variant| variant.label.clone()).collect();
            format!("{budget} ({})", voice.row(&labels))
        };
        let budget = if beyond.is_empty() {
            budget.clone()
        } else {
            named()
        };
        (!within.is_empty()).then(|| self.terms.price_reason.replace("{budget}", &budget))
    }

    fn budget(&self, voice: Voice<'_>) -> Option<String> {
        match (self.terms.price_at_least, self.price_at_most) {
            (Some(least), Some(most)) => {
                let (least, most) = (voice.money(least), voice.money(most));
                let holes = [("least", least.as_str()), ("most", &most)];
                Some(voice.say("price_from_to", &holes))
            }
            (Some(least), None) => {
                let least = voice.money(least);
                Some(voice.say("price_or_more", &[("least", &least)]))
            }
            (None, Some(most)) => Some(voice.money(most)),
            (None, None) => None,
        }
    }

    fn affords(&self, variant: &Variant) -> bool {
        let mut limits = self.price_limits();
        limits.all(|limit| limit.admits_variant(variant))
    }
}
