//! A shop, a shopper and their conversation in simulated time: the core without any shell around it. Look-ups are
//! answered from the stand-in shop's catalogue and delivery rules, as the edge answers them.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    reason = "a scene that cannot be set fails the test it stands in"
)]

mod journey;
mod occasion;
mod script;
mod show;
mod stock;

pub use script::play;
pub use stock::{catalogue, flow, products, shop_document};

use shared::answers::Answers;
use shared::catalog::Product;
use shared::commerce::ShopRules;
use shared::conversation::{Conversation, Effect, Found, Input, Query, ShopContext};
use shared::flow::Flow;
use shared::handoff::Rules;
use shared::hours::OpeningHours;
use shared::look_up::{self, Knows};
use shared::message::Words;
use shared::recommend::Labels;
use shared::time::{Clock, Instant, Offset};
use shared::wire::document_v1::AnswerDraft;
use shared::wire::snapshot_v1::Snapshot;
use std::collections::{BTreeMap, VecDeque};

/// A conversation, and all that it needs.
#[derive(Clone, Debug)]
pub struct Scene {
    /// The conversation.
    pub conversation: Conversation,
    /// What it is told of its shop.
    pub shop: ShopContext,
    /// What time it is.
    pub now: Instant,
    /// Whether look-ups are answered.
    pub answers: bool,
    /// What the shop knows beyond its catalogue and delivery rules, by the look-up's name in a document.
    pub knows: BTreeMap<String, Found>,
    rules: ShopRules,
    products: Vec<Product>,
    journey: journey::Journey,
}

impl Scene {
    /// A conversation that nobody has opened yet, in the stand-in shop with this flow.
    ///
    /// # Panics
    /// When the stand-in shop's document is not valid.
    #[must_use]
    pub fn new(flow: Option<Flow>) -> Self {
        let document = shop_document();
        let currency = document.currency.parse().expect("the shop's currency");
        let shop = ShopContext {
            name: document.name.clone(),
            flow,
            called: Vec::new(),
            origin: "https://fernwood.example".into(),
            support: document.support_email.parse().expect("the shop's address"),
            hours: OpeningHours::parse(&document.opening_hours, "opening_hours").expect("hours"),
            clock: Clock::fixed(Offset(60)),
            labels: Labels::of(&document.attributes),
            words: Words::default(),
            page_words: None,
            templates: Vec::new(),
            preferences: Some("https://chat.example/p/sample".into()),
            handoff: document
                .handoff
                .as_ref()
                .map_or_else(Rules::default, |draft| {
                    Rules::parse(draft, "handoff").expect("handoff rules")
                }),
            confirms_email: false,
        };
        Self {
            conversation: Conversation::new(
                "c-1".parse().expect("an id"),
                "fernwood.myshopify.com".parse().expect("an id"),
                "s-1".parse().expect("an id"),
            ),
            shop,
            now: Instant(0),
            answers: true,
            knows: BTreeMap::new(),
            rules: ShopRules::parse(&document, currency).expect("the shop's rules"),
            products: products(),
            journey: journey::Journey::default(),
        }
    }

    /// Applies an input, and the answers to what it looks up; everything that is to be done, in order.
    ///
    /// # Panics
    /// When an invariant of conversations does not hold afterwards.
    pub fn handle(&mut self, input: Input) -> Vec<Effect> {
        let mut inputs = VecDeque::from([input]);
        let mut effects = Vec::new();
        while let Some(input) = inputs.pop_front() {
            let done = self.conversation.handle(input, &self.shop, self.now);
            self.check_invariants();
            for effect in &done {
                if let (Effect::LookUp { lookup, query }, true) = (effect, self.answers) {
                    let (lookup, found) = (*lookup, self.find(query));
                    inputs.push_back(Input::Found { lookup, found });
                }
            }
            effects.extend(done);
        }
        effects
    }

    /// The conversation as it comes back from storage.
    ///
    /// # Panics
    /// When what was stored cannot be read back.
    #[must_use]
    pub fn stored(&self) -> Conversation {
        let text =
            serde_json::to_string(&self.conversation.snapshot()).expect("a snapshot is JSON");
        let snapshot: Snapshot = serde_json::from_str(&text).expect("the snapshot reads back");
        let turns = serde_json::to_string(self.conversation.turns()).expect("turns are JSON");
        let turns = serde_json::from_str(&turns).expect("the turns read back");
        Conversation::restore(snapshot, turns).expect("the turns belong to the snapshot")
    }

    /// Has the shop answer from these, in place of its own answers.
    ///
    /// # Panics
    /// When one has a mistake.
    pub fn answer_from(&mut self, answers: &[AnswerDraft]) {
        self.rules.answers = Answers::parse(answers, "answers").expect("answers");
    }

    /// What a look-up finds in the stand-in shop; what a script says that the shop knows comes first.
    #[must_use]
    pub fn find(&self, query: &Query) -> Found {
        if let Some(known) = name(query).and_then(|name| self.knows.get(name)) {
            return known.clone();
        }
        let knows = look_up::knows(query);
        match knows {
            Knows::Catalogue => look_up::by_catalogue(&self.products, query, self.shop.voice()),
            Knows::Shop | Knows::ShopWithProducts => {
                let products = match knows {
                    Knows::ShopWithProducts => look_up::about(&self.products, query),
                    Knows::Catalogue | Knows::Shop | Knows::Nobody => Vec::new(),
                };
                let shop = look_up::Shop {
                    rules: &self.rules,
                    now: self.now,
                    clock: &self.shop.clock,
                    voice: self.shop.voice(),
                };
                look_up::by_shop(&shop, query, &products)
            }
            Knows::Nobody => Found::Nothing,
        }
    }

    fn check_invariants(&self) {
        for (expected, turn) in (1_u64..).zip(self.conversation.turns()) {
            assert_eq!(turn.seq, expected, "turns are numbered without a gap");
        }
        assert_eq!(
            self.stored(),
            self.conversation,
            "what is stored is all there is"
        );
    }
}

/// The look-up's name in a document.
fn name(query: &Query) -> Option<&'static str> {
    match query {
        Query::Stock(_) => Some("stock"),
        Query::Order { .. } => Some("order"),
        Query::Discount { .. } => Some("discount"),
        Query::ReturnPolicy { .. } => Some("return_policy"),
        Query::Returns { .. } => Some("returns"),
        Query::Answer { .. } => Some("answer"),
        Query::Size { .. } => Some("size"),
        Query::Compatibility { .. } => Some("compatibility"),
        Query::Loyalty { .. } => Some("loyalty"),
        Query::Recommend(_)
        | Query::Compare(_)
        | Query::CompareFor { .. }
        | Query::Delivery { .. }
        | Query::Suggest { .. } => None,
    }
}
