//! Where a number belongs and whose clocks count there.

use shared::place::{Country, Place, State};
use std::collections::BTreeMap;

#[track_caller]
fn check(number: &str, expected: Option<(&str, Option<&str>, &[&str])>) {
    let phone: shared::contact::PhoneNumber = number.parse().unwrap();
    let place = phone.place();
    let country = place.as_ref().map(|place| place.country.code());
    let state = place
        .as_ref()
        .and_then(|place| place.state.as_ref())
        .map(State::code);
    let zones = place.map_or(&[] as &[&str], |place| place.zones());
    let (expected_country, expected_state, expected_zones) = match expected {
        Some((country, state, zones)) => (Some(country), state, zones),
        None => (None, None, &[] as &[&str]),
    };
    assert_eq!(
        (country, state, zones),
        (expected_country, expected_state, expected_zones),
        "{number}"
    );
}

#[test]
fn a_number_tells_country_state_and_zones() {
    let chicago_denver = &["America/Chicago", "America/Denver"];
    check("+15125550100", Some(("US", Some("TX"), chicago_denver)));
    check(
        "+12125550100",
        Some(("US", Some("NY"), &["America/New_York"])),
    );
    check(
        "+13055550100",
        Some(("US", Some("FL"), &["America/New_York", "America/Chicago"])),
    );
    check(
        "+18085550100",
        Some(("US", Some("HI"), &["Pacific/Honolulu"])),
    );
    check("+17875550100", Some(("PR", None, &["America/Puerto_Rico"])));
    check("+18765550100", Some(("JM", None, &["America/Jamaica"])));
    check("+491701234567", Some(("DE", None, &["Europe/Berlin"])));
    check("+33612345678", Some(("FR", None, &["Europe/Paris"])));
    check("+262692123456", Some(("RE", None, &["Indian/Reunion"])));
    check("+262639123456", Some(("YT", None, &["Indian/Mayotte"])));
    check("+447700900123", Some(("GB", None, &["Europe/London"])));
    check(
        "+34612345678",
        Some(("ES", None, &["Europe/Madrid", "Atlantic/Canary"])),
    );
    check("+447797712345", Some(("JE", None, &["Europe/Jersey"])));
    check("+61891621234", Some(("CC", None, &["Indian/Cocos"])));
    check("+38344123456", Some(("XK", None, &["Europe/Belgrade"])));
    check("+77011234567", Some(("KZ", None, &["Asia/Almaty"])));
    check("+59995123456", Some(("CW", None, &["America/Curacao"])));
    check("+919812345678", Some(("IN", None, &["Asia/Kolkata"])));
}

#[test]
fn a_toll_free_or_unassigned_number_belongs_nowhere() {
    for digits in [
        "18005550100",
        "19005550100",
        "99912345678",
        "80012345678",
        "21012345678",
        "",
    ] {
        assert_eq!(Place::of_number(digits), None, "{digits}");
    }
}

#[test]
fn every_area_code_of_north_america_has_its_place() {
    let mut places = BTreeMap::new();
    let rows = include_str!("phone/area_codes.txt").lines();
    for row in rows.filter(|row| !row.starts_with('#')) {
        let (place, areas) = row.split_once(' ').unwrap();
        places.extend(areas.split(' ').map(|area| (area.to_owned(), place)));
    }
    assert_eq!(places.len(), 469);
    for area in (200..1000).map(|area: u16| area.to_string()) {
        let expected = match places.get(&area).copied() {
            Some("toll-free" | "premium" | "other") | None => String::new(),
            Some(place) => place.to_owned(),
        };
        let told = Place::of_number(&format!("1{area}5550100")).map(|place| match place.state {
            Some(state) => format!("{}-{}", place.country, state.code()),
            None => place.country.to_string(),
        });
        assert_eq!(told.unwrap_or_default(), expected, "{area}");
    }
}

#[test]
fn every_country_and_state_has_a_clock() {
    let letters = || 'A'..='Z';
    let codes: Vec<String> = letters()
        .flat_map(|a| letters().map(move |b| format!("{a}{b}")))
        .collect();
    let countries: Vec<Country> = codes.iter().filter_map(|code| code.parse().ok()).collect();
    let states: Vec<State> = codes.iter().filter_map(|code| code.parse().ok()).collect();
    assert_eq!((countries.len(), states.len()), (248, 51));
    for country in countries {
        let place = Place::country(country);
        assert!(!place.zones().is_empty(), "{country}");
    }
    for state in states {
        let country = "US".parse().unwrap();
        let place = Place {
            country,
            state: Some(state),
        };
        assert!(!place.zones().is_empty(), "{state:?}");
    }
}

#[test]
fn every_calling_code_has_a_country_with_a_clock() {
    let places: Vec<Place> = (200..1000)
        .filter_map(|code| Place::of_number(&format!("{code}5550100")))
        .collect();
    assert!(places.len() > 600, "{}", places.len());
    for place in places {
        assert!(!place.zones().is_empty(), "{place:?}");
    }
}
