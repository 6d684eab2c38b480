//! What a full ledger takes: grants no more, confirmations and withdrawals always, where those that say the same are few.

use super::Shopper;
use crate::error::{Error, Result};
use shared::consent::{Entry, Fold, Kind, Ledger};

impl Shopper {
    /// Has a full ledger take one more entry: a withdrawal is honoured however full it is. Whether it is to be written.
    pub(super) fn makes_room(&self, ledger: &Ledger, entry: &Entry) -> Result<bool> {
        match entry.kind {
            Kind::Withdrawal => {}
            // One for a grant that is there.
            Kind::Confirmation => return Ok(true),
            Kind::Grant => {
                let message = "this shopper's ledger is full";
                return Err(Error::refusal(409, "ledger_full", message));
            }
        }
        match ledger.fold(entry) {
            Fold::Keep => Ok(true),
            Fold::Drop => Ok(false),
            Fold::Replace(earlier) => {
                self.tables.run(
                    "DELETE FROM consent WHERE id = ?",
                    vec![earlier.as_str().into()],
                )?;
                self.forget(&format!("tell {earlier}"))?;
                Ok(true)
            }
        }
    }
}
