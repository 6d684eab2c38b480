//! From a text to its pieces. Reads each letter once and nests no deeper than [`MAX_DEPTH`], so no text can exhaust it.

use super::{Arm, ArmWhen, Piece};
use crate::locale::Plural;
use alloc::{string::String, vec::Vec};
use core::iter::Peekable;
use core::str::Chars;

/// A mistake in a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{mistake} (at character {at})")]
pub struct TemplateError {
    /// Where, counted in characters from 1.
    pub at: usize,
    /// What.
    pub mistake: TemplateMistake,
}

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TemplateMistake {
    /// A `{` without its `}`, or a `{` inside a fallback.
    #[error("a hole is written {{name}} or {{name|fallback}}; one is not closed")]
    Unclosed,
    /// A `}` without its `{`.
    #[error("a }} closes nothing; one that is meant to be read is written '}}'")]
    Stray,
    /// A hole without a proper name.
    #[error(
        "a hole is written {{name}} or {{name|fallback}}; a name is small letters, digits and _"
    )]
    Name,
    /// A kind of hole that does not exist.
    #[error("after the comma stands number, money, date, list or plural")]
    Kind,
    /// Something else where an arm is expected.
    #[error("an arm is written one {{…}}, other {{…}} or =0 {{…}}")]
    Arm,
    /// The same arm again.
    #[error("an arm is there twice")]
    Twice,
    /// No arm `other`.
    #[error("a plural needs the arm other {{…}}")]
    NoOther,
    /// A quote that nothing ends.
    #[error("an apostrophe before a brace begins a quote; no other ends it")]
    Quote,
    /// More forms inside each other than anyone can read.
    #[error("plurals stand too deep inside each other")]
    TooDeep,
}

/// Whether this can name a hole.
pub(super) fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_name_letter)
}

/// The pieces of a text.
pub(super) fn pieces(text: &str) -> Result<Vec<Piece>, TemplateError> {
    let mut parser = Parser {
        rest: text.chars().peekable(),
        at: 0,
    };
    let pieces = parser.pieces(0)?;
    match parser.next() {
        None => Ok(pieces),
        Some(_) => Err(parser.mistake(TemplateMistake::Stray)),
    }
}

struct Parser<'a> {
    rest: Peekable<Chars<'a>>,
    /// How many letters have been read.
    at: usize,
}

