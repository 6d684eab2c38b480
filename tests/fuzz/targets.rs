//! One function for each reader of outside text or bytes, and what holds of it for every input: it comes back without a
//! panic, what it made is bounded by what it was given, and what it took is taken again as the same.
//!
//! The suite `fuzz` calls these over the kept inputs and over changed ones; `cargo-fuzz` calls them over what it finds.

use serde::{Serialize, de::DeserializeOwned};
use shared::contact::{EmailAddress, PhoneNumber};
use shared::flow::{self, Flow, FlowDraft, Template, Value};
use shared::hours::{self, OpeningHours};
use shared::locale::Locale;
use shared::message::Voice;
use shared::money::{Currency, Money};
use shared::place::Country;
use shared::promise::DeliveryRules;
use shared::size::{Length, Range, Unit};
use shared::time::{Date, Instant, Offset};
use shared::wire::agent_v1::{self, AgentExchange};
use shared::wire::document_v1::{ShopDocument, TextsDraft};
use shared::wire::frame_v1::{EdgeFrame, Exchange, MAX_FRAME_BYTES, Open, Opened, ShopperFrame};
use shared::wire::settings_v1::Settings;
use shared::wire::{decode, decode_each, encode, put};
use std::fmt::Debug;
use std::sync::LazyLock;

// By its path, since these targets are a crate of their own for cargo-fuzz.
#[path = "heard.rs"]
mod heard;
#[path = "catalogue.rs"]
mod lines;
#[path = "reports.rs"]
mod reports;

pub use heard::{mood, opt_out};
pub use lines::catalogue;
pub use reports::{letter, report};

/// Takes any bytes, and panics when what must hold does not.
pub type Target = fn(&[u8]);

/// Every target by the name of its folder in `corpus`.
pub const TARGETS: [(&str, Target); 17] = [
    ("catalogue", catalogue),
    ("clock", clock),
    ("email", email),
    ("flow", flow),
    ("frame", frame),
    ("letter", letter),
    ("locale", locale),
    ("money", money),
    ("mood", mood),
    ("opt_out", opt_out),
    ("phone", phone),
    ("report", report),
    ("settings", settings),
    ("shop", shop),
    ("size", size),
    ("template", template),
    ("texts", texts),
];

/// A flow document: read, written and read again it is the same; what is valid can be drawn, and what is not says why.
pub fn flow(bytes: &[u8]) {
    let draft = match flow::read(bytes) {
        Ok(draft) => draft,
        Err(errors) => {
            assert!(!errors.is_empty());
            return bounded(errors.iter().map(ToString::to_string), bytes);
        }
    };
    assert_eq!(flow::read(&json(&draft)).as_ref(), Ok(&draft));
    match Flow::validate(&draft) {
        Ok(flow) => {
            assert!(flow::picture(&flow).starts_with("flowchart TD"));
            let own = flow::own_texts(&draft);
            assert_eq!(flow::with_texts(&draft, &own), Ok(draft));
        }
        Err(problems) => {
            assert!(!problems.is_empty());
            let told = problems
                .iter()
                .map(|problem| format!("{}: {}", problem.place, problem.reason));
            bounded(told, bytes);
        }
    }
}

/// A translation: what is taken once is taken again and changes nothing.
pub fn texts(bytes: &[u8]) {
    let Ok(given) = serde_json::from_slice::<TextsDraft>(bytes) else {
        return;
    };
    assert_eq!(reread(&given).as_ref(), Some(&given));
    match flow::with_texts(&CART_RETURN, &given) {
        Ok(translated) => assert_eq!(flow::with_texts(&translated, &given), Ok(translated)),
        Err(problems) => assert!(!problems.is_empty()),
    }
}

/// A shop's document: it is written as it was read, and its hours and delivery rules are taken or refused with reasons.
pub fn shop(bytes: &[u8]) {
    let Ok(document) = serde_json::from_slice::<ShopDocument>(bytes) else {
        return;
    };
    // It holds a secret, so it cannot be printed.
    assert!(reread(&document).is_some_and(|again| again == document));
    if let Err(problems) = OpeningHours::parse(&document.opening_hours, "opening_hours") {
        assert!(!problems.is_empty());
    }
    let Ok(currency) = document.currency.parse::<Currency>() else {
        return;
    };
    let country = &document.country;
    if let Err(problems) = DeliveryRules::parse(&document.delivery, country, currency, "delivery") {
        assert!(!problems.is_empty());
    }
}

