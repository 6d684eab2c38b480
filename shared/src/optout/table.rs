//! The words of one language, and how a run of words is held against them.

use super::Reply;
use super::letters::run_together;
use alloc::{format, string::String, vec::Vec};

/// The words of one language, as [`super::letters`] leaves them: small and without accents. Each list is one text, its
/// words parted by spaces.
pub(super) struct Table {
    /// Its code (ISO 639-1).
    pub(super) language: &'static str,
    /// Whether it is written without spaces.
    pub(super) unspaced: bool,
    /// Messages and sentences that stop, each run together.
    pub(super) stop: &'static str,
    /// Messages that stop, but whose words as a sentence of a longer message may end something else.
    pub(super) whole: &'static str,
    /// Messages that stop only when this language is expected, since they mean something else in another.
    pub(super) here: &'static str,
    /// Messages that stop everything.
    pub(super) stop_all: &'static str,
    /// Messages that start again.
    pub(super) start: &'static str,
    /// Messages that ask for help.
    pub(super) help: &'static str,
    /// Words that change nothing.
    pub(super) polite: &'static str,
    /// Words that stop something, or say no to it.
    pub(super) ends: &'static str,
    /// Words that stop messages and nothing else.
    pub(super) alone: &'static str,
    /// Words for messages and the sending of them.
    pub(super) objects: &'static str,
    /// Words that mean everything.
    pub(super) everything: &'static str,
    /// Other words of clauses that stop messages. None that says when or whether something came belongs here.
    pub(super) fillers: &'static str,
    /// Words that begin another clause.
    pub(super) joins: &'static str,
    /// Runs of words that say the opposite.
    pub(super) opposite: &'static [&'static str],
    /// The one message that answers an opt-out; `{shop}` is the shop's name.
    pub(super) confirmation: &'static str,
}

impl Table {
    /// What a whole message asks for.
    pub(super) fn whole(&self, words: &[String], hinted: bool) -> Option<Reply> {
        let said = self.said(words);
        let here = if hinted { self.here } else { "" };
        if let Some(reply) = self.sure(words) {
            Some(reply)
        } else if holds(self.whole, &said) || holds(here, &said) {
            Some(Reply::Stop)
        } else if holds(self.start, &said) {
            Some(Reply::Start)
        } else if holds(self.help, &said) {
            Some(Reply::Help)
        } else {
            None
        }
    }

    /// What a sentence within a message asks for, when it is surely about messages.
    pub(super) fn sure(&self, words: &[String]) -> Option<Reply> {
        let said = self.said(words);
        if holds(self.stop_all, &said) {
            Some(Reply::StopAll)
        } else if holds(self.stop, &said) {
            Some(Reply::Stop)
        } else {
            None
        }
    }

    /// What a free phrasing asks for: any clause whose every word is one of this table. "All" in such a clause is taken at
    /// its word, so `stop all messages` stops everything.
    pub(super) fn phrase(&self, words: &[String]) -> Option<Reply> {
        if self.unspaced {
            let text = run_together(words.iter());
            return self.clause(&self.cut(&text)?, &text);
        }
        let clauses = words.split(|word| holds(self.joins, word));
        clauses
            .filter(|clause| (1..=MAX_WORDS).contains(&clause.len()))
            .find_map(|clause| {
                let known: Vec<&str> = clause.iter().map(String::as_str).collect();
                self.clause(&known, &clause.join(" "))
            })
    }

    fn clause(&self, words: &[&str], text: &str) -> Option<Reply> {
        if !words.iter().all(|word| self.knows(word)) || self.is_opposite(text) {
            return None;
        }
        let any = |list: &str| words.iter().any(|word| holds(list, word));
        let stops = any(self.alone) || (any(self.ends) && any(self.objects));
        let reply = if any(self.everything) {
            Reply::StopAll
        } else {
            Reply::Stop
        };
        stops.then_some(reply)
    }

    fn is_opposite(&self, text: &str) -> bool {
        if self.unspaced {
            return self.opposite.iter().any(|run| text.contains(run));
        }
        let text = format!(" {text} ");
        let mut runs = self.opposite.iter().map(|run| format!(" {run} "));
        runs.any(|run| text.contains(&run))
    }

    /// The words run together, without those that change nothing.
    fn said(&self, words: &[String]) -> String {
        run_together(words.iter().filter(|word| !holds(self.polite, word)))
    }

    fn knows(&self, word: &str) -> bool {
        self.lists().into_iter().any(|list| holds(list, word))
    }

    fn lists(&self) -> [&'static str; 6] {
        [
            self.polite,
            self.ends,
            self.alone,
            self.objects,
            self.everything,
            self.fillers,
        ]
    }

    /// Every word and message of this table.
    #[cfg(test)]
    pub(super) fn words(&self) -> impl Iterator<Item = &'static str> {
        let messages = [
            self.stop,
            self.whole,
            self.here,
            self.stop_all,
            self.start,
            self.help,
            self.joins,
        ];
        let lists = messages.into_iter().chain(self.lists());
        lists.flat_map(str::split_whitespace)
    }

    /// A text without spaces as words of this table, the longest first; none when a part of it is no such word.
    fn cut<'a>(&self, text: &'a str) -> Option<Vec<&'a str>> {
        let mut words = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            let lists = self.lists();
            let known = lists.iter().flat_map(|list| list.split_whitespace());
            let longest = known
                .filter(|word| rest.starts_with(word))
                .map(str::len)
                .max()?;
            let (word, after) = rest.split_at_checked(longest)?;
            words.push(word);
            rest = after;
            if words.len() > MAX_WORDS {
                return None;
            }
        }
        Some(words)
    }
}

fn holds(list: &str, word: &str) -> bool {
    !word.is_empty() && list.split_whitespace().any(|known| known == word)
}

/// Whoever stops messages does it in few words.
const MAX_WORDS: usize = 24;
