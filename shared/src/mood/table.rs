//! The words of one language by which a feeling is heard, and how they are weighed.

use super::{Cue, Feeling, Sign};
use crate::heard::{self, Begin, Beginnings, Clause, Heard, Word, find, pieces};
use crate::message::Words;
use crate::sort;
use alloc::{borrow::Cow, vec::Vec};
use core::ops::Range;

/// One language. Every text is a list of patterns as [`crate::heard`] reads them, `common` words apart by spaces. What the
/// language's file lacks is empty.
#[derive(Clone, Copy, Default)]
pub(super) struct Table<'a> {
    /// Words that hardly a message goes without; they tell languages apart.
    common: &'a str,
    anger: Cues<'a>,
    confusion: Cues<'a>,
    /// Matters that a calm shopper asks about too: they are no cue in a question.
    asked: &'a str,
    /// Somebody else, whose feelings follow in the clause.
    others: &'a str,
    /// What strengthens the cue beside it.
    stronger: &'a str,
    /// What takes back a cue that follows.
    denied_before: &'a str,
    /// What takes back a cue that it follows.
    denied_after: &'a str,
    /// Letters that are written together with the word they belong to, apart by spaces.
    prefixes: &'a str,
}

/// What a feeling is heard by.
#[derive(Clone, Copy, Default)]
struct Cues<'a> {
    /// One is enough.
    clear: &'a str,
    /// Two are enough, or one with a word that strengthens it.
    likely: &'a str,
    /// Adds to others.
    hint: &'a str,
}

/// Every cue of the language whose table knows most of the first words, the first among equals; each pattern once, by its
/// heaviest occurrence.
pub(super) fn cues<'a>(languages: &[&'a Words], heard: &Heard) -> Vec<Cue<'a>> {
    let clauses = &heard.clauses;
    let mut lists = languages.iter().map(|words| Lists::of(words, heard));
    let Some(mut best) = lists.next() else {
        return Vec::new();
    };
    // One alone is not asked what it knows.
    let mut most = None;
    for lists in lists {
        let known = lists.known(clauses);
        if known > *most.get_or_insert_with(|| best.known(clauses)) {
            best = lists;
            most = Some(known);
        }
    }
    let mut cues: Vec<Cue<'a>> = clauses
        .iter()
        .flat_map(|clause| best.heard(&clause.words, clause.asked))
        .collect();
    sort::sort_by(&mut cues, |one, other| other.cmp(one));
    cues.dedup_by_key(|cue| (cue.feeling, cue.sign));
    cues
}

/// The lists of cues of a language, read once for all that is heard in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ear([Vec<Begin>; 6]);

impl Ear {
    pub(crate) fn of(words: &Words) -> Self {
        Self(
            Table::of(words)
                .cues()
                .map(|(_, _, list)| heard::read(list)),
        )
    }
}

impl<'a> Table<'a> {
    fn of(words: &'a Words) -> Self {
        let mut table = Self::default();
        for (name, list) in words.heard() {
            let place = match name {
                "common" => &mut table.common,
                "anger.clear" => &mut table.anger.clear,
                "anger.likely" => &mut table.anger.likely,
                "anger.hint" => &mut table.anger.hint,
                "confusion.clear" => &mut table.confusion.clear,
                "confusion.likely" => &mut table.confusion.likely,
                "confusion.hint" => &mut table.confusion.hint,
                "asked" => &mut table.asked,
                "others" => &mut table.others,
                "stronger" => &mut table.stronger,
                "denied_before" => &mut table.denied_before,
                "denied_after" => &mut table.denied_after,
                "prefixes" => &mut table.prefixes,
                // A later release may hear more.
                _ => continue,
            };
            *place = list;
        }
        table
    }

