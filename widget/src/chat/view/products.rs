//! Products as recommended: why, how they differ, what they cost, and into the cart; and how several compare.

use crate::chat::cart::Outcome;
use crate::chat::text::{filled, price, word};
use crate::chat::view::el::{Drawn, button, el, unseen};
use crate::chat::view::{is_safe, link};
use crate::chat::{Chat, door};
use leptos::prelude::*;
use shared::wire::frame_v1::{Card, CardVariant, Comparison, Image};

/// How far adding a card's product to the cart has come.
#[derive(Clone, PartialEq, Eq)]
enum Adding {
    Not,
    Under,
    Done,
    Failed(String),
}

pub(super) fn cards(chat: Chat, cards: Vec<Card>) -> Drawn {
    let cards = cards.into_iter().map(|product| card(chat, product));
    el("div", "cards").children(cards).view()
}

fn card(chat: Chat, card: Card) -> Drawn {
    let locale = chat.inner().locale.clone();
    let first = card.variants.iter().position(|variant| variant.available);
    let picked = RwSignal::new(first.unwrap_or(0));
    let variants = card.variants.clone();
    let cost = move || Some(cost(variants.get(picked.get())?, &locale));
    let name = el("h3", "").child(link(card.title.clone(), &card.path, "name"));
    let what = el("div", "what").child(name.view()).when(cost);
    let reasons = card.reasons.into_iter();
    let reasons = reasons.map(|reason| el("li", "").text(reason).view());
    let differs = card.differs.into_iter();
    let differs = differs.map(|differs| el("p", "differs").text(differs).view());
    let choice = (card.variants.len() > 1).then(|| picker(&card.variants, picked));
    let buy = buy(chat, &card.title, card.variants, picked);
    let buying = el("div", "buy")
        .children(choice.into_iter())
        .children(buy.into_iter());
    el("article", "card")
        .children(card.image.and_then(picture).into_iter())
        .child(what.view())
        .child(
            el("ul", "")
                .attr("aria-label", word("reasons"))
                .children(reasons)
                .view(),
        )
        .children(differs)
        .child(buying.view())
        .view()
}

fn picture(image: Image) -> Option<Drawn> {
    is_safe(&image.url).then(|| {
        el("img", "")
            .attr("width", "80")
            .attr("height", "80")
            .attr("loading", "lazy")
            .attr("decoding", "async")
            .attr("alt", image.alt)
            .attr("src", image.url)
            .view()
    })
}

fn cost(variant: &CardVariant, locale: &str) -> Drawn {
    let was = variant.was.into_iter().map(|was| {
        el("s", "")
            .child(unseen([&word("was"), " "].concat()))
            .text(price(was, locale))
            .view()
    });
    el("p", "price")
        .text([&price(variant.price, locale), " "].concat())
        .children(was)
        .view()
}

fn picker(variants: &[CardVariant], picked: RwSignal<usize>) -> Drawn {
    let options = variants.iter().enumerate().map(|(index, variant)| {
        let label = if variant.available {
            variant.label.clone()
        } else {
            filled("option_sold_out", "option", &variant.label)
        };
        el("option", "")
            .attr("value", index.to_string())
            .flag("selected", move || picked.get() == index)
            .text(label)
            .view()
    });
    el("select", "")
        .attr("aria-label", word("option"))
        .on("change", move |event| {
            if let Ok(index) = event_target_value(&event).parse() {
                picked.set(index);
            }
        })
        .children(options)
        .view()
}

fn buy(chat: Chat, title: &str, variants: Vec<CardVariant>, picked: RwSignal<usize>) -> [Drawn; 2] {
    let adding = RwSignal::new(Adding::Not);
    let variants = StoredValue::new(variants);
    let chosen = move || variants.with_value(|variants| variants.get(picked.get()).cloned());
    let available = move || chosen().is_some_and(|variant| variant.available);
    let add = move || {
        let variant = chosen().filter(|variant| variant.available);
        let (Some(variant), false) = (variant, adding.get_untracked() == Adding::Under) else {
            return;
        };
        adding.set(Adding::Under);
        door::spawn(async move {
            let outcome = chat.add(variant.id, 1).await;
            adding.set(became(outcome));
        });
    };
    let label = move || {
        word(match adding.get() {
            _ if !available() => "sold_out",
            Adding::Under => "adding",
            Adding::Done => "add_again",
            Adding::Not | Adding::Failed(_) => "add",
        })
    };
    let said = move || match adding.get() {
        Adding::Not | Adding::Under => String::new(),
        Adding::Done => word("added"),
        Adding::Failed(reason) => reason,
    };
    let failed = move || adding.with(|adding| matches!(adding, Adding::Failed(_)));
    let class = move || Some(if failed() { "outcome bad" } else { "outcome" }.into());
    let button = button("main", add)
        .attr_when("aria-disabled", move || Some((!available()).to_string()))
        .text_when(label)
        .child(unseen([": ", title].concat()));
    let outcome = el("p", "")
        .attr_when("class", class)
        .attr("role", "status")
        .text_when(said);
    [button.view(), outcome.view()]
}

fn became(outcome: Outcome) -> Adding {
    failed(outcome).map_or(Adding::Done, Adding::Failed)
}

/// Why the cart did not do what it was asked to; nothing when it did.
pub(super) fn failed(outcome: Outcome) -> Option<String> {
    match outcome {
        Outcome::Added => None,
        Outcome::Refused(reason) => Some(reason.unwrap_or_else(|| word("not_added"))),
        Outcome::Busy => Some(word("cart_busy")),
        Outcome::Away => Some(word("cart_away")),
    }
}

pub(super) fn comparison(comparison: Comparison) -> Drawn {
    let titles = comparison.titles.into_iter();
    let titles = titles.map(|title| el("th", "").attr("scope", "col").text(title).view());
    let rows = comparison.rows.into_iter().map(|row| {
        let values = row.values.into_iter();
        let values = values.map(|value| el("td", "").text(value).view());
        el("tr", "")
            .child(el("th", "").attr("scope", "row").text(row.label).view())
            .children(values)
            .view()
    });
    let corner = el("th", "")
        .attr("scope", "col")
        .child(unseen(word("property")));
    let head = el("tr", "").child(corner.view()).children(titles);
    let table = el("table", "")
        .child(el("thead", "").child(head.view()).view())
        .child(el("tbody", "").children(rows).view());
    el("div", "table")
        .attr("role", "region")
        .attr("tabindex", "0")
        .attr("aria-label", word("comparison"))
        .child(table.view())
        .view()
}
