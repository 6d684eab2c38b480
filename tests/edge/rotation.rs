//! The operator's secrets are changed: while the one before is accepted nobody is turned away, and after that it opens
//! nothing.

use crate::stage::{Shop, World};
use parley_tests::client::{Edge, opening};
use parley_tests::demo;
use shared::wire::frame_v1::Opened;
use std::fs;
use std::path::{Path, PathBuf};
use xtask::prepare;
use xtask::repo;
use xtask::stage::{Options, Stage};

const OLD: [(&str, &str); 2] = [
    ("TOKEN_SECRET", "the-old-secret-of-tokens-0123456789"),
    ("OPERATOR_SECRET", "the-old-secret-of-calls-0123456789"),
];
const NEW: [(&str, &str); 2] = [
    ("TOKEN_SECRET", "the-new-secret-of-tokens-0123456789"),
    ("OPERATOR_SECRET", "the-new-secret-of-calls-0123456789"),
];
const BEFORE: [(&str, &str); 2] = [
    ("TOKEN_SECRET_BEFORE", OLD[0].1),
    ("OPERATOR_SECRET_BEFORE", OLD[1].1),
];

/// A folder that goes at the end of the test.
struct State(PathBuf);

impl Drop for State {
    fn drop(&mut self) {
        // A folder that stays is in target and does no harm.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The Worker on this state, with these secrets.
fn stage(state: &Path, secrets: &[(&str, &str)]) -> Stage {
    let tools = prepare::prepare(&[]).expect("the tools are there");
    let vars = secrets.iter();
    let vars = vars.map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let options = Options {
        state: Some(state.to_owned()),
        vars: vars.collect(),
        ..Options::default()
    };
    Stage::start(&tools, &options).expect("the Worker starts")
}

/// Tokens of a shopper and of an agent.
struct Tokens {
    opened: Opened,
    agent: String,
}

impl Tokens {
    #[track_caller]
    fn made(shop: &Shop, key: &str) -> Self {
        let open = opening(&shop.id, key, None);
        Self {
            opened: shop.edge.opened(&shop.origin, &open),
            agent: shop.edge.agent(&shop.id, "Mia"),
        }
    }

    /// What both are refused with.
    #[track_caller]
    fn refused(&self, shop: &Shop) -> [Option<u16>; 2] {
        let Opened {
            token,
            conversation,
            ..
        } = &self.opened;
        let page = shop.edge.connect(&shop.origin, token);
        let console = shop.edge.agent_connect(conversation.as_str(), &self.agent);
        [page.err(), console.err()]
    }
}

impl Shop {
    /// The same shop at this Worker, for an operator with this secret.
    fn at(&self, stage: &Stage, secret: &str) -> Self {
        Self {
            edge: Edge::new(stage.edge(), secret),
            ..self.again()
        }
    }

    fn asked_by_its_operator(&self) -> u16 {
        let path = format!("/operator/shops/{}", self.id);
        self.edge.operator("GET", &path, &[]).status
    }
}

#[test]
fn while_secrets_are_changed_both_open_and_then_only_the_new_ones() {
    let folder = format!("target/stage/rotation-{}", std::process::id());
    let state = State(repo::path(&folder));
    let [old_secret, new_secret] = [OLD[1].1, NEW[1].1];
    let first = stage(&state.0, &OLD);
    let edge = Edge::new(first.edge(), old_secret);
    let shop = Shop::bare(&World {
        edge,
        ..World::named()
    });
    let (status, answer) = shop.publish(&demo::small_flow());
    assert_eq!(status, 200, "{answer}");
    let old = Tokens::made(&shop, "key-0001-0001-0001");
    assert_eq!(old.refused(&shop), [None, None]);
    drop(first);

    let second = stage(&state.0, &[NEW, BEFORE].concat());
    let shop = shop.at(&second, new_secret);
    assert_eq!(old.refused(&shop), [None, None], "tokens of before");
    let new = Tokens::made(&shop, "key-0002-0002-0002");
    assert_eq!(new.refused(&shop), [None, None]);
    let asked = [old_secret, new_secret];
    let asked = asked.map(|secret| shop.at(&second, secret).asked_by_its_operator());
    assert_eq!(asked, [200, 200]);
    drop(second);

    let third = stage(&state.0, &NEW);
    let shop = shop.at(&third, new_secret);
    assert_eq!(old.refused(&shop), [Some(401), Some(401)]);
    assert_eq!(new.refused(&shop), [None, None]);
    let asked = [old_secret, new_secret];
    let asked = asked.map(|secret| shop.at(&third, secret).asked_by_its_operator());
    assert_eq!(asked, [401, 200]);
}
