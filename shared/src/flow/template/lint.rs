//! Arms that a language lacks, or can never say. No mistake by itself (`other` is always there), but seldom meant.

use super::{ArmWhen, Piece, Template, all};
use crate::locale::{Locale, Plural, plural};
use alloc::{string::String, vec::Vec};

/// What a native reader would stumble over, or never see.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TemplateLint {
    /// The language has a form of its own for some everyday number, and the hole has no arm for it.
    #[error("{{{hole}}} has no arm \"{}\", which this language needs", form.name())]
    Missing {
        /// The hole.
        hole: String,
        /// The form.
        form: Plural,
    },
    /// No number has this form in the language.
    #[error("{{{hole}}} has an arm \"{}\", which this language never says", form.name())]
    Unused {
        /// The hole.
        hole: String,
        /// The form.
        form: Plural,
    },
}

impl Template {
    /// Arms that are missing or idle in a locale.
    #[must_use]
    pub fn lint(&self, locale: Locale) -> Vec<TemplateLint> {
        let mut lints = Vec::new();
        for piece in all(&self.0) {
            let Piece::Forms { name, arms } = piece else {
                continue;
            };
            let has = |when| arms.iter().any(|arm| arm.when == when);
            for form in Plural::ALL {
                let everyday = (0..=EVERYDAY).filter(|n| plural(locale, *n) == form);
                let bare = everyday.clone().any(|n| !has(ArmWhen::Exactly(n)));
                let said = everyday.chain([MILLION]).any(|n| plural(locale, n) == form);
                let hole = name.clone();
                match has(ArmWhen::Form(form)) {
                    false if bare => lints.push(TemplateLint::Missing { hole, form }),
                    // `other` must be written, even where whole numbers never say it (Polish).
                    true if !said && form != Plural::Other => {
                        lints.push(TemplateLint::Unused { hole, form });
                    }
                    true | false => {}
                }
            }
        }
        lints
    }
}

/// Every form of the thirteen languages goes with one of these, but for the `many` of the Romance languages, which is
/// for whole millions: they may have that arm and need not.
const EVERYDAY: i64 = 102;
const MILLION: i64 = 1_000_000;
