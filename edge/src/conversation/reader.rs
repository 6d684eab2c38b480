//! Who reads a conversation: the shopper's pages and agents' consoles, each over a socket or by exchanges. What a socket is
//! stands in its attachment, so it outlives the object's memory.

use crate::clock;
use crate::error::{Error, Result};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use shared::id::{AgentId, ShopId};
use shared::time::Instant;
use shared::wire;
use shared::wire::agent_v1::{Named, Party};
use std::cell::RefCell;
use std::cmp::Ordering;
use wasm_bindgen::JsCast;
use worker::js_sys::Uint8Array;
use worker::worker_sys::ext::WebSocketExt;
use worker::{Headers, WebSocket};

/// Somebody whom the router let in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Reader {
    /// The shop whose conversations they may read.
    pub(crate) shop: ShopId,
    pub(crate) role: Role,
    /// When their token ends.
    pub(crate) expires: Instant,
    /// Whether a message may hold several frames for them (`parley.v2`).
    pub(crate) packs: bool,
}

/// What a reader may do. A shopper's token names its conversation, so a shopper is who has it; the same id is the same
/// agent, whatever they are called.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) enum Role {
    Shopper,
    Agent(Named),
}

impl Role {
    fn agent(&self) -> Option<&AgentId> {
        match self {
            Self::Shopper => None,
            Self::Agent(named) => Some(&named.agent),
        }
    }

    /// The tag of this role's sockets.
    pub(super) fn tag(&self) -> &'static str {
        match self {
            Self::Shopper => SHOPPER,
            Self::Agent(_) => AGENT,
        }
    }

    /// As consoles see them.
    pub(super) fn party(&self) -> Party {
        match self {
            Self::Shopper => Party::Shopper,
            Self::Agent(named) => Party::Agent(named.clone()),
        }
    }
}

impl PartialEq for Role {
    fn eq(&self, other: &Self) -> bool {
        self.agent() == other.agent()
    }
}

impl Eq for Role {}

impl PartialOrd for Role {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Role {
    fn cmp(&self, other: &Self) -> Ordering {
        self.agent().cmp(&other.agent())
    }
}

impl Reader {
    /// Puts the reader into a request's headers. A name may have any letters, a header only those of ASCII.
    pub(crate) fn put(&self, headers: &Headers) -> Result<()> {
        let text = URL_SAFE_NO_PAD.encode(wire::encode(self));
        Ok(headers.set(READER, &text)?)
    }

    /// The reader in a request's headers.
    pub(super) fn of(headers: &Headers) -> Result<Self> {
        let missing = || Error::fault("a request came without its reader");
        let text = headers.get(READER)?.ok_or_else(missing)?;
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| missing())?;
        wire::decode(&bytes, MOST).map_err(|_| missing())
    }
}

/// What a socket is.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Attachment {
    pub(super) reader: Reader,
    /// Whether it has said what it has; before that, and once it is closed, it is told nothing.
    pub(super) listens: bool,
    /// The newest turn it was read to.
    pub(super) read: u64,
}

impl Attachment {
    pub(super) fn new(reader: Reader) -> Self {
        Self {
            reader,
            listens: false,
            read: 0,
        }
    }

    /// Whether what it says and hears is still allowed to it.
    pub(super) fn is_in_time(&self) -> bool {
        self.reader.expires > clock::now()
    }

    /// The same with its time over.
    pub(super) fn over(mut self) -> Self {
        self.reader.expires = Instant(0);
        self
    }

    /// As it is written; none for a socket of another release.
    fn read(socket: &WebSocket) -> Option<Self> {
        let bytes = socket.as_ref().deserialize_attachment().ok()?;
        let bytes = bytes.dyn_into::<Uint8Array>().ok()?.to_vec();
        wire::decode(&bytes, MOST).ok()
    }

    fn write(&self, socket: &WebSocket) -> Result<()> {
        let bytes = Uint8Array::from(wire::encode(self).as_slice());
        let kept = socket.as_ref().serialize_attachment(bytes.into());
        Ok(kept.map_err(worker::Error::from)?)
    }
}

/// What the sockets are, read once while the object is awake: each turn asks for all of them.
// INVARIANT: never other than what is written.
#[derive(Default)]
pub(super) struct Attachments(RefCell<Vec<(WebSocket, Attachment)>>);

impl Attachments {
    /// What a socket is; none for one of another release.
    pub(super) fn of(&self, socket: &WebSocket) -> Option<Attachment> {
        let mut known = self.0.borrow_mut();
        if let Some((_, attachment)) = known.iter().find(|(one, _)| one == socket) {
            return Some(attachment.clone());
        }
        let attachment = Attachment::read(socket)?;
        if known.len() < MOST_KNOWN {
            known.push((socket.clone(), attachment.clone()));
        }
        Some(attachment)
    }

    /// Keeps what a socket is.
    pub(super) fn keep(&self, socket: &WebSocket, attachment: &Attachment) -> Result<()> {
        self.forget(socket);
        attachment.write(socket)
    }

    /// The socket has closed.
    pub(super) fn forget(&self, socket: &WebSocket) {
        self.0.borrow_mut().retain(|(one, _)| one != socket);
    }
}

pub(super) const SHOPPER: &str = "shopper";
pub(super) const AGENT: &str = "agent";
const READER: &str = "X-Parley-Reader";
/// Sockets that are known: more than are open at once, of which each role may have 32.
const MOST_KNOWN: usize = 80;
/// More bytes than a reader with the longest names has.
const MOST: usize = 4096;
