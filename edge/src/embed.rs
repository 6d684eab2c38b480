//! What a page view reads: the loader, and what it needs to know of the shop.
//!
//! A tag whose address names shop and language gets both in one file, since a slow phone pays more for a request than for
//! what it brings. The loader of any other tag is a file of the site, and asks for the settings by itself.

use crate::answer;
use crate::ask::{Class, ask_for_bytes};
use crate::calls;
use crate::error::{Error, Result};
use crate::opening::origins_of;
use shared::id::ShopId;
use std::cell::RefCell;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::rc::Rc;
use worker::{Env, Request, Response};

/// A change of the shop's is on its pages after a minute, or after eleven where a page had the file before.
const CACHE: &str = "public, max-age=60, stale-while-revalidate=600";

thread_local! {
    static LOADER: RefCell<Option<Rc<str>>> = const { RefCell::new(None) };
}

/// `GET /v1/settings/{shop}` or `…/{locale}`: in the page's language where the shop speaks it.
pub(crate) async fn settings(
    request: &Request,
    env: &Env,
    shop: &str,
    locale: Option<&str>,
) -> Result<Response> {
    let shop = known(shop)?;
    let response = answer::bytes(settings_of(env, &shop, locale).await?)?;
    response.headers().set("Cache-Control", CACHE)?;
    // Said to everybody, or a copy kept without an origin would be handed to a page of the shop.
    response.headers().set("Vary", "Origin")?;
    if let Some(origin) = request.headers().get("Origin")? {
        // Nothing here is secret, so a foreign page's browser is simply not allowed to read it.
        if origins_of(env, &shop, None)
            .await?
            .origins
            .contains(&origin)
        {
            answer::allow_origin(&response, &origin)?;
        }
    }
    Ok(response)
}

/// `GET /v1/loader/{shop}/{locale}/parley.js`: the loader with the settings before it; 304 for who has the same.
pub(crate) async fn loader(
    request: &Request,
    env: &Env,
    shop: &str,
    locale: &str,
) -> Result<Response> {
    let shop = known(shop)?;
    let language = language(locale);
    let settings = settings_of(env, &shop, Some(&language)).await?;
    let script = with_settings(&loader_of(env).await?, &shop, &language, &settings)?;
    let tag = tag_of(&script);
    let had = request.headers().get("If-None-Match")?;
    let response = if had.is_some_and(|had| had.contains(&tag)) {
        answer::empty(304)?
    } else {
        answer::bytes_as("text/javascript; charset=utf-8", script.into_bytes())?
    };
    let headers = response.headers();
    headers.set("ETag", &tag)?;
    headers.set("Cache-Control", CACHE)?;
    // As the site's files have it: for pages that ask for it by CORS, and for those that let in nothing else.
    headers.set("Access-Control-Allow-Origin", "*")?;
    headers.set("Cross-Origin-Resource-Policy", "cross-origin")?;
    Ok(response)
}

fn known(shop: &str) -> Result<ShopId> {
    shop.parse()
        .map_err(|_| Error::not_found("there is no such shop"))
}

async fn settings_of(env: &Env, shop: &ShopId, locale: Option<&str>) -> Result<Vec<u8>> {
    ask_for_bytes(env, Class::Shop, shop.as_str(), calls::SETTINGS, &locale).await
}

/// The site's own loader, which is another only in another release.
async fn loader_of(env: &Env) -> Result<Rc<str>> {
    if let Some(loader) = LOADER.with_borrow(Clone::clone) {
        return Ok(loader);
    }
    // Of the address only the path counts.
    let address = "https://site/parley.js";
    let mut response = env.assets("ASSETS")?.fetch(address, None).await?;
    if response.status_code() != 200 {
        return Err(Error::fault("the site lacks the loader"));
    }
    let loader: Rc<str> = response.text().await?.into();
    LOADER.set(Some(loader.clone()));
    Ok(loader)
}

/// As the loader itself reads the page's language off its locale.
fn language(locale: &str) -> String {
    let end = locale.find(|sign: char| !sign.is_ascii_alphabetic());
    match locale.get(..end.unwrap_or(locale.len())) {
        None | Some("") => "en".into(),
        Some(letters) => letters.to_ascii_lowercase(),
    }
}

/// The loader, with the settings on its own element, where no other script of the page looks for anything.
fn with_settings(loader: &str, shop: &ShopId, language: &str, settings: &[u8]) -> Result<String> {
    // A word to the compiler, which reads it nowhere else.
    let (hint, loader) = loader.split_once('\n').ok_or_else(broken)?;
    let line = settings.iter().position(|byte| *byte == b'\n');
    let (look, rules) = line
        .and_then(|at| settings.split_at_checked(at))
        .ok_or_else(broken)?;
    let look = str::from_utf8(look).map_err(|_| broken())?;
    let rules = literal(rules.get(1..).unwrap_or_default());
    let shop = shop.as_str();
    Ok(format!(
        "{hint}\n(document.currentScript||{{}}).parley={{shop:\"{shop}\",spoken:\"{language}\",look:{look},rules:{rules}}};\n{loader}"
    ))
}

/// Bytes as a JavaScript string with a sign for each.
fn literal(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() + 2);
    text.push('"');
    for byte in bytes {
        match byte {
            b'\n' => text.push_str("\\n"),
            b'\r' => text.push_str("\\r"),
            b'"' | b'\\' => text.extend(['\\', char::from(*byte)]),
            byte => text.push(char::from(*byte)),
        }
    }
    text.push('"');
    text
}

/// Weak, for whoever compresses the file on its way.
fn tag_of(script: &str) -> String {
    let mut hasher = DefaultHasher::new();
    script.hash(&mut hasher);
    format!("W/\"{:016x}\"", hasher.finish())
}

fn broken() -> Error {
    Error::fault("loader or settings are not made of what they should be")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_read_as_the_loader_reads_it() {
        for (locale, expected) in [("pt-BR", "pt"), ("DE", "de"), ("", "en"), ("%20", "en")] {
            assert_eq!(language(locale), expected);
        }
    }

    #[test]
    fn every_byte_stands_in_the_literal() {
        let bytes: Vec<u8> = (0..=255).collect();
        let text = literal(&bytes);
        let inside = &text[1..text.len() - 1];
        // As a script's parser reads it.
        let mut signs = inside.chars();
        let mut read = Vec::new();
        while let Some(sign) = signs.next() {
            assert!(!matches!(sign, '\n' | '\r' | '"'));
            let meant = match sign {
                '\\' => match signs.next() {
                    Some('n') => '\n',
                    Some('r') => '\r',
                    other => other.unwrap(),
                },
                sign => sign,
            };
            read.push(u8::try_from(u32::from(meant)).unwrap());
        }
        assert_eq!(read, bytes);
    }

    #[test]
    fn settings_stand_between_the_hint_and_the_loader() {
        let shop: ShopId = "a.myshopify.com".parse().unwrap();
        let script = with_settings("//# hint\nrun()", &shop, "de", b"{\"a\":1}\n\x02\"").unwrap();
        assert_eq!(
            script,
            "//# hint\n(document.currentScript||{}).parley={shop:\"a.myshopify.com\",spoken:\"de\",look:{\"a\":1},rules:\"\u{2}\\\"\"};\nrun()"
        );
        assert!(with_settings("run()", &shop, "de", b"{}\n").is_err());
        assert!(with_settings("//# hint\nrun()", &shop, "de", b"{}").is_err());
    }
}
