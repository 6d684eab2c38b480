//! Frames without a socket: they are posted, taken as over a socket, and answered with what came since. Where there is
//! nothing to tell, the answer waits a while for something.

use super::frame::Frame;
use super::reader::{Reader, Role};
use super::tell::{NotTaken, Tell};
use super::{Conversation, unknown};
use crate::answer;
use crate::clock;
use crate::error::{Error, Result};
use futures_util::future::{Either, select};
use serde::de::DeserializeOwned;
use shared::conversation::AgentAct;
use shared::wire;
use shared::wire::agent_v1::{self, AgentExchange};
use shared::wire::frame_v1::{self, Exchange, MAX_EXCHANGE_BYTES, MAX_EXCHANGE_FRAMES};
use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::pin::pin;
use std::rc::Rc;
use std::task::{Poll, Waker};
use std::time::Duration;
use worker::{Delay, Request, Response};

/// An exchange being answered.
pub(super) struct Post {
    pub(super) role: Role,
    /// The last turn that the asker has.
    pub(super) after: Cell<u64>,
    frames: RefCell<Vec<Vec<u8>>>,
    woken: Cell<bool>,
    waker: RefCell<Option<Waker>>,
}

impl Post {
    fn new(role: Role, after: u64) -> Self {
        Self {
            role,
            after: Cell::new(after),
            frames: RefCell::default(),
            woken: Cell::default(),
            waker: RefCell::default(),
        }
    }

    /// Puts this into the answer.
    pub(super) fn answer(&self, tell: &Tell) {
        self.frames.borrow_mut().extend(tell.to(&self.role));
    }

    /// Something happened while the answer waits. What holds is read when it is made; only what passes is put in now.
    pub(super) fn wake(&self, tell: &Tell) {
        let Some(frame) = tell.to(&self.role) else {
            return;
        };
        if tell.passes() {
            self.frames.borrow_mut().push(frame);
        }
        self.woken.set(true);
        if let Some(waker) = self.waker.borrow_mut().take() {
            waker.wake();
        }
    }

    fn says_something(&self) -> bool {
        !self.frames.borrow().is_empty()
    }

    /// A list of frames, as `postcard` writes one: how many, then each.
    fn bytes(&self) -> Vec<u8> {
        let frames = self.frames.borrow();
        let mut bytes = wire::encode(&frames.len());
        for frame in frames.iter() {
            bytes.extend_from_slice(frame);
        }
        bytes
    }
}

impl Conversation {
    /// Takes posted frames and answers them.
    pub(super) async fn exchange(&self, mut request: Request) -> Result<Response> {
        let reader = Reader::of(request.headers())?;
        if !self.is_of(&reader.shop)? {
            return Err(unknown());
        }
        // The exchange counts as well: an empty one is answered with all that came.
        if let Some(wait) = self.too_many_frames() {
            return Err(Error::too_many(wait));
        }
        self.arm_for_return().await?;
        let bytes = request.bytes().await?;
        let (after, frames, wait) = read(&reader.role, &bytes)?;
        let post = Rc::new(Post::new(reader.role, after));
        self.heard_from(&post.role);
        if let Role::Agent(by) = &post.role {
            self.note(by, AgentAct::Here).await?;
        }
        for frame in frames {
            self.attend(&post.as_ref().into(), frame).await;
        }
        self.must_load()?;
        let idle = wait && !post.says_something() && !self.has_more(&post)?;
        if idle && !self.wait_with(&post).await {
            let retry_after_s = RETRY_S;
            let why = NotTaken::TooManyReaders;
            post.answer(&Tell::NotTaken {
                id: None,
                why,
                retry_after_s,
            });
        }
        self.heard_from(&post.role);
        self.must_load()?;
        self.tell_rest(&post)?;
        let content_type = match post.role {
            Role::Shopper => frame_v1::CONTENT_TYPE,
            Role::Agent(_) => agent_v1::CONTENT_TYPE,
        };
        answer::bytes_as(content_type, post.bytes())
    }

    /// Waits until something happens, or long enough; false when as many wait already as may.
    async fn wait_with(&self, post: &Rc<Post>) -> bool {
        if self.waiting.borrow().len() >= MAX_WAITING {
            return false;
        }
        self.waiting.borrow_mut().push(Rc::clone(post));
        let told = poll_fn(|context| {
            if post.woken.get() {
                return Poll::Ready(());
            }
            post.waker.replace(Some(context.waker().clone()));
            Poll::Pending
        });
        match select(pin!(told), pin!(Delay::from(WAIT))).await {
            Either::Left(_) | Either::Right(_) => {}
        }
        let mut waiting = self.waiting.borrow_mut();
        waiting.retain(|other| !Rc::ptr_eq(other, post));
        true
    }

    /// A step that could not be written is forgotten, and the rows are read again.
    fn must_load(&self) -> Result<()> {
        if self.load()? { Ok(()) } else { Err(unknown()) }
    }

    /// This reader has just been heard without a socket.
    fn heard_from(&self, role: &Role) {
        self.heard.borrow_mut().insert(role.clone(), clock::now());
    }
}

/// The last turn that the asker has, the frames, and whether to wait.
fn read(role: &Role, bytes: &[u8]) -> Result<(u64, Vec<Frame>, bool)> {
    let (after, frames, wait) = match role {
        Role::Shopper => {
            let Exchange {
                after,
                frames,
                wait,
            } = decode(bytes)?;
            let frames: Vec<Frame> = frames.into_iter().map(Frame::Shopper).collect();
            (after, frames, wait)
        }
        Role::Agent(_) => {
            let AgentExchange {
                after,
                frames,
                wait,
            } = decode(bytes)?;
            let frames = frames.into_iter().map(Frame::Agent).collect();
            (after, frames, wait)
        }
    };
    if frames.len() > MAX_EXCHANGE_FRAMES {
        let message = format!("an exchange has at most {MAX_EXCHANGE_FRAMES} frames");
        return Err(Error::bad_request("too_many_frames", message));
    }
    Ok((after, frames, wait))
}

fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T> {
    wire::decode(bytes, MAX_EXCHANGE_BYTES)
        .map_err(|error| Error::bad_request("unknown_frame", error.to_string()))
}

/// How long an answer waits: less than proxies let a silent request live, which is often half a minute.
const WAIT: Duration = Duration::from_secs(20);
/// Answers that wait at once in one conversation.
const MAX_WAITING: usize = 8;
/// When to ask again where no more may wait.
const RETRY_S: u32 = 20;
