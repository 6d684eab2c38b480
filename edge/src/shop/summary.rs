//! What an operator sees of a shop.

use super::Shop;
use crate::error::Result;
use serde::{Deserialize, Serialize};
use shared::handoff;
use shared::wire::document_v1::Problem;
use std::collections::BTreeMap;

/// What an operator sees of a shop.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Summary {
    pub(crate) shop: String,
    pub(crate) name: String,
    pub(crate) origins: Vec<String>,
    pub(crate) currency: String,
    pub(crate) flows: Vec<LiveFlow>,
    /// Sessions by how far they came.
    pub(crate) sessions: BTreeMap<String, u64>,
    /// What its author should look at again in its document.
    pub(crate) warnings: Vec<Problem>,
}

/// A flow as it begins now.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct LiveFlow {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) version: u32,
    /// Whether pages invite to it.
    pub(crate) invites: bool,
}

impl Shop {
    pub(super) fn summary(&self) -> Result<Summary> {
        let shop = self.loaded()?;
        let document = &shop.profile.document;
        let live = self.store.live(shop.languages(None))?;
        let handoff = document.handoff.as_ref();
        let drafts = live.iter().map(|flow| &flow.draft);
        let warnings = handoff.map(|rules| handoff::lint(rules, "handoff", drafts));
        let live = live.into_iter().map(|flow| LiveFlow {
            invites: shop.invites(&flow.draft),
            id: flow.draft.id,
            name: flow.draft.name,
            version: flow.published.version,
        });
        Ok(Summary {
            shop: document.shop.clone(),
            name: document.name.clone(),
            origins: document.origins.clone(),
            currency: document.currency.clone(),
            flows: live.collect(),
            sessions: self.store.outcomes()?,
            warnings: warnings.unwrap_or_default(),
        })
    }
}
