//! How people write phone numbers, and what a number tells: its country, its kind of line, whose clocks count.

use proptest::prelude::*;
use shared::contact::{ParsePhoneError, PhoneKind, PhoneNumber};
use shared::place::{Country, Place};

#[track_caller]
fn check(text: &str, home: &str, whole: Result<&str, ParsePhoneError>) {
    let home = (!home.is_empty()).then(|| home.parse().unwrap());
    let parsed = PhoneNumber::parse(text, home);
    let parsed = parsed.as_ref().map(PhoneNumber::as_str);
    assert_eq!(parsed, whole.as_ref().map(|whole| *whole), "{text}");
}

#[test]
fn many_writings_of_one_number_are_one_number() {
    for (text, home) in [
        ("+49 170 1234567", ""),
        ("+491701234567", "US"),
        ("+49 (0)170 1234567", ""),
        ("+49 0170 1234567", ""),
        ("(+49) 170-123.45.67", ""),
        ("0049 170/1234567", ""),
        ("0049 (0) 170 / 123 45 67", "FR"),
        ("011 49 170 1234567", "US"),
        ("010 49 170 1234567", "JP"),
        ("0170 1234567", "DE"),
        ("[0170] 1234567", "DE"),
        ("170 1234567", "DE"),
        ("49 170 1234567", "DE"),
        ("tel:+49-170-1234567", ""),
        ("\u{ff0b}４９ １７０ １２３４５６７", ""),
        ("\u{200f}+٤٩ ١٧٠ ١٢٣٤٥٦٧", ""),
        ("+۴۹ ۱۷۰ ۱۲۳۴۵۶۷", ""),
        (
            "\u{202a}+49\u{a0}170\u{202f}123\u{2009}45\u{2011}67\u{202c}",
            "",
        ),
        ("+49–170—123−45‐67", ""),
        ("\u{feff} +49\u{ad}170\u{200b}1234567\r\n", ""),
    ] {
        check(text, home, Ok("+491701234567"));
    }
}

#[test]
fn a_number_is_read_as_written_at_home() {
    for (home, text, whole) in [
        ("US", "(201) 555-0123", "+12015550123"),
        ("CA", "1 506-234-5678", "+15062345678"),
        ("PR", "787.555.0100", "+17875550100"),
        ("GB", "07400 123456", "+447400123456"),
        ("JE", "07797 712345", "+447797712345"),
        ("DE", "01512 3456789", "+4915123456789"),
        ("AT", "0664 123456", "+43664123456"),
        ("CH", "078 123 45 67", "+41781234567"),
        ("FR", "06.12.34.56.78", "+33612345678"),
        ("MF", "0690 00 12 34", "+590690001234"),
        ("ES", "612 34 56 78", "+34612345678"),
        ("IT", "312 345 6789", "+393123456789"),
        ("IT", "02 1234 5678", "+390212345678"),
        ("IT", "39 312 345 6789", "+393123456789"),
        ("NL", "06-12345678", "+31612345678"),
        ("PT", "912 345 678", "+351912345678"),
        ("PL", "512 345 678", "+48512345678"),
        ("SE", "070-123 45 67", "+46701234567"),
        ("DK", "34 41 23 45", "+4534412345"),
        ("NO", "40 61 23 45", "+4740612345"),
        ("FI", "041 2345678", "+358412345678"),
        ("IE", "085 012 3456", "+353850123456"),
        ("BE", "0450 00 12 34", "+32450001234"),
        ("CZ", "601 123 456", "+420601123456"),
        ("HU", "06 20 123 4567", "+36201234567"),
        ("HU", "+36 (06) 20 123 4567", "+36201234567"),
        ("RU", "8 (912) 345-67-89", "+79123456789"),
        ("RU", "8 10 49 170 1234567", "+491701234567"),
        ("KZ", "8 701 123 45 67", "+77011234567"),
        ("JP", "090-1234-5678", "+819012345678"),
        ("KR", "010-2000-0000", "+821020000000"),
        ("SA", "٠٥١ ٢٣٤ ٥٦٧٨", "+966512345678"),
        ("IL", "050-234-5678", "+972502345678"),
        ("IN", "081234 56789", "+918123456789"),
        ("IN", "81234 56789", "+918123456789"),
        ("AU", "0412 345 678", "+61412345678"),
        ("AU", "0011 49 170 1234567", "+491701234567"),
        ("NZ", "021 123 4567", "+64211234567"),
        ("BR", "(11) 96123-4567", "+5511961234567"),
        ("MX", "222 123 4567", "+522221234567"),
        ("MX", "+52 1 222 123 4567", "+522221234567"),
    ] {
        check(text, home, Ok(whole));
    }
}

