//! Reading when a flow begins: by a trigger, after an occasion, both or neither.

use super::Reader;
use crate::channel::Purpose;

impl Reader<'_> {
    /// Notes what is wrong with how the flow begins.
    pub(super) fn after(&mut self) {
        let draft = self.draft;
        let Some(after) = &draft.after else { return };
        if draft.follow_up.is_none() {
            self.note(
                "follow_up",
                "a flow that begins after an occasion needs the message that opens it",
            );
        }
        if after.wait_hours > MAX_WAIT_HOURS {
            self.note("after.wait_hours", "longer than a year");
        }
        if after.purpose == Purpose::Service {
            self.note(
                "after.purpose",
                "nobody asked for this message: its purpose is utility or marketing",
            );
        }
    }
}

const MAX_WAIT_HOURS: u32 = 366 * 24;
