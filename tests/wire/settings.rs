//! What the scout reads, byte by byte: every condition and every audience.

use crate::check;
use shared::time::Span;
use shared::trigger::named;
use shared::wire::frame_v1::PageKind;
use shared::wire::settings_v1::{Audience, Audiences, Condition, Pages, Rule, Settings};

#[test]
fn settings() {
    let rule = |conditions: &[Condition], audience: &[Audience]| Rule {
        flow: "product-finder".into(),
        checks: conditions.iter().map(Condition::check).collect(),
        why: named(conditions),
        pages: Pages::of(&[PageKind::Product, PageKind::Cart]),
        paths: vec!["/products/oat".into()],
        audience: Audiences::of(audience),
        text: "Need help?".into(),
        answers: vec!["Yes".into()],
    };
    let settings = Settings {
        rules: vec![
            rule(&[Condition::Dwell { seconds: 45 }, Condition::SoldOut], &[]),
            rule(
                &[
                    Condition::CartReturn,
                    Condition::ExitIntent,
                    Condition::VariantChanges { times: 3 },
                    Condition::Comparing { times: 2 },
                    Condition::EmptySearch,
                    Condition::DiscountFailed,
                    Condition::CartWorth {
                        cents: 15_000,
                        currency: "EUR".into(),
                    },
                    Condition::Visits { at_least: 3 },
                    Condition::Campaign {
                        name: "spring".into(),
                    },
                ],
                &[Audience::FirstVisit, Audience::Vip],
            ),
        ],
        pause: Span::days(7),
        holdout_bp: 500,
        holdout_salt: 77,
    };
    check("settings_v1.txt", &[("settings", settings)]);
}
