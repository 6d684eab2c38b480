//! Frames without a socket: posted by a page or a console, and answered in a list.
#![expect(
    clippy::expect_used,
    reason = "a test that cannot go on stops where it stands"
)]

use super::{Answer, Edge};
use shared::wire::agent_v1::{self, AgentExchange, AgentFrame, ConsoleFrame};
use shared::wire::frame_v1::{self, EdgeFrame, Exchange, ShopperFrame};

impl Edge {
    /// Posts frames as a page of `origin`.
    ///
    /// # Panics
    /// When nothing answers.
    #[must_use]
    pub fn post(&self, origin: &str, token: &str, exchange: &Exchange) -> Answer {
        let answer = self.try_post(origin, token, exchange);
        answer.expect("the Worker answers")
    }

    /// Posts frames as a page of `origin` that may find nobody.
    ///
    /// # Errors
    /// When nothing answers.
    pub fn try_post(
        &self,
        origin: &str,
        token: &str,
        exchange: &Exchange,
    ) -> Result<Answer, ureq::Error> {
        let content_type = frame_v1::CONTENT_TYPE;
        self.try_post_as(origin, token, content_type, &shared::wire::encode(exchange))
    }

    /// Posts any bytes as a page of `origin`.
    ///
    /// # Panics
    /// When nothing answers.
    #[must_use]
    pub fn post_as(&self, origin: &str, token: &str, content_type: &str, body: &[u8]) -> Answer {
        let answer = self.try_post_as(origin, token, content_type, body);
        answer.expect("the Worker answers")
    }

    fn try_post_as(
        &self,
        origin: &str,
        token: &str,
        content_type: &str,
        body: &[u8],
    ) -> Result<Answer, ureq::Error> {
        let bearer = format!("Bearer {token}");
        let headers = [
            ("origin", origin),
            ("authorization", bearer.as_str()),
            ("content-type", content_type),
        ];
        self.try_call("POST", "/v1/exchange", &headers, body)
    }

    /// Posts frames as a page that has the turns up to `after`, and expects them to be answered.
    ///
    /// # Panics
    /// When they are not.
    #[must_use]
    #[track_caller]
    pub fn posted(
        &self,
        origin: &str,
        token: &str,
        after: u64,
        frames: Vec<ShopperFrame>,
        wait: bool,
    ) -> Vec<EdgeFrame> {
        let exchange = Exchange {
            after,
            frames,
            wait,
        };
        frames_of(&self.post(origin, token, &exchange))
    }

    /// Posts frames as an agent's console.
    ///
    /// # Panics
    /// When nothing answers.
    #[must_use]
    pub fn agent_post(&self, conversation: &str, token: &str, exchange: &AgentExchange) -> Answer {
        let answer = self.try_agent_post(conversation, token, exchange);
        answer.expect("the Worker answers")
    }

    /// The same where nobody may be.
    ///
    /// # Errors
    /// When nothing answers.
    pub fn try_agent_post(
        &self,
        conversation: &str,
        token: &str,
        exchange: &AgentExchange,
    ) -> Result<Answer, ureq::Error> {
        self.try_agent_post_as(conversation, token, &shared::wire::encode(exchange))
    }

    /// Posts any bytes as an agent's console.
    ///
    /// # Panics
    /// When nothing answers.
    #[must_use]
    pub fn agent_post_as(&self, conversation: &str, token: &str, body: &[u8]) -> Answer {
        let answer = self.try_agent_post_as(conversation, token, body);
        answer.expect("the Worker answers")
    }

    fn try_agent_post_as(
        &self,
        conversation: &str,
        token: &str,
        body: &[u8],
    ) -> Result<Answer, ureq::Error> {
        let bearer = format!("Bearer {token}");
        let headers = [
            ("authorization", bearer.as_str()),
            ("content-type", agent_v1::CONTENT_TYPE),
        ];
        let path = format!("/v1/agent/exchange/{conversation}");
        self.try_call("POST", &path, &headers, body)
    }

    /// Posts frames as a console that has the turns up to `after`, and expects them to be answered.
    ///
    /// # Panics
    /// When they are not.
    #[must_use]
    #[track_caller]
    pub fn agent_posted(
        &self,
        conversation: &str,
        token: &str,
        after: u64,
        frames: Vec<AgentFrame>,
        wait: bool,
    ) -> Vec<ConsoleFrame> {
        let exchange = AgentExchange {
            after,
            frames,
            wait,
        };
        frames_of(&self.agent_post(conversation, token, &exchange))
    }
}

#[track_caller]
fn frames_of<T: serde::de::DeserializeOwned>(answer: &Answer) -> Vec<T> {
    let text = String::from_utf8_lossy(&answer.body);
    assert_eq!(answer.status, 200, "{text}");
    shared::wire::decode(&answer.body, 1_000_000).expect("a list of frames")
}
