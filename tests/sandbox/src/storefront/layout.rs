//! What every page carries, in the manner of a theme's layout: the platform's globals, header, footer, the embed
//! before `</body>`, and the content security policy a test asked for.

use std::fmt::Write;

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use serde_json::{Value, json};

use super::sections;
use super::visit::Visit;
use crate::catalogue::{Catalogue, Product};
use crate::html::{self, escape, script_json};
use crate::settings::{Actions, Csp, Settings};
use crate::token;
use crate::world::World;

pub(crate) struct Page<'a> {
    pub(crate) title: &'a str,
    /// `request.page_type` of the theme language.
    pub(crate) kind: &'static str,
    pub(crate) status: StatusCode,
    pub(crate) product: Option<&'a Product>,
    pub(crate) collection: Option<&'static str>,
    /// Whether apps may put something here; the platform's checkout lets nobody in.
    pub(crate) embeds: bool,
    pub(crate) body: String,
}

impl<'a> Page<'a> {
    pub(crate) fn new(title: &'a str, kind: &'static str, body: String) -> Self {
        Self {
            title,
            kind,
            status: StatusCode::OK,
            product: None,
            collection: None,
            embeds: true,
            body,
        }
    }
}

const SHOP_ID: i64 = 78_214_930_611;

pub(crate) fn render(world: &World, visit: &Visit, page: &Page<'_>) -> Response {
    let settings = world.settings();
    if settings.locked && page.kind != "password" && page.embeds {
        return html::redirect("/password");
    }
    if let Some(sections) = sections::asked_for(world, visit) {
        return visit.finish(sections);
    }
    let embed = if page.embeds {
        embed(world, visit, &settings.locale)
    } else {
        String::new()
    };
    let csp = match visit.query("csp") {
        Some("strict") => Csp::Strict,
        Some("nowasm") => Csp::NoWasm,
        Some(_) | None => settings.csp,
    };
    let nonce = (csp != Csp::None).then(|| token::hex(16));
    let markup = document(
        world,
        visit,
        page,
        &Surroundings {
            settings,
            nonce: nonce.clone(),
            embed: &embed,
        },
    );
    let mut response = html::page(page.status, markup);
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        policy(csp, nonce.as_deref(), &embed),
    );
    headers.insert(
        HeaderName::from_static("x-frame-options"),
        HeaderValue::from_static("DENY"),
    );
    headers.insert(
        HeaderName::from_static("powered-by"),
        HeaderValue::from_static("Shopify"),
    );
    visit.finish(response)
}

struct Surroundings<'a> {
    settings: Settings,
    nonce: Option<String>,
    embed: &'a str,
}

impl Surroundings<'_> {
    fn script(&self) -> String {
        self.nonce.as_ref().map_or_else(
            || "<script".to_owned(),
            |nonce| format!("<script nonce=\"{nonce}\""),
        )
    }
}

fn document(world: &World, visit: &Visit, page: &Page<'_>, around: &Surroundings<'_>) -> String {
    let (title, locale) = (escape(page.title), escape(&around.settings.locale));
    let head = content_for_header(world, visit, page, around);
    let (header, footer) = (site_header(world, visit, page), site_footer());
    let actions = match around.settings.actions {
        Actions::Off => "",
        Actions::Default | Actions::Theme => {
            "<script type=\"module\" src=\"/cdn/assets/standard-actions.js\"></script>\n"
        }
    };
    let direction = if locale.starts_with("ar") || locale.starts_with("he") {
        "rtl"
    } else {
        "ltr"
    };
    let description = page.product.map_or_else(
        || "Plain things for skin, wardrobe and desk.".to_owned(),
        Product::description,
    );
    format!(
        "<!doctype html>\n<html lang=\"{locale}\" dir=\"{direction}\" data-page-type=\"{kind}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title} – Fernwood</title>\n\
         <meta name=\"description\" content=\"{description}\">\n\
         <link rel=\"canonical\" href=\"{origin}{path}\">\n<link rel=\"stylesheet\" href=\"/cdn/assets/theme.css\">\n\
         {head}{actions}<script src=\"/cdn/assets/theme.js\" defer></script>\n</head>\n<body class=\"template-{kind}\">\n\
         <a class=\"skip\" href=\"#main\">Skip to content</a>\n{header}\n<main id=\"main\" tabindex=\"-1\">\n{body}\n</main>\n{footer}\n{embed}\n</body>\n</html>\n",
        kind = page.kind,
        description = escape(&description),
        origin = world.addresses.storefront,
        path = escape(&visit.path),
        body = page.body,
        embed = around.embed,
    )
}

