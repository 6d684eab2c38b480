//! The Worker that may fault, in workerd on disk, with the stand-in for the service that sends beside it.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread::sleep;
use std::time::{Duration, Instant};

use parley_tests::client::{Answer, Edge};
use parley_tests::demo;
use serde_json::{Value, json};
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
    /// Tells the shops of this run from those of others.
    run: u32,
    /// How often workerd was killed, or its clock set.
    upsets: AtomicUsize,
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
            run: std::process::id(),
            upsets: AtomicUsize::new(0),
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

    /// Sets the Worker's clock ahead by so many milliseconds.
    pub(crate) fn set_clock_ahead(&self, milliseconds: i64) {
        self.upsets.fetch_add(1, Ordering::Relaxed);
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

    /// The e-mails that have arrived and speak of `mark`. Many wait for theirs; they are fetched once in a while for all.
    pub(crate) fn emails_about(&self, mark: &str) -> usize {
        let mut mailbox = self.mailbox.lock().unwrap_or_else(PoisonError::into_inner);
        if mailbox
            .as_ref()
            .is_none_or(|(at, _)| at.elapsed() > A_WHILE)
        {
            let brevo = &self.sandbox.addresses.brevo;
            let answer = Edge::new(brevo.trim_end_matches("/v3"), "");
            let answer = answer.call("GET", "/mailbox.json", &[], &[]).json();
            let emails = answer["emails"].as_array();
            let lines = emails
                .into_iter()
                .flatten()
                .map(|email| format!("{email}\n"));
            *mailbox = Some((Instant::now(), lines.collect::<Vec<_>>().concat()));
        }
        let about = format!("{mark}@");
        let emails = mailbox.iter().flat_map(|(_, emails)| emails.lines());
        emails.filter(|email| email.contains(&about)).count()
    }

    /// Kills workerd and starts it on the same disk.
    pub(crate) fn kill(&self) {
        self.upsets.fetch_add(1, Ordering::Relaxed);
        let mut server = self.server.lock().unwrap_or_else(PoisonError::into_inner);
        server.kill9_and_restart().expect("the Worker starts again");
    }

    /// How often workerd was killed, or its clock set.
    pub(crate) fn upsets(&self) -> usize {
        self.upsets.load(Ordering::Relaxed)
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
/// Between two looks into the mailbox.
const A_WHILE: Duration = Duration::from_millis(500);
const WORKER: build::Options = build::Options { panics: true };
