//! The one message that may follow a reply that stops messages: that it is done. It sells nothing, goes to the address that
//! stopped, by the channel on which it did, and to nobody else, within five minutes, and once, however often somebody says
//! stop (47 CFR 64.1200(a)(12)). Where a country's networks take no such text nothing is sent.

use super::{Entry, Kind, Ledger, Source, weigh};
use crate::channel::{Channel, Purpose};
use crate::conversation::made_id;
use crate::delivery::{Draft, Message, Recipient};
use crate::id::{ConsentId, ConversationId, DeliveryId, ShopId, ShopperId};
use crate::message::word_by_email;
use crate::optout;
use crate::policy::confirms_stop;
use crate::time::{Instant, Span};
use alloc::{format, string::String};

/// What the message is made from.
#[derive(Clone, Copy, Debug)]
pub struct Parting<'a> {
    /// The shop.
    pub shop: &'a ShopId,
    /// What it is called.
    pub name: &'a str,
    /// Whose withdrawal it is.
    pub shopper: &'a ShopperId,
    /// The language it was written in.
    pub language: Option<&'a str>,
}

impl Ledger {
    /// The message that says that this withdrawal is done; none where none is due. The same withdrawal makes the same
    /// message, id included, so that it goes once.
    #[must_use]
    pub fn farewell(&self, withdrawal: &ConsentId, parting: &Parting<'_>) -> Option<Draft> {
        let entry = self.entries.iter().find(|entry| entry.id == *withdrawal)?;
        if !self.is_owed(entry) {
            return None;
        }
        let text = optout::confirmation(parting.language.unwrap_or("en"), parting.name);
        let id = draft_id(&entry.id)?;
        let own = made_id(id.as_str())?;
        Some(Draft {
            // Who writes once more goes on where they agreed.
            conversation: self.agreed_in(entry.channel).cloned().unwrap_or(own),
            id,
            shop: parting.shop.clone(),
            shopper: parting.shopper.clone(),
            channel: entry.channel,
            purpose: Purpose::Service,
            recipient: Recipient::Shopper {
                address: entry.address.clone(),
            },
            message: message(entry.channel, text, parting.language)?,
            due: weigh::recorded(entry),
            expires: until(entry),
            language: parting.language.map(Into::into),
        })
    }

    /// The withdrawal that this draft says is done; none for any other draft, and when it is too late for it.
    #[must_use]
    pub fn parting(&self, draft: &Draft) -> Option<&Entry> {
        if draft.purpose != Purpose::Service {
            return None;
        }
        let says = |entry: &&Entry| {
            draft.channel == entry.channel
                && draft_id(&entry.id).as_ref() == Some(&draft.id)
                && entry.address == *draft.recipient.address()
                && draft.expires <= until(entry)
                && self.is_owed(entry)
        };
        self.entries.iter().find(says)
    }

    /// The conversation in which messages on this channel were agreed to last.
    fn agreed_in(&self, channel: Channel) -> Option<&ConversationId> {
        let mut grants = self.entries.iter().rev();
        grants.find_map(|entry| match (&entry.proof.source, entry.kind) {
            (Source::Chat { conversation }, Kind::Grant) if entry.channel == channel => {
                Some(conversation)
            }
            _ => None,
        })
    }

    /// Whether this withdrawal is a reply that is answered where it came from, and the first since a grant.
    fn is_owed(&self, entry: &Entry) -> bool {
        let channel = entry.channel;
        let by_reply = entry.kind == Kind::Withdrawal && entry.proof.source == Source::Reply;
        let told = match channel {
            Channel::Sms => {
                (entry.address.place()).is_some_and(|place| confirms_stop(place.country))
            }
            Channel::Email | Channel::WhatsApp => true,
            Channel::Chat => false,
        };
        let before = |other: &&Entry| weigh::recorded(other) < weigh::recorded(entry);
        let grants = self
            .entries
            .iter()
            .filter(before)
            .filter(|other| other.kind == Kind::Grant && other.channel == channel);
        let granted = grants.map(weigh::recorded).max();
        let again = self.withdrawals().filter(before).any(|other| {
            let reaches = weigh::reaches(other, channel, entry.purpose, &entry.address);
            reaches && granted.is_none_or(|granted| weigh::recorded(other) > granted)
        });
        weigh::fits(&entry.address, channel) && by_reply && told && !again
    }
}

/// The text as this channel carries it.
fn message(channel: Channel, text: String, language: Option<&str>) -> Option<Message> {
    Some(match channel {
        Channel::Sms => Message::Sms { text },
        Channel::WhatsApp => Message::WhatsApp {
            text,
            template: None,
        },
        Channel::Email => word_by_email(language, text),
        Channel::Chat => return None,
    })
}

fn draft_id(withdrawal: &ConsentId) -> Option<DeliveryId> {
    made_id(&format!("farewell.{withdrawal}"))
}

fn until(withdrawal: &Entry) -> Instant {
    weigh::recorded(withdrawal) + IN_TIME
}

/// 47 CFR 64.1200(a)(12).
const IN_TIME: Span = Span::minutes(5);
