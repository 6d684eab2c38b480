//! What goes together, by whose declaration.

use crate::english::compatible;
use crate::rows::{each, words};
use shared::compatibility::{Answer, CONNECTOR, EXCLUDES, GOES_WITH, Says, Thing};

/// `lamp: fits bulb-a; not bulb-b; has e27, e14; tag bright`
fn thing(cell: &str) -> Thing {
    let (title, declared) = cell.split_once(':').unwrap_or((cell, ""));
    let mut thing = Thing::named(title);
    for part in declared
        .split(';')
        .map(str::trim)
        .filter(|part| !part.is_empty())
    {
        let (verb, values) = part.split_once(' ').unwrap();
        let key = match verb {
            "fits" => GOES_WITH,
            "not" => EXCLUDES,
            "has" => CONNECTOR,
            _ => {
                thing.names.extend(words(values));
                continue;
            }
        };
        thing.attributes.insert(key.into(), words(values));
    }
    thing
}

#[track_caller]
fn check([one, other, expected, because, against]: [&str; 5]) {
    let (one, other) = (thing(one), thing(other));
    let found = compatible(&one, &other);
    let answer = match found.answer {
        Answer::Yes => "yes",
        Answer::No => "no",
        Answer::Unknown => "unknown",
        Answer::Contradiction => "contradiction",
    };
    let said = |declarations: &[shared::compatibility::Declaration]| {
        let said: Vec<String> = declarations
            .iter()
            .map(|declaration| {
                let says = match &declaration.says {
                    Says::GoesWith(name) => format!("fits {name}"),
                    Says::Excludes(name) => format!("not {name}"),
                    Says::Shares(both) => format!("both {}", both.join(" ")),
                    Says::Differs(own) => format!("other than {}", own.join(" ")),
                };
                format!("{} {says}", declaration.of)
            })
            .collect();
        said.join(", ")
    };
    assert_eq!(answer, expected, "{one:?} {other:?}");
    assert_eq!(said(&found.decided_by), because, "{one:?} {other:?}");
    assert_eq!(said(&found.against), against, "{one:?} {other:?}");
    assert_eq!(
        compatible(&other, &one).answer,
        found.answer,
        "the order shows"
    );
    let sentences = 1 + found.decided_by.len() + found.against.len();
    assert_eq!(found.reasons.len(), sentences);
}

#[test]
fn a_declaration_of_either_side_decides_and_what_nobody_declares_is_unknown() {
    each(
        "
        lamp: fits bulb              | bulb                  | yes | lamp fits bulb |
        bulb                         | lamp: fits bulb       | yes | lamp fits bulb |
        lamp: fits bulb              | bulb: fits lamp       | yes | lamp fits bulb, bulb fits lamp |
        lamp: not bulb               | bulb                  | no | lamp not bulb |
        lamp: not warm               | bulb: tag warm        | no | lamp not warm |
        lamp: has e27                | bulb: has e27         | yes | lamp both e27 |
        lamp: has e27, e14           | bulb: has e14, gu10   | yes | lamp both e14 |
        lamp: has e27                | bulb: has gu10        | no | lamp other than e27 |
        lamp: has e27                | bulb                  | unknown | |
        lamp                         | bulb: has e27         | unknown | |
        lamp                         | bulb                  | unknown | |
        lamp: fits other bulb        | bulb                  | unknown | |
        lamp: fits bulb              | bulb: not lamp        | contradiction | lamp fits bulb | bulb not lamp
        lamp: fits bulb; not bulb    | bulb                  | contradiction | lamp fits bulb | lamp not bulb
        lamp: fits bulb; has e27     | bulb: has gu10        | yes | lamp fits bulb | lamp other than e27
        lamp: not bulb; has e27      | bulb: has e27         | no | lamp not bulb | lamp both e27
        lamp: fits bulb; has e27     | bulb: has e27         | yes | lamp fits bulb |
        case: fits iphone 15         | iPhone 15             | yes | case fits iphone 15 |
        case: fits iphone 15         | iPhone 15 Pro         | unknown | |
        ",
        check,
    );
}

#[test]
fn the_answer_and_its_reasons_are_sentences() {
    let told = |one: &str, other: &str| compatible(&thing(one), &thing(other)).reasons;
    assert_eq!(
        told("Lamp: fits bulb; has e27", "Bulb: has gu10"),
        [
            "Lamp goes with Bulb.",
            "Lamp lists bulb among what it goes with.",
            "This speaks against it: Lamp has e27, and Bulb does not.",
        ]
    );
    assert_eq!(
        told("Lamp", "Bulb"),
        ["It is not known whether Lamp goes with Bulb: neither says so."]
    );
    assert_eq!(
        told("Lamp: fits bulb", "Bulb: not lamp"),
        [
            "What is said of Lamp and Bulb is contradictory, so a person should look.",
            "Lamp lists bulb among what it goes with.",
            "Bulb lists lamp among what it does not go with.",
        ]
    );
}

#[test]
fn connectors_of_one_line_are_compared_one_by_one() {
    let has = |title: &str, line: &str| Thing {
        attributes: [("connector".to_string(), vec![line.to_string()])].into(),
        ..Thing::named(title)
    };
    for (one, other, answer) in [
        ("2 x usb-c, usb-a", "usb-c", Answer::Yes),
        ("3 x usb-c, usb-a", "usb-a to usb-c", Answer::Yes),
        ("usb-c, usb-a", "lightning", Answer::No),
        ("usb-c to lightning", "lightning", Answer::Yes),
        ("e x tra", "tra", Answer::No),
        (" , ", "usb-c", Answer::Unknown),
    ] {
        let found = compatible(&has("Charger", one), &has("Cable", other));
        assert_eq!(found.answer, answer, "{one} and {other}");
    }
    let reasons = compatible(&has("Charger", "2 x usb-c, usb-a"), &has("Cable", "usb-c")).reasons;
    assert_eq!(reasons[1], "Charger and Cable both have usb-c.");
}
