//! What is said of products that are not shown: why the next best one is not among them, and why there is none at all.
//! Says nothing that the ranking or a filter did not decide.

use super::rank::{Ranked, Ranking};
use super::{Filter, Matched, Stock, Want};
use crate::catalog::Product;
use crate::id::ProductId;
use crate::message::Voice;
use crate::money::Money;
use alloc::{string::String, vec::Vec};
use serde::{Deserialize, Serialize};

/// A product that is not shown, and what kept it out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhyNot {
    /// The product.
    pub product: ProductId,
    /// Its name.
    pub title: String,
    /// What it lacks next to those shown.
    pub lack: Lack,
    /// The same in one sentence.
    pub sentence: String,
}

/// What a product lacks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lack {
    /// What was wished for, and what the last product shown has.
    Wishes {
        /// The name of the last product shown.
        next_to: String,
        /// What matched there and not here.
        missing: Vec<Matched>,
    },
    /// A difference that matters: it is nearly the same as a product shown.
    Difference {
        /// The name of that product.
        from: String,
    },
    /// A low price: it fits as well as the last product shown.
    Price {
        /// The name of the last product shown.
        next_to: String,
        /// How much more it costs.
        more: Money,
    },
    /// A place: it fits as well and costs the same.
    Room,
    /// Stock: it would have been shown. The shopper may want to hear when it is back.
    Stock,
}

/// Why nothing fits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Nothing {
    /// The filter that left nothing, after those before it; `None` when there are no products.
    pub emptied: Option<Filter>,
    /// The one thing to give up, when one is enough.
    pub relax: Option<Relax>,
    /// The same in one sentence.
    pub sentence: String,
}

/// A filter to give up, and what there is without it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relax {
    /// The filter.
    pub filter: Filter,
    /// How many products fit without it.
    pub products: usize,
    /// The best of them; for a price limit the one whose lowest price is nearest to it.
    pub title: String,
    /// Its price.
    pub price: Option<Money>,
}

/// The runner-up, and the best of what is only sold out.
pub(super) fn not(
    products: &[Product],
    want: &Want,
    ranking: &Ranking,
    voice: Voice<'_>,
) -> Vec<WhyNot> {
    let Some(last) = ranking.shown.last() else {
        return Vec::new();
    };
    let runner_up = ranking
        .rest
        .first()
        .map(|next| why_not(next, lack(next, last, want), want, voice));
    let sold_out =
        sold_out(products, want, last).map(|next| why_not(&next, Lack::Stock, want, voice));
    runner_up.into_iter().chain(sold_out).collect()
}

/// Why nothing fits; `None` when something does.
pub(super) fn nothing(products: &[Product], want: &Want, voice: Voice<'_>) -> Option<Nothing> {
    let filters = want.filters();
    let fits = |filters: &[&Filter]| {
        let fits = |product| !super::filter::admitted(filters, product).is_empty();
        products.iter().any(fits)
    };
    let all: Vec<&Filter> = filters.iter().collect();
    if fits(&all) {
        return None;
    }
    let emptied = (1..=all.len())
        .filter_map(|count| all.get(..count))
        .find(|first| !fits(first))
        .and_then(|first| first.last())
        .map(|filter| Filter::clone(filter));
    let mut given_up: Vec<Relax> = filters
        .iter()
        .filter(|filter| filter.can_be_given_up())
        .filter_map(|filter| relax(products, want, &filters, filter))
        .collect();
    // The last question asked is the first one taken back, and stock and price come after all questions.
    let relax = given_up.pop();
    Some(Nothing {
        sentence: nothing_text(relax.as_ref(), want, voice),
        emptied,
        relax,
    })
}

fn relax(products: &[Product], want: &Want, filters: &[Filter], without: &Filter) -> Option<Relax> {
    let others: Vec<&Filter> = filters.iter().filter(|filter| *filter != without).collect();
    let ranking = Ranking::among(products, want, &others);
    let fitting = || ranking.shown.iter().chain(&ranking.rest);
    let price = |ranked: &&Ranked| ranked.price.map(|price| price.minor);
    let best = match without {
        Filter::PriceAtMost(_) => fitting().min_by_key(price),
        Filter::PriceAtLeast(_) => fitting().max_by_key(price),
        Filter::Handles(_)
        | Filter::NotThese(_)
        | Filter::Avoided(_)
        | Filter::Unsized
        | Filter::Kinds(_)
        | Filter::Tag(_)
        | Filter::Attribute(_)
        | Filter::InStock => fitting().next(),
    };
    best.map(|best| Relax {
        filter: without.clone(),
        products: fitting().count(),
        title: best.product.title.clone(),
        price: best.price,
    })
}

