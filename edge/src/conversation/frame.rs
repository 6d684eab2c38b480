//! What readers say: one way for both roles, over a socket and by exchange. A frame that cannot be taken is refused, and
//! nothing else suffers.

use super::audience::Line;
use super::exchange::Post;
use super::reader::{Attachment, Role};
use super::tell::{NotTaken, Tell};
use super::{Conversation, Event, unknown};
use crate::clock;
use crate::error::Result;
use shared::conversation::{AgentAct, Input};
use shared::id::TurnId;
use shared::time::{Instant, Span};
use shared::wire::agent_v1::{self, AgentFrame, Named};
use shared::wire::frame_v1::{MAX_FRAME_BYTES, ShopperFrame};
use shared::wire::{self, DecodeError};

/// Where a frame comes from, and its answers go.
#[derive(Clone, Copy)]
pub(super) enum Ear<'a> {
    Socket(&'a Line),
    Post(&'a Post),
}

impl<'a> From<&'a Post> for Ear<'a> {
    fn from(post: &'a Post) -> Self {
        Self::Post(post)
    }
}

impl Ear<'_> {
    pub(super) fn role(&self) -> &Role {
        match self {
            Self::Socket(line) => &line.role,
            Self::Post(post) => &post.role,
        }
    }

    /// Tells who spoke.
    pub(super) fn answer(&self, tell: &Tell) {
        match self {
            Self::Socket(line) => line.say(tell.to(&line.role).as_deref()),
            Self::Post(post) => post.answer(tell),
        }
    }

    /// Sends what has been said so far, before somebody else says something.
    pub(super) fn flush(&self) {
        if let Self::Socket(line) = self {
            line.flush();
        }
    }

    pub(super) fn refuse(&self, id: Option<TurnId>, why: NotTaken, retry_after_s: u32) {
        self.answer(&Tell::NotTaken {
            id,
            why,
            retry_after_s,
        });
    }
}

/// What was said.
pub(super) enum Frame {
    Shopper(ShopperFrame),
    Agent(AgentFrame),
}

impl Frame {
    /// Reads a message of a socket.
    pub(super) fn read(role: &Role, bytes: &[u8]) -> core::result::Result<Self, NotTaken> {
        let as_shopper = || wire::decode(bytes, MAX_FRAME_BYTES).map(Self::Shopper);
        let as_agent = || agent_v1::decode(bytes).map(Self::Agent);
        let own = match role {
            Role::Shopper => as_shopper(),
            Role::Agent(_) => as_agent(),
        };
        own.map_err(|error| match error {
            DecodeError::TooLarge(_) => NotTaken::FrameTooLarge,
            DecodeError::Unknown | DecodeError::Trailing => {
                let of_other = match role {
                    Role::Shopper => as_agent().is_ok(),
                    Role::Agent(_) => as_shopper().is_ok(),
                };
                if of_other {
                    NotTaken::OtherRole
                } else {
                    NotTaken::UnknownFrame
                }
            }
        })
    }

    /// The turn it takes, if it takes one.
    fn turn(&self) -> Option<&TurnId> {
        match self {
            Self::Shopper(ShopperFrame::Say { id, .. })
            | Self::Agent(AgentFrame::Say { id, .. }) => Some(id),
            Self::Shopper(
                ShopperFrame::Resume { .. }
                | ShopperFrame::Typing(_)
                | ShopperFrame::Page(_)
                | ShopperFrame::Cart(_)
                | ShopperFrame::Read(_),
            )
            | Self::Agent(
                AgentFrame::Resume { .. }
                | AgentFrame::Typing(_)
                | AgentFrame::Read(_)
                | AgentFrame::Join { .. }
                | AgentFrame::Leave
                | AgentFrame::HandBack,
            ) => None,
        }
    }
}

/// What a frame asks for.
enum Wish {
    Resume(u64),
    Typing(bool),
    Read(u64),
    Input(Input),
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
    /// Takes a frame, or says why not.
    pub(super) async fn attend(&self, ear: &Ear<'_>, frame: Frame) {
        let id = frame.turn().cloned();
        if let Some(wait) = self.too_many_frames() {
            return ear.refuse(id, NotTaken::TooManyTurns, wait);
        }
        if let Err(error) = self.obey(ear, frame).await {
            self.failed_at(&error, id.as_ref());
            ear.refuse(id, NotTaken::Fault, FAULT_WAIT_S);
        }
    }

    /// Answers a message that is no frame, which counts as one.
    pub(super) fn refuse_unread(&self, ear: &Ear<'_>, why: NotTaken) {
        match self.too_many_frames() {
            Some(wait) => ear.refuse(None, NotTaken::TooManyTurns, wait),
            None => ear.refuse(None, why, 0),
        }
    }

    async fn obey(&self, ear: &Ear<'_>, frame: Frame) -> Result<()> {
        match wish(ear.role(), frame) {
            Some(Wish::Resume(after)) => self.resume(ear, after).await,
            Some(Wish::Typing(on)) => self.typing(ear.role(), on),
            Some(Wish::Read(up_to)) => self.read(ear, up_to),
            Some(Wish::Input(input)) => {
                let from = Some(*ear);
                let event = Event { input, from };
                #[cfg(feature = "panics")]
                let event = self.mistaken(event)?;
                self.take(event).await
            }
            None => {
                ear.refuse(None, NotTaken::OtherRole, 0);
                Ok(())
            }
        }
    }

