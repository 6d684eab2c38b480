//! What the service should know of contacts, from notes to few calls: what a contact no longer wants goes before anything
//! else, what is noted of one contact goes in one call with the newest value of each attribute, and what happened stands
//! between what was noted before and after it.

use crate::channel::Channel;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::{string::String, vec, vec::Vec};
use core::fmt;

/// Something to tell about one contact.
#[derive(Clone, PartialEq, Eq)]
pub struct Note {
    /// Which note; they are read in this order.
    pub number: u64,
    /// Whose: the service's key of the contact.
    pub contact: String,
    /// What.
    pub work: Work,
}

impl fmt::Debug for Note {
    /// Without whose it is.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Note")
            .field("number", &self.number)
            .field("work", &self.work)
            .finish_non_exhaustive()
    }
}

/// What there is to tell.
#[derive(Clone, PartialEq, Eq)]
pub enum Work {
    /// The contact wants nothing more on this channel.
    Stop(Channel),
    /// The contact wants messages on this channel again, and said so in person.
    Again(Channel),
    /// These attributes have these values.
    Set(BTreeMap<String, String>),
    /// Something happened: as the service is told of it.
    Happened(String),
}

impl fmt::Debug for Work {
    /// Without what is told of the contact.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stop(channel) => write!(f, "Stop({channel:?})"),
            Self::Again(channel) => write!(f, "Again({channel:?})"),
            Self::Set(values) => write!(f, "Set({:?})", values.keys()),
            Self::Happened(_) => f.write_str("Happened"),
        }
    }
}

/// One call, and the notes that are done with it.
#[derive(Clone, PartialEq, Eq)]
pub enum Call {
    /// Create or update a contact. May be made twice.
    Contact {
        /// Whose.
        contact: String,
        /// The channels it wants nothing more on.
        stops: BTreeSet<Channel>,
        /// The channels it wants something on again.
        again: BTreeSet<Channel>,
        /// The newest value of each attribute.
        set: BTreeMap<String, String>,
        /// The notes that are done with it.
        notes: Vec<u64>,
    },
    /// Tell what happened. Must not be made twice.
    Happened {
        /// What, the earliest first; one, or a batch.
        happenings: Vec<String>,
        /// The notes that are done with it.
        notes: Vec<u64>,
    },
}

impl fmt::Debug for Call {
    /// Without whose it is, and what is told of the contact.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Contact { notes, .. } => write!(f, "Contact({notes:?})"),
            Self::Happened { notes, .. } => write!(f, "Happened({notes:?})"),
        }
    }
}

/// The next call to make. `notes` stand by their numbers; a batch holds at most `batch` happenings, where one means none.
/// Something happens only to contacts of whom the service was told before.
#[must_use]
pub fn next_call(notes: &[Note], batch: usize) -> Option<Call> {
    let stop = |note: &&Note| matches!(note.work, Work::Stop(_));
    if let Some(note) = notes.iter().find(stop) {
        return Some(contact_call(notes, &note.contact));
    }
    let first = notes.first()?;
    match first.work {
        Work::Happened(_) => Some(happened_call(notes, batch.max(1))),
        Work::Stop(_) | Work::Again(_) | Work::Set(_) => Some(contact_call(notes, &first.contact)),
    }
}

/// What happened to a contact stands between what was noted before and after: an attribute of later is not told earlier.
/// What it no longer wants, or wants again, waits for nothing; the last word on a channel counts.
fn contact_call(notes: &[Note], contact: &str) -> Call {
    let (mut stops, mut again) = (BTreeSet::new(), BTreeSet::new());
    let (mut set, mut done) = (BTreeMap::new(), vec![]);
    let mut happened = false;
    for note in notes.iter().filter(|note| note.contact == contact) {
        match &note.work {
            Work::Stop(channel) => {
                stops.insert(*channel);
                again.remove(channel);
                done.push(note.number);
            }
            Work::Again(channel) => {
                again.insert(*channel);
                stops.remove(channel);
                done.push(note.number);
            }
            Work::Set(values) if !happened => {
                set.extend(values.clone());
                done.push(note.number);
            }
            Work::Set(_) => {}
            Work::Happened(_) => happened = true,
        }
    }
    Call::Contact {
        contact: contact.into(),
        stops,
        again,
        set,
        notes: done,
    }
}

fn happened_call(notes: &[Note], batch: usize) -> Call {
    let (mut happenings, mut done) = (vec![], vec![]);
    // Whose attributes are still to be told waits.
    let mut waits = vec![];
    for note in notes {
        if happenings.len() == batch {
            break;
        }
        match &note.work {
            Work::Happened(happening) if !waits.contains(&&note.contact) => {
                happenings.push(happening.clone());
                done.push(note.number);
            }
            Work::Happened(_) | Work::Set(_) | Work::Stop(_) | Work::Again(_) => {
                waits.push(&note.contact);
            }
        }
    }
    Call::Happened {
        happenings,
        notes: done,
    }
}
