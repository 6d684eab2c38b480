//! The wire to the edge: opens the conversation, keeps a socket, hands frames over, comes back after every loss.
//!
//! It knows nothing of turns: what is sent again after a loss is decided by [`super::state`].

use crate::chat::{Chat, door, proof};
use shared::wire;
use shared::wire::challenge_v1::PROOF_HEADER;
use shared::wire::frame_v1::{EdgeFrame, MAX_FRAME_BYTES, Opened, SUBPROTOCOL, ShopperFrame};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsValue;

const OPEN: i64 = 1;
const FIRST_WAIT_MS: f64 = 500.0;
const LONGEST_WAIT_MS: f64 = 30_000.0;
const DIAL_ANSWER_MS: u32 = 20_000;
const PROBE_EVERY_MS: u32 = 30_000;
const PROBE_ANSWER_MS: u32 = 6_000;
/// After so many sockets in a row that were refused before a welcome, the token is asked for anew.
const TRIES_WITH_ONE_TOKEN: u32 = 2;
/// The edge wants a sum worked out first.
const CHALLENGED: i64 = 428;
/// A turn of the edge may carry several cards; the page bounds what it reads all the same.
const LARGEST_FROM_EDGE: usize = 64 * MAX_FRAME_BYTES;

/// The connection of this page.
pub(crate) struct Link {
    edge: String,
    socket: RefCell<Option<JsValue>>,
    /// Counts sockets and waits, so that an answer to an old one is known as such.
    round: Cell<u32>,
    tries: Cell<u32>,
    stage: Cell<Stage>,
    probing: Cell<bool>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Idle,
    Dialling,
    Connected,
}

/// Why a conversation could not be opened.
enum Failure {
    /// The edge knows neither this shop nor this page: trying again is no use.
    Shut,
    /// No answer, or one that passes.
    Away,
}

impl Link {
    /// A connection to the edge at this origin; nothing is sent yet.
    pub(crate) fn new(edge: String) -> Rc<Self> {
        Rc::new(Self {
            edge,
            socket: RefCell::new(None),
            round: Cell::new(0),
            tries: Cell::new(0),
            stage: Cell::new(Stage::Idle),
            probing: Cell::new(false),
        })
    }

    /// Connects unless that is done or under way.
    pub(crate) fn connect(self: &Rc<Self>, chat: Chat) {
        if self.stage.get() != Stage::Idle {
            return;
        }
        self.stage.set(Stage::Dialling);
        let round = self.next_round();
        let link = Rc::clone(self);
        door::spawn(async move {
            link.expect_welcome(chat, round);
            let token = match chat.pass() {
                Some(token) => Ok(token),
                None => link.open(chat).await,
            };
            if link.round.get() != round {
                return;
            }
            match token {
                Ok(token) => link.dial(chat, round, &token),
                Err(Failure::Away) => link.lost(chat, round),
                Err(Failure::Shut) => {
                    link.stage.set(Stage::Idle);
                    chat.shut();
                }
            }
        });
    }

    /// Sends a frame if the socket takes it; what must not be lost waits in the state's outbox.
    pub(crate) fn send(&self, frame: &ShopperFrame) {
        self.send_value(&js_sys::Uint8Array::from(&wire::encode(frame)[..]));
    }

    /// The page is back: from sleep, from the cache, or online.
    pub(crate) fn wake(self: &Rc<Self>, chat: Chat) {
        self.tries.set(0);
        match self.stage.get() {
            Stage::Idle => self.connect(chat),
            Stage::Dialling => {}
            Stage::Connected => self.probe(chat),
        }
    }

    /// The page rests: an open socket would keep it out of the browser's page cache.
    pub(crate) fn rest(&self) {
        self.next_round();
        self.stage.set(Stage::Idle);
        self.hang_up();
    }

    async fn open(&self, chat: Chat) -> Result<String, Failure> {
        let mut answer = self.ask(chat, None).await?;
        if answer.status == CHALLENGED {
            let bytes = answer.bytes().await.ok_or(Failure::Away)?;
            let challenge = wire::decode(&bytes, MAX_FRAME_BYTES).map_err(|_| Failure::Away)?;
            let proof = proof::of(&challenge).await.ok_or(Failure::Away)?;
            answer = self.ask(chat, Some(proof)).await?;
        }
        match answer.status {
            200..=299 => {
                let bytes = answer.bytes().await.ok_or(Failure::Away)?;
                let opened: Opened =
                    wire::decode(&bytes, MAX_FRAME_BYTES).map_err(|_| Failure::Away)?;
                let token = opened.token.clone();
                chat.opened(opened);
                Ok(token)
            }
            403 | 404 => Err(Failure::Shut),
            _ => Err(Failure::Away),
        }
    }

