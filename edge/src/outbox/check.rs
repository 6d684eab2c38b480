//! The set-up check, at the shop's own outbox: its calls count for the limits that messages go by, and what they are told
//! of those limits, and of an account that takes nothing, is heard.

use super::store::Store;
use super::{Outbox, shown};
use crate::brevo::{Found, Hook, Wish};
use crate::clock;
use crate::error::Result;
use shared::outbox::Family;
use shared::policy::Category;
use shared::wire::document_v1::TemplateDraft;

impl Outbox {
    /// Looks at the shop's account, as the shop's document names it now; says when to ask again where that would take what
    /// is kept for messages.
    pub(super) async fn check(&self, hook: &Hook, wish: Wish) -> Result<Found> {
        let post = self.post(&self.shop()?).await?;
        let now = clock::now();
        let reserved = self.pace.with(&self.store, |gate| {
            gate.reserve(Family::Rest, wish.calls(), now)
        })?;
        if let Err(until) = reserved {
            return Ok(Found::later(until - now));
        }
        self.pace.save(&self.store)?;
        let shops = (
            &post.sending.sender,
            post.sending.facts.templates.as_slice(),
        );
        let mut found = post.account.check(shops, hook, wish).await;
        self.pace.made(&self.store, &post.account, wish.calls())?;
        if let Some(templates) = &found.sells {
            self.store.reclass(templates)?;
        }
        for says in shown::notices(&self.store.tally()?) {
            found.advise(&says);
        }
        // What was stopped may go on now.
        self.arm().await?;
        Ok(found)
    }
}

impl Store {
    /// Remembers which templates WhatsApp classes as ones that sell, against the shop's document.
    fn reclass(&self, templates: &[String]) -> Result<()> {
        self.0.run("DELETE FROM sells", Vec::new())?;
        for template in templates {
            self.0.run(
                "INSERT OR IGNORE INTO sells (template) VALUES (?)",
                vec![template.as_str().into()],
            )?;
        }
        Ok(())
    }

    /// What the shop's document says of its templates, with the stricter of two categories.
    pub(super) fn stricter(&self, templates: &mut [TemplateDraft]) -> Result<()> {
        for template in templates {
            let id = template.id.as_str();
            if self.found("SELECT 1 AS one FROM sells WHERE template = ?", id)? {
                template.category = Category::Marketing;
            }
        }
        Ok(())
    }
}
