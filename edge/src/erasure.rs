//! One shopper's data across the objects of a shop: shown whole to who has a right to it, and erased.
//!
//! Erasing repeats safely, and is complete when it answers. First the shop remembers that the shopper is erased: from
//! then on an old token makes nobody known, and a conversation that the shop had not heard of yet erases itself as soon
//! as it speaks with the shop. What stays is what the law needs: of each withdrawal a keyed hash of the address and when
//! ([`shared::consent::Ledger::erase`]).

use crate::ask::{Class, Done, ask, shopper_name};
use crate::calls::{self, Buried, Erasing, Waiting, WantErase, WantTranscript};
use crate::config::Secret;
use crate::error::{Error, Result};
use crate::{answer, session};
use serde::Serialize;
use serde_json::Value;
use shared::consent::{AddressHash, Export, Remnant};
use shared::id::{ConversationId, ShopId, ShopperId};
use worker::{Env, Response};

/// What was erased.
#[derive(Serialize)]
struct Erased {
    /// Conversations that held something.
    conversations: usize,
    /// Withdrawals that stay known, without an address.
    withdrawals: usize,
}

/// Everything that is kept of a shopper.
#[derive(Serialize)]
struct Kept {
    shopper: ShopperId,
    /// Session records and turns.
    conversations: Vec<Value>,
    consent: Export,
    /// What happened to the shopper and is still to be written about.
    waiting: Vec<Waiting>,
    /// Messages, with their words and state.
    deliveries: Vec<Value>,
}

/// Erases a shopper: turns, session records, consent, messages.
pub(crate) async fn erase(env: &Env, shop: &ShopId, shopper: &ShopperId) -> Result<Response> {
    let want = &WantErase {
        shopper: shopper.clone(),
    };
    // Without its secret nothing is begun.
    crate::config::erasure_secret(env)?;
    let erasing: Erasing = ask(env, Class::Shop, shop.as_str(), calls::ERASE, want).await?;
    let mut conversations = 0;
    for conversation in &erasing.conversations {
        if erase_conversation(env, shop, conversation).await? {
            conversations += 1;
        }
    }
    let _: Done = ask(env, Class::Outbox, shop.as_str(), calls::ERASE, want).await?;
    let name = shopper_name(shop, shopper);
    let remnants: Vec<Remnant> = ask(env, Class::Shopper, &name, calls::ERASE, &()).await?;
    let withdrawals = remnants.len();
    let buried = Buried {
        shopper: shopper.clone(),
        remnants,
    };
    let _: Done = ask(env, Class::Shop, shop.as_str(), calls::BURY, &buried).await?;
    // Only now, since the shop keeps what is left of it: a crash before repeats.
    let _: Done = ask(env, Class::Shopper, &name, calls::BURY, &()).await?;
    answer::json(&Erased {
        conversations,
        withdrawals,
    })
}

/// Shows everything that is kept of a shopper (GDPR, articles 15 and 20).
pub(crate) async fn export(env: &Env, shop: &ShopId, shopper: &ShopperId) -> Result<Response> {
    let want = &WantErase {
        shopper: shopper.clone(),
    };
    let known: Erasing = ask(env, Class::Shop, shop.as_str(), calls::OF, want).await?;
    let mut conversations = Vec::new();
    for conversation in &known.conversations {
        let want = WantTranscript { shop: shop.clone() };
        let name = conversation.as_str();
        match ask(env, Class::Conversation, name, calls::TRANSCRIPT, &want).await {
            Ok(transcript) => conversations.push(transcript),
            Err(error) if is_over(&error) => {}
            Err(error) => return Err(error),
        }
    }
    let name = shopper_name(shop, shopper);
    answer::json(&Kept {
        shopper: shopper.clone(),
        conversations,
        consent: ask(env, Class::Shopper, &name, calls::OF, &()).await?,
        waiting: ask(env, Class::Shopper, &name, calls::WAITING, &()).await?,
        deliveries: ask(env, Class::Outbox, shop.as_str(), calls::OF, want).await?,
    })
}

/// Whether there was something to erase.
async fn erase_conversation(
    env: &Env,
    shop: &ShopId,
    conversation: &ConversationId,
) -> Result<bool> {
    let want = WantTranscript { shop: shop.clone() };
    let name = conversation.as_str();
    let erased: Result<Done> = ask(env, Class::Conversation, name, calls::ERASE, &want).await;
    match erased {
        Ok(Done {}) => Ok(true),
        Err(error) if is_over(&error) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Whether a conversation is not there, or not any more.
fn is_over(error: &Error) -> bool {
    matches!(error.status, 404 | 410)
}

/// The hash by which an erased address of this shop is known again.
pub(crate) fn hash(secret: &Secret, shop: &ShopId, text: &str) -> AddressHash {
    // No shop's id holds a line feed.
    let text = format!("{shop}\n{text}");
    session::tag(secret, ADDRESS, text.as_bytes()).into()
}

const ADDRESS: &str = "parley erased address v1";
