//! Text with named holes: `Made for {concern}`, `Hello {name|there}`,
//! `{count, plural, one {# product} other {# products}}`.
//!
//! The syntax is a small part of ICU's `MessageFormat`, so that translators and their tools know it:
//!
//! - `{name}` is a hole; `{name|fallback}` says what stands there when nothing fills it. A name is small letters, digits
//!   and `_`.
//! - `{total, money}`, `{day, date}`, `{items, list}`, `{count, number}` say what is meant, and take a fallback as well:
//!   `{total, money|nothing yet}`. How it reads follows from the [`Value`] and the locale.
//! - `{count, plural, =0 {…} one {…} other {…}}` has an arm for each form of [`Plural`]; `other` must be there. `=0` is
//!   for that very number and goes before any form. Arms are texts with holes of their own; `#` in them is the number.
//! - `'{'`, `'}'` and, in an arm, `'#'` are those letters themselves: an apostrophe right before one of them begins a
//!   quote that the next apostrophe ends. `''` is one apostrophe. Any other apostrophe is just that (`it's`).
//!
//! What fills a hole is never read as a template, whatever it holds; `value` says what is taken out of it.

mod lint;
mod parse;
mod value;

pub use lint::TemplateLint;
pub use parse::{TemplateError, TemplateMistake};
pub use value::Value;

use crate::locale::{Locale, Plural, plural};
use alloc::{string::String, vec::Vec};
use value::{Read, read};

/// Text with named holes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Template(Vec<Piece>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    Hole {
        name: String,
        fallback: Option<String>,
    },
    Forms {
        name: String,
        arms: Vec<Arm>,
    },
    /// The number of the arm it stands in.
    Number,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Arm {
    when: ArmWhen,
    pieces: Vec<Piece>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ArmWhen {
    Exactly(i64),
    Form(Plural),
}

impl Template {
    /// Reads a text.
    ///
    /// # Errors
    /// The first mistake in it, with its place.
    pub fn parse(text: &str) -> Result<Self, TemplateError> {
        parse::pieces(text).map(Self)
    }

    /// Whether this can name a hole.
    #[must_use]
    pub fn is_name(text: &str) -> bool {
        parse::is_name(text)
    }

    /// The names of the holes that have no fallback, those in arms included.
    pub fn needs(&self) -> impl Iterator<Item = &str> {
        let needed = |piece: &&Piece| match piece {
            Piece::Hole { fallback, .. } => fallback.is_none(),
            Piece::Forms { .. } | Piece::Text(_) | Piece::Number => true,
        };
        all(&self.0).into_iter().filter(needed).filter_map(name)
    }

    /// The names of all holes, those in arms included.
    pub fn holes(&self) -> impl Iterator<Item = &str> {
        all(&self.0).into_iter().filter_map(name)
    }

    /// The text with each hole filled by `value`, or else by its fallback.
    pub fn fill(&self, locale: Locale, value: impl Fn(&str) -> Option<Value>) -> String {
        let filling = Filling {
            locale,
            value: &value,
        };
        let mut text = String::new();
        filling.write(&self.0, "", &mut text);
        text
    }
}

/// What a template is filled with.
struct Filling<'a> {
    locale: Locale,
    value: &'a dyn Fn(&str) -> Option<Value>,
}

impl Filling<'_> {
    fn write(&self, pieces: &[Piece], number: &str, text: &mut String) {
        for piece in pieces {
            match piece {
                Piece::Text(plain) => text.push_str(plain),
                Piece::Number => text.push_str(number),
                Piece::Hole { name, fallback } => {
                    let told = (self.value)(name).map(|value| read(self.locale, &value).text);
                    let told = told.filter(|told| !told.is_empty());
                    let told = told.as_ref().or(fallback.as_ref());
                    text.push_str(told.map_or("", String::as_str));
                }
                Piece::Forms { name, arms } => {
                    if let Some(value) = (self.value)(name) {
                        let Read {
                            text: number,
                            count,
                        } = read(self.locale, &value);
                        let arm = chosen(arms, self.locale, count);
                        self.write(arm, &number, text);
                    }
                }
            }
        }
    }
}

/// The arm for so many: that of the very number, or else of its form, or else `other`.
fn chosen(arms: &[Arm], locale: Locale, count: Option<i64>) -> &[Piece] {
    let find = |when| arms.iter().find(|arm| arm.when == when);
    let exact = count.and_then(|count| find(ArmWhen::Exactly(count)));
    let form = || count.and_then(|count| find(ArmWhen::Form(plural(locale, count))));
    let arm = exact
        .or_else(form)
        .or_else(|| find(ArmWhen::Form(Plural::Other)));
    arm.map_or(&[], |arm| &arm.pieces)
}

fn name(piece: &Piece) -> Option<&str> {
    match piece {
        Piece::Hole { name, .. } | Piece::Forms { name, .. } => Some(name),
        Piece::Text(_) | Piece::Number => None,
    }
}

/// These pieces and those inside them, in the order of the text.
fn all(pieces: &[Piece]) -> Vec<&Piece> {
    let mut found = Vec::new();
    for piece in pieces {
        found.push(piece);
        if let Piece::Forms { arms, .. } = piece {
            found.extend(arms.iter().flat_map(|arm| all(&arm.pieces)));
        }
    }
    found
}
