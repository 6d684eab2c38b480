//! Opening the conversation, for a token to it; and what the edge's answers mean for the link.

use super::{Link, Loss, QUIET_S};
use crate::chat::{Chat, door, proof};
use shared::wire;
use shared::wire::challenge_v1::PROOF_HEADER;
use shared::wire::frame_v1::{MAX_FRAME_BYTES, Opened};

/// The edge wants a sum worked out first.
const CHALLENGED: i64 = 428;

impl Link {
    /// A new token.
    pub(super) async fn open(&self, chat: Chat) -> Result<String, Loss> {
        let customer = chat.customers_token().await;
        let request = chat.open_request(customer.as_deref().unwrap_or_default());
        let request = wire::encode(&request);
        let mut answer = self.ask_to_open(&request, None).await?;
        if answer.status == CHALLENGED {
            let bytes = answer.bytes().await.ok_or(Loss::Away)?;
            let challenge = wire::decode(&bytes, MAX_FRAME_BYTES).map_err(|_| Loss::Away)?;
            let proof = proof::of(&challenge).await.ok_or(Loss::Away)?;
            answer = self.ask_to_open(&request, Some(proof)).await?;
        }
        let bytes = read(answer).await?;
        let opened: Opened = wire::decode(&bytes, MAX_FRAME_BYTES).map_err(|_| Loss::Away)?;
        let token = opened.token.clone();
        chat.opened(opened, customer.is_some());
        Ok(token)
    }

    async fn ask_to_open(
        &self,
        request: &[u8],
        proof: Option<String>,
    ) -> Result<door::Answer, Loss> {
        let url = [&self.edge, "/v1/conversations"].concat();
        let post = door::Post {
            content_type: "application/octet-stream",
            body: door::bytes(request),
            header: proof.map(|proof| (PROOF_HEADER, proof)),
            ..door::Post::default()
        };
        self.answered(door::post(&url, post).await)
    }

    /// The answer, if one came; a failure's id is kept for who asks about it.
    pub(super) fn answered(&self, answer: Option<door::Answer>) -> Result<door::Answer, Loss> {
        self.failure
            .replace(answer.as_ref().and_then(door::Answer::request_id));
        answer.ok_or(Loss::Away)
    }
}

/// The body of an answer that is none of the refusals.
pub(super) async fn read(answer: door::Answer) -> Result<Vec<u8>, Loss> {
    match answer.status {
        200..=299 => answer.bytes().await.ok_or(Loss::Away),
        401 => Err(Loss::Expired),
        403 | 404 => Err(Loss::Shut),
        410 => Err(Loss::Gone),
        426 => Err(Loss::Outdated),
        429 | 503 => Err(Loss::Later(answer.retry_after().max(QUIET_S))),
        _ => Err(Loss::Away),
    }
}
