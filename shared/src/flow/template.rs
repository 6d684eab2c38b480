//! Text with named holes: `Made for {concern}`, `Hello {name|there}`.

use alloc::{
    string::{String, ToString},
    vec::Vec,
};

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
}

impl Template {
    /// Reads a text; `None` when its braces do not pair or a hole has no proper name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let (inside, after) = after.split_once('}')?;
            if before.contains('}') || inside.contains('{') {
                return None;
            }
            pieces.push(Piece::Text(before.to_string()));
            pieces.push(hole(inside)?);
            rest = after;
        }
        if rest.contains('}') {
            return None;
        }
        pieces.push(Piece::Text(rest.to_string()));
        Some(Self(pieces))
    }

    /// The names of the holes that have no fallback.
    pub fn needs(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|piece| match piece {
            Piece::Hole {
                name,
                fallback: None,
            } => Some(name.as_str()),
            Piece::Hole { .. } | Piece::Text(_) => None,
        })
    }

    /// The names of all holes.
    pub fn holes(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|piece| match piece {
            Piece::Hole { name, .. } => Some(name.as_str()),
            Piece::Text(_) => None,
        })
    }

    /// The text with each hole filled by `value`, or else by its fallback.
    pub fn fill(&self, value: impl Fn(&str) -> Option<String>) -> String {
        let mut text = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Text(plain) => text.push_str(plain),
                Piece::Hole { name, fallback } => {
                    let filled = value(name).or_else(|| fallback.clone());
                    text.push_str(&filled.unwrap_or_default());
                }
            }
        }
        text
    }
}

fn hole(inside: &str) -> Option<Piece> {
    let (name, fallback) = match inside.split_once('|') {
        Some((name, fallback)) => (name, Some(fallback.to_string())),
        None => (inside, None),
    };
    let letters = name
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    (letters && !name.is_empty()).then(|| Piece::Hole {
        name: name.to_string(),
        fallback,
    })
}
