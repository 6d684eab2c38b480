//! A socket: opened with the token as a subprotocol, so that it stands in no address and no log.

use super::{Carrier, Input, LARGEST_FROM_EDGE, Link, Loss};
use crate::chat::{Chat, door};
use shared::wire;
use shared::wire::frame_v1::{EdgeFrame, ShopperFrame};
use shared::wire::frame_v2::SUBPROTOCOL;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsValue;

const OPEN: i64 = 1;

/// The one socket of this page, while there is one.
#[derive(Default)]
pub(super) struct Socket {
    socket: RefCell<Option<JsValue>>,
    round: Cell<u32>,
}

impl Socket {
    pub(super) fn round(&self) -> u32 {
        self.round.get()
    }

    /// Closes the socket; the number is that of the next one.
    pub(super) fn end(&self) -> u32 {
        if let Some(socket) = self.socket.take() {
            door::call(&socket, "close", &[]);
        }
        let round = self.round.get().wrapping_add(1);
        self.round.set(round);
        round
    }

    pub(super) fn send(&self, frame: &ShopperFrame) {
        self.send_value(door::bytes(&wire::encode(frame)));
    }

    pub(super) fn probe(&self) {
        self.send_value("ping".into());
    }

    fn send_value(&self, value: JsValue) {
        let socket = self.socket.borrow().clone();
        if let Some(socket) = socket
            && door::number(&socket, "readyState") == Some(OPEN)
        {
            door::call(&socket, "send", &[value]);
        }
    }
}

impl Link {
    pub(super) fn dial(self: &Rc<Self>, chat: Chat, round: u32, token: &str) {
        let url = [
            "ws",
            self.edge.strip_prefix("http").unwrap_or(&self.edge),
            "/v1/socket",
        ];
        let protocols = js_sys::Array::of2(&SUBPROTOCOL.into(), &token.into());
        let arguments = [url.concat().into(), protocols.into()];
        let Some(socket) = door::construct("WebSocket", &arguments) else {
            return self.tell(chat, Input::Lost(Carrier::Socket, Loss::Cut));
        };
        door::put(&socket, "binaryType", &"arraybuffer".into());
        for event in ["open", "message", "close"] {
            let link = Rc::clone(self);
            door::listen(&socket, event, move |happened| {
                if link.socket.round() == round {
                    link.met(chat, event, &happened);
                }
            });
        }
        self.socket.socket.replace(Some(socket));
    }

    /// What happens on the socket of this round.
    fn met(self: &Rc<Self>, chat: Chat, event: &str, happened: &JsValue) {
        match event {
            "open" => self.socket.send(&chat.resume()),
            "close" => {
                let loss = loss(door::number(happened, "code").unwrap_or(0));
                self.tell(chat, Input::Lost(Carrier::Socket, loss));
            }
            _ => self.message(chat, happened),
        }
    }

    fn message(self: &Rc<Self>, chat: Chat, happened: &JsValue) {
        let Some(message) = door::field(happened, "data").filter(|message| !message.is_string())
        else {
            return self.tell(chat, Input::Heard(Carrier::Socket));
        };
        let bytes = js_sys::Uint8Array::new(&message).to_vec();
        // A frame of a later release is passed over: what it says is asked for again by number.
        for frame in wire::decode_each::<EdgeFrame>(&bytes, LARGEST_FROM_EDGE) {
            self.heard(chat, Carrier::Socket, frame);
        }
    }
}

/// What a close code says. Codes of RFC 6455 section 7.4.1 and its registry; those from 4000 are the edge's own.
fn loss(code: i64) -> Loss {
    match code {
        1001 | 1012 | 1013 => Loss::Restart,
        4401 => Loss::Expired,
        4410 => Loss::Gone,
        4426 => Loss::Outdated,
        _ => Loss::Cut,
    }
}
