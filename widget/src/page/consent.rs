//! Whether this shopper may be remembered between pages: only if Shopify's Customer Privacy API says so, never by
//! default. Its answer already combines the merchant's settings, the region and the shopper's choice.

use super::{call, function, list, listen, object, path, window};

/// Whether preferences may be kept now. A page without the API allows nothing.
pub(crate) fn may_remember() -> bool {
    path(&window(), &["Shopify", "customerPrivacy"])
        .and_then(|privacy| call(&privacy, "preferencesProcessingAllowed", &[])?.as_bool())
        == Some(true)
}

/// Calls `act` when the answer may have become known or another: once the API is loaded, and at each choice.
pub(crate) fn when_consent_changes(act: fn()) {
    let window = window();
    let act = function(move |_| act());
    if let Some(shopify) = path(&window, &["Shopify"]) {
        let feature = object(&[
            ("name", "consent-tracking-api".into()),
            ("version", "0.1".into()),
        ]);
        // Loading it again is nothing to a page that has it; an error leaves the API away, which allows nothing.
        let features = list([feature].into_iter());
        call(&shopify, "loadFeatures", &[features, act.clone()]);
    }
    if let Some(document) = path(&window, &["document"]) {
        listen(&document, "visitorConsentCollected", &act);
    }
}