/// What a page or the edge sends.
pub fn frame(bytes: &[u8]) {
    reads_back::<ShopperFrame>(bytes);
    reads_back::<Open>(bytes);
    reads_back::<EdgeFrame>(bytes);
    let mut message = Vec::new();
    for frame in decode_each::<EdgeFrame>(bytes, bytes.len()) {
        put(&mut message, &encode(&frame));
    }
    assert!(message.len() <= bytes.len());
    reads_back::<Opened>(bytes);
    reads_back::<Exchange>(bytes);
    reads_back::<AgentExchange>(bytes);
    if let Ok(frame) = agent_v1::decode(bytes) {
        assert_eq!(agent_v1::decode(&agent_v1::encode(&frame)), Ok(frame));
    }
}

/// What the scout reads.
pub fn settings(bytes: &[u8]) {
    reads_back::<Settings>(bytes);
}

/// A phone number: its stored form is its own, whatever country it is read in.
pub fn phone(bytes: &[u8]) {
    let text = text(bytes);
    for home in HOMES {
        let home: Option<Country> = home.and_then(|code| code.parse().ok());
        let Ok(number) = PhoneNumber::parse(&text, home) else {
            continue;
        };
        let stored = number.as_str();
        let digits = stored.strip_prefix('+').unwrap_or_default();
        assert!((7..=15).contains(&digits.len()), "{stored}");
        assert!(digits.bytes().all(|byte| byte.is_ascii_digit()), "{stored}");
        assert_eq!(PhoneNumber::parse(stored, home).as_ref(), Ok(&number));
        assert_eq!(
            PhoneNumber::try_from(stored.to_owned()).as_ref(),
            Ok(&number)
        );
        assert!(!number.hint().contains(digits));
    }
}

/// An e-mail address: what is stored is read as itself.
pub fn email(bytes: &[u8]) {
    let text = text(bytes);
    let Ok(address) = text.parse::<EmailAddress>() else {
        return;
    };
    let stored = address.as_str();
    assert!(stored.len() <= 254 && stored.is_ascii(), "{stored}");
    assert!(
        !stored.contains(['\r', '\n', ' ', '<', '>', ',']),
        "{stored}"
    );
    assert_eq!(stored.parse().as_ref(), Ok(&address));
    assert_ne!(address.hint(), stored);
}

/// A text with holes: no more is asked for than it has, and what fills it is not read as a template.
pub fn template(bytes: &[u8]) {
    let text = text(bytes);
    let Ok(template) = Template::parse(&text) else {
        return;
    };
    let holes: Vec<&str> = template.holes().collect();
    assert!(template.needs().all(|name| holes.contains(&name)));
    assert!(holes.iter().all(|name| Template::is_name(name)));
    for tag in LANGUAGES.into_iter().flatten() {
        let locale = Locale::of(tag);
        let empty = template.fill(locale, |_| None);
        assert!(empty.len() <= text.len(), "{empty}");
        let filled = template.fill(locale, |_| Some(Value::Text(FILLING.into())));
        let most = text.len() * (FILLING.len() + ISOLATES);
        assert!(filled.len() <= most, "{filled}");
        assert!(template.lint(locale).len() <= 16 * text.len());
    }
}

/// A language tag: what is known of it names the same again, and English is always left.
pub fn locale(bytes: &[u8]) {
    let text = text(bytes);
    let locale = Locale::of(&text);
    assert_eq!(Locale::of(&locale.to_string()), locale);
    let chain = locale.chain();
    assert!(chain.len() <= 3 && chain.last().is_some_and(|last| last == "en"));
    if let Some(known) = Locale::known(&text) {
        assert_eq!(known, locale);
    }
}

/// An amount: printed and read again it is the same to the last minor unit.
pub fn money(bytes: &[u8]) {
    let text = text(bytes);
    if let Ok(currency) = text.parse::<Currency>() {
        assert_eq!(currency.code(), text);
    }
    for code in ["EUR", "JPY", "KWD"] {
        let money = code
            .parse()
            .and_then(|currency| Money::parse(&text, currency));
        let Ok(money) = money else { continue };
        let printed = money.to_string();
        let amount = printed.split(' ').next().unwrap_or_default();
        assert_eq!(Money::parse(amount, money.currency), Ok(money), "{printed}");
    }
}

