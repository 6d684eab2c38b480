//! What Parley says around a shop's own words, in one language. The words themselves are data, in `static/messages`: one
//! file a language, of which English alone is built in, so that there are always words. A shell hands the others over.

use crate::locale::{Language, Locale};
use alloc::{
    borrow::Cow,
    string::{String, ToString},
};

/// The words of one language. By default English.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    language: Language,
    /// Lines of `name = words`.
    text: Cow<'static, str>,
}

impl Words {
    /// The words of this language, from the text of its file. What the file lacks is said in English.
    #[must_use]
    pub fn of(language: Language, text: String) -> Self {
        Self {
            language,
            text: Cow::Owned(text),
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

    /// The words of this name.
    #[must_use]
    pub fn say(&self, name: &str) -> &str {
        let own = line(&self.text, name);
        own.or_else(|| line(ENGLISH, name)).unwrap_or_default()
    }

    /// The words of this name with their holes filled. What fills a hole is no hole itself, whatever it says.
    #[must_use]
    pub fn filled(&self, name: &str, holes: &[(&str, &str)]) -> String {
        let mut said = String::new();
        let mut rest = self.say(name);
        while let Some((before, after)) = rest.split_once('{') {
            said.push_str(before);
            let (hole, after) = after.split_once('}').unwrap_or((after, ""));
            let value = holes.iter().find(|(known, _)| *known == hole);
            said.push_str(value.map_or("", |(_, value)| value));
            rest = after;
        }
        said.push_str(rest);
        said
    }
}

/// In which words something is told, and how days and amounts are written in it.
#[derive(Clone, Copy, Debug)]
pub struct Voice<'a> {
    /// The words.
    pub words: &'a Words,
    /// The forms of days, times and amounts.
    pub locale: Locale,
}

impl Default for Words {
    fn default() -> Self {
        Self {
            language: Language::English,
            text: Cow::Borrowed(ENGLISH),
        }
    }
}

fn line<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    text.lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix(" = "))
}

const ENGLISH: &str = include_str!("../../../static/messages/en.txt");
