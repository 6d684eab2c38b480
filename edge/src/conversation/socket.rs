//! The shopper's sockets: one a tab, all showing the same turns. They hibernate; what a socket is stands in its
//! attachment. A frame that cannot be taken is refused, and the socket stays open.

use super::{Conversation, Event, unknown};
use crate::calls;
use crate::clock;
use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use shared::conversation::{Effect, Input};
use shared::id::TurnId;
use shared::time::{Instant, Span};
use shared::wire::frame_v1::{EdgeFrame, MAX_FRAME_BYTES, Refusal, SUBPROTOCOL, ShopperFrame};
use shared::wire::{self, DecodeError};
use worker::{
    Request, Response, ResponseBuilder, WebSocket, WebSocketIncomingMessage, WebSocketPair,
    WebSocketRequestResponsePair,
};

/// What a socket is.
#[derive(Clone, Copy, Serialize, Deserialize)]
struct Attachment {
    /// Whether it has said what it has; before that it is sent no turns.
    resumed: bool,
    /// When the token that opened it ends, in milliseconds since 1970.
    expires: f64,
}

/// Frames taken in the minute that began `since`.
#[derive(Clone, Copy)]
pub(super) struct Window {
    since: Instant,
    frames: u32,
}

impl Default for Window {
    fn default() -> Self {
        Self {
            since: Instant(0),
            frames: 0,
        }
    }
}

impl Conversation {
    /// Takes a socket of the shopper's.
    pub(super) fn accept(&self, request: &Request) -> Result<Response> {
        if !self.load()? {
            return Err(unknown());
        }
        let expires = request.headers().get(calls::EXPIRES)?;
        let expires = expires.and_then(|expires| expires.parse().ok());
        let expires = expires.ok_or_else(|| Error::fault("a socket came without its end"))?;
        // A page's ping is answered without waking the object.
        let ping =
            WebSocketRequestResponsePair::new("ping", "pong").map_err(worker::Error::from)?;
        self.state.set_websocket_auto_response(&ping);
        let pair = WebSocketPair::new()?;
        self.state
            .accept_websocket_with_tags(&pair.server, &[SHOPPER]);
        pair.server.serialize_attachment(Attachment {
            resumed: false,
            expires,
        })?;
        let response = ResponseBuilder::new()
            .with_status(101)
            .with_header("Sec-WebSocket-Protocol", SUBPROTOCOL)?
            .with_websocket(pair.client);
        Ok(response.empty())
    }

    /// Takes a message, whatever it is.
    pub(super) async fn hear(&self, socket: &WebSocket, message: WebSocketIncomingMessage) {
        let frame = match message {
            WebSocketIncomingMessage::Binary(bytes) => {
                wire::decode::<ShopperFrame>(&bytes, MAX_FRAME_BYTES)
            }
            WebSocketIncomingMessage::String(_) => Err(DecodeError::Unknown),
        };
        let frame = match frame {
            Ok(frame) => frame,
            Err(DecodeError::TooLarge(_)) => {
                return refuse(socket, None, Refusal::FrameTooLarge, 0);
            }
            Err(DecodeError::Unknown | DecodeError::Trailing) => {
                return refuse(socket, None, Refusal::UnknownFrame, 0);
            }
        };
        let id = match &frame {
            ShopperFrame::Say { id, .. } => Some(id.clone()),
            ShopperFrame::Resume { .. }
            | ShopperFrame::Typing(_)
            | ShopperFrame::Page(_)
            | ShopperFrame::Cart(_)
            | ShopperFrame::Read(_) => None,
        };
        if let Some(wait) = self.too_many_frames() {
            return refuse(socket, id, Refusal::TooManyTurns, wait);
        }
        if let Err(error) = self.obey(socket, frame).await {
            self.failed(&error);
            refuse(socket, id, Refusal::Fault, FAULT_WAIT_S);
        }
    }

