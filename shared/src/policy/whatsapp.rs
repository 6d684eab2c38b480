//! What WhatsApp takes: free text for a day after the shopper wrote there, otherwise a template that is approved and fits
//! the purpose; and no template that sells to numbers of the United States.

use super::{Facts, Reason};
use crate::channel::Purpose;
use crate::delivery::{Message, TemplateUse};
use crate::id::TemplateId;
use crate::place::Country;
use crate::time::{Instant, Span};
use alloc::{vec, vec::Vec};
use serde::{Deserialize, Serialize};

/// What is known of a draft's dealings with WhatsApp.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WhatsApp {
    /// When the shopper last wrote to the shop there, from the draft's address.
    pub heard: Option<Instant>,
    /// The template that the draft uses.
    pub template: Option<Template>,
}

/// A message that WhatsApp has read before it may be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// Which one.
    pub id: TemplateId,
    /// What WhatsApp classes it as.
    pub category: Category,
    /// What became of it.
    pub approval: Approval,
}

/// What WhatsApp classes a template as. One that informs and sells at once is classed as one that sells, and WhatsApp may
/// class it anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// It sells.
    Marketing,
    /// It carries out what was agreed.
    Utility,
    /// It carries a code.
    Authentication,
}

/// What became of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Approval {
    /// It waits to be read.
    Pending,
    /// It may be sent.
    Approved,
    /// It was refused.
    Rejected,
    /// It was stopped, mostly since recipients complained.
    Paused,
}

/// Everything that WhatsApp holds against a message to a number of this country.
pub(super) fn reasons(facts: &Facts<'_>, country: Option<Country>, now: Instant) -> Vec<Reason> {
    match &facts.draft.message {
        Message::WhatsApp {
            template: Some(used),
            ..
        } => match known(facts, used) {
            Some(template) => template_reasons(template, facts.draft.purpose, country).collect(),
            None => vec![Reason::UnknownTemplate],
        },
        Message::WhatsApp { template: None, .. } => {
            let open = closes(facts, now).is_some_and(|closes| now < closes);
            let reason = (!open).then_some(Reason::NoApprovedTemplate);
            reason.into_iter().collect()
        }
        Message::Email { .. } | Message::Sms { .. } => Vec::new(),
    }
}

/// The end of the day in which free text may go, for a draft of free text. A message that is dated well after `now` opens
/// nothing: one of the two clocks is wrong.
pub(super) fn closes(facts: &Facts<'_>, now: Instant) -> Option<Instant> {
    match &facts.draft.message {
        Message::WhatsApp { template: None, .. } => facts
            .whatsapp
            .heard
            .filter(|heard| *heard <= now + super::CLOCKS_DIFFER)
            .map(|heard| heard + WINDOW),
        Message::WhatsApp { .. } | Message::Email { .. } | Message::Sms { .. } => None,
    }
}

fn known<'a>(facts: &'a Facts<'_>, used: &TemplateUse) -> Option<&'a Template> {
    let template = facts.whatsapp.template.as_ref();
    template.filter(|template| template.id == used.id)
}

fn template_reasons(
    template: &Template,
    purpose: Purpose,
    country: Option<Country>,
) -> impl Iterator<Item = Reason> {
    let approved = template.approval == Approval::Approved;
    let sells = purpose == Purpose::Marketing;
    // A permission to sell covers no utility message, and a template that sells is marketing whatever its draft says.
    let fits = match template.category {
        Category::Marketing => sells,
        Category::Utility | Category::Authentication => !sells,
    };
    let selling = sells || template.category == Category::Marketing;
    let united_states = country.is_none_or(|country| country.is_one_of(&UNITED_STATES));
    [
        (!approved).then_some(Reason::TemplateNotApproved),
        (!fits).then_some(Reason::TemplateDoesNotFit),
        (selling && united_states).then_some(Reason::MarketingToUnitedStates),
    ]
    .into_iter()
    .flatten()
}

/// The customer service window, which each message of the shopper opens anew (Meta; Infobip, 360dialog).
const WINDOW: Span = Span::hours(24);
/// Countries whose numbers get no template that sells: the United States, by area code, and their territories, of which
/// Meta does not say whether it counts them. Canada and the rest of the Caribbean are not among them.
const UNITED_STATES: [&str; 6] = ["US", "AS", "GU", "MP", "PR", "VI"];
