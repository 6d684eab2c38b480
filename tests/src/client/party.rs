//! Who speaks with a conversation, a shopper's page or an agent's console: the same acts in the frames of each.

use std::net::TcpStream;

use serde::de::DeserializeOwned;
use shared::id::{ConversationId, TurnId};
use shared::wire::agent_v1::{
    self, AgentExchange, AgentFrame, AgentRefusal, AgentSay, ConsoleFrame, Named,
};
use shared::wire::frame_v1::{
    self, Agent, EdgeFrame, Exchange, Now, Open, Opened, Refusal, Say, ShopperFrame, Turn,
};
use tungstenite::WebSocket;

use super::{Answer, Edge, NotConnected};

/// One side of a conversation.
pub trait Party: Clone + Send + 'static {
    /// What it says in a turn.
    type Say: Clone;
    /// What it sends.
    type Out: Clone + Send + 'static;
    /// What it is sent.
    type In: DeserializeOwned + Send + 'static;

    /// What lets it in, asked for anew; none when nobody could give it.
    fn pass(&self, edge: &Edge) -> Option<Pass>;
    /// Opens a socket.
    ///
    /// # Errors
    /// When the Worker refuses it, or nothing answers.
    fn dial(&self, edge: &Edge, pass: &Pass) -> Result<WebSocket<TcpStream>, NotConnected>;
    /// Posts frames, having the turns up to `after`.
    ///
    /// # Errors
    /// When nothing answers.
    fn post(
        &self,
        edge: &Edge,
        pass: &Pass,
        after: u64,
        frames: Vec<Self::Out>,
        wait: bool,
    ) -> Result<Answer, ureq::Error>;
    /// The bytes of a frame on a socket.
    fn encode(frame: &Self::Out) -> Vec<u8>;
    /// The frames of a socket's message; none when it is none of its version.
    fn frames(&self, message: &[u8]) -> Option<Vec<Self::In>>;
    /// Asks for what came after a turn.
    fn resume(after: u64) -> Self::Out;
    /// Takes a turn.
    fn say(id: TurnId, say: Self::Say) -> Self::Out;
    /// What a frame tells.
    fn told(frame: Self::In) -> Told;
}

/// What lets a party in.
#[derive(Clone, Debug)]
pub struct Pass {
    /// The conversation.
    pub conversation: ConversationId,
    /// Its token.
    pub token: String,
}

/// What either party is told.
#[derive(Debug)]
pub enum Told {
    /// The answer to a resume, with the number of the newest turn.
    Welcome(ConversationId, u64),
    /// A turn.
    Turn(Turn),
    /// A turn of its own is stored under this number.
    Acked(TurnId, u64),
    /// A fault: the same again, after so many seconds.
    Fault(Option<TurnId>, u32),
    /// As many wait for an answer as may.
    TooMany,
    /// Anything else that was not taken, and why.
    Refused(Option<TurnId>, String),
    /// A console may not do what it wanted, since its agent does not have the conversation.
    Denied,
    /// What holds now.
    Now(Now),
    /// A page is told which agent has the conversation.
    Agent(Option<Agent>),
    /// A console is told who has the conversation.
    Holder(Option<Named>),
    /// Somebody types, or has read.
    Aside,
    /// What a console should know beside the turns.
    Context,
}

/// The frames of a message that a page with this subprotocol gets; none when it is not exactly that.
pub(super) fn edge_frames(subprotocol: &str, message: &[u8]) -> Option<Vec<EdgeFrame>> {
    if subprotocol == frame_v1::SUBPROTOCOL {
        let frame = shared::wire::decode(message, usize::MAX).ok()?;
        return Some(vec![frame]);
    }
    let frames: Vec<EdgeFrame> = shared::wire::decode_each(message, usize::MAX);
    let mut whole = Vec::new();
    for frame in &frames {
        shared::wire::put(&mut whole, &shared::wire::encode(frame));
    }
    (whole == message).then_some(frames)
}

/// A shopper's page.
#[derive(Clone)]
pub struct ShopperPage {
    /// Its origin.
    pub origin: String,
    /// How it opens the chat.
    pub open: Open,
    /// The version it speaks over a socket: of a page that was cached before the newest, an older one.
    pub subprotocol: &'static str,
}

/// An agent's console on one conversation; its token was given to it.
#[derive(Clone)]
pub struct Console {
    /// Conversation and token.
    pub pass: Pass,
    /// The agent.
    pub named: Named,
}

impl Party for ShopperPage {
    type Say = Say;
    type Out = ShopperFrame;
    type In = EdgeFrame;

    fn pass(&self, edge: &Edge) -> Option<Pass> {
        let answer = edge.try_open(&self.origin, &self.open).ok()?;
        let opened = (answer.status == 200)
            .then(|| shared::wire::decode::<Opened>(&answer.body, 10_000).ok())??;
        Some(Pass {
            conversation: opened.conversation,
            token: opened.token,
        })
    }

