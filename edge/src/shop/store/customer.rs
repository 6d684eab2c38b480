//! The rows that say in which conversation a customer is.

use super::{ConversationRow, Found, Store};
use crate::calls::WantTheirs;
use crate::error::Result;
use serde::Deserialize;
use shared::id::{ConversationId, CustomerId, ShopperId};
use shared::time::Instant;

#[derive(Deserialize)]
struct ShopperRow {
    shopper: ShopperId,
}

impl Store {
    /// The conversation that a customer opened last.
    pub(in crate::shop) fn conversation_of(
        &self,
        customer: &CustomerId,
    ) -> Result<Option<ConversationId>> {
        let row: Option<ConversationRow> = self.0.row(
            "SELECT conversation FROM customer WHERE id = ?",
            vec![customer.as_str().into()],
        )?;
        Ok(row.map(|row| row.conversation))
    }

    /// Who the shopper is in a conversation, as its record says.
    pub(in crate::shop) fn shopper_in(
        &self,
        conversation: &ConversationId,
    ) -> Result<Option<ShopperId>> {
        let row: Option<ShopperRow> = self.0.row(
            "SELECT json_extract(record, '$.shopper') AS shopper FROM record WHERE conversation = ?",
            vec![conversation.as_str().into()],
        )?;
        Ok(row.map(|row| row.shopper))
    }

    /// Keeps where a customer is; false where another one is there.
    pub(in crate::shop) fn keep_customer(&self, want: &WantTheirs, now: Instant) -> Result<bool> {
        let here = || want.here.as_str().into();
        let taken: Option<Found> = self.0.row(
            "SELECT 1 AS one FROM customer WHERE conversation = ? AND id != ?",
            vec![here(), want.customer.as_str().into()],
        )?;
        if taken.is_none() {
            self.0.run(
                "INSERT OR REPLACE INTO customer (id, conversation, at) VALUES (?, ?, ?)",
                vec![want.customer.as_str().into(), here(), now.0.into()],
            )?;
        }
        Ok(taken.is_none())
    }
}
