//! Everybody who listens to a conversation at a moment: sockets that have resumed, and posted questions that wait. What one
//! step has to say to a page is one message, where the page reads such.

use super::Conversation;
use super::exchange::Post;
use super::frame::Ear;
use super::reader::{Reader, Role};
use super::tell::Tell;
use shared::wire::{self, frame_v2};
use std::cell::{LazyCell, RefCell};
use std::rc::Rc;
use worker::WebSocket;

pub(super) struct Audience {
    lines: Vec<Line>,
    waiting: Vec<Rc<Post>>,
}

/// A socket, and what has been said to it but not sent. That is sent when this is dropped, at the latest.
pub(super) struct Line {
    pub(super) socket: WebSocket,
    pub(super) role: Role,
    packs: bool,
    said: RefCell<Vec<u8>>,
}

impl Line {
    pub(super) fn new(socket: WebSocket, reader: Reader) -> Self {
        Self {
            socket,
            role: reader.role,
            packs: reader.packs,
            said: RefCell::default(),
        }
    }

    /// Says a frame.
    pub(super) fn say(&self, frame: Option<&[u8]>) {
        let Some(frame) = frame else { return };
        if !self.packs {
            return self.send(frame);
        }
        let mut said = self.said.borrow_mut();
        wire::put(&mut said, frame);
        if said.len() > frame_v2::ENOUGH_BYTES {
            drop(said);
            self.flush();
        }
    }

    /// Sends what has been said.
    pub(super) fn flush(&self) {
        let said = self.said.take();
        if !said.is_empty() {
            self.send(&said);
        }
    }

    /// To a socket that is gone nothing is lost, since its page resumes after the last turn it has.
    fn send(&self, message: &[u8]) {
        let _sent = self.socket.send_with_bytes(message);
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.flush();
    }
}

impl Audience {
    /// Tells everybody.
    pub(super) fn tell(&self, tell: &Tell) {
        // All of a shopper's tabs are told in the same bytes.
        let page = LazyCell::new(|| tell.to(&Role::Shopper));
        for line in &self.lines {
            match line.role {
                Role::Shopper => line.say(page.as_deref()),
                Role::Agent(_) => line.say(tell.to(&line.role).as_deref()),
            }
        }
        for post in &self.waiting {
            post.wake(tell);
        }
    }

    /// Tells agents.
    pub(super) fn tell_agents(&self, tell: &Tell) {
        for line in &self.lines {
            if let Role::Agent(_) = line.role {
                line.say(tell.to(&line.role).as_deref());
            }
        }
        for post in &self.waiting {
            if let Role::Agent(_) = post.role {
                post.wake(tell);
            }
        }
    }

    /// Answers who spoke, in one message with what everybody is told.
    pub(super) fn answer(&self, ear: &Ear<'_>, tell: &Tell) {
        let listens = |line: &&Line| matches!(ear, Ear::Socket(own) if own.socket == line.socket);
        match self.lines.iter().find(listens) {
            Some(line) => line.say(tell.to(&line.role).as_deref()),
            None => ear.answer(tell),
        }
    }

    pub(super) fn has_agents(&self) -> bool {
        self.roles().any(|role| matches!(role, Role::Agent(_)))
    }

    /// Whether this role has a socket.
    pub(super) fn has_socket(&self, role: &Role) -> bool {
        self.lines.iter().any(|line| line.role == *role)
    }

    /// Who is in it.
    pub(super) fn roles(&self) -> impl Iterator<Item = &Role> {
        let waiting = self.waiting.iter().map(|post| &post.role);
        self.lines.iter().map(|line| &line.role).chain(waiting)
    }
}

impl Conversation {
    /// Who listens now. Whose token's time is over hears nothing more, and is told to come with a new one.
    pub(super) fn audience(&self) -> Audience {
        let sockets = self.state.get_websockets();
        let listening = sockets.into_iter().filter_map(|socket| {
            let attachment = self.attachments.of(&socket)?;
            if !attachment.listens {
                return None;
            }
            if !attachment.is_in_time() {
                self.expire(&socket, attachment);
                return None;
            }
            Some(Line::new(socket, attachment.reader))
        });
        Audience {
            lines: listening.collect(),
            waiting: self.waiting.borrow().clone(),
        }
    }
}
