//! `cargo xtask message show`: what each message to a shopper looks like, for merchants and reviewers, without a Worker.
//! What it says `shared::message` decides, with the shop, products and order of `sample`.

mod sample;

use std::path::PathBuf;
use std::str::FromStr;

use anyhow::{Context, Error, Result, bail};
use lexopt::{Arg, Parser, ValueExt};
use shared::locale::{Language, Locale};
use shared::message::Words;

use crate::repo;

pub use sample::{Shown, show};

/// A kind of message, or a page that the links of messages open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The e-mail after a conversation.
    Summary,
    /// The e-mail about a cart.
    Cart,
    /// The e-mail about a product that can be bought again.
    BackInStock,
    /// The e-mail about an order.
    OrderStatus,
    /// The e-mail that asks to confirm a consent.
    DoubleOptIn,
    /// The page with its button.
    ConfirmPage,
    /// The page of preferences.
    Preferences,
    /// The text message after a conversation.
    SmsSummary,
    /// The text message about a cart.
    SmsCart,
    /// The text message about a product that can be bought again.
    SmsBackInStock,
    /// The text message about an order.
    SmsOrderStatus,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Summary,
        Self::Cart,
        Self::BackInStock,
        Self::OrderStatus,
        Self::DoubleOptIn,
        Self::ConfirmPage,
        Self::Preferences,
        Self::SmsSummary,
        Self::SmsCart,
        Self::SmsBackInStock,
        Self::SmsOrderStatus,
    ];

    /// What it is called on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Summary => "summary",
            Self::Cart => "cart",
            Self::BackInStock => "back-in-stock",
            Self::OrderStatus => "order-status",
            Self::DoubleOptIn => "double-opt-in",
            Self::ConfirmPage => "confirm-page",
            Self::Preferences => "preferences",
            Self::SmsSummary => "sms-summary",
            Self::SmsCart => "sms-cart",
            Self::SmsBackInStock => "sms-back-in-stock",
            Self::SmsOrderStatus => "sms-order-status",
        }
    }
}

impl FromStr for Kind {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        let kind = Self::ALL.into_iter().find(|kind| kind.name() == name);
        kind.with_context(|| {
            let names = Self::ALL.map(Self::name).join(", ");
            format!("there is no message `{name}`; there are {names}")
        })
    }
}

/// What is to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    kind: Kind,
    language: Language,
    /// Where the HTML goes; without it only the text is printed.
    to: Option<PathBuf>,
}

impl Action {
    /// Reads `show KIND [--locale de] [--to FILE.html]`.
    ///
    /// # Errors
    /// For anything else, with what there is.
    pub fn parse(mut parser: Parser) -> Result<Self> {
        let (mut words, mut language, mut to) = (Vec::new(), Language::English, None);
        while let Some(argument) = parser.next()? {
            match argument {
                Arg::Long("locale") => language = known(&parser.value()?.string()?)?,
                Arg::Long("to") => to = Some(PathBuf::from(parser.value()?)),
                Arg::Value(word) => words.push(word.string()?),
                other @ (Arg::Short(_) | Arg::Long(_)) => return Err(other.unexpected().into()),
            }
        }
        match words.as_slice() {
            [show, kind] if show == "show" => Ok(Self {
                kind: kind.parse()?,
                language,
                to,
            }),
            _ => {
                let names = Kind::ALL.map(Kind::name).join(" | ");
                bail!("usage: cargo xtask message show {names} [--locale de] [--to FILE.html]")
            }
        }
    }
}

/// Shows it.
///
/// # Errors
/// When words cannot be read, or the file cannot be written.
pub fn run(action: &Action) -> Result<()> {
    let shown = show(action.kind, &words(action.language)?)?;
    println!("{}", shown.text);
    match (&action.to, &shown.html) {
        (Some(to), Some(html)) => repo::write(to, html),
        (Some(_), None) => bail!("a text message has no HTML"),
        (None, _) => Ok(()),
    }
}

/// The words of messages in this language, from the repository.
///
/// # Errors
/// When their file cannot be read.
pub fn words(language: Language) -> Result<Words> {
    let file = format!("static/messages/{}", Words::file(language));
    Ok(Words::of(language, repo::read(&file)?))
}

fn known(locale: &str) -> Result<Language> {
    let known = Locale::known(locale).map(Locale::language);
    known.with_context(|| {
        let codes = Language::ALL.map(Language::code).join(", ");
        format!("there are no words in `{locale}`; there are {codes}")
    })
}
