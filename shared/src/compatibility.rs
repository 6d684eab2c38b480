//! Whether two things go together, from what is declared of either, and which declaration decided. What nobody declared
//! is said to be unknown; nothing is concluded from likeness, nor from what a third thing goes with.

use crate::catalog::Product;
use crate::message::Voice;
use alloc::{collections::BTreeMap, string::String, vec, vec::Vec};

/// A thing that something is to go with: a product of the shop, or what the shopper has at home.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thing {
    /// What it is called in a sentence.
    pub title: String,
    /// What declarations may call it, in lower case.
    pub names: Vec<String>,
    /// What is declared of it, by key, in lower case.
    pub attributes: BTreeMap<String, Vec<String>>,
}

/// Whether two things go together, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compatibility {
    /// The answer.
    pub answer: Answer,
    /// What decided, most telling first; empty when nothing was declared.
    pub decided_by: Vec<Declaration>,
    /// What the other declarations say against it.
    pub against: Vec<Declaration>,
    /// The answer and its reasons, a sentence each.
    pub reasons: Vec<String>,
}

/// Whether two things go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is declared that they do.
    Yes,
    /// It is declared that they do not.
    No,
    /// Nothing is declared that would tell.
    Unknown,
    /// Declarations of equal weight contradict each other, so a person must look.
    Contradiction,
}

/// What is declared of one thing about the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declaration {
    /// Whose declaration it is, by title.
    pub of: String,
    /// What it says.
    pub says: Says,
}

/// What a declaration says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Says {
    /// It goes with the other, which it names so.
    GoesWith(String),
    /// It does not go with the other, which it names so.
    Excludes(String),
    /// Both have one of these connectors.
    Shares(Vec<String>),
    /// They have no connector in common; these are its own.
    Differs(Vec<String>),
}

impl Thing {
    /// A product of the shop: declarations may call it by its handle, its title or one of its tags.
    #[must_use]
    pub fn of(product: &Product) -> Self {
        let mut names = vec![product.handle.to_lowercase(), product.title.to_lowercase()];
        names.extend(product.tags.iter().cloned());
        Self {
            title: product.title.clone(),
            names,
            attributes: product.attributes.clone(),
        }
    }

    /// Something that is no product of the shop, by the name its owner gives it; nothing is declared of it.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self {
            title: name.trim().into(),
            names: vec![name.trim().to_lowercase()],
            attributes: BTreeMap::new(),
        }
    }

    fn declares(&self, key: &str) -> &[String] {
        self.attributes.get(key).map_or(&[], Vec::as_slice)
    }

    /// Its connectors, each by itself: a value of one line lists several (`2 x usb-c, usb-a`), or both ends of a cable
    /// (`usb-c to lightning`).
    fn connectors(&self) -> Vec<String> {
        let lines = self.declares(CONNECTOR).iter();
        let listed = lines.flat_map(|line| line.split(','));
        let ends = listed.flat_map(|listed| listed.split(" to "));
        let mut connectors: Vec<String> = Vec::new();
        for connector in ends.map(|end| uncounted(end.trim())) {
            let known = connectors.iter().any(|known| known == connector);
            if !connector.is_empty() && !known {
                connectors.push(connector.into());
            }
        }
        connectors
    }

    /// The name by which a list of this thing calls the other.
    fn names_in<'a>(&'a self, key: &str, other: &Self) -> Option<&'a String> {
        let mut listed = self.declares(key).iter();
        listed.find(|name| other.names.contains(name))
    }
}

/// Whether `one` and `other` go together; the order does not change the answer.
///
/// A thing that is named decides before connectors do, since whoever named it looked at just these two.
#[must_use]
pub fn compatible(one: &Thing, other: &Thing, voice: Voice<'_>) -> Compatibility {
    let mut named = by_name(one, other);
    named.extend(by_name(other, one));
    let connectors = by_connector(one, other);
    let (yes, no): (Vec<_>, Vec<_>) = named.into_iter().partition(Declaration::is_for);
    let (answer, decided_by, against) = match (yes.is_empty(), no.is_empty()) {
        (false, false) => (Answer::Contradiction, yes, no),
        (false, true) => (Answer::Yes, yes, opposed(connectors, true)),
        (true, false) => (Answer::No, no, opposed(connectors, false)),
        (true, true) => match &connectors {
            Some(found) if found.is_for() => (Answer::Yes, only(connectors), Vec::new()),
            Some(_) => (Answer::No, only(connectors), Vec::new()),
            None => (Answer::Unknown, Vec::new(), Vec::new()),
        },
    };
    let reasons = told([one, other], answer, [&decided_by, &against], voice);
    Compatibility {
        answer,
        decided_by,
        against,
        reasons,
    }
}