    async fn obey(&self, socket: &WebSocket, frame: ShopperFrame) -> Result<()> {
        let attachment: Option<Attachment> = socket.deserialize_attachment()?;
        let attachment = attachment.ok_or_else(|| Error::fault("a socket has no attachment"))?;
        #[expect(
            clippy::cast_precision_loss,
            reason = "milliseconds since 1970 stay far below 2^53"
        )]
        if attachment.expires <= clock::now().0 as f64 {
            close(socket, EXPIRED, "the token's time is over");
            return Ok(());
        }
        let input = match frame {
            ShopperFrame::Resume { after } => return self.resume(socket, attachment, after),
            // Nobody watches a shopper typing or reading yet, and neither is ever stored.
            ShopperFrame::Typing(_) | ShopperFrame::Read(_) => return Ok(()),
            ShopperFrame::Say { id, say } => Input::Said { id, say },
            ShopperFrame::Page(page) => Input::Paged(page),
            ShopperFrame::Cart(cart) => Input::Carted(cart),
        };
        self.take(Event {
            input,
            from: Some(socket),
        })
        .await
    }

    fn resume(&self, socket: &WebSocket, attachment: Attachment, after: u64) -> Result<()> {
        if !self.load()? {
            return Err(unknown());
        }
        socket.serialize_attachment(Attachment {
            resumed: true,
            ..attachment
        })?;
        self.with(|held| {
            let conversation = &held.conversation;
            let last = conversation.turns().last().map_or(0, |turn| turn.seq);
            let id = conversation.record().conversation.clone();
            send(
                socket,
                &EdgeFrame::Welcome {
                    conversation: id,
                    last,
                },
            );
            for turn in conversation.turns_after(after) {
                send(socket, &EdgeFrame::Turn(turn.clone()));
            }
            send(socket, &EdgeFrame::Now(conversation.now()));
            Ok(())
        })
    }

    /// Shows what a step did: turns to every tab that has resumed, answers to the one that asked, then what holds now.
    pub(super) fn show(&self, effects: &[Effect], from: Option<&WebSocket>) {
        let Ok(now) = self.with(|held| Ok(EdgeFrame::Now(held.conversation.now()))) else {
            return;
        };
        let tabs = self.tabs();
        for effect in effects {
            match effect {
                Effect::Append(turn) => send_all(&tabs, &EdgeFrame::Turn(turn.clone())),
                Effect::Ack { id, seq } => {
                    let acked = EdgeFrame::Acked {
                        id: id.clone(),
                        seq: *seq,
                    };
                    send_all(from, &acked);
                }
                Effect::Refuse {
                    id,
                    refusal,
                    retry_after_s,
                } => {
                    let refused = EdgeFrame::Refused {
                        id: Some(id.clone()),
                        refusal: *refusal,
                        retry_after_s: *retry_after_s,
                    };
                    send_all(from, &refused);
                }
                // Agents are not let in yet.
                Effect::Deny { .. }
                | Effect::Presence
                | Effect::LookUp { .. }
                | Effect::Record(_)
                | Effect::Deliver(_)
                | Effect::Report(_) => {}
            }
        }
        let said = |effect: &Effect| matches!(effect, Effect::Append(_) | Effect::LookUp { .. });
        if effects.iter().any(said) {
            send_all(&tabs, &now);
        } else {
            send_all(from, &now);
        }
    }

    fn tabs(&self) -> Vec<WebSocket> {
        let mut sockets = self.state.get_websockets_with_tag(SHOPPER);
        sockets.retain(|socket| {
            let attachment = socket.deserialize_attachment::<Attachment>();
            matches!(attachment, Ok(Some(Attachment { resumed: true, .. })))
        });
        sockets
    }

    /// Seconds to wait when this conversation sent more frames than any page of ours does. In memory only: it spares
    /// the rows and is no promise; the limit on turns is the domain's.
    fn too_many_frames(&self) -> Option<u32> {
        let now = clock::now();
        let mut window = self.frames.get();
        if now - window.since >= Span::minutes(1) {
            window = Window {
                since: now,
                frames: 0,
            };
        }
        window.frames = window.frames.saturating_add(1);
        self.frames.set(window);
        let wait = Span::minutes(1).0 - (now - window.since).0;
        (window.frames > FRAMES_A_MINUTE).then(|| u32::try_from(wait / 1000 + 1).unwrap_or(60))
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

fn refuse(socket: &WebSocket, id: Option<TurnId>, refusal: Refusal, retry_after_s: u32) {
    send(
        socket,
        &EdgeFrame::Refused {
            id,
            refusal,
            retry_after_s,
        },
    );
}

/// Sends a frame; to a socket that is gone nothing is lost, since its page resumes after the last turn it has.
fn send(socket: &WebSocket, frame: &EdgeFrame) {
    let _sent = socket.send_with_bytes(wire::encode(frame));
}

fn send_all<'a>(sockets: impl IntoIterator<Item = &'a WebSocket>, frame: &EdgeFrame) {
    for socket in sockets {
        send(socket, frame);
    }
}

/// The tag of the shopper's sockets.
const SHOPPER: &str = "shopper";
/// The close code that tells a page to fetch a new token.
const EXPIRED: usize = 4401;
/// Six times what a page sends that takes twenty turns and reports the cart and page after each.
const FRAMES_A_MINUTE: u32 = 360;
/// After a fault of ours.
const FAULT_WAIT_S: u32 = 2;