/// The globals of a storefront. Undocumented by the platform, but on every captured page since 2020.
fn content_for_header(
    world: &World,
    visit: &Visit,
    page: &Page<'_>,
    around: &Surroundings<'_>,
) -> String {
    let settings = &around.settings;
    let features = json!({"accessToken": token::hex(32), "betas": [], "domain": world.shop_domain,
        "predictiveSearch": true, "shopId": SHOP_ID, "locale": settings.locale});
    let theme = json!({"name": "Fernwood", "id": 166_204_187_983_i64, "schema_name": "Fernwood",
        "schema_version": "1.0.0", "theme_store_id": null, "role": "main"});
    let consent = json!({"available": settings.consent.available, "required": settings.consent.required,
        "region": settings.consent.region});
    let design = if visit.query("design_mode") == Some("1") {
        "Shopify.designMode = true;\n"
    } else {
        ""
    };
    let mut head = String::new();
    let script = around.script();
    let _ = write!(
        head,
        "{script} id=\"shopify-features\" type=\"application/json\">{}</script>\n{script}>\n\
        window.Shopify = window.Shopify || {{}};\nShopify.shop = {shop};\nShopify.locale = {locale};\n\
        Shopify.currency = {{\"active\":\"EUR\",\"rate\":\"1.0\"}};\nShopify.country = {country};\n\
        Shopify.theme = {theme};\nShopify.theme.handle = \"null\";\nShopify.theme.style = {{\"id\":null,\"handle\":null}};\n\
        Shopify.cdnHost = {cdn};\nShopify.routes = Shopify.routes || {{}};\nShopify.routes.root = \"/\";\n\
        Shopify.consentConfig = {consent};\nShopify.actionsMode = {mode};\n{design}{queue}\n\
        window.ShopifyAnalytics = window.ShopifyAnalytics || {{}};\nShopifyAnalytics.meta = {meta};\n\
        var __st = {st};\n</script>\n",
        script_json(&features),
        shop = script_json(&json!(world.shop_domain)),
        locale = script_json(&json!(settings.locale)),
        country = script_json(&json!(settings.country)),
        theme = script_json(&theme),
        cdn = script_json(&json!(format!("{}/cdn", host(world)))),
        consent = script_json(&consent),
        mode = script_json(&json!(settings.actions)),
        queue = FEATURE_QUEUE,
        meta = script_json(&meta(page)),
        st = script_json(&st(world, visit, page)),
    );
    if settings.speculation {
        let _ = writeln!(
            head,
            "{script} type=\"speculationrules\">{SPECULATION}</script>"
        );
    }
    head
}

const SPECULATION: &str =
    r#"{"prerender":[{"source":"document","where":{"href_matches":"/*"},"eagerness":"moderate"}]}"#;

/// `loadFeatures` only queues until the feature's script is there, so that it may be called at once.
const FEATURE_QUEUE: &str = "Shopify.loadFeatures = function (features, done) { \
(Shopify.featureQueue = Shopify.featureQueue || []).push([features, done]); \
if (Shopify.featureQueue.length > 1) return; var tag = document.createElement('script'); \
tag.src = '/cdn/assets/consent-tracking-api.js'; tag.async = true; document.head.appendChild(tag); };";

