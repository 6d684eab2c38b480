//! Blocks of a message, as plain text and as HTML. The HTML is one quiet column with inline styles, since mail programs
//! read nothing else reliably; every word and address in it is escaped.

use crate::locale::{Direction, Language};
use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

/// A piece of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Block {
    Heading(String),
    Text(String),
    Lines(Vec<String>),
    Product {
        title: String,
        url: String,
        price: Option<String>,
        lines: Vec<String>,
    },
    Button {
        label: String,
        url: String,
    },
    /// A button that sends an empty form to the page it stands on.
    Press(String),
    Small(String),
}

/// The blocks as plain text.
pub(crate) fn text(blocks: &[Block]) -> String {
    let paragraphs: Vec<String> = blocks.iter().map(block_text).collect();
    paragraphs.join("\n\n")
}

/// The blocks as a whole HTML page called `title`, in English.
pub(crate) fn html(title: &str, blocks: &[Block]) -> String {
    html_in(Language::English, title, blocks)
}

/// The blocks as a whole HTML page called `title`.
pub(crate) fn html_in(language: Language, title: &str, blocks: &[Block]) -> String {
    let title = escaped(title);
    let body: String = blocks.iter().map(block_html).collect();
    let language = match language.direction() {
        Direction::LeftToRight => format!("lang=\"{}\"", language.code()),
        Direction::RightToLeft => format!("lang=\"{}\" dir=\"rtl\"", language.code()),
    };
    format!(
        "<!doctype html><html {language}><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title></head>\
         <body style=\"margin:0;padding:24px 12px;background:#f5f5f4;color:#1c1917;\
         font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,Arial,sans-serif\">\
         <div style=\"max-width:560px;margin:0 auto;padding:24px;background:#ffffff;border-radius:8px\">\
         <p style=\"margin:0 0 16px;font-weight:600\">{title}</p>{body}</div></body></html>"
    )
}

fn block_text(block: &Block) -> String {
    match block {
        Block::Heading(words) => format!("{words}:"),
        Block::Text(words) | Block::Small(words) | Block::Press(words) => words.clone(),
        Block::Lines(lines) => lines.join("\n"),
        Block::Product {
            title,
            url,
            price,
            lines,
        } => {
            let price = price.as_ref().map(|price| format!(", {price}"));
            let head = format!("{title}{}", price.unwrap_or_default());
            let lines = lines.iter().map(|line| format!("- {line}"));
            let all = core::iter::once(head).chain(lines).chain([url.clone()]);
            all.collect::<Vec<String>>().join("\n")
        }
        Block::Button { label, url } => format!("{label}: {url}"),
    }
}

fn block_html(block: &Block) -> String {
    match block {
        Block::Heading(words) => format!(
            "<h2 style=\"margin:24px 0 8px;font-size:16px\">{}</h2>",
            escaped(words)
        ),
        Block::Text(words) => format!("<p style=\"margin:0 0 16px\">{}</p>", broken(words)),
        Block::Lines(lines) => {
            let lines: Vec<String> = lines.iter().map(|line| broken(line)).collect();
            format!("<p style=\"margin:0 0 16px\">{}</p>", lines.join("<br>"))
        }
        Block::Product {
            title,
            url,
            price,
            lines,
        } => product_html(title, url, price.as_deref(), lines),
        Block::Button { label, url } => format!(
            "<p style=\"margin:24px 0\"><a href=\"{}\" style=\"display:inline-block;padding:12px 20px;\
             background:#1c1917;color:#ffffff;border-radius:6px;text-decoration:none\">{}</a></p>",
            escaped(url),
            escaped(label)
        ),
        Block::Press(words) => format!(
            "<form method=\"post\" style=\"margin:24px 0\"><button style=\"padding:12px 20px;border:0;\
             background:#1c1917;color:#ffffff;border-radius:6px;font:inherit\">{}</button></form>",
            escaped(words)
        ),
        Block::Small(words) => {
            format!(
                "<p style=\"margin:0 0 8px;font-size:13px;color:#57534e\">{}</p>",
                escaped(words)
            )
        }
    }
}

fn product_html(title: &str, url: &str, price: Option<&str>, lines: &[String]) -> String {
    let price = price.map(|price| format!(" · {}", escaped(price)));
    let items: Vec<String> = lines.iter().map(|line| escaped(line)).collect();
    let items = match items.as_slice() {
        [] => String::new(),
        items => format!(
            "<ul style=\"margin:8px 0 0;padding-left:20px\"><li>{}</li></ul>",
            items.join("</li><li>")
        ),
    };
    format!(
        "<div style=\"margin:0 0 16px;padding:12px 16px;border:1px solid #e7e5e4;border-radius:8px\">\
         <a href=\"{}\" style=\"color:#1c1917;font-weight:600\">{}</a>{}\
         {items}</div>",
        escaped(url),
        escaped(title),
        price.unwrap_or_default()
    )
}

/// Escaped text with its line breaks.
fn broken(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(escaped).collect();
    lines.join("<br>")
}

/// Text that no reader takes for markup, inside an element or a quoted attribute.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            // Control characters are no text; line breaks are made by `broken`.
            _ if letter.is_control() => safe.push(' '),
            _ => safe.push_str(letter.to_string().as_str()),
        }
    }
    safe
}
