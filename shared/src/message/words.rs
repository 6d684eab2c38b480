//! What Parley says around a shop's own words, in one language. The words themselves are data, in `static/messages`: one
//! file a language, of which English alone is built in, so that there are always words. A shell hands the others over.

use crate::locale::{self, Language, Locale};
use crate::money::Money;
use crate::mood::Ear;
use crate::time::Date;
use alloc::{
    borrow::Cow,
    string::{String, ToString},
    sync::Arc,
    vec,
    vec::Vec,
};

/// The words of one language. By default English.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    language: Language,
    /// Lines of `name = words`.
    text: Cow<'static, str>,
    /// What a mood is heard by, where that has been read.
    ear: Option<Arc<Ear>>,
}

impl Words {
    const ENGLISH: Self = Self {
        language: Language::English,
        text: Cow::Borrowed(ENGLISH),
        ear: None,
    };

    /// The words that are built in.
    #[must_use]
    pub fn english() -> &'static Self {
        static WORDS: Words = Words::ENGLISH;
        &WORDS
    }

    /// The words of this language, from the text of its file. What the file lacks is said in English.
    #[must_use]
    pub fn of(language: Language, text: String) -> Self {
        Self {
            language,
            text: Cow::Owned(text),
            ear: None,
        }
    }

    /// The name of the file below `static/messages`, such as `de.txt`.
    #[must_use]
    pub fn file(language: Language) -> String {
        let mut file = language.code().to_string();
        file.push_str(".txt");
        file
    }

    /// Which language they are in.
    #[must_use]
    pub fn language(&self) -> Language {
        self.language
    }

    /// The text of their file.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What is said, without what is heard.
    #[must_use]
    pub fn said_only(&self) -> &str {
        let (said, _) = self.text.split_once(HEARD_LINE).unwrap_or((&self.text, ""));
        said
    }

    /// The same, with the lists by which a mood is heard read once for all that will be heard.
    #[must_use]
    pub fn listening(mut self) -> Self {
        self.ear = Some(Arc::new(Ear::of(&self)));
        self
    }

    pub(crate) fn ear(&self) -> Option<&Ear> {
        self.ear.as_deref()
    }

    /// The lists by which a shopper's mood is heard ([`crate::mood`]), by their names without `heard.`. English is not
    /// heard in the place of another language.
    pub fn heard(&self) -> impl Iterator<Item = (&str, &str)> {
        // They are the last lines, so that nothing that is said is looked for behind them.
        let lines = self.text.trim_end().rsplit('\n');
        lines.map_while(|line| line.strip_prefix(HEARD)?.split_once(" = "))
    }

    /// The words of this name.
    #[must_use]
    pub fn say(&self, name: &str) -> &str {
        let own = line(&self.text, name);
        own.or_else(|| line(ENGLISH, name)).unwrap_or_default()
    }

    /// The words of this name in one of its forms, where the language has it.
    fn in_form(&self, name: &str, form: &str) -> &str {
        let own = line(&self.text, &[name, ".", form].concat());
        own.unwrap_or_else(|| self.say(name))
    }

    /// The words of this name with their holes filled. What fills a hole is no hole itself, whatever it says, and turns no
    /// sentence around ([`locale::isolated`]).
    #[must_use]
    pub fn filled(&self, name: &str, holes: &[(&str, &str)]) -> String {
        fill(self.language, self.say(name), holes)
    }
}

fn fill(language: Language, mut rest: &str, holes: &[(&str, &str)]) -> String {
    let mut said = String::new();
    while let Some((before, after)) = rest.split_once('{') {
        said.push_str(before);
        let (hole, after) = after.split_once('}').unwrap_or((after, ""));
        let value = holes.iter().find(|(known, _)| *known == hole);
        let value = value.map_or("", |(_, value)| value);
        if locale::has_begun(before) {
            said.push_str(value);
        } else {
            said.push_str(&locale::isolated(language, value));
        }
        rest = after;
    }
    said.push_str(rest);
    said
}

/// In which words something is told, and how days and amounts are written in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Voice<'a> {
    /// The words.
    pub words: &'a Words,
    /// The forms of days, times and amounts.
    pub locale: Locale,
}

impl Voice<'_> {
    /// The words of this name with their holes filled.
    #[must_use]
    pub fn say(self, name: &str, holes: &[(&str, &str)]) -> String {
        self.words.filled(name, holes)
    }

    /// The same, in the form that goes with `count` things where the language has one apart (`name.one`, `name.few`, by
    /// [`locale::plural`]); `{count}` is filled, too.
    #[must_use]
    pub fn counted(self, name: &str, count: u32, holes: &[(&str, &str)]) -> String {
        let form = locale::plural(self.locale, count.into()).name();
        let number = locale::number(self.locale, count.into());
        let mut all = vec![("count", number.as_str())];
        all.extend_from_slice(holes);
        let words = self.words;
        fill(words.language, words.in_form(name, form), &all)
    }

    /// An amount.
    #[must_use]
    pub fn money(self, money: Money) -> String {
        locale::money(self.locale, money)
    }

    /// A day.
    #[must_use]
    pub fn day(self, date: Date) -> String {
        locale::date(self.locale, date)
    }

    /// A time of day from minutes since midnight.
    #[must_use]
    pub fn clock(self, minute: u16) -> String {
        locale::clock(self.locale, minute)
    }

    /// Several words in a sentence: `a, b and c`.
    #[must_use]
    pub fn list(self, words: &[String]) -> String {
        locale::list(self.locale, &self.each(words))
    }

    /// Several words in a row: `a, b, c`.
    #[must_use]
    pub fn row(self, words: &[String]) -> String {
        self.each(words).join(locale::comma(self.locale.language()))
    }

    /// Several phrases, which may have commas of their own: `a; b, c`.
    #[must_use]
    pub fn phrases(self, phrases: &[String]) -> String {
        self.each(phrases).join("; ")
    }

    /// Words from elsewhere, as they stand in a sentence.
    #[must_use]
    pub fn within(self, words: &str) -> String {
        locale::isolated(self.words.language, words).into_owned()
    }

    fn each(self, words: &[String]) -> Vec<String> {
        words.iter().map(|words| self.within(words)).collect()
    }
}

impl Default for Voice<'_> {
    /// English.
    fn default() -> Self {
        Self {
            words: Words::english(),
            locale: Locale::default(),
        }
    }
}

impl Default for Words {
    fn default() -> Self {
        Self::ENGLISH
    }
}

fn line<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    // Looking for the beginning of one line is quicker than looking at each line.
    let begins = ["\n", name, " = "].concat();
    let after = match text.strip_prefix(begins.trim_start_matches('\n')) {
        Some(after) => after,
        None => text.split_once(&begins)?.1,
    };
    Some(after.lines().next().unwrap_or_default())
}

/// How the name of a list begins that is heard and never said.
const HEARD: &str = "heard.";
const HEARD_LINE: &str = "\nheard.";
const ENGLISH: &str = include_str!("../../../static/messages/en.txt");

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn a_line_is_found_by_its_whole_name() {
        let text =
            "open = first\nre_open = second = 2\nempty = \r\nopen_cart =none\nlast = end\nbare = ";
        let check =
            |name: &str, expected: Option<&str>| assert_eq!(line(text, name), expected, "{name}");
        check("open", Some("first"));
        check("re_open", Some("second = 2"));
        check("second", None);
        check("empty", Some(""));
        check("open_cart", None);
        check("last", Some("end"));
        check("bare", Some(""));
        check("pen", None);
    }
}
