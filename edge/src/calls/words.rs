//! What the front door asks a shop before it lets anybody in, and how words reach the objects that say them.

use crate::words::RELEASE;
use serde::{Deserialize, Serialize};
use shared::conversation::Query;
use shared::locale::{Language, Locale};
use shared::message::{Voice, Words};

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
        Self::with(words, words.text())
    }

    /// The same without the lists by which a mood is heard: whoever looks something up listens to nobody.
    fn without_lists(words: &Words) -> Self {
        Self::with(words, words.said_only())
    }

    fn with(words: &Words, text: &str) -> Self {
        Self {
            language: words.language().code().into(),
            release: RELEASE,
            text: text.into(),
        }
    }

    pub(crate) fn language(&self) -> Language {
        Locale::of(&self.language).language()
    }

    pub(crate) fn words(self) -> Words {
        Words::of(self.language(), self.text)
    }
}

/// Asks what a shop's catalogue says, and in which words.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct WantFound {
    pub(crate) query: Query,
    /// The locale in which days and amounts are written.
    pub(crate) locale: String,
    /// The words; English when there are none.
    pub(crate) said: Option<Said>,
}

impl WantFound {
    /// In these words, with days and amounts as in this locale.
    pub(crate) fn new(query: Query, words: &Words, locale: &str) -> Self {
        let is_english = words.language() == Language::English;
        Self {
            query,
            locale: locale.to_owned(),
            said: (!is_english).then(|| Said::without_lists(words)),
        }
    }

    /// The words.
    pub(crate) fn words(&self) -> Words {
        self.said.clone().map(Said::words).unwrap_or_default()
    }

    /// How what is found is told, in these words.
    pub(crate) fn voice<'a>(&self, words: &'a Words) -> Voice<'a> {
        let locale = Locale::of(&self.locale);
        Voice { words, locale }
    }
}
