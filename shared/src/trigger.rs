//! When the page may invite. Decides from settings and facts alone; observing and showing are the page's.
//!
//! This runs on every page view of a shop, so it allocates only for an invitation and formats nothing. [`explain`] is for
//! those who measure, and no part of what a page loads.

mod explain;
mod facts;
mod holdout;

pub use explain::{explain, named};
pub use facts::{Facts, Seen, Standing, Surface, Talk};
pub use holdout::in_holdout;

use crate::time::{Instant, Span};
use crate::wire::frame_v1::PageKind;
use crate::wire::settings_v1::{Audience, Check, Rule, Settings, Signal};
use alloc::{string::String, vec::Vec};

/// What the page does now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Invite.
    Invite(Invitation),
    /// Not now: evaluate again when a fact changes, and at this instant if one is given.
    Wait(Option<Instant>),
    /// Not on this page, whatever happens on it: nothing needs watching any more.
    Never(Refusal),
}

/// The one prompt that a session may show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// Which rule of the settings asks for it, from 0.
    pub rule: usize,
    /// The flow it leads to.
    pub flow: String,
    /// What it says.
    pub text: String,
    /// Ready answers under it.
    pub answers: Vec<String>,
    /// Why, as an id for records: `product.dwell.45@first`, `cart.return+worth@back`. [`explain`] puts it into words.
    pub why: String,
}

/// Why this page never invites.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The merchant is editing the theme.
    ThemeEditor,
    /// The shop is behind a password.
    PasswordPage,
    /// This session had its one invitation.
    Invited,
    /// One was dismissed, and the shop's pause is not over.
    Paused,
    /// This session had a conversation: the shopper knows where the chat is.
    Talked,
    /// A rule holds and would invite, but this session is kept without, to measure what invitations are worth.
    Holdout,
    /// The shop has no rule.
    NoRule,
}

/// Decides whether to invite now. Rules are tried in their order; the first that holds is the one.
///
/// The holdout is asked last, so that it counts only sessions that would have been invited.
#[must_use]
pub fn evaluate(settings: &Settings, facts: &Facts<'_>, now: Instant) -> Decision {
    if let Some(refusal) = refusal(settings, facts, now) {
        return Decision::Never(refusal);
    }
    if facts.surface == Surface::Prerendered || facts.talk == Talk::Open || !facts.answerable {
        return Decision::Wait(None);
    }
    let audience = audience(facts);
    let mut soonest = None;
    for (index, rule) in settings.rules.iter().enumerate() {
        if !concerns(rule, facts, audience) {
            continue;
        }
        match remaining(&rule.checks, facts) {
            Some(Span(..=0)) if in_holdout(settings, facts.holdout_key) => {
                return Decision::Never(Refusal::Holdout);
            }
            Some(Span(..=0)) => return Decision::Invite(invitation(index, rule, facts, audience)),
            Some(span) => soonest = Some(soonest.map_or(span, |other: Span| other.min(span))),
            None => {}
        }
    }
    Decision::Wait(soonest.map(|span| now + span))
}

fn refusal(settings: &Settings, facts: &Facts<'_>, now: Instant) -> Option<Refusal> {
    let paused = facts
        .dismissed_at
        .is_some_and(|dismissed| now < dismissed + settings.pause);
    match facts.surface {
        Surface::ThemeEditor => Some(Refusal::ThemeEditor),
        Surface::PasswordPage => Some(Refusal::PasswordPage),
        Surface::Shop | Surface::Prerendered if settings.rules.is_empty() => Some(Refusal::NoRule),
        Surface::Shop | Surface::Prerendered if facts.invited => Some(Refusal::Invited),
        Surface::Shop | Surface::Prerendered if paused => Some(Refusal::Paused),
        Surface::Shop | Surface::Prerendered if facts.talk == Talk::Had => Some(Refusal::Talked),
        Surface::Shop | Surface::Prerendered => None,
    }
}

/// Who the shopper is, as far as it is known: exactly one, the most telling.
#[must_use]
pub fn audience(facts: &Facts<'_>) -> Audience {
    match (facts.seen.standing, facts.returning) {
        (Standing::Vip, _) => Audience::Vip,
        (Standing::RecentBuyer, _) => Audience::RecentBuyer,
        (Standing::None, Some(true)) if facts.cart_count > 0 => Audience::CartAbandoner,
        (Standing::None, Some(true)) => Audience::Returning,
        (Standing::None, Some(false)) => Audience::FirstVisit,
        (Standing::None, None) => Audience::Unknown,
    }
}

/// Whether a rule is for this page and this shopper.
fn concerns(rule: &Rule, facts: &Facts<'_>, audience: Audience) -> bool {
    let path = |prefix: &String| facts.path.starts_with(prefix.as_str());
    rule.pages.contain(facts.page)
        && (rule.paths.is_empty() || rule.paths.iter().any(path))
        && rule.audience.contain(audience)
}

/// How long until all of these hold if the shopper just stays, at the earliest; `None` when staying does not help.
fn remaining(checks: &[Check], facts: &Facts<'_>) -> Option<Span> {
    let mut longest = Span(0);
    for check in checks {
        if check.signal == Signal::Dwell {
            let dwell = Span::seconds(i64::from(check.number));
            longest = longest.max(Span(dwell.0.saturating_sub(facts.dwell.0)));
        } else if !holds(check, facts) {
            return None;
        }
    }
    (!checks.is_empty()).then_some(longest)
}

/// Whether what no waiting brings about holds.
fn holds(check: &Check, facts: &Facts<'_>) -> bool {
    let seen = &facts.seen;
    match check.signal {
        Signal::Dwell => true,
        Signal::CartReturn => {
            facts.page == PageKind::Cart && facts.left_cart && facts.cart_count > 0
        }
        Signal::ExitIntent => seen.exit,
        Signal::VariantChanges => seen.variant_changes >= check.number,
        Signal::Comparing => seen.comparisons >= check.number,
        Signal::SoldOut => seen.sold_out,
        Signal::EmptySearch => seen.empty_search,
        Signal::DiscountFailed => seen.discount_failed,
        Signal::CartWorth => {
            facts.cart_count > 0
                && seen.cart_cents >= check.number
                && seen.cart_currency == check.text
        }
        Signal::Visits => seen.visits >= check.number,
        Signal::Campaign => seen
            .campaign
            .is_some_and(|campaign| check.text.is_empty() || campaign == check.text),
    }
}

fn invitation(index: usize, rule: &Rule, facts: &Facts<'_>, audience: Audience) -> Invitation {
    Invitation {
        rule: index,
        flow: rule.flow.clone(),
        text: rule.text.clone(),
        answers: rule.answers.clone(),
        why: explain::why(rule, facts.page, audience),
    }
}
