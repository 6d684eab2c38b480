//! Flow documents: what the page for their authors shows is valid, what is no document is refused by name, and flows that
//! call each other are looked at together.

use proptest::prelude::*;
use serde_json::{Value, json};
use shared::flow::{
    BUILT_IN, Flow, FlowDraft, FlowProblem, Library, MAX_DOCUMENT_BYTES, ReadError, read,
};
use shared::wire::document_v1::{AfterDraft, DataDraft};

const PAGE: &str = include_str!("../../docs/flows.md");
const PLAYBOOK: [&str; 3] = [
    include_str!("../../shared/playbook/welcome.json"),
    include_str!("../../shared/playbook/cart-return.json"),
    include_str!("../../shared/playbook/product-finder.json"),
];
const HELP: &str = include_str!("../transcripts/flows/help.json");
const SIZING: &str = include_str!("../transcripts/flows/sizing.json");

/// The examples of the page that are marked so.
fn examples(mark: &str) -> Vec<Value> {
    let fence = format!("```json {mark}\n");
    let pieces = PAGE.split(&fence).skip(1);
    let texts = pieces.map(|piece| piece.split("```").next().unwrap());
    texts
        .map(|text| serde_json::from_str(text).unwrap())
        .collect()
}

/// A flow in which this step stands, with all that it leads to.
fn around(step: &Value) -> Value {
    let id = step["id"].as_str().unwrap();
    let helpers = json!([
        { "step": "choose", "id": "onward", "choices": [
            { "id": "link", "label": "Link", "next": "link" },
            { "id": "person", "label": "Person", "next": "person" },
            { "id": "done", "label": "Done", "next": "bye" }] },
        { "step": "consent", "id": "link", "text": "Where to?", "purpose": "utility", "channels": ["email"], "agreed": "send", "declined": "onward" },
        { "step": "follow_up", "id": "send", "text": "Sent.", "next": "onward" },
        { "step": "hand_off", "id": "person", "reason": "asked" },
        { "step": "end", "id": "bye" },
    ]);
    let others = helpers
        .as_array()
        .unwrap()
        .iter()
        .filter(|helper| helper["id"] != id);
    let mut steps: Vec<Value> = others.cloned().collect();
    let back = step["step"] == "back";
    let start = if back || steps.len() < 5 {
        "onward"
    } else {
        id
    };
    let questions = if back || step["step"] == "end" || step["step"] == "hand_off" {
        json!([{ "id": "q", "phrases": ["anything"], "next": id }])
    } else {
        json!([])
    };
    // What leads nowhere else keeps the helpers within reach through a question.
    let mut questions: Vec<Value> = questions.as_array().unwrap().clone();
    questions.push(json!({ "id": "more", "phrases": ["more"], "next": "onward" }));
    steps.push(step.clone());
    let name = |name: &str| json!({ "name": name, "fallback": "something" });
    let data = ["concern", "pieces", "code", "stars"].map(name);
    json!({
        "format": "parley.flow/1", "id": "example", "name": "Example", "language": "en",
        "first_message": { "text": "Hello!" },
        "data": data,
        "start": start, "steps": steps, "questions": questions,
        "handoff": { "repeated": 1 },
        "follow_up": { "channels": ["email", "sms"], "subject": "A", "text": "B", "sms": "C" },
        "success": "leads",
        "opt_out": {
            "wordings": [
                { "id": "e.1", "channel": "email", "purpose": "utility", "text": "Yes." },
                { "id": "s.1", "channel": "sms", "purpose": "utility", "text": "Yes." }],
            "email": "stop", "sms": "STOP" }
    })
}

fn validate(flow: &Value) -> Result<Flow, Vec<FlowProblem>> {
    let draft = read(flow.to_string().as_bytes()).unwrap();
    Flow::validate(&draft)
}

#[test]
fn every_example_of_a_step_is_valid_and_every_step_has_one() {
    let steps = examples("step");
    let mut kinds: Vec<&str> = steps
        .iter()
        .map(|step| step["step"].as_str().unwrap())
        .collect();
    for step in &steps {
        if let Err(problems) = validate(&around(step)) {
            panic!("{step}\n{problems:#?}");
        }
    }
    kinds.sort_unstable();
    let all = [
        "add_to_cart",
        "apply_code",
        "back",
        "branch",
        "call",
        "cart_link",
        "change_cart",
        "choose",
        "compare",
        "consent",
        "end",
        "fill",
        "follow_up",
        "hand_off",
        "look_up",
        "rate",
        "recommend",
        "say",
    ];
    assert_eq!(kinds, all);
}

#[test]
fn the_whole_flow_and_the_parts_of_the_page_are_valid() {
    for flow in examples("flow") {
        assert_eq!(validate(&flow).map(|_| ()), Ok(()));
    }
    let after: AfterDraft = serde_json::from_value(examples("part after").remove(0)).unwrap();
    assert_eq!(after.wait_hours, 240);
    let data: Vec<DataDraft> = serde_json::from_value(examples("part data").remove(0)).unwrap();
    assert_eq!(
        data.last().and_then(DataDraft::fallback),
        Some("this product")
    );
}

