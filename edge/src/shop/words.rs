//! The words of the languages a shop speaks: those of its flows, and its own.

use super::store::Languages;
use super::{Loaded, Shop};
use crate::ask;
use crate::calls::{Origins, Said};
use crate::error::Result;
use crate::words::RELEASE;
use shared::locale::{Language, Locale};
use shared::wire::document_v1::FlowDraft;
use worker::Response;

impl Shop {
    /// Whose pages are its own, and what it lacks.
    pub(super) fn origins(&self) -> Result<Origins> {
        let shop = self.loaded()?;
        Ok(Origins {
            origins: shop.profile.document.origins.clone(),
            lacks: self.lacks(&shop)?,
        })
    }

    /// The languages whose words it was not handed by this release. English is built in.
    fn lacks(&self, shop: &Loaded) -> Result<Vec<String>> {
        if let Some(lacks) = shop.lacks.get() {
            return Ok(lacks.clone());
        }
        let kept = self.store.languages_handed(RELEASE)?;
        let own = shop.profile.document.locale.clone();
        let mut lacks: Vec<String> = Vec::new();
        for text in self.store.languages()?.iter().chain([&own]) {
            let language = Locale::of(text).language();
            let code = language.code().to_owned();
            if language != Language::English && !kept.contains(&code) && !lacks.contains(&code) {
                lacks.push(code);
            }
        }
        Ok(shop.lacks.get_or_init(|| lacks).clone())
    }

    /// Keeps words it was handed.
    pub(super) fn keep_words(&self, said: &Said) -> Result<Response> {
        self.store.put_words(said)?;
        self.awake.replace(None);
        ask::done()
    }

    /// The words of this language, be they of an earlier release; none for English, or where none were handed yet.
    pub(super) fn said(&self, language: Language) -> Result<Option<Said>> {
        if language == Language::English {
            return Ok(None);
        }
        self.store.words(language.code())
    }
}

impl Loaded {
    /// In which language flows are wanted by a page in this locale, or by nobody's page.
    pub(super) fn languages(&self, locale: Option<&str>) -> Languages {
        let own = Locale::of(&self.profile.document.locale);
        let wanted = locale.and_then(Locale::known).unwrap_or(own);
        [wanted, own].map(|locale| locale.language().code())
    }
}

/// What a flow speaks.
pub(super) fn language_of(draft: &FlowDraft) -> Language {
    Locale::of(&draft.language).language()
}
