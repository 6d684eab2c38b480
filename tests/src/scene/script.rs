//! Transcripts: a line that begins with a time is what somebody does; the lines under it are what then happens.

use super::{Scene, journey, occasion, show, stock};
use shared::conversation::{AgentAct, Found, Input};
use shared::id::VariantId;
use shared::money::{Currency, Money};
use shared::time::{Instant, Local};
use shared::wire::agent_v1::{AgentSay, Named};
use shared::wire::frame_v1::{
    CartLine, CartReport, Choices, CodeOutcome, Granted, Page, PageKind, Part, Say, Visit,
};
use std::collections::BTreeMap;

/// The transcript as it happens: the lines of `script` that somebody does, each followed by what it brings about.
///
/// # Panics
/// When a line cannot be read.
#[must_use]
pub fn play(script: &str, flow: impl Fn(&str) -> String) -> String {
    let mut player = Player::default();
    let mut lines: Vec<String> = Vec::new();
    for line in script.lines() {
        if let Some(day) = line.strip_prefix("day ") {
            player.day = day.to_string();
            lines.push(line.to_string());
        } else if let Some(name) = line.strip_prefix("flow ") {
            player.scene = Some(Scene::new(
                (name != "none").then(|| stock::flow(&flow(name))),
            ));
            lines.push(line.to_string());
        } else if let Some(name) = line.strip_prefix("calls ") {
            let called = stock::flow(&flow(name));
            player.scene().shop.called.push(called);
            lines.push(line.to_string());
        } else if line.starts_with(|first: char| first.is_ascii_digit()) {
            lines.push(line.to_string());
            lines.extend(player.act(line));
        } else if line.is_empty() || line.starts_with('#') {
            lines.push(line.to_string());
        }
    }
    lines.join("\n") + "\n"
}

#[derive(Default)]
struct Player {
    scene: Option<Scene>,
    day: String,
    turns: u32,
    last: Option<Input>,
}

impl Player {
    fn act(&mut self, line: &str) -> Vec<String> {
        let (time, rest) = line
            .split_once(char::is_whitespace)
            .expect("a time and more");
        let (actor, what) = rest
            .trim()
            .split_once(char::is_whitespace)
            .unwrap_or((rest.trim(), ""));
        let now = instant(&self.day, time);
        let what = what.trim();
        self.scene().now = now;
        let input = match actor {
            "opens" => Input::Opened(Box::new(visit(what))),
            "shopper" | "agent" if what == "repeats that" => {
                self.last.clone().expect("something to repeat")
            }
            "shopper" => {
                self.turns += 1;
                let id = format!("p-{}", self.turns).parse().expect("an id");
                Input::Said {
                    id,
                    say: self.say(what),
                }
            }
            "agent" => self.agent(what),
            "page" => Input::Paged(page(what)),
            "cart" => Input::Carted(cart(what)),
            "deadline" => Input::Deadline,
            "writes" => occasion::writes(what),
            "edge" => return self.edge(what),
            "occasion" => {
                let (what, values) = values(what);
                return occasion::happens(self.scene(), what, values);
            }
            "journey" => return journey::acts(self.scene(), what),
            other => panic!("nobody is called {other}: {line}"),
        };
        self.last = Some(input.clone());
        let scene = self.scene();
        let effects = scene.handle(input);
        show::effects(&effects, scene.shop.clock.offset(now))
    }

    fn scene(&mut self) -> &mut Scene {
        self.scene
            .as_mut()
            .expect("a line `flow` before the first act")
    }

    fn edge(&mut self, what: &str) -> Vec<String> {
        let scene = self.scene();
        match what {
            "finds nothing out" => scene.answers = false,
            "finds things out again" => scene.answers = true,
            "starts again" => scene.conversation = scene.stored(),
            "loses the called flows" => scene.shop.called.clear(),
            other if other.starts_with("knows no ") => {
                let kind = other.trim_start_matches("knows no ");
                scene.knows.insert(kind.into(), Found::Nothing);
            }
            other => {
                let told = other
                    .strip_prefix("knows ")
                    .and_then(|rest| rest.split_once(": "));
                let (kind, text) =
                    told.unwrap_or_else(|| panic!("the edge does not do this: {other}"));
                scene.knows.insert(kind.into(), sentences(text));
            }
        }
        Vec::new()
    }

