//! Where in the shop the page is: its kind, and the product or collection it shows.
//!
//! Asked in this order, each optional: what the script tag or the theme's embed was told (`data-page-type`,
//! `data-handle`), `ShopifyAnalytics.meta`, and the path. The first two describe the page as it was loaded, so a theme
//! that moves on without loading leaves only the path.

use super::{call, field, path, root, text, window};
use shared::wire::frame_v1::{Page, PageKind};
use wasm_bindgen::JsValue;

/// A page of the shop and its path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// Kind and handle.
    pub(crate) page: Page,
    /// The path within the shop, without a locale's folder.
    pub(crate) path: String,
}

/// What was said about a page beside its path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sources {
    kind: Option<String>,
    handle: Option<String>,
}

impl Sources {
    /// What the embedding page says about itself; `given` are the script tag's data.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "a reference costs every page view some bytes"
    )]
    pub(crate) fn read(given: Option<JsValue>) -> Self {
        let meta = path(&window(), &["ShopifyAnalytics", "meta"]);
        // To ask nothing for a field throws, and the first error of a page is dear on a slow phone.
        let of =
            |object: &Option<JsValue>, keys: &[&str]| path(object.as_ref()?, keys)?.as_string();
        let handle = of(&given, &["handle"]).or_else(|| of(&meta, &["product", "handle"]));
        let kind = of(&given, &["pageType"])
            .or_else(|| of(&meta, &["page", "pageType"]))
            .or_else(|| field(meta.as_ref()?, "product").map(|_| "product".into()));
        Self { kind, handle }
    }
}

impl Place {
    /// Where the page is now.
    pub(crate) fn now(sources: &Sources) -> Self {
        let encoded = text(&["location", "pathname"]).unwrap_or_default();
        let decoded = call(&window(), "decodeURIComponent", &[encoded.as_str().into()]);
        let path = decoded.and_then(|path| path.as_string()).unwrap_or(encoded);
        Self::at(&path, &root(), sources)
    }

    /// Whether this is the cart page.
    pub(crate) fn is_cart(&self) -> bool {
        self.page.kind == PageKind::Cart
    }

    fn at(path: &str, root: &str, sources: &Sources) -> Self {
        let path = match path.strip_prefix(root.trim_end_matches('/')) {
            Some("") => "/",
            Some(rest) if rest.starts_with('/') => rest,
            Some(_) | None => path,
        };
        let (kind, handle) = from_path(path);
        let kind = sources.kind.as_deref().map_or(kind, named);
        let handle = match kind {
            PageKind::Product | PageKind::Collection => {
                sources.handle.clone().or_else(|| handle.map(String::from))
            }
            PageKind::Home | PageKind::Cart | PageKind::Search | PageKind::Other => None,
        };
        Self {
            page: Page { kind, handle },
            path: path.into(),
        }
    }
}

/// Kinds as Shopify names them, in `request.page_type` and in `ShopifyAnalytics.meta`.
fn named(kind: &str) -> PageKind {
    match kind {
        "index" | "home" => PageKind::Home,
        "product" => PageKind::Product,
        "collection" => PageKind::Collection,
        "cart" => PageKind::Cart,
        "search" | "searchresults" => PageKind::Search,
        _ => PageKind::Other,
    }
}

fn from_path(path: &str) -> (PageKind, Option<&str>) {
    let mut parts = parts(path);
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (None, ..) => (PageKind::Home, None),
        (Some("products"), Some(handle), None, _)
        | (Some("collections"), Some(_), Some("products"), Some(handle)) => {
            (PageKind::Product, Some(handle))
        }
        (Some("collections"), Some(handle), ..) => (PageKind::Collection, Some(handle)),
        (Some("cart"), None, ..) => (PageKind::Cart, None),
        (Some("search"), None, ..) => (PageKind::Search, None),
        _ => (PageKind::Other, None),
    }
}

/// The parts of a path, or of a list of handles, that are not empty. Searching for one fixed character would bring in
/// the standard search and the formatting of its panics: 1 KB in every page view.
pub(crate) fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(['/', ' ']).filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, root: &str, kind: PageKind, handle: Option<&str>, within: &str) {
        let place = Place::at(path, root, &Sources::default());
        let handle = handle.map(String::from);
        assert_eq!(place.page, Page { kind, handle });
        assert_eq!(place.path, within);
    }

    #[test]
    fn a_path_names_kind_and_handle() {
        check("/", "/", PageKind::Home, None, "/");
        check(
            "/products/hydra",
            "/",
            PageKind::Product,
            Some("hydra"),
            "/products/hydra",
        );
        let path = "/collections/skin/products/hydra";
        check(path, "/", PageKind::Product, Some("hydra"), path);
        check(
            "/collections/skin",
            "/",
            PageKind::Collection,
            Some("skin"),
            "/collections/skin",
        );
        check("/collections", "/", PageKind::Other, None, "/collections");
        check("/cart", "/", PageKind::Cart, None, "/cart");
        check("/search", "/", PageKind::Search, None, "/search");
        check("/pages/cart", "/", PageKind::Other, None, "/pages/cart");
    }

    #[test]
    fn a_locale_s_folder_is_no_part_of_the_path() {
        check("/fr/", "/fr/", PageKind::Home, None, "/");
        check("/fr", "/fr/", PageKind::Home, None, "/");
        check("/fr/cart", "/fr/", PageKind::Cart, None, "/cart");
        check(
            "/french/cart",
            "/fr/",
            PageKind::Other,
            None,
            "/french/cart",
        );
    }

    #[test]
    fn what_the_page_says_goes_before_its_path() {
        let sources = |kind: &str, handle: Option<&str>| Sources {
            kind: Some(kind.into()),
            handle: handle.map(String::from),
        };
        let product = Place::at("/pages/landing", "/", &sources("product", Some("hydra")));
        assert_eq!(product.page.kind, PageKind::Product);
        assert_eq!(product.page.handle.as_deref(), Some("hydra"));
        let policy = Place::at("/products/hydra", "/", &sources("policy", Some("hydra")));
        assert_eq!(policy.page.kind, PageKind::Other);
        assert_eq!(policy.page.handle, None);
    }
}