fn meta(page: &Page<'_>) -> Value {
    let request = format!("{}-{}", token::uuid(), 1_795_000_000);
    let Some(product) = page.product else {
        return json!({"page": {"pageType": page.kind, "requestId": request}, "currency": "EUR"});
    };
    let variants: Vec<Value> = product.variants.iter().map(|variant| {
        json!({"id": variant.id, "price": variant.price, "name": super::cart::full_title(product, variant),
            "public_title": variant.title, "sku": variant.sku})
    }).collect();
    json!({"product": {"id": product.id, "gid": format!("gid://shopify/Product/{}", product.id),
            "vendor": product.vendor, "type": product.product_type, "handle": product.handle,
            "variants": variants, "remote": false},
        "page": {"pageType": "product", "resourceType": "product", "resourceId": product.id, "requestId": request},
        "currency": "EUR"})
}

fn st(world: &World, visit: &Visit, page: &Page<'_>) -> Value {
    let kind = match page.kind {
        "index" => "home",
        "search" => "searchresults",
        other => other,
    };
    let mut st = json!({"a": SHOP_ID, "offset": 3600, "reqid": token::uuid(),
        "pageurl": format!("{}{}", host(world), visit.path), "u": token::hex(12), "p": kind});
    if let (Some(st), Some(product)) = (st.as_object_mut(), page.product) {
        st.insert("rtyp".to_owned(), json!("product"));
        st.insert("rid".to_owned(), json!(product.id));
    }
    if let (Some(st), Some(customer)) = (st.as_object_mut(), visit.customer) {
        st.insert("cid".to_owned(), json!(customer));
    }
    st
}

fn site_header(world: &World, visit: &Visit, page: &Page<'_>) -> String {
    let mut links = String::new();
    for (handle, title) in Catalogue::collections() {
        let here = page.collection == Some(handle)
            || page.product.is_some_and(|product| product.field == handle);
        let current = if here { " aria-current=\"page\"" } else { "" };
        let _ = write!(
            links,
            "<li><a href=\"/collections/{handle}\"{current}>{title}</a></li>"
        );
    }
    let icon = sections::cart_icon(&world.shop().cart(visit.cart_token()));
    format!(
        "<section class=\"announcement\" aria-label=\"Announcement\">Free delivery in Germany from €50 · 30 days to send it back</section>\n\
         <header class=\"site-header\"><div class=\"wide bar\">\n\
         <a class=\"brand\" href=\"/\"><svg viewBox=\"0 0 24 24\" aria-hidden=\"true\"><path d=\"M12 22V6M12 12C8 12 6 9 6 6c4 0 6 3 6 6zm0-3c0-3 2-6 6-6 0 4-2 6-6 6zm0 8c0-3 2-5 6-5 0 3-2 5-6 5z\"/></svg>Fernwood</a>\n\
         <nav aria-label=\"Main\"><ul>{links}</ul></nav>\n\
         <form class=\"search\" role=\"search\" aria-label=\"Shop\" action=\"/search\"><label class=\"hidden\" for=\"q\">Search</label>\
         <input id=\"q\" type=\"search\" name=\"q\" placeholder=\"Search\" autocomplete=\"off\"></form>\n{icon}\n</div></header>"
    )
}

fn site_footer() -> String {
    "<footer class=\"site-footer\"><div class=\"wide columns\">\n\
     <div><p class=\"brand-line\">Fernwood</p><p>Plain things, honestly described. A demonstration shop: nothing here is for sale.</p></div>\n\
     <ul><li><a href=\"/policies/shipping-policy\">Shipping</a></li><li><a href=\"/policies/refund-policy\">Returns</a></li>\
     <li><a href=\"/pages/about\">About us</a></li></ul>\n\
     <ul><li><a href=\"/policies/privacy-policy\">Privacy</a></li><li><button type=\"button\" class=\"link\" data-consent-open>Cookie preferences</button></li></ul>\n\
     </div></footer>\n\
     <dialog class=\"consent\" data-consent-dialog aria-labelledby=\"consent-title\"><form method=\"dialog\">\n\
     <h2 id=\"consent-title\">Cookie preferences</h2><p>What may we remember beyond what the shop needs to work?</p>\n\
     <label><input type=\"checkbox\" name=\"preferences\"> Preferences</label>\n\
     <label><input type=\"checkbox\" name=\"analytics\"> Analytics</label>\n\
     <label><input type=\"checkbox\" name=\"marketing\"> Marketing</label>\n\
     <p class=\"row\"><button value=\"save\" class=\"button\">Save</button><button value=\"cancel\" class=\"button quiet\">Cancel</button></p>\n\
     </form></dialog>\n<div class=\"toast\" role=\"status\" aria-live=\"polite\" data-toast hidden></div>".to_owned()
}

