//! The Worker that may fault, in workerd on disk, with the stand-in for the service that sends beside it.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::thread::sleep;
use std::time::{Duration, Instant};

use parley_tests::client::{Answer, Edge};
use parley_tests::demo;
use serde_json::{Value, from_value, json};
use xtask::build;
use xtask::prepare::{self, Tools};
use xtask::repo;
use xtask::stage::{Plain, Plan, Ports, Sandbox};

/// The tools, with everything built that a world is made of.
pub(crate) fn prepare() -> Tools {
    let tools = prepare::prepare(&[]).expect("the tools are there");
    build::edge(&tools, WORKER).expect("the panicking build");
    tools
}

/// A Worker that schedules run on.
pub(crate) struct World {
    server: Mutex<Plain>,
    /// Where workerd listens, also after it was killed.
    pub(crate) address: SocketAddr,
    /// Straight to the Worker, past every proxy.
    edge: Edge,
    sandbox: Sandbox,
    /// What the stand-in has delivered, and when it was asked.
    mailbox: Mutex<Option<(Instant, String)>>,
    /// How long a tab waits for what must come.
    pub(crate) patience: Duration,
    /// When the clock was set ahead last so that something falls due, and how far in all.
    hurried: Mutex<(Instant, i64)>,
    /// Tells the shops of this run from those of others.
    run: u32,
}

impl World {
    /// Under a name of its own, with a bug put in, if one is named.
    pub(crate) fn start(tools: &Tools, name: &str, bug: Option<&str>) -> Self {
        let name = format!("faults-{}-{name}", std::process::id());
        let state = repo::path("target/stage").join(format!("{name}-stand-ins"));
        let sandbox =
            Sandbox::start(tools, &name, &state, Ports::default()).expect("the stand-ins start");
        let secret = "one-of-this-run-0123456789abcdefgh";
        let vars = [
            ("OPERATOR_SECRET", secret),
            ("TOKEN_SECRET", "another-of-this-run-0123456789abcdef"),
            ("ERASURE_SECRET", "a-third-of-this-run-0123456789abcdef"),
            ("BREVO_BASE", sandbox.addresses.brevo.as_str()),
            ("PLANTED", bug.unwrap_or_default()),
        ];
        let vars = vars.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let plan = Plan::edge(&name, WORKER, vars.to_vec()).expect("a plan");
        let server = Plain::start(tools, &plan).expect("the Worker starts");
        let address = server.address();
        Self {
            edge: Edge::new(&format!("http://{address}"), secret),
            address,
            server: Mutex::new(server),
            sandbox,
            mailbox: Mutex::default(),
            patience: Duration::from_mins(2),
            hurried: Mutex::new((Instant::now(), 0)),
            run: std::process::id(),
        }
    }

    /// The shop of one schedule, so that its faults meet no other's.
    pub(crate) fn shop(&self, seed: u64) -> String {
        let shop = format!("s{seed}-{}.myshopify.com", self.run);
        let document = demo::document(&shop, ORIGIN);
        let answer = self.ask("PUT", &format!("/operator/shops/{shop}"), &document);
        assert_eq!(answer.status, 200, "{}", answer.json());
        let path = format!("/operator/shops/{shop}/flows/welcome");
        let answer = self.ask("PUT", &path, &demo::small_flow());
        assert_eq!(answer.status, 200, "{}", answer.json());
        shop
    }

    /// Has these faults happen at objects called `name`.
    pub(crate) fn demand(&self, name: &str, demands: &[Value]) {
        if demands.is_empty() {
            return;
        }
        let named: Vec<Value> = demands
            .iter()
            .cloned()
            .map(|mut demand| {
                demand["name"] = json!(name);
                demand
            })
            .collect();
        self.ask("POST", "/v1/panics/demands", &json!(named));
    }

    /// What fired at objects called `name` of what was demanded there: how often, by class, handler and what happened.
    pub(crate) fn fired(&self, name: &str) -> BTreeMap<String, usize> {
        let path = format!("/v1/panics/fired/{name}");
        let answer = self.ask("GET", &path, &Value::Null);
        from_value(answer.json()).unwrap_or_default()
    }

    /// Has the alarms of a shop, of a conversation there and of its shopper ring.
    pub(crate) fn ring_alarms(&self, shop: &str, conversation: &str) {
        let path = format!("/operator/shops/{shop}/conversations/{conversation}");
        let answer = self.ask("GET", &path, &Value::Null).json();
        let shopper = answer["record"]["shopper"].as_str().unwrap_or_default();
        for path in [
            format!("conversation/ring/{conversation}"),
            format!("shop/ring/{shop}"),
            format!("shopper/ring/{shop}/{shopper}"),
        ] {
            self.ask("POST", &format!("/v1/panics/{path}"), &json!({}));
        }
    }

