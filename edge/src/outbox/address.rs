//! The outbox's rows by address: whose it is, what was sent there, what stands against it; and by Brevo's id of a message.
//!
//! What stands against an address outlives whoever it belonged to, else an erasure would open the way to them again; and it
//! may be reported after that. So it is kept under a keyed hash of the address from the start, as the withdrawals of the
//! erased are ([`crate::erasure`]).

use super::Outbox;
use super::store::{Store, name_of};
use crate::brevo::statistics::Report;
use crate::config::Secret;
use crate::error::Result;
use crate::{config, erasure};
use serde::Deserialize;
use shared::channel::Channel;
use shared::consent::hashed_text;
use shared::contact::Address;
use shared::delivery::Entry;
use shared::id::{DeliveryId, ShopId, ShopperId};
use shared::inbound::Item;
use shared::outbox::Family;
use shared::policy::Suppression;
use shared::time::Instant;

#[derive(Deserialize)]
struct PersonRow {
    shopper: ShopperId,
}

#[derive(Deserialize)]
struct AddressRow {
    address: String,
}

#[derive(Deserialize)]
struct WhyRow {
    why: String,
}

#[derive(Deserialize)]
struct IdRow {
    id: DeliveryId,
}

/// Where a delivery goes, as rows of other tables name an address.
macro_rules! to {
    () => {
        "lower(coalesce(json_extract(entry, '$.draft.recipient.shopper.address.email'),
            json_extract(entry, '$.draft.recipient.shopper.address.phone')))"
    };
}

impl Store {
    /// This address is this shopper's.
    pub(super) fn belongs(&self, address: &Address, shopper: &ShopperId) -> Result<()> {
        self.0.run(
            "INSERT OR IGNORE INTO person (address, shopper) VALUES (?, ?)",
            vec![hashed_text(address).into(), shopper.as_str().into()],
        )
    }

    /// Whose this address is; a mailbox may be several shoppers'.
    pub(super) fn people(&self, address: &Address) -> Result<Vec<ShopperId>> {
        let rows: Vec<PersonRow> = self.0.rows(
            "SELECT shopper FROM person WHERE address = ?",
            vec![hashed_text(address).into()],
        )?;
        Ok(rows.into_iter().map(|row| row.shopper).collect())
    }

    /// Nothing goes to the address of this name any more.
    pub(super) fn suppress(&self, name: String, why: Suppression, at: Instant) -> Result<()> {
        self.0.run(
            "INSERT OR IGNORE INTO suppressed (address, why, at) VALUES (?, ?, ?)",
            vec![
                name.into(),
                serde_json::to_string(&why)?.into(),
                at.0.into(),
            ],
        )
    }

    /// Somebody agreed in person to be written to at the address of this name, after this was known of it. A complaint
    /// stays.
    pub(super) fn trust(&self, name: String, agreed: Instant) -> Result<()> {
        let complained = serde_json::to_string(&Suppression::Complained)?;
        self.0.run(
            "DELETE FROM suppressed WHERE address = ? AND at < ? AND why <> ?",
            vec![name.into(), agreed.0.into(), complained.into()],
        )
    }

    /// What stands against the address of this name.
    pub(super) fn suppressions(&self, name: String) -> Result<Vec<Suppression>> {
        let rows: Vec<WhyRow> = self.0.rows(
            "SELECT why FROM suppressed WHERE address = ?",
            vec![name.into()],
        )?;
        rows.iter()
            .map(|row| Ok(crate::kept::read(&row.why)?))
            .collect()
    }

    /// Has what was written with an address in plain, by an older release or before there was a secret, be known by its
    /// name alone.
    fn veil(&self, name: impl Fn(&str) -> String) -> Result<()> {
        let rows: Vec<AddressRow> = self.0.rows(
            "SELECT DISTINCT address FROM suppressed WHERE address GLOB '*[+@]*'",
            Vec::new(),
        )?;
        for AddressRow { address } in rows {
            self.0.run(
                "UPDATE OR REPLACE suppressed SET address = ? WHERE address = ?",
                vec![name(&address).into(), address.into()],
            )?;
        }
        Ok(())
    }

