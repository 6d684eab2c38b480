//! Exchanges over HTTP, where sockets do not open: one poll waits for what the edge has to tell, and what the page says
//! is posted beside it, one body at a time, so that its order stays.

use super::opening::read;
use super::{Carrier, Input, LARGEST_FROM_EDGE, Link, Loss};
use crate::chat::{Chat, door};
use shared::wire;
use shared::wire::frame_v1::{
    CONTENT_TYPE, EdgeFrame, Exchange, MAX_EXCHANGE_BYTES, MAX_FRAME_BYTES, Refusal, ShopperFrame,
};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsValue;

/// So many of the longest frames fit into one body, with what stands around them.
const MOST_FRAMES: usize = MAX_EXCHANGE_BYTES / MAX_FRAME_BYTES - 1;
/// Between two polls, so that an edge that answers at once is not asked without end.
const PAUSE_MS: u32 = 200;

/// The exchanges of this page, while they carry its conversation.
#[derive(Default)]
pub(super) struct Exchanges {
    round: Cell<u32>,
    /// Ends every request of this round.
    abort: RefCell<Option<JsValue>>,
    queue: RefCell<Vec<ShopperFrame>>,
    posting: Cell<bool>,
}

impl Exchanges {
    pub(super) fn round(&self) -> u32 {
        self.round.get()
    }

    /// Gives up every request; the number is that of the next round.
    pub(super) fn end(&self) -> u32 {
        if let Some(abort) = self.abort.replace(door::construct("AbortController", &[])) {
            door::call(&abort, "abort", &[]);
        }
        self.queue.take();
        self.posting.set(false);
        let round = self.round.get().wrapping_add(1);
        self.round.set(round);
        round
    }

    fn signal(&self) -> Option<JsValue> {
        door::field(self.abort.borrow().as_ref()?, "signal")
    }
}

impl Link {
    /// Asks for what is new, as long as this round lasts and somebody looks.
    pub(super) async fn poll(self: &Rc<Self>, chat: Chat, round: u32) {
        let mut frames = vec![chat.resume()];
        loop {
            let wait = frames.is_empty();
            if !self.exchange(chat, round, frames, wait).await {
                return;
            }
            if door::is_hidden() && !chat.has_unsent() {
                // The page wakes the link when it is seen again.
                return self.tell(chat, Input::Lost(Carrier::Exchange, Loss::Away));
            }
            frames = Vec::new();
            door::pause(PAUSE_MS).await;
        }
    }

    /// Posts a frame after those before it.
    pub(super) fn post(self: &Rc<Self>, chat: Chat, frame: ShopperFrame) {
        self.exchanges.queue.borrow_mut().push(frame);
        if self.exchanges.posting.replace(true) {
            return;
        }
        let round = self.exchanges.round();
        let link = Rc::clone(self);
        door::spawn(async move {
            loop {
                let mut frames = link.exchanges.queue.take();
                let rest = frames.split_off(frames.len().min(MOST_FRAMES));
                link.exchanges.queue.replace(rest);
                if frames.is_empty() {
                    return link.exchanges.posting.set(false);
                }
                if !link.exchange(chat, round, frames, false).await {
                    return;
                }
            }
        });
    }

    /// One exchange. Whether its round goes on.
    async fn exchange(
        self: &Rc<Self>,
        chat: Chat,
        round: u32,
        frames: Vec<ShopperFrame>,
        wait: bool,
    ) -> bool {
        let goes_on = || self.exchanges.round() == round;
        // The round may have ended in the pause before this one.
        if !goes_on() {
            return false;
        }
        let answer = self.ask(chat, frames, wait).await;
        if !goes_on() {
            return false;
        }
        match answer {
            Ok(frames) => {
                self.tell(chat, Input::Heard(Carrier::Exchange));
                for frame in frames {
                    if goes_on() {
                        self.heard(chat, Carrier::Exchange, frame);
                    }
                }
            }
            Err(loss) => self.tell(chat, Input::Lost(Carrier::Exchange, loss)),
        }
        goes_on()
    }

    async fn ask(
        &self,
        chat: Chat,
        frames: Vec<ShopperFrame>,
        wait: bool,
    ) -> Result<Vec<EdgeFrame>, Loss> {
        let token = chat.pass().ok_or(Loss::Expired)?;
        let after = chat.last_seq();
        let exchange = Exchange {
            after,
            frames,
            wait,
        };
        let post = door::Post {
            content_type: CONTENT_TYPE,
            body: door::bytes(&wire::encode(&exchange)),
            header: Some(("authorization", ["Bearer ", &token].concat())),
            signal: self.exchanges.signal(),
        };
        let url = [&self.edge, "/v1/exchange"].concat();
        let answer = self.answered(door::post(&url, post).await)?;
        let bytes = read(answer).await.map_err(|loss| {
            // Opening anew tells whether this page is refused for good.
            if loss == Loss::Shut {
                Loss::Expired
            } else {
                loss
            }
        })?;
        let frames = wire::decode_known::<EdgeFrame>(&bytes, LARGEST_FROM_EDGE);
        let full = frames.iter().find_map(|frame| match frame {
            EdgeFrame::Refused {
                refusal: Refusal::TooManyReaders,
                retry_after_s,
                ..
            } => Some(Loss::Later(*retry_after_s)),
            EdgeFrame::Refused { .. }
            | EdgeFrame::Welcome { .. }
            | EdgeFrame::Turn(_)
            | EdgeFrame::Acked { .. }
            | EdgeFrame::Now(_)
            | EdgeFrame::Agent(_)
            | EdgeFrame::Typing(_)
            | EdgeFrame::Read(_) => None,
        });
        full.map_or(Ok(frames), Err)
    }
}