impl Parser<'_> {
    /// Up to the end, or to the `}` of the arm it stands in, which is left.
    fn pieces(&mut self, depth: usize) -> Result<Vec<Piece>, TemplateError> {
        let mut pieces = Vec::new();
        let mut plain = String::new();
        while let Some(letter) = self.rest.peek().copied() {
            match letter {
                '}' => break,
                '{' => {
                    text(&mut pieces, &mut plain);
                    pieces.push(self.hole(depth)?);
                }
                '#' if depth > 0 => {
                    self.next();
                    text(&mut pieces, &mut plain);
                    pieces.push(Piece::Number);
                }
                '\'' => self.apostrophe(depth, &mut plain)?,
                letter => {
                    self.next();
                    plain.push(letter);
                }
            }
        }
        text(&mut pieces, &mut plain);
        Ok(pieces)
    }

    /// An apostrophe, and what it quotes.
    fn apostrophe(&mut self, depth: usize, plain: &mut String) -> Result<(), TemplateError> {
        self.next();
        match self.rest.peek() {
            Some('\'') => {
                self.next();
                plain.push('\'');
                Ok(())
            }
            Some('{' | '}') => self.quote(plain),
            Some('#') if depth > 0 => self.quote(plain),
            _ => {
                plain.push('\'');
                Ok(())
            }
        }
    }

    fn quote(&mut self, plain: &mut String) -> Result<(), TemplateError> {
        let unended = self.mistake(TemplateMistake::Quote);
        loop {
            match (self.next().ok_or(unended)?, self.rest.peek()) {
                ('\'', Some('\'')) => {
                    self.next();
                    plain.push('\'');
                }
                ('\'', _) => return Ok(()),
                (letter, _) => plain.push(letter),
            }
        }
    }

    fn hole(&mut self, depth: usize) -> Result<Piece, TemplateError> {
        self.next();
        let unclosed = self.mistake(TemplateMistake::Unclosed);
        let name = self.word();
        if name.is_empty() {
            return Err(self.mistake(TemplateMistake::Name));
        }
        let name_ended = self.mistake(TemplateMistake::Name);
        match self.next().ok_or(unclosed)? {
            '}' => Ok(Piece::Hole {
                name,
                fallback: None,
            }),
            '|' => self.fallback(name, unclosed),
            ',' => self.kind(name, depth, unclosed),
            _ => Err(name_ended),
        }
    }

    fn kind(
        &mut self,
        name: String,
        depth: usize,
        unclosed: TemplateError,
    ) -> Result<Piece, TemplateError> {
        self.spaces();
        let unknown = self.mistake(TemplateMistake::Kind);
        let kind = self.word();
        self.spaces();
        match (kind.as_str(), self.next().ok_or(unclosed)?) {
            ("plural", ',') => {
                let arms = self.arms(depth + 1, unclosed)?;
                Ok(Piece::Forms { name, arms })
            }
            ("number" | "money" | "date" | "list", '}') => Ok(Piece::Hole {
                name,
                fallback: None,
            }),
            ("number" | "money" | "date" | "list", '|') => self.fallback(name, unclosed),
            _ => Err(unknown),
        }
    }

    fn fallback(&mut self, name: String, unclosed: TemplateError) -> Result<Piece, TemplateError> {
        let mut fallback = String::new();
        loop {
            match self.next() {
                Some('}') => {
                    let fallback = Some(fallback);
                    return Ok(Piece::Hole { name, fallback });
                }
                None | Some('{') => return Err(unclosed),
                Some(letter) => fallback.push(letter),
            }
        }
    }

    fn arms(&mut self, depth: usize, unclosed: TemplateError) -> Result<Vec<Arm>, TemplateError> {
        if depth > MAX_DEPTH {
            return Err(self.mistake(TemplateMistake::TooDeep));
        }
        let mut arms: Vec<Arm> = Vec::new();
        loop {
            self.spaces();
            if self.rest.peek() == Some(&'}') {
                break;
            }
            let begins = self.mistake(TemplateMistake::Arm);
            let when = self.when().ok_or(begins)?;
            if arms.iter().any(|arm| arm.when == when) {
                return Err(self.mistake(TemplateMistake::Twice));
            }
            self.spaces();
            if self.next() != Some('{') {
                return Err(begins);
            }
            let pieces = self.pieces(depth)?;
            self.next().ok_or(unclosed)?;
            arms.push(Arm { when, pieces });
        }
        self.next();
        let other = ArmWhen::Form(Plural::Other);
        if arms.iter().any(|arm| arm.when == other) {
            Ok(arms)
        } else {
            Err(self.mistake(TemplateMistake::NoOther))
        }
    }

    /// `=0`, or the name of a form.
    fn when(&mut self) -> Option<ArmWhen> {
        if self.rest.peek() == Some(&'=') {
            self.next();
            return self.word().parse().ok().map(ArmWhen::Exactly);
        }
        let word = self.word();
        let form = Plural::ALL.into_iter().find(|form| form.name() == word)?;
        Some(ArmWhen::Form(form))
    }

    fn word(&mut self) -> String {
        let mut word = String::new();
        while let Some(letter) = self
            .rest
            .peek()
            .copied()
            .filter(|letter| is_name_letter(*letter))
        {
            self.next();
            word.push(letter);
        }
        word
    }

    fn spaces(&mut self) {
        while self
            .rest
            .peek()
            .is_some_and(|letter| letter.is_whitespace())
        {
            self.next();
        }
    }

    fn next(&mut self) -> Option<char> {
        let letter = self.rest.next()?;
        self.at += 1;
        Some(letter)
    }

    /// A mistake at the letter read last.
    fn mistake(&self, mistake: TemplateMistake) -> TemplateError {
        let at = self.at.max(1);
        TemplateError { at, mistake }
    }
}

/// Moves the plain text read so far to the pieces.
fn text(pieces: &mut Vec<Piece>, plain: &mut String) {
    if !plain.is_empty() {
        pieces.push(Piece::Text(core::mem::take(plain)));
    }
}

fn is_name_letter(letter: char) -> bool {
    letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_'
}

const MAX_DEPTH: usize = 4;