    /// Has a while pass for the whole Worker, though not too often, and has what delivers for a conversation look at what
    /// is due: an attempt that nobody answered for is made again more than a minute later.
    pub(crate) fn hurry(&self, shop: &str, conversation: &str) {
        let mut hurried = self.hurried.lock().unwrap_or_else(PoisonError::into_inner);
        let (at, ahead) = *hurried;
        if at.elapsed() > BETWEEN_JUMPS {
            *hurried = (Instant::now(), ahead + JUMP);
            self.set_clock_ahead(ahead + JUMP);
        }
        drop(hurried);
        self.ring_alarms(shop, conversation);
        let path = format!("/v1/panics/outbox/ring/{shop}");
        self.ask("POST", &path, &json!({}));
    }

    /// Sets the clock ahead by so many milliseconds, once pages have come to terms with the jump before: a socket that is
    /// closed, since its token's time is over, must not hear a later frame when it no longer is.
    pub(crate) fn jump(&self, milliseconds: i64) {
        let mut hurried = self.hurried.lock().unwrap_or_else(PoisonError::into_inner);
        sleep(A_JUMP.saturating_sub(hurried.0.elapsed()));
        self.set_clock_ahead(milliseconds);
        *hurried = (Instant::now(), milliseconds);
    }

    /// Sets the Worker's clock ahead by so many milliseconds.
    fn set_clock_ahead(&self, milliseconds: i64) {
        self.ask(
            "POST",
            &format!("/v1/panics/clock/{milliseconds}"),
            &json!({}),
        );
    }

    /// How often an object was made.
    pub(crate) fn made(&self, class: &str, name: &str) -> i64 {
        let path = format!("/v1/panics/{class}/made/{name}");
        let answer = self.ask("GET", &path, &Value::Null);
        answer.json()["rows"].as_i64().unwrap_or_default()
    }

    /// Asks as the operator until an answer comes that is no fault; what is asked may be asked twice.
    pub(crate) fn ask(&self, method: &str, path: &str, body: &Value) -> Answer {
        let bearer = format!("Bearer {}", self.edge.operator_secret);
        let headers = [
            ("authorization", bearer.as_str()),
            ("content-type", "application/json"),
        ];
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        let begun = Instant::now();
        loop {
            let answer = self.edge.try_call(method, path, &headers, body.as_bytes());
            match answer {
                Ok(answer) if answer.status < 500 && answer.status != 429 => return answer,
                Ok(answer) if begun.elapsed() > PATIENCE => return answer,
                Ok(_) => {}
                Err(error) => assert!(begun.elapsed() < PATIENCE, "{path}: {error}"),
            }
            sleep(Duration::from_millis(100));
        }
    }

    /// The e-mails that have arrived by now and speak of `mark`. Many wait for theirs; they are fetched for all at once.
    pub(crate) fn emails_about(&self, mark: &str) -> usize {
        let asked = Instant::now();
        let mut mailbox = self.mailbox.lock().unwrap_or_else(PoisonError::into_inner);
        if mailbox.as_ref().is_none_or(|(at, _)| *at < asked) {
            let begun = Instant::now();
            let brevo = &self.sandbox.addresses.brevo;
            let answer = Edge::new(brevo.trim_end_matches("/v3"), "");
            let answer = answer.call("GET", "/mailbox.json", &[], &[]).json();
            let emails = answer["emails"].as_array();
            let lines = emails
                .into_iter()
                .flatten()
                .map(|email| format!("{email}\n"));
            *mailbox = Some((begun, lines.collect::<Vec<_>>().concat()));
        }
        let about = format!("{mark}@");
        let emails = mailbox.iter().flat_map(|(_, emails)| emails.lines());
        emails.filter(|email| email.contains(&about)).count()
    }

    /// Kills workerd and starts it on the same disk.
    pub(crate) fn kill(&self) {
        let mut server = self.server.lock().unwrap_or_else(PoisonError::into_inner);
        server.kill9_and_restart().expect("the Worker starts again");
    }

    /// What the Worker has said.
    pub(crate) fn log(&self) -> PathBuf {
        let server = self.server.lock().unwrap_or_else(PoisonError::into_inner);
        server.log().to_owned()
    }
}

/// The origin of every page.
pub(crate) const ORIGIN: &str = "https://faults.example";
const PATIENCE: Duration = Duration::from_secs(30);
/// So many milliseconds pass at once.
const JUMP: i64 = 20_000;
/// A page's connection is made anew within this.
const A_JUMP: Duration = Duration::from_millis(500);
const BETWEEN_JUMPS: Duration = Duration::from_secs(2);
const WORKER: build::Options = build::Options { panics: true };