    /// Says what came after the turn that a reader has, and from then on all that comes.
    async fn resume(&self, ear: &Ear<'_>, after: u64) -> Result<()> {
        if !self.load()? {
            return Err(unknown());
        }
        self.arm_for_return().await?;
        let (conversation, last) = self.with(|held| {
            let id = held.conversation.record().conversation.clone();
            Ok((id, held.conversation.last()))
        })?;
        ear.answer(&Tell::Welcome { conversation, last });
        if after > last {
            ear.refuse(None, NotTaken::UnknownTurn, 0);
            return Ok(());
        }
        match ear {
            Ear::Post(post) => post.after.set(after),
            Ear::Socket(line) => {
                self.tell_since(ear, after)?;
                if let Some(attachment) = self.attachments.of(&line.socket) {
                    let listens = true;
                    let listening = Attachment {
                        listens,
                        ..attachment
                    };
                    self.attachments.keep(&line.socket, &listening)?;
                }
                line.flush();
            }
        }
        self.arrived(ear).await
    }

    fn typing(&self, role: &Role, on: bool) -> Result<()> {
        let to_shopper = self.has(role)?;
        #[cfg(feature = "panics")]
        let to_shopper = to_shopper || self.errs(super::planted::Bug::Whisper);
        let who = role.party();
        self.audience().tell(&Tell::Typing {
            who,
            on,
            to_shopper,
        });
        Ok(())
    }

    fn read(&self, ear: &Ear<'_>, up_to: u64) -> Result<()> {
        if !self.load()? {
            return Err(unknown());
        }
        if up_to > self.with(|held| Ok(held.conversation.last()))? {
            ear.refuse(None, NotTaken::UnknownTurn, 0);
            return Ok(());
        }
        let role = ear.role();
        if up_to <= self.read_by(role) {
            return Ok(());
        }
        match ear {
            Ear::Post(_) => {
                self.read.borrow_mut().insert(role.clone(), up_to);
            }
            Ear::Socket(line) => {
                if let Some(attachment) = self.attachments.of(&line.socket) {
                    let read = Attachment {
                        read: up_to,
                        ..attachment
                    };
                    self.attachments.keep(&line.socket, &read)?;
                }
            }
        }
        let to_shopper = self.has(role)?;
        #[cfg(feature = "panics")]
        let to_shopper = to_shopper || self.errs(super::planted::Bug::Whisper);
        let who = role.party();
        self.audience().tell(&Tell::Read {
            who,
            up_to,
            to_shopper,
        });
        Ok(())
    }

    /// Turns that are sent again count as frames: a reader who asks for them and reads none has them pile up here.
    pub(super) fn sent_again(&self, turns: usize) {
        let mut window = self.frames.get();
        let frames = u32::try_from(turns / TURNS_A_FRAME).unwrap_or(u32::MAX);
        window.frames = window.frames.saturating_add(frames);
        self.frames.set(window);
    }

    /// Seconds to wait when this conversation sent more frames than any page of ours does. In memory only, which spares
    /// the rows: it begins anew with the object, but an object sleeps only when no frame comes, so no flood outlasts it.
    /// What is kept is bounded by the domain's limit on turns, which reads the turns themselves.
    pub(super) fn too_many_frames(&self) -> Option<u32> {
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

/// What this frame asks for; none when this role may not say it.
fn wish(role: &Role, frame: Frame) -> Option<Wish> {
    let wish = match (role, frame) {
        (Role::Shopper, Frame::Shopper(frame)) => match frame {
            ShopperFrame::Resume { after } => Wish::Resume(after),
            ShopperFrame::Typing(on) => Wish::Typing(on),
            ShopperFrame::Read(up_to) => Wish::Read(up_to),
            ShopperFrame::Say { id, say } => Wish::Input(Input::Said { id, say }),
            ShopperFrame::Page(page) => Wish::Input(Input::Paged(page)),
            ShopperFrame::Cart(cart) => Wish::Input(Input::Carted(cart)),
        },
        (Role::Agent(named), Frame::Agent(frame)) => match frame {
            AgentFrame::Resume { after } => Wish::Resume(after),
            AgentFrame::Typing(on) => Wish::Typing(on),
            AgentFrame::Read(up_to) => Wish::Read(up_to),
            AgentFrame::Say { id, say } => done_by(named, AgentAct::Say { id, say }),
            AgentFrame::Join { take_over } => done_by(named, AgentAct::Join { take_over }),
            AgentFrame::Leave => done_by(named, AgentAct::Leave),
            AgentFrame::HandBack => done_by(named, AgentAct::HandBack),
        },
        (Role::Shopper, Frame::Agent(_)) | (Role::Agent(_), Frame::Shopper(_)) => return None,
    };
    Some(wish)
}

fn done_by(agent: &Named, act: AgentAct) -> Wish {
    let by = agent.clone();
    Wish::Input(Input::Agent { by, act })
}

/// Six times what a page sends that takes twenty turns and reports the cart and page after each; an agent sends less.
const FRAMES_A_MINUTE: u32 = 720;
/// A conversation as long as may be is sent anew eleven times a minute.
const TURNS_A_FRAME: usize = 16;
/// After a fault of ours.
const FAULT_WAIT_S: u32 = 2;
