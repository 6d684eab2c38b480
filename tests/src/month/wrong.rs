//! Outboxes that are wrong on purpose: a month must tell each of them from a right one, or its zeros mean nothing.

/// What is wrong with an outbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// A text message whose answer never came is sent again.
    RepeatsUncertain,
    /// An attempt is written down only once it is answered, so that a crash begins it anew.
    WritesLate,
    /// Each attempt at an e-mail has a key of its own.
    ManyKeys,
    /// Policy is asked with what shoppers had agreed to when the month began.
    OldLedger,
    /// A withdrawal changes nothing of what waits; policy is asked when it is due.
    HearsNoWithdrawal,
    /// A message goes an hour after it was permitted.
    StalePermit,
    /// What is under way is gone after a crash.
    ForgetsUnderWay,
    /// What a contact no longer wants is taken for told once the call has begun.
    TellsStopsOnce,
    /// What happened is told again when no answer came.
    TellsTwice,
    /// What waits to be told of a shopper who withdraws is told all the same.
    TellsOfTheGone,
    /// Limits are thought to be untouched at every turn.
    Hurries,
}
