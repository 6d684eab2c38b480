//! The wire of a tab: a socket, or posts with one question that waits beside them, as the page has it. It hands frames
//! over and knows nothing of turns.

use std::io::ErrorKind;
use std::net::TcpStream;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use tungstenite::{Message, WebSocket};

use super::party::{Party, Pass};
use super::{Edge, NotConnected};

/// By what a tab and a conversation speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carrier {
    /// A WebSocket.
    Socket,
    /// Exchanges over HTTP.
    Posts,
}

/// What came within a time.
pub(super) enum Came<F> {
    Frames(Vec<F>),
    /// Not a frame of this version.
    Strange,
    Nothing,
    /// The connection has gone, or was refused with this status.
    Gone(Option<u16>),
}

/// A connection, as long as it lasts.
pub(super) enum Line<P: Party> {
    Socket(P, Box<WebSocket<TcpStream>>),
    Posts(Box<Posts<P>>),
}

/// Posts and their answers. What is answered after this is dropped reaches nobody.
pub(super) struct Posts<P: Party> {
    party: P,
    edge: Edge,
    pass: Pass,
    queue: Vec<P::Out>,
    /// Whether a post is under way; one at a time, so that frames stay in order.
    posted: bool,
    /// Whether a question waits.
    polls: bool,
    /// No question before this.
    rests_until: Instant,
    answers: (Sender<Answer<P>>, Receiver<Answer<P>>),
}

/// Whether it was the question that waits, and what came of it.
type Answer<P> = (bool, Came<<P as Party>::In>);

impl<P: Party> Line<P> {
    pub(super) fn open(
        by: Carrier,
        party: &P,
        edge: &Edge,
        pass: &Pass,
    ) -> Result<Self, NotConnected> {
        Ok(match by {
            Carrier::Socket => Self::Socket(party.clone(), Box::new(party.dial(edge, pass)?)),
            Carrier::Posts => Self::Posts(Box::new(Posts {
                party: party.clone(),
                edge: edge.clone(),
                pass: pass.clone(),
                queue: Vec::new(),
                posted: false,
                polls: false,
                rests_until: Instant::now(),
                answers: channel(),
            })),
        })
    }

    /// Sends a frame. A connection that does not take it is found to be gone when it is read.
    pub(super) fn send(&mut self, frame: P::Out) {
        match self {
            Self::Socket(_, socket) => {
                let _sent = socket.send(Message::Binary(P::encode(&frame).into()));
            }
            Self::Posts(posts) => posts.queue.push(frame),
        }
    }

    /// What comes within `wait`, to a tab that has the turns up to `after`.
    pub(super) fn heard(&mut self, after: u64, wait: Duration) -> Came<P::In> {
        match self {
            Self::Socket(party, socket) => read(party, socket, wait),
            Self::Posts(posts) => posts.heard(after, wait),
        }
    }

    /// Asks no question that waits for a while.
    pub(super) fn rest(&mut self, pause: Duration) {
        if let Self::Posts(posts) = self {
            posts.rests_until = Instant::now() + pause;
        }
    }
}

impl<P: Party> Posts<P> {
    fn heard(&mut self, after: u64, wait: Duration) -> Came<P::In> {
        if !self.posted && !self.queue.is_empty() {
            let frames = std::mem::take(&mut self.queue);
            self.posted = true;
            self.ask(after, frames, false);
        } else if !self.posted && !self.polls && Instant::now() >= self.rests_until {
            self.polls = true;
            self.ask(after, Vec::new(), true);
        }
        let rests = self.rests_until.saturating_duration_since(Instant::now());
        let wait = if rests.is_zero() {
            wait
        } else {
            wait.min(rests)
        };
        let Ok((polled, came)) = self.answers.1.recv_timeout(wait) else {
            return Came::Nothing;
        };
        if polled {
            self.polls = false;
            self.rests_until = Instant::now() + PAUSE;
        } else {
            self.posted = false;
        }
        came
    }

    /// Asks beside everything else.
    fn ask(&self, after: u64, frames: Vec<P::Out>, wait: bool) {
        let (party, edge, pass) = (self.party.clone(), self.edge.clone(), self.pass.clone());
        let answers = self.answers.0.clone();
        thread::spawn(move || {
            let came = match party.post(&edge, &pass, after, frames, wait) {
                Ok(answer) if answer.status == 200 => {
                    shared::wire::decode(&answer.body, usize::MAX)
                        .map_or(Came::Strange, Came::Frames)
                }
                Ok(answer) => Came::Gone(Some(answer.status)),
                Err(_) => Came::Gone(None),
            };
            // A tab that has given this connection up hears nothing of it.
            let _heard = answers.send((wait, came));
        });
    }
}

fn read<P: Party>(party: &P, socket: &mut WebSocket<TcpStream>, wait: Duration) -> Came<P::In> {
    if socket.get_ref().set_read_timeout(Some(wait)).is_err() {
        return Came::Gone(None);
    }
    match socket.read() {
        Ok(Message::Binary(bytes)) => party.frames(&bytes).map_or(Came::Strange, Came::Frames),
        Err(tungstenite::Error::Io(error))
            if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) =>
        {
            Came::Nothing
        }
        Ok(Message::Close(_)) | Err(_) => Came::Gone(None),
        Ok(_) => Came::Nothing,
    }
}

/// Between two questions, so that an edge that answers at once is not asked without end.
const PAUSE: Duration = Duration::from_millis(50);
