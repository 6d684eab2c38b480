//! Whom the service still holds as it was told of them. Who agreed to be sold to is a contact there, perhaps on a list; where
//! that contact is gone, has another address, or left the list, somebody took it away, and nobody is sold to on the strength
//! of it until they agree anew.

use alloc::string::String;
use core::fmt;

/// What the service was told of an address.
#[derive(Clone, PartialEq, Eq)]
pub struct Holding {
    /// The address, as rows name contacts.
    pub contact: String,
    /// The service's id of the contact; empty as long as it is not known.
    pub id: String,
    /// The list that it was put on; 0 for none.
    pub list: i64,
}

impl fmt::Debug for Holding {
    /// Without the address.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Holding")
            .field("id", &self.id)
            .field("list", &self.list)
            .finish_non_exhaustive()
    }
}

/// A contact as the service has it now.
#[derive(Clone, Copy)]
pub struct Seen<'a> {
    /// The service's id of it.
    pub id: &'a str,
    /// Its addresses, as rows name contacts.
    pub addresses: &'a [String],
    /// The lists that it is on.
    pub lists: &'a [i64],
}

impl Holding {
    /// What became of it, in words for the ledger, if it is not held any more. `seen` is who has this id or this address
    /// now; `list` is the list that is kept now, since a shop may name another one.
    #[must_use]
    pub fn lost(&self, seen: Option<&Seen<'_>>, list: Option<i64>) -> Option<&'static str> {
        let Some(seen) = seen else {
            return Some("the contact is gone, or has another address");
        };
        if !seen.addresses.contains(&self.contact) {
            return Some("the contact has another address");
        }
        if !self.id.is_empty() && self.id != seen.id {
            return Some("the address belongs to another contact");
        }
        let kept = list.is_some_and(|list| list == self.list);
        (kept && !seen.lists.contains(&self.list)).then_some("the contact left the list")
    }
}