    async fn ask(&self, chat: Chat, proof: Option<String>) -> Result<door::Answer, Failure> {
        let bytes = js_sys::Uint8Array::from(&wire::encode(&chat.open_request())[..]);
        let url = [&self.edge, "/v1/conversations"].concat();
        let mut headers = vec![("content-type", "application/octet-stream".into())];
        headers.extend(proof.map(|proof| (PROOF_HEADER, proof.into())));
        let answer = door::fetch(&url, Some((headers, bytes.into()))).await;
        answer.ok_or(Failure::Away)
    }

    fn dial(self: &Rc<Self>, chat: Chat, round: u32, token: &str) {
        let Some(rest) = self.edge.strip_prefix("http") else {
            return chat.shut();
        };
        let url = ["ws", rest, "/v1/socket"].concat();
        let protocols = js_sys::Array::of2(&SUBPROTOCOL.into(), &token.into());
        let Some(socket) = door::construct("WebSocket", &[url.into(), protocols.into()]) else {
            return self.lost(chat, round);
        };
        door::put(&socket, "binaryType", &"arraybuffer".into());
        let link = Rc::clone(self);
        let current = move |link: &Self| link.round.get() == round;
        door::listen(&socket, "open", move |_| {
            if current(&link) {
                link.stage.set(Stage::Connected);
                link.send(&chat.resume());
                link.keep_probing(chat, round);
            }
        });
        let link = Rc::clone(self);
        door::listen(&socket, "message", move |event| {
            if current(&link) {
                link.heard(chat, &event);
            }
        });
        let link = Rc::clone(self);
        door::listen(&socket, "close", move |_| link.lost(chat, round));
        self.socket.replace(Some(socket));
    }

    fn heard(&self, chat: Chat, event: &JsValue) {
        self.probing.set(false);
        let Some(message) = door::field(event, "data") else {
            return;
        };
        if message.is_string() {
            return;
        }
        let bytes = js_sys::Uint8Array::new(&message).to_vec();
        // A frame of a later version is passed over: what it says is asked for again by number.
        if let Ok(frame) = wire::decode::<EdgeFrame>(&bytes, LARGEST_FROM_EDGE) {
            if matches!(frame, EdgeFrame::Welcome { .. }) {
                self.tries.set(0);
            }
            chat.heard(frame);
        }
    }

    fn lost(self: &Rc<Self>, chat: Chat, round: u32) {
        if self.round.get() != round {
            return;
        }
        self.stage.set(Stage::Idle);
        self.hang_up();
        let tries = self.tries.get() + 1;
        self.tries.set(tries);
        chat.lost(tries > TRIES_WITH_ONE_TOKEN);
        if door::is_hidden() {
            // The page wakes the link when it is seen again.
            return;
        }
        let round = self.next_round();
        let link = Rc::clone(self);
        door::later(wait_ms(tries), move || {
            if link.round.get() == round {
                link.connect(chat);
            }
        });
    }

    /// A connection that is neither made nor refused in time is given up and made anew.
    fn expect_welcome(self: &Rc<Self>, chat: Chat, round: u32) {
        let link = Rc::clone(self);
        door::later(DIAL_ANSWER_MS, move || {
            if link.stage.get() == Stage::Dialling {
                link.lost(chat, round);
            }
        });
    }

    fn keep_probing(self: &Rc<Self>, chat: Chat, round: u32) {
        let link = Rc::clone(self);
        door::later(PROBE_EVERY_MS, move || {
            if link.round.get() == round {
                if !door::is_hidden() {
                    link.probe(chat);
                }
                link.keep_probing(chat, round);
            }
        });
    }

    /// Asks whether the other end is still there: a phone that slept holds sockets that only look open.
    fn probe(self: &Rc<Self>, chat: Chat) {
        self.probing.set(true);
        self.send_value(&"ping".into());
        let round = self.round.get();
        let link = Rc::clone(self);
        door::later(PROBE_ANSWER_MS, move || {
            if link.probing.get() {
                link.lost(chat, round);
            }
        });
    }

    fn send_value(&self, value: &JsValue) {
        let socket = self.socket.borrow().clone();
        if let Some(socket) = socket
            && door::number(&socket, "readyState") == Some(OPEN)
        {
            door::call(&socket, "send", std::slice::from_ref(value));
        }
    }

    fn hang_up(&self) {
        self.probing.set(false);
        if let Some(socket) = self.socket.take() {
            door::call(&socket, "close", &[]);
        }
    }

    fn next_round(&self) -> u32 {
        let round = self.round.get().wrapping_add(1);
        self.round.set(round);
        round
    }
}

/// Exponential, with half of it left to chance, so that many pages do not come back at once.
fn wait_ms(tries: u32) -> u32 {
    let doubled = FIRST_WAIT_MS * f64::from(1_u32 << tries.saturating_sub(1).min(6));
    let longest = doubled.min(LONGEST_WAIT_MS);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 250 and 30 000"
    )]
    let wait = (longest * f64::midpoint(1.0, door::chance())) as u32;
    wait
}