    /// `Mia says "Hello."`
    fn agent(&mut self, what: &str) -> Input {
        let (name, what) = what.split_once(' ').expect("who does what");
        let by = Named {
            agent: name.to_lowercase().parse().expect("an id"),
            name: name.into(),
        };
        let act = match what {
            "joins" => AgentAct::Join { take_over: false },
            "takes over" => AgentAct::Join { take_over: true },
            "leaves" => AgentAct::Leave,
            "hands back" => AgentAct::HandBack,
            "is gone" => AgentAct::Gone,
            "is back" => AgentAct::Here,
            _ => {
                let text = what.strip_prefix("says ").expect("what an agent does");
                self.turns += 1;
                AgentAct::Say {
                    id: format!("a-{}", self.turns).parse().expect("an id"),
                    say: AgentSay::Text(text.trim_matches('"').into()),
                }
            }
        };
        Input::Agent { by, act }
    }

    fn say(&mut self, what: &str) -> Say {
        let scene = self.scene();
        let ask = scene.conversation.now().ask.unwrap_or(0);
        let (verb, rest) = what.split_once(' ').unwrap_or((what, ""));
        match (verb, rest) {
            ("says", text) => Say::Text(text.trim_matches('"').to_string()),
            ("picks", labels) => pick(scene, ask, labels),
            ("fills", value) => Say::Fill {
                ask,
                value: value.trim_start_matches("in ").to_string(),
            },
            ("agrees", how) => agree(scene, ask, how),
            ("declines", _) => Say::Consent { ask, grant: None },
            ("adds", what) => {
                let (quantity, variant) = pieces(what);
                Say::Added { variant, quantity }
            }
            ("fails", what) => {
                let what = what.trim_start_matches("to add ");
                let (title, reason) = what.split_once(": ").expect("what: why");
                Say::NotAdded {
                    variant: variant(title),
                    reason: Some(reason.to_string()),
                }
            }
            ("changes", what) => change(what),
            ("applies", what) => apply(what),
            ("rates", what) => rate(ask, what),
            ("goes", "back") => Say::Back,
            ("asks", "for a person") => Say::Person,
            ("ends", _) => Say::End,
            _ => panic!("a shopper does not do this: {what}"),
        }
    }
}

/// `2 × Oat Barrier Cream, 100 ml`
fn pieces(what: &str) -> (u32, VariantId) {
    let (quantity, title) = what.split_once(" × ").expect("how many × what");
    (quantity.parse().expect("a number"), variant(title))
}

/// `#3`, the answer to turn 3; or a line of the cart.
fn change(what: &str) -> Say {
    if let Some(ask) = what.strip_prefix('#') {
        let ask = ask.parse().expect("a turn's number");
        return Say::Change { ask };
    }
    let (quantity, variant) = pieces(what);
    Say::Changed { variant, quantity }
}

/// `SPRING10: not applicable`
fn apply(what: &str) -> Say {
    let (code, outcome) = what.split_once(": ").expect("a code: what became of it");
    let outcome = match outcome {
        "applied" => CodeOutcome::Applied,
        "not applicable" => CodeOutcome::NotApplicable,
        _ => CodeOutcome::Failed,
    };
    let code = code.to_string();
    Say::Applied { code, outcome }
}

/// `4: a remark`
fn rate(ask: u64, what: &str) -> Say {
    let (stars, comment) = what.split_once(": ").unwrap_or((what, ""));
    Say::Rate {
        ask,
        stars: stars.parse().expect("a number"),
        comment: (!comment.is_empty()).then(|| comment.to_string()),
    }
}

/// `It is on its way. (order_status=on its way)`
fn sentences(text: &str) -> Found {
    let inner = text.strip_suffix(')');
    let parts = inner.and_then(|text| text.rsplit_once(" ("));
    let (text, values) = parts.unwrap_or((text, ""));
    let pair = |pair: &str| {
        let (name, value) = pair.split_once('=')?;
        Some((name.to_string(), value.to_string()))
    };
    Found::Told {
        text: text.into(),
        source: None,
        values: values.split(", ").filter_map(pair).collect(),
        sure: None,
    }
}

/// `240.00 EUR: 2 × Oat Barrier Cream, 100 ml`
fn cart(what: &str) -> CartReport {
    let euro: Currency = "EUR".parse().expect("a currency");
    let (total, lines) = what.split_once(": ").unwrap_or((what, ""));
    let total = Money::parse(total.trim_end_matches(" EUR"), euro).expect("an amount");
    let line = |text: &str| {
        let (quantity, title) = text.split_once(" × ").expect("how many × what");
        CartLine {
            variant: variant(title),
            title: title.to_string(),
            quantity: quantity.parse().expect("a number"),
            total,
        }
    };
    let lines = lines
        .split(" + ")
        .filter(|text| !text.is_empty())
        .map(line)
        .collect();
    CartReport {
        token: "t-1".into(),
        total,
        lines,
    }
}

