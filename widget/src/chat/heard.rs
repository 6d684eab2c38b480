//! What the link asks of the chat and tells it, and what is written down of it for the next page.

use crate::chat::customer::signed_in;
use crate::chat::state::{Connection, State};
use crate::chat::{Chat, memory};
use leptos::prelude::*;
use shared::wire::frame_v1::{EdgeFrame, Holder, Open, Opened, ShopperFrame};

impl Chat {
    /// The token for the socket, while there is one.
    pub(crate) fn pass(self) -> Option<String> {
        self.inner().kept.borrow().pass()
    }

    /// What opens the conversation, for a customer with this token.
    pub(crate) fn open_request(self, customer: &str) -> Open {
        let inner = self.inner();
        let kept = inner.kept.borrow();
        let mut known = kept.tokens();
        if !customer.is_empty() {
            known = Some([known.as_deref().unwrap_or_default(), " ", customer].concat());
        }
        Open {
            shop: inner.shop.clone(),
            key: kept.key.clone(),
            flow: kept.flow.clone(),
            known,
            visit: inner.visit(),
        }
    }

    /// The edge has opened the conversation, and was told who is signed in, or not.
    pub(crate) fn opened(self, opened: Opened, told: bool) {
        let inner = self.inner();
        let mut kept = inner.kept.borrow_mut();
        if told {
            kept.customer = signed_in(&inner.port);
        }
        kept.token = Some(opened.token);
        kept.expires = opened.expires;
        kept.conversation = Some(opened.conversation);
        drop(kept);
        self.keep();
    }

    /// What to send first on a socket.
    pub(crate) fn resume(self) -> ShopperFrame {
        self.state.with_untracked(State::resume)
    }

    /// A frame came.
    pub(crate) fn heard(self, frame: EdgeFrame) {
        let passes = matches!(
            frame,
            EdgeFrame::Turn(_) | EdgeFrame::Agent(_) | EdgeFrame::Typing(_) | EdgeFrame::Read(_)
        );
        self.send(self.state.try_update(|state| state.apply(frame)));
        if !passes {
            self.keep();
        }
        self.look();
    }

    /// The newest turn that this page has.
    pub(crate) fn last_seq(self) -> u64 {
        self.state.with_untracked(State::last_seq)
    }

    /// Whether a turn waits to be sent.
    pub(crate) fn has_unsent(self) -> bool {
        self.state.with_untracked(State::has_unsent)
    }

    /// The token opens nothing any more.
    pub(crate) fn forget_token(self) {
        self.inner().kept.borrow_mut().forget_token();
    }

    /// The connection is gone, and comes back by itself.
    pub(crate) fn lost(self) {
        self.connection_is(Connection::Waiting);
    }

    /// It has been gone for long.
    pub(crate) fn away(self) {
        self.connection_is(Connection::Away);
    }

    /// The edge asks for quiet.
    pub(crate) fn busy(self) {
        self.connection_is(Connection::Busy);
    }

    /// The conversation is no longer kept: nothing of it stays here either.
    pub(crate) fn gone(self) {
        self.begin(None);
        self.connection_is(Connection::Gone);
        self.keep();
    }

    /// The edge refuses this page for good.
    pub(crate) fn shut(self) {
        self.connection_is(Connection::Shut);
    }

    /// The edge speaks only other versions than this page.
    pub(crate) fn outdated(self) {
        self.connection_is(Connection::Outdated);
    }

    fn connection_is(self, connection: Connection) {
        self.state.update(|state| state.connection_is(connection));
    }

    /// Writes down what a reload must not lose.
    pub(super) fn keep(self) {
        let inner = self.inner();
        let (unsent, ended) = self
            .state
            .with_untracked(|state| (state.unsent(), state.holder() == Holder::Ended));
        let mut kept = inner.kept.borrow_mut();
        kept.unsent = unsent;
        kept.ended = ended;
        memory::save(&kept);
    }
}
