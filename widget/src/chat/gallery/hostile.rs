//! What comes from outside and wishes the page no good: in every field of every part.

use super::parts::{
    Row, agreement, assistant, card, choices, comparison, consent, did, field, lines, link, rating,
    shopper, source, text,
};
use shared::channel::Channel;
use shared::wire::frame_v1::{Author, FieldKind, Part};

/// What would run, load or shout if any field were read as HTML.
pub(super) const MARKUP: &str = "<img src=x onerror=\"window.broken=1\"><script>window.broken=1</script><b>bold</b><style>*{display:none}</style> & {title} {name}";
/// Marks that turn the direction of writing round and never back.
pub(super) const BIDI: &str =
    "Gel \u{202e}exe.tnemyap\u{2067} \u{05d0}\u{05d1}\u{05d2} 40 ml \u{2066}\u{200f}(50 %) 9.99";

/// So many letters without a place to break.
pub(super) fn unbroken(letters: usize) -> String {
    "Donaudampfschifffahrt"
        .chars()
        .cycle()
        .take(letters)
        .collect()
}

/// Sentences of so many characters in all.
pub(super) fn prose(letters: usize) -> String {
    let words = "A cream for dry and sensitive skin that calms, protects and leaves no shine. ";
    words.chars().cycle().take(letters).collect()
}

/// Every part there is, with `words` in each of its fields. What can be asked is asked in the last turn, and so open.
pub(super) fn everywhere(words: &str) -> Vec<(Author, Vec<Part>)> {
    let added = Part::Added {
        title: words.into(),
        quantity: 2,
    };
    let consented = Part::Consented {
        channel: Some(Channel::Email),
        hint: words.into(),
    };
    let by_person = (Author::Agent(words.into()), vec![text(words)]);
    vec![
        shopper(words),
        did(added),
        did(consented),
        by_person,
        assistant(shown(words)),
        assistant(asked(words)),
    ]
}

fn shown(words: &str) -> Vec<Part> {
    let variants: [Row<'_>; 2] = [(words, 2400, Some(2900), true), (words, 1900, None, false)];
    let mut product = card(
        words,
        Some("b9c8b4"),
        &[words, words],
        Some(words),
        &variants,
    );
    if let Some(image) = &mut product.image {
        image.alt = words.into();
    }
    let mut elsewhere = card(words, None, &[], None, &variants);
    elsewhere.path = "javascript:window.broken=1".into();
    vec![
        text(words),
        Part::Products(vec![product, elsewhere]),
        comparison(&[words, words], &[(words, &[words, words])]),
        source(words, Some("javascript:window.broken=1")),
        source(words, Some("/policies/shipping-policy")),
        link(words, "javascript:window.broken=1"),
        link(words, "https://fernwood.example/cart"),
    ]
}

fn asked(words: &str) -> Vec<Part> {
    vec![
        choices(false, &[words, "Yes"]),
        choices(true, &[words, "No"]),
        field(FieldKind::Text, words),
        consent(&[(Channel::Email, words), (Channel::Sms, words)]),
        lines(&[(2, words, 4800)]),
        Part::Code(words.into()),
        rating(Some(words)),
    ]
}

/// What is asked of a shopper all at once, which no flow does; the forms must bear it.
pub(super) fn all_forms() -> Vec<(Author, Vec<Part>)> {
    vec![assistant(vec![
        choices(false, &["Yes", "No"]),
        field(FieldKind::Email, "E-mail address"),
        agreement(),
        lines(&[(1, "Oat Barrier Cream, 50 ml", 2400)]),
        Part::Code("WELCOME10".into()),
        rating(None),
    ])]
}