    /// The lists of what is listened for, what each speaks of, and what one of its cues weighs.
    fn cues(&self) -> [(Feeling, u8, &'a str); 6] {
        [
            (Feeling::Anger, CLEAR, self.anger.clear),
            (Feeling::Anger, LIKELY, self.anger.likely),
            (Feeling::Anger, HINT, self.anger.hint),
            (Feeling::Confusion, CLEAR, self.confusion.clear),
            (Feeling::Confusion, LIKELY, self.confusion.likely),
            (Feeling::Confusion, HINT, self.confusion.hint),
        ]
    }
}

/// The cues of a table that may be found in what is heard.
struct Lists<'a, 'h> {
    table: Table<'a>,
    /// INVARIANT: heavier ones come first, so that a word counts where it weighs most, and once.
    cues: Vec<Cue<'a>>,
    beginnings: Cow<'h, Beginnings>,
}

impl<'a, 'h> Lists<'a, 'h> {
    fn of(words: &'a Words, heard: &'h Heard) -> Self {
        let table = Table::of(words);
        let beginnings = heard.beginnings(table.prefixes);
        let mut cues = Vec::new();
        for (at, (feeling, weight, list)) in table.cues().into_iter().enumerate() {
            let found = match words.ear().and_then(|ear| ear.0.get(at)) {
                Some(read) => beginnings.among_read(list, read),
                None => beginnings.among(list),
            };
            cues.extend(found.into_iter().map(|pattern| Cue {
                feeling,
                sign: Sign::Words(pattern),
                weight,
            }));
        }
        Self {
            table,
            cues,
            beginnings,
        }
    }

    fn known(&self, clauses: &[Clause]) -> usize {
        let mut left = WORDS_TO_TELL_BY;
        let mut known = 0;
        for clause in clauses {
            let words = clause.words.get(..left).unwrap_or(&clause.words);
            left -= words.len();
            let is_common =
                |word: &&Word| pieces(self.table.common, b' ').any(|common| word.is(common, ""));
            known += words.iter().filter(is_common).count();
            known += self.heard(words, clause.asked).len() * 2;
        }
        known
    }

    fn heard(&self, clause: &[Word], asked: bool) -> Vec<Cue<'a>> {
        let mut around = None;
        let mut cues = Vec::new();
        let mut taken: Vec<(Feeling, Range<usize>)> = Vec::new();
        for cue in &self.cues {
            let Sign::Words(pattern) = cue.sign else {
                continue;
            };
            for at in find(pattern, clause, self.table.prefixes) {
                // Most clauses have no cue, and what stands around none is not looked for.
                let around = around.get_or_insert_with(|| self.around(clause, asked));
                let is_taken = |(feeling, range): &(Feeling, Range<usize>)| {
                    *feeling == cue.feeling && overlap(range, &at)
                };
                if taken.iter().any(is_taken) || around.denies(&at) || around.calms(&at) {
                    continue;
                }
                cues.push(Cue {
                    weight: around.weigh(cue.weight, &at),
                    ..*cue
                });
                taken.push((cue.feeling, at));
            }
        }
        cues
    }

    fn around(&self, clause: &[Word], asked: bool) -> Around {
        let table = &self.table;
        let all = |list| -> Vec<Range<usize>> {
            let patterns = self.beginnings.among(list).into_iter();
            let found = |pattern: &'a str| find(pattern, clause, table.prefixes);
            patterns.flat_map(found).collect()
        };
        Around {
            asked: all(if asked { table.asked } else { "" }),
            others: all(table.others),
            stronger: all(table.stronger),
            denied_before: all(table.denied_before),
            denied_after: all(table.denied_after),
        }
    }
}

/// What stands around the cues of a clause.
struct Around {
    asked: Vec<Range<usize>>,
    others: Vec<Range<usize>>,
    stronger: Vec<Range<usize>>,
    denied_before: Vec<Range<usize>>,
    denied_after: Vec<Range<usize>>,
}

impl Around {
    /// Whether a denial takes the cue back. One that is part of the cue ("not acceptable") does not, nor does another
    /// before it.
    fn denies(&self, cue: &Range<usize>) -> bool {
        let near = |gap: Option<usize>| gap.is_some_and(|gap| gap < DENIAL_REACH);
        let own = self.denied_before.iter().any(|denial| overlap(denial, cue));
        let before = |denial: &Range<usize>| near(cue.start.checked_sub(denial.end));
        let after = |denial: &Range<usize>| {
            let within = denial.start < cue.end && denial.end > cue.end;
            within || near(denial.start.checked_sub(cue.end))
        };
        (!own && self.denied_before.iter().any(before)) || self.denied_after.iter().any(after)
    }

