//! Frames no page of ours sends: each gets a clear refusal, the socket stays open, and nothing is lost or doubled.

use crate::stage::Shop;
use parley_tests::client::{Socket, opening};
use shared::wire::frame_v1::{
    EdgeFrame, Exchange, MAX_FRAME_BYTES, MAX_TURN_CHARS, Refusal, Say, ShopperFrame,
};
use std::thread::scope;

struct Chat {
    shop: Shop,
    token: String,
    socket: Socket,
    last: u64,
}

#[track_caller]
fn chat() -> Chat {
    chat_at(Shop::open(), "key-0001-0001-0001")
}

#[track_caller]
fn chat_at(shop: Shop, key: &str) -> Chat {
    let opened = shop
        .edge
        .opened(&shop.origin, &opening(&shop.id, key, Some("welcome")));
    let mut socket = shop
        .edge
        .connect(&shop.origin, &opened.token)
        .expect("a socket");
    let (turns, _) = socket.resume(0);
    let last = turns.last().map_or(0, |turn| turn.seq);
    Chat {
        shop,
        token: opened.token,
        socket,
        last,
    }
}

impl Chat {
    /// The next refusal.
    #[track_caller]
    fn refusal(&mut self) -> Refusal {
        let frames = self
            .socket
            .until(|frame| matches!(frame, EdgeFrame::Refused { .. }));
        frames
            .iter()
            .find_map(|frame| {
                if let EdgeFrame::Refused { refusal, .. } = frame {
                    Some(*refusal)
                } else {
                    None
                }
            })
            .unwrap()
    }

    /// A frame too many is refused at last, until the minute is over.
    #[track_caller]
    fn is_told_to_wait(&mut self) {
        let waits = |frame: &EdgeFrame| {
            matches!(
                frame,
                EdgeFrame::Refused {
                    retry_after_s: 1..,
                    ..
                }
            )
        };
        let frames = self.socket.until(waits);
        let Some(EdgeFrame::Refused {
            refusal,
            retry_after_s,
            ..
        }) = frames.last()
        else {
            unreachable!()
        };
        assert_eq!(*refusal, Refusal::TooManyTurns);
        assert!((1..=60).contains(retry_after_s), "{retry_after_s}");
    }

    /// Posts nothing so often, and is refused once.
    #[track_caller]
    fn is_told_to_wait_when_it_posts(&self, times: usize) {
        let exchange = Exchange {
            after: self.last,
            frames: Vec::new(),
            wait: false,
        };
        let (shop, token) = (&self.shop, &self.token);
        let post = || {
            let answer = shop.edge.post(&shop.origin, token, &exchange);
            (answer.status != 200).then_some(answer)
        };
        let refused = scope(|scope| {
            let hands =
                [(); 4].map(|()| scope.spawn(|| (0..times.div_ceil(4)).find_map(|_| post())));
            let refused = hands.map(|hand| hand.join().expect("its answers"));
            refused.into_iter().flatten().next()
        });
        let refused = refused.expect("one too many");
        assert_eq!((refused.status, refused.code().as_str()), (429, "too_many"));
        let seconds = refused.json()["retry_after_s"].as_u64();
        assert!(matches!(seconds, Some(1..=60)), "{seconds:?}");
    }

    /// Nothing was stored meanwhile, and the socket still takes turns.
    #[track_caller]
    fn goes_on(mut self) {
        let (turns, _) = self
            .shop
            .edge
            .connect(&self.shop.origin, &self.token)
            .expect("a second socket")
            .resume(0);
        assert_eq!(
            turns.last().map(|turn| turn.seq),
            Some(self.last),
            "{turns:?}"
        );
        let (turns, _) = self
            .socket
            .exchange("turn-after", Say::Text("When does it arrive?".into()));
        assert_eq!(turns.first().map(|turn| turn.seq), Some(self.last + 1));
    }
}

#[test]
fn a_frame_over_8_kb_is_refused_and_the_chat_goes_on() {
    let mut chat = chat();
    chat.socket.send_bytes(&vec![1; MAX_FRAME_BYTES + 1]);
    assert_eq!(chat.refusal(), Refusal::FrameTooLarge);
    chat.goes_on();
}

#[test]
fn an_unknown_frame_is_refused_and_the_chat_goes_on() {
    let mut chat = chat();
    for bytes in [&[99_u8, 1, 2][..], &[], &[0xff; 40], b"{\"say\":\"hello\"}"] {
        chat.socket.send_bytes(bytes);
        assert_eq!(chat.refusal(), Refusal::UnknownFrame, "{bytes:?}");
    }
    let say = ShopperFrame::Say {
        id: "cut".parse().unwrap(),
        say: Say::Text("cut off".into()),
    };
    let whole = shared::wire::encode(&say);
    chat.socket.send_bytes(&whole[..whole.len() - 2]);
    assert_eq!(chat.refusal(), Refusal::UnknownFrame, "cut off");
    chat.socket.send_text("hello");
    assert_eq!(chat.refusal(), Refusal::UnknownFrame, "text");
    chat.goes_on();
}

#[test]
fn text_too_long_or_empty_is_refused() {
    let mut chat = chat();
    let long = "ä".repeat(MAX_TURN_CHARS + 1);
    chat.socket.say(&"long".parse().unwrap(), Say::Text(long));
    assert_eq!(chat.refusal(), Refusal::TextTooLong);
    chat.socket
        .say(&"empty".parse().unwrap(), Say::Text(" \n\t ".into()));
    assert_eq!(chat.refusal(), Refusal::TextEmpty);
    chat.goes_on();
}

#[test]
fn an_answer_to_a_closed_or_foreign_ask_is_refused() {
    let mut chat = chat();
    let choose = |ask| Say::Choose {
        ask,
        choices: vec!["no-such-choice".parse().unwrap()],
    };
    chat.socket
        .say(&"never-asked".parse().unwrap(), choose(4711));
    assert_eq!(chat.refusal(), Refusal::AskClosed);
    chat.socket
        .say(&"not-offered".parse().unwrap(), choose(chat.last));
    assert_eq!(chat.refusal(), Refusal::NotOffered);
    chat.goes_on();
}

#[test]
fn more_than_twenty_turns_a_minute_are_refused_with_a_time() {
    let mut chat = chat();
    for n in 0..40 {
        chat.socket.say(
            &format!("fast-{n}").parse().unwrap(),
            Say::Text(format!("fast {n}")),
        );
    }
    chat.is_told_to_wait();
}

/// One more than the Worker takes of a conversation in a minute.
const FRAMES: usize = 721;

#[test]
fn more_frames_than_any_page_sends_are_refused_with_a_time() {
    let shop = Shop::open();
    let mut types = chat_at(shop.again(), "key-0001-0001-0001");
    for _ in 0..FRAMES {
        types.socket.send(&ShopperFrame::Typing(true));
    }
    types.is_told_to_wait();
    let mut mumbles = chat_at(shop.again(), "key-0002-0002-0002");
    for _ in 0..FRAMES {
        mumbles.socket.send_bytes(&[99, 1, 2]);
    }
    mumbles.is_told_to_wait();
    let asks = chat_at(shop.again(), "key-0003-0003-0003");
    asks.is_told_to_wait_when_it_posts(FRAMES);
    chat_at(shop, "key-0004-0004-0004").goes_on();
}