#[test]
fn the_page_names_every_built_in() {
    for known in BUILT_IN {
        let always = if known.always { "; always known" } else { "" };
        let row = format!("| `{}` | {}{always} |", known.name, known.meaning);
        assert!(PAGE.contains(&row), "{row}");
    }
}

#[test]
fn what_is_no_document_is_refused_by_name() {
    let step = |step: Value| {
        let mut flow: Value = serde_json::from_str(SIZING).unwrap();
        flow["steps"][0] = step;
        read(flow.to_string().as_bytes()).unwrap_err()
    };
    let large = vec![b' '; MAX_DOCUMENT_BYTES + 1];
    assert_eq!(read(&large), Err(vec![ReadError::TooLarge(large.len())]));
    assert!(matches!(
        read(b"{").unwrap_err()[..],
        [ReadError::NotJson(_)]
    ));
    let deep = "[".repeat(100_000);
    assert!(matches!(
        read(deep.as_bytes()).unwrap_err()[..],
        [ReadError::NotJson(_)]
    ));
    let other = SIZING.replace("parley.flow/1", "parley.flow/2");
    let unknown = ReadError::UnknownFormat("parley.flow/2".into());
    assert_eq!(read(other.as_bytes()), Err(vec![unknown]));
    assert_eq!(
        step(json!({ "step": "shout", "id": "height" })),
        [ReadError::UnknownStep {
            place: "steps.height".into(),
            kind: "shout".into()
        }]
    );
    assert_eq!(
        step(json!({ "step": "back", "id": "height", "loud": true })),
        [ReadError::UnknownField {
            place: "steps.height".into(),
            field: "loud".into()
        }]
    );
    let problem = FlowProblem::from(ReadError::TooLarge(1));
    assert_eq!(problem.place, "document");
}

/// What is wrong with the sizing flow once `change` was made to it.
#[track_caller]
fn refused(change: impl Fn(&mut Value), expected: &[&str]) {
    let mut flow: Value = serde_json::from_str(SIZING).unwrap();
    change(&mut flow);
    let problems = validate(&flow).err().unwrap_or_default();
    let said: Vec<String> = problems
        .iter()
        .map(|problem| format!("{}: {}", problem.place, problem.reason))
        .collect();
    assert_eq!(said, expected);
}

#[test]
fn how_a_flow_begins_is_checked() {
    let after = json!({ "event": "delivered", "purpose": "service", "wait_hours": 9000 });
    refused(
        |flow| {
            flow["trigger"] = json!({ "when": "cart_return" });
            flow["after"] = after.clone();
        },
        &[
            "after.purpose: nobody asked for this message: its purpose is utility or marketing",
            "after.wait_hours: longer than a year",
            "follow_up: a flow that begins after an occasion needs the message that opens it",
        ],
    );
    // The message that opens a flow goes before anything is asked.
    refused(
        |flow| {
            flow["after"] = json!({ "event": "delivered", "purpose": "utility" });
            flow["follow_up"] =
                json!({ "channels": ["sms"], "subject": "A", "text": "B", "sms": "{fit}?" });
            flow["opt_out"] = json!({ "wordings": [], "email": "stop", "sms": "STOP" });
        },
        &[
            "follow_up.sms: \"fit\" is not answered on every way here; ask for it before, or give a fallback: {fit|…}",
        ],
    );
}

#[test]
fn names_that_are_known_by_themselves_need_a_fallback_and_cannot_be_asked_for() {
    let text = |text: &'static str| move |flow: &mut Value| flow["steps"][3]["text"] = json!(text);
    refused(text("{tier|a friend} of {shop}"), &[]);
    refused(
        text("You are {tier}."),
        &["steps.unknown.text: \"tier\" is not always known; give a fallback: {tier|…}"],
    );
    refused(
        |flow| {
            text("You are {tier}.")(flow);
            flow["data"] = json!(["height", "fit", { "name": "tier", "fallback": "a friend" }]);
        },
        &[],
    );
    refused(
        |flow| flow["data"] = json!(["height", "fit", "tier", "nobody"]),
        &[
            "data[2]: \"tier\" is known without being asked for; it can only be given a fallback",
            "data[3]: no ask saves \"nobody\"",
        ],
    );
}

#[test]
fn a_look_up_needs_what_it_looks_for() {
    refused(
        |flow| {
            flow["steps"][2]["what"] = json!("order");
            flow["steps"][2]["with"] = json!({ "order_number": "height", "fit": "fit" });
        },
        &[
            "steps.look.with: this look-up needs \"email\": the name of the answer with it",
            "steps.look.with.fit: this look-up takes nothing of this name",
        ],
    );
    refused(
        |flow| {
            flow["start"] = json!("look");
            flow["steps"][0]["id"] = json!("a:b");
        },
        &[
            "steps.a:b: no step and no question leads here",
            "steps.fit: no step and no question leads here",
            "steps.person: no step and no question leads here",
            "steps[0].id: a step's id has no ':', which parts the steps of called flows",
        ],
    );
}

