//! What a ledger says was agreed to, whatever order its entries come in.

use crate::given::{address, draft, entry, noon};
use proptest::prelude::*;
use shared::channel::{Channel, Purpose};
use shared::consent::{Entry, Kind, Ledger, Recorded, Source};
use shared::time::Span;

/// A row: minutes after noon, and `grant`, `withdrawal`, `import` or `api`.
fn row(minute: i64, what: &str) -> Entry {
    let kind = match what {
        "withdrawal" | "import withdrawal" => Kind::Withdrawal,
        _ => Kind::Grant,
    };
    let draft = draft(Channel::Email, Purpose::Marketing, "alice@example.com");
    let id = format!("{minute}.{}", what.replace(' ', "-"));
    let mut entry = entry(&id, kind, &draft, noon() + Span::minutes(minute));
    match what {
        "import" | "import withdrawal" => {
            entry.proof.source = Source::Import {
                by: "list.csv".into(),
            }
        }
        "api" => entry.proof.source = Source::Api { by: "erp".into() },
        "reply" => entry.proof.source = Source::Reply,
        _ => {}
    }
    entry
}

#[track_caller]
fn check(rows: &[(i64, &str)], granted: Option<&str>) {
    let ledger = Ledger::of(rows.iter().map(|(minute, what)| row(*minute, what)));
    let holds = ledger.granted(Channel::Email, Purpose::Marketing);
    assert_eq!(holds.map(|entry| entry.id.as_str()), granted, "{rows:?}");
    let backwards = Ledger::of(rows.iter().rev().map(|(minute, what)| row(*minute, what)));
    assert_eq!(backwards, ledger, "{rows:?}");
}

#[test]
fn the_newest_grant_holds() {
    check(&[], None);
    check(&[(1, "grant")], Some("1.grant"));
    check(&[(1, "import")], Some("1.import"));
    check(&[(1, "grant"), (2, "grant")], Some("2.grant"));
}

#[test]
fn a_withdrawal_ends_what_was_granted_before() {
    check(&[(1, "grant"), (2, "withdrawal")], None);
    check(&[(1, "import"), (2, "withdrawal")], None);
    check(&[(1, "withdrawal")], None);
    check(&[(1, "grant"), (2, "import withdrawal")], None);
}

#[test]
fn a_withdrawal_wins_over_a_grant_of_the_same_instant() {
    check(&[(1, "grant"), (1, "withdrawal")], None);
}

#[test]
fn a_withdrawal_beats_any_later_import() {
    check(&[(1, "withdrawal"), (2, "import")], None);
    check(
        &[(1, "grant"), (2, "withdrawal"), (3, "import"), (4, "api")],
        None,
    );
}

#[test]
fn a_fresh_grant_by_the_shopper_counts_after_a_withdrawal() {
    check(&[(1, "withdrawal"), (2, "grant")], Some("2.grant"));
    check(&[(1, "withdrawal"), (2, "reply")], Some("2.reply"));
    check(
        &[(1, "withdrawal"), (2, "grant"), (3, "import")],
        Some("2.grant"),
    );
    check(&[(1, "withdrawal"), (2, "grant"), (3, "withdrawal")], None);
}

#[test]
fn a_grant_is_for_one_channel_and_one_purpose() {
    let ledger = Ledger::of([row(1, "grant")]);
    for (channel, purpose, holds) in [
        (Channel::Email, Purpose::Marketing, true),
        (Channel::Email, Purpose::Utility, false),
        (Channel::Email, Purpose::Service, false),
        (Channel::Sms, Purpose::Marketing, false),
        (Channel::WhatsApp, Purpose::Marketing, false),
    ] {
        assert_eq!(
            ledger.granted(channel, purpose).is_some(),
            holds,
            "{channel:?} {purpose:?}"
        );
    }
}

#[test]
fn the_same_entry_again_changes_nothing_and_another_under_its_id_is_refused() {
    let mut ledger = Ledger::default();
    assert_eq!(ledger.record(row(1, "grant")), Recorded::New);
    let before = ledger.clone();
    assert_eq!(ledger.record(row(1, "grant")), Recorded::Known);
    let other = Entry {
        address: address("mallory@example.com"),
        ..row(1, "grant")
    };
    assert_eq!(ledger.record(other), Recorded::Clash);
    assert_eq!(ledger, before);
}

#[test]
fn an_entry_is_stored_with_its_whole_proof() {
    let stored = serde_json::to_string(&row(1, "grant")).unwrap();
    assert_eq!(
        serde_json::from_str::<Entry>(&stored).unwrap(),
        row(1, "grant")
    );
    for part in [
        "cart-link.en.1",
        "Send me this cart link.",
        "/products/hydra-serum",
        "c1",
        "alice@example.com",
    ] {
        assert!(stored.contains(part), "{part} is missing in {stored}");
    }
}

fn any_row() -> impl Strategy<Value = (i64, &'static str)> {
    let what = prop::sample::select(vec![
        "grant",
        "withdrawal",
        "import",
        "api",
        "reply",
        "import withdrawal",
    ]);
    (0..20_i64, what)
}

proptest! {
    #[test]
    fn order_and_replays_change_nothing(rows in prop::collection::vec(any_row(), 0..12), seed in any::<u64>()) {
        let entries: Vec<Entry> = rows.iter().map(|(minute, what)| row(*minute, what)).collect();
        let ledger = Ledger::of(entries.clone());
        let mut shuffled: Vec<Entry> = entries.iter().cloned().chain(entries.iter().cloned()).collect();
        let length = shuffled.len();
        for index in 0..length {
            let other = usize::try_from(seed.rotate_left(u32::try_from(index).unwrap()) % 97).unwrap() % length;
            shuffled.swap(index, other);
        }
        prop_assert_eq!(Ledger::of(shuffled), ledger);
    }

    #[test]
    fn whatever_came_before_nothing_holds_after_a_withdrawal_but_the_shoppers_own_word(
        rows in prop::collection::vec(any_row(), 0..12),
        later in prop::collection::vec((21..40_i64, prop::sample::select(vec!["import", "api"])), 0..6),
    ) {
        let all = rows.iter().chain(&[(20, "withdrawal")]).chain(&later);
        let ledger = Ledger::of(all.map(|(minute, what)| row(*minute, what)));
        prop_assert_eq!(ledger.granted(Channel::Email, Purpose::Marketing), None);
    }
}