#[test]
fn what_is_no_number_is_refused_for_what_is_wrong() {
    use ParsePhoneError::{
        Ambiguous, Character, Extension, TooLong, TooShort, Unassigned, UnknownCountry,
    };
    for (text, home, reason) in [
        ("+49 170 CALL", "", Character),
        ("+49 170 +1234567", "", Character),
        ("1-800-FLOWERS", "US", Character),
        ("alice@example.com", "DE", Character),
        ("+49 170 xxx", "", Character),
        ("x12", "US", Character),
        ("(512) 555-0100 x12", "US", Extension),
        ("+1 512 555 0100 ext. 5", "", Extension),
        ("+33 1 23 45 67 89 poste 12", "", Extension),
        ("tel:+1-512-555-0100;ext=12", "", Extension),
        ("+1 512 555 0100,,12#", "", Extension),
        ("", "", Ambiguous),
        ("0170 1234567", "", Ambiguous),
        ("1234567", "DE", Ambiguous),
        ("20 7946 0958", "GB", Ambiguous),
        ("555-0100", "US", Ambiguous),
        ("0170 1234567", "TF", Ambiguous),
        ("+", "", UnknownCountry),
        ("+0170 1234567", "", UnknownCountry),
        ("+999 1234 5678", "", UnknownCountry),
        ("+800 1234 5678", "", UnknownCountry),
        ("+49 170 12", "", TooShort),
        ("0170 123", "DE", TooShort),
        ("+1 512 555 01", "", TooShort),
        ("+33 6 12 34 56", "", TooShort),
        ("1234", "ES", TooShort),
        ("+33 6 12 34 56 78 90", "", TooLong),
        ("+44 7400 1234567", "", TooLong),
        ("+49 30 123456789012345", "", TooLong),
        ("+1 123 555 0100", "", Unassigned),
        ("+1 512 155 0100", "", Unassigned),
        ("+49 00170 1234567", "", Unassigned),
    ] {
        check(text, home, Err(reason));
    }
}

#[test]
fn a_message_goes_to_no_landline_and_no_service() {
    use PhoneKind::{Either, Fixed, Mobile, Premium, TollFree, Unknown};
    for (text, kind, reachable) in [
        ("+491701234567", Mobile, true),
        ("+49301234567", Fixed, false),
        ("+498001234567", TollFree, false),
        ("+499001234567", Premium, false),
        ("+4970012345678", Unknown, true),
        ("+15125550100", Either, true),
        ("+18005550100", TollFree, false),
        ("+18885550100", TollFree, false),
        ("+19005550100", Premium, false),
        ("+15005550100", Unknown, true),
        ("+33612345678", Mobile, true),
        ("+33123456789", Fixed, false),
        ("+5511961234567", Mobile, true),
        ("+551123456789", Fixed, false),
        ("+4520123456", Either, true),
        ("+390612345678", Fixed, false),
    ] {
        let number: PhoneNumber = text.parse().unwrap();
        assert_eq!(number.kind(), kind, "{text}");
        let expected = if reachable {
            Ok(number.clone())
        } else {
            Err(ParsePhoneError::NotForMessages)
        };
        assert_eq!(number.for_messages(), expected, "{text}");
    }
}

#[test]
fn every_regions_example_has_its_country_and_kind() {
    let mut wrong = Vec::new();
    let rows = include_str!("phone/examples.tsv").lines();
    let mut countries = std::collections::BTreeSet::new();
    for row in rows.filter(|row| !row.starts_with('#')) {
        let [country, kind, text] = row.split('\t').collect::<Vec<_>>()[..] else {
            panic!("{row}");
        };
        let number: PhoneNumber = text
            .parse()
            .unwrap_or_else(|reason| panic!("{row}: {reason}"));
        countries.insert(country);
        let told = number.country().map(|country| country.to_string());
        let kind_told = match number.kind() {
            PhoneKind::Mobile => "mobile",
            PhoneKind::Fixed => "fixed",
            PhoneKind::Either => "either",
            PhoneKind::TollFree | PhoneKind::Premium | PhoneKind::Unknown => "other",
        };
        // The table of code 1 is three digits deep: an area code, in which some islands tell mobile numbers apart.
        let north_american = text.starts_with("+1");
        let kind = if north_american { "either" } else { kind };
        if (told.as_deref(), kind_told) != (Some(country), kind) {
            wrong.push(format!("{row}: {told:?} {kind_told}"));
        }
    }
    assert_eq!(countries.len(), 243);
    assert_eq!(wrong, Vec::<String>::new());
}

#[track_caller]
fn check_zones(number: &str, zones: &[&str]) {
    let number: PhoneNumber = number.parse().unwrap();
    assert_eq!(number.zones(), zones, "{}", number.as_str());
}

