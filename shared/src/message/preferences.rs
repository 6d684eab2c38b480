//! The page on which a shopper says what they want to hear: a form that works without script, made from escaped text
//! only, and what it says when it is sent.

use super::Words;
use super::escape::escaped;
use super::page::{self, BUTTON, SMALL};
use crate::channel::{Channel, Purpose};
use crate::consent::{Chosen, Preference, Wish};
use crate::locale::Direction;
use crate::time::Span;
use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

/// What the page is made from.
#[derive(Clone, Debug)]
pub struct PreferencesFacts<'a> {
    /// What the shop is called.
    pub shop: &'a str,
    /// The words, and so the language.
    pub words: &'a Words,
    /// What can be chosen.
    pub preferences: Vec<Preference<'a>>,
    /// How often what sells may come.
    pub often: Often,
    /// What has just happened.
    pub notice: Option<Notice>,
}

/// How often what sells may come: never oftener than the rules and the shop allow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Often {
    /// As often as they allow.
    #[default]
    Usual,
    /// Once a week.
    Week,
    /// Once a month.
    Month,
}

/// What has just happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// What was chosen is kept.
    Saved,
    /// Nothing is sent any more.
    Stopped,
    /// Something was stopped too short a time ago to be given again.
    Soon,
}

/// What a shopper's form, or their mail program, says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// What is to change.
    pub wish: Wish,
    /// How often what sells may come; none when the form does not say.
    pub often: Option<Often>,
}

impl Often {
    /// All, as they stand on the page.
    const ALL: [Self; 3] = [Self::Usual, Self::Week, Self::Month];

    /// The least time between two messages that sell; none where the shopper leaves it to the rules.
    #[must_use]
    pub fn gap(self) -> Option<Span> {
        match self {
            Self::Usual => None,
            Self::Week => Some(Span::days(7)),
            Self::Month => Some(Span::days(30)),
        }
    }

    /// What has this gap.
    #[must_use]
    pub fn of(gap: Option<Span>) -> Self {
        let same = |often: &Self| often.gap() == gap;
        Self::ALL.into_iter().find(same).unwrap_or_default()
    }

    /// How the form names it.
    fn name(self) -> &'static str {
        match self {
            Self::Usual => "usual",
            Self::Week => "week",
            Self::Month => "month",
        }
    }
}

impl Form {
    /// What a form's body says; none for what is no such form. A mail program's own button says one thing, as either kind
    /// of form (RFC 8058, section 3.2).
    #[must_use]
    pub fn read(body: &str) -> Option<Self> {
        let parts = body.contains("name=\"List-Unsubscribe\"") && body.contains("One-Click");
        if parts || body.split('&').any(|pair| pair == ONE_CLICK) {
            return Some(Self {
                wish: Wish::StopChannel(Channel::Email),
                often: None,
            });
        }
        let pairs: Vec<(&str, &str)> = body
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .collect();
        let all = |name: &str| {
            let named = pairs.iter().filter(move |(known, _)| *known == name);
            named.map(|(_, value)| *value).collect::<Vec<&str>>()
        };
        let kinds = |name: &str| {
            let values = all(name).into_iter();
            values.map(Preference::named).collect::<Option<Vec<_>>>()
        };
        let often = all("often").pop();
        let often = match often {
            Some(name) => Some(Often::ALL.into_iter().find(|often| often.name() == name)?),
            None => None,
        };
        match all("do").as_slice() {
            ["stop"] => Some(Self {
                wish: Wish::StopAll,
                often: None,
            }),
            ["save"] => Some(Self {
                wish: Wish::Choose {
                    shown: kinds("row")?,
                    wanted: kinds("on")?,
                },
                often,
            }),
            _ => None,
        }
    }
}

/// The words beside one kind of message, or on the button that stops all: what a change is proven by.
#[must_use]
pub fn preference_words(words: &Words, shop: &str, preference: Option<&Preference<'_>>) -> String {
    let Some(preference) = preference else {
        return words.say("pref_stop_all").to_string();
    };
    format!(
        "{}: {}: {}",
        words.filled("pref_title", &[("shop", shop)]),
        channel(words, preference),
        purpose(words, preference.purpose)
    )
}

/// The page as HTML.
#[must_use]
pub fn preferences_page(facts: &PreferencesFacts<'_>) -> String {
    let words = facts.words;
    let named = |name: &str| escaped(&words.filled(name, &[("shop", facts.shop)]));
    let notice = facts.notice.map(|notice| {
        let name = match notice {
            Notice::Saved => "pref_saved",
            Notice::Stopped => "pref_stopped",
            Notice::Soon => "pref_soon",
        };
        format!(
            "<p role=\"status\" class=\"line\" style=\"margin:0 0 16px;padding:12px 16px;border:2px solid #1c1917;\
             border-radius:8px\">{}</p>",
            named(name)
        )
    });
    let form = if facts.preferences.is_empty() {
        format!("<p style=\"margin:0\">{}</p>", named("pref_nothing"))
    } else {
        form(facts)
    };
    let body = format!(
        "<h2 style=\"margin:0 0 16px;font-size:22px;line-height:1.3\">{}</h2>{}{form}",
        named("pref_title"),
        notice.unwrap_or_default()
    );
    page::whole(words.language(), facts.shop, &body)
}

