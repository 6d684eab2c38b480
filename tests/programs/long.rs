//! Prints the messages by which a page is given a conversation of 2 000 turns, each in hexadecimal, as one JSON list:
//! `cargo xtask bench` has the chat show it.

use shared::time::Instant;
use shared::wire::frame_v1::{Author, EdgeFrame, Holder, Now, Part, Turn};
use shared::wire::{encode, put};

const TURNS: u64 = 2_000;
/// 1 November 2026, and a turn each minute.
const BEGUN_MS: i64 = 1_793_491_200_000;
const MINUTE_MS: i64 = 60_000;

fn main() {
    let welcome = EdgeFrame::Welcome {
        conversation: id("a-conversation-of-two-thousand-turns"),
        last: TURNS,
    };
    let now = EdgeFrame::Now(Now {
        ask: None,
        holder: Holder::Assistant,
        busy: false,
    });
    let turns = (1..=TURNS).map(turn);
    let frames = [welcome].into_iter().chain(turns).chain([now]);
    let messages = frames.map(|frame| {
        let mut message = Vec::new();
        put(&mut message, &encode(&frame));
        hex(&message)
    });
    let messages: Vec<String> = messages.collect();
    println!("{}", serde_json::json!(messages));
}

/// Shopper and assistant in turn.
fn turn(seq: u64) -> EdgeFrame {
    let (author, text) = if seq % 2 == 1 {
        (Author::Shopper, format!("Question {seq}: can I return it?"))
    } else {
        let text = "Yes, within thirty days, unused and in its box. We send you a label by e-mail, and you have \
                    the money back some days after it has arrived here.";
        (Author::Assistant, format!("{text} ({seq})"))
    };
    EdgeFrame::Turn(Turn {
        seq,
        id: id(&format!("turn-{seq}")),
        author,
        at: Instant(BEGUN_MS + MINUTE_MS * i64::try_from(seq).unwrap_or(0)),
        parts: vec![Part::Text(text)],
    })
}

#[expect(
    clippy::panic,
    reason = "a program without its ids has nothing to print"
)]
fn id<T: std::str::FromStr>(text: &str) -> T {
    text.parse().unwrap_or_else(|_| panic!("{text} is no id"))
}

fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect()
}
