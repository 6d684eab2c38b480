//! What the front door asks a shop before it lets anybody in, and how words reach the objects that say them.

use crate::words::RELEASE;
use serde::{Deserialize, Serialize};
use shared::locale::{Language, Locale};
use shared::message::Words;

/// Where a shop's pages are.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Origins {
    /// As browsers send them in `Origin`.
    pub(crate) origins: Vec<String>,
    /// The languages whose words it was not handed by this release.
    pub(crate) lacks: Vec<String>,
}

/// The words of one language, as one release has them.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Said {
    /// ISO 639.
    pub(crate) language: String,
    pub(crate) release: u32,
    pub(crate) text: String,
}

impl Said {
    pub(crate) fn of(words: &Words) -> Self {
        Self {
            language: words.language().code().into(),
            release: RELEASE,
            text: words.text().into(),
        }
    }

    pub(crate) fn language(&self) -> Language {
        Locale::of(&self.language).language()
    }

    pub(crate) fn words(self) -> Words {
        Words::of(self.language(), self.text)
    }
}
