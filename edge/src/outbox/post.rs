//! What the outbox sends with, and the two it asks: the shopper's object for a permit, Brevo to send.

use super::{Outbox, ids_of, told};
use crate::ask::{Class, ask, shopper_name};
use crate::brevo::{Account, SentBy};
use crate::calls::{self, Sending, WantPermit};
use crate::error::{Error, Result};
use crate::{clock, config, log};
use shared::channel::Channel;
use shared::delivery::{Answer, Draft, Send};
use shared::id::ShopId;
use shared::outbox::Family;
use shared::policy::Verdict;

/// What one run of the alarm sends with.
pub(super) struct Post {
    pub(super) sending: Sending,
    pub(super) account: Account,
}

impl Outbox {
    pub(super) async fn post(&self, shop: &ShopId) -> Result<Post> {
        let sending: Sending =
            ask(&self.env, Class::Shop, shop.as_str(), calls::SENDING, &()).await?;
        let account = Account::new(config::brevo_base(&self.env), sending.brevo_api_key.clone());
        Ok(Post { sending, account })
    }

    /// What the shop sends with, asked for once a run.
    pub(super) async fn posted<'a>(&self, post: &'a mut Option<Post>) -> Result<&'a Post> {
        let asked = match post.take() {
            Some(post) => post,
            None => self.post(&self.shop()?).await?,
        };
        Ok(post.insert(asked))
    }

    /// The shop that names this object.
    pub(super) fn shop(&self) -> Result<ShopId> {
        let name = self.own_name();
        name.parse()
            .map_err(|_| Error::fault("an outbox without its name"))
    }

    pub(super) async fn judge(&self, draft: &Draft, post: &Post) -> Result<Verdict> {
        let name = shopper_name(&draft.shop, &draft.shopper);
        let address = draft.recipient.address();
        let mut shop = post.sending.facts.clone();
        let heard = match draft.channel {
            Channel::WhatsApp => {
                self.store.stricter(&mut shop.templates)?;
                self.store.wrote(address)?
            }
            Channel::Chat | Channel::Email | Channel::Sms => None,
        };
        let want = WantPermit {
            draft: draft.clone(),
            shop,
            suppressed: self.store.suppressions(self.name(address)?)?,
            heard,
        };
        ask(&self.env, Class::Shopper, &name, calls::PERMIT, &want).await
    }

    pub(super) async fn send(&self, send: &Send, post: &Post) -> Result<Answer> {
        let draft = send.draft();
        let by = SentBy {
            sender: &post.sending.sender,
            brand: &post.sending.facts.brand,
        };
        let answer = post.account.send(by, send).await;
        let family = Family::of(draft.channel);
        self.pace
            .heard(&self.store, family, &answer, clock::now())?;
        if let Err(failure) = &answer.outcome {
            log::note(failure.code(), ids_of(draft));
        }
        Ok(told::answer(answer.outcome))
    }
}
