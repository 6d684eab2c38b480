//! A text message in as few segments as it may take: whole if it fits, else without what it can spare. The brand, the
//! link and how to stop are never spared; a text that is too long all the same is refused by policy, with its reason.

use crate::delivery::segments;
use crate::locale;
use crate::policy::SMS_SEGMENTS;
use alloc::{format, string::String};

/// What a text message is made of, in this order.
#[derive(Clone, Copy)]
pub struct Parts<'a> {
    /// What the shop is called.
    pub shop: &'a str,
    /// What it says.
    pub words: &'a str,
    /// Where it leads.
    pub link: &'a str,
    /// How to stop.
    pub stop: &'a str,
    /// The page on which the shopper says what they want to hear.
    pub preferences: Option<&'a str>,
    /// Whether an answer surely arrives, so that the word that stops is a way out by itself.
    pub is_answered: bool,
}

/// The text, within the segments that a text message which sells may take if that is possible: first the page of
/// preferences is left out, since the answer that stops is told as well, then the last of the words. Where answers arrive
/// that page costs no segment of its own; elsewhere the sender may be a name, which nobody can answer.
#[must_use]
pub fn fitted(parts: &Parts<'_>) -> String {
    let bare = Parts {
        preferences: None,
        ..*parts
    };
    let count = |parts: &Parts<'_>| segments(&parts.text(None)).count;
    let first = if parts.is_answered && count(&bare) < count(parts) {
        bare
    } else {
        *parts
    };
    let whole = [first, bare].into_iter().map(|parts| parts.text(None));
    let words = parts.words.match_indices(' ').map(|(end, _)| end);
    let shorter = words.rev().chain([0]).map(|end| bare.text(Some(end)));
    whole
        .chain(shorter)
        .find(|text| segments(text).count <= usize::from(SMS_SEGMENTS))
        .unwrap_or_else(|| bare.text(Some(0)))
}

impl Parts<'_> {
    /// The text, with its words up to this byte.
    fn text(&self, end: Option<usize>) -> String {
        let words = match end {
            None => format!("{} ", self.words),
            Some(0) => String::new(),
            // Three full stops, since the one sign for them is not in the alphabet that takes least room.
            Some(end) => {
                let kept = self.words.get(..end).unwrap_or_default();
                format!("{}... ", locale::closed(kept))
            }
        };
        let Parts {
            shop, link, stop, ..
        } = self;
        let preferences = self.preferences.map(|page| format!(" {page}"));
        format!(
            "{shop}: {words}{link} {stop}{}",
            preferences.unwrap_or_default()
        )
    }
}