fn pick(scene: &Scene, open: u64, labels: &str) -> Say {
    // `#3 Dryness` picks from turn 3, whether it is open or not.
    let (ask, labels) = match labels
        .strip_prefix('#')
        .and_then(|rest| rest.split_once(' '))
    {
        Some((ask, labels)) => (ask.parse().expect("a turn's number"), labels),
        None => (open, labels),
    };
    let turn = scene
        .conversation
        .turns()
        .iter()
        .find(|turn| turn.seq == ask);
    let parts = turn.into_iter().flat_map(|turn| &turn.parts);
    let choices: Vec<_> = parts
        .filter_map(|part| match part {
            Part::Choices(Choices { choices, .. }) => Some(choices),
            _ => None,
        })
        .flatten()
        .collect();
    let id = |label: &str| {
        let found = choices.iter().find(|choice| choice.label == label);
        found.map_or_else(
            || "not-offered".parse().expect("an id"),
            |choice| choice.id.clone(),
        )
    };
    Say::Choose {
        ask,
        choices: labels.split(" + ").map(id).collect(),
    }
}

fn agree(scene: &Scene, ask: u64, how: &str) -> Say {
    let (channel, address) = how.split_once(" at ").expect("a channel at an address");
    let turns = scene.conversation.turns().iter();
    let forms = turns
        .flat_map(|turn| &turn.parts)
        .filter_map(|part| match part {
            Part::Consent(form) => Some(form),
            _ => None,
        });
    let offers = forms.flat_map(|form| &form.offers);
    let mut named =
        offers.filter(|offer| format!("{:?}", offer.channel).eq_ignore_ascii_case(channel));
    let grant = named.next_back().map(|offer| Granted {
        channel: offer.channel,
        address: address.to_string(),
        wording: offer.wording.clone(),
    });
    Say::Consent { ask, grant }
}

/// `product/oat-barrier-cream country DE invited dwell`
fn visit(what: &str) -> Visit {
    let mut words = what.split_whitespace();
    let mut visit = Visit {
        locale: "en".into(),
        country: None,
        returning: None,
        page: page(words.next().expect("a page")),
        seen: Vec::new(),
        invited: None,
        cart: None,
    };
    while let Some(name) = words.next() {
        let value = words.next().expect("a value").to_string();
        match name {
            "country" => visit.country = Some(value),
            "invited" => visit.invited = Some(value),
            "seen" => visit.seen.push(value),
            "returning" => visit.returning = Some(value == "yes"),
            other => panic!("a visit has no {other}"),
        }
    }
    visit
}

fn page(what: &str) -> Page {
    let (kind, handle) = what.split_once('/').map_or((what, None), |(kind, handle)| {
        (kind, Some(handle.to_string()))
    });
    let kind = match kind {
        "home" => PageKind::Home,
        "product" => PageKind::Product,
        "collection" => PageKind::Collection,
        "cart" => PageKind::Cart,
        "search" => PageKind::Search,
        _ => PageKind::Other,
    };
    Page { kind, handle }
}

/// `Oat Barrier Cream, 50 ml`; a name nobody sells is a variant nobody has.
fn variant(title: &str) -> VariantId {
    let (name, label) = title.split_once(", ").unwrap_or((title, ""));
    let products = stock::products();
    let product = products.iter().find(|product| product.title == name);
    let variant = product.and_then(|product| {
        product
            .variants
            .iter()
            .find(|variant| variant.label == label)
    });
    variant.map_or_else(
        || "999".parse().expect("an id"),
        |variant| variant.id.clone(),
    )
}

fn instant(day: &str, time: &str) -> Instant {
    let date = shared::hours::date(day).expect("a line `day 2026-11-23` before the first act");
    let part = |part: &str| part.parse::<u16>().expect("a time");
    let mut parts = time.split(':').map(part);
    let hour = parts.next().expect("an hour");
    let minute = hour * 60 + parts.next().expect("a minute");
    let second = i64::from(parts.next().unwrap_or(0));
    let local = Local { date, minute };
    local.instant(shared::time::Offset(60)) + shared::time::Span::seconds(second)
}

fn values(text: &str) -> (&str, BTreeMap<String, String>) {
    let inner = text.strip_suffix(')');
    let parts = inner.and_then(|text| text.rsplit_once(" ("));
    let (text, values) = parts.unwrap_or((text, ""));
    let pairs = values.split(", ").filter_map(|pair| pair.split_once('='));
    let owned = pairs.map(|(name, value)| (name.to_string(), value.to_string()));
    (text, owned.collect())
}
