//! A present: what is known of whoever gets it becomes a wish, and what is not known is left out instead of guessed.
//! Knows nothing of returns but what it is told, and never says that something can be exchanged on its own account.

use crate::catalog::Product;
use crate::message::Voice;
use crate::money::Money;
use crate::promise::Source;
use crate::recommend::{
    Labels, Prefer, Recommendation, Require, TAGS, TYPE, Terms, Want, explain, recommend,
};
use crate::wire::frame_v1::Card;
use alloc::{
    boxed::Box,
    string::{String, ToString},
    vec::Vec,
};

/// What a shopper says of a present. Values are the shop's own, in lower case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gift {
    /// Who gets it (`mother`), as the attribute `recipient` or a tag says it.
    pub recipient: Option<String>,
    /// What for (`birthday`), as the attribute `occasion` or a tag says it.
    pub occasion: Option<String>,
    /// What they like, as the attribute `interests`, a tag or a type says it.
    pub interests: Vec<String>,
    /// What to spend at least.
    pub at_least: Option<Money>,
    /// What to spend at most.
    pub at_most: Option<Money>,
    /// Whether the shopper knows their size.
    pub sizes: Sizes,
    /// Whether prices may be spoken of.
    pub prices: Prices,
    /// What must not be in it (a scent, wool).
    pub avoid: Vec<Require>,
    /// How many are shown at most.
    pub limit: u8,
}

/// Whether the size of whoever gets a present is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sizes {
    /// It is, so that clothes may be shown.
    Known,
    /// It is not: nothing that must fit a body is shown.
    Unknown,
}

/// Whether sentences may name prices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prices {
    /// They may.
    Named,
    /// They may not: whoever gets the present may read along.
    Unnamed,
}

/// What the shop says of exchanges; taken from its return rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// Until how many days after delivery.
    pub days: u16,
    /// Where the shop says so.
    pub source: Source,
}

/// What to give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice {
    /// What fits, and why.
    pub recommendation: Recommendation,
    /// The shop's gift card, when a size is unknown or nothing fits.
    pub gift_card: Option<Card>,
    /// What to know before choosing.
    pub hints: Vec<Hint>,
}

/// Something to know before choosing a present.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hint {
    /// Products in sizes were left out.
    SizesLeftOut,
    /// There is a gift card, by its name.
    GiftCard(String),
    /// It can be exchanged.
    Exchange(Exchange),
}

/// What to give, from these products; `exchange` only when the shop's return rules grant one.
#[must_use]
pub fn advise(
    products: &[Product],
    gift: &Gift,
    labels: &Labels,
    exchange: Option<Exchange>,
    voice: Voice<'_>,
) -> Advice {
    let cards = products.iter().filter(|product| is_gift_card(product));
    let want = Want {
        exclude: cards.clone().map(|card| card.id.clone()).collect(),
        ..gift.want(labels, voice)
    };
    let recommendation = explain(products, &want, voice);
    let needed = gift.sizes == Sizes::Unknown || recommendation.cards.is_empty();
    let handles = cards.map(|card| card.handle.clone()).collect();
    let gift_card = needed
        .then(|| gift.card(products, handles, voice))
        .flatten();
    let hints = hints(
        products,
        &want,
        &recommendation,
        gift_card.as_ref(),
        exchange,
        voice,
    );
    Advice {
        recommendation,
        gift_card,
        hints,
    }
}

impl Gift {
    /// The wish that a present is: interests weigh most, then who gets it, then the occasion, and last that the shop
    /// itself marks a product as a present.
    #[must_use]
    pub fn want(&self, labels: &Labels, voice: Voice<'_>) -> Want {
        let likes = self.interests.as_slice();
        let who = self.recipient.as_slice();
        let occasion = self.occasion.as_slice();
        let present = [GIFT.to_string()];
        let wishes = [
            ("interests", likes, 10, "gift_goes_with"),
            (TAGS, likes, 10, "gift_goes_with"),
            (TYPE, likes, 10, "gift_goes_with"),
            ("recipient", who, 6, "gift_chosen_for"),
            (TAGS, who, 6, "gift_chosen_for"),
            ("occasion", occasion, 4, "gift_suits"),
            (TAGS, occasion, 4, "gift_suits"),
            (TAGS, &present, 3, "gift_marked"),
        ];
        let said = wishes
            .into_iter()
            .filter(|(_, values, ..)| !values.is_empty());
        let prefer = said.map(|(attribute, values, weight, reason)| Prefer {
            attribute: attribute.into(),
            values: values.to_vec(),
            weight,
            // The holes are filled for each product.
            reason: voice.words.say(reason).into(),
            asked: false,
        });
        Want {
            price_at_most: self.at_most,
            available_only: true,
            limit: self.limit,
            prefer: prefer.collect(),
            labels: labels.clone(),
            terms: Box::new(Terms {
                price_at_least: self.at_least,
                price_reason: voice.words.say("gift_budget").into(),
                avoid: self.avoid.clone(),
                unsized_only: self.sizes == Sizes::Unknown,
                discreet: self.prices == Prices::Unnamed,
            }),
            ..Want::default()
        }
    }

    /// The gift card that can be bought for no more than the budget; what is left over does no harm.
    fn card(&self, products: &[Product], handles: Vec<String>, voice: Voice<'_>) -> Option<Card> {
        if handles.is_empty() {
            return None;
        }
        let want = Want {
            handles,
            price_at_most: self.at_most,
            available_only: true,
            limit: 1,
            ..Want::default()
        };
        recommend(products, &want, voice).pop()
    }
}

impl Hint {
    /// The hint in one sentence.
    #[must_use]
    pub fn text(&self, voice: Voice<'_>) -> String {
        match self {
            Self::SizesLeftOut => voice.say("gift_sizes_left_out", &[]),
            Self::GiftCard(title) => voice.say("gift_card", &[("product", title)]),
            Self::Exchange(exchange) => {
                let holes = [("source", exchange.source.label.as_str())];
                voice.counted("gift_exchange", exchange.days.into(), &holes)
            }
        }
    }
}

/// Only what is true of this advice: that sizes were left out is said when one would have been shown otherwise.
fn hints(
    products: &[Product],
    want: &Want,
    recommendation: &Recommendation,
    gift_card: Option<&Card>,
    exchange: Option<Exchange>,
    voice: Voice<'_>,
) -> Vec<Hint> {
    let mut hints = Vec::new();
    let mut sized = want.clone();
    sized.terms.unsized_only = false;
    if want.terms.unsized_only && recommendation.cards != recommend(products, &sized, voice) {
        hints.push(Hint::SizesLeftOut);
    }
    hints.extend(gift_card.map(|card| Hint::GiftCard(card.title.clone())));
    if !recommendation.cards.is_empty() {
        hints.extend(exchange.map(Hint::Exchange));
    }
    hints
}

/// Whether a product is the shop's gift card, by its type or a tag.
pub(crate) fn is_gift_card(product: &Product) -> bool {
    let named = |text: &String| {
        let text = text.to_lowercase().replace(['-', '_'], " ");
        matches!(text.as_str(), "gift card" | "gift cards")
    };
    named(&product.kind) || product.tags.iter().any(named)
}

/// The tag of products that make a present.
const GIFT: &str = "gift";
