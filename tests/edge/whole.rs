//! A step of a conversation is kept whole or not at all, and what falls due is done though the object died when it should
//! have done it. Faults are demanded of the panicking build; edge/src/guard.rs says how.

use crate::panics::{alone, stage, told};
use crate::stage::{Shop, World, until};
use parley_tests::client::{Socket, opening};
use parley_tests::demo;
use serde_json::{Value, json};
use shared::wire::frame_v1::{EdgeFrame, Opened, Refusal, Say, ShopperFrame, Turn};

struct Scene {
    shop: Shop,
    opened: Opened,
}

impl Scene {
    #[track_caller]
    fn on(world: &World) -> Self {
        let shop = Shop::on(world);
        let (status, answer) = shop.publish(&demo::small_flow());
        assert_eq!(status, 200, "{answer}");
        let opened = shop
            .edge
            .opened(&shop.origin, &opening(&shop.id, "key-0001-0001-0001", None));
        Self { shop, opened }
    }

    #[track_caller]
    fn socket(&self) -> Socket {
        let (shop, token) = (&self.shop, &self.opened.token);
        let mut socket = shop.edge.connect(&shop.origin, token).expect("a socket");
        socket.resume(0);
        socket
    }

    /// Has this happen at the next such point of the object called `name`.
    #[track_caller]
    fn demand(&self, class: &str, name: &str, handler: &str, does: &Value) {
        let demand = json!([{ "class": class, "name": name, "handler": handler, "does": does }]);
        let body = demand.to_string();
        let answer = self
            .shop
            .edge
            .call("POST", "/v1/panics/demands", &[], body.as_bytes());
        assert_eq!(answer.status, 200);
    }

    /// All turns as they are kept.
    fn kept(&self) -> Vec<Turn> {
        let path = format!("/conversations/{}", self.opened.conversation);
        let turns = self.shop.show(&path)["turns"].clone();
        serde_json::from_value(turns).unwrap_or_default()
    }

    fn deliveries(&self) -> usize {
        let outbox = self.shop.show("/outbox");
        outbox.as_array().map_or(0, Vec::len)
    }

    /// Whether the object has no row for which this holds: a row of state beside the only one is refused by its table.
    fn has_none(&self, rows: &str) -> bool {
        let sql = format!("INSERT INTO state (only, snapshot) SELECT 2, '' FROM {rows}");
        let path = format!("/v1/panics/conversation/load/{}", self.opened.conversation);
        let answer = self.shop.edge.call("POST", &path, &[], sql.as_bytes());
        answer.status == 200
    }

    /// Asks for what is looked up while the shop does not answer. The turn is kept, the answer is owed.
    #[track_caller]
    fn owed(&self, id: &str) {
        let mut socket = self.socket();
        self.demand("Shop", &self.shop.id, "fetch", &json!({ "answer": 503 }));
        let say = Say::Text("when does it arrive?".into());
        socket.say(&id.parse().expect("an id"), say);
        socket.until(|frame| matches!(frame, EdgeFrame::Now(now) if now.busy));
    }

    #[track_caller]
    fn is_answered(&self, what: &str, id: &str) {
        until(what, || {
            let turns = self.kept();
            let asked = turns.iter().position(|turn| turn.id.as_str() == id);
            asked.is_some_and(|asked| turns.len() > asked + 1)
        });
        let turns = self.kept();
        let times = turns.iter().filter(|turn| turn.id.as_str() == id).count();
        assert_eq!(times, 1);
        assert!(turns.iter().zip(1..).all(|(turn, seq)| turn.seq == seq));
    }
}

#[test]
fn what_is_owed_is_done_though_the_object_dies_when_its_alarm_rings() {
    let _alone = alone();
    let mut stage = stage();
    let scene = Scene::on(&World::on(&stage));
    let conversation = scene.opened.conversation.as_str();
    scene.demand("Conversation", conversation, "alarm", &json!("panic"));
    scene.owed("turn-1");
    told(&stage, "Conversation/alarm");
    scene.is_answered("an answer after a panic in the alarm", "turn-1");
    // The rules of another shop are not known yet.
    let other = Scene::on(&World::on(&stage));
    other.owed("turn-1");
    stage.kill9_worker();
    stage.restart_worker().expect("the Worker starts again");
    other.is_answered("an answer after the Worker was killed", "turn-1");
}

