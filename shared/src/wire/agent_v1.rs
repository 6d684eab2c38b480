//! Version 1 of what an agent's console and a conversation say to each other. Frozen once shipped; goldens in
//! `tests/wire`.
//!
//! Over the socket at `GET /v1/agent/socket/{conversation}` (subprotocols `parley.agent.v1` and the token): the console
//! sends one [`AgentFrame`] a message, first [`AgentFrame::Resume`]; the edge sends one [`ConsoleFrame`] a message. Where
//! no socket opens, `POST /v1/agent/exchange/{conversation}` takes an [`AgentExchange`] and answers a list of
//! [`ConsoleFrame`].

use super::{DecodeError, frame_v1};
use crate::channel::{Channel, Purpose};
use crate::contact::{Address, EmailAddress};
use crate::id::{AgentId, ConversationId, TurnId};
use crate::time::Instant;
use crate::wire::frame_v1::{CartReport, Now, Page, Turn};
use alloc::{boxed::Box, string::String, vec::Vec};
use serde::{Deserialize, Serialize};

/// The subprotocol that names this version of the frames.
pub const SUBPROTOCOL: &str = "parley.agent.v1";
/// The content type that names this version of the frames where they are posted.
pub const CONTENT_TYPE: &str = "application/vnd.parley.agent.v1";
/// The longest frame taken from a console, in bytes.
pub const MAX_FRAME_BYTES: usize = frame_v1::MAX_FRAME_BYTES;

/// From an agent's console to the conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AgentFrame {
    /// First on every socket: send what came after this turn (0 for all), and all else an agent should know.
    Resume {
        /// The last turn the console has.
        after: u64,
    },
    /// The agent takes a turn. Sent again with the same id until acknowledged. Only who has the conversation may.
    Say {
        /// Made by the console, random.
        id: TurnId,
        /// What the agent says.
        say: AgentSay,
    },
    /// The agent is, or stopped, typing. Never stored.
    Typing(bool),
    /// The agent has seen everything up to this turn. Never stored.
    Read(u64),
    /// The agent takes the conversation: the assistant is silent, and the shopper sees who is there.
    Join {
        /// Whether to take it from another agent who has it; without this it is refused, and the console told who.
        take_over: bool,
    },
    /// The agent goes, and the conversation still waits for a person.
    Leave,
    /// The agent is done; the assistant goes on.
    HandBack,
}

/// What an agent can do in a turn.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum AgentSay {
    /// Free text.
    Text(String),
}

impl core::fmt::Debug for AgentSay {
    /// Without what was typed.
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Text(_) => f.write_str("Text"),
        }
    }
}

/// What a console posts where no socket opens, and gets a list of [`ConsoleFrame`] for; see [`frame_v1::Exchange`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgentExchange {
    /// The last turn the console has; an [`AgentFrame::Resume`] among the frames replaces it.
    pub after: u64,
    /// At most [`frame_v1::MAX_EXCHANGE_FRAMES`].
    pub frames: Vec<AgentFrame>,
    /// Whether to wait a while for something to tell when there is nothing.
    pub wait: bool,
}

/// From the conversation to an agent's console.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ConsoleFrame {
    /// The answer to [`AgentFrame::Resume`]; [`Self::Context`], turns up to `last` and [`Self::Present`] follow.
    Welcome {
        /// The conversation.
        conversation: ConversationId,
        /// The newest turn.
        last: u64,
    },
    /// A turn, new or replayed. The same number always means the same turn.
    Turn(Turn),
    /// The agent's turn is stored.
    Acked {
        /// The console's id of it.
        id: TurnId,
        /// Its number.
        seq: u64,
    },
    /// Something was not taken. Nothing of it is stored.
    Refused {
        /// The turn that was refused, when it was one and could be read.
        id: Option<TurnId>,
        /// Why.
        refusal: AgentRefusal,
        /// Seconds until it may be tried again; 0 when trying again is no use.
        retry_after_s: u32,
    },
    /// What holds now; sent after every change.
    Now(Now),
    /// Who is there and who has the conversation; sent after every change.
    Present(Present),
    /// Somebody else is, or stopped, typing. It is over by itself when their turn comes.
    Typing {
        /// Who.
        who: Party,
        /// Whether they are.
        on: bool,
    },
    /// Somebody else has seen everything up to this turn.
    Read {
        /// Who.
        who: Party,
        /// The turn's number.
        up_to: u64,
    },
    /// All that is known beside the turns; sent after every change of it.
    Context(Box<Context>),
}

