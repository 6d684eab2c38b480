//! When the page may invite. Decides from settings and facts alone; observing and showing are the page's.
//!
//! This runs on every page view of a shop, so it allocates only for an invitation and formats nothing.

mod facts;
mod holdout;

pub use facts::{Facts, Surface, Talk};
pub use holdout::in_holdout;

use crate::id::FlowId;
use crate::time::{Instant, Span};
use crate::wire::frame_v1::PageKind;
use crate::wire::settings_v1::{Audience, Condition, Rule, Settings};
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
    pub flow: FlowId,
    /// What it says.
    pub text: String,
    /// Ready answers under it.
    pub answers: Vec<String>,
    /// Why, as an id for records: `product.dwell.45`, `cart.return`.
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
    let mut soonest = None;
    for (index, rule) in settings.rules.iter().enumerate() {
        if !concerns(rule, facts) {
            continue;
        }
        match remaining(rule.condition, facts) {
            Some(Span(..=0)) if in_holdout(settings, facts.holdout_key) => {
                return Decision::Never(Refusal::Holdout);
            }
            Some(Span(..=0)) => return Decision::Invite(invitation(index, rule, facts)),
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

/// Whether a rule is for this page and this shopper.
fn concerns(rule: &Rule, facts: &Facts<'_>) -> bool {
    let audience = match facts.returning {
        Some(true) => Audience::Returning,
        Some(false) => Audience::FirstVisit,
        None => Audience::Unknown,
    };
    let path = |prefix: &String| facts.path.starts_with(prefix.as_str());
    (rule.pages.is_empty() || rule.pages.contains(&facts.page))
        && (rule.paths.is_empty() || rule.paths.iter().any(path))
        && (rule.audience.is_empty() || rule.audience.contains(&audience))
}

/// How long until the condition holds if the shopper just stays, at the earliest; `None` when staying does not help.
fn remaining(condition: Condition, facts: &Facts<'_>) -> Option<Span> {
    match condition {
        Condition::Dwell { seconds } => Some(Span(
            Span::seconds(i64::from(seconds))
                .0
                .saturating_sub(facts.dwell.0),
        )),
        Condition::CartReturn => {
            let back = facts.page == PageKind::Cart && facts.left_cart && facts.cart_count > 0;
            back.then_some(Span(0))
        }
    }
}

fn invitation(index: usize, rule: &Rule, facts: &Facts<'_>) -> Invitation {
    let mut why = String::from(match facts.page {
        PageKind::Home => "home",
        PageKind::Product => "product",
        PageKind::Collection => "collection",
        PageKind::Cart => "cart",
        PageKind::Search => "search",
        PageKind::Other => "other",
    });
    match rule.condition {
        Condition::Dwell { seconds } => {
            why.push_str(".dwell.");
            push_decimal(&mut why, seconds);
        }
        Condition::CartReturn => why.push_str(".return"),
    }
    Invitation {
        rule: index,
        flow: rule.flow.clone(),
        text: rule.text.clone(),
        answers: rule.answers.clone(),
        why,
    }
}

/// Appends a number without the formatting machinery, which would be a tenth of the scout.
fn push_decimal(text: &mut String, number: u16) {
    let mut unit = 10_000;
    while unit > 1 && number < unit {
        unit /= 10;
    }
    while unit > 0 {
        text.push(char::from(
            b'0' + u8::try_from(number / unit % 10).unwrap_or(0),
        ));
        unit /= 10;
    }
}
