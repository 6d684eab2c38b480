//! What may never happen, looked for turn by turn in what the pages saw and in what the object keeps.

use std::collections::{BTreeMap, VecDeque};
use std::fmt;

use parley_tests::client::Log;
use shared::id::TurnId;
use shared::wire::frame_v1::{Author, Part, Turn};

use crate::agents::{ANSWERS, LOOKS_ON, Spoke};

/// What was said and seen in one conversation.
pub(crate) struct Seen<'a> {
    /// Begins everything that the shopper and agents of this conversation write.
    pub(crate) mark: &'a str,
    /// Everything the shopper said, in order.
    pub(crate) said: &'a [TurnId],
    /// Of each of the shopper's tabs, once it has settled.
    pub(crate) logs: &'a [&'a Log],
    /// What agents said and saw.
    pub(crate) agents: &'a [Spoke],
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
        judge_page(log, &mut verdict);
    }
    for agent in seen.agents {
        judge_log(seen, &agent.log, &mut verdict);
        judge_agent(seen, agent, &mut verdict);
    }
    judge_parties(seen, &mut verdict);
    let holder = judge_holders(seen, &mut verdict);
    if seen.kept.iter().all(|turn| told(turn).is_none()) {
        judge_answers(seen, &mut verdict);
    } else if holder.is_none()
        && !is_to_a_person(seen.kept)
        && seen.kept.last().is_some_and(is_shoppers)
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
    if log.turns.len() < log.owed {
        let words = format!("{} of {} turns shown", log.turns.len(), log.owed);
        verdict.lost.push(words);
    }
    if log.conversations.len() > 1 {
        verdict
            .leaked
            .push("one tab was welcomed to two conversations".into());
    }
}

/// What only a shopper's page is held to: nothing of its own is refused, and of agents it hears no more than who has the
/// conversation. Here those who have it neither type nor read.
fn judge_page(log: &Log, verdict: &mut Verdict) {
    for (id, why) in &log.refused {
        verdict.other.push(format!("{id} is refused: {why}"));
    }
    if log.asides > 0 {
        let words = format!("{} times told who types or has read", log.asides);
        verdict.leaked.push(words);
    }
    if log.agents.contains(LOOKS_ON) {
        verdict.leaked.push("told who only looks on".into());
    }
}

/// Everything an agent said is kept once, or was refused and is not kept; in its order, and under its name.
fn judge_agent(seen: &Seen<'_>, agent: &Spoke, verdict: &mut Verdict) {
    let author = Author::Agent(agent.name.into());
    let turns = seen.kept.iter().filter(|turn| turn.author == author);
    let kept: Vec<&TurnId> = turns.map(|turn| &turn.id).collect();
    for id in &agent.said {
        let refused = agent.log.refused.iter().any(|(refused, _)| refused == id);
        match kept.iter().filter(|kept| **kept == id).count() {
            0 if !refused => verdict.lost.push(format!("{id} was said")),
            0 => {}
            1 if !refused => {}
            1 => verdict.other.push(format!("{id} is refused and kept")),
            times => verdict.doubled.push(format!("{id} is kept {times} times")),
        }
    }
    let said: Vec<&TurnId> = agent.said.iter().filter(|id| kept.contains(id)).collect();
    if said != kept && verdict.doubled.is_empty() {
        let words = format!("{} said {said:?}, kept {kept:?}", agent.name);
        verdict.reordered.push(words);
    }
}

