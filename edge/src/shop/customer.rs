//! Which conversation is a customer's: the one that they opened last as somebody who is signed in.

use super::Shop;
use crate::calls::{Theirs, WantTheirs};
use crate::clock;
use crate::error::{Error, Result};

impl Shop {
    /// A customer's conversation; the page's own where there is none yet, or where the page stays in it.
    pub(super) async fn theirs(&self, want: &WantTheirs) -> Result<Theirs> {
        self.loaded()?;
        let earlier = self.store.conversation_of(&want.customer)?;
        let shopper = match &earlier {
            Some(earlier) => self.store.shopper_in(earlier)?,
            None => None,
        };
        let conversation = match earlier {
            Some(earlier) if !want.stays || earlier == want.here => earlier,
            _ => {
                if !self.store.keep_customer(want, clock::now())? {
                    // After another customer at the same browser: nobody reads on where somebody else has written.
                    let message = "this conversation is another customer's";
                    return Err(Error::refusal(410, "another_customers", message));
                }
                self.arm().await?;
                want.here.clone()
            }
        };
        Ok(Theirs {
            conversation,
            shopper,
        })
    }
}
