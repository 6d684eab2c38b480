//! Reading the names a flow learns.

use super::{MAX_LABEL, Reader};
use crate::flow::{Template, built_in, outline};
use crate::wire::document_v1::DataDraft;
use alloc::{collections::BTreeSet, format};

impl Reader<'_> {
    /// Notes what is wrong with the flow's data.
    pub(super) fn data(&mut self) {
        let draft = self.draft;
        let mut names = BTreeSet::new();
        for (index, data) in draft.data.iter().enumerate() {
            let (place, name) = (format!("data[{index}]"), data.name());
            if !names.insert(name) {
                self.note(&place, &format!("\"{name}\" is declared twice"));
            }
            if !Template::is_name(name) {
                self.note(&place, "a name is small letters, digits and _");
            }
            self.known_otherwise(&place, data);
        }
    }

    fn known_otherwise(&mut self, place: &str, data: &DataDraft) {
        let name = data.name();
        if let Some(fallback) = data.fallback() {
            self.words(&format!("{place}.fallback"), fallback, MAX_LABEL);
        }
        let known = built_in(name);
        if known.is_some_and(|known| known.always || data.fallback().is_none()) {
            let reason = format!(
                "\"{name}\" is known without being asked for; it can only be given a fallback"
            );
            self.note(place, &reason);
        }
        let mut steps = self.draft.steps.iter();
        let saved = steps.any(|step| outline::saves(step) == Some(name));
        if known.is_some() && saved {
            let reason =
                format!("\"{name}\" is known without being asked for; save by another name");
            self.note(place, &reason);
        }
        if !saved && known.is_none() && data.fallback().is_none() {
            self.note(place, &format!("no ask saves \"{name}\""));
        }
    }

    /// Whether the flow learns something by this name.
    pub(super) fn declared(&self, name: &str) -> bool {
        self.draft.data.iter().any(|data| data.name() == name)
    }
}
