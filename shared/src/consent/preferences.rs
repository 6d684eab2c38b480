//! What a shopper sees and changes on the page of their preferences. Whoever has its link changes consent as the shopper,
//! so it only takes back, or gives again to an address that the shopper had agreed to before.

use super::{Entry, Kind, Ledger, Proof, Scope, Source, Standing};
use crate::channel::{Channel, Purpose};
use crate::contact::Address;
use crate::conversation::made_id;
use crate::message::{Words, preference_words};
use crate::policy::CLOCKS_DIFFER;
use crate::time::Instant;
use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

/// One kind of message that the shopper has once agreed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preference<'a> {
    /// How it goes.
    pub channel: Channel,
    /// Why it goes.
    pub purpose: Purpose,
    /// Where it goes, or went.
    pub address: &'a Address,
    /// Whether it does.
    pub state: Chosen,
}

/// Whether a kind of message goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// It does.
    On,
    /// It does once the consent is confirmed.
    Waiting,
    /// It does not.
    Off,
}

/// What the shopper wants to be different.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Of these kinds of messages, to get some and no others.
    Choose {
        /// What the page showed.
        shown: Vec<(Channel, Purpose)>,
        /// What of that is wanted.
        wanted: Vec<(Channel, Purpose)>,
    },
    /// To get nothing more on this channel.
    StopChannel(Channel),
    /// To get nothing more.
    StopAll,
}

/// How a change was made, for its proof.
#[derive(Clone, Copy, Debug)]
pub struct Pressed<'a> {
    /// The shop, as the page called it.
    pub shop: &'a str,
    /// The page's words.
    pub words: &'a Words,
    /// The page, without the secret in its address.
    pub place: &'a str,
    /// When.
    pub now: Instant,
}

/// What a wish leads to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// What the ledger must keep for it; nothing when all is as wished.
    pub entries: Vec<Entry>,
    /// Whether something is not given again because it was taken back only a moment ago.
    pub too_soon: bool,
}

