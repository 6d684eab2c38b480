//! Consoles see who is there: the shopper, and other agents, as they come and go.

use crate::stage::Shop;
use parley_tests::client::{AgentSocket, named, opening};
use shared::wire::agent_v1::{AgentFrame, ConsoleFrame, Named};

/// Waits until a console is told of exactly these.
#[track_caller]
fn sees(console: &mut AgentSocket, shopper: bool, agents: &[Named]) {
    console.until(|frame| {
        matches!(frame, ConsoleFrame::Present(present) if present.shopper == shopper && present.agents == agents)
    });
}

#[test]
fn a_console_sees_the_shopper_and_other_agents_come_and_go() {
    let shop = Shop::open();
    let open = opening(&shop.id, "key-0001-0001-0001", Some("welcome"));
    let opened = shop.edge.opened(&shop.origin, &open);
    let console = |name: &str| {
        let token = shop.edge.agent(&shop.id, name);
        let conversation = opened.conversation.as_str();
        let mut console = shop
            .edge
            .agent_connect(conversation, &token)
            .expect("a console's socket");
        console.send(&AgentFrame::Resume { after: 0 });
        console
    };
    let mut mia = console("Mia");
    sees(&mut mia, false, &[named("Mia")]);
    let mut page = shop
        .edge
        .connect(&shop.origin, &opened.token)
        .expect("a socket");
    page.resume(0);
    sees(&mut mia, true, &[named("Mia")]);
    let ben = console("Ben");
    sees(&mut mia, true, &[named("Ben"), named("Mia")]);
    ben.close();
    sees(&mut mia, true, &[named("Mia")]);
    page.close();
    sees(&mut mia, false, &[named("Mia")]);
}
