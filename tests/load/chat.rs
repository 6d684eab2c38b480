//! One turn of each of the two chats that are compared: Parley, and the floor.

use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use parley_tests::client::{Edge, PATIENCE, Socket, opening};
use serde_json::{Value, json};
use tungstenite::client::IntoClientRequest;
use tungstenite::{Message, WebSocket};

use shared::wire::frame_v1::{EdgeFrame, Say};

/// Which chat.
#[derive(Clone)]
pub(crate) enum Chat {
    Parley { edge: Edge, shop: String },
    Floor(SocketAddr),
}

/// An open conversation.
pub(crate) enum Talk {
    Parley(Box<Socket>),
    Floor(Box<WebSocket<TcpStream>>),
}

impl Chat {
    /// Opens the conversation of this name and its socket, and waits until it is ready for a turn.
    pub(crate) fn connect(&self, name: &str) -> Talk {
        match self {
            Self::Parley { edge, shop } => {
                let opened = edge.opened(ORIGIN, &opening(shop, name, None));
                let mut socket = edge.connect(ORIGIN, &opened.token).expect("a socket");
                socket.resume(0);
                Talk::Parley(Box::new(socket))
            }
            Self::Floor(address) => {
                let request = format!("ws://{address}/{name}")
                    .into_client_request()
                    .expect("a request");
                let stream = TcpStream::connect(address).expect("the floor listens");
                stream.set_nodelay(true).expect("no delay");
                stream.set_read_timeout(Some(PATIENCE)).expect("a time-out");
                let (socket, _) = tungstenite::client(request, stream).expect("a socket");
                Talk::Floor(Box::new(socket))
            }
        }
    }

    /// Opens the conversation of this name and leaves it.
    pub(crate) fn store(&self, name: &str) {
        if let Self::Parley { edge, shop } = self {
            let _opened = edge.opened(ORIGIN, &opening(shop, name, None));
        }
    }
}

impl Talk {
    /// Takes a turn; how long its acknowledgement took. Everything that answers it has come when this returns.
    pub(crate) fn turn(&mut self, number: usize) -> Duration {
        let text = format!("Can I return it? {number}");
        match self {
            Self::Parley(socket) => parley(socket, number, text),
            Self::Floor(socket) => floor(socket, number, &text),
        }
    }
}

fn parley(socket: &mut Socket, number: usize, text: String) -> Duration {
    let id = format!("turn-{number}").parse().expect("an id");
    let begun = Instant::now();
    socket.say(&id, Say::Text(text));
    let mut acked = None;
    loop {
        match socket.frame().expect("the socket stays open") {
            EdgeFrame::Acked { id: stored, .. } if stored == id => acked = Some(begun.elapsed()),
            EdgeFrame::Refused { refusal, .. } => panic!("refused: {refusal:?}"),
            EdgeFrame::Now(now) if !now.busy && acked.is_some() => {
                return acked.unwrap_or_default();
            }
            EdgeFrame::Acked { .. }
            | EdgeFrame::Now(_)
            | EdgeFrame::Welcome { .. }
            | EdgeFrame::Turn(_)
            | EdgeFrame::Agent(_)
            | EdgeFrame::Typing(_)
            | EdgeFrame::Read(_) => {}
        }
    }
}

fn floor(socket: &mut WebSocket<TcpStream>, number: usize, text: &str) -> Duration {
    let id = format!("turn-{number}");
    let begun = Instant::now();
    let message = json!({ "id": id, "text": text }).to_string();
    socket.send(Message::text(message)).expect("it leaves");
    let acked = next(socket);
    assert_eq!(acked["acked"], id);
    let taken = begun.elapsed();
    assert_eq!(next(socket)["id"], id);
    taken
}

fn next(socket: &mut WebSocket<TcpStream>) -> Value {
    let message = socket.read().expect("the socket stays open");
    serde_json::from_slice(&message.into_data()).expect("JSON")
}

pub(crate) const ORIGIN: &str = "https://load.example";
