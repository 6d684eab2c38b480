//! Without a socket: the same frames posted, taken once, acknowledged after the write, and answered with what came since;
//! a page changes between the two at any turn.

use crate::stage::Shop;
use parley_tests::client::opening;
use shared::wire::agent_v1::{AgentFrame, ConsoleFrame, Party};
use shared::wire::frame_v1::{
    CONTENT_TYPE, EdgeFrame, Exchange, MAX_EXCHANGE_BYTES, MAX_EXCHANGE_FRAMES, Opened, Refusal,
    Say, ShopperFrame,
};
use std::thread::{ScopedJoinHandle, scope, sleep};
use std::time::Duration;

struct Scene {
    shop: Shop,
    opened: Opened,
}

impl Scene {
    #[track_caller]
    fn open() -> Self {
        let shop = Shop::open();
        let opened = shop.edge.opened(
            &shop.origin,
            &opening(&shop.id, "key-0001-0001-0001", Some("welcome")),
        );
        Self { shop, opened }
    }

    #[track_caller]
    fn post(&self, after: u64, frames: Vec<ShopperFrame>, wait: bool) -> Vec<EdgeFrame> {
        let edge = &self.shop.edge;
        edge.posted(&self.shop.origin, &self.opened.token, after, frames, wait)
    }

    fn bytes(&self, token: &str, content_type: &str, body: &[u8]) -> (u16, String) {
        let edge = &self.shop.edge;
        let answer = edge.post_as(&self.shop.origin, token, content_type, body);
        (answer.status, answer.code())
    }
}

fn say(id: &str) -> ShopperFrame {
    ShopperFrame::Say {
        id: id.parse().unwrap(),
        say: Say::Text("When does it arrive?".into()),
    }
}

fn turns(frames: &[EdgeFrame]) -> Vec<u64> {
    let seq = |frame: &EdgeFrame| {
        let EdgeFrame::Turn(turn) = frame else {
            return None;
        };
        Some(turn.seq)
    };
    frames.iter().filter_map(seq).collect()
}

fn acked(frames: &[EdgeFrame]) -> Vec<(String, u64)> {
    let acked = |frame: &EdgeFrame| {
        let EdgeFrame::Acked { id, seq } = frame else {
            return None;
        };
        Some((id.to_string(), *seq))
    };
    frames.iter().filter_map(acked).collect()
}

#[test]
fn posted_turns_are_taken_once_and_answered() {
    let scene = Scene::open();
    let told = scene.post(0, vec![ShopperFrame::Resume { after: 0 }], false);
    assert!(matches!(told.first(), Some(EdgeFrame::Welcome { .. })));
    assert!(matches!(told.last(), Some(EdgeFrame::Now(_))));
    let begun = turns(&told);
    let last = *begun.last().unwrap();
    assert_eq!(begun, (1..=last).collect::<Vec<_>>());
    let told = scene.post(
        last,
        vec![say("turn-1"), say("turn-1"), say("turn-2")],
        false,
    );
    let acks = acked(&told);
    assert_eq!(acks[0], ("turn-1".into(), last + 1));
    assert_eq!(acks[0], acks[1]);
    let newest = *turns(&told).last().unwrap();
    assert_eq!(turns(&told), (last + 1..=newest).collect::<Vec<_>>());
    assert!(
        told.iter()
            .all(|frame| !matches!(frame, EdgeFrame::Welcome { .. })),
        "only a resume is welcomed"
    );
    let told = scene.post(newest, vec![say("turn-2")], true);
    assert_eq!(acked(&told), acks[2..]);
    assert!(turns(&told).is_empty());
}