/// The page of a link whose time is over.
#[must_use]
pub fn expired_page(words: &Words, shop: &str) -> String {
    let said = escaped(words.say("pref_expired"));
    let body = format!("<p style=\"margin:0\">{said}</p>");
    page::whole(words.language(), shop, &body)
}

fn form(facts: &PreferencesFacts<'_>) -> String {
    let words = facts.words;
    let mut fields = String::new();
    let mut rest = facts.preferences.as_slice();
    while let Some(first) = rest.first() {
        let legend = channel(words, first);
        let same = rest
            .iter()
            .take_while(|preference| channel(words, preference) == legend)
            .count();
        let (group, after) = rest.split_at(same);
        let rows: String = group.iter().map(|row| checkbox(words, row)).collect();
        fields.push_str(&fieldset(&legend, &rows));
        rest = after;
    }
    let sells = |preference: &Preference<'_>| preference.purpose == Purpose::Marketing;
    if facts.preferences.iter().any(sells) {
        let radio = |often: Often| radio(words, often, facts.often);
        let radios: String = Often::ALL.into_iter().map(radio).collect();
        fields.push_str(&fieldset(words.say("pref_often"), &radios));
    }
    let said = |name: &str| escaped(words.say(name));
    let hint = escaped(&words.filled("pref_stop_hint", &[("shop", facts.shop)]));
    format!(
        "<form method=\"post\"><p style=\"margin:0 0 16px\">{}</p>{fields}\
         <p style=\"margin:0 0 32px\"><button name=\"do\" value=\"save\" class=\"button\" style=\"{BUTTON}\">{}</button></p>\
         </form><form method=\"post\"><p id=\"stops\" class=\"soft\" style=\"{SMALL}\">{hint}</p>\
         <p style=\"margin:0\"><button name=\"do\" value=\"stop\" aria-describedby=\"stops\" class=\"button\" \
         style=\"{BUTTON}\">{}</button></p></form>",
        said("pref_intro"),
        said("pref_save"),
        said("pref_stop_all")
    )
}

fn fieldset(legend: &str, fields: &str) -> String {
    format!(
        "<fieldset class=\"line\" style=\"margin:0 0 16px;padding:8px 16px;border:1px solid #a8a29e;border-radius:8px\">\
         <legend style=\"padding:0 4px;font-weight:600\">{}</legend>{fields}</fieldset>",
        escaped(legend)
    )
}

fn checkbox(words: &Words, preference: &Preference<'_>) -> String {
    let name = preference.name();
    let (checked, waits) = match preference.state {
        Chosen::On => (" checked", None),
        Chosen::Waiting => (" checked", Some(words.say("pref_waiting"))),
        Chosen::Off => ("", None),
    };
    let waits = waits.map(|waits| format!(" <span class=\"soft\">({})</span>", escaped(waits)));
    format!(
        "<input type=\"hidden\" name=\"row\" value=\"{name}\">{}",
        labelled(
            &format!("type=\"checkbox\" name=\"on\" value=\"{name}\"{checked}"),
            &format!(
                "{}{}",
                escaped(purpose(words, preference.purpose)),
                waits.unwrap_or_default()
            )
        )
    )
}

fn radio(words: &Words, often: Often, chosen: Often) -> String {
    let checked = if often == chosen { " checked" } else { "" };
    let label = match often {
        Often::Usual => "pref_usual",
        Often::Week => "pref_week",
        Often::Month => "pref_month",
    };
    let name = often.name();
    labelled(
        &format!("type=\"radio\" name=\"often\" value=\"{name}\"{checked}"),
        &escaped(words.say(label)),
    )
}

/// High enough for a finger (WCAG 2.2, 2.5.8).
fn labelled(input: &str, label: &str) -> String {
    format!(
        "<label style=\"display:flex;gap:12px;align-items:center;min-height:44px\"><input {input} \
         style=\"flex:none;width:20px;height:20px;margin:0\"><span>{label}</span></label>"
    )
}

fn channel(words: &Words, preference: &Preference<'_>) -> String {
    let name = match preference.channel {
        Channel::Email | Channel::Chat => "pref_email",
        Channel::Sms => "pref_sms",
        Channel::WhatsApp => "pref_whatsapp",
    };
    let hint = preference.address.hint();
    // An address runs from left to right in every script (Unicode's isolates, UAX 9).
    let hint = match words.language().direction() {
        Direction::LeftToRight => hint,
        Direction::RightToLeft => format!("\u{2066}{hint}\u{2069}"),
    };
    words.filled(name, &[("address", &hint)])
}

fn purpose(words: &Words, purpose: Purpose) -> &str {
    words.say(match purpose {
        Purpose::Service => "pref_service",
        Purpose::Utility => "pref_utility",
        Purpose::Marketing => "pref_marketing",
    })
}

/// What a mail program posts (RFC 8058, section 3.1).
pub const ONE_CLICK: &str = "List-Unsubscribe=One-Click";
