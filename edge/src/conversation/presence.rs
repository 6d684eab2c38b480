//! Who is there: the shopper, agents, and the one who has the conversation. Nothing of it is a row but since when that one
//! is gone, which a deadline rests on.

use super::audience::Audience;
use super::frame::Ear;
use super::reader::{Attachment, Role};
use super::tell::Tell;
use super::{Conversation, Event};
use crate::clock;
use crate::error::Result;
use shared::conversation::{AgentAct, Input};
use shared::sort;
use shared::time::{Instant, Span};
use shared::wire::agent_v1::{Named, Present};
use worker::WebSocket;

impl Conversation {
    /// A reader has come, or come back.
    pub(super) async fn arrived(&self, ear: &Ear<'_>) -> Result<()> {
        if let Role::Agent(by) = ear.role() {
            self.note(by, AgentAct::Here).await?;
        }
        self.tell_agents_who_is_there()
    }

    /// A socket has closed.
    pub(super) async fn left(&self, socket: &WebSocket) -> Result<()> {
        let Some(attachment) = self.attachments.of(socket) else {
            return Ok(());
        };
        let role = attachment.reader.role.clone();
        let listens = false;
        let silent = Attachment {
            listens,
            ..attachment
        };
        self.attachments.keep(socket, &silent)?;
        if !self.load()? {
            return Ok(());
        }
        if let Role::Agent(by) = &role {
            if self.is_there(&role) {
                // By exchanges, perhaps, whose end nobody would notice.
                self.know_alarm().await?;
                self.arm().await?;
            } else {
                self.note(by, AgentAct::Gone).await?;
            }
        }
        self.tell_agents_who_is_there()
    }

    /// What the conversation must know of an agent's connection, when it does not know it yet.
    pub(super) async fn note(&self, by: &Named, act: AgentAct) -> Result<()> {
        let there = act == AgentAct::Here;
        let known = self.with(|held| {
            let holder = held.conversation.holder();
            let has = holder.is_some_and(|holder| holder.agent == by.agent);
            let agent = held.conversation.agent();
            Ok(!has || agent.is_some_and(|agent| agent.there == there))
        })?;
        if known {
            return Ok(());
        }
        let input = Input::Agent {
            by: by.clone(),
            act,
        };
        self.take(Event { input, from: None }).await
    }

    /// The agent who has the conversation and is thought to be there, but is not: their sockets broke while nobody
    /// noticed, or they no longer post.
    pub(super) fn vanished(&self) -> Result<Option<Input>> {
        let gone = self
            .attending()?
            .filter(|by| !self.is_there(&Role::Agent(by.clone())));
        let act = AgentAct::Gone;
        Ok(gone.map(|by| Input::Agent { by, act }))
    }

    /// When to look whether the agent who has the conversation still posts. A socket says when it closes.
    pub(super) fn missed_at(&self) -> Result<Option<Instant>> {
        let Some(role) = self.attending()?.map(Role::Agent) else {
            return Ok(None);
        };
        let audience = self.audience();
        if audience.has_socket(&role) {
            return Ok(None);
        }
        let heard = if audience.roles().any(|other| *other == role) {
            Some(clock::now())
        } else {
            self.heard.borrow().get(&role).copied()
        };
        Ok(heard.map(|at| at + POSTS_AGAIN))
    }

    /// The agent who has the conversation and is thought to be there.
    fn attending(&self) -> Result<Option<Named>> {
        if !self.load()? {
            return Ok(None);
        }
        self.with(|held| {
            let there = held.conversation.agent().is_some_and(|agent| agent.there);
            let holder = held.conversation.holder().cloned();
            Ok(holder.filter(|_| there))
        })
    }

    /// Who is there.
    pub(super) fn presence(&self, audience: &Audience) -> Result<Tell> {
        let now = clock::now();
        let posting = self.heard.borrow();
        let posting = posting.iter().filter(|(_, at)| now - **at < POSTS_AGAIN);
        let there = sort::set(posting.map(|(role, _)| role).chain(audience.roles()));
        let agents = there.iter().filter_map(|role| match role {
            Role::Shopper => None,
            Role::Agent(named) => Some(named.clone()),
        });
        self.with(|held| {
            let present = Present {
                shopper: there.contains(&Role::Shopper),
                agents: agents.collect(),
                holder: held.conversation.holder().cloned(),
            };
            let agent = held.conversation.agent();
            Ok(Tell::Presence { agent, present })
        })
    }

    /// Whether this role has the conversation.
    pub(super) fn has(&self, role: &Role) -> Result<bool> {
        if !self.load()? {
            return Ok(false);
        }
        self.with(|held| {
            let holder = held.conversation.holder();
            Ok(matches!(role, Role::Agent(named) if holder.is_some_and(|by| by.agent == named.agent)))
        })
    }

    /// The newest turn that a reader of this role has seen.
    pub(super) fn read_by(&self, role: &Role) -> u64 {
        let posted = self.read.borrow().get(role).copied();
        let sockets = self.state.get_websockets_with_tag(role.tag());
        let seen = sockets.iter();
        let seen = seen.filter_map(|socket| self.attachments.of(socket));
        let seen = seen.filter(|attachment| attachment.reader.role == *role);
        let seen = seen.map(|attachment| attachment.read);
        seen.chain(posted).max().unwrap_or(0)
    }

    fn is_there(&self, role: &Role) -> bool {
        let heard = self.heard.borrow().get(role).copied();
        heard.is_some_and(|at| clock::now() - at < POSTS_AGAIN)
            || self.audience().roles().any(|other| other == role)
    }

    /// Consoles see who comes and goes; the shopper sees only who has the conversation, which the conversation tells.
    fn tell_agents_who_is_there(&self) -> Result<()> {
        let audience = self.audience();
        if audience.has_agents() {
            audience.tell_agents(&self.presence(&audience)?);
        }
        Ok(())
    }
}

/// How long after an exchange its reader counts as there: an answer waits twenty seconds, and the next question comes soon.
const POSTS_AGAIN: Span = Span::seconds(45);
