//! The stage that `cargo xtask test edge` has started, and a demo shop of each test's own on it.

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

use parley_tests::client::{Edge, PATIENCE};
use parley_tests::demo;
use serde_json::Value;
use xtask::prepare;
use xtask::stage::{Options, Stage};

/// A running Worker and the stand-ins beside it.
#[derive(Clone)]
pub(crate) struct World {
    /// The Worker.
    pub(crate) edge: Edge,
    /// The origin of the storefront stand-in.
    pub(crate) storefront: String,
    /// The Brevo stand-in, up to and without `/v3`.
    pub(crate) brevo: String,
}

impl World {
    /// The one that `cargo xtask test edge` has started.
    pub(crate) fn named() -> Self {
        Self {
            edge: Edge::new(
                &environment("PARLEY_EDGE"),
                &environment("PARLEY_OPERATOR_SECRET"),
            ),
            storefront: environment("PARLEY_STOREFRONT"),
            brevo: environment("PARLEY_BREVO")
                .trim_end_matches("/v3")
                .to_owned(),
        }
    }

    /// A stage of the test's own; its stand-ins are those of the named one if it has none.
    pub(crate) fn on(stage: &Stage) -> Self {
        let named = Self::named();
        let own = stage.addresses();
        Self {
            edge: Edge::new(stage.edge(), stage.operator_secret()),
            storefront: own.map_or(named.storefront, |own| own.storefront.clone()),
            brevo: own.map_or(named.brevo, |own| {
                own.brevo.trim_end_matches("/v3").to_owned()
            }),
        }
    }
}

/// A shop on the stage with its catalogue and flows.
pub(crate) struct Shop {
    /// The Worker.
    pub(crate) edge: Edge,
    /// The shop's id.
    pub(crate) id: String,
    /// The origin of its pages.
    pub(crate) origin: String,
    /// The Brevo stand-in, up to and without `/v3`.
    pub(crate) brevo: String,
}

static NEXT: AtomicU32 = AtomicU32::new(1);

impl Shop {
    /// A new shop like the demo's, with the whole catalogue and the flows of its stories.
    #[track_caller]
    pub(crate) fn open() -> Self {
        Self::on(&World::named())
    }

    /// The same in another world.
    #[track_caller]
    pub(crate) fn on(world: &World) -> Self {
        let shop = Self::bare(world);
        shop.import(&shop.catalogue());
        shop.publish_playbook();
        shop
    }

    /// A new shop that has nothing but its document.
    #[track_caller]
    pub(crate) fn bare(world: &World) -> Self {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let shop = Self {
            edge: world.edge.clone(),
            id: format!("shop-{}-{number}.myshopify.com", std::process::id()),
            origin: world.storefront.clone(),
            brevo: world.brevo.clone(),
        };
        let answer = shop.put_document(&shop.document());
        assert_eq!(answer.0, 200, "{}", answer.1);
        shop
    }

    /// The same shop, for another shopper.
    pub(crate) fn again(&self) -> Self {
        Self {
            edge: self.edge.clone(),
            id: self.id.clone(),
            origin: self.origin.clone(),
            brevo: self.brevo.clone(),
        }
    }

    /// The demo's document under this shop's id.
    pub(crate) fn document(&self) -> Value {
        demo::document(&self.id, &self.origin)
    }

    /// Puts a shop document: status and answer.
    pub(crate) fn put_document(&self, document: &Value) -> (u16, Value) {
        let answer = self.edge.operator(
            "PUT",
            &format!("/operator/shops/{}", self.id),
            document.to_string().as_bytes(),
        );
        (answer.status, answer.json())
    }

    /// The stand-in's catalogue.
    pub(crate) fn catalogue(&self) -> String {
        let answer = Edge::new(&self.origin, "").call("GET", "/bulk/products.jsonl", &[], &[]);
        String::from_utf8(answer.body).expect("text")
    }

    /// Imports a catalogue and expects it to be taken.
    #[track_caller]
    pub(crate) fn import(&self, jsonl: &str) {
        let answer = self.put_catalogue(jsonl);
        assert_eq!(answer.0, 200, "{}", answer.1);
    }

    /// Puts a catalogue: status and answer.
    pub(crate) fn put_catalogue(&self, jsonl: &str) -> (u16, Value) {
        let path = format!("/operator/shops/{}/catalogue", self.id);
        let answer = self.edge.operator("PUT", &path, jsonl.as_bytes());
        (answer.status, answer.json())
    }

    /// Publishes a flow: status and answer.
    pub(crate) fn publish(&self, flow: &Value) -> (u16, Value) {
        let id = flow["id"].as_str().unwrap_or("nameless");
        let path = format!("/operator/shops/{}/flows/{id}", self.id);
        let answer = self
            .edge
            .operator("PUT", &path, flow.to_string().as_bytes());
        (answer.status, answer.json())
    }

    /// A flow of the playbook.
    pub(crate) fn playbook(name: &str) -> Value {
        let path = repository()
            .join("shared/playbook")
            .join(name)
            .with_extension("json");
        serde_json::from_str(&fs::read_to_string(path).expect("a flow")).expect("JSON")
    }

    #[track_caller]
    fn publish_playbook(&self) {
        for name in demo::flows() {
            let answer = self.publish(&Self::playbook(&name));
            assert_eq!(answer.0, 200, "{name}: {}", answer.1);
        }
    }

    /// What the mailbox has received for `address`: e-mails and text messages.
    pub(crate) fn received(&self, address: &str) -> (Vec<Value>, Vec<Value>) {
        let mailbox = Edge::new(&self.brevo, "")
            .call("GET", "/mailbox.json", &[], &[])
            .json();
        let digits = address.trim_start_matches('+');
        let of = |kind: &str| {
            let all = mailbox[kind].as_array().cloned().unwrap_or_default();
            all.into_iter()
                .filter(|message| {
                    let to = [&message["to"], &message["recipient"]]
                        .map(Value::to_string)
                        .concat();
                    to.contains(address) || to.contains(digits)
                })
                .collect()
        };
        (of("emails"), of("sms"))
    }

    /// Tells the Brevo stand-in to misbehave.
    #[track_caller]
    pub(crate) fn fault(&self, fault: &Value) {
        let headers = [("content-type", "application/json")];
        let answer = Edge::new(&self.brevo, "").call(
            "POST",
            "/_control/faults",
            &headers,
            fault.to_string().as_bytes(),
        );
        assert!(
            answer.status < 300,
            "{}",
            String::from_utf8_lossy(&answer.body)
        );
    }

    /// What the operator sees at `rest` of this shop.
    pub(crate) fn show(&self, rest: &str) -> Value {
        self.edge
            .operator("GET", &format!("/operator/shops/{}{rest}", self.id), &[])
            .json()
    }
}

/// A stage of a test's own: what it asks of the stand-ins is for every call of theirs.
pub(crate) fn own() -> Stage {
    let tools = prepare::prepare(&[]).expect("the tools are there");
    Stage::start(
        &tools,
        &Options {
            sandbox: true,
            ..Options::default()
        },
    )
    .expect("the stage stands")
}

/// Asks until it is so; longer than a conversation takes to tell its shop.
#[track_caller]
pub(crate) fn until(what: &str, so: impl Fn() -> bool) {
    let begun = Instant::now();
    while !so() {
        assert!(begun.elapsed() < PATIENCE * 3, "never: {what}");
        sleep(Duration::from_millis(200));
    }
}

fn environment(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| panic!("{name} is not set: run `cargo xtask test edge`"))
}

fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}
