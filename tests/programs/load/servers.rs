//! The two Workers that are compared, each in a workerd of its own without anything in front, and the one that counts.

use std::sync::atomic::{AtomicU32, Ordering};

use parley_tests::client::Edge;
use parley_tests::demo;
use xtask::build;
use xtask::prepare::{Tools, prepare};
use xtask::repo;
use xtask::stage::{Plain, Plan};

use crate::chat::{Chat, ORIGIN};

/// A Worker and how it is spoken to.
pub(crate) struct Server {
    pub(crate) workerd: Plain,
    pub(crate) chat: Chat,
}

pub(crate) fn tools() -> Tools {
    let tools = prepare(&[]).expect("the tools are there");
    build::edge(&tools, build::Options::default()).expect("the Worker is built");
    tools
}

impl Server {
    /// The Worker as it is released, with one shop.
    pub(crate) fn parley(tools: &Tools) -> Self {
        Self::of_plan(tools, &plan("load-parley"))
    }

    /// The same with the counter of `count.mjs` around it.
    pub(crate) fn counting(tools: &Tools) -> Self {
        let mut plan = plan("load-counting");
        let counter = repo::path("tests/programs/load/count.mjs");
        plan.modules.insert(0, (counter, "count.mjs".into()));
        Self::of_plan(tools, &plan)
    }

    /// The floor.
    pub(crate) fn floor(tools: &Tools) -> Self {
        let plan = Plan {
            name: named("load-floor"),
            modules: vec![(
                repo::path("tests/programs/load/floor.mjs"),
                "floor.mjs".into(),
            )],
            classes: vec![("ROOM".into(), "Room".into())],
            vars: Vec::new(),
        };
        let workerd = Plain::start(tools, &plan).expect("the floor starts");
        let chat = Chat::Floor(workerd.address());
        Self { workerd, chat }
    }

    /// The memory it holds.
    pub(crate) fn memory_mb(&self) -> f64 {
        self.workerd.memory().expect("its memory") as f64 / 1_048_576.0
    }

    /// The time it has been on the processor.
    pub(crate) fn cpu_ms(&self) -> f64 {
        self.workerd.processor_ms().expect("its time")
    }

    fn of_plan(tools: &Tools, plan: &Plan) -> Self {
        let workerd = Plain::start(tools, plan).expect("the Worker starts");
        let edge = Edge::new(&format!("http://{}", workerd.address()), SECRET);
        let shop = "load.myshopify.com".to_owned();
        put(&edge, &shop);
        let agent = edge.agent(&shop, "Mia");
        let chat = Chat::Parley { edge, shop, agent };
        Self { workerd, chat }
    }
}

fn plan(name: &str) -> Plan {
    let vars = [
        ("OPERATOR_SECRET", SECRET),
        ("TOKEN_SECRET", "another-of-a-measurement-0123456789ab"),
        ("ERASURE_SECRET", "a-third-of-a-measurement-0123456789ab"),
    ];
    let vars = vars.map(|(name, value)| (name.to_owned(), value.to_owned()));
    Plan::edge(&named(name), build::Options::default(), vars.to_vec()).expect("a plan")
}

/// The name of a folder that no other Worker of any run has.
fn named(name: &str) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    format!("{name}-{}-{number}", std::process::id())
}

/// The demo's shop with the small flow.
fn put(edge: &Edge, shop: &str) {
    let document = demo::document(shop, ORIGIN);
    for (path, body) in [("", document), ("/flows/welcome", demo::small_flow())] {
        let path = format!("/operator/shops/{shop}{path}");
        let answer = edge.operator("PUT", &path, body.to_string().as_bytes());
        assert_eq!(answer.status, 200, "{}", answer.json());
    }
}

const SECRET: &str = "one-of-a-measurement-0123456789abcdef";
