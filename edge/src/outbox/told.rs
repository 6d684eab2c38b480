//! What Brevo's answers mean: for the delivery that waits for one, and for the calls after it.

use crate::brevo::{Budget, Failure};
use shared::delivery::{Answer, Stop};
use shared::outbox::{Ended, Told};

/// For the delivery.
pub(super) fn answer(outcome: Result<String, Failure>) -> Answer {
    let failure = match outcome {
        Ok(vendor) => return Answer::Taken { vendor },
        Err(failure) => failure,
    };
    if let Some(why) = stop(&failure) {
        return Answer::Stopped(why);
    }
    let said = failure.to_string();
    match failure {
        Failure::Retryable { after, .. } => Answer::Later { after, said },
        Failure::Ambiguous => Answer::Silence,
        // The attempt before this one got through; its answer, and with it the message's id, was lost.
        Failure::TakenBefore => Answer::Taken {
            vendor: String::new(),
        },
        Failure::BlockedIp | Failure::OutOfCredits => Answer::Refused {
            code: failure.code().into(),
            message: said,
        },
        Failure::Permanent { code, message, .. } => Answer::Refused { code, message },
    }
}

/// For the calls after it.
pub(super) fn ended<T>(outcome: &Result<T, Failure>) -> Ended {
    let Err(failure) = outcome else {
        return Ended::Heard;
    };
    match (stop(failure), failure) {
        (Some(why), _) => Ended::Stopped(why),
        (
            None,
            Failure::Retryable {
                after,
                status: Some(429),
            },
        ) => Ended::Hasty(*after),
        (None, Failure::Retryable { .. } | Failure::Ambiguous) => Ended::Unheard,
        (
            None,
            Failure::TakenBefore
            | Failure::BlockedIp
            | Failure::OutOfCredits
            | Failure::Permanent { .. },
        ) => Ended::Heard,
    }
}

pub(super) fn limit(budget: Budget) -> Told {
    Told {
        limit: budget.limit,
        remaining: budget.remaining,
        reset: budget.reset,
    }
}

/// Whether the account takes nothing at all, for its own sake.
fn stop(failure: &Failure) -> Option<Stop> {
    match failure {
        Failure::Permanent { status: 401, .. } => Some(Stop::KeyRefused),
        Failure::BlockedIp => Some(Stop::AddressBlocked),
        Failure::OutOfCredits => Some(Stop::NoCredits),
        Failure::Retryable { .. }
        | Failure::Ambiguous
        | Failure::TakenBefore
        | Failure::Permanent { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn busy(status: u16) -> Failure {
        Failure::Retryable {
            after: None,
            status: Some(status),
        }
    }

    fn refused(status: u16) -> Failure {
        Failure::Permanent {
            status,
            code: "no".into(),
            message: "no".into(),
            duplicates: Vec::new(),
        }
    }

    #[track_caller]
    fn check(failure: Failure, expected: &Answer, after: Ended) {
        let outcome = Err(failure);
        assert_eq!(ended(&outcome), after);
        assert_eq!(&answer(outcome), expected);
    }

    #[test]
    fn each_answer_means_one_thing_for_the_message_and_one_for_the_calls_after_it() {
        let later = |status| Answer::Later {
            after: None,
            said: busy(status).to_string(),
        };
        let no = || Answer::Refused {
            code: "no".into(),
            message: "no".into(),
        };
        let taken = Answer::Taken {
            vendor: String::new(),
        };
        check(busy(503), &later(503), Ended::Unheard);
        check(busy(429), &later(429), Ended::Hasty(None));
        check(Failure::Ambiguous, &Answer::Silence, Ended::Unheard);
        check(Failure::TakenBefore, &taken, Ended::Heard);
        check(refused(400), &no(), Ended::Heard);
        for (failure, why) in [
            (refused(401), Stop::KeyRefused),
            (Failure::BlockedIp, Stop::AddressBlocked),
            (Failure::OutOfCredits, Stop::NoCredits),
        ] {
            check(failure, &Answer::Stopped(why), Ended::Stopped(why));
        }
    }
}
