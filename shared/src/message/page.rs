//! Blocks of a message, as plain text and as HTML. The HTML is one quiet column of at most 600 pixels, light or dark as
//! the reader's program is, and complete without its pictures. Its styles stand in the elements, since mail programs read
//! nothing else reliably; the style sheet at its head only darkens. Every word and address in it is escaped.

use super::escape::{broken, escaped};
use crate::locale::{Direction, Language};
use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

/// A piece of a message.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Block {
    Heading(String),
    Text(String),
    Lines(Vec<String>),
    Product(Product),
    /// A question, and what was answered.
    Asked {
        question: String,
        answer: String,
    },
    Button {
        label: String,
        url: String,
    },
    /// A button that sends an empty form to the page it stands on.
    Press(String),
    Small(String),
    /// A link among the small print.
    Link {
        label: String,
        url: String,
    },
}

/// A product of the shop.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Product {
    pub(crate) title: String,
    pub(crate) url: String,
    pub(crate) price: Option<String>,
    pub(crate) lines: Vec<String>,
    /// The address of a picture, and what it shows.
    pub(crate) picture: Option<(String, String)>,
}

/// The blocks as plain text.
pub(crate) fn text(blocks: &[Block]) -> String {
    let paragraphs: Vec<String> = blocks.iter().map(block_text).collect();
    paragraphs.join("\n\n")
}

/// The blocks as a whole HTML page called `title`.
pub(crate) fn html(language: Language, title: &str, blocks: &[Block]) -> String {
    let body: String = blocks.iter().map(block_html).collect();
    whole(language, title, &body)
}

/// A whole HTML page around a body that is HTML already.
pub(crate) fn whole(language: Language, title: &str, body: &str) -> String {
    let title = escaped(title);
    let code = language.code();
    let direction = match language.direction() {
        Direction::LeftToRight => "ltr",
        Direction::RightToLeft => "rtl",
    };
    // Some mail programs drop the outermost elements, others know no width but a table's.
    format!(
        "<!doctype html><html lang=\"{code}\" dir=\"{direction}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\"><meta name=\"supported-color-schemes\" content=\"light dark\">\
         <title>{title}</title><style>{STYLES}</style></head>\
         <body class=\"page\" style=\"margin:0;padding:0;background:#f5f5f4\">\
         <div class=\"page\" lang=\"{code}\" dir=\"{direction}\" style=\"padding:24px 12px;background:#f5f5f4;\
         font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,Arial,sans-serif\">\
         <!--[if mso]><table role=\"presentation\" width=\"600\" align=\"center\"><tr><td><![endif]-->\
         <main class=\"card\" style=\"display:block;box-sizing:border-box;max-width:600px;margin:0 auto;padding:32px;\
         background:#ffffff;color:#1c1917;border-radius:12px;overflow-wrap:break-word\">\
         <h1 style=\"margin:0 0 16px;font-size:18px;line-height:1.3\">{title}</h1>{body}</main>\
         <!--[if mso]></td></tr></table><![endif]--></div></body></html>"
    )
}

fn block_text(block: &Block) -> String {
    match block {
        Block::Heading(words) => format!("{words}:"),
        Block::Text(words) | Block::Small(words) | Block::Press(words) => words.clone(),
        Block::Lines(lines) => lines.join("\n"),
        Block::Product(product) => {
            let price = product.price.as_ref().map(|price| format!(", {price}"));
            let head = format!("{}{}", product.title, price.unwrap_or_default());
            let lines = product.lines.iter().map(|line| format!("- {line}"));
            let all = core::iter::once(head)
                .chain(lines)
                .chain([product.url.clone()]);
            all.collect::<Vec<String>>().join("\n")
        }
        Block::Asked { question, answer } => format!("> {question}\n{answer}"),
        Block::Button { label, url } | Block::Link { label, url } => format!("{label}: {url}"),
    }
}

