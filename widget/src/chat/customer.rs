//! Which customer is signed in at the shop. The page says it, which is enough to notice that somebody else sits here now;
//! to the edge only the shop platform's word counts, which the page fetches from the shop's own domain.

use crate::chat::{Chat, door};
use wasm_bindgen::JsValue;

/// Where on the shop's own domain its app proxy answers, as the operator's app has it (docs/embed.md).
const PROXY: &str = "/apps/parley/customer";
/// The longest token that is handed on.
const MOST: usize = 1000;

impl Chat {
    /// Looks who is at this page, before it connects for the first time. A customer's conversation is not for whoever comes
    /// after them; one that was begun before they signed in is theirs.
    pub(super) fn meet_customer(self) {
        let inner = self.inner();
        let customer = signed_in(&inner.port);
        let before = inner.kept.borrow().customer.clone();
        if inner.begun.get() || before == customer {
            return;
        }
        if before.is_some() {
            self.begin(None);
            inner.kept.borrow_mut().known = None;
            inner.found.set(None);
        }
        let mut kept = inner.kept.borrow_mut();
        kept.forget_token();
        kept.customer = None;
    }

    /// The token of the customer who is signed in, empty where nobody is; `None` where the shop could not be asked, so
    /// that it is asked again another time.
    pub(super) async fn customers_token(self) -> Option<String> {
        if signed_in(&self.inner().port).is_none() {
            return Some(String::new());
        }
        let answer = door::get(PROXY).await?;
        match answer.status {
            429 | 500.. => None,
            200 => {
                let text = answer.text().await;
                // A shop behind a password answers with a page.
                Some(text.filter(|text| text.len() <= MOST).unwrap_or_default())
            }
            _ => Some(String::new()),
        }
    }
}

/// The customer whom the page names: the script tag's `data-customer`, and `parley.identify` writes it there.
pub(super) fn signed_in(port: &JsValue) -> Option<String> {
    let id = door::text(&door::field(port, "data")?, "customer")?;
    (!id.is_empty()).then_some(id)
}