/// A length or a range of lengths: told and read again it is told the same.
pub fn size(bytes: &[u8]) {
    let text = text(bytes);
    for unit in [Unit::Centimetre, Unit::Millimetre, Unit::Inch] {
        if let Ok(length) = Length::parse(&text, Some(unit)) {
            let told = length.shown(unit, Voice::default());
            // The shortest and the longest may be told as a little less or more, which is no length any more.
            if (10_000..9_990_000).contains(&length.micrometres()) {
                let again =
                    Length::parse(&told, None).map(|again| again.shown(unit, Voice::default()));
                assert_eq!(again, Ok(told));
            }
        }
        if let Ok(range) = Range::parse(&text, unit) {
            assert!(range.from <= range.to);
            assert!(range.shown(unit, Voice::default()).len() <= 40);
        }
    }
}

/// Times of day, days, and what a wall clock shows at an instant (eight bytes) with an offset (two more).
pub fn clock(bytes: &[u8]) {
    let text = text(bytes);
    if let Some(minute) = hours::minute_of_day(&text) {
        assert_eq!(format!("{:02}:{:02}", minute / 60, minute % 60), text);
    }
    if let Some(date) = hours::date(&text) {
        let Date { year, month, day } = date;
        assert_eq!(format!("{year:04}-{month:02}-{day:02}"), text);
        assert_eq!(Date::from_days(date.days()), date);
    }
    let mut numbers = bytes.iter().copied().chain([0].into_iter().cycle());
    let instant = Instant(i64::from_le_bytes(
        [(); 8].map(|()| numbers.next().unwrap_or(0)),
    ));
    let offset = Offset(i16::from_le_bytes(
        [(); 2].map(|()| numbers.next().unwrap_or(0)),
    ));
    let local = instant.local(offset);
    assert!(local.minute < 24 * 60);
    assert!((1..=12).contains(&local.date.month) && (1..=31).contains(&local.date.day));
    let again = local.instant(offset);
    // Further off, a year is no longer kept exactly.
    if instant.0.unsigned_abs() < FAR {
        assert_eq!(again, Instant(instant.0 - instant.0.rem_euclid(60_000)));
    }
}

fn reads_back<T: Serialize + DeserializeOwned + PartialEq + Debug>(bytes: &[u8]) {
    let Ok(value) = decode::<T>(bytes, MAX_FRAME_BYTES) else {
        return;
    };
    let written = encode(&value);
    // The same number can be written longer than need be, so only the value is the same.
    assert!(written.len() <= bytes.len(), "{value:?}");
    assert_eq!(decode(&written, MAX_FRAME_BYTES), Ok(value));
}

fn reread<T: Serialize + DeserializeOwned>(value: &T) -> Option<T> {
    serde_json::from_slice(&json(value)).ok()
}

fn json<T: Serialize>(value: &T) -> Vec<u8> {
    serde_json::to_vec(value).unwrap_or_default()
}

/// What is said about an input is at most a page for each of its bytes, and never a copy of a copy.
fn bounded(told: impl IntoIterator<Item = String>, bytes: &[u8]) {
    let total: usize = told.into_iter().map(|text| text.len()).sum();
    let most = 4096 + 64 * bytes.len();
    assert!(
        total <= most,
        "{total} bytes are said about {}",
        bytes.len()
    );
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The flow that the target `texts` translates.
static CART_RETURN: LazyLock<FlowDraft> = LazyLock::new(|| {
    let document = include_bytes!("../../shared/playbook/cart-return.json");
    flow::read(document).unwrap_or_else(|errors| unreachable!("{errors:?}"))
});
const HOMES: [Option<&str>; 6] = [
    None,
    Some("DE"),
    Some("US"),
    Some("IT"),
    Some("JP"),
    Some("IL"),
];
const LANGUAGES: [Option<&str>; 14] = [
    None,
    Some("en"),
    Some("de"),
    Some("fr"),
    Some("es"),
    Some("it"),
    Some("nl"),
    Some("pt"),
    Some("pl"),
    Some("sv"),
    Some("da"),
    Some("ja"),
    Some("ar"),
    Some("he"),
];
/// What a shopper may type to see whether it is read.
const FILLING: &str = "{name} '{' # \u{5d0}";
/// Bytes of the two marks that are set around words.
const ISOLATES: usize = 6;
/// Milliseconds; ten times as far as a browser's own clock reaches.
const FAR: u64 = 86_400_000_000_000_000;
