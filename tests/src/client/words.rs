//! What a transcript says, in words.

use shared::wire::frame_v1::{Part, Turn};

/// All words of these turns, for looking into.
#[must_use]
pub fn words(turns: &[Turn]) -> String {
    let text = |part: &Part| match part {
        Part::Text(text) => text.clone(),
        Part::Source { label, .. } | Part::Link { label, .. } => label.clone(),
        Part::Field(field) => field.label.clone(),
        Part::Choices(choices) => choices
            .choices
            .iter()
            .map(|choice| choice.label.clone())
            .collect::<Vec<_>>()
            .join(" / "),
        Part::Products(cards) => cards
            .iter()
            .map(|card| card.title.clone())
            .collect::<Vec<_>>()
            .join(" / "),
        Part::Comparison(comparison) => comparison.titles.join(" / "),
        Part::Consent(form) => form
            .offers
            .iter()
            .map(|offer| offer.text.clone())
            .collect::<Vec<_>>()
            .join(" / "),
        Part::Added { title, .. } => title.clone(),
        Part::Consented { hint, .. } => hint.clone(),
        Part::HandedOver => "(handed over)".into(),
        Part::Ended => "(ended)".into(),
        Part::Lines(lines) => lines
            .iter()
            .map(|line| line.title.clone())
            .collect::<Vec<_>>()
            .join(" / "),
        Part::Code(code) => code.clone(),
        Part::Rating(rating) => rating.comment.clone().unwrap_or_default(),
    };
    turns
        .iter()
        .flat_map(|turn| turn.parts.iter().map(text))
        .collect::<Vec<_>>()
        .join("\n")
}
