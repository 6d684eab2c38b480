//! A flow: a document becomes a validated graph of steps, or a list of everything that is wrong with it.
//!
//! Parsing happens once, in [`Flow::validate`]; whoever holds a [`Flow`] need not check anything again. `read` turns
//! the document's text into types, `check` looks at the graph as a whole, `phrase` matches free text. `document` turns
//! bytes into a draft, `library` looks at all flows of a shop together, `explore`, `lint` and `picture` are for whoever
//! writes one.

mod built_in;
mod check;
mod document;
mod explore;
mod library;
mod lint;
mod outline;
mod phrase;
mod picture;
mod read;
mod step;
mod template;
mod texts;

pub use crate::wire::document_v1::{
    FlowDraft, LookUpKind, Metric, Problem as FlowProblem, RecommendMode, TextsDraft,
};
pub use built_in::{BUILT_IN, BuiltIn, built_in};
pub use document::{MAX_DOCUMENT_BYTES, ReadError, read};
pub use explore::{Report, explore};
pub use library::Library;
pub use lint::lint;
pub use phrase::{Phrase, words};
pub(crate) use phrase::{all_words, says_only};
pub use picture::{Lead, Outlined, Shape, Sketch, picture, sketch};
pub use step::{
    Beside, Case, Choice, Choose, CodeFrom, Consent, Fill, FollowUp, HandoffRule, Question, Rate,
    Source, Step, When,
};
pub use template::{Template, TemplateError, TemplateLint, TemplateMistake, Value};
pub use texts::{own_texts, texts, with_texts};

use crate::id::{FlowId, StepId};
use crate::locale::Locale;
use crate::trigger;
use crate::wire::settings_v1::{Audiences, Condition, Pages, Rule};
use alloc::{collections::BTreeMap, string::String, vec::Vec};

/// Parts the ids of the calls that led to a step of a called flow, so that no step's own id may hold it.
pub(crate) const PATH: char = ':';

/// A flow without mistakes: every step leads somewhere, every hole has something to fill it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flow {
    draft: FlowDraft,
    version: u32,
    parts: Parts,
}

/// What a draft reads as.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Parts {
    id: FlowId,
    start: StepId,
    first: Template,
    steps: BTreeMap<StepId, Step>,
    questions: Vec<Question>,
    handoff: HandoffRule,
    follow_up: Option<FollowUp>,
}

impl Flow {
    /// The flow that a draft describes, as version 0; see [`Flow::at_version`].
    ///
    /// # Errors
    /// Every mistake of the draft, with its place.
    pub fn validate(draft: &FlowDraft) -> Result<Self, Vec<FlowProblem>> {
        let (parts, mut problems) = read::flow(draft);
        problems.extend(check::graph(draft));
        problems.sort();
        problems.dedup();
        match parts {
            Some(parts) if problems.is_empty() => Ok(Self {
                draft: draft.clone(),
                version: 0,
                parts,
            }),
            _ => Err(problems),
        }
    }

    /// The same flow as the version under which it was published.
    #[must_use]
    pub fn at_version(self, version: u32) -> Self {
        Self { version, ..self }
    }

    /// Its id within the shop.
    #[must_use]
    pub fn id(&self) -> &FlowId {
        &self.parts.id
    }

    /// The version under which it was published.
    #[must_use]
    pub fn version(&self) -> u32 {
        self.version
    }

    /// The document it came from.
    #[must_use]
    pub fn draft(&self) -> &FlowDraft {
        &self.draft
    }

    /// The language of its texts.
    #[must_use]
    pub fn locale(&self) -> Locale {
        Locale::of(&self.draft.language)
    }

    /// When a page may invite to it, one rule for each text that differs; none for a flow that only begins by hand. `dwell_seconds` takes
    /// the place of the flow's own dwell.
    #[must_use]
    pub fn rules(&self, dwell_seconds: Option<u16>) -> Vec<Rule> {
        let Some(trigger) = &self.draft.trigger else {
            return Vec::new();
        };
        let mut conditions: Vec<_> = core::iter::once(&trigger.when)
            .chain(&trigger.also)
            .cloned()
            .collect();
        for condition in &mut conditions {
            if let (Condition::Dwell { seconds }, Some(wanted)) = (condition, dwell_seconds) {
                *seconds = wanted;
            }
        }
        let first = &self.draft.first_message;
        let rule = |audience, text: &String| Rule {
            flow: self.draft.id.clone(),
            checks: conditions.iter().map(Condition::check).collect(),
            why: trigger::named(&conditions),
            pages: Pages::of(&trigger.pages),
            paths: trigger.paths.clone(),
            audience,
            text: text.clone(),
            answers: first.answers.clone(),
        };
        let everyone = Audiences::of(&trigger.audience);
        let mut others = everyone;
        let mut rules = Vec::new();
        for own in &first.for_audience {
            if others.contain(own.audience) && own.text != first.text {
                rules.push(rule(Audiences::of(&[own.audience]), &own.text));
                others = others.without(own.audience);
            }
        }
        rules.push(rule(others, &first.text));
        rules
    }

    /// Which rule wins when several hold: the highest.
    #[must_use]
    pub fn priority(&self) -> u16 {
        let trigger = self.draft.trigger.as_ref();
        trigger.map_or(0, |trigger| trigger.priority)
    }

    /// The first step.
    #[must_use]
    pub fn start(&self) -> &StepId {
        &self.parts.start
    }

    /// What is said first.
    #[must_use]
    pub fn first(&self) -> &Template {
        &self.parts.first
    }

    /// A step; `None` only for an id of another flow or version.
    #[must_use]
    pub fn step(&self, id: &StepId) -> Option<&Step> {
        self.parts.steps.get(id)
    }

    /// The question that these words ask, if any: the one of which the most words occur.
    #[must_use]
    pub fn question(&self, text: &str) -> Option<&Question> {
        self.asked(&words(text))
    }

    /// The same, of words that are folded already ([`words`]).
    pub(crate) fn asked(&self, words: &[String]) -> Option<&Question> {
        let (mut asked, mut most) = (None, 0);
        for question in &self.parts.questions {
            let score = phrase::best(&question.phrases, words);
            if score > most {
                (asked, most) = (Some(question), score);
            }
        }
        asked
    }

    /// The flows it calls itself.
    pub fn calls(&self) -> impl Iterator<Item = &FlowId> {
        self.parts.steps.values().filter_map(|step| {
            if let Step::Call { flow, .. } = step {
                Some(flow)
            } else {
                None
            }
        })
    }

    /// All its steps, by id.
    pub fn steps(&self) -> impl Iterator<Item = (&StepId, &Step)> {
        self.parts.steps.iter()
    }

    /// What stands for this name while nothing is known by it.
    #[must_use]
    pub fn fallback(&self, name: &str) -> Option<&str> {
        let mut data = self.draft.data.iter();
        data.find(|data| data.name() == name)?.fallback()
    }

    /// When a person takes over.
    #[must_use]
    pub fn handoff(&self) -> &HandoffRule {
        &self.parts.handoff
    }

    /// What is sent after the chat.
    #[must_use]
    pub fn follow_up(&self) -> Option<&FollowUp> {
        self.parts.follow_up.as_ref()
    }
}
