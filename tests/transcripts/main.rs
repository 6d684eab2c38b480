//! Stories as transcripts: plain text, played against the core in simulated time. `UPDATE_TRANSCRIPTS=1` writes down
//! what happens now; a person reads the difference before it is kept.

#![expect(
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    reason = "a scene that cannot be set fails the test it stands in"
)]

mod agents;
mod always;
mod bounded;
mod playbook;
mod refused_flow;
mod restored;
mod sends;

use parley_tests::scene::play;
use std::path::{Path, PathBuf};

#[track_caller]
fn check(name: &str) {
    compare(name, |script| play(script, document));
}

/// Holds what happens against what was written down.
#[track_caller]
fn compare(name: &str, happens: impl Fn(&str) -> String) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("transcripts");
    let path = folder.join(name).with_extension("txt");
    let script = std::fs::read_to_string(&path).unwrap();
    let happens = happens(&script);
    if std::env::var_os("UPDATE_TRANSCRIPTS").is_some() {
        std::fs::write(&path, &happens).unwrap();
        return;
    }
    for (number, (expected, line)) in script.lines().zip(happens.lines()).enumerate() {
        assert_eq!(line, expected, "line {} of {name}", number + 1);
    }
    assert_eq!(
        happens, script,
        "{name} is longer or shorter than what happens"
    );
}

/// The text of a flow, from the playbook or from beside the transcripts.
fn document(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/playbook");
    let path: PathBuf = folder.join(name).with_extension("json");
    let own = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("transcripts/flows")
        .join(name)
        .with_extension("json");
    std::fs::read_to_string(path)
        .or_else(|_| std::fs::read_to_string(own))
        .unwrap()
}

#[test]
fn story_1_a_finder_recommends_with_reasons_and_follows_up_on_one_channel() {
    check("story-1-finder");
}

#[test]
fn story_1_ends_with_a_text_message_where_that_was_agreed_to() {
    check("story-1-sms");
}

#[test]
fn story_2_a_returning_cart_is_answered_or_goes_to_a_person() {
    check("story-2-cart");
}

#[test]
fn a_valuable_cart_goes_to_a_person_who_can_be_declined() {
    check("valuable-cart");
}

#[test]
fn a_person_gets_everything_and_the_shopper_hears_when_the_answer_comes() {
    check("handoff");
}

#[test]
fn what_is_written_back_to_a_message_is_a_turn_that_a_person_reads() {
    check("wrote-back");
}

#[test]
fn a_journey_goes_on_by_itself_until_something_ends_it() {
    check("journey");
}

#[test]
fn what_nobody_can_answer_is_said_and_goes_to_a_person() {
    check("unmatched");
}

#[test]
fn a_replayed_turn_is_acknowledged_and_changes_nothing() {
    check("replay");
}

#[test]
fn stale_foreign_and_empty_turns_are_refused() {
    check("refused");
}

#[test]
fn a_look_up_without_an_answer_is_repeated_and_then_given_up() {
    check("look-up");
}

#[test]
fn a_day_of_an_outbox_is_the_same_every_time() {
    compare("outbox-day", |_| parley_tests::month::day());
}

#[test]
fn the_welcome_helps_whoever_opens_the_chat_by_hand() {
    check("welcome");
}

#[test]
fn a_shop_without_a_flow_takes_the_question_to_a_person() {
    check("no-flow");
}

#[test]
fn a_called_flow_comes_back_and_without_its_version_a_person_takes_over() {
    check("called-flow");
}

#[test]
fn a_shopper_goes_back_but_not_past_what_cannot_be_undone() {
    check("going-back");
}

#[test]
fn an_agent_joins_the_flow_is_silent_and_goes_on_when_it_is_handed_back() {
    check("agent-joins");
}

#[test]
fn two_agents_never_answer_unknowingly() {
    check("agent-two");
}

#[test]
fn an_agent_who_goes_vanishes_or_does_not_answer_leaves_the_shopper_with_an_answer_to_come() {
    check("agent-leaves");
}

#[test]
fn cart_lines_codes_and_ratings_lead_on() {
    check("cart-and-rating");
}