#[test]
fn an_area_code_narrows_its_states_zones() {
    for (number, zones) in [
        ("+13055550100", &["America/New_York"] as &[&str]),
        ("+16895550100", &["America/New_York"]),
        ("+18505550100", &["America/New_York", "America/Chicago"]),
        ("+15125550100", &["America/Chicago"]),
        ("+19155550100", &["America/Denver"]),
        ("+14325550100", &["America/Chicago", "America/Denver"]),
        ("+16025550100", &["America/Phoenix"]),
        ("+19285550100", &["America/Phoenix", "America/Denver"]),
        ("+14235550100", &["America/New_York", "America/Chicago"]),
        ("+18655550100", &["America/New_York"]),
        ("+12065550100", &["America/Los_Angeles"]),
        ("+14165550100", &["America/Toronto"]),
        ("+16045550100", &["America/Vancouver"]),
        ("+18765550100", &["America/Jamaica"]),
        ("+18005550100", &[]),
    ] {
        check_zones(number, zones);
    }
}

#[test]
fn no_area_code_leaves_its_states_zones() {
    let mut narrowed = 0;
    for area in 200..1000 {
        let number: PhoneNumber = format!("+1{area}5550100").parse().unwrap();
        let all = number.place().map_or(&[] as &[&str], |place| place.zones());
        assert!(
            number.zones().iter().all(|zone| all.contains(zone)),
            "{area}"
        );
        narrowed += usize::from(number.zones().len() < all.len());
    }
    assert_eq!(narrowed, 141);
}

#[test]
fn only_a_fixed_line_narrows_its_countrys_zones() {
    for (number, zones) in [
        ("+61312345678", &["Australia/Sydney"] as &[&str]),
        ("+551123456789", &["America/Sao_Paulo"]),
        ("+556823456789", &["America/Rio_Branco"]),
        ("+34928123456", &["Atlantic/Canary"]),
        ("+34911234567", &["Europe/Madrid"]),
        ("+34612345678", &["Europe/Madrid", "Atlantic/Canary"]),
        ("+351296123456", &["Atlantic/Azores"]),
        ("+74951234567", &["Europe/Moscow"]),
        ("+74232123456", &["Asia/Vladivostok"]),
        ("+622112345678", &["Asia/Jakarta"]),
    ] {
        check_zones(number, zones);
    }
    for (mobile, zones) in [
        ("+61412345678", 7),
        ("+5511961234567", 4),
        ("+79123456789", 11),
    ] {
        let number: PhoneNumber = mobile.parse().unwrap();
        assert_eq!(number.zones().len(), zones, "{mobile}");
    }
}

#[test]
fn a_stored_number_outlives_its_numbering_plan() {
    for (text, read) in [
        ("+491701234567", true),
        ("+49170123", true),
        ("+99912345678", true),
        ("+999123", false),
        ("+1234567890123456", false),
        ("+0491701234567", false),
        ("491701234567", false),
        ("+49 170 1234567", false),
        ("+49170123456\\r\\n", false),
    ] {
        let parsed = serde_json::from_str::<PhoneNumber>(&format!("\"{text}\""));
        assert_eq!(parsed.is_ok(), read, "{text}");
    }
}

fn homes() -> impl Strategy<Value = Option<Country>> {
    prop::option::of("[A-Z]{2}".prop_filter_map("a country", |code| code.parse::<Country>().ok()))
}

/// Signs that numbers are written with, and some that they are not.
fn written() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "(\\+|00|011|0)?[1-9][0-9 ().-]{4,18}",
        "\\+1[2-9][0-9]{9}",
        "[+0-9٠-٩۰-۹０-９ ()/.x#;\u{200e}\u{a0}-]{0,24}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn what_is_read_once_reads_the_same_again(text in written(), home in homes(), other in homes()) {
        if let Ok(number) = PhoneNumber::parse(&text, home) {
            prop_assert_eq!(PhoneNumber::parse(number.as_str(), other), Ok(number.clone()));
            let stored = serde_json::to_string(&number).unwrap();
            prop_assert_eq!(serde_json::from_str::<PhoneNumber>(&stored).unwrap(), number);
        }
    }

    #[test]
    fn a_numbers_zones_are_some_of_its_places(text in written(), home in homes()) {
        let Ok(number) = PhoneNumber::parse(&text, home) else {
            return Ok(());
        };
        let all = number.place().map_or(&[] as &[&str], |place: Place| place.zones());
        prop_assert!(number.zones().iter().all(|zone| all.contains(zone)), "{}", number.as_str());
        prop_assert_eq!(number.zones().is_empty(), number.place().is_none());
    }
}