/// Somebody in the conversation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Party {
    /// The shopper, in any of their tabs.
    Shopper,
    /// An agent, in any of their consoles.
    Agent(Named),
}

/// An agent and the name they go by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Named {
    /// The agent.
    pub agent: AgentId,
    /// The name shown to shoppers.
    pub name: String,
}

/// Who is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Present {
    /// Whether the shopper is connected.
    pub shopper: bool,
    /// Connected agents, by id.
    pub agents: Vec<Named>,
    /// The agent who has the conversation.
    pub holder: Option<Named>,
}

/// Why an agent's frame or turn was not taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AgentRefusal {
    /// Not a frame of this version.
    UnknownFrame,
    /// More bytes than [`MAX_FRAME_BYTES`].
    FrameTooLarge,
    /// A shopper's frame, from an agent's console.
    OtherRole,
    /// More characters than [`frame_v1::MAX_TURN_CHARS`].
    TextTooLong,
    /// Nothing but white space.
    TextEmpty,
    /// More turns than a minute allows.
    TooManyTurns,
    /// As many consoles wait for this conversation as may.
    TooManyReaders,
    /// The conversation has ended.
    Ended,
    /// A turn that the conversation does not have; resume from 0.
    UnknownTurn,
    /// The agent has not taken the conversation.
    NotHeld,
    /// Another agent has the conversation; join with `take_over` to take it from them.
    HeldBy(Named),
    /// A fault of ours; the same turn may be sent again.
    Fault,
}

/// What an agent should know beside the turns, so that nobody has to ask again.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Context {
    /// Why a person was asked for, in a sentence; none when none was.
    pub reason: Option<String>,
    /// Where an answer reaches the shopper when they are gone.
    pub contact: Option<EmailAddress>,
    /// What they agreed to in this conversation.
    pub consent: Option<Consent>,
    /// The cart as the page saw it last.
    pub cart: Option<CartReport>,
    /// The page they are on.
    pub page: Option<Page>,
    /// Language and region of the page.
    pub locale: String,
    /// ISO 3166 alpha-2: the country the shop shows prices for.
    pub country: Option<String>,
    /// Whether an earlier visit is remembered; `None` when nothing may be.
    pub returning: Option<bool>,
    /// Why they were invited; `None` when the chat was opened by hand.
    pub invited: Option<String>,
    /// Products viewed, by handle, in the order first seen.
    pub seen: Vec<String>,
    /// What they answered: what it is about, and the answer in words.
    pub answers: Vec<(String, String)>,
    /// The stars they gave, from 1 to 5.
    pub rating: Option<u8>,
    /// When the chat was first opened.
    pub began: Option<Instant>,
}

impl core::fmt::Debug for Context {
    /// Without what the shopper answered.
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Context")
            .field("reason", &self.reason)
            .field("contact", &self.contact)
            .field("consent", &self.consent)
            .finish_non_exhaustive()
    }
}

/// What a shopper agreed to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// The one channel.
    pub channel: Channel,
    /// What for.
    pub purpose: Purpose,
    /// Where to.
    pub address: Address,
}

/// The bytes of an agent's frame: a mark first, so that neither role's frame is taken for the other's.
#[must_use]
pub fn encode(frame: &AgentFrame) -> Vec<u8> {
    let mut bytes = Vec::from([MARK]);
    bytes.extend(super::encode(frame));
    bytes
}

/// Reads an agent's frame.
///
/// # Errors
/// When there are too many bytes, or they are no agent's frame.
pub fn decode(bytes: &[u8]) -> Result<AgentFrame, DecodeError> {
    match bytes.split_first() {
        Some((&MARK, rest)) => super::decode(rest, MAX_FRAME_BYTES),
        Some(_) | None => Err(DecodeError::Unknown),
    }
}

/// No frame of a shopper begins with it: theirs begin with a small number.
const MARK: u8 = 0xa1;