/// Nobody answers but who has the conversation, by what the transcript itself tells of that. Who has it in the end.
fn judge_holders(seen: &Seen<'_>, verdict: &mut Verdict) -> Option<&'static str> {
    let mut holder = None;
    for turn in seen.kept {
        match &turn.author {
            Author::Shopper => {}
            Author::Agent(name) if holder == Some(name.as_str()) => {}
            Author::Agent(name) => {
                let words = format!("{name} answers in turn {}, {holder:?} has it", turn.seq);
                verdict.leaked.push(words);
            }
            Author::Assistant => match told(turn) {
                Some(Word::Comes(name)) => holder = Some(name),
                Some(Word::Goes) => holder = None,
                None if holder.is_none() => {}
                None => {
                    let words = format!("the assistant answers in turn {}", turn.seq);
                    verdict.other.push(words);
                }
            },
        }
    }
    holder
}

/// Where no agent came, the assistant answers each of the shopper's turns once, in their order, until a person is told.
fn judge_answers(seen: &Seen<'_>, verdict: &mut Verdict) {
    let mut unanswered: VecDeque<&Turn> = VecDeque::new();
    // The first turn greets.
    for turn in seen.kept.iter().skip(1) {
        if is_shoppers(turn) {
            unanswered.push_back(turn);
            continue;
        }
        match unanswered.pop_front() {
            Some(question) if answers(question, turn) => {}
            Some(question) => {
                let words = format!("turn {} is no answer to {}", turn.seq, question.seq);
                verdict.reordered.push(words);
            }
            None => {
                let words = format!("turn {} answers what was answered before", turn.seq);
                verdict.doubled.push(words);
            }
        }
        if turn.parts.contains(&Part::HandedOver) {
            return;
        }
    }
    let lost = unanswered.iter();
    let lost = lost.map(|question| format!("the answer to turn {}", question.seq));
    verdict.lost.extend(lost);
}

/// Whether this can be what the shop's small flow says to that. Who asks for a person, or asks in vain, is asked for an
/// address from then on, whatever they say.
fn answers(question: &Turn, answer: &Turn) -> bool {
    let is_asked = |part: &Part| matches!(part, Part::Field(_) | Part::HandedOver);
    let said = |word: &str| {
        let has = |part: &Part| matches!(part, Part::Text(text) if text.contains(word));
        question.parts.iter().any(has)
    };
    let asked = TOPICS.iter().position(|(word, _)| said(word));
    let told = TOPICS
        .iter()
        .position(|(_, tells)| answer.parts.iter().any(tells));
    asked == told || answer.parts.iter().any(is_asked)
}

/// What the assistant tells of agents.
enum Word {
    Comes(&'static str),
    Goes,
}

fn told(turn: &Turn) -> Option<Word> {
    let Some(Part::Text(text)) = turn.parts.first() else {
        return None;
    };
    let by = |name: &&str| text.starts_with(&format!("{name} has "));
    let name = [ANSWERS[0], ANSWERS[1], LOOKS_ON].into_iter().find(by)?;
    Some(if text.contains("has left") {
        Word::Goes
    } else {
        Word::Comes(name)
    })
}

/// Every text that a shopper or an agent wrote begins with the conversation's own mark.
fn judge_parties(seen: &Seen<'_>, verdict: &mut Verdict) {
    let of_agents = seen.agents.iter().map(|agent| &agent.log);
    let logs = seen.logs.iter().copied().chain(of_agents);
    let shown = logs.flat_map(|log| &log.turns);
    let written = |turn: &&Turn| turn.author != Author::Assistant;
    for turn in seen.kept.iter().chain(shown).filter(written) {
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
    turns.iter().filter(|turn| is_shoppers(turn))
}

fn is_shoppers(turn: &Turn) -> bool {
    turn.author == Author::Shopper
}

fn is_to_a_person(turns: &[Turn]) -> bool {
    turns
        .iter()
        .any(|turn| turn.parts.contains(&Part::HandedOver))
}

/// Whether a part tells of a topic.
type Tells = fn(&Part) -> bool;

/// What a word asks for, and how what is told of it is known: by `tests/src/demo/flow.json`, and for look-ups by
/// `static/messages/en.txt`, too.
const TOPICS: [(&str, Tells); 3] = [
    ("arrive", |part| {
        let tells = |text: &str| text == "Nobody has told me." || text.starts_with(FAILED);
        matches!(part, Part::Source { .. }) || matches!(part, Part::Text(text) if tells(text))
    }),
    ("return", |part| {
        *part == Part::Text("Within thirty days.".into())
    }),
    ("colours", |part| {
        *part == Part::Text("All that you see.".into())
    }),
];
/// How it is said that something could not be looked up.
const FAILED: &str = "I couldn't look that up";
