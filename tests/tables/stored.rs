//! What is stored outlives the release that stored it: these texts were written once and must read back, and be written
//! again, byte by byte.

use crate::given::{draft, entry, noon};
use serde::{Serialize, de::DeserializeOwned};
use shared::channel::{Channel, Purpose};
use shared::consent::{AddressHash, Kind, Proof, Remnant, Scope, Source};
use shared::delivery::{Entry, Failure, State, Stop};
use shared::outbox::{Ended, Family, Gate, Rank, Told};
use shared::policy::{QuietRule, Reason};
use shared::time::Span;
use std::fmt::Debug;

#[track_caller]
fn check<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T, stored: &str) {
    assert_eq!(serde_json::to_string(value).unwrap(), stored);
    assert_eq!(&serde_json::from_str::<T>(stored).unwrap(), value);
}

#[test]
fn entries_of_the_ledger_are_stored_as_ever() {
    let draft = draft(Channel::Sms, Purpose::Marketing, "+491701234567");
    let grant = entry("grant-1", Kind::Grant, &draft, noon());
    check(
        &grant,
        r#"{"id":"grant-1","at":1795435200000,"channel":"sms","purpose":"marketing","kind":"grant","address":{"phone":"+491701234567"},"proof":{"wording":"cart-link.en.1","text":"Send me this cart link.","place":"/products/hydra-serum","source":{"chat":{"conversation":"c1"}}}}"#,
    );
    for (source, stored) in [
        (Source::Reply, r#""reply""#),
        (
            Source::Import {
                by: "list.csv".into(),
            },
            r#"{"import":{"by":"list.csv"}}"#,
        ),
        (
            Source::Api { by: "till".into() },
            r#"{"api":{"by":"till"}}"#,
        ),
    ] {
        check(&source, stored);
    }
    check(&Kind::Withdrawal, r#""withdrawal""#);
}

#[test]
fn what_entries_of_the_ledger_say_beyond_that_stands_at_their_end() {
    let draft = draft(Channel::Sms, Purpose::Marketing, "+491701234567");
    let mut withdrawal = entry("no-1", Kind::Withdrawal, &draft, noon());
    withdrawal.proof = Proof {
        wording: None,
        text: "STOP ALL".into(),
        place: "sms".into(),
        source: Source::Reply,
    };
    withdrawal.recorded = Some(noon());
    withdrawal.scope = Scope::Everything;
    withdrawal.grant = Some("grant-1".parse().unwrap());
    check(
        &withdrawal,
        r#"{"id":"no-1","at":1795435200000,"channel":"sms","purpose":"marketing","kind":"withdrawal","address":{"phone":"+491701234567"},"proof":{"wording":null,"text":"STOP ALL","place":"sms","source":"reply"},"recorded":1795435200000,"scope":"everything","grant":"grant-1"}"#,
    );
    let by = || String::from("ada");
    for (source, stored) in [
        (Source::Preferences, r#""preferences""#),
        (
            Source::Link {
                token: "t-1".into(),
            },
            r#"{"link":{"token":"t-1"}}"#,
        ),
        (Source::Agent { by: by() }, r#"{"agent":{"by":"ada"}}"#),
        (Source::Webhook { by: by() }, r#"{"webhook":{"by":"ada"}}"#),
        (Source::Erased, r#""erased""#),
    ] {
        check(&source, stored);
    }
    for (scope, stored) in [
        (Scope::Purpose, r#""purpose""#),
        (Scope::Channel, r#""channel""#),
        (Scope::Address, r#""address""#),
    ] {
        check(&scope, stored);
    }
    check(&Kind::Confirmation, r#""confirmation""#);
}

#[test]
fn what_is_left_of_a_withdrawal_is_stored_as_ever() {
    let remnant = Remnant {
        address: AddressHash::try_from("0123456789abcdef".repeat(4)).unwrap(),
        channel: Channel::WhatsApp,
        purpose: Purpose::Marketing,
        at: noon(),
        recorded: noon(),
    };
    check(
        &remnant,
        r#"{"address":"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef","channel":"whats_app","purpose":"marketing","at":1795435200000,"recorded":1795435200000}"#,
    );
}

#[test]
fn deliveries_are_stored_as_ever() {
    let draft = draft(Channel::Email, Purpose::Utility, "alice@example.com");
    check(
        &Entry::new(draft),
        r#"{"draft":{"id":"c1:follow-up","shop":"fernwood.myshopify.com","shopper":"s1","conversation":"c1","channel":"email","purpose":"utility","recipient":{"shopper":{"address":{"email":"alice@example.com"}}},"message":{"email":{"subject":"Your cart","text":"Your cart","html":"<p>Your cart</p>","reply_to":null}},"due":0,"expires":1795694400000},"state":{"queued":{"due":0}},"attempts":0}"#,
    );
}

#[test]
fn messages_for_whatsapp_and_their_language_are_stored_as_ever() {
    let mut draft = draft(Channel::WhatsApp, Purpose::Utility, "+491701234567");
    draft.language = Some("de".into());
    check(
        &draft,
        r#"{"id":"c1:follow-up","shop":"fernwood.myshopify.com","shopper":"s1","conversation":"c1","channel":"whats_app","purpose":"utility","recipient":{"shopper":{"address":{"phone":"+491701234567"}}},"message":{"whats_app":{"text":"Your cart: https://fernwood.example/c/1","template":{"id":"cart-link","values":{"link":"https://fernwood.example/c/1"}}}},"due":0,"expires":1795694400000,"language":"de"}"#,
    );
}

fn reasons() -> Vec<Reason> {
    let hours = QuietRule::UnitedStatesUntilEight;
    vec![Reason::NoGrant, Reason::QuietHours(hours)]
}

#[test]
fn deliveries_under_way_are_stored_as_ever() {
    let at = noon();
    let reasons = reasons();
    for (state, stored) in [
        (
            State::Queued { due: at },
            r#"{"queued":{"due":1795435200000}}"#,
        ),
        (State::Asking { at }, r#"{"asking":{"at":1795435200000}}"#),
        (
            State::Held { until: at, reasons },
            r#"{"held":{"until":1795435200000,"reasons":["no_grant",{"quiet_hours":"united_states_until_eight"}]}}"#,
        ),
        (
            State::Sending { attempt: 2, at },
            r#"{"sending":{"attempt":2,"at":1795435200000}}"#,
        ),
    ] {
        check(&state, stored);
    }
}

#[test]
fn deliveries_at_their_end_are_stored_as_ever() {
    let at = noon();
    let reasons = reasons();
    let gave_up = Failure::GaveUp { last: "503".into() };
    let refused = Failure::Refused {
        code: "unauthorized".into(),
        message: "Key not found".into(),
    };
    let vendor = "v1".into();
    for (state, stored) in [
        (
            State::Sent { vendor, at },
            r#"{"sent":{"vendor":"v1","at":1795435200000}}"#,
        ),
        (
            State::Uncertain { attempt: 1, at },
            r#"{"uncertain":{"attempt":1,"at":1795435200000}}"#,
        ),
        (
            State::Failed {
                failure: Failure::NoRoom,
                at,
            },
            r#"{"failed":{"failure":"no_room","at":1795435200000}}"#,
        ),
        (
            State::Failed {
                failure: refused,
                at,
            },
            r#"{"failed":{"failure":{"refused":{"code":"unauthorized","message":"Key not found"}},"at":1795435200000}}"#,
        ),
        (
            State::Failed {
                failure: gave_up,
                at,
            },
            r#"{"failed":{"failure":{"gave_up":{"last":"503"}},"at":1795435200000}}"#,
        ),
        (
            State::Denied { reasons, at },
            r#"{"denied":{"reasons":["no_grant",{"quiet_hours":"united_states_until_eight"}],"at":1795435200000}}"#,
        ),
        (State::Expired { at }, r#"{"expired":{"at":1795435200000}}"#),
    ] {
        check(&state, stored);
    }
}

#[test]
fn what_became_of_deliveries_is_stored_as_ever() {
    let at = noon();
    for (state, stored) in [
        (
            State::Delivered {
                vendor: "v1".into(),
                at,
            },
            r#"{"delivered":{"vendor":"v1","at":1795435200000}}"#,
        ),
        (
            State::Failed {
                failure: Failure::Undelivered {
                    reason: "absent".into(),
                },
                at,
            },
            r#"{"failed":{"failure":{"undelivered":{"reason":"absent"}},"at":1795435200000}}"#,
        ),
    ] {
        check(&state, stored);
    }
}

#[test]
fn what_stops_deliveries_is_stored_as_ever() {
    for (why, name) in [
        (Stop::KeyRefused, "key_refused"),
        (Stop::AddressBlocked, "address_blocked"),
        (Stop::NoCredits, "no_credits"),
    ] {
        let until = noon();
        let stored = format!(r#"{{"stopped":{{"until":1795435200000,"why":"{name}"}}}}"#);
        check(&State::Stopped { until, why }, &stored);
    }
}

#[test]
fn what_an_outbox_knows_of_its_limits_is_stored_as_ever() {
    let mut gate = Gate::default();
    check(&gate, r#"{"buckets":{}}"#);
    gate.admit(Family::Sms, Rank::Service, noon());
    check(
        &gate,
        r#"{"buckets":{"sms":{"limit":150,"per":1000,"share":92,"credit":1100000,"upkeep":600000,"at":1795435200000}}}"#,
    );
    let stopped = Ended::Stopped(Stop::KeyRefused);
    let mut gate = Gate::default();
    let told = Told {
        limit: 100,
        remaining: 7,
        reset: Span::minutes(30),
    };
    gate.heard(Family::Rest, Some(told), stopped, noon());
    check(
        &gate,
        r#"{"buckets":{"rest":{"limit":100,"per":3600000,"share":92,"credit":2880000000,"upkeep":1440000000,"at":1795435200000,"left":{"calls":7,"until":1795437000000}}},"account":{"why":"key_refused","since":1795435200000,"probe":1795435220000,"probes":0}}"#,
    );
}
