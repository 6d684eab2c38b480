//! The wire to the edge: opens the conversation and hands frames over, by a socket or by exchanges over HTTP.
//!
//! [`plan`] decides when and by what, this performs. It knows nothing of turns: what is sent again after a loss is
//! decided by [`super::state`].

mod exchange;
mod opening;
mod plan;
mod socket;

use crate::chat::{Chat, door};
use exchange::Exchanges;
use plan::{Carrier, Effect, Input, Loss, Moment, Plan};
use shared::time::Instant;
use shared::wire::frame_v1::{EdgeFrame, MAX_FRAME_BYTES, ShopperFrame};
use socket::Socket;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// A turn of the edge may carry several cards; the page bounds what it reads all the same.
const LARGEST_FROM_EDGE: usize = 64 * MAX_FRAME_BYTES;
/// The least time to be quiet where the edge asks for it.
const QUIET_S: u32 = 5;

/// The connection of this page.
pub(crate) struct Link {
    edge: String,
    plan: RefCell<Plan>,
    socket: Socket,
    exchanges: Exchanges,
    /// When the page's timer rings for the plan.
    armed: Cell<Option<Instant>>,
    /// By which id the edge logged its last answer, if that was a failure.
    failure: RefCell<Option<String>>,
}

impl Link {
    /// A connection to the edge at this origin; nothing is sent yet.
    pub(crate) fn new(edge: String) -> Rc<Self> {
        Rc::new(Self {
            edge,
            plan: RefCell::new(Plan::new()),
            socket: Socket::default(),
            exchanges: Exchanges::default(),
            armed: Cell::new(None),
            failure: RefCell::default(),
        })
    }

    /// Connects unless that is done or under way.
    pub(crate) fn connect(self: &Rc<Self>, chat: Chat) {
        self.tell(chat, Input::Begin);
    }

    /// Whether nothing is connected or under way.
    pub(crate) fn is_idle(&self) -> bool {
        self.plan.borrow().is_idle()
    }

    /// By which id the edge logged its last answer, if that was a failure.
    pub(crate) fn failure(&self) -> Option<String> {
        self.failure.borrow().clone()
    }

    /// The page is back: from sleep, from the cache, or online.
    pub(crate) fn wake(self: &Rc<Self>, chat: Chat) {
        self.tell(chat, Input::Wake);
    }

    /// The page rests: an open socket would keep it out of the browser's page cache.
    pub(crate) fn rest(self: &Rc<Self>, chat: Chat) {
        self.tell(chat, Input::Rest);
    }

    /// Sends a frame if something carries it; what must not be lost waits in the state's outbox.
    pub(crate) fn send(self: &Rc<Self>, chat: Chat, frame: ShopperFrame) {
        let carrier = self.plan.borrow().carrier();
        match carrier {
            Some(Carrier::Socket) => self.socket.send(&frame),
            Some(Carrier::Exchange) => self.post(chat, frame),
            None => {}
        }
    }

    fn tell(self: &Rc<Self>, chat: Chat, input: Input) {
        let moment = Moment {
            now: door::now(),
            chance: door::chance(),
            seen: !door::is_hidden(),
            online: door::is_online(),
            unsent: chat.has_unsent(),
        };
        let effects = self.plan.borrow_mut().take(input, moment);
        for effect in effects {
            self.perform(chat, effect);
        }
        self.arm(chat);
    }

    fn perform(self: &Rc<Self>, chat: Chat, effect: Effect) {
        match effect {
            Effect::Connect(by) => self.begin(chat, by),
            Effect::HangUp(by) => {
                self.end(by);
            }
            Effect::Probe => self.socket.probe(),
            Effect::ForgetToken => chat.forget_token(),
            Effect::Lost => chat.lost(),
            Effect::Away => chat.away(),
            Effect::Busy => chat.busy(),
            Effect::Gone => chat.gone(),
            Effect::Shut => chat.shut(),
            Effect::Outdated => chat.outdated(),
        }
    }

    /// Sets the page's timer for the plan's next deadline. One that rings too early costs less than taking it back.
    fn arm(self: &Rc<Self>, chat: Chat) {
        let next = self.plan.borrow().next_deadline();
        let Some(next) = next.filter(|next| self.armed.get().is_none_or(|armed| *next < armed))
        else {
            return;
        };
        self.armed.set(Some(next));
        let wait = u32::try_from((next - door::now()).0).unwrap_or(0);
        let link = Rc::clone(self);
        door::later(wait, move || {
            if link.armed.get() == Some(next) {
                link.armed.set(None);
            }
            link.tell(chat, Input::Tick);
        });
    }

    /// Connects with a token: the one that is kept, or a new one.
    fn begin(self: &Rc<Self>, chat: Chat, by: Carrier) {
        let round = self.end(by);
        let link = Rc::clone(self);
        door::spawn(async move {
            let token = match chat.pass() {
                Some(token) => Ok(token),
                None => link.open(chat).await,
            };
            if link.round(by) != round {
                return;
            }
            match (token, by) {
                (Ok(token), Carrier::Socket) => link.dial(chat, round, &token),
                (Ok(_), Carrier::Exchange) => link.poll(chat, round).await,
                (Err(loss), _) => link.tell(chat, Input::Lost(by, loss)),
            }
        });
    }

    /// Ends what there is of this kind; answers to it that are still to come are known as such by their round.
    fn end(&self, by: Carrier) -> u32 {
        match by {
            Carrier::Socket => self.socket.end(),
            Carrier::Exchange => self.exchanges.end(),
        }
    }

    fn round(&self, by: Carrier) -> u32 {
        match by {
            Carrier::Socket => self.socket.round(),
            Carrier::Exchange => self.exchanges.round(),
        }
    }

    /// Takes a frame from whichever carrier brought it.
    fn heard(self: &Rc<Self>, chat: Chat, by: Carrier, frame: EdgeFrame) {
        let welcome = matches!(frame, EdgeFrame::Welcome { .. });
        let input = if welcome {
            Input::Welcomed(by)
        } else {
            Input::Heard(by)
        };
        self.tell(chat, input);
        chat.heard(frame);
    }
}
