//! Reading the message that is sent after the chat, or that opens a flow.

use super::{MAX_DELAY_MINUTES, MAX_LABEL, MAX_SMS, MAX_TEXT, Reader};
use crate::flow::FollowUp;
use crate::flow::Template;
use crate::message::About;
use crate::wire::document_v1::FollowUpDraft;
use alloc::format;

impl Reader<'_> {
    /// The message, whose texts may be left to Parley's own words.
    pub(super) fn follow_up(&mut self, follow_up: &FollowUpDraft) -> FollowUp {
        if follow_up.channels.is_empty() {
            self.note("follow_up.channels", "no channel");
        }
        for (index, channel) in follow_up.channels.iter().enumerate() {
            self.sendable(&format!("follow_up.channels[{index}]"), *channel);
        }
        if follow_up.after_minutes > MAX_DELAY_MINUTES {
            self.note("follow_up.after_minutes", "longer than a week");
        }
        let subject = self.own("follow_up.subject", &follow_up.subject, MAX_LABEL * 2);
        let text = self.own("follow_up.text", &follow_up.text, MAX_TEXT);
        let sms = self.own("follow_up.sms", &follow_up.sms, MAX_SMS);
        let opt_out = &self.draft.opt_out;
        let mut way_out = |place: &str, text: &str, limit| {
            if text.is_empty() {
                Template::default()
            } else {
                self.plain(place, text, limit)
            }
        };
        let opt_out_email = way_out("opt_out.email", &opt_out.email, MAX_TEXT);
        let opt_out_sms = way_out("opt_out.sms", &opt_out.sms, MAX_SMS);
        FollowUp {
            channels: follow_up.channels.clone(),
            subject,
            text,
            sms,
            after_minutes: follow_up.after_minutes,
            opt_out_email,
            opt_out_sms,
        }
    }

    /// A text of the message, which may be left to Parley's own words where there are some.
    fn own(&mut self, place: &str, text: &str, limit: usize) -> Template {
        if !text.is_empty() {
            return self.template(place, text, limit);
        }
        let draft = self.draft;
        let after = draft.after.as_ref();
        let Some(about) = after.map_or(Some(About::Cart), |after| About::of(after.occasion)) else {
            self.note(place, "Parley has no words of its own for this occasion");
            return Template::default();
        };
        for name in about.needs() {
            let mut data = draft.data.iter();
            if !data.any(|data| data.name() == *name && data.fallback().is_some()) {
                let reason = format!("left out, it needs a fallback for \"{name}\" in data");
                self.note(place, &reason);
            }
        }
        Template::default()
    }
}
