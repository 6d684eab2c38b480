//! An agent who is gone, or silent, for too long loses the conversation when its alarm rings, though nobody says anything.

use crate::expiry::set_clock;
use crate::panics;
use crate::stage::{Shop, World};
use parley_tests::client::{AgentSocket, Socket, opening};
use shared::wire::agent_v1::AgentFrame;
use shared::wire::frame_v1::{Agent, EdgeFrame, Field, FieldKind, Holder, Now, Part, Say, Turn};

/// A page, and the agent who has the conversation.
struct Held {
    shop: Shop,
    conversation: String,
    page: Socket,
    agent: AgentSocket,
}

impl Held {
    #[track_caller]
    fn by_mia(shop: Shop, key: &str) -> Self {
        let open = opening(&shop.id, key, Some("welcome"));
        let opened = shop.edge.opened(&shop.origin, &open);
        let page = shop.edge.connect(&shop.origin, &opened.token);
        let mut page = page.expect("a socket");
        page.resume(0);
        let token = shop.edge.agent(&shop.id, "Mia");
        let conversation = opened.conversation.to_string();
        let agent = shop.edge.agent_connect(&conversation, &token);
        let mut agent = agent.expect("a console's socket");
        agent.resume(0);
        agent.send(&AgentFrame::Join { take_over: false });
        page.until(|frame| sees(frame, |agent| agent.is_some_and(|agent| agent.there)));
        Self {
            shop,
            conversation,
            page,
            agent,
        }
    }
}

/// Whether this tells of an agent of whom this holds.
fn sees(frame: &EdgeFrame, holds: impl Fn(Option<&Agent>) -> bool) -> bool {
    matches!(frame, EdgeFrame::Agent(agent) if holds(agent.as_ref()))
}

/// The alarm rings; the page is told that no agent has the conversation any more. What it is told of what holds now, and
/// the turns from then on.
#[track_caller]
fn rings(shop: &Shop, conversation: &str, page: &mut Socket) -> (Vec<Turn>, Now) {
    let (before, _) = page.resume(0);
    let path = format!("/v1/panics/conversation/ring/{conversation}");
    assert_eq!(shop.edge.call("POST", &path, &[], &[]).status, 200);
    page.until(|frame| sees(frame, |agent| agent.is_none()));
    let last = before.last().map_or(0, |turn| turn.seq);
    page.resume(last)
}

#[test]
fn an_agent_who_is_gone_or_silent_for_too_long_loses_the_conversation() {
    let stage = panics::stage();
    let shop = Shop::on(&World::on(&stage));
    let Held {
        conversation,
        mut page,
        agent,
        ..
    } = Held::by_mia(shop.again(), "key-0001-0001-0001");
    agent.close();
    page.until(|frame| sees(frame, |agent| agent.is_some_and(|agent| !agent.there)));
    let gone = 121_000;
    set_clock(&shop.edge, gone);
    let (turns, now) = rings(&shop, &conversation, &mut page);
    assert_eq!(now.holder, Holder::Assistant, "the flow goes on");
    assert!(now.ask.is_some() && !turns.is_empty(), "{now:?} {turns:?}");

    let mut held = Held::by_mia(shop.again(), "key-0002-0002-0002");
    let say = Say::Text("When does it arrive?".into());
    held.page.say(&"turn-1".parse().unwrap(), say);
    held.page
        .until(|frame| matches!(frame, EdgeFrame::Acked { .. }));
    set_clock(&held.shop.edge, gone + 601_000);
    let (turns, now) = rings(&held.shop, &held.conversation, &mut held.page);
    assert!(now.ask.is_some(), "{now:?}");
    let mut parts = turns.iter().flat_map(|turn| &turn.parts);
    let asks = parts.any(|part| {
        let kind = FieldKind::Email;
        matches!(part, Part::Field(Field { kind: asked, .. }) if *asked == kind)
    });
    assert!(asks, "where a person's answer should go: {turns:?}");
}
