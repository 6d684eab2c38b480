//! The visits a walk begins with: one for everything the flow's branches ask of the page, the country and the cart.

use crate::flow::{Flow, Step, When};
use crate::money::Money;
use crate::wire::frame_v1::{CartLine, CartReport, Page, PageKind, Visit};
use alloc::{
    string::{String, ToString},
    vec,
    vec::Vec,
};

/// The visits, the plainest first.
pub(super) fn all(flow: &Flow) -> Vec<Visit> {
    let mut visits = vec![visit(PageKind::Product, None, None)];
    visits.push(Visit {
        seen: vec!["another-product".into()],
        ..visit(PageKind::Product, None, euro().map(cart))
    });
    for case in cases(flow) {
        match case {
            When::CartAtLeast(amount) => {
                visits.push(visit(PageKind::Product, None, Some(cart(*amount))));
            }
            When::Country(countries) => {
                let countries = countries.iter().cloned();
                visits.extend(countries.map(|code| visit(PageKind::Product, Some(code), None)));
            }
            When::Page(kinds) => {
                visits.extend(kinds.iter().map(|kind| visit(*kind, None, None)));
            }
            When::Answer(..) | When::Known(_) | When::AtLeast(..) => {}
        }
    }
    visits.push(visit(PageKind::Other, None, None));
    visits
}

fn cases(flow: &Flow) -> impl Iterator<Item = &When> {
    let branches = flow.steps().filter_map(|(_, step)| {
        if let Step::Branch { cases, .. } = step {
            Some(cases)
        } else {
            None
        }
    });
    branches.flatten().map(|case| &case.when)
}

fn visit(kind: PageKind, country: Option<String>, cart: Option<CartReport>) -> Visit {
    Visit {
        locale: "en".into(),
        country,
        returning: None,
        page: Page {
            kind,
            handle: (kind == PageKind::Product).then(|| "a-product".to_string()),
        },
        seen: Vec::new(),
        invited: None,
        cart,
    }
}

fn euro() -> Option<Money> {
    Some(Money::new(1000, "EUR".parse().ok()?))
}

fn cart(total: Money) -> CartReport {
    let line = "1".parse().ok().map(|variant| CartLine {
        variant,
        title: "A product".into(),
        quantity: 1,
        total,
    });
    CartReport {
        token: "t".into(),
        total,
        lines: line.into_iter().collect(),
    }
}