fn embed(world: &World, visit: &Visit, locale: &str) -> String {
    let Some(file) = &world.embed_file else {
        return String::new();
    };
    // Absent until somebody writes it; the page is whole without it.
    let snippet = std::fs::read_to_string(file).unwrap_or_default();
    let customer = visit.customer.map(|id| id.to_string());
    let outputs = [
        ("shop.permanent_domain", world.shop_domain.as_str()),
        ("request.locale.iso_code", locale),
        // Nobody is signed in: Liquid prints nil as nothing.
        ("customer.id", customer.as_deref().unwrap_or_default()),
    ];
    printed(&snippet, &outputs)
}

/// The snippet as a theme's Liquid prints it. Of Liquid there are only the outputs by which an app's snippet names shop,
/// language and customer (<https://shopify.dev/docs/api/liquid/objects/shop>, and `request` and `customer` beside it).
fn printed(snippet: &str, outputs: &[(&str, &str)]) -> String {
    outputs
        .iter()
        .fold(snippet.to_owned(), |text, (name, value)| {
            text.replace(&format!("{{{{ {name} }}}}"), &escape(value))
        })
}

fn host(world: &World) -> &str {
    world.addresses.storefront.trim_start_matches("http://")
}

fn policy(csp: Csp, nonce: Option<&str>, embed: &str) -> HeaderValue {
    let own = HeaderValue::from_static(
        "block-all-mixed-content; frame-ancestors 'none'; upgrade-insecure-requests;",
    );
    let wasm = match csp {
        // What the platform itself sends restricts no script, no style and no connection. Upgrading is left out of
        // the stand-in's own header, because it serves plain HTTP.
        Csp::None => {
            return HeaderValue::from_static("block-all-mixed-content; frame-ancestors 'none';");
        }
        Csp::Strict => " 'wasm-unsafe-eval'",
        Csp::NoWasm => "",
    };
    let origin = embed_origin(embed);
    let socket = origin.replacen("http", "ws", 1);
    let nonce = nonce.unwrap_or_default();
    let text = format!(
        "default-src 'none'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; form-action 'self'; \
         script-src 'self' {origin} 'nonce-{nonce}'{wasm}; style-src 'self' {origin}; img-src 'self' {origin}; \
         font-src 'self' {origin}; connect-src 'self' {origin} {socket}"
    );
    HeaderValue::from_str(&text).unwrap_or(own)
}

/// Origin of the first script the snippet loads from elsewhere.
fn embed_origin(embed: &str) -> String {
    let source = embed
        .split("src=")
        .nth(1)
        .unwrap_or_default()
        .trim_start_matches(['"', '\'']);
    let Some((scheme, rest)) = source.split_once("://") else {
        return String::new();
    };
    let host = rest
        .split(['/', '"', '\'', '>', ' '])
        .next()
        .unwrap_or_default();
    format!("{scheme}://{host}")
}

#[cfg(test)]
mod tests {
    use super::{embed_origin, printed};

    #[test]
    fn the_embeds_origin_is_read_from_its_script() {
        let snippet = "<script async src=\"http://127.0.0.1:8787/a.js\" data-shop=\"x\"></script>";
        assert_eq!(embed_origin(snippet), "http://127.0.0.1:8787");
        assert_eq!(embed_origin("<p>nothing</p>"), "");
    }

    #[test]
    fn the_embed_prints_what_it_is_told_as_liquid_does() {
        let snippet = "<a href=\"/{{ shop.permanent_domain }}/a.js\" data-x=\"{{ other }}\" data-id=\"{{ customer.id }}\">";
        let outputs = [
            ("shop.permanent_domain", "a.myshopify.com"),
            ("customer.id", ""),
        ];
        assert_eq!(
            printed(snippet, &outputs),
            "<a href=\"/a.myshopify.com/a.js\" data-x=\"{{ other }}\" data-id=\"\">"
        );
    }
}