impl Declaration {
    fn is_for(&self) -> bool {
        match self.says {
            Says::GoesWith(_) | Says::Shares(_) => true,
            Says::Excludes(_) | Says::Differs(_) => false,
        }
    }

    /// As a sentence, where `other` is what it is about.
    fn told(&self, other: &str, voice: Voice<'_>) -> String {
        let (name, what) = match &self.says {
            Says::GoesWith(name) => ("fits_lists", name.clone()),
            Says::Excludes(name) => ("fits_excludes", name.clone()),
            Says::Shares(both) => ("fits_shares", voice.list(both)),
            Says::Differs(own) => ("fits_differs", voice.list(own)),
        };
        let holes = [
            ("product", self.of.as_str()),
            ("other", other),
            ("what", &what),
        ];
        voice.say(name, &holes)
    }
}

fn by_name(of: &Thing, other: &Thing) -> Vec<Declaration> {
    let declaration = |says| Declaration {
        of: of.title.clone(),
        says,
    };
    let goes = of.names_in(GOES_WITH, other).cloned().map(Says::GoesWith);
    let excludes = of.names_in(EXCLUDES, other).cloned().map(Says::Excludes);
    goes.into_iter().chain(excludes).map(declaration).collect()
}

/// Connectors tell only when both things declare theirs.
fn by_connector(one: &Thing, other: &Thing) -> Option<Declaration> {
    let (ours, theirs) = (one.connectors(), other.connectors());
    if ours.is_empty() || theirs.is_empty() {
        return None;
    }
    let shared: Vec<String> = ours
        .iter()
        .filter(|own| theirs.contains(own))
        .cloned()
        .collect();
    let says = if shared.is_empty() {
        Says::Differs(ours)
    } else {
        Says::Shares(shared)
    };
    Some(Declaration {
        of: one.title.clone(),
        says,
    })
}

/// The name of a connector without how many there are of it.
fn uncounted(connector: &str) -> &str {
    match connector.split_once(" x ") {
        Some((count, name)) if count.bytes().all(|byte| byte.is_ascii_digit()) => name.trim(),
        Some(_) | None => connector,
    }
}

fn only(declaration: Option<Declaration>) -> Vec<Declaration> {
    declaration.into_iter().collect()
}

fn opposed(connectors: Option<Declaration>, to_yes: bool) -> Vec<Declaration> {
    only(connectors.filter(|found| found.is_for() != to_yes))
}

fn told(
    [one, other]: [&Thing; 2],
    answer: Answer,
    [decided_by, against]: [&[Declaration]; 2],
    voice: Voice<'_>,
) -> Vec<String> {
    let (a, b) = (&one.title, &other.title);
    let first = match answer {
        Answer::Yes => "fits_yes",
        Answer::No => "fits_no",
        Answer::Unknown => "fits_unknown",
        Answer::Contradiction => "fits_contradiction",
    };
    let first = voice.say(first, &[("product", a), ("other", b)]);
    let sentence = |declaration: &Declaration| {
        let other = if declaration.of == *a { b } else { a };
        declaration.told(other, voice)
    };
    let but = |declaration: &Declaration| match answer {
        Answer::Contradiction => sentence(declaration),
        Answer::Yes | Answer::No | Answer::Unknown => {
            voice.say("fits_against", &[("sentence", &sentence(declaration))])
        }
    };
    let mut reasons = vec![first];
    reasons.extend(decided_by.iter().map(sentence));
    reasons.extend(against.iter().map(but));
    reasons
}

/// The attribute that lists what a product goes with.
pub const GOES_WITH: &str = "compatible_with";
/// The attribute that lists what it does not go with.
pub const EXCLUDES: &str = "not_compatible_with";
/// The attribute that lists its connectors, sockets or standards; one in common is enough.
pub const CONNECTOR: &str = "connector";
