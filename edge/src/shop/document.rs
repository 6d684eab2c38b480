//! The shop's document, read whole: every mistake at once with its place, or a [`Profile`] that needs no more checks.

use super::origin;
use super::settings::colour;
use crate::brevo::is_sms_sender;
use shared::commerce::ShopRules;
use shared::contact::EmailAddress;
use shared::handoff;
use shared::hours::{self, OpeningHours};
use shared::id::{FlowId, ShopId};
use shared::message::template_problems;
use shared::money::Currency;
use shared::place::Country;
use shared::policy::{ShopHours, Stricter};
use shared::sort;
use shared::time::Span;
use shared::wire::document_v1::{AttributeDraft, OpenDraft, Problem, SenderDraft, ShopDocument};
use std::collections::BTreeSet;

/// A shop whose document holds no mistake.
pub(super) struct Profile {
    pub(super) shop: ShopId,
    pub(super) currency: Currency,
    pub(super) support: EmailAddress,
    pub(super) hours: OpeningHours,
    pub(super) handoff: handoff::Rules,
    pub(super) stricter: Stricter,
    /// The document itself, for what is text and stays text.
    pub(super) document: ShopDocument,
}

/// Reads a document; `zone_known` asks the platform whether it knows a time zone.
///
/// # Errors
/// Every mistake with its place.
pub(super) fn read(
    document: ShopDocument,
    zone_known: impl Fn(&str) -> bool,
) -> Result<Profile, Vec<Problem>> {
    let mut found = Found::default();
    found.plain(&document, zone_known);
    found.sender(&document.sender);
    found.templates(&document);
    found.attributes(&document.attributes);
    let shop = found.parsed("shop", document.shop.parse::<ShopId>());
    let support = found.parsed(
        "support_email",
        document.support_email.parse::<EmailAddress>(),
    );
    let hours = found.hours(&document);
    let handoff = match &document.handoff {
        Some(draft) => found.part(handoff::Rules::parse(draft, "handoff")),
        None => Some(handoff::Rules::default()),
    };
    let stricter = found.stricter(&document);
    let currency = found.parsed("currency", document.currency.parse::<Currency>());
    if let Some(currency) = currency {
        // Conversations read these again, and apply them.
        found.part(ShopRules::parse(&document, currency));
    }
    match (shop, support, hours, currency, handoff) {
        (Some(shop), Some(support), Some(hours), Some(currency), Some(handoff))
            if found.0.is_empty() =>
        {
            Ok(Profile {
                shop,
                currency,
                support,
                hours,
                handoff,
                stricter,
                document,
            })
        }
        _ => Err(found.0),
    }
}

#[derive(Default)]
struct Found(Vec<Problem>);

impl Found {
    fn demand(&mut self, holds: bool, place: &str, reason: &str) {
        if !holds {
            self.0.push(Problem {
                place: place.into(),
                reason: reason.into(),
            });
        }
    }

    fn parsed<T, E: core::fmt::Display>(&mut self, place: &str, result: Result<T, E>) -> Option<T> {
        if let Err(error) = &result {
            self.demand(false, place, &error.to_string());
        }
        result.ok()
    }

    fn part<T>(&mut self, result: Result<T, Vec<Problem>>) -> Option<T> {
        result.map_err(|problems| self.0.extend(problems)).ok()
    }

    fn plain(&mut self, document: &ShopDocument, zone_known: impl Fn(&str) -> bool) {
        let words =
            |text: &str, most: usize| !text.trim().is_empty() && text.chars().count() <= most;
        self.demand(
            words(&document.name, 80),
            "name",
            "a name has 1 to 80 characters",
        );
        self.origins(&document.origins);
        let tag = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        let locale = (2..=35).contains(&document.locale.len()) && document.locale.bytes().all(tag);
        self.demand(
            locale,
            "locale",
            "a locale is a language with or without a region, such as en or de-AT",
        );
        let country = document.country.len() == 2
            && document
                .country
                .bytes()
                .all(|byte| byte.is_ascii_uppercase());
        self.demand(
            country,
            "country",
            "a country is two capital letters (ISO 3166)",
        );
        self.demand(
            zone_known(&document.time_zone),
            "time_zone",
            "not a time zone that is known, such as Europe/Berlin",
        );
        self.service(document);
    }

