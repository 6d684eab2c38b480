//! The words of the languages a shop speaks: those of its flows, and its own.

use super::store::Languages;
use super::{Live, Loaded, Shop};
use crate::ask;
use crate::calls::{Origins, Said};
use crate::error::Result;
use crate::words::RELEASE;
use shared::locale::{Language, Locale};
use shared::sort;
use shared::wire::document_v1::FlowDraft;
use std::collections::BTreeSet;
use worker::Response;

impl Shop {
    /// Whose pages are its own, and which words it lacks, for a page in this locale.
    pub(super) fn origins(&self, locale: Option<&str>) -> Result<Origins> {
        let shop = self.loaded()?;
        let spoken = self.spoken(&shop)?;
        let mut lacks = BTreeSet::new();
        for text in spoken.locales.iter().map(String::as_str).chain(locale) {
            let language = Locale::of(text).language();
            let code = language.code();
            if language != Language::English && !spoken.handed.iter().any(|known| known == code) {
                lacks.insert(code.to_owned());
            }
        }
        Ok(Origins {
            origins: shop.profile.document.origins.clone(),
            lacks: lacks.into_iter().collect(),
        })
    }

    fn spoken<'a>(&self, shop: &'a Loaded) -> Result<&'a Spoken> {
        if let Some(spoken) = shop.spoken.get() {
            return Ok(spoken);
        }
        let mut locales = self.store.languages()?;
        locales.push(shop.profile.document.locale.clone());
        let handed = self.store.languages_handed(RELEASE)?;
        Ok(shop.spoken.get_or_init(|| Spoken { locales, handed }))
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

    /// The words of a page in this locale, where its language is another than the flow's.
    pub(super) fn page_said(
        &self,
        locale: Option<&str>,
        flow: Option<Language>,
    ) -> Result<Option<Said>> {
        let page = locale.and_then(Locale::known).map(Locale::language);
        match page.filter(|page| Some(*page) != flow) {
            Some(page) => self.said(page),
            None => Ok(None),
        }
    }

    /// The words of these flows and of the shop's own locale, without English.
    pub(super) fn said_in(&self, flows: &[Live], own: &str) -> Result<Vec<Said>> {
        let spoken = flows.iter().map(|flow| language_of(&flow.draft));
        let spoken = sort::set(spoken.chain([Locale::of(own).language()]));
        let said = spoken.into_iter().map(|language| self.said(language));
        let said: Vec<Option<Said>> = said.collect::<Result<_>>()?;
        Ok(said.into_iter().flatten().collect())
    }
}

/// The languages of a shop.
pub(super) struct Spoken {
    /// The locales of its flows, and its own.
    locales: Vec<String>,
    /// Whose words it was handed by this release. English is built in.
    handed: Vec<String>,
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