    /// Whether the cue is a matter that is only asked about, or somebody else's feeling.
    fn calms(&self, cue: &Range<usize>) -> bool {
        self.asked.iter().any(|matter| overlap(matter, cue))
            || self.others.iter().any(|other| other.end <= cue.start)
    }

    fn weigh(&self, weight: u8, cue: &Range<usize>) -> u8 {
        let beside = |at: &Range<usize>| {
            let before = cue.start.checked_sub(at.end);
            before.is_some_and(|gap| gap <= 1) || at.start == cue.end
        };
        if self.stronger.iter().any(beside) {
            weight + weight / 2
        } else {
            weight
        }
    }
}

fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

const CLEAR: u8 = 60;
const LIKELY: u8 = 35;
const HINT: u8 = 15;
const DENIAL_REACH: usize = 3;
const WORDS_TO_TELL_BY: usize = 60;

#[cfg(test)]
mod tests {
    use super::{Beginnings, Clause, Table, find};
    use crate::heard::{clauses, listed, visible};
    use crate::locale::Language;
    use crate::message::Words;
    use alloc::{format, vec::Vec};
    use std::{fs, path::Path};

    fn all() -> Vec<Words> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../static/messages");
        let words = |language| {
            let text = fs::read_to_string(folder.join(Words::file(language)));
            Words::of(language, text.expect("a language's file"))
        };
        Language::ALL.into_iter().map(words).collect()
    }

    /// What every language has.
    fn needed<'a>(table: &Table<'a>) -> [&'a str; 10] {
        [
            table.common,
            table.anger.clear,
            table.anger.likely,
            table.anger.hint,
            table.confusion.clear,
            table.confusion.likely,
            table.confusion.hint,
            table.asked,
            table.others,
            table.stronger,
        ]
    }

    #[test]
    fn every_language_is_heard() {
        for words in all() {
            let table = Table::of(&words);
            let language = words.language();
            assert!(!needed(&table).contains(&""), "{language:?}");
            let denied = [table.denied_before, table.denied_after].concat();
            assert!(!denied.is_empty(), "{language:?}");
        }
    }

    #[test]
    fn every_pattern_is_written_as_it_is_compared() {
        for spoken in all() {
            let table = Table::of(&spoken);
            let others = [table.denied_before, table.denied_after, table.prefixes];
            for pattern in needed(&table).into_iter().chain(others).flat_map(listed) {
                let bare = pattern.replace(['*', '/', '~', '#', '='], " ");
                let folded = clauses(&visible(&bare));
                let words = folded.into_iter().flat_map(|clause| clause.words);
                let clause: Vec<_> = words.collect();
                let whole = 0..clause.len();
                let found = find(&bare, &clause, "");
                assert_eq!(
                    found.first(),
                    Some(&whole),
                    "{:?}: {pattern}",
                    spoken.language()
                );
            }
        }
    }

    #[test]
    fn a_pattern_that_is_found_is_among_those_that_may_be() {
        for words in all() {
            let table = Table::of(&words);
            let [_common, lists @ ..] = needed(&table);
            let denied = [table.denied_before, table.denied_after];
            let lists: Vec<&str> = lists.into_iter().chain(denied).collect();
            let prefix = table.prefixes.split_whitespace().next().unwrap_or_default();
            for said in lists.iter().flat_map(|list| listed(list)) {
                let bare = said.replace(['*', '/', '~', '#', '='], " ");
                let clauses = clauses(&visible(&format!("{prefix}{}", bare.trim())));
                let beginnings = Beginnings::of(&clauses, table.prefixes);
                for list in &lists {
                    let among = beginnings.among(list);
                    let found = |pattern: &&str| {
                        let within = |clause: &Clause| {
                            !find(pattern, &clause.words, table.prefixes).is_empty()
                        };
                        clauses.iter().any(within)
                    };
                    for pattern in listed(list).filter(found) {
                        assert!(among.contains(&pattern), "{pattern} in {said}");
                    }
                }
            }
        }
    }
}
