//! The words of messages and pages, which are data of the Worker's own site: the front door fetches them, once for each
//! language that is asked for, and keeps them as long as the isolate lives. English alone is built in.
//!
//! No object waits for the site. A shop's object is handed the words of the languages it speaks when its document or a
//! flow is put, and again at the first opening of a chat under a release that has others ([`hand_over`]); whoever asks
//! it what to say is told them with everything else.

use crate::ask::{Class, Done, ask};
use crate::calls::{self, Origins, Said};
use crate::error::{Error, Result};
use crate::log::{self, Ids};
use shared::id::ShopId;
use shared::locale::{Language, Locale};
use shared::message::Words;
use std::cell::RefCell;
use std::collections::BTreeMap;
use worker::Env;

thread_local! {
    static KEPT: RefCell<BTreeMap<Language, Words>> = const { RefCell::new(BTreeMap::new()) };
}

/// The words of this language.
async fn of(env: &Env, language: Language) -> Result<Words> {
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

/// Hands a shop's object the words that it lacks. What fails is tried again at the next opening of a chat.
pub(crate) async fn hand_over(env: &Env, shop: &ShopId, origins: &Origins) {
    for language in &origins.lacks {
        let handed = hand(env, shop, Locale::of(language).language()).await;
        if let Err(error) = handed {
            log::fault(&error, Ids::of_shop(shop.as_str()));
        }
    }
}

async fn hand(env: &Env, shop: &ShopId, language: Language) -> Result<()> {
    let said = Said::of(&of(env, language).await?);
    let _: Done = ask(env, Class::Shop, shop.as_str(), calls::WORDS, &said).await?;
    Ok(())
}

/// Another number as soon as any of the words is another: what objects were handed by an earlier release is then replaced.
pub(crate) const RELEASE: u32 = {
    let mut mark = 0x811c_9dc5;
    let mut files = FILES;
    while let [file, others @ ..] = files {
        let mut bytes = *file;
        while let [byte, rest @ ..] = bytes {
            // FNV-1a: it only has to differ.
            mark = (mark ^ *byte as u32).wrapping_mul(0x0100_0193);
            bytes = rest;
        }
        files = others;
    }
    mark
};

/// They are looked at while this is compiled, and are no part of the Worker.
const FILES: &[&[u8]] = &[
    include_bytes!("../../static/messages/ar.txt"),
    include_bytes!("../../static/messages/da.txt"),
    include_bytes!("../../static/messages/de.txt"),
    include_bytes!("../../static/messages/es.txt"),
    include_bytes!("../../static/messages/fr.txt"),
    include_bytes!("../../static/messages/he.txt"),
    include_bytes!("../../static/messages/it.txt"),
    include_bytes!("../../static/messages/ja.txt"),
    include_bytes!("../../static/messages/nl.txt"),
    include_bytes!("../../static/messages/pl.txt"),
    include_bytes!("../../static/messages/pt.txt"),
    include_bytes!("../../static/messages/sv.txt"),
];

const _: () = assert!(FILES.len() == Language::ALL.len() - 1);
