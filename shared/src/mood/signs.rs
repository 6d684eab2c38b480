//! What is heard by how a text is written, whatever its language.

use super::{Cue, Feeling, Sign};
use crate::heard::longest_run;
use alloc::vec::Vec;

/// Adds what a visible text shows beside its words, and that a word of it is drawn out.
pub(super) fn add(visible: &str, drawn: bool, cues: &mut Vec<Cue<'_>>) {
    use Feeling::{Anger, Confusion};
    let mut hear = |feeling, sign, weight| {
        cues.push(Cue {
            feeling,
            sign,
            weight,
        });
    };
    match longest_run(visible, |sign| sign == '!') {
        0 | 1 => {}
        2 => hear(Anger, Sign::Exclamations, 10),
        _ => hear(Anger, Sign::Exclamations, 15),
    }
    let wordless = !visible.chars().any(char::is_alphanumeric);
    match longest_run(visible, |sign| sign == '?') {
        0 | 1 => {}
        _ if wordless => hear(Confusion, Sign::QuestionMarks, 60),
        2 => hear(Confusion, Sign::QuestionMarks, 20),
        _ => hear(Confusion, Sign::QuestionMarks, 30),
    }
    // Most texts have no emoji, which is seen at once.
    for (emoji, feeling, weight) in EMOJI {
        if !visible.is_ascii() && visible.contains(emoji) {
            hear(feeling, Sign::Emoji(emoji), weight);
        }
    }
    if drawn {
        for feeling in [Anger, Confusion] {
            if cues.iter().any(|cue| cue.feeling == feeling) {
                let sign = Sign::Drawn;
                cues.push(Cue {
                    feeling,
                    sign,
                    weight: 10,
                });
            }
        }
    }
    // Last, so that what a drawn-out letter strengthens does not depend on case.
    if is_shouted(visible) {
        cues.push(Cue {
            feeling: Anger,
            sign: Sign::Shouting,
            weight: 50,
        });
    }
}

/// Nearly all capitals, and more of them than an abbreviation or a product's name has.
fn is_shouted(text: &str) -> bool {
    let capitals = text.chars().filter(|sign| sign.is_uppercase()).count();
    if capitals < 12 {
        return false;
    }
    let small = text.chars().filter(|sign| sign.is_lowercase()).count();
    let words = text.split_whitespace().filter(|word| {
        let mut letters = word.chars().filter(|sign| sign.is_alphabetic());
        letters.next().is_some() && letters.all(char::is_uppercase)
    });
    capitals >= small * 4 && words.count() >= 3
}

const EMOJI: [(char, Feeling, u8); 20] = [
    ('😡', Feeling::Anger, 60),
    ('🤬', Feeling::Anger, 60),
    ('😠', Feeling::Anger, 60),
    ('👿', Feeling::Anger, 60),
    ('💢', Feeling::Anger, 60),
    ('🖕', Feeling::Anger, 60),
    ('🤮', Feeling::Anger, 35),
    ('😤', Feeling::Anger, 35),
    ('👎', Feeling::Anger, 35),
    ('🙄', Feeling::Anger, 35),
    ('😒', Feeling::Anger, 35),
    ('🤡', Feeling::Anger, 35),
    ('😞', Feeling::Anger, 20),
    ('😕', Feeling::Confusion, 35),
    ('😵', Feeling::Confusion, 50),
    ('🤷', Feeling::Confusion, 35),
    ('🤔', Feeling::Confusion, 20),
    ('❓', Feeling::Confusion, 20),
    ('🤯', Feeling::Confusion, 35),
    ('😖', Feeling::Confusion, 20),
];
