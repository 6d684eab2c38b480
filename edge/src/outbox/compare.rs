//! What Brevo holds of a contact against what the ledgers of its shoppers hold: of two that differ the stricter counts.

use super::Outbox;
use super::inbound::BREVO;
use super::post::Post;
use super::store::Store;
use crate::ask::{Class, shopper_name};
use crate::brevo::{Failure, KnownContact, Person, contact};
use crate::calls::{self, WantContrast};
use crate::clock;
use crate::error::{Error, Result};
use crate::log::{self, Ids};
use serde::Deserialize;
use shared::channel::Channel;
use shared::consent::{Scope, Source, hashed_text};
use shared::contact::Address;
use shared::inbound::{Holding, Item, Leaving, Seen};
use shared::outbox::{Admission, Family};

#[derive(Deserialize)]
struct HeldRow {
    contact: String,
    brevo: String,
    list: i64,
}

impl Outbox {
    /// A contact is not as it was: what Brevo has blocked is held against the ledger, and the stricter side counts.
    pub(super) async fn compare(&self, item: &Item, address: &Address, post: &Post) -> Result<()> {
        if self.store.is_noted(&hashed_text(address))? {
            return Err(Error::too_many(5));
        }
        if self.pace.admit(&self.store, Family::Contacts)? != Admission::Go {
            return Err(Error::too_many(5));
        }
        let person = match address {
            Address::Email(email) => Person::Email(email.as_str()),
            Address::Phone(phone) => Person::Phone(phone.as_str().trim_start_matches('+')),
        };
        let answer = post.account.make(contact::contact(person)).await;
        self.pace
            .heard(&self.store, Family::Contacts, &answer, clock::now())?;
        self.pace.save(&self.store)?;
        let known = match answer.outcome {
            Ok(known) => Some(known),
            Err(Failure::Permanent { status: 404, .. }) => None,
            Err(failure) => {
                log::note(failure.code(), Ids::of_shop(&self.own_name()));
                return Err(Error::too_many(5));
            }
        };
        self.hold(item, address, known.as_ref(), post).await?;
        // Who is no contact is blocked nowhere.
        for (address, channel, blocked) in known.iter().flat_map(KnownContact::blocks) {
            // Nothing can be told to Brevo about WhatsApp, so only what it says is heard.
            if channel == Channel::WhatsApp && !blocked {
                continue;
            }
            let leaving = Leaving {
                channel,
                scope: Scope::Channel,
                address: &address,
                words: "blocked",
                source: Source::Webhook { by: BREVO.into() },
            };
            self.contrast(item, leaving, blocked).await?;
        }
        Ok(())
    }

    /// Who agreed to be sold to, and is not held there any more as Brevo was told of them, is sold to no more.
    async fn hold(
        &self,
        item: &Item,
        address: &Address,
        known: Option<&KnownContact>,
        post: &Post,
    ) -> Result<()> {
        let id = known.map_or(String::new(), |known| known.id.to_string());
        let mut addresses = vec![hashed_text(address)];
        let held = known.into_iter().flat_map(KnownContact::blocks);
        addresses.extend(held.map(|(address, ..)| hashed_text(&address)));
        let seen = known.map(|known| Seen {
            id: &id,
            addresses: addresses.get(1..).unwrap_or_default(),
            lists: &known.list_ids,
        });
        for holding in self.store.holdings(&id, &addresses)? {
            let Some(words) = holding.lost(seen.as_ref(), post.sending.sender.list) else {
                self.store.is_told(&holding.contact, &id, holding.list)?;
                continue;
            };
            let Some(address) = address_of(&holding.contact) else {
                continue;
            };
            let channels: &[Channel] = match address {
                Address::Email(_) => &[Channel::Email],
                Address::Phone(_) => &[Channel::Sms, Channel::WhatsApp],
            };
            for channel in channels {
                let leaving = Leaving {
                    channel: *channel,
                    scope: Scope::Purpose,
                    address: &address,
                    words,
                    source: Source::Webhook { by: BREVO.into() },
                };
                self.contrast(item, leaving, true).await?;
            }
        }
        Ok(())
    }

    /// Has the ledgers of everybody with this address say which side is right.
    async fn contrast(&self, item: &Item, leaving: Leaving<'_>, blocked: bool) -> Result<()> {
        let people = self.store.people(leaving.address)?;
        let Some(withdrawal) = item.withdrawal(leaving, clock::now()) else {
            return Ok(());
        };
        let want = WantContrast {
            withdrawal,
            blocked,
        };
        let body = serde_json::to_vec(&want)?;
        for shopper in people {
            let name = shopper_name(&self.shop()?, &shopper);
            let path = calls::CONTRAST;
            self.bid(Class::Shopper, &name, path, body.clone()).await?;
        }
        Ok(())
    }
}

impl Store {
    /// Brevo knows of this contact, who agreed to be sold to, and put it on this list.
    pub(super) fn is_told(&self, contact: &str, id: &str, list: i64) -> Result<()> {
        self.0.run(
            "UPDATE agreed SET list = ?, brevo = coalesce(nullif(?, ''), brevo) WHERE contact = ?",
            vec![list.into(), id.into(), contact.into()],
        )
    }

    /// What Brevo was told of contacts with this id or one of these addresses.
    fn holdings(&self, id: &str, addresses: &[String]) -> Result<Vec<Holding>> {
        let mut holdings = Vec::new();
        for (query, keys) in [
            (
                "SELECT contact, coalesce(brevo, '') AS brevo, list FROM agreed WHERE brevo = ? AND list IS NOT NULL",
                core::slice::from_ref(&id.to_owned()),
            ),
            (
                "SELECT contact, coalesce(brevo, '') AS brevo, list FROM agreed WHERE contact = ? AND list IS NOT NULL",
                addresses,
            ),
        ] {
            for key in keys {
                let rows: Vec<HeldRow> = self.0.rows(query, vec![key.as_str().into()])?;
                for row in rows {
                    let holding = Holding {
                        contact: row.contact,
                        id: row.brevo,
                        list: row.list,
                    };
                    if !holdings.contains(&holding) {
                        holdings.push(holding);
                    }
                }
            }
        }
        Ok(holdings)
    }
}

/// An address as rows name a contact.
fn address_of(contact: &str) -> Option<Address> {
    if contact.starts_with('+') {
        let number = contact.to_owned().try_into().ok()?;
        return Some(Address::Phone(number));
    }
    contact.parse().ok().map(Address::Email)
}
