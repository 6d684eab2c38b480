//! A shop's rules, and which of them hold.

use super::{Facts, HandoffRulesDraft, Reason, Standing, Topic};
use crate::money::Money;
use crate::mood::SURE;
use crate::sort;
use crate::wire::document_v1::{AmountDraft, Problem};
use alloc::{
    collections::{BTreeMap, BTreeSet},
    format,
    string::String,
    vec::Vec,
};
use serde::{Deserialize, Serialize};

/// When a shop wants a person to take over. `None` and an absent topic are rules that it has switched off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    anger: Option<u8>,
    confusion: Option<u8>,
    confidence: Option<u16>,
    same_answers: Option<u8>,
    cart: Vec<Money>,
    order: Vec<Money>,
    topics: BTreeSet<Topic>,
    vip: bool,
}

impl Default for Rules {
    /// Every rule but the amounts, which nobody but the shop can name: a feeling that is heard, an answer below 60 %,
    /// the same answer twice, every topic, and the shop's best.
    fn default() -> Self {
        Self {
            anger: Some(SURE),
            confusion: Some(SURE),
            confidence: Some(6000),
            same_answers: Some(2),
            cart: Vec::new(),
            order: Vec::new(),
            topics: TOPICS.into_iter().map(|(_, topic)| topic).collect(),
            vip: true,
        }
    }
}

impl Rules {
    /// Reads the rules of a shop's document. What it does not name is as in [`Rules::default`].
    ///
    /// # Errors
    /// Every mistake with its place below `place`.
    pub fn parse(draft: &HandoffRulesDraft, place: &str) -> Result<Self, Vec<Problem>> {
        let mut reader = Reader {
            place,
            problems: Vec::new(),
        };
        let usual = Self::default();
        let mut rules = Self {
            anger: reader.number("anger_at_least", draft.anger_at_least, 1, 100, usual.anger),
            confusion: reader.number(
                "confusion_at_least",
                draft.confusion_at_least,
                1,
                100,
                usual.confusion,
            ),
            confidence: reader.number(
                "confidence_at_least_bp",
                draft.confidence_at_least_bp,
                1,
                10_000,
                usual.confidence,
            ),
            same_answers: reader.number(
                "same_answers",
                draft.same_answers,
                1,
                10,
                usual.same_answers,
            ),
            cart: reader.amounts("cart_at_least", &draft.cart_at_least),
            order: reader.amounts("order_at_least", &draft.order_at_least),
            topics: match &draft.topics {
                Some(names) => reader.topics(names),
                None => usual.topics,
            },
            vip: usual.vip,
        };
        reader.switch_off(&draft.off, &mut rules);
        if reader.problems.is_empty() {
            Ok(rules)
        } else {
            Err(reader.problems)
        }
    }

    /// Every reason that holds, in the order of [`Reason`]; `asked` is whether a person is asked for.
    pub(super) fn holding(&self, facts: &Facts, asked: bool) -> Vec<Reason> {
        let reached = |least: Option<u8>, score: u8| least.is_some_and(|least| score >= least);
        let worth = |amounts: &[Money], worth: Option<Money>| {
            worth.filter(|worth| amounts.iter().any(|least| reaches(*worth, *least)))
        };
        let unsure = |sure: &u16| self.confidence.is_some_and(|least| *sure < least);
        let topic = facts.topic.filter(|topic| self.topics.contains(topic));
        let mood = facts.mood;
        let reasons = [
            asked.then_some(Reason::Asked),
            topic.map(matter),
            reached(self.anger, mood.anger).then_some(Reason::Angry(mood.anger)),
            reached(self.same_answers, facts.same_answers)
                .then_some(Reason::Stuck(facts.same_answers)),
            facts.confidence.filter(unsure).map(Reason::LowConfidence),
            reached(self.confusion, mood.confusion).then_some(Reason::Confused(mood.confusion)),
            worth(&self.order, facts.order).map(Reason::ValuableOrder),
            worth(&self.cart, facts.cart).map(Reason::ValuableCart),
            (self.vip && facts.standing == Standing::Vip).then_some(Reason::Vip),
        ];
        let mut holding: Vec<Reason> = reasons.into_iter().flatten().collect();
        sort::sort(&mut holding);
        holding
    }
}

