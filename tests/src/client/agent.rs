//! An agent's console without a browser.
#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on stops where it stands"
)]

use super::socket::is_time_out;
use super::{Edge, NotConnected};
use serde_json::json;
use shared::wire::agent_v1::{
    self, AgentFrame, AgentRefusal, AgentSay, ConsoleFrame, Context, Named, SUBPROTOCOL,
};
use shared::wire::frame_v1::Turn;
use std::net::TcpStream;
use tungstenite::{Bytes, Message, WebSocket};

/// A console's socket.
pub struct AgentSocket {
    socket: WebSocket<TcpStream>,
}

impl Edge {
    /// A token for an agent of this shop, by the operator's call.
    ///
    /// # Panics
    /// When it is refused.
    #[must_use]
    #[track_caller]
    pub fn agent(&self, shop: &str, name: &str) -> String {
        self.agent_for(shop, &named(name), 8)
    }

    /// The same for this agent, for so many hours.
    ///
    /// # Panics
    /// When it is refused.
    #[must_use]
    #[track_caller]
    pub fn agent_for(&self, shop: &str, named: &Named, hours: u32) -> String {
        let body = json!({ "agent": named.agent, "name": named.name, "hours": hours });
        let path = format!("/operator/shops/{shop}/agents");
        let answer = self.operator("POST", &path, body.to_string().as_bytes());
        let token = answer.json()["token"].as_str().map(str::to_owned);
        token.unwrap_or_else(|| panic!("no token: {} {}", answer.status, answer.json()))
    }

    /// Connects a console's socket to a conversation.
    ///
    /// # Errors
    /// With the HTTP status when the Worker refuses it.
    ///
    /// # Panics
    /// When nothing answers.
    pub fn agent_connect(&self, conversation: &str, token: &str) -> Result<AgentSocket, u16> {
        let path = format!("/v1/agent/socket/{conversation}");
        let protocols = format!("{SUBPROTOCOL}, {token}");
        match self.upgrade(&path, "https://console.example", &protocols) {
            Ok(socket) => Ok(AgentSocket { socket }),
            Err(NotConnected::Refused(status)) => Err(status),
            Err(NotConnected::Broken) => panic!("the handshake broke"),
        }
    }
}

impl AgentSocket {
    /// Sends a frame.
    pub fn send(&mut self, frame: &AgentFrame) {
        self.send_bytes(&agent_v1::encode(frame));
    }

    /// Sends any bytes as one message.
    ///
    /// # Panics
    /// When the socket is gone.
    pub fn send_bytes(&mut self, bytes: &[u8]) {
        self.socket
            .send(Message::Binary(Bytes::copy_from_slice(bytes)))
            .expect("the socket takes it");
    }

    /// Takes a turn.
    pub fn say(&mut self, id: &str, text: &str) {
        self.send(&said(id, text));
    }

    /// The next frame; `None` when the socket has closed.
    ///
    /// # Panics
    /// When what comes is no frame.
    pub fn frame(&mut self) -> Option<ConsoleFrame> {
        loop {
            match self.socket.read() {
                Ok(Message::Binary(bytes)) => {
                    return Some(shared::wire::decode(&bytes, 1_000_000).expect("a frame"));
                }
                Ok(_) => {}
                Err(tungstenite::Error::Io(error)) => panic!("nothing came: {error}"),
                Err(_) => return None,
            }
        }
    }

    /// The frames up to and with the first for which `last` holds.
    ///
    /// # Panics
    /// When the socket closes before.
    #[track_caller]
    pub fn until(&mut self, last: impl Fn(&ConsoleFrame) -> bool) -> Vec<ConsoleFrame> {
        let mut frames = Vec::new();
        loop {
            let frame = self.frame();
            let frame = frame.unwrap_or_else(|| panic!("closed after {frames:?}"));
            let found = last(&frame);
            frames.push(frame);
            if found {
                return frames;
            }
        }
    }

    /// Resumes after a turn: all that is told then.
    #[track_caller]
    pub fn resume(&mut self, after: u64) -> Vec<ConsoleFrame> {
        self.send(&AgentFrame::Resume { after });
        let mut frames = self.until(|frame| matches!(frame, ConsoleFrame::Now(_)));
        frames.extend(self.until(|frame| matches!(frame, ConsoleFrame::Present(_))));
        frames
    }

    /// The next refusal.
    ///
    /// # Panics
    /// When the socket closes before.
    #[track_caller]
    pub fn refusal(&mut self) -> AgentRefusal {
        let frames = self.until(|frame| matches!(frame, ConsoleFrame::Refused { .. }));
        match frames.into_iter().next_back() {
            Some(ConsoleFrame::Refused { refusal, .. }) => refusal,
            other => panic!("no refusal: {other:?}"),
        }
    }

    /// The next turn.
    ///
    /// # Panics
    /// When the socket closes before.
    #[track_caller]
    pub fn turn(&mut self) -> Turn {
        let frames = self.until(|frame| matches!(frame, ConsoleFrame::Turn(_)));
        match frames.into_iter().next_back() {
            Some(ConsoleFrame::Turn(turn)) => turn,
            other => panic!("no turn: {other:?}"),
        }
    }

    /// What it is told until it is closed, and the code with which it is; none when it breaks.
    ///
    /// # Panics
    /// When it stays open.
    pub fn end(mut self) -> (Vec<ConsoleFrame>, Option<u16>) {
        let mut frames = Vec::new();
        loop {
            match self.socket.read() {
                Ok(Message::Binary(bytes)) => {
                    frames.push(shared::wire::decode(&bytes, 1_000_000).expect("a frame"));
                }
                Ok(Message::Close(frame)) => {
                    return (frames, frame.map(|frame| frame.code.into()));
                }
                Ok(_) => {}
                Err(tungstenite::Error::Io(error)) if is_time_out(&error) => {
                    panic!("it stays open after {frames:?}: {error}")
                }
                Err(_) => return (frames, None),
            }
        }
    }

    /// Closes it as a console that goes away does.
    pub fn close(mut self) {
        // A socket that is gone already is closed.
        let _ = self.socket.close(None);
        while self.socket.read().is_ok() {}
    }
}

/// An agent's turn.
///
/// # Panics
/// When this is no id.
#[must_use]
pub fn said(id: &str, text: &str) -> AgentFrame {
    AgentFrame::Say {
        id: id.parse().expect("an id"),
        say: AgentSay::Text(text.into()),
    }
}

/// An agent by the name that [`Edge::agent`] gives a token for.
///
/// # Panics
/// When this is no name of an agent.
#[must_use]
pub fn named(name: &str) -> Named {
    Named {
        agent: name.to_lowercase().parse().expect("an id"),
        name: name.into(),
    }
}

/// The last word on what is known beside the turns.
#[must_use]
pub fn context(frames: &[ConsoleFrame]) -> Option<&Context> {
    frames.iter().rev().find_map(|frame| {
        if let ConsoleFrame::Context(context) = frame {
            Some(&**context)
        } else {
            None
        }
    })
}
