//! A conversation as an operator reads it.

use super::{Conversation, unknown};
use crate::answer;
use crate::ask::{self, Class};
use crate::calls::{self, WantTranscript};
use crate::error::Result;
use serde::Serialize;
use shared::conversation;
use shared::id::{ConversationId, ShopId};
use worker::{Env, Response};

impl Conversation {
    pub(super) fn transcript(&self, shop: &ShopId) -> Result<Response> {
        if !self.is_of(shop)? {
            return Err(unknown());
        }
        self.with(|held| {
            let record = held.conversation.record();
            let turns = held.conversation.turns();
            answer::json(&Transcript { record, turns })
        })
    }
}

/// What an operator reads.
#[derive(Serialize)]
struct Transcript<'a> {
    record: &'a conversation::Record,
    turns: &'a [shared::wire::frame_v1::Turn],
}

/// A conversation of this shop as JSON: its session record and its turns.
pub(crate) async fn transcript(env: &Env, shop: &ShopId, conversation: &str) -> Result<Response> {
    let conversation: ConversationId = conversation.parse().map_err(|_| unknown())?;
    let want = WantTranscript { shop: shop.clone() };
    let request = ask::post(calls::TRANSCRIPT, &serde_json::to_vec(&want)?)?;
    ask::forward(env, Class::Conversation, conversation.as_str(), request).await
}
