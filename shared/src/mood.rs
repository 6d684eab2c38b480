//! How a text sounds: angry, confused, or neither. Decides by word lists and by how it is written; knows nothing of
//! what happened before, and acts on nothing. Sarcasm without a sign of it stays unheard. A model may take the place
//! of [`read`] and needs to know no more than it does. The lists are words of a language like what is said in it: the
//! lines of `static/messages` whose names begin with `heard.`.

use crate::heard::{Heard, Word};
use crate::message::Words;
use crate::sort;
use alloc::vec::Vec;

mod signs;
mod table;

pub(crate) use table::Ear;

/// How a text sounds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mood<'a> {
    /// How angry, 0 to 100; from [`SURE`] on a careful reader would call it angry.
    pub anger: u8,
    /// How confused, 0 to 100; from [`SURE`] on a careful reader would call it confused.
    pub confusion: u8,
    /// What it was heard by, in the order of [`Cue`]; never the shopper's own words.
    pub because: Vec<Cue<'a>>,
}

/// The score from which a feeling counts as heard; our own choice, at which `tests/answers/mood.rs` measures.
pub const SURE: u8 = 50;

/// What a feeling was heard by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cue<'a> {
    /// Of which feeling it speaks.
    pub feeling: Feeling,
    /// What it is.
    pub sign: Sign<'a>,
    /// What it adds to the score, 0 to 100.
    pub weight: u8,
}

/// A feeling that is listened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Feeling {
    /// Upset, fed up, accusing; politely or not.
    Anger,
    /// Does not understand, is lost, or was told two things.
    Confusion,
}

/// What is listened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sign<'a> {
    /// Words of the language's list, by their pattern.
    Words(&'a str),
    /// Capitals throughout, in a script that has them and in a text long enough to mean it.
    Shouting,
    /// Exclamation marks in a row.
    Exclamations,
    /// Question marks in a row.
    QuestionMarks,
    /// A letter drawn out; it only strengthens what is heard otherwise.
    Drawn,
    /// An emoji.
    Emoji(char),
}

/// Hears a text in one of these languages: the one of whose words it knows most, the first among equals. Reads no more
/// than the 2 000 signs a turn may have.
#[must_use]
pub fn read<'a>(text: &str, languages: &[&'a Words]) -> Mood<'a> {
    of(&Heard::of(text), languages)
}

/// The same, of what others listen to as well.
pub(crate) fn of<'a>(heard: &Heard, languages: &[&'a Words]) -> Mood<'a> {
    let mut because = table::cues(languages, heard);
    let words = heard.clauses.iter().flat_map(|clause| &clause.words);
    let drawn = words.into_iter().any(Word::is_drawn);
    signs::add(&heard.visible, drawn, &mut because);
    sort::sort(&mut because);
    Mood {
        anger: sum(&because, Feeling::Anger),
        confusion: sum(&because, Feeling::Confusion),
        because,
    }
}

fn sum(cues: &[Cue<'_>], feeling: Feeling) -> u8 {
    let of_it = cues.iter().filter(|cue| cue.feeling == feeling);
    of_it
        .fold(0_u8, |sum, cue| sum.saturating_add(cue.weight))
        .min(100)
}
