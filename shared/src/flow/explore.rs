//! A walk through everything a flow can do, without a shop or an edge: the conversation itself is asked what it does for
//! every answer a shopper can give and every look-up that finds something or nothing.
//!
//! The shortest ways come first. It ends at a bound, and says whether that was reached: what was not found within it is not proven absent. Steps that
//! do not wait are not counted as reached; [`Flow::validate`] has looked at the graph as a whole already.

mod moves;
mod visits;

use super::{Flow, Library};
use crate::conversation::{Conversation, HandoffReason, Input, ShopContext};
use crate::handoff;
use crate::hours::OpeningHours;
use crate::id::{FlowId, StepId};
use crate::message::Words;
use crate::recommend::Labels;
use crate::time::{Clock, Instant, Offset, Span};
use crate::wire::frame_v1::{Holder, Say};
use crate::wire::snapshot_v1::Phase;
use alloc::{
    collections::{BTreeSet, VecDeque},
    format,
    string::{String, ToString},
    vec::Vec,
};

/// What a walk found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Different states that were reached.
    pub states: usize,
    /// Ways that came to an end or to a person.
    pub paths: usize,
    /// Whether every state was looked at before the bound.
    pub complete: bool,
    /// Asks and look-ups of the flow itself that no way led to.
    pub unreached: Vec<String>,
    /// What the shopper did last where the conversation lost its place.
    pub dead_ends: Vec<String>,
    /// Asks from which no person could be called.
    pub without_person: Vec<String>,
    /// Asks from which the chat could not be ended.
    pub without_end: Vec<String>,
}

/// Walks a flow of a library from its start, through at most `bound` different states.
#[must_use]
pub fn explore(library: &Library, id: &FlowId, bound: usize) -> Option<Report> {
    let flow = library.flow(id)?;
    let shop = shop(library, flow)?;
    let mut walk = Walk {
        flow,
        shop,
        report: Report::default(),
        seen: BTreeSet::new(),
        reached: BTreeSet::new(),
        open: VecDeque::new(),
    };
    walk.begin()?;
    walk.report.complete = true;
    while let Some(place) = walk.open.pop_front() {
        if walk.seen.len() >= bound {
            walk.report.complete = false;
            break;
        }
        walk.visit(&place);
    }
    Some(walk.report())
}

/// A conversation, and how long it has lasted.
#[derive(Clone)]
struct Place {
    conversation: Conversation,
    turn: i64,
    last: String,
}

struct Walk<'a> {
    flow: &'a Flow,
    shop: ShopContext,
    report: Report,
    seen: BTreeSet<String>,
    reached: BTreeSet<StepId>,
    open: VecDeque<Place>,
}

impl Walk<'_> {
    fn begin(&mut self) -> Option<()> {
        let (shop, shopper) = ("explored.example".parse().ok()?, "s".parse().ok()?);
        let fresh = Conversation::new("c".parse().ok()?, shop, shopper);
        for visit in visits::all(self.flow) {
            let place = Place {
                conversation: fresh.clone(),
                turn: 0,
                last: "opens the chat".into(),
            };
            self.apply(&place, Input::Opened(visit.into()), "opens the chat".into());
        }
        Some(())
    }

    fn visit(&mut self, place: &Place) {
        let snapshot = place.conversation.snapshot();
        match &snapshot.phase {
            Phase::Waiting(waiting) => {
                self.reached.insert(waiting.step.clone());
                for found in moves::findings(waiting) {
                    let lookup = waiting.lookup;
                    let last = place.last.clone();
                    self.apply(place, Input::Found { lookup, found }, last);
                }
            }
            Phase::Asking { step, .. } => {
                self.reached.insert(step.clone());
                self.always(place, step);
                for say in moves::says(&place.conversation, &self.shop, self.flow) {
                    let last = format!("{step}: {}", moves::named(&say));
                    self.say(place, say, last);
                }
            }
            Phase::New
            | Phase::Contact { .. }
            | Phase::Listening
            | Phase::Person(_)
            | Phase::Agent(_)
            | Phase::Ended => self.report.paths += 1,
        }
    }

    /// From every ask, a person and the end are within reach.
    fn always(&mut self, place: &Place, step: &StepId) {
        let after = |say| {
            let mut place = place.clone();
            let _effects =
                place
                    .conversation
                    .handle(said(&place, say), &self.shop, now(place.turn));
            place.conversation
        };
        let person = after(Say::Person);
        let called = matches!(
            person.snapshot().phase,
            Phase::Contact { .. } | Phase::Person(_)
        );
        if !called {
            self.report.without_person.push(step.to_string());
        }
        if after(Say::End).now().holder != Holder::Ended {
            self.report.without_end.push(step.to_string());
        }
    }

    fn say(&mut self, place: &Place, say: Say, last: String) {
        self.apply(place, said(place, say), last);
    }

    fn apply(&mut self, place: &Place, input: Input, last: String) {
        let mut next = place.clone();
        next.turn += 1;
        next.last = last;
        let _effects = next.conversation.handle(input, &self.shop, now(next.turn));
        let snapshot = next.conversation.snapshot();
        let stuck = matches!(
            &snapshot.phase,
            Phase::Contact { reason, .. } if *reason == HandoffReason::Stuck
        );
        // A question asked again and again is meant to end with a person; anything else that does has lost its place.
        if stuck && snapshot.stuck == 0 {
            self.report.dead_ends.push(next.last.clone());
        }
        if self.seen.insert(moves::state(&snapshot)) {
            self.open.push_back(next);
        }
    }

    fn report(mut self) -> Report {
        let missed = self
            .flow
            .steps()
            .filter(|(id, step)| step.waits() && !self.reached.contains(*id));
        self.report.unreached = missed.map(|(id, _)| id.to_string()).collect();
        self.report.states = self.seen.len();
        let lists = [
            &mut self.report.dead_ends,
            &mut self.report.without_person,
            &mut self.report.without_end,
        ];
        for list in lists {
            list.sort();
            list.dedup();
        }
        self.report
    }
}

fn said(place: &Place, say: Say) -> Input {
    let id = format!("p-{}", place.turn);
    match id.parse() {
        Ok(id) => Input::Said { id, say },
        // Letters and digits always are an id.
        Err(_) => Input::Deadline,
    }
}

/// A minute a turn, so that nobody types too fast.
fn now(turn: i64) -> Instant {
    Instant(0) + Span::minutes(turn)
}

fn shop(library: &Library, flow: &Flow) -> Option<ShopContext> {
    Some(ShopContext {
        name: "The shop".into(),
        flow: Some(flow.clone()),
        called: library.called_by(flow.id()).into_iter().cloned().collect(),
        origin: "https://explored.example".into(),
        support: "help@explored.example".parse().ok()?,
        hours: OpeningHours::default(),
        clock: Clock::fixed(Offset(0)),
        labels: Labels::default(),
        handoff: handoff::Rules::default(),
        confirms_email: false,
        words: Words::default(),
        page_words: None,
        templates: Vec::new(),
        preferences: None,
    })
}