#[test]
fn a_page_changes_from_socket_to_posts_and_back_without_loss() {
    let scene = Scene::open();
    let (shop, token) = (&scene.shop, &scene.opened.token);
    let mut after = 0;
    let mut seen = Vec::new();
    for round in 0..3 {
        let mut socket = shop.edge.connect(&shop.origin, token).expect("a socket");
        let (new, _) = socket.resume(after);
        seen.extend(new.iter().map(|turn| turn.seq));
        let id = format!("socket-{round}").parse().unwrap();
        socket.say(&id, Say::Text("When does it arrive?".into()));
        // Not even the acknowledgement is waited for.
        socket.cut();
        after = seen.last().copied().unwrap_or(0);
        let told = scene.post(
            after,
            vec![say(id.as_str()), say(&format!("post-{round}"))],
            false,
        );
        assert_eq!(acked(&told).len(), 2);
        seen.extend(turns(&told));
        after = seen.last().copied().unwrap_or(0);
    }
    assert_eq!(seen, (1..=after).collect::<Vec<_>>());
    let (all, _) = shop
        .edge
        .connect(&shop.origin, token)
        .expect("a socket")
        .resume(0);
    assert_eq!(all.len() as u64, after);
}

#[test]
fn a_question_that_waits_is_answered_by_the_next_turn() {
    let scene = Scene::open();
    let last = *turns(&scene.post(0, Vec::new(), false)).last().unwrap();
    scope(|scope| {
        let waits = scope.spawn(|| scene.post(last, Vec::new(), true));
        sleep(Duration::from_millis(300));
        let told = scene.post(last, vec![say("turn-1")], false);
        let heard = turns(&waits.join().unwrap());
        assert_eq!(heard.first(), Some(&(last + 1)));
        assert!(turns(&told).starts_with(&heard), "{told:?}");
    });
}

/// Does this again until what waits is over: what it does is told only to who waits already.
#[track_caller]
fn until_told<T>(waits: ScopedJoinHandle<'_, T>, mut again: impl FnMut()) -> T {
    while !waits.is_finished() {
        again();
        sleep(Duration::from_millis(100));
    }
    waits.join().expect("an answer")
}

#[test]
fn who_waits_is_told_that_the_other_types_and_has_read() {
    let scene = Scene::open();
    let (shop, token) = (&scene.shop, &scene.opened.token);
    let conversation = scene.opened.conversation.as_str();
    let agents = shop.edge.agent(&shop.id, "Mia");
    let agent_posts = |after, frames, wait| {
        let edge = &shop.edge;
        edge.agent_posted(conversation, &agents, after, frames, wait)
    };
    let join = AgentFrame::Join { take_over: false };
    agent_posts(0, vec![join], false);
    let last = *turns(&scene.post(0, Vec::new(), false)).last().unwrap();
    let mut page = shop.edge.connect(&shop.origin, token).expect("a socket");
    page.resume(last);
    let typing = |who, on| ConsoleFrame::Typing { who, on };
    let mut further = marks(last);
    scope(|scope| {
        let waits = scope.spawn(|| agent_posts(last, Vec::new(), true));
        let told = until_told(waits, || page.send(&ShopperFrame::Typing(true)));
        assert!(told.contains(&typing(Party::Shopper, true)), "{told:?}");
        let waits = scope.spawn(|| agent_posts(last, Vec::new(), true));
        let told = until_told(waits, || match further() {
            Some(mark) => page.send(&ShopperFrame::Read(mark)),
            None => page.send(&ShopperFrame::Typing(false)),
        });
        let who = Party::Shopper;
        let read = |frame: &ConsoleFrame| matches!(frame, ConsoleFrame::Read { who: by, .. } if *by == who);
        assert!(told.iter().any(read), "{told:?}");

        let mut further = marks(last);
        let agent = |frame| drop(agent_posts(last, vec![frame], false));
        let waits = scope.spawn(|| scene.post(last, Vec::new(), true));
        let told = until_told(waits, || agent(AgentFrame::Typing(true)));
        assert!(told.contains(&EdgeFrame::Typing(true)), "{told:?}");
        let waits = scope.spawn(|| scene.post(last, Vec::new(), true));
        let told = until_told(waits, || match further() {
            Some(mark) => agent(AgentFrame::Read(mark)),
            None => agent(AgentFrame::Typing(false)),
        });
        let read = |frame: &EdgeFrame| matches!(frame, EdgeFrame::Read(_));
        assert!(told.iter().any(read), "{told:?}");
    });
}

