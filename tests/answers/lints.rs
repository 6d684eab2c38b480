//! What the author of a flow should look at again, though nothing refuses it.

use serde_json::{Value, json};
use shared::flow::{FlowDraft, FlowProblem, lint};

const CART: &str = include_str!("../../shared/playbook/cart-return.json");

/// Changes a flow of the playbook, and finds what is then warned of and was not before.
#[track_caller]
fn check(change: impl FnOnce(&mut Value), expected: &[(&str, &str)]) {
    let mut document: Value = serde_json::from_str(CART).unwrap();
    let before: FlowDraft = serde_json::from_value(document.clone()).unwrap();
    let before = lint(&before);
    change(&mut document);
    let after: FlowDraft = serde_json::from_value(document).unwrap();
    let mut found = lint(&after);
    found.retain(|problem| !before.contains(problem));
    assert_eq!(found.len(), expected.len(), "{found:?}");
    for (place, reason) in expected {
        let says = |found: &FlowProblem| found.place == *place && found.reason.contains(reason);
        assert!(found.iter().any(says), "{place}: {reason}: {found:?}");
    }
}

#[test]
fn audiences_that_would_read_the_same_are_named() {
    let place = "first_message.for_audience";
    check(
        |flow| {
            flow["trigger"]["audience"] = json!(["first_visit", "vip"]);
            flow["first_message"]["for_audience"] = json!([]);
        },
        &[(place, "first_visit, vip would read the same")],
    );
    let own = json!([{ "audience": "vip", "text": "Welcome back." }]);
    check(
        |flow| flow["first_message"]["for_audience"] = own,
        &[(place, "first_visit, cart_abandoner, recent_buyer would")],
    );
    check(|flow| flow["trigger"]["audience"] = json!(["vip"]), &[]);
}

#[test]
fn a_trigger_without_pages_invites_everywhere() {
    let bare = |flow: &mut Value| flow["trigger"]["pages"] = json!([]);
    check(bare, &[("trigger.pages", "every page")]);
    check(
        |flow| {
            bare(flow);
            flow["trigger"]["paths"] = json!(["/cart"]);
        },
        &[],
    );
}

#[test]
fn a_text_is_read_in_its_language_and_has_room_left() {
    check(
        |flow| flow["first_message"]["text"] = json!("é".repeat(181)),
        &[("first_message.text", "181 characters, at most 200")],
    );
    check(
        |flow| flow["first_message"]["text"] = json!("é".repeat(180)),
        &[],
    );
    check(
        |flow| flow["language"] = json!("tlh"),
        &[("language", "not a language spoken here")],
    );
    check(
        |flow| {
            flow["language"] = json!("pl");
            flow["opt_out"]["email"] = json!("{n, plural, one {a} other {b}}");
        },
        &[("opt_out.email", "\"few\""), ("opt_out.email", "\"many\"")],
    );
}

#[test]
fn a_phrase_that_another_always_comes_before_never_wins() {
    let ask = |flow: &mut Value, phrases: &[&[&str]]| {
        let question = |(index, phrases): (usize, &&[&str])| json!({ "id": format!("q{index}"), "phrases": phrases, "next": "bye" });
        flow["questions"] = phrases.iter().enumerate().map(question).collect();
    };
    let (first, second) = ("questions[0].phrases[0]", "questions[1].phrases[0]");
    check(
        |flow| ask(flow, &[&["aa|bb"], &["aa"]]),
        &[(second, "the question \"q0\" wins")],
    );
    check(|flow| ask(flow, &[&["aa"], &["aa|bb"]]), &[]);
    check(|flow| ask(flow, &[&["aa"], &["aa bb"]]), &[]);
    check(|flow| ask(flow, &[&["aa bb"], &["aa"]]), &[]);
    check(
        |flow| {
            ask(flow, &[&["aa bb"]]);
            flow["handoff"]["words"] = json!(["bb"]);
        },
        &[(first, "calls a person first")],
    );
    check(
        |flow| ask(flow, &[&["send"]]),
        &[(
            "steps.offer.choices[0].phrases[2]",
            "\"q0\" is answered first",
        )],
    );
    check(
        |flow| {
            ask(flow, &[]);
            flow["steps"][0]["choices"][1]["phrases"] = json!(["big"]);
        },
        &[(
            "steps.topic.choices[1].phrases[0]",
            "also names the choice \"Sizing\"",
        )],
    );
}

#[test]
fn an_answer_that_nothing_uses_is_named() {
    let declare = |flow: &mut Value| {
        flow["data"] = json!([{ "name": "town", "fallback": "here" }]);
        // What a called flow uses is not seen here.
        for step in flow["steps"].as_array_mut().unwrap() {
            if step["step"] == "call" {
                *step =
                    json!({ "step": "say", "id": step["id"], "text": "…", "next": step["next"] });
            }
        }
    };
    check(
        |flow| flow["data"] = json!([{ "name": "town", "fallback": "here" }]),
        &[],
    );
    check(
        declare,
        &[("data[0]", "no text, search or branch uses \"town\"")],
    );
    check(
        |flow| {
            declare(flow);
            flow["steps"][1]["text"] = json!("In {town}?");
        },
        &[],
    );
    check(
        |flow| {
            declare(flow);
            flow["trigger"] = Value::Null;
        },
        &[],
    );
}
