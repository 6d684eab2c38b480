//! What a shop knows of shoppers who were erased: who they are, until their old tokens are too old to be believed, and
//! what is left of their withdrawals, for good.

use super::Shop;
use crate::answer;
use crate::ask::{self, Class};
use crate::calls::{self, Buried, Erasing, Recalled, Reported, WantErase, WantRecall};
use crate::clock;
use crate::error::Result;
use shared::id::ShopperId;
use shared::time::{Instant, Span};
use worker::{Request, Response};

impl Shop {
    /// What is asked for a shopper's rights.
    pub(super) async fn serve_rights(&self, path: &str, request: &mut Request) -> Result<Response> {
        match path {
            calls::ERASE => {
                let want: WantErase = ask::read(request).await?;
                self.erase(&want).await
            }
            calls::OF => {
                let want: WantErase = ask::read(request).await?;
                self.conversations_of(&want)
            }
            calls::BURY => {
                let buried: Buried = ask::read(request).await?;
                self.bury(&buried)
            }
            calls::RECALL => {
                let want: WantRecall = ask::read(request).await?;
                answer::json(&Recalled {
                    erased: self.is_erased(Some(&want.shopper))?,
                    remnants: self.store.remnants(&want.address)?,
                })
            }
            _ => ask::unknown(Class::Shop, path),
        }
    }

    /// The first step: from here on the shopper is nobody's to know. Answers which conversations there are.
    async fn erase(&self, want: &WantErase) -> Result<Response> {
        self.loaded()?;
        self.store.erase(&want.shopper, clock::now())?;
        self.arm().await?;
        self.conversations_of(want)
    }

    fn conversations_of(&self, want: &WantErase) -> Result<Response> {
        answer::json(&Erasing {
            conversations: self.store.conversations_of(&want.shopper)?,
        })
    }

    /// The last step: what is left of withdrawals stays, session records go.
    fn bury(&self, buried: &Buried) -> Result<Response> {
        self.store.remember(&buried.remnants)?;
        self.store.forget_records_of(&buried.shopper)?;
        ask::done()
    }

    pub(super) fn is_erased(&self, shopper: Option<&ShopperId>) -> Result<bool> {
        shopper.map_or(Ok(false), |shopper| self.store.is_erased(shopper))
    }

    /// What a conversation is told that has told its record.
    pub(super) fn reported(&self, shopper: &ShopperId) -> Result<Reported> {
        Ok(Reported {
            keep: self.loaded()?.keep(),
            erased: self.store.is_erased(shopper)?,
        })
    }
}

/// Erased before this, a shopper has no token left that is believed.
pub(super) fn forgotten(now: Instant) -> Instant {
    Instant(now.0.saturating_sub(REMEMBERED.0))
}

const REMEMBERED: Span = Span::days(92);