    fn dial(&self, edge: &Edge, pass: &Pass) -> Result<WebSocket<TcpStream>, NotConnected> {
        let protocols = format!("{}, {}", self.subprotocol, pass.token);
        edge.upgrade("/v1/socket", &self.origin, &protocols)
    }

    fn post(
        &self,
        edge: &Edge,
        pass: &Pass,
        after: u64,
        frames: Vec<ShopperFrame>,
        wait: bool,
    ) -> Result<Answer, ureq::Error> {
        let exchange = Exchange {
            after,
            frames,
            wait,
        };
        edge.try_post(&self.origin, &pass.token, &exchange)
    }

    fn encode(frame: &ShopperFrame) -> Vec<u8> {
        shared::wire::encode(frame)
    }

    fn frames(&self, message: &[u8]) -> Option<Vec<EdgeFrame>> {
        edge_frames(self.subprotocol, message)
    }

    fn resume(after: u64) -> ShopperFrame {
        ShopperFrame::Resume { after }
    }

    fn say(id: TurnId, say: Say) -> ShopperFrame {
        ShopperFrame::Say { id, say }
    }

    fn told(frame: EdgeFrame) -> Told {
        match frame {
            EdgeFrame::Welcome { conversation, last } => Told::Welcome(conversation, last),
            EdgeFrame::Turn(turn) => Told::Turn(turn),
            EdgeFrame::Acked { id, seq } => Told::Acked(id, seq),
            EdgeFrame::Refused {
                id,
                refusal: Refusal::Fault,
                retry_after_s,
            } => Told::Fault(id, retry_after_s),
            EdgeFrame::Refused {
                refusal: Refusal::TooManyReaders,
                ..
            } => Told::TooMany,
            EdgeFrame::Refused { id, refusal, .. } => Told::Refused(id, format!("{refusal:?}")),
            EdgeFrame::Now(now) => Told::Now(now),
            EdgeFrame::Agent(agent) => Told::Agent(agent),
            EdgeFrame::Typing(_) | EdgeFrame::Read(_) => Told::Aside,
        }
    }
}

impl Party for Console {
    type Say = AgentSay;
    type Out = AgentFrame;
    type In = ConsoleFrame;

    fn pass(&self, _edge: &Edge) -> Option<Pass> {
        Some(self.pass.clone())
    }

    fn dial(&self, edge: &Edge, pass: &Pass) -> Result<WebSocket<TcpStream>, NotConnected> {
        let protocols = format!("{}, {}", agent_v1::SUBPROTOCOL, pass.token);
        let path = format!("/v1/agent/socket/{}", pass.conversation);
        edge.upgrade(&path, "https://console.example", &protocols)
    }

    fn post(
        &self,
        edge: &Edge,
        pass: &Pass,
        after: u64,
        frames: Vec<AgentFrame>,
        wait: bool,
    ) -> Result<Answer, ureq::Error> {
        let exchange = AgentExchange {
            after,
            frames,
            wait,
        };
        edge.try_agent_post(pass.conversation.as_str(), &pass.token, &exchange)
    }

    fn encode(frame: &AgentFrame) -> Vec<u8> {
        agent_v1::encode(frame)
    }

    fn frames(&self, message: &[u8]) -> Option<Vec<ConsoleFrame>> {
        let frame = shared::wire::decode(message, usize::MAX).ok()?;
        Some(vec![frame])
    }

    fn resume(after: u64) -> AgentFrame {
        AgentFrame::Resume { after }
    }

    fn say(id: TurnId, say: AgentSay) -> AgentFrame {
        AgentFrame::Say { id, say }
    }

    fn told(frame: ConsoleFrame) -> Told {
        match frame {
            ConsoleFrame::Welcome { conversation, last } => Told::Welcome(conversation, last),
            ConsoleFrame::Turn(turn) => Told::Turn(turn),
            ConsoleFrame::Acked { id, seq } => Told::Acked(id, seq),
            ConsoleFrame::Refused {
                id,
                refusal: AgentRefusal::Fault,
                retry_after_s,
            } => Told::Fault(id, retry_after_s),
            ConsoleFrame::Refused {
                refusal: AgentRefusal::TooManyReaders,
                ..
            } => Told::TooMany,
            ConsoleFrame::Refused {
                id: None,
                refusal: AgentRefusal::NotHeld | AgentRefusal::HeldBy(_),
                ..
            } => Told::Denied,
            ConsoleFrame::Refused { id, refusal, .. } => Told::Refused(id, format!("{refusal:?}")),
            ConsoleFrame::Now(now) => Told::Now(now),
            ConsoleFrame::Present(present) => Told::Holder(present.holder),
            ConsoleFrame::Typing { .. } | ConsoleFrame::Read { .. } => Told::Aside,
            ConsoleFrame::Context(_) => Told::Context,
        }
    }
}
