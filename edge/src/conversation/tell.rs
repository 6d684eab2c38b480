//! What readers are told, and how it is said to each: a shopper's page and an agent's console speak different frames.

use super::reader::Role;
use shared::id::{ConversationId, TurnId};
use shared::wire;
use shared::wire::agent_v1::{AgentRefusal, ConsoleFrame, Context, Party, Present};
use shared::wire::frame_v1::{Agent, EdgeFrame, Now, Refusal, Turn};

/// Something to tell.
#[derive(Clone, Debug)]
pub(super) enum Tell {
    Welcome {
        conversation: ConversationId,
        last: u64,
    },
    Turn(Turn),
    Acked {
        id: TurnId,
        seq: u64,
    },
    /// The conversation refused the shopper.
    Refused {
        id: TurnId,
        refusal: Refusal,
        retry_after_s: u32,
    },
    /// The conversation refused an agent.
    Denied {
        id: Option<TurnId>,
        refusal: AgentRefusal,
        retry_after_s: u32,
    },
    /// Something did not even reach the conversation.
    NotTaken {
        id: Option<TurnId>,
        why: NotTaken,
        retry_after_s: u32,
    },
    Now(Now),
    /// The shopper is told who has the conversation, consoles who else is there.
    Presence {
        agent: Option<Agent>,
        present: Present,
    },
    Typing {
        who: Party,
        on: bool,
        to_shopper: bool,
    },
    Read {
        who: Party,
        up_to: u64,
        to_shopper: bool,
    },
    Context(Box<Context>),
}

/// Why something did not reach the conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotTaken {
    UnknownFrame,
    FrameTooLarge,
    OtherRole,
    UnknownTurn,
    TooManyTurns,
    TooManyReaders,
    Fault,
}

impl Tell {
    /// The bytes of the frame that tells a reader of this role; none when it is not for them.
    pub(super) fn to(&self, role: &Role) -> Option<Vec<u8>> {
        match role {
            Role::Shopper => self.to_page().map(|frame| wire::encode(&frame)),
            Role::Agent(_) if self.is_of(&role.party()) => None,
            Role::Agent(_) => self.to_console().map(|frame| wire::encode(&frame)),
        }
    }

    /// Whether it is told once and then known to nobody, so that who is not told now never is.
    pub(super) fn passes(&self) -> bool {
        matches!(self, Self::Typing { .. })
    }

    /// Nobody is told of their own typing, whatever they are called at another console.
    fn is_of(&self, party: &Party) -> bool {
        let (Self::Typing { who, .. } | Self::Read { who, .. }) = self else {
            return false;
        };
        match (who, party) {
            (Party::Agent(one), Party::Agent(other)) => one.agent == other.agent,
            (one, other) => one == other,
        }
    }

    fn to_page(&self) -> Option<EdgeFrame> {
        let frame = match self.clone() {
            Self::Welcome { conversation, last } => EdgeFrame::Welcome { conversation, last },
            Self::Turn(turn) => EdgeFrame::Turn(turn),
            Self::Acked { id, seq } => EdgeFrame::Acked { id, seq },
            Self::Refused {
                id,
                refusal,
                retry_after_s,
            } => EdgeFrame::Refused {
                id: Some(id),
                refusal,
                retry_after_s,
            },
            Self::NotTaken {
                id,
                why,
                retry_after_s,
            } => EdgeFrame::Refused {
                id,
                refusal: why.to_page(),
                retry_after_s,
            },
            Self::Now(now) => EdgeFrame::Now(now),
            Self::Presence { agent, .. } => EdgeFrame::Agent(agent),
            Self::Typing {
                on,
                to_shopper: true,
                ..
            } => EdgeFrame::Typing(on),
            Self::Read {
                up_to,
                to_shopper: true,
                ..
            } => EdgeFrame::Read(up_to),
            Self::Typing { .. } | Self::Read { .. } | Self::Denied { .. } | Self::Context(_) => {
                return None;
            }
        };
        Some(frame)
    }

    fn to_console(&self) -> Option<ConsoleFrame> {
        let frame = match self.clone() {
            Self::Welcome { conversation, last } => ConsoleFrame::Welcome { conversation, last },
            Self::Turn(turn) => ConsoleFrame::Turn(turn),
            Self::Acked { id, seq } => ConsoleFrame::Acked { id, seq },
            Self::Denied {
                id,
                refusal,
                retry_after_s,
            } => ConsoleFrame::Refused {
                id,
                refusal,
                retry_after_s,
            },
            Self::NotTaken {
                id,
                why,
                retry_after_s,
            } => ConsoleFrame::Refused {
                id,
                refusal: why.to_console(),
                retry_after_s,
            },
            Self::Now(now) => ConsoleFrame::Now(now),
            Self::Presence { present, .. } => ConsoleFrame::Present(present),
            Self::Typing { who, on, .. } => ConsoleFrame::Typing { who, on },
            Self::Read { who, up_to, .. } => ConsoleFrame::Read { who, up_to },
            Self::Context(context) => ConsoleFrame::Context(context),
            Self::Refused { .. } => return None,
        };
        Some(frame)
    }
}

impl NotTaken {
    fn to_page(self) -> Refusal {
        match self {
            Self::UnknownFrame => Refusal::UnknownFrame,
            Self::FrameTooLarge => Refusal::FrameTooLarge,
            Self::OtherRole => Refusal::OtherRole,
            Self::UnknownTurn => Refusal::UnknownTurn,
            Self::TooManyTurns => Refusal::TooManyTurns,
            Self::TooManyReaders => Refusal::TooManyReaders,
            Self::Fault => Refusal::Fault,
        }
    }

    fn to_console(self) -> AgentRefusal {
        match self {
            Self::UnknownFrame => AgentRefusal::UnknownFrame,
            Self::FrameTooLarge => AgentRefusal::FrameTooLarge,
            Self::OtherRole => AgentRefusal::OtherRole,
            Self::UnknownTurn => AgentRefusal::UnknownTurn,
            Self::TooManyTurns => AgentRefusal::TooManyTurns,
            Self::TooManyReaders => AgentRefusal::TooManyReaders,
            Self::Fault => AgentRefusal::Fault,
        }
    }
}
