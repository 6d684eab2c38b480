//! What the link's plan is told, and what it wants done.

use shared::time::Instant;

/// What carries the conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Carrier {
    /// A WebSocket.
    Socket,
    /// `POST` and long poll.
    Exchange,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Input {
    /// The conversation is wanted.
    Begin,
    /// The edge has welcomed the page.
    Welcomed(Carrier),
    /// Something came, so the other end is there.
    Heard(Carrier),
    /// It could not be had, or is gone.
    Lost(Carrier, Loss),
    /// The page is back: seen again, online again, or out of the browser's page cache.
    Wake,
    /// The page goes, or the conversation does.
    Rest,
    /// A deadline may have passed.
    Tick,
}

/// How a carrier was lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Loss {
    /// It was refused or cut.
    Cut,
    /// Nothing came in time.
    Silent,
    /// The conversation could not be opened; the carrier is not to blame.
    Away,
    /// The edge sent this page away with all others, as when it is replaced by a new version.
    Restart,
    /// The token's time is over.
    Expired,
    /// The edge wants quiet for so many seconds.
    Later(u32),
    /// The conversation is no longer kept.
    Gone,
    /// The edge knows neither this shop nor this page: trying again is no use.
    Shut,
    /// The edge speaks only other versions than this page.
    Outdated,
}

/// What to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    /// Connect by this carrier; an older one of its kind ends first.
    Connect(Carrier),
    /// End it, if there is one.
    HangUp(Carrier),
    /// Ask the socket for a sign of life.
    Probe,
    /// The token opens nothing any more.
    ForgetToken,
    /// The connection is gone, and comes back by itself.
    Lost,
    /// It has been gone for so long that the shopper should know.
    Away,
    /// The edge asks for quiet, and the shopper should know.
    Busy,
    /// The conversation is no longer kept.
    Gone,
    /// It will not come.
    Shut,
    /// It comes to a page that is loaded anew.
    Outdated,
}

/// The moment of an input.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment {
    /// The page's clock.
    pub(crate) now: Instant,
    /// From 0 to 999, drawn anew for each input.
    pub(crate) chance: i64,
    /// Whether somebody can see the page.
    pub(crate) seen: bool,
    /// Whether the browser believes to have a network.
    pub(crate) online: bool,
    /// Whether a turn of the shopper waits to be sent.
    pub(crate) unsent: bool,
}

impl Moment {
    /// Whether nobody looks and nothing is to be sent.
    pub(crate) fn is_quiet(self) -> bool {
        !(self.seen || self.unsent)
    }
}
