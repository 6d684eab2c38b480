//! One turn of each of the two chats that are compared: Parley, and the floor.

use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use parley_tests::client::{AgentSocket, Edge, PATIENCE, Socket, opening};
use serde_json::{Value, json};
use tungstenite::client::IntoClientRequest;
use tungstenite::{Message, WebSocket};

use shared::wire::agent_v1::{AgentFrame, ConsoleFrame};
use shared::wire::frame_v1::{EdgeFrame, Exchange, Opened, Say, ShopperFrame};

/// Which chat.
#[derive(Clone)]
pub(crate) enum Chat {
    Parley {
        edge: Edge,
        shop: String,
        agent: String,
    },
    Floor(SocketAddr),
}

/// How a conversation is had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    Socket,
    /// Over a socket; the floor answers nothing, Parley as ever.
    Silent,
    /// Over a socket, with an agent who has the conversation on another: nothing is answered either.
    Watched,
    /// Turns are posted.
    Posted,
}

/// An open conversation.
pub(crate) enum Talk {
    Parley(Box<Socket>, Option<Box<AgentSocket>>),
    Floor {
        page: Wire,
        agent: Option<Wire>,
        way: Way,
    },
    ParleyPosted {
        edge: Edge,
        token: String,
        has: u64,
    },
    FloorPosted {
        edge: Edge,
        path: String,
        has: u64,
    },
}

type Wire = Box<WebSocket<TcpStream>>;

/// How long a turn took.
#[derive(Clone, Copy)]
pub(crate) struct Times {
    /// From sending to the acknowledgement.
    pub(crate) acked: Duration,
    /// From sending until the agent has it, where there is one.
    pub(crate) shown: Option<Duration>,
}

impl Chat {
    /// Opens the conversation of this name and waits until it is ready for a turn.
    pub(crate) fn connect(&self, name: &str, way: Way) -> Talk {
        match (self, way) {
            (Self::Parley { edge, .. }, Way::Posted) => Talk::ParleyPosted {
                edge: edge.clone(),
                token: self.store(name).expect("it is opened").token,
                has: 0,
            },
            (Self::Floor(address), Way::Posted) => Talk::FloorPosted {
                edge: Edge::new(&format!("http://{address}"), ""),
                path: format!("/{name}"),
                has: 0,
            },
            (Self::Parley { edge, agent, .. }, _) => {
                let opened = self.store(name).expect("it is opened");
                let mut page = edge.connect(ORIGIN, &opened.token).expect("a socket");
                page.resume(0);
                let watched = way == Way::Watched;
                let agent = watched.then(|| {
                    let socket = edge.agent_connect(opened.conversation.as_str(), agent);
                    let mut socket = socket.expect("a socket");
                    socket.resume(0);
                    socket.send(&AgentFrame::Join { take_over: false });
                    socket.until(|frame| matches!(frame, ConsoleFrame::Now(_)));
                    page.until(|frame| matches!(frame, EdgeFrame::Now(_)));
                    Box::new(socket)
                });
                Talk::Parley(Box::new(page), agent)
            }
            (Self::Floor(address), _) => {
                let watched = way == Way::Watched;
                Talk::Floor {
                    page: wire(address, name),
                    agent: watched.then(|| wire(address, name)),
                    way,
                }
            }
        }
    }

    /// Opens the conversation of this name and leaves it; the floor has no such thing.
    pub(crate) fn store(&self, name: &str) -> Option<Opened> {
        let Self::Parley { edge, shop, .. } = self else {
            return None;
        };
        Some(edge.opened(ORIGIN, &opening(shop, name, None)))
    }
}

fn wire(address: &SocketAddr, name: &str) -> Wire {
    let request = format!("ws://{address}/{name}")
        .into_client_request()
        .expect("a request");
    let stream = TcpStream::connect(address).expect("the floor listens");
    stream.set_nodelay(true).expect("no delay");
    stream.set_read_timeout(Some(PATIENCE)).expect("a time-out");
    let (socket, _) = tungstenite::client(request, stream).expect("a socket");
    Box::new(socket)
}

