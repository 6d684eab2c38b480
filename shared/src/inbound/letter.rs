//! What somebody wrote themselves in an e-mail that answers another: without the other, without a signature.
//!
//! There is no rule for how mail programs quote, so this knows how they mostly do. Where nothing would be left the whole is
//! kept: words too many are read over, words too few are lost.

use crate::wire::frame_v1::MAX_TURN_CHARS;
use alloc::{string::String, vec::Vec};

/// The writer's own words of an e-mail's plain text, at most as many characters as a turn has; empty when there are none.
#[must_use]
pub fn own_words(text: &str) -> String {
    let plain = readable(text);
    let lines: Vec<&str> = plain.lines().map(str::trim_end).collect();
    let own = bounded(&without_quotes(&lines));
    if own.is_empty() { bounded(&plain) } else { own }
}

/// The first characters of a text, as many as a turn has, without white space around it.
pub(super) fn bounded(text: &str) -> String {
    let cut: String = text.trim().chars().take(MAX_TURN_CHARS).collect();
    cut.trim().into()
}

/// Without what does not show or would not show as it was meant; what follows so much text is not read.
pub(super) fn readable(text: &str) -> String {
    let shows = |letter: &char| !letter.is_control() || matches!(letter, '\n' | '\t');
    let ends = text.replace("\r\n", "\n").replace('\r', "\n");
    ends.chars().take(MOST_READ).filter(shows).collect()
}

fn without_quotes(lines: &[&str]) -> String {
    let mut own: Vec<&str> = Vec::new();
    let mut rest = lines;
    while let [line, after @ ..] = rest {
        rest = after;
        if is_quoted(line) {
            continue;
        }
        if *line == "--" || is_divider(line) || heads_a_quote(line, after) {
            break;
        }
        if let Some(left) = after_attribution(line, after) {
            let quoted = left.iter().find(|line| !line.is_empty());
            // Where the quoted lines are marked, an answer may stand below them.
            if quoted.is_none_or(|line| !is_quoted(line)) {
                break;
            }
            rest = left;
            continue;
        }
        own.push(line);
    }
    let mut text = String::new();
    let mut empty = 0;
    for line in own {
        empty = if line.is_empty() { empty + 1 } else { 0 };
        if empty < 2 {
            text.push_str(line);
            text.push('\n');
        }
    }
    text
}

fn is_quoted(line: &str) -> bool {
    line.trim_start().starts_with('>')
}

/// `-----Original Message-----`, or a rule right across.
fn is_divider(line: &str) -> bool {
    let line = line.trim();
    let rule = |letter: char| line.len() >= 10 && line.chars().all(|other| other == letter);
    let words = line.starts_with("-----") && line.ends_with("-----");
    (words && line.len() > 10) || rule('_') || rule('-')
}

/// A sender's line with the line of a date or a subject below it, as some programs put above what they quote.
fn heads_a_quote(line: &str, after: &[&str]) -> bool {
    let names = |line: &str, names: &[&str]| {
        let (name, rest) = line.split_once([':', '：']).unwrap_or_default();
        let name = name.trim().trim_matches('*').to_lowercase();
        !rest.trim().is_empty() && names.contains(&name.as_str())
    };
    names(line, &SENDERS) && after.iter().take(3).any(|line| names(line, &HEADERS))
}

/// The lines after "On … wrote:", which may be broken in two or three; none when this is no such line.
fn after_attribution<'a, 'b>(line: &str, after: &'a [&'b str]) -> Option<&'a [&'b str]> {
    let mut whole = String::from(line.trim());
    let mut rest = after;
    for _ in 0..3 {
        if whole.is_empty() {
            return None;
        }
        let ends = whole.ends_with([':', '：']);
        if ends {
            let lower = whole.to_lowercase();
            let dated = lower.chars().any(char::is_numeric) || lower.contains('@');
            let wrote = WROTE.iter().any(|verb| lower.contains(verb));
            return (dated && wrote && whole.chars().count() < 300).then_some(rest);
        }
        let [next, others @ ..] = rest else {
            return None;
        };
        if next.is_empty() || is_quoted(next) {
            return None;
        }
        whole.push(' ');
        whole.push_str(next.trim());
        rest = others;
    }
    None
}

/// How mail programs say that somebody wrote, in the languages that shops have here.
const WROTE: [&str; 15] = [
    "wrote",
    "schrieb",
    "écrit",
    "escribió",
    "scritto",
    "schreef",
    "geschreven",
    "escreveu",
    "napisał",
    "skrev",
    "書きました",
    "のメール",
    "كتب",
    "כתב",
    "escribio",
];
/// What the line of a quoted e-mail's sender begins with.
const SENDERS: [&str; 10] = [
    "from",
    "von",
    "de",
    "da",
    "van",
    "od",
    "från",
    "fra",
    "差出人",
    "من",
];
/// What one of the lines below it begins with.
const HEADERS: [&str; 28] = [
    "sent",
    "date",
    "subject",
    "to",
    "gesendet",
    "datum",
    "betreff",
    "an",
    "envoyé",
    "objet",
    "à",
    "enviado",
    "fecha",
    "asunto",
    "inviato",
    "oggetto",
    "verzonden",
    "onderwerp",
    "wysłano",
    "temat",
    "skickat",
    "ämne",
    "sendt",
    "emne",
    "送信日時",
    "件名",
    "تم الإرسال",
    "data",
];
/// Characters of an e-mail that are read; whoever quotes more than this quotes below.
const MOST_READ: usize = 40_000;