/// Read marks, each further than the one before: none is told twice.
fn marks(last: u64) -> impl FnMut() -> Option<u64> {
    let mut marks = 1..=last;
    move || marks.next()
}

#[test]
fn nine_pages_do_not_all_wait() {
    let scene = Scene::open();
    let last = *turns(&scene.post(0, Vec::new(), false)).last().unwrap();
    let refused = |told: &[EdgeFrame]| {
        let too_many = |frame: &EdgeFrame| matches!(frame, EdgeFrame::Refused { refusal: Refusal::TooManyReaders, retry_after_s, .. } if *retry_after_s > 0);
        told.iter().any(too_many)
    };
    scope(|scope| {
        let waiting: Vec<_> = (0..8)
            .map(|_| scope.spawn(|| scene.post(last, Vec::new(), true)))
            .collect();
        sleep(Duration::from_secs(1));
        assert!(refused(&scene.post(last, Vec::new(), true)));
        let told = scene.post(last, vec![say("turn-1")], true);
        assert!(
            !refused(&told),
            "a question with something to tell does not wait"
        );
        for waits in waiting {
            assert_eq!(turns(&waits.join().unwrap()).first(), Some(&(last + 1)));
        }
    });
}

#[test]
fn what_is_no_exchange_of_this_version_is_told_why() {
    let scene = Scene::open();
    let token = scene.opened.token.as_str();
    let exchange = |count| {
        let frames = vec![ShopperFrame::Typing(true); count];
        shared::wire::encode(&Exchange {
            after: 0,
            frames,
            wait: false,
        })
    };
    let good = exchange(1);
    let check = |token: &str, content_type: &str, body: &[u8], status: u16, code: &str| {
        let answer = scene.bytes(token, content_type, body);
        assert_eq!(answer, (status, code.to_owned()));
    };
    check(
        token,
        "application/vnd.parley.v9",
        &good,
        426,
        "unknown_version",
    );
    check(
        token,
        "application/json",
        &good,
        415,
        "unsupported_media_type",
    );
    check("", CONTENT_TYPE, &good, 401, "token_malformed");
    check("a.b", CONTENT_TYPE, &good, 401, "token_malformed");
    let agents = scene.shop.edge.agent(&scene.shop.id, "Mia");
    check(&agents, CONTENT_TYPE, &good, 403, "token_other_role");
    check(token, CONTENT_TYPE, &[0xff; 40], 400, "unknown_frame");
    check(token, CONTENT_TYPE, &good[1..], 400, "unknown_frame");
    let many = exchange(MAX_EXCHANGE_FRAMES + 1);
    check(token, CONTENT_TYPE, &many, 400, "too_many_frames");
    let large = vec![0; MAX_EXCHANGE_BYTES + 1];
    check(token, CONTENT_TYPE, &large, 413, "too_large");
    let told = scene.post(1 << 63, Vec::new(), true);
    let [EdgeFrame::Refused { refusal, .. }] = told.as_slice() else {
        panic!("{told:?}")
    };
    assert_eq!(*refusal, Refusal::UnknownTurn);
}

#[test]
fn a_page_may_ask_whether_it_may_post_and_read_why_it_may_not() {
    let scene = Scene::open();
    let (edge, origin) = (&scene.shop.edge, scene.shop.origin.as_str());
    let asked = edge.call("OPTIONS", "/v1/exchange", &[("origin", origin)], &[]);
    assert_eq!(asked.status, 204);
    assert_eq!(asked.allowed_origin.as_deref(), Some(origin));
    let answer = edge.post_as(origin, "a.b", CONTENT_TYPE, &[]);
    assert_eq!(answer.allowed_origin.as_deref(), Some(origin));
    let foreign = edge.post_as(
        "https://evil.example",
        &scene.opened.token,
        CONTENT_TYPE,
        &[],
    );
    assert_eq!(
        (foreign.status, foreign.code().as_str()),
        (403, "foreign_origin")
    );
}