    /// What the shop's pages and channels need.
    fn service(&mut self, document: &ShopDocument) {
        let key = &document.brevo_api_key;
        let printable =
            (1..=200).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic());
        self.demand(
            printable,
            "brevo_api_key",
            "a key is 1 to 200 characters without spaces",
        );
        self.demand(
            colour(&document.accent).is_some(),
            "accent",
            "a colour is written as #2f5d50",
        );
        let side = matches!(document.side.as_str(), "left" | "right");
        self.demand(side, "side", "the side is left or right");
        self.demand(
            document.holdout_bp <= 10_000,
            "holdout_bp",
            "a share is at most 10000 basis points",
        );
        self.demand(
            document.pause_days <= 365,
            "pause_days",
            "a pause is at most 365 days",
        );
        let dwell = document
            .dwell_seconds
            .is_none_or(|seconds| (1..=3600).contains(&seconds));
        self.demand(dwell, "dwell_seconds", "a dwell is 1 to 3600 seconds");
        let retention = document
            .retention_days
            .is_none_or(|days| (1..=1100).contains(&days));
        self.demand(
            retention,
            "retention_days",
            "conversations are kept for 1 to 1100 days",
        );
        for (index, flow) in document.invites.iter().flatten().enumerate() {
            self.parsed(&format!("invites[{index}]"), flow.parse::<FlowId>());
        }
    }

    fn origins(&mut self, origins: &[String]) {
        self.demand(
            !origins.is_empty(),
            "origins",
            "the shop's pages have at least one origin",
        );
        self.demand(origins.len() <= 20, "origins", "at most 20 origins");
        let mut seen = BTreeSet::new();
        for (index, origin) in origins.iter().enumerate() {
            let place = format!("origins[{index}]");
            if let Some(reason) = origin::problem(origin) {
                self.demand(false, &place, reason);
            }
            self.demand(
                seen.insert(origin),
                &place,
                "this origin stands in the list already",
            );
        }
    }

    fn sender(&mut self, sender: &SenderDraft) {
        let name = !sender.name.trim().is_empty() && sender.name.chars().count() <= 70;
        self.demand(
            name,
            "sender.name",
            "a sender's name has 1 to 70 characters",
        );
        self.parsed("sender.email", sender.email.parse::<EmailAddress>());
        self.demand(
            is_sms_sender(&sender.sms),
            "sender.sms",
            "a sender of text messages has 3 to 11 letters and digits, or is a number of 12 to 15 digits",
        );
        for (index, country) in sender.registered.iter().enumerate() {
            let place = format!("sender.registered[{index}]");
            self.parsed(&place, country.parse::<Country>());
        }
        let whatsapp = sender.whatsapp.as_deref().is_none_or(|number| {
            (7..=15).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit())
        });
        self.demand(
            whatsapp,
            "sender.whatsapp",
            "a number of WhatsApp is 7 to 15 digits, with the country code and without a plus",
        );
        let domain = sender.replies.as_ref();
        if let Some(answers) = domain.map(|domain| format!("answers@{domain}").parse()) {
            self.parsed::<EmailAddress, _>("sender.replies", answers);
        }
    }

    fn templates(&mut self, document: &ShopDocument) {
        let templates = &document.whatsapp_templates;
        self.0.extend(template_problems(templates));
        self.demand(
            templates.is_empty() || document.sender.whatsapp.is_some(),
            "sender.whatsapp",
            "templates of WhatsApp need the number they are sent from",
        );
    }

    fn attributes(&mut self, attributes: &[AttributeDraft]) {
        let hole = |phrase: &Option<String>| {
            phrase
                .as_ref()
                .is_none_or(|phrase| phrase.contains("{value}"))
        };
        let mut keys = BTreeSet::new();
        for (index, attribute) in attributes.iter().enumerate() {
            let place = format!("attributes[{index}]");
            let named = !attribute.key.is_empty() && !attribute.label.is_empty();
            self.demand(named, &place, "an attribute has a key and a label");
            self.demand(
                keys.insert(&attribute.key),
                &place,
                "this key stands in the list already",
            );
            self.demand(
                hole(&attribute.phrase),
                &format!("{place}.phrase"),
                "a phrase has the hole {value}",
            );
            let mut values = BTreeSet::new();
            for (index, value) in attribute.values.iter().enumerate() {
                let place = format!("{place}.values[{index}]");
                self.demand(!value.label.is_empty(), &place, "a value has a label");
                let lower = value.value == value.value.to_lowercase();
                self.demand(
                    lower,
                    &place,
                    "values are in lower case, as the catalogue keeps them",
                );
                self.demand(
                    values.insert(&value.value),
                    &place,
                    "this value stands in the list already",
                );
            }
        }
    }

    fn hours(&mut self, document: &ShopDocument) -> Option<OpeningHours> {
        let hours = self.part(OpeningHours::parse(
            &document.opening_hours,
            "opening_hours",
        ));
        match (&document.special_hours, hours) {
            (Some(special), Some(hours)) => self.part(hours.with(special, "special_hours")),
            (None, hours) => hours,
            (Some(special), None) => {
                self.part(OpeningHours::default().with(special, "special_hours"));
                None
            }
        }
    }

    /// What the shop asks of its messages beyond the rules; its hours stand in one place only.
    fn stricter(&mut self, document: &ShopDocument) -> Stricter {
        let mut stricter = document.stricter.clone().unwrap_or_default();
        let own = stricter.hours.map(|hours| (hours, "stricter.hours".into()));
        let there = stricter.hours_in.iter().enumerate().map(|(index, there)| {
            let place = format!("stricter.hours_in[{index}].hours");
            (there.hours, place)
        });
        let all: Vec<(ShopHours, String)> = own.into_iter().chain(there).collect();
        for (hours, place) in all {
            self.demand(
                hours.opens < hours.closes && hours.closes <= 1440,
                &place,
                "hours open before they close, in minutes of one day",
            );
        }
        let gap = stricter.marketing_gap.unwrap_or(Span(0));
        self.demand(
            (0..=Span::days(30).0).contains(&gap.0),
            "stricter.marketing_gap",
            "a gap is at most 30 days",
        );
        if let Some(quiet) = &document.quiet_hours {
            self.demand(
                stricter.hours.is_none(),
                "stricter.hours",
                "quiet_hours say so already",
            );
            stricter.hours = self.quiet(quiet);
        }
        stricter
    }

    /// The hours in which the shop's text messages may go are those outside its quiet hours.
    fn quiet(&mut self, quiet: &OpenDraft) -> Option<ShopHours> {
        let mut minute = |text: &str, place: &str| {
            let minute = hours::minute_of_day(text);
            if minute.is_none() {
                self.0.push(hours::no_time(place, text));
            }
            minute
        };
        let from = minute(&quiet.from, "quiet_hours.from");
        let to = minute(&quiet.to, "quiet_hours.to");
        let days = sort::set(quiet.days.iter().map(|day| *day as u8));
        self.demand(
            days.len() == 7,
            "quiet_hours.days",
            "quiet hours hold on all seven days",
        );
        let (from, to) = (from?, to?);
        self.demand(
            to < from,
            "quiet_hours.to",
            "quiet hours run over midnight, such as from 21:00 to 09:00",
        );
        Some(ShopHours {
            opens: to,
            closes: from,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    const DEMO: &str = include_str!("../../../tests/demo/shop.json");

    fn places(change: impl Fn(&mut Value)) -> Vec<String> {
        let mut document: Value =
            serde_json::from_str(&DEMO.replace("{{storefront}}", "http://127.0.0.1:4000")).unwrap();
        change(&mut document);
        let document: ShopDocument = serde_json::from_value(document).unwrap();
        let problems = read(document, |zone| zone == "Europe/Berlin").err();
        let problems = problems.unwrap_or_default().into_iter();
        problems.map(|problem| problem.place).collect()
    }

    #[test]
    fn the_demo_shop_has_no_mistake() {
        assert_eq!(places(|_| {}), Vec::<String>::new());
    }

    #[test]
    fn every_mistake_is_named_at_once() {
        let wrong = places(|document| {
            document["shop"] = json!("Fernwood");
            document["name"] = json!(" ");
            document["origins"] = json!([
                "http://plain.example",
                "https://a.example",
                "https://a.example"
            ]);
            document["locale"] = json!("e");
            document["country"] = json!("Germany");
            document["time_zone"] = json!("Europe/Atlantis");
            document["support_email"] = json!("nobody");
            document["sender"] = json!({"name": "", "email": "x", "sms": "A name far too long", "registered": ["US", "Utopia"]});
            document["brevo_api_key"] = json!("");
            document["accent"] = json!("greenish");
            document["side"] = json!("top");
            document["opening_hours"]["open"][0]["from"] = json!("9");
            document["delivery"]["cut_off"] = json!("soon");
            document["holdout_bp"] = json!(10_001);
            document["pause_days"] = json!(366);
            document["dwell_seconds"] = json!(0);
            document["attributes"][0]["label"] = json!("");
            document["handoff"] = json!({"anger_at_least": 101});
            document["special_hours"] = json!({"yearly": ["soon"]});
            document["invites"] = json!(["cart-return", "Cart return"]);
            document["answers"] = json!([{"questions": ["…"], "text": "", "source": ""}]);
            document["returns"] = json!({"window_days": 30, "cost": "dear", "source": "Returns"});
            document["discounts"] = json!([{"code": "X"}]);
            document["stricter"] = json!({"hours": {"opens": 1200, "closes": 600}});
        });
        for place in [
            "shop",
            "name",
            "origins[0]",
            "origins[2]",
            "locale",
            "country",
            "time_zone",
            "support_email",
            "sender.name",
            "sender.email",
            "sender.sms",
            "sender.registered[1]",
            "brevo_api_key",
            "accent",
            "side",
            "opening_hours.open[0].from",
            "delivery.cut_off",
            "holdout_bp",
            "pause_days",
            "dwell_seconds",
            "attributes[0]",
            "handoff.anger_at_least",
            "special_hours.yearly[0]",
            "invites[1]",
            "answers[0].text",
            "answers[0].source",
            "answers[0].questions[0]",
            "returns.cost",
            "stricter.hours",
        ] {
            assert!(
                wrong.iter().any(|found| found == place),
                "{place} is missing from {wrong:?}"
            );
        }
    }

    #[test]
    fn conversations_are_kept_for_a_day_to_three_years() {
        for (days, taken) in [(0, false), (1, true), (1100, true), (1101, false)] {
            let wrong = places(|document| document["retention_days"] = json!(days));
            assert_eq!(wrong.is_empty(), taken, "{days}: {wrong:?}");
        }
    }

    #[test]
    fn quiet_hours_run_over_midnight_every_day() {
        let every = json!([
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "saturday",
            "sunday"
        ]);
        let quiet = |days: Value, from: &str, to: &str| {
            places(|document| {
                document["quiet_hours"] = json!({"days": days, "from": from, "to": to});
            })
        };
        assert_eq!(quiet(every.clone(), "21:00", "09:00"), Vec::<String>::new());
        assert_eq!(quiet(every.clone(), "09:00", "21:00"), ["quiet_hours.to"]);
        assert_eq!(quiet(every, "late", "09:00"), ["quiet_hours.from"]);
        assert_eq!(
            quiet(json!(["sunday"]), "21:00", "09:00"),
            ["quiet_hours.days"]
        );
    }
}
