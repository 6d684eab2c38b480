//! A page that was cached before agents could be there: it reads every frame of its time as it did, and what has been
//! added since is something it cannot read, so it skips it and shows the rest.

use serde::Deserialize;
use shared::id::{ConversationId, TurnId};
use shared::wire::frame_v1::{EdgeFrame, Holder, MAX_FRAME_BYTES, Now, Refusal, Turn};
use shared::wire::{DecodeError, decode, decode_known, encode};
use std::path::Path;

/// What such a page was built with.
#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "reading them is all that is asked")]
enum Before {
    Welcome {
        conversation: ConversationId,
        last: u64,
    },
    Turn(Turn),
    Acked {
        id: TurnId,
        seq: u64,
    },
    Refused {
        id: Option<TurnId>,
        refusal: Refusal,
        retry_after_s: u32,
    },
    Now(Now),
}

fn golden(file: &str) -> Vec<(String, Vec<u8>)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("wire")
        .join(file);
    let text = std::fs::read_to_string(path).unwrap();
    let bytes = |hex: &str| {
        let digits: Vec<char> = hex.chars().collect();
        let byte = |pair: &[char]| u8::from_str_radix(&String::from_iter(pair), 16).unwrap();
        digits.chunks(2).map(byte).collect()
    };
    let line = |line: &str| {
        let (name, hex) = line.split_once(' ').unwrap();
        (name.to_owned(), bytes(hex))
    };
    text.lines().map(line).collect()
}

#[test]
fn it_reads_every_frame_of_its_time() {
    for file in ["edge_frame_v1.txt", "turn_v1.txt"] {
        for (name, bytes) in golden(file) {
            let read = decode::<Before>(&bytes, 8 * MAX_FRAME_BYTES);
            assert!(read.is_ok(), "{file}: {name}");
        }
    }
}

#[test]
fn it_knows_that_it_cannot_read_what_came_since() {
    for (name, bytes) in golden("edge_frame_v1_since.txt") {
        let is_refusal = matches!(
            decode::<EdgeFrame>(&bytes, MAX_FRAME_BYTES),
            Ok(EdgeFrame::Refused { .. })
        );
        // Refusals that were added answer only what such a page never sends.
        if !is_refusal {
            let read = decode::<Before>(&bytes, MAX_FRAME_BYTES);
            assert_eq!(read.err(), Some(DecodeError::Unknown), "{name}");
        }
    }
}

#[test]
fn of_a_list_it_reads_what_stands_before_what_it_does_not_know() {
    let now = EdgeFrame::Now(Now {
        ask: None,
        holder: Holder::Assistant,
        busy: false,
    });
    for (list, expected) in [
        (vec![now.clone(), now.clone()], 2),
        (vec![now.clone(), EdgeFrame::Typing(true), now.clone()], 1),
        (vec![EdgeFrame::Read(1), now], 0),
        (Vec::new(), 0),
    ] {
        let bytes = encode(&list);
        assert_eq!(
            decode_known::<Before>(&bytes, MAX_FRAME_BYTES).len(),
            expected
        );
        let cut = bytes.get(..bytes.len().saturating_sub(1)).unwrap();
        assert!(decode_known::<Before>(cut, MAX_FRAME_BYTES).len() <= expected);
        assert!(decode_known::<Before>(&bytes, 0).is_empty());
    }
}
