//! The page of a shopper's preferences: what it shows, and what a form changes. Everything it takes back is in the ledger
//! before the page answers; nothing leaves the outbox without a look at that ledger, and what waits there ends as soon as the
//! outbox is told, which is kept as a duty with the entry.

use super::{Shopper, rules_of};
use crate::answer;
use crate::calls::WantPreferences;
use crate::clock;
use crate::error::{Error, Result};
use crate::preferences::PLACE;
use serde::Deserialize;
use shared::consent::{Pressed, Wish};
use shared::message::{Form, Notice, Often, PreferencesFacts, Words, preferences_page};
use shared::time::Span;
use worker::Response;

#[derive(Deserialize)]
struct WishRow {
    gap: i64,
}

impl Shopper {
    /// The page, after what was posted is done.
    pub(super) async fn preferences(&self, want: WantPreferences) -> Result<Response> {
        let words = want.words.clone().words();
        let notice = match &want.form {
            Some(form) => Some(self.choose(&want, form, &words).await?),
            None => None,
        };
        let ledger = self.ledger()?.under(rules_of(&want.shop, clock::now()));
        let page = preferences_page(&PreferencesFacts {
            shop: &want.shop.brand,
            words: &words,
            preferences: ledger.preferences(),
            often: Often::of(self.wished_gap()?),
            notice,
        });
        answer::bytes(page.into_bytes())
    }

    async fn choose(&self, want: &WantPreferences, form: &str, words: &Words) -> Result<Notice> {
        let form = Form::read(form).ok_or_else(|| Error::fault("a form that is none"))?;
        let now = clock::now();
        let ledger = self.ledger()?.under(rules_of(&want.shop, now));
        let change = ledger.change(
            &form.wish,
            &Pressed {
                shop: &want.shop.brand,
                words,
                place: PLACE,
                now,
            },
        );
        // Whoever has no entry, or none any more, is sent nothing that a wish could space out.
        if let Some(often) = form.often.filter(|_| !ledger.entries().is_empty()) {
            self.wish_for(often)?;
        }
        for entry in change.entries {
            self.record(entry).await?;
        }
        Ok(match (form.wish, change.too_soon) {
            (Wish::Choose { .. }, true) => Notice::Soon,
            (Wish::Choose { .. }, false) => Notice::Saved,
            (Wish::StopAll | Wish::StopChannel(_), _) => Notice::Stopped,
        })
    }

    /// The least time between two messages that sell, as the shopper wishes.
    pub(super) fn wished_gap(&self) -> Result<Option<Span>> {
        let row: Option<WishRow> = self.tables.row("SELECT gap FROM wish", Vec::new())?;
        Ok(row.map(|row| Span(row.gap)))
    }

    fn wish_for(&self, often: Often) -> Result<()> {
        match often.gap() {
            Some(gap) => self.tables.run(
                "INSERT INTO wish (only, gap) VALUES (1, ?) ON CONFLICT (only) DO UPDATE SET gap = excluded.gap",
                vec![gap.0.into()],
            ),
            // Not written where there was none: whoever never agreed to anything leaves no tables behind.
            None if self.wished_gap()?.is_none() => Ok(()),
            None => self.tables.run("DELETE FROM wish", Vec::new()),
        }
    }
}
