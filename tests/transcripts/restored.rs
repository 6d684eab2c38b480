//! A conversation comes back from storage only with the very turns that it was stored with.

use crate::always::{opened, scene, turn_id};
use shared::conversation::{Conversation, Input, RestoreError};
use shared::wire::frame_v1::{Say, Turn};

#[track_caller]
fn check(change: impl FnOnce(&mut Vec<Turn>), expected: Result<(), RestoreError>) {
    let mut scene = scene(0);
    scene.handle(opened());
    scene.handle(Input::Said {
        id: turn_id(1),
        say: Say::Person,
    });
    let mut turns = scene.conversation.turns().to_vec();
    assert!(turns.len() > 2);
    change(&mut turns);
    let restored = Conversation::restore(scene.conversation.snapshot(), turns);
    assert_eq!(restored.map(|_| ()), expected);
}

#[test]
fn turns_that_are_missing_or_out_of_place_are_refused() {
    check(|_| (), Ok(()));
    check(|turns| drop(turns.remove(0)), Err(RestoreError::Gap(1)));
    check(|turns| turns.swap(1, 2), Err(RestoreError::Gap(2)));
    check(Vec::clear, Err(RestoreError::Count { found: 0, known: 3 }));
}

#[test]
fn turns_after_one_are_those_with_higher_numbers() {
    let mut scene = scene(0);
    scene.handle(opened());
    let conversation = &scene.conversation;
    assert_eq!(conversation.turns_after(0), conversation.turns());
    for after in [1, 2, u64::MAX] {
        assert_eq!(conversation.turns_after(after), &[], "{after}");
    }
}
