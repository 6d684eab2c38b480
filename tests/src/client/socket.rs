//! A page's socket, read and written frame by frame.
#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on stops where it stands"
)]

use super::PATIENCE;
use super::party::edge_frames;
use shared::id::TurnId;
use shared::wire::frame_v1::{EdgeFrame, Now, Say, ShopperFrame, Turn};
use std::collections::VecDeque;
use std::io::{Error, ErrorKind, Write};
use std::net::TcpStream;
use std::time::Instant;
use tungstenite::{Bytes, Message, WebSocket};

/// A page's socket.
pub struct Socket {
    wire: WebSocket<TcpStream>,
    subprotocol: String,
    /// Frames that came in a message and were not read yet.
    came: VecDeque<EdgeFrame>,
    /// The most frames that a message held since this was asked.
    most: usize,
}

impl Socket {
    /// One that was opened with these subprotocols.
    pub(super) fn new(wire: WebSocket<TcpStream>, protocols: &str) -> Self {
        let subprotocol = protocols.split(',').next().unwrap_or_default().into();
        let came = VecDeque::new();
        Self {
            wire,
            subprotocol,
            came,
            most: 0,
        }
    }

    /// The most frames that a message held since this was asked last.
    pub fn most_in_a_message(&mut self) -> usize {
        std::mem::take(&mut self.most)
    }

    /// Sends a frame.
    ///
    /// # Panics
    /// When the socket is gone.
    pub fn send(&mut self, frame: &ShopperFrame) {
        self.send_bytes(&shared::wire::encode(frame));
    }

    /// Sends any bytes as one message.
    ///
    /// # Panics
    /// When the socket is gone.
    pub fn send_bytes(&mut self, bytes: &[u8]) {
        self.wire
            .send(Message::Binary(Bytes::copy_from_slice(bytes)))
            .expect("the socket takes it");
    }

    /// Sends a text message, which no page of ours does.
    ///
    /// # Panics
    /// When the socket is gone.
    pub fn send_text(&mut self, text: &str) {
        self.wire
            .send(Message::text(text))
            .expect("the socket takes it");
    }

    /// Takes a turn.
    pub fn say(&mut self, id: &TurnId, say: Say) {
        self.send(&ShopperFrame::Say {
            id: id.clone(),
            say,
        });
    }

    /// The next frame; `None` when the socket has closed, or broken.
    ///
    /// # Panics
    /// When what comes is no frame, and when nothing comes.
    #[track_caller]
    pub fn frame(&mut self) -> Option<EdgeFrame> {
        let next = self.next();
        next.unwrap_or_else(|error| panic!("nothing comes, and it stays open: {error}"))
    }

    /// The same; an error when nothing comes in time.
    fn next(&mut self) -> Result<Option<EdgeFrame>, Error> {
        loop {
            if let Some(frame) = self.came.pop_front() {
                return Ok(Some(frame));
            }
            match self.wire.read() {
                Ok(Message::Binary(bytes)) => {
                    let frames = edge_frames(&self.subprotocol, &bytes);
                    let frames = frames.expect("frames of this version");
                    self.most = self.most.max(frames.len());
                    self.came.extend(frames);
                }
                Err(tungstenite::Error::Io(error)) if is_time_out(&error) => return Err(error),
                Ok(Message::Close(_)) | Err(_) => return Ok(None),
                Ok(_) => {}
            }
        }
    }

    /// The next text message, which answers a sign of life.
    ///
    /// # Panics
    /// When the socket closes before, and when it never comes.
    pub fn text(&mut self) -> String {
        loop {
            match self.wire.read() {
                Ok(Message::Text(text)) => return text.to_string(),
                Ok(Message::Close(_)) => panic!("the socket closed"),
                Err(error) => panic!("no message came: {error}"),
                Ok(_) => {}
            }
        }
    }

