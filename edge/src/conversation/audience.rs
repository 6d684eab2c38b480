//! Everybody who listens to a conversation at a moment: sockets that have resumed, and posted questions that wait.

use super::exchange::Post;
use super::reader::{Attachment, Role};
use super::tell::Tell;
use super::{Conversation, socket};
use std::cell::LazyCell;
use std::rc::Rc;
use worker::WebSocket;

pub(super) struct Audience {
    sockets: Vec<(WebSocket, Role)>,
    waiting: Vec<Rc<Post>>,
}

impl Audience {
    /// Tells everybody.
    pub(super) fn tell(&self, tell: &Tell) {
        // All of a shopper's tabs are told in the same bytes.
        let page = LazyCell::new(|| tell.to(&Role::Shopper));
        for (socket, role) in &self.sockets {
            match role {
                Role::Shopper => send(socket, page.as_deref()),
                Role::Agent(_) => send(socket, tell.to(role).as_deref()),
            }
        }
        for post in &self.waiting {
            post.wake(tell);
        }
    }

    /// Tells agents.
    pub(super) fn tell_agents(&self, tell: &Tell) {
        for (socket, role) in &self.sockets {
            if let Role::Agent(_) = role {
                send(socket, tell.to(role).as_deref());
            }
        }
        for post in &self.waiting {
            if let Role::Agent(_) = post.role {
                post.wake(tell);
            }
        }
    }

    pub(super) fn has_agents(&self) -> bool {
        self.roles().any(|role| matches!(role, Role::Agent(_)))
    }

    /// Whether this role has a socket.
    pub(super) fn has_socket(&self, role: &Role) -> bool {
        self.sockets.iter().any(|(_, other)| other == role)
    }

    /// Who is in it.
    pub(super) fn roles(&self) -> impl Iterator<Item = &Role> {
        let waiting = self.waiting.iter().map(|post| &post.role);
        self.sockets.iter().map(|(_, role)| role).chain(waiting)
    }
}

impl Conversation {
    /// Who listens now. Whose token's time is over hears nothing more, and is told to come with a new one.
    pub(super) fn audience(&self) -> Audience {
        let sockets = self.state.get_websockets();
        let listening = sockets.into_iter().filter_map(|socket| {
            let attachment = Attachment::of(&socket).filter(|attachment| attachment.listens)?;
            if !attachment.is_in_time() {
                socket::expire(&socket, attachment);
                return None;
            }
            Some((socket, attachment.reader.role))
        });
        Audience {
            sockets: listening.collect(),
            waiting: self.waiting.borrow().clone(),
        }
    }
}

/// Sends a frame; to a socket that is gone nothing is lost, since its page resumes after the last turn it has.
pub(super) fn send(socket: &WebSocket, frame: Option<&[u8]>) {
    if let Some(frame) = frame {
        let _sent = socket.send_with_bytes(frame);
    }
}