fn block_html(block: &Block) -> String {
    match block {
        Block::Heading(words) => format!(
            "<h2 style=\"margin:24px 0 8px;font-size:16px;line-height:1.3\">{}</h2>",
            escaped(words)
        ),
        Block::Text(words) => format!("<p style=\"margin:0 0 16px\">{}</p>", broken(words)),
        Block::Lines(lines) => {
            let lines: Vec<String> = lines.iter().map(|line| broken(line)).collect();
            format!("<p style=\"margin:0 0 16px\">{}</p>", lines.join("<br>"))
        }
        Block::Product(product) => product_html(product),
        Block::Asked { question, answer } => format!(
            "<p style=\"margin:0 0 16px\"><strong>{}</strong><br>{}</p>",
            broken(question),
            broken(answer)
        ),
        Block::Button { label, url } => format!(
            "<p style=\"margin:24px 0\"><a class=\"button\" href=\"{}\" style=\"{BUTTON};display:inline-block;\
             text-decoration:none\">{}</a></p>",
            escaped(url),
            escaped(label)
        ),
        Block::Press(words) => format!(
            "<form method=\"post\" style=\"margin:24px 0\"><button class=\"button\" style=\"{BUTTON}\">{}</button></form>",
            escaped(words)
        ),
        Block::Small(words) => {
            format!("<p class=\"soft\" style=\"{SMALL}\">{}</p>", escaped(words))
        }
        Block::Link { label, url } => format!(
            "<p class=\"soft\" style=\"{SMALL}\"><a href=\"{}\" style=\"color:inherit\">{}</a></p>",
            escaped(url),
            escaped(label)
        ),
    }
}

fn product_html(product: &Product) -> String {
    let price = product.price.as_ref();
    let price = price.map(|price| format!(" · {}", escaped(price)));
    let items: Vec<String> = product.lines.iter().map(|line| broken(line)).collect();
    let items = match items.as_slice() {
        [] => String::new(),
        items => format!(
            "<ul style=\"margin:8px 0 0;padding:0 20px\"><li>{}</li></ul>",
            items.join("</li><li>")
        ),
    };
    let picture = product.picture.as_ref().map(|(url, alt)| {
        format!(
            "<td style=\"width:96px;padding:12px 12px 12px 12px;vertical-align:top\"><img src=\"{}\" alt=\"{}\" width=\"96\" \
             height=\"96\" class=\"line\" style=\"display:block;width:96px;height:96px;object-fit:cover;border:0;\
             border-radius:8px;background:#e7e5e4;font-size:12px\"></td>",
            escaped(url),
            escaped(alt)
        )
    });
    format!(
        "<table role=\"presentation\" class=\"line\" style=\"width:100%;margin:0 0 16px;border:1px solid #e7e5e4;\
         border-spacing:0;border-radius:8px\"><tr>{}<td style=\"padding:12px 16px;vertical-align:top\">\
         <a href=\"{}\" style=\"color:#1c1917;font-weight:600\">{}</a>{}{items}</td></tr></table>",
        picture.unwrap_or_default(),
        escaped(&product.url),
        broken(&product.title),
        price.unwrap_or_default()
    )
}

/// The address of something on the shop, for what the shop names by a path or without a scheme; none for an address that
/// is not for the web.
pub(crate) fn address(origin: &str, url: &str) -> Option<String> {
    if url.starts_with("https://") || url.starts_with("http://") {
        Some(url.to_string())
    } else if url.starts_with("//") {
        Some(format!("https:{url}"))
    } else if url.starts_with('/') {
        Some(format!("{origin}{url}"))
    } else {
        None
    }
}

/// Colours for readers whose program is dark, and less air on a phone. The contrast of text is at least 7 : 1 in both.
const STYLES: &str = "\
:root{color-scheme:light dark}\
a:focus-visible,button:focus-visible,input:focus-visible{outline:3px solid #2563eb;outline-offset:2px}\
@media(max-width:480px){.card{padding:20px 16px!important}}\
@media(prefers-color-scheme:dark){\
.page{background:#1c1917!important}.card{background:#292524!important}.card,.card a{color:#f5f5f4!important}\
.card .soft,.card .soft a{color:#d6d3d1!important}.line{border-color:#57534e!important;background-color:#292524!important}\
.card .button{background:#f5f5f4!important;color:#1c1917!important}\
a:focus-visible,button:focus-visible,input:focus-visible{outline-color:#93c5fd}}";
pub(super) const BUTTON: &str = "padding:12px 20px;border:0;background:#1c1917;color:#ffffff;border-radius:8px;font:inherit;\
     font-weight:600;cursor:pointer";
pub(super) const SMALL: &str = "margin:0 0 8px;font-size:13px;color:#57534e";
