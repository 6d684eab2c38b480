//! What Brevo holds of a contact against what the ledgers of its shoppers hold: of two that differ the stricter counts.

use super::Outbox;
use super::inbound::BREVO;
use super::post::Post;
use crate::ask::{Class, shopper_name};
use crate::brevo::{Failure, Person, contact};
use crate::calls::{self, WantContrast};
use crate::clock;
use crate::error::{Error, Result};
use crate::log::{self, Ids};
use shared::channel::Channel;
use shared::consent::{Scope, Source, hashed_text};
use shared::contact::Address;
use shared::id::ShopperId;
use shared::inbound::{Item, Leaving};
use shared::outbox::{Admission, Family};

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
            Ok(known) => known,
            // Who is no contact is blocked nowhere.
            Err(Failure::Permanent { status: 404, .. }) => return Ok(()),
            Err(failure) => {
                log::note(failure.code(), Ids::default());
                return Err(Error::too_many(5));
            }
        };
        for (address, channel, blocked) in known.blocks() {
            // Nothing can be told to Brevo about WhatsApp, so only what it says is heard.
            if channel == Channel::WhatsApp && !blocked {
                continue;
            }
            for shopper in self.store.people(&address)? {
                self.contrast(item, (&address, channel, blocked), &shopper)
                    .await?;
            }
        }
        Ok(())
    }

    async fn contrast(
        &self,
        item: &Item,
        (address, channel, blocked): (&Address, Channel, bool),
        shopper: &ShopperId,
    ) -> Result<()> {
        let leaving = Leaving {
            channel,
            scope: Scope::Channel,
            address,
            words: "blocked",
            source: Source::Webhook { by: BREVO.into() },
        };
        let Some(withdrawal) = item.withdrawal(leaving, clock::now()) else {
            return Ok(());
        };
        let want = WantContrast {
            withdrawal,
            blocked,
        };
        let name = shopper_name(&self.shop()?, shopper);
        let body = serde_json::to_vec(&want)?;
        self.bid(Class::Shopper, &name, calls::CONTRAST, body).await
    }
}