fn reaches(worth: Money, least: Money) -> bool {
    worth.currency == least.currency && worth.minor >= least.minor
}

fn matter(topic: Topic) -> Reason {
    match topic {
        Topic::Safety | Topic::Legal => Reason::Grave(topic),
        Topic::Payment | Topic::DeliveryProblem | Topic::PolicyException | Topic::Complaint => {
            Reason::About(topic)
        }
    }
}

struct Reader<'a> {
    place: &'a str,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn number<N: TryFrom<u32>>(
        &mut self,
        field: &str,
        given: Option<u32>,
        least: u32,
        most: u32,
        usual: Option<N>,
    ) -> Option<N> {
        let Some(given) = given else {
            return usual;
        };
        if !(least..=most).contains(&given) {
            self.note(field, format!("{given} is not between {least} and {most}"));
        }
        N::try_from(given).ok()
    }

    fn amounts(&mut self, field: &str, drafts: &[AmountDraft]) -> Vec<Money> {
        let mut amounts = BTreeMap::new();
        for (index, draft) in drafts.iter().enumerate() {
            let at = format!("{field}[{index}]");
            let currency = draft.currency.parse();
            match currency.and_then(|currency| Money::parse(&draft.amount, currency)) {
                Err(error) => self.note(&at, format!("{error}")),
                Ok(amount) if amount.minor <= 0 => {
                    self.note(&at, "an amount is more than nothing".into());
                }
                Ok(amount) => {
                    if amounts.insert(amount.currency, amount).is_some() {
                        self.note(&at, format!("{} has an amount already", amount.currency));
                    }
                }
            }
        }
        amounts.into_values().collect()
    }

    fn topics(&mut self, names: &[String]) -> BTreeSet<Topic> {
        // INVARIANT: whoever may be hurt reaches a person, whatever the shop lists.
        let mut topics = BTreeSet::from([Topic::Safety]);
        for (index, name) in names.iter().enumerate() {
            if let Some(topic) = topic(name) {
                topics.insert(topic);
                continue;
            }
            let known = TOPICS.map(|(known, _)| known).join(", ");
            let reason = format!("\"{name}\" is none of {known}");
            self.note(&format!("topics[{index}]"), reason);
        }
        topics
    }

    fn switch_off(&mut self, names: &[String], rules: &mut Rules) {
        for (index, name) in names.iter().enumerate() {
            match name.as_str() {
                "angry" => rules.anger = None,
                "confused" => rules.confusion = None,
                "low_confidence" => rules.confidence = None,
                "stuck" => rules.same_answers = None,
                "vip" => rules.vip = false,
                "asked" | "safety" => self.note(
                    &format!("off[{index}]"),
                    format!("\"{name}\" cannot be switched off: it protects the shopper"),
                ),
                _ => self.note(
                    &format!("off[{index}]"),
                    format!("\"{name}\" is none of angry, confused, low_confidence, stuck, vip"),
                ),
            }
        }
    }

    fn note(&mut self, field: &str, reason: String) {
        let place = format!("{}.{field}", self.place);
        self.problems.push(Problem { place, reason });
    }
}

/// The topic of this name.
pub(super) fn topic(name: &str) -> Option<Topic> {
    let named = TOPICS.into_iter().find(|(known, _)| *known == name);
    named.map(|(_, topic)| topic)
}

/// The names of the topics in a document.
const TOPICS: [(&str, Topic); 6] = [
    ("safety", Topic::Safety),
    ("legal", Topic::Legal),
    ("payment", Topic::Payment),
    ("delivery_problem", Topic::DeliveryProblem),
    ("policy_exception", Topic::PolicyException),
    ("complaint", Topic::Complaint),
];
