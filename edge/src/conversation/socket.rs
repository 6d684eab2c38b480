//! Sockets: of the shopper, one a tab, and of agents. They hibernate; what a socket is stands in its attachment. A message
//! that cannot be taken is refused, and the socket stays open.

use super::audience::Line;
use super::frame::{Ear, Frame};
use super::reader::{Attachment, Reader, Role};
use super::{Conversation, unknown};
use crate::error::{Error, Result};
use shared::wire::{agent_v1, frame_v1, frame_v2};
use worker::{
    Request, Response, ResponseBuilder, WebSocket, WebSocketPair, WebSocketRequestResponsePair,
};

impl Conversation {
    /// Takes a socket.
    pub(super) fn accept(&self, request: &Request) -> Result<Response> {
        let reader = Reader::of(request.headers())?;
        if !self.is_of(&reader.shop)? {
            return Err(unknown());
        }
        let tag = reader.role.tag();
        if self.state.get_websockets_with_tag(tag).len() >= MAX_SOCKETS {
            let message = "this conversation has as many sockets as it may";
            return Err(Error::refusal(429, "too_many_readers", message));
        }
        // A page's ping is answered without waking the object.
        let ping =
            WebSocketRequestResponsePair::new("ping", "pong").map_err(worker::Error::from)?;
        self.state.set_websocket_auto_response(&ping);
        let pair = WebSocketPair::new()?;
        self.state.accept_websocket_with_tags(&pair.server, &[tag]);
        let subprotocol = match reader.role {
            Role::Shopper if reader.packs => frame_v2::SUBPROTOCOL,
            Role::Shopper => frame_v1::SUBPROTOCOL,
            Role::Agent(_) => agent_v1::SUBPROTOCOL,
        };
        self.attachments
            .keep(&pair.server, &Attachment::new(reader))?;
        let response = ResponseBuilder::new()
            .with_status(101)
            .with_header("Sec-WebSocket-Protocol", subprotocol)?
            .with_websocket(pair.client);
        Ok(response.empty())
    }

    /// Takes a message, whatever it is.
    pub(super) async fn hear(&self, socket: &WebSocket, bytes: Vec<u8>) {
        let Some(attachment) = self.attachments.of(socket) else {
            return close(socket, RESTARTED, "this socket is of another release");
        };
        if !attachment.is_in_time() {
            return self.expire(socket, attachment);
        }
        let line = Line::new(socket.clone(), attachment.reader);
        let ear = Ear::Socket(&line);
        match Frame::read(&line.role, &bytes) {
            Ok(frame) => self.attend(&ear, frame).await,
            Err(why) => self.refuse_unread(&ear, why),
        }
    }

    /// Answers a close, and notes who left.
    pub(super) async fn closed(&self, socket: &WebSocket, code: usize, reason: &str) {
        close(socket, code, reason);
        // A conversation that is no longer kept has nobody to tell.
        if let Err(error) = self.left(socket).await
            && error.status >= 500
        {
            self.failed(&error);
        }
        self.attachments.forget(socket);
    }

    /// Closes the socket of a token whose time is over. What it says until it has closed is not taken, though a clock go
    /// back: it would overtake what was not.
    pub(super) fn expire(&self, socket: &WebSocket, attachment: Attachment) {
        if self.attachments.keep(socket, &attachment.over()).is_ok() {
            close(socket, EXPIRED, "the token's time is over");
        }
    }
}

/// Closes a socket; one that is gone is closed already. Codes that only a runtime may name become the plain one.
pub(super) fn close(socket: &WebSocket, code: usize, reason: &str) {
    let code = match code {
        1004..=1006 | 1015 => 1000,
        code => u16::try_from(code).unwrap_or(1000),
    };
    let _closed = socket.close(Some(code), Some(reason));
}

/// The close code that tells a page to fetch a new token.
const EXPIRED: usize = 4401;
/// The close code that tells a page to come again (RFC 6455 registry, "Service Restart").
const RESTARTED: usize = 1012;
/// Sockets of one role in one conversation: more tabs than anybody opens.
const MAX_SOCKETS: usize = 32;