    /// Frames up to and including the first that `last` accepts.
    ///
    /// # Panics
    /// When the socket closes before, and when it never comes.
    #[track_caller]
    pub fn until(&mut self, last: impl Fn(&EdgeFrame) -> bool) -> Vec<EdgeFrame> {
        let begun = Instant::now();
        let mut frames = Vec::new();
        while begun.elapsed() < PATIENCE {
            let frame = match self.next() {
                Ok(Some(frame)) => frame,
                Ok(None) => panic!("the socket closed after {frames:?}"),
                Err(error) => panic!("nothing more came after {frames:?}: {error}"),
            };
            let found = last(&frame);
            frames.push(frame);
            if found {
                return frames;
            }
        }
        panic!("never came; what came: {frames:?}");
    }

    /// Resumes after `after` and gives the turns that are replayed, with what holds then.
    #[track_caller]
    pub fn resume(&mut self, after: u64) -> (Vec<Turn>, Now) {
        self.send(&ShopperFrame::Resume { after });
        settled(self.until(|frame| matches!(frame, EdgeFrame::Now(now) if !now.busy)))
    }

    /// Takes a turn and waits until its answer has come.
    ///
    /// # Panics
    /// When the turn is refused, or the socket closes before.
    #[track_caller]
    pub fn exchange(&mut self, id: &str, say: Say) -> (Vec<Turn>, Now) {
        let id: TurnId = id.parse().expect("an id");
        self.say(&id, say);
        let mut frames = self.until(|frame| match frame {
            EdgeFrame::Acked { id: acked, .. } => *acked == id,
            EdgeFrame::Refused { refusal, .. } => panic!("refused: {refusal:?}"),
            EdgeFrame::Welcome { .. }
            | EdgeFrame::Turn(_)
            | EdgeFrame::Now(_)
            | EdgeFrame::Agent(_)
            | EdgeFrame::Typing(_)
            | EdgeFrame::Read(_) => false,
        });
        frames.extend(self.until(|frame| matches!(frame, EdgeFrame::Now(now) if !now.busy)));
        settled(frames)
    }

    /// The code with which it is closed; none when it breaks.
    ///
    /// # Panics
    /// When it stays open.
    pub fn close_code(&mut self) -> Option<u16> {
        loop {
            match self.wire.read() {
                Ok(Message::Close(frame)) => return frame.map(|frame| frame.code.into()),
                Ok(_) => {}
                Err(tungstenite::Error::Io(error)) if is_time_out(&error) => {
                    panic!("it stays open: {error}")
                }
                Err(_) => return None,
            }
        }
    }

    /// Closes it as a page that goes away does.
    pub fn close(mut self) {
        // A socket that is gone already is closed.
        let _ = self.wire.close(None);
        while self.wire.read().is_ok() {}
    }

    /// Sends what no WebSocket may send, as a broken proxy does, and waits for the end.
    ///
    /// # Panics
    /// When the connection is gone already.
    pub fn break_protocol(mut self) {
        // A frame with all reserved bits set and an unknown opcode (RFC 6455, section 5.2).
        self.wire
            .get_mut()
            .write_all(&[0xff; 64])
            .expect("the bytes leave");
        while self.frame().is_some() {}
    }

    /// Cuts the connection without a word, as a tunnel does.
    ///
    /// # Panics
    /// When the operating system refuses.
    pub fn cut(self) {
        self.wire
            .get_ref()
            .shutdown(std::net::Shutdown::Both)
            .expect("the connection ends");
    }
}

/// Whether nothing came within [`PATIENCE`].
pub(super) fn is_time_out(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut)
}

/// The turns among `frames`, with the last word on what holds.
fn settled(frames: Vec<EdgeFrame>) -> (Vec<Turn>, Now) {
    let mut turns = Vec::new();
    let mut holds = None;
    for frame in frames {
        match frame {
            EdgeFrame::Turn(turn) => turns.push(turn),
            EdgeFrame::Now(now) => holds = Some(now),
            EdgeFrame::Welcome { .. }
            | EdgeFrame::Acked { .. }
            | EdgeFrame::Refused { .. }
            | EdgeFrame::Agent(_)
            | EdgeFrame::Typing(_)
            | EdgeFrame::Read(_) => {}
        }
    }
    (turns, holds.expect("a Now"))
}