impl Talk {
    /// Takes a turn; none when it was refused, or not answered as it should be. All that answers it has come when this
    /// returns.
    pub(crate) fn turn(&mut self, number: usize) -> Option<Times> {
        let text = TEXTS[number % TEXTS.len()].to_owned();
        let id = format!("turn-{number}");
        match self {
            Self::Parley(page, agent) => {
                let answers = agent.is_none().then_some(ANSWERS);
                parley(page, agent.as_deref_mut(), (&id, text, answers))
            }
            Self::Floor { page, agent, way } => {
                let answers = match way {
                    Way::Socket => ANSWERS,
                    Way::Silent | Way::Watched | Way::Posted => 0,
                };
                floor(page, agent.as_mut(), (&id, &text, answers))
            }
            Self::ParleyPosted { edge, token, has } => {
                let id = id.parse().expect("an id");
                let say = Say::Text(text);
                let frames = vec![ShopperFrame::Say { id, say }];
                parley_posted(edge, token, has, frames)
            }
            Self::FloorPosted { edge, path, has } => {
                let message = json!({ "id": id, "text": text, "answers": ANSWERS, "after": *has });
                let begun = Instant::now();
                let answer = edge.call("POST", path, &[], message.to_string().as_bytes());
                let acked = begun.elapsed();
                *has = answer.json()["messages"].as_array()?.last()?["seq"].as_u64()?;
                Some(Times { acked, shown: None })
            }
        }
    }
}

fn parley(
    page: &mut Socket,
    agent: Option<&mut AgentSocket>,
    (id, text, expected): (&str, String, Option<usize>),
) -> Option<Times> {
    let id = id.parse().expect("an id");
    let mut answers = 0;
    let begun = Instant::now();
    page.say(&id, Say::Text(text));
    let shown = match agent {
        Some(agent) => {
            while !matches!(agent.frame()?, ConsoleFrame::Turn(turn) if turn.id == id) {}
            Some(begun.elapsed())
        }
        None => None,
    };
    let mut acked = None;
    loop {
        match page.frame()? {
            EdgeFrame::Acked { id: stored, .. } if stored == id => acked = Some(begun.elapsed()),
            EdgeFrame::Refused { .. } => return None,
            EdgeFrame::Now(now) if !now.busy && acked.is_some() => {
                let is_answered = expected.is_none_or(|expected| expected == answers);
                return acked
                    .filter(|_| is_answered)
                    .map(|acked| Times { acked, shown });
            }
            EdgeFrame::Turn(turn) => answers += usize::from(turn.id != id),
            EdgeFrame::Acked { .. }
            | EdgeFrame::Now(_)
            | EdgeFrame::Welcome { .. }
            | EdgeFrame::Agent(_)
            | EdgeFrame::Typing(_)
            | EdgeFrame::Read(_) => {}
        }
    }
}

fn floor(
    page: &mut Wire,
    agent: Option<&mut Wire>,
    (id, text, answers): (&str, &str, usize),
) -> Option<Times> {
    let begun = Instant::now();
    let message = json!({ "id": id, "text": text, "answers": answers });
    let message = message.to_string();
    page.send(Message::text(message)).ok()?;
    let shown = match agent {
        Some(agent) => {
            (next(agent)?["id"] == id).then_some(())?;
            Some(begun.elapsed())
        }
        None => None,
    };
    (next(page)?["acked"] == id).then_some(())?;
    let acked = begun.elapsed();
    (next(page)?["id"] == id).then_some(())?;
    for _ in 0..answers {
        next(page)?;
    }
    Some(Times { acked, shown })
}

fn parley_posted(
    edge: &Edge,
    token: &str,
    has: &mut u64,
    frames: Vec<ShopperFrame>,
) -> Option<Times> {
    let exchange = Exchange {
        after: *has,
        frames,
        wait: false,
    };
    let begun = Instant::now();
    let answer = edge.post(ORIGIN, token, &exchange);
    let passed = begun.elapsed();
    let frames: Vec<EdgeFrame> = shared::wire::decode(&answer.body, 1_000_000).ok()?;
    let mut acked = None;
    for frame in frames {
        match frame {
            EdgeFrame::Acked { .. } => acked = Some(passed),
            EdgeFrame::Turn(turn) => *has = turn.seq.max(*has),
            EdgeFrame::Refused { .. }
            | EdgeFrame::Now(_)
            | EdgeFrame::Welcome { .. }
            | EdgeFrame::Agent(_)
            | EdgeFrame::Typing(_)
            | EdgeFrame::Read(_) => {}
        }
    }
    acked.map(|acked| Times { acked, shown: None })
}

fn next(socket: &mut Wire) -> Option<Value> {
    let message = socket.read().ok()?;
    serde_json::from_slice(&message.into_data()).ok()
}

/// What a shopper says, over and over: questions that the flow knows, a choice by its name, and once in six turns a
/// question that is looked up in the shop's rules.
const TEXTS: [&str; 6] = [
    "Can I return it?",
    "Colours",
    "When does it arrive?",
    "Colours",
    "Could I return it later?",
    "Colours",
];

/// How many turns answer each of them: so many does the floor answer with as well.
const ANSWERS: usize = 1;

pub(crate) const ORIGIN: &str = "https://load.example";