#[test]
fn rules_that_are_known_are_not_asked_for_again() {
    let _alone = alone();
    let stage = stage();
    let scene = Scene::on(&World::on(&stage));
    let mut socket = scene.socket();
    let asks = || Say::Text("when does it arrive?".into());
    socket.exchange("turn-1", asks());
    scene.demand("Shop", &scene.shop.id, "fetch", &json!({ "answer": 503 }));
    socket.say(&"turn-2".parse().expect("an id"), asks());
    let frames = socket.until(|frame| matches!(frame, EdgeFrame::Now(_)));
    assert!(
        matches!(frames.as_slice(), [.., EdgeFrame::Turn(_), EdgeFrame::Now(now)] if !now.busy),
        "{frames:?}"
    );
}

#[test]
fn a_step_that_dies_after_its_write_leaves_neither_turn_nor_state_nor_errand() {
    let _alone = alone();
    let stage = stage();
    let scene = Scene::on(&World::on(&stage));
    let mut socket = scene.socket();
    socket.exchange("turn-1", Say::Text("a real person, please".into()));
    let before = scene.kept();
    let errand = "errands WHERE errand LIKE '%eliver%'";
    let newer = "state WHERE snapshot LIKE '%turn-2%'";
    assert!(scene.has_none(errand) && scene.has_none(newer));
    let conversation = scene.opened.conversation.as_str();
    scene.demand("Conversation", conversation, "decided", &json!("panic"));
    let address = || Say::Text("whole@shopper.example".into());
    let id = "turn-2".parse().expect("an id");
    socket.say(&id, address());
    while socket.frame().is_some() {}
    told(&stage, "Conversation/decided");
    assert_eq!(scene.kept(), before, "the state");
    assert!(scene.has_none(newer), "the turns");
    assert!(scene.has_none(errand), "the errand");
    assert_eq!(scene.deliveries(), 0);
    scene.socket().exchange("turn-2", address());
    until("the delivery", || scene.deliveries() == 1);
    let kept = scene.kept();
    assert!(kept.len() > before.len() && kept.starts_with(&before));
    assert!(!scene.has_none(newer), "what is there is seen");
}

#[test]
fn an_errand_waits_for_a_receiver_that_is_away_and_ends_with_one_that_refuses_it() {
    let _alone = alone();
    let stage = stage();
    for (status, arrives) in [(503, true), (409, false)] {
        let scene = Scene::on(&World::on(&stage));
        let mut socket = scene.socket();
        socket.exchange("turn-1", Say::Text("a real person, please".into()));
        let refuses = json!({ "answer": status });
        scene.demand("Outbox", &scene.shop.id, "fetch", &refuses);
        socket.exchange("turn-2", Say::Text("whole@shopper.example".into()));
        let what = format!("the errand that is answered {status} ends");
        until(&what, || {
            scene.has_none("errands WHERE errand LIKE '%eliver%'")
        });
        assert_eq!(scene.deliveries(), usize::from(arrives), "{status}");
        let given_up = stage.worker_log().contains("an errand that is given up");
        assert_eq!(given_up, !arrives, "{status}");
    }
}

#[test]
fn the_log_names_a_turn_that_failed() {
    let _alone = alone();
    let stage = stage();
    let scene = Scene::on(&World::on(&stage));
    let conversation = scene.opened.conversation.as_str();
    let mut socket = scene.socket();
    // What the shop told goes with the object's memory, and is not told again at once.
    scene.demand(
        "Conversation",
        conversation,
        "webSocketMessage",
        &json!("abort"),
    );
    socket.send(&ShopperFrame::Typing(true));
    while socket.frame().is_some() {}
    let mut socket = scene.socket();
    scene.demand("Shop", &scene.shop.id, "fetch", &json!({ "answer": 500 }));
    let id = "turn-that-failed".parse().expect("an id");
    let say = Say::Text("What can I ask you?".into());
    socket.say(&id, say.clone());
    let fault = |frame: &EdgeFrame| matches!(frame, EdgeFrame::Refused { id: Some(of), refusal: Refusal::Fault, .. } if *of == id);
    socket.until(fault);
    let named = format!(r#""conversation":"{conversation}","turn":"turn-that-failed""#);
    until(&format!("a line with {named}"), || {
        stage.worker_log().contains(&named)
    });
    socket.exchange("turn-that-failed", say);
}
