//! The words of messages and pages, which are data of the Worker's own site: fetched once for each language that is asked
//! for, and then kept as long as the isolate lives. English alone is built in.

use crate::error::{Error, Result};
use crate::log::{self, Ids};
use shared::locale::Language;
use shared::message::Words;
use std::cell::RefCell;
use std::collections::BTreeMap;
use worker::Env;

thread_local! {
    static KEPT: RefCell<BTreeMap<Language, Words>> = const { RefCell::new(BTreeMap::new()) };
}

/// The words of this language.
pub(crate) async fn of(env: &Env, language: Language) -> Result<Words> {
    if language == Language::English {
        return Ok(Words::default());
    }
    let kept = KEPT.with_borrow(|kept| kept.get(&language).cloned());
    if let Some(words) = kept {
        return Ok(words);
    }
    // Of the address only the path counts.
    let address = format!("https://site/messages/{}", Words::file(language));
    let mut response = env.assets("ASSETS")?.fetch(address, None).await?;
    if response.status_code() != 200 {
        return Err(Error::fault("the site lacks the words of a language"));
    }
    let text = String::from_utf8(response.bytes().await?)
        .map_err(|_| Error::fault("the words of a language are no text"))?;
    let words = Words::of(language, text);
    KEPT.with_borrow_mut(|kept| kept.insert(language, words.clone()));
    Ok(words)
}

/// The same where something must be said at once: English if there are no others.
pub(crate) async fn or_english(env: &Env, language: Language) -> Words {
    of(env, language).await.unwrap_or_else(|error| {
        log::fault(&error, Ids::default());
        Words::default()
    })
}
