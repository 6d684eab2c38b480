//! The scenes that `static/gallery.html` replays: every view that the chat has, in every state, as frames of this version.
//! They are recorded in `static/gallery.json`; `UPDATE_GOLDENS=1` writes that file anew. [`scenes`] lists them, [`parts`]
//! has what is said in them, [`hostile`] what nobody hopes to hear.

mod hostile;
mod parts;
mod scenes;

use serde_json::{Map, Value, json};
use shared::time::{Instant, Span};
use shared::wire;
use shared::wire::frame_v1::{Author, EdgeFrame, Holder, Now, Opened, Part, Turn};
use shared::wire::settings_v1::Settings;

/// Monday, 23 November 2026, 9:00 in UTC.
const BEGAN: Instant = Instant(1_795_424_400_000);
/// The page's clock starts here.
const NOW: Instant = Instant(BEGAN.0 + 600_000);
/// Where a reply holds the id of the turn that it answers; the page puts the real one there.
const ANY_TURN: &str = "00000000000000000000000000000000";

#[test]
fn the_gallery_replays_frames_of_this_version() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../static/gallery.json");
    let recorded = recorded();
    if std::env::var_os("UPDATE_GOLDENS").is_some() {
        std::fs::write(path, &recorded).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap();
    for (line, expected) in kept.lines().zip(recorded.lines()) {
        assert_eq!(line, expected);
    }
    assert_eq!(kept.lines().count(), recorded.lines().count());
}

#[test]
fn no_two_scenes_have_one_name() {
    let mut ids: Vec<_> = scenes::all().into_iter().map(|scene| scene.id).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count);
}

/// All scenes, one a line.
fn recorded() -> String {
    let opened = Opened {
        conversation: "gallery".parse().unwrap(),
        token: "gallery".into(),
        expires: Instant(i64::MAX),
    };
    let settings = Settings {
        rules: Vec::new(),
        pause: Span::days(14),
        holdout_bp: 0,
        holdout_salt: 0,
    };
    let scenes = scenes::all()
        .into_iter()
        .map(|scene| scene.told.to_string());
    // A page holds this inside a script element, which no text may end.
    let scenes = scenes
        .collect::<Vec<_>>()
        .join(",\n")
        .replace('<', "\\u003c");
    [
        "{\"now\": ",
        &NOW.0.to_string(),
        ",\n\"opened\": ",
        &hex(&opened).to_string(),
        ",\n\"rules\": ",
        &hex(&settings).to_string(),
        ",\n\"anyTurn\": ",
        &Value::from(super::door::hex(ANY_TURN.as_bytes())).to_string(),
        ",\n\"scenes\": [\n",
        &scenes,
        "\n]}\n",
    ]
    .concat()
}

/// A view in one state, as `static/gallery.html` reads it.
struct Scene {
    id: &'static str,
    told: Value,
}

/// A scene of this group, in which the panel is open and nothing was said.
fn scene(group: &str, id: &'static str, name: &str) -> Scene {
    let told = json!({ "group": group, "id": id, "name": name });
    Scene { id, told }
}

impl Scene {
    /// Something that the page does around the chat: how the cart answers, what the connection is like.
    fn with(mut self, key: &str, value: impl Into<Value>) -> Self {
        let told: &mut Map<_, _> = self.told.as_object_mut().unwrap();
        told.insert(key.into(), value.into());
        self
    }

    /// What the edge tells first.
    fn frames(self, frames: &[EdgeFrame]) -> Self {
        self.with("frames", frames.iter().map(hex).collect::<Vec<_>>())
    }

    /// A conversation that the assistant leads; what the last turn asks is open.
    fn told(self, turns: Vec<(Author, Vec<Part>)>) -> Self {
        self.frames(&conversation(Holder::Assistant, turns))
    }

    /// What the edge answers to each turn of the shopper.
    fn answered(self, frames: &[EdgeFrame]) -> Self {
        self.with("replies", frames.iter().map(hex).collect::<Vec<_>>())
    }

    /// What the shopper presses, in this order.
    fn pressed(self, selectors: &[&str]) -> Self {
        let acts: Vec<_> = selectors.iter().map(|selector| json!([selector])).collect();
        self.with("acts", acts)
    }

    /// What the shopper writes, and whether they send it.
    fn written(self, words: &str, sent: bool) -> Self {
        let mut acts = vec![json!([".composer textarea", words])];
        acts.extend(sent.then(|| json!([".composer .send"])));
        self.with("acts", acts)
    }
}

/// A whole conversation as the edge tells it to a page that knows nothing yet.
fn conversation(holder: Holder, turns: Vec<(Author, Vec<Part>)>) -> Vec<EdgeFrame> {
    let timed = (1..).zip(turns);
    let timed = timed.map(|(seq, (author, parts))| (BEGAN + Span::seconds(9 * seq), author, parts));
    conversation_at(holder, timed.collect())
}

/// The same, with the time of each turn.
fn conversation_at(holder: Holder, turns: Vec<(Instant, Author, Vec<Part>)>) -> Vec<EdgeFrame> {
    let last = turns.len() as u64;
    let welcome = EdgeFrame::Welcome {
        conversation: "gallery".parse().unwrap(),
        last,
    };
    let turn = |(seq, (at, author, parts)): (u64, (Instant, Author, Vec<Part>))| {
        let id = format!("turn-{seq}").parse().unwrap();
        EdgeFrame::Turn(Turn {
            seq,
            id,
            author,
            at,
            parts,
        })
    };
    let now = EdgeFrame::Now(Now {
        ask: (holder != Holder::Ended && last > 0).then_some(last),
        holder,
        busy: false,
    });
    let turns = (1..).zip(turns).map(turn);
    [welcome].into_iter().chain(turns).chain([now]).collect()
}

/// What the edge tells once the shopper's turn is stored under this number, and what it answers.
fn stored(seq: u64, parts: Vec<Part>, answer: Option<Part>) -> Vec<EdgeFrame> {
    let turn = |seq, author, parts| {
        EdgeFrame::Turn(Turn {
            seq,
            id: ANY_TURN.parse().unwrap(),
            author,
            at: NOW,
            parts,
        })
    };
    let answer = answer.map(|part| turn(seq + 1, Author::Assistant, vec![part]));
    let own = turn(seq, Author::Shopper, parts);
    [own].into_iter().chain(answer).collect()
}

fn hex<T: serde::Serialize>(value: &T) -> Value {
    super::door::hex(&wire::encode(value)).into()
}
