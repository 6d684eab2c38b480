//! The agent's side of the conversation as the page knows it: who is there, whether they type, what they have seen.

use super::State;
use shared::wire::frame_v1::{Agent, Author, ShopperFrame};

/// What the edge tells of the agent, and what was told to them.
#[derive(Clone, Debug, Default)]
pub(super) struct Attended {
    /// The agent who has the conversation.
    pub(super) agent: Option<Agent>,
    pub(super) types: bool,
    /// Up to which turn the agent has seen it.
    pub(super) read: u64,
    /// Up to which turn the agent was told that the shopper has seen it.
    told: u64,
}

impl State {
    /// The shopper looks at the conversation; told once for each turn, and only while an agent has it.
    pub(crate) fn seen(&mut self) -> Option<ShopperFrame> {
        let last = self.turns.last()?;
        let news = last.seq > self.attended.told && last.author != Author::Shopper;
        if !(news && self.is_heard()) {
            return None;
        }
        self.attended.told = last.seq;
        Some(ShopperFrame::Read(last.seq))
    }

    /// Whether an agent sees what the shopper does: typing and reading are told to nobody else.
    pub(crate) fn is_heard(&self) -> bool {
        self.is_live()
            && self
                .attended
                .agent
                .as_ref()
                .is_some_and(|agent| agent.there)
    }

    /// The agent who has the conversation.
    pub(crate) fn agent(&self) -> Option<&Agent> {
        self.attended.agent.as_ref()
    }

    /// Whether the agent is typing.
    pub(crate) fn is_agent_typing(&self) -> bool {
        self.attended.types && self.attended.agent.is_some()
    }
}