impl Ledger {
    /// Everything the shopper has once agreed to, by channel. A number that belongs to another person now is not theirs to
    /// choose for.
    #[must_use]
    pub fn preferences(&self) -> Vec<Preference<'_>> {
        let purposes = [Purpose::Service, Purpose::Utility, Purpose::Marketing];
        let kinds = CHANNELS
            .into_iter()
            .flat_map(|channel| purposes.map(|purpose| (channel, purpose)));
        let mut preferences = Vec::new();
        for (channel, purpose) in kinds {
            let of_it = |entry: &&Entry| {
                entry.kind == Kind::Grant && (entry.channel, entry.purpose) == (channel, purpose)
            };
            let newest = self.entries.iter().rev().find(of_it);
            let state = match self.standing(channel, purpose) {
                Standing::Granted(grant) => Some((&grant.address, Chosen::On)),
                Standing::Pending { grant, .. } => Some((&grant.address, Chosen::Waiting)),
                Standing::Withdrawn(by) if by.scope == Scope::Address => None,
                Standing::Lapsed(_) | Standing::Withdrawn(_) | Standing::Unasked => {
                    newest.map(|grant| (&grant.address, Chosen::Off))
                }
            };
            preferences.extend(state.map(|(address, state)| Preference {
                channel,
                purpose,
                address,
                state,
            }));
        }
        preferences
    }

    /// What must be kept to bring the ledger to what is wished. The same wish again leads to nothing more.
    #[must_use]
    pub fn change(&self, wish: &Wish, pressed: &Pressed<'_>) -> Change {
        let preferences = self.preferences();
        let (shown, wanted) = match wish {
            Wish::Choose { shown, wanted } => (shown, wanted),
            Wish::StopChannel(channel) => {
                let stop = self.stop(&preferences, Some(*channel), pressed);
                return Change::of(stop);
            }
            Wish::StopAll => return Change::of(self.stop(&preferences, None, pressed)),
        };
        let mut change = Change::default();
        for preference in &preferences {
            let kind = (preference.channel, preference.purpose);
            if !shown.contains(&kind) {
                continue;
            }
            match (wanted.contains(&kind), preference.state) {
                (true, Chosen::On | Chosen::Waiting) | (false, Chosen::Off) => {}
                (false, Chosen::On | Chosen::Waiting) => {
                    change.entries.extend(self.taken_back(preference, pressed));
                }
                (true, Chosen::Off) if self.is_too_soon(preference, pressed.now) => {
                    change.too_soon = true;
                }
                (true, Chosen::Off) => {
                    change.entries.extend(self.given_again(preference, pressed));
                }
            }
        }
        change
    }

    /// Policy takes a grant for none that is dated hardly after a withdrawal.
    fn is_too_soon(&self, preference: &Preference<'_>, now: Instant) -> bool {
        let withdrawn = self.withdrawn(preference.channel, preference.purpose);
        withdrawn.is_some_and(|by| now <= by.at + CLOCKS_DIFFER)
    }

    fn taken_back(&self, preference: &Preference<'_>, pressed: &Pressed<'_>) -> Option<Entry> {
        let (kind, scope) = (Kind::Withdrawal, Scope::Purpose);
        self.entry(preference, (kind, scope), "off", pressed)
    }

    fn given_again(&self, preference: &Preference<'_>, pressed: &Pressed<'_>) -> Option<Entry> {
        let (kind, scope) = (Kind::Grant, Scope::Purpose);
        self.entry(preference, (kind, scope), "on", pressed)
    }

    /// One withdrawal of all that goes, on one channel or on all.
    fn stop(
        &self,
        preferences: &[Preference<'_>],
        channel: Option<Channel>,
        pressed: &Pressed<'_>,
    ) -> Option<Entry> {
        let goes = |preference: &&Preference<'_>| {
            let there = channel.is_none_or(|channel| preference.channel == channel);
            there && preference.state != Chosen::Off
        };
        let first = preferences.iter().find(goes)?;
        let scope = channel.map_or(Scope::Everything, |_| Scope::Channel);
        let stops = self.entry(first, (Kind::Withdrawal, scope), "stop", pressed)?;
        let text = preference_words(pressed.words, pressed.shop, None);
        Some(Entry {
            proof: Proof {
                text,
                ..stops.proof
            },
            ..stops
        })
    }

    /// The id comes of the entry that makes the preference what it is, so that the same change of it is kept once.
    fn entry(
        &self,
        preference: &Preference<'_>,
        (kind, scope): (Kind, Scope),
        what: &str,
        pressed: &Pressed<'_>,
    ) -> Option<Entry> {
        let Preference {
            channel, purpose, ..
        } = *preference;
        let cause = match self.standing(channel, purpose) {
            Standing::Unasked => "",
            Standing::Granted(entry)
            | Standing::Pending { grant: entry, .. }
            | Standing::Lapsed(entry)
            | Standing::Withdrawn(entry) => entry.id.as_str(),
        };
        let wording = format!("preferences.{}.1", pressed.words.language().code());
        Some(Entry {
            id: made_id(&format!("preferences.{what}.{}.{cause}", named(preference)))?,
            at: pressed.now,
            channel,
            purpose,
            kind,
            address: preference.address.clone(),
            proof: Proof {
                wording: (kind == Kind::Grant)
                    .then(|| wording.parse().ok())
                    .flatten(),
                text: preference_words(pressed.words, pressed.shop, Some(preference)),
                place: pressed.place.to_string(),
                source: Source::Preferences,
            },
            recorded: None,
            scope,
            grant: None,
        })
    }
}

impl Change {
    fn of(entry: Option<Entry>) -> Self {
        Self {
            entries: entry.into_iter().collect(),
            too_soon: false,
        }
    }
}

impl Preference<'_> {
    /// How a form names it: `email.marketing`.
    #[must_use]
    pub fn name(&self) -> String {
        named(self)
    }

    /// What a form names so.
    #[must_use]
    pub fn named(name: &str) -> Option<(Channel, Purpose)> {
        let (channel, purpose) = name.split_once('.')?;
        let channel = CHANNELS.into_iter().find(|known| word(*known) == channel)?;
        let purpose = match purpose {
            "service" => Purpose::Service,
            "utility" => Purpose::Utility,
            "marketing" => Purpose::Marketing,
            _ => return None,
        };
        Some((channel, purpose))
    }
}

fn named(preference: &Preference<'_>) -> String {
    let purpose = match preference.purpose {
        Purpose::Service => "service",
        Purpose::Utility => "utility",
        Purpose::Marketing => "marketing",
    };
    format!("{}.{purpose}", word(preference.channel))
}

fn word(channel: Channel) -> &'static str {
    match channel {
        Channel::Email => "email",
        Channel::Sms => "sms",
        Channel::WhatsApp => "whatsapp",
        Channel::Chat => "chat",
    }
}

/// The channels that are chosen.
const CHANNELS: [Channel; 3] = [Channel::Email, Channel::Sms, Channel::WhatsApp];
