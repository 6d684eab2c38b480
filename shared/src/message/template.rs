//! WhatsApp's templates as a shop's document lists them: which one carries a message, and what fills its holes. Whether
//! it may go is for [`crate::policy`]: without a template that is approved it denies, and says so.

use super::{About, Words};
use crate::channel::Purpose;
use crate::delivery::{Message, TemplateUse};
use crate::id::TemplateId;
use crate::locale::Locale;
use crate::policy::{Approval, Category, Template};
use crate::sort;
use crate::wire::document_v1::{Problem, TemplateDraft};
use alloc::{
    collections::BTreeMap,
    format,
    string::{String, ToString},
    vec::Vec,
};

/// What a WhatsApp message is made from.
pub(crate) struct WhatsAppFacts<'a> {
    /// The shop's templates.
    pub(crate) templates: &'a [TemplateDraft],
    /// What it is about.
    pub(crate) about: Option<About>,
    /// Why it goes.
    pub(crate) purpose: Purpose,
    /// The words around the flow's own, and so the language.
    pub(crate) words: &'a Words,
    /// What it says where no template carries it.
    pub(crate) free: String,
    /// What is known by the name of a hole.
    pub(crate) known: &'a dyn Fn(&str) -> Option<String>,
}

/// The message by the template that fits it best: an approved one if there is any. Where none fits it is free text, which
/// goes only within a day of the shopper's last message.
pub(crate) fn whatsapp(facts: &WhatsAppFacts<'_>) -> Message {
    let fits = |draft: &&TemplateDraft| {
        let language = Locale::known(&draft.language).map(Locale::language);
        let sells = draft.category == Category::Marketing;
        Some(draft.about) == facts.about
            && language == Some(facts.words.language())
            && sells == (facts.purpose == Purpose::Marketing)
    };
    let fitting: Vec<&TemplateDraft> = facts.templates.iter().filter(fits).collect();
    let approved = |draft: &&&TemplateDraft| draft.approval == Approval::Approved;
    let chosen = fitting.iter().find(approved).or_else(|| fitting.first());
    let used = chosen.and_then(|draft| Some((draft, draft.id.parse::<TemplateId>().ok()?)));
    let Some((draft, id)) = used else {
        return Message::WhatsApp {
            text: facts.free.clone(),
            template: None,
        };
    };
    let value = |name: &str| (name.to_string(), (facts.known)(name).unwrap_or_default());
    let values = sort::map(holes(&draft.text).into_iter().map(value));
    Message::WhatsApp {
        text: filled(&draft.text, &values),
        template: Some(TemplateUse { id, values }),
    }
}

/// What policy must know of the template that a message uses; none when the shop lists it no more.
#[must_use]
pub fn template_of(templates: &[TemplateDraft], used: &Message) -> Option<Template> {
    let Message::WhatsApp {
        template: Some(used),
        ..
    } = used
    else {
        return None;
    };
    let draft = templates
        .iter()
        .find(|draft| draft.id == used.id.as_str())?;
    Some(Template {
        id: used.id.clone(),
        category: draft.category,
        approval: draft.approval,
    })
}

/// Everything that is wrong with a shop's templates.
#[must_use]
pub fn template_problems(templates: &[TemplateDraft]) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut note = |place: String, reason: &str| {
        let reason = reason.to_string();
        problems.push(Problem { place, reason });
    };
    for (index, draft) in templates.iter().enumerate() {
        let place = |field: &str| format!("whatsapp_templates[{index}].{field}");
        if draft.id.is_empty() || !draft.id.bytes().all(|byte| byte.is_ascii_digit()) {
            note(place("id"), "a template's id is its number in the account");
        }
        let before = templates.get(..index).unwrap_or_default();
        if before.iter().any(|other| other.id == draft.id) {
            note(place("id"), "another template has this id");
        }
        if Locale::known(&draft.language).is_none() {
            note(place("language"), "not a language that messages are in");
        }
        if draft.category == Category::Authentication {
            note(place("category"), "nothing here sends codes");
        }
        let length = draft.text.chars().count();
        if draft.text.trim().is_empty() || length > MAX_TEXT {
            note(place("text"), "a template has 1 to 1024 characters");
        }
        for hole in holes(&draft.text) {
            if !HOLES.contains(&hole) {
                let reason = format!("nothing fills {{{{params.{hole}}}}}");
                note(place("text"), &reason);
            }
        }
    }
    problems
}

/// The text with its holes filled. What fills one is no hole itself.
fn filled(text: &str, values: &BTreeMap<String, String>) -> String {
    let mut parts = text.split(OPENS);
    let mut said = parts.next().unwrap_or_default().to_string();
    for part in parts {
        let (name, rest) = part.split_once(CLOSES).unwrap_or((part, ""));
        said.push_str(values.get(name).map_or("", String::as_str));
        said.push_str(rest);
    }
    said
}

/// The names of the holes, written as `{{params.shop}}`.
fn holes(text: &str) -> Vec<&str> {
    let ends = text.split(OPENS).skip(1);
    ends.filter_map(|rest| Some(rest.split_once(CLOSES)?.0))
        .collect()
}

const OPENS: &str = "{{params.";
const CLOSES: &str = "}}";
/// What can fill a hole.
const HOLES: [&str; 6] = [
    "shop",
    "link",
    "product",
    "order",
    "order_status",
    "preferences",
];
/// What WhatsApp takes of a body.
const MAX_TEXT: usize = 1024;