    /// What waits to go to this address.
    pub(super) fn waiting_at(&self, address: &Address) -> Result<Vec<Entry>> {
        self.entries(
            concat!(
                "SELECT entry FROM delivery WHERE lane BETWEEN 1 AND 8 AND ",
                to!(),
                " = ?"
            ),
            vec![hashed_text(address).into()],
        )
    }

    /// What went to this address last by this channel.
    pub(super) fn last_to(&self, address: &Address, channel: Channel) -> Result<Option<Entry>> {
        let entries = self.entries(
            concat!(
                "SELECT entry FROM delivery WHERE ",
                to!(),
                " = ? AND family = ? ORDER BY queued DESC LIMIT 1"
            ),
            vec![
                hashed_text(address).into(),
                name_of(Family::of(channel)).into(),
            ],
        )?;
        Ok(entries.into_iter().next())
    }

    /// The delivery that Brevo knows by this id.
    pub(super) fn by_vendor(&self, vendor: &str) -> Result<Option<Entry>> {
        if vendor.is_empty() {
            return Ok(None);
        }
        let entries = self.entries(
            "SELECT entry FROM delivery WHERE vendor = ?",
            vec![vendor.into()],
        )?;
        Ok(entries.into_iter().next())
    }

    /// Which of the messages that are reported are those of other deliveries.
    pub(super) fn others(&self, own: &DeliveryId, reports: &[Report]) -> Result<Vec<String>> {
        let mut others = Vec::new();
        for report in reports {
            let vendor = report.message.as_str();
            let rows: Vec<IdRow> = self.0.rows(
                "SELECT id FROM delivery WHERE vendor = ?",
                vec![vendor.trim_matches(['<', '>']).into()],
            )?;
            if rows.iter().any(|row| row.id != *own) {
                others.push(vendor.to_owned());
            }
        }
        Ok(others)
    }
}

impl Outbox {
    /// By what the rows know what stands against this address: a keyed hash. Without the secret for it nobody can be erased,
    /// and the address stands for itself until there is one.
    pub(super) fn name(&self, address: &Address) -> Result<String> {
        let plain = hashed_text(address);
        Ok(match self.veil()? {
            Some((secret, shop)) => veiled(&secret, &shop, &plain),
            None => plain,
        })
    }

    /// Forgets this shopper, but not what stands against their addresses.
    pub(super) fn erase(&self, shopper: &ShopperId) -> Result<()> {
        self.veil()?;
        self.store.erase(shopper)
    }

    /// What names are made with, if there is the secret. No row names an address plainly then, whoever wrote it.
    fn veil(&self) -> Result<Option<(Secret, ShopId)>> {
        let Ok(secret) = config::erasure_secret(&self.env) else {
            return Ok(None);
        };
        let shop = self.shop()?;
        self.store.veil(|plain| veiled(&secret, &shop, plain))?;
        Ok(Some((secret, shop)))
    }
}

fn veiled(secret: &Secret, shop: &ShopId, plain: &str) -> String {
    erasure::hash(secret, shop, plain).as_str().to_owned()
}

/// Whether two addresses are one.
pub(super) fn same(one: &Address, other: &Address) -> bool {
    hashed_text(one) == hashed_text(other)
}

/// The channel that it came by or is about, or that this address is of.
pub(super) fn channel_of(item: &Item, address: &Address, entry: Option<&Entry>) -> Channel {
    let known = item.channel.or(entry.map(|entry| entry.draft.channel));
    match address {
        Address::Email(_) => Channel::Email,
        Address::Phone(_) if known == Some(Channel::WhatsApp) => Channel::WhatsApp,
        Address::Phone(_) => Channel::Sms,
    }
}
