//! Messages that hold several frames, each after its length.

use super::check_bytes;
use super::frames::id;
use shared::wire::frame_v1::{EdgeFrame, Holder, Now};
use shared::wire::{decode_each, encode, put};

/// More than a page reads at once.
const MOST: usize = 512 * 1024;

fn frames() -> [EdgeFrame; 3] {
    let now = Now {
        ask: None,
        holder: Holder::Assistant,
        busy: false,
    };
    let acked = EdgeFrame::Acked {
        id: id("p-1"),
        seq: 300,
    };
    // Its length takes two bytes.
    let welcome = EdgeFrame::Welcome {
        conversation: id(&"c".repeat(64)),
        last: u64::MAX,
    };
    [acked, welcome, EdgeFrame::Now(now)]
}

fn message(frames: &[Vec<u8>]) -> Vec<u8> {
    let mut message = Vec::new();
    for frame in frames {
        put(&mut message, frame);
    }
    message
}

#[test]
fn of_several_frames() {
    let frames = frames();
    let one = message(&[encode(&frames[2])]);
    let all = message(&frames.each_ref().map(encode));
    check_bytes("edge_message_v2.txt", &[("one", one), ("all", all.clone())]);
    assert_eq!(decode_each::<EdgeFrame>(&all, MOST), frames);
}

#[test]
fn a_frame_of_a_later_release_hides_none_behind_it() {
    let [first, _, last] = frames();
    let unknown = vec![250, 1, 2, 3];
    // A frame with bytes after it is none either.
    let longer = [encode(&first), vec![0]].concat();
    let all = message(&[encode(&first), unknown, longer, encode(&last)]);
    assert_eq!(decode_each::<EdgeFrame>(&all, MOST), [first, last]);
}

#[test]
fn what_is_cut_off_is_passed_over_and_what_is_too_long_is_not_read() {
    let frames = frames();
    let all = message(&frames.each_ref().map(encode));
    for end in 0..all.len() {
        let read = decode_each::<EdgeFrame>(all.get(..end).unwrap_or_default(), MOST);
        assert!(
            read.len() < frames.len() && frames.starts_with(&read),
            "{end}"
        );
    }
    assert!(decode_each::<EdgeFrame>(&all, all.len() - 1).is_empty());
    // A length beyond all that there is.
    assert!(decode_each::<EdgeFrame>(&[255, 255, 255, 255, 15, 0], MOST).is_empty());
}
