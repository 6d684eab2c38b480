//! Why a product fits: the flow's own sentences, filled with what matched and never with anything else.

use super::{Want, matched};
use crate::catalog::{Product, Variant};
use crate::locale::{self, Locale};
use alloc::{format, string::String, vec::Vec};

impl Want {
    /// One sentence for each wish that the product fulfils, and one for the budget.
    pub(super) fn reasons(&self, product: &Product) -> Vec<String> {
        let mut reasons: Vec<String> = Vec::new();
        for prefer in &self.prefer {
            let values: Vec<String> = matched(product, &prefer.attribute, &prefer.values)
                .map(|value| self.labels.in_text(&prefer.attribute, value))
                .collect();
            let reason = prefer.reason.replace("{values}", &listed(&values));
            if !values.is_empty() && !reason.is_empty() && !reasons.contains(&reason) {
                reasons.push(reason);
            }
        }
        reasons.extend(self.price_reason_for(product));
        reasons
    }

    /// That the product is within the budget, naming the variants that are when others are not.
    fn price_reason_for(&self, product: &Product) -> Option<String> {
        if self.terms.price_reason.is_empty() || self.terms.discreet {
            return None;
        }
        let budget = self.budget()?;
        let (within, beyond): (Vec<&Variant>, Vec<&Variant>) = product
            .variants
            .iter()
            .filter(|variant| variant.available || !self.available_only)
            .partition(|variant| self.affords(variant));
        let named = || {
            let labels: Vec<String> = within.iter().map(|variant| variant.label.clone()).collect();
            format!("{budget} ({})", labels.join(", "))
        };
        let budget = if beyond.is_empty() {
            budget.clone()
        } else {
            named()
        };
        (!within.is_empty()).then(|| self.terms.price_reason.replace("{budget}", &budget))
    }

    fn budget(&self) -> Option<String> {
        match (self.terms.price_at_least, self.price_at_most) {
            (Some(least), Some(most)) => Some(format!("{least} to {most}")),
            (Some(least), None) => Some(format!("{least} or more")),
            (None, Some(most)) => Some(format!("{most}")),
            (None, None) => None,
        }
    }

    fn affords(&self, variant: &Variant) -> bool {
        let mut limits = self.price_limits();
        limits.all(|limit| limit.admits_variant(variant))
    }
}

/// Several words in an English sentence: `a`, `a and b`, `a, b and c`.
#[must_use]
pub fn listed(words: &[String]) -> String {
    locale::list(Locale::default(), words)
}
