//! What the scout reads, byte by byte: every condition and every audience.

use crate::check;
use shared::time::Span;
use shared::wire::frame_v1::PageKind;
use shared::wire::settings_v1::{Audience, Condition, Rule, Settings};

#[test]
fn settings() {
    let rule = |conditions: &[Condition]| Rule {
        flow: "product-finder".parse().unwrap(),
        conditions: conditions.to_vec(),
        pages: vec![PageKind::Product, PageKind::Cart],
        paths: vec!["/products/oat".into()],
        audience: vec![
            Audience::FirstVisit,
            Audience::Returning,
            Audience::Unknown,
            Audience::CartAbandoner,
            Audience::RecentBuyer,
            Audience::Vip,
        ],
        text: "Need help?".into(),
        texts: vec![(Audience::Vip, "May we help?".into())],
        answers: vec!["Yes".into()],
    };
    let settings = Settings {
        shop: "fernwood.myshopify.com".parse().unwrap(),
        rules: vec![
            rule(&[Condition::Dwell { seconds: 45 }, Condition::SoldOut]),
            rule(&[
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
            ]),
        ],
        pause: Span::days(7),
        holdout_bp: 500,
        holdout_salt: 77,
    };
    check("settings_v1.txt", &[("settings", settings)]);
}
