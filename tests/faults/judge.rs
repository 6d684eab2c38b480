//! What may never happen, looked for turn by turn in what the pages saw and in what the object keeps.

use std::collections::BTreeMap;
use std::fmt;

use parley_tests::client::Log;
use shared::id::TurnId;
use shared::wire::frame_v1::{Author, Part, Turn};

/// What one shopper said and got.
pub(crate) struct Seen<'a> {
    pub(crate) mark: &'a str,
    /// Everything said, in order.
    pub(crate) said: &'a [TurnId],
    /// Of each tab, once it has settled.
    pub(crate) logs: &'a [Log],
    /// What the object keeps.
    pub(crate) kept: &'a [Turn],
}

/// What went wrong, by kind, each with the words for it.
#[derive(Debug, Default)]
pub(crate) struct Verdict {
    pub(crate) lost: Vec<String>,
    pub(crate) doubled: Vec<String>,
    pub(crate) reordered: Vec<String>,
    pub(crate) leaked: Vec<String>,
    /// Anything else: a page that never settled, a delivery that came twice, a frame that should not have come.
    pub(crate) other: Vec<String>,
}

impl Verdict {
    pub(crate) fn is_clean(&self) -> bool {
        self.all().iter().all(|(_, found)| found.is_empty())
    }

    pub(crate) fn all(&self) -> [(&'static str, &Vec<String>); 5] {
        [
            ("lost", &self.lost),
            ("doubled", &self.doubled),
            ("out of order", &self.reordered),
            ("seen by the wrong party", &self.leaked),
            ("wrong otherwise", &self.other),
        ]
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.lost.extend(other.lost);
        self.doubled.extend(other.doubled);
        self.reordered.extend(other.reordered);
        self.leaked.extend(other.leaked);
        self.other.extend(other.other);
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (what, found) in self.all() {
            for words in found {
                writeln!(out, "    {what}: {words}")?;
            }
        }
        Ok(())
    }
}

/// Compares what was said, seen and kept.
pub(crate) fn judge(seen: &Seen<'_>) -> Verdict {
    let mut verdict = Verdict::default();
    judge_numbers(seen, &mut verdict);
    judge_said(seen, &mut verdict);
    for log in seen.logs {
        judge_log(seen, log, &mut verdict);
    }
    judge_parties(seen, &mut verdict);
    if seen
        .kept
        .last()
        .is_some_and(|turn| turn.author == Author::Shopper && !is_to_a_person(seen.kept))
    {
        verdict.lost.push("the answer to the last turn".into());
    }
    verdict
}

fn judge_numbers(seen: &Seen<'_>, verdict: &mut Verdict) {
    for (turn, expected) in seen.kept.iter().zip(1..) {
        if turn.seq != expected {
            let words = format!("turn {} stands where {expected} belongs", turn.seq);
            verdict.reordered.push(words);
        }
    }
}

fn judge_said(seen: &Seen<'_>, verdict: &mut Verdict) {
    let mut times: BTreeMap<&TurnId, usize> = BTreeMap::new();
    let kept: Vec<&TurnId> = shoppers(seen.kept).map(|turn| &turn.id).collect();
    for id in &kept {
        *times.entry(id).or_default() += 1;
    }
    for id in seen.said {
        match times.get(id) {
            None => verdict.lost.push(format!("{id} was said")),
            Some(1) => {}
            Some(times) => verdict.doubled.push(format!("{id} is kept {times} times")),
        }
    }
    if kept.iter().any(|id| !seen.said.contains(id)) {
        verdict
            .leaked
            .push("a turn is kept that was not said here".into());
    }
    let said: Vec<&TurnId> = seen.said.iter().filter(|id| kept.contains(id)).collect();
    let mut once = kept.clone();
    once.dedup();
    if said != once && verdict.doubled.is_empty() {
        verdict
            .reordered
            .push(format!("said {said:?}, kept {kept:?}"));
    }
}

fn judge_log(seen: &Seen<'_>, log: &Log, verdict: &mut Verdict) {
    verdict.other.extend(log.wrong.iter().cloned());
    for (id, seq) in &log.acked {
        let is_kept = seen
            .kept
            .iter()
            .any(|turn| turn.id == *id && turn.seq == *seq);
        if !is_kept {
            verdict.lost.push(format!("{id} was acknowledged as {seq}"));
        }
    }
    for turn in &log.turns {
        match seen.kept.iter().find(|kept| kept.seq == turn.seq) {
            Some(kept) if kept == turn => {}
            Some(_) => verdict
                .other
                .push(format!("turn {} was shown otherwise than kept", turn.seq)),
            None => verdict.lost.push(format!("turn {} was shown", turn.seq)),
        }
    }
    if log.turns.len() < seen.kept.len() {
        let words = format!("{} of {} turns shown", log.turns.len(), seen.kept.len());
        verdict.lost.push(words);
    }
    if log.conversations.len() > 1 {
        verdict
            .leaked
            .push("one page was welcomed to two conversations".into());
    }
}

/// Every text that a shopper wrote begins with the shopper's own mark.
fn judge_parties(seen: &Seen<'_>, verdict: &mut Verdict) {
    let shown = seen.logs.iter().flat_map(|log| &log.turns);
    for turn in shoppers(seen.kept).chain(shown.filter(|turn| turn.author == Author::Shopper)) {
        for part in &turn.parts {
            if let Part::Text(text) = part
                && !text.starts_with(seen.mark)
            {
                verdict
                    .leaked
                    .push(format!("turn {} is another's", turn.seq));
            }
        }
    }
}

fn shoppers(turns: &[Turn]) -> impl Iterator<Item = &Turn> {
    turns.iter().filter(|turn| turn.author == Author::Shopper)
}

fn is_to_a_person(turns: &[Turn]) -> bool {
    turns
        .iter()
        .any(|turn| turn.parts.contains(&Part::HandedOver))
}