/// A flow that calls these, one after the other.
fn caller(id: &str, called: &[&str]) -> FlowDraft {
    let mut steps: Vec<Value> = Vec::new();
    for (index, flow) in called.iter().enumerate() {
        let next = if index + 1 < called.len() {
            format!("c{}", index + 1)
        } else {
            "ask".into()
        };
        steps
            .push(json!({ "step": "call", "id": format!("c{index}"), "flow": flow, "next": next }));
    }
    steps.push(json!({ "step": "choose", "id": "ask", "choices": [
        { "id": "p", "label": "Person", "next": "person" }, { "id": "e", "label": "End", "next": "end" }] }));
    steps.push(json!({ "step": "hand_off", "id": "person", "reason": "asked" }));
    steps.push(json!({ "step": "end", "id": "end" }));
    let start = if called.is_empty() { "ask" } else { "c0" };
    serde_json::from_value(json!({
        "format": "parley.flow/1", "id": id, "name": id, "language": "en", "first_message": { "text": "Hello!" },
        "data": [], "start": start, "steps": steps, "handoff": { "repeated": 1 }, "success": "leads",
        "opt_out": { "wordings": [], "email": "", "sms": "" }
    }))
    .unwrap()
}

#[track_caller]
fn check(flows: &[(&str, &[&str])], expected: &[&str]) {
    let drafts = flows
        .iter()
        .map(|(id, called)| caller(id, called))
        .collect();
    let problems = Library::validate(drafts).err().unwrap_or_default();
    let said: Vec<String> = problems
        .iter()
        .map(|problem| format!("{}: {}", problem.place, problem.reason))
        .collect();
    assert_eq!(said, expected);
}

#[test]
fn flows_that_call_each_other_are_looked_at_together() {
    check(&[("a", &["b", "c"]), ("b", &["c"]), ("c", &[])], &[]);
    check(
        &[("a", &["nowhere"])],
        &["flows.a.steps.c0.flow: no flow is called \"nowhere\""],
    );
    check(
        &[("a", &["b"]), ("b", &["a"])],
        &[
            "flows.a.steps.c0.flow: \"b\" leads back to this flow: it would call itself",
            "flows.b.steps.c0.flow: \"a\" leads back to this flow: it would call itself",
        ],
    );
    check(
        &[
            ("a", &["b"]),
            ("b", &["c"]),
            ("c", &["d"]),
            ("d", &["e"]),
            ("e", &["f"]),
            ("f", &[]),
        ],
        &["flows.a.steps: calls go 5 deep, at most 4 are allowed"],
    );
    check(
        &[("a", &[]), ("a", &[])],
        &["flows.a.id: another flow has this id"],
    );
}

#[test]
fn a_library_knows_what_a_flow_calls_through_others() {
    let drafts = vec![caller("a", &["b"]), caller("b", &["c"]), caller("c", &[])];
    let library = Library::validate(drafts).unwrap();
    let called = library.called_by(&"a".parse().unwrap());
    let ids: Vec<&str> = called.iter().map(|flow| flow.id().as_str()).collect();
    assert_eq!(ids, ["b", "c"]);
}

/// Every value inside, by the way to it.
fn ways(value: &Value, way: &str, all: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let way = format!("{way}/{name}");
                all.push(way.clone());
                ways(value, &way, all);
            }
        }
        Value::Array(values) => {
            for (index, value) in values.iter().enumerate() {
                let way = format!("{way}/{index}");
                all.push(way.clone());
                ways(value, &way, all);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn a_document_is_written_as_it_was_read_however_wrong_it_is(
        which in 0..5usize,
        at in any::<prop::sample::Index>(),
        other in prop::sample::select(vec![json!(null), json!(""), json!("topic"), json!(3), json!([]), json!({}), json!("{x}"), json!("bye")]),
    ) {
        let all: Vec<&str> = PLAYBOOK.into_iter().chain([HELP, SIZING]).collect();
        let mut flow: Value = serde_json::from_str(all[which]).unwrap();
        let mut places = Vec::new();
        ways(&flow, "", &mut places);
        let place: &String = at.get(&places);
        *flow.pointer_mut(place).unwrap() = other;
        let Ok(draft) = read(flow.to_string().as_bytes()) else { return Ok(()) };
        let written = serde_json::to_vec(&draft).unwrap();
        prop_assert_eq!(read(&written), Ok(draft.clone()));
        if let Ok(flow) = Flow::validate(&draft) {
            prop_assert!(shared::flow::picture(&flow).starts_with("flowchart TD"));
        }
    }
}