/// The best product that only its stock keeps out, when it would have come before the last one shown.
fn sold_out<'a>(products: &'a [Product], want: &Want, last: &Ranked) -> Option<Ranked<'a>> {
    let filters = want.filters();
    let others: Vec<&Filter> = filters
        .iter()
        .filter(|filter| **filter != Filter::InStock)
        .collect();
    if others.len() == filters.len() {
        return None;
    }
    let everything = Ranking::among(products, want, &others);
    let mut all = everything.shown.into_iter().chain(everything.rest);
    all.find(|ranked| Stock::of(ranked.product) == Stock::SoldOut && ranked.points > last.points)
}

fn why_not(ranked: &Ranked, lack: Lack, want: &Want, voice: Voice<'_>) -> WhyNot {
    let title = ranked.product.title.clone();
    WhyNot {
        product: ranked.product.id.clone(),
        sentence: lack.sentence(&title, want, voice),
        title,
        lack,
    }
}

fn lack(next: &Ranked, last: &Ranked, want: &Want) -> Lack {
    if next.sold_out && !last.sold_out {
        return Lack::Stock;
    }
    let next_to = last.product.title.clone();
    if last.points > next.points {
        let missing = missing(next.product, last.product, want);
        return Lack::Wishes { next_to, missing };
    }
    if let Some(twin) = &next.twin {
        let from = twin.of.clone();
        return Lack::Difference { from };
    }
    let dearer = next.price.zip(last.price).and_then(|(own, other)| {
        let minor = own.minor.checked_sub(other.minor)?;
        (minor > 0 && own.currency == other.currency).then(|| Money::new(minor, own.currency))
    });
    match dearer {
        Some(more) => Lack::Price { next_to, more },
        None => Lack::Room,
    }
}

fn missing(product: &Product, other: &Product, want: &Want) -> Vec<Matched> {
    let has = |attribute: &str, value: &String| {
        super::matched(product, attribute, core::slice::from_ref(value))
            .next()
            .is_some()
    };
    let mut missing = want.matches(other);
    for matched in &mut missing {
        let attribute = matched.attribute.clone();
        matched.values.retain(|value| !has(&attribute, value));
    }
    missing.retain(|matched| !matched.values.is_empty());
    missing
}

impl Lack {
    fn sentence(&self, title: &str, want: &Want, voice: Voice<'_>) -> String {
        match self {
            Self::Wishes { next_to, missing } => {
                let names = missing.iter();
                let names: Vec<String> = names
                    .map(|wish| want.labels.wish(&wish.attribute, &wish.values, voice))
                    .collect();
                let holes = [
                    ("product", title),
                    ("other", next_to),
                    ("wishes", &voice.row(&names)),
                ];
                voice.say("not_wishes", &holes)
            }
            Self::Difference { from } => {
                voice.say("not_different", &[("product", title), ("other", from)])
            }
            Self::Price { next_to, .. } if want.terms.discreet => {
                voice.say("not_dearer", &[("product", title), ("other", next_to)])
            }
            Self::Price { next_to, more } => {
                let more = voice.money(*more);
                let holes = [("product", title), ("other", next_to), ("amount", &more)];
                voice.say("not_dearer_by", &holes)
            }
            Self::Room => voice.say("not_room", &[("product", title)]),
            Self::Stock => voice.say("not_there", &[("product", title)]),
        }
    }
}

fn nothing_text(relax: Option<&Relax>, want: &Want, voice: Voice<'_>) -> String {
    let Some(relax) = relax else {
        return voice.say("nothing_at_all", &[]);
    };
    let title = &relax.title;
    let is_price = matches!(
        relax.filter,
        Filter::PriceAtMost(_) | Filter::PriceAtLeast(_)
    );
    if is_price && want.terms.discreet {
        return voice.say("nothing_near", &[("product", title)]);
    }
    let price = relax.price.map(|price| voice.money(price));
    let price = price.unwrap_or_else(|| title.clone());
    match &relax.filter {
        Filter::PriceAtMost(most) => {
            let most = voice.money(*most);
            let holes = [
                ("limit", most.as_str()),
                ("price", &price),
                ("product", title),
            ];
            voice.say("nothing_under", &holes)
        }
        Filter::PriceAtLeast(least) => {
            let least = voice.money(*least);
            let holes = [
                ("limit", least.as_str()),
                ("price", &price),
                ("product", title),
            ];
            voice.say("nothing_over", &holes)
        }
        Filter::InStock => voice.say("nothing_there", &[("product", title)]),
        Filter::Kinds(kinds) => without(&voice.list(kinds), title, voice),
        Filter::Tag(tag) => without(tag, title, voice),
        Filter::Attribute(require) => without(
            &want.labels.wish(&require.attribute, &require.values, voice),
            title,
            voice,
        ),
        Filter::Handles(_) | Filter::NotThese(_) | Filter::Avoided(_) | Filter::Unsized => {
            voice.say("nothing_but", &[("product", title)])
        }
    }
}

fn without(wish: &str, title: &str, voice: Voice<'_>) -> String {
    voice.say("nothing_without", &[("wish", wish), ("product", title)])
}
