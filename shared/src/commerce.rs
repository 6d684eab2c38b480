//! What a shop writes about delivery, sizes, returns, discounts and its own answers, read whole: every mistake at once with
//! its place. Decides nothing itself; read [`crate::size`], [`crate::returns`] and [`crate::discount`] next.

mod mistakes;

pub(crate) use mistakes::Mistakes;

use crate::answers::Answers;
use crate::discount::Discounts;
use crate::money::Currency;
use crate::promise::DeliveryRules;
use crate::returns::ReturnRules;
use crate::size::SizeChart;
use crate::wire::document_v1::{Problem, ShopDocument};
use alloc::{collections::BTreeSet, format, vec::Vec};

/// The rules of a shop that answers are made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShopRules {
    /// How it delivers.
    pub delivery: DeliveryRules,
    /// Its size charts, in its own order.
    pub size_charts: Vec<SizeChart>,
    /// What may go back; `None` when the shop has not said.
    pub returns: Option<ReturnRules>,
    /// Its discount codes.
    pub discounts: Discounts,
    /// Its own answers.
    pub answers: Answers,
    /// The currency of its prices.
    pub currency: Currency,
}

impl ShopRules {
    /// Reads these parts of a shop's document; amounts are in the shop's currency.
    ///
    /// # Errors
    /// Every mistake with its place, such as `discounts[2].percent`.
    pub fn parse(document: &ShopDocument, currency: Currency) -> Result<Self, Vec<Problem>> {
        let mut mistakes = Mistakes::default();
        let (delivery, country) = (&document.delivery, &document.country);
        let delivery = DeliveryRules::parse(delivery, country, currency, "delivery");
        let delivery = mistakes.part(delivery);
        let mut size_charts = Vec::new();
        let mut names = BTreeSet::new();
        for (index, draft) in document.size_charts.iter().enumerate() {
            let place = format!("size_charts[{index}]");
            mistakes.demand(
                names.insert(&draft.name),
                &format!("{place}.name"),
                "this chart stands in the list already",
            );
            size_charts.extend(mistakes.part(SizeChart::parse(draft, &place)));
        }
        let returns = document.returns.as_ref();
        let returns =
            returns.and_then(|draft| mistakes.part(ReturnRules::parse(draft, currency, "returns")));
        let discounts = Discounts::parse(&document.discounts, currency, "discounts");
        let discounts = mistakes.part(discounts).unwrap_or_default();
        let answers = Answers::parse(&document.answers, "answers");
        let answers = mistakes.part(answers).unwrap_or_default();
        let Some(delivery) = delivery else {
            return Err(mistakes.all());
        };
        mistakes.finish(Self {
            delivery,
            size_charts,
            returns,
            discounts,
            answers,
            currency,
        })
    }
}
