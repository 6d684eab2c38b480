//! The one message that may follow a reply that stops messages: that it is done. It sells nothing, goes to the number that
//! stopped and to nobody else, within five minutes, and once, however often somebody says stop (47 CFR 64.1200(a)(12)).
//! Where no law and no carrier asks for it nothing is sent: who wants to hear nothing hears nothing.

use super::{Entry, Kind, Ledger, Source, weigh};
use crate::channel::{Channel, Purpose};
use crate::contact::Address;
use crate::conversation::made_id;
use crate::delivery::{Draft, Message, Recipient};
use crate::id::{ConsentId, ConversationId, DeliveryId, ShopId, ShopperId};
use crate::optout;
use crate::time::{Instant, Span};
use alloc::format;

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
            conversation: self.agreed_in().cloned().unwrap_or(own),
            id,
            shop: parting.shop.clone(),
            shopper: parting.shopper.clone(),
            channel: Channel::Sms,
            purpose: Purpose::Service,
            recipient: Recipient::Shopper {
                address: entry.address.clone(),
            },
            message: Message::Sms { text },
            due: weigh::recorded(entry),
            expires: until(entry),
            language: parting.language.map(Into::into),
        })
    }

    /// The withdrawal that this draft says is done; none for any other draft, and when it is too late for it.
    #[must_use]
    pub fn parting(&self, draft: &Draft) -> Option<&Entry> {
        if (draft.channel, draft.purpose) != (Channel::Sms, Purpose::Service) {
            return None;
        }
        let says = |entry: &&Entry| {
            draft_id(&entry.id).as_ref() == Some(&draft.id)
                && entry.address == *draft.recipient.address()
                && draft.expires <= until(entry)
                && self.is_owed(entry)
        };
        self.entries.iter().find(says)
    }

    /// The conversation in which text messages were agreed to last.
    fn agreed_in(&self) -> Option<&ConversationId> {
        let mut grants = self.entries.iter().rev();
        grants.find_map(|entry| match (&entry.proof.source, entry.kind) {
            (Source::Chat { conversation }, Kind::Grant) if entry.channel == Channel::Sms => {
                Some(conversation)
            }
            _ => None,
        })
    }

    /// Whether this withdrawal is a reply by text message, from where it is answered, and the first since a grant.
    fn is_owed(&self, entry: &Entry) -> bool {
        let by_reply = entry.kind == Kind::Withdrawal
            && entry.channel == Channel::Sms
            && entry.proof.source == Source::Reply;
        let place = entry.address.place();
        let asked = place.is_some_and(|place| COUNTRIES.contains(&place.country.code()));
        let before = |other: &&Entry| weigh::recorded(other) < weigh::recorded(entry);
        let grants = self
            .entries
            .iter()
            .filter(before)
            .filter(|other| other.kind == Kind::Grant && other.channel == Channel::Sms);
        let granted = grants.map(weigh::recorded).max();
        let again = self.withdrawals().filter(before).any(|other| {
            let reaches = weigh::reaches(other, Channel::Sms, entry.purpose, &entry.address);
            reaches && granted.is_none_or(|granted| weigh::recorded(other) > granted)
        });
        matches!(entry.address, Address::Phone(_)) && by_reply && asked && !again
    }
}

fn draft_id(withdrawal: &ConsentId) -> Option<DeliveryId> {
    made_id(&format!("farewell.{withdrawal}"))
}

fn until(withdrawal: &Entry) -> Instant {
    weigh::recorded(withdrawal) + IN_TIME
}

/// 47 CFR 64.1200(a)(12).
const IN_TIME: Span = Span::minutes(5);
/// The United States with their territories, by that rule, and Canada, whose carriers ask for the same.
const COUNTRIES: [&str; 7] = ["US", "CA", "PR", "VI", "GU", "AS", "MP"];
