//! One day of an outbox for people to read: a few shoppers, and everything that can go wrong with the service, each once. It
//! is the same on every run.

use super::chance::Chance;
use super::journal::{Journal, clock, spell};
use super::people::People;
use super::service::{Network, Service, Spell, is_refused};
use super::{Happens, START, World, tally};
use shared::channel::Purpose;
use shared::delivery::{Draft, Stop};
use shared::outbox::Family;
use shared::time::{Instant, Span};
use std::fmt::Write;

/// The day as text.
#[must_use]
pub fn day() -> String {
    let mut journal = Journal::default();
    journal.text.push_str(HEAD);
    let spells = spells();
    for (from, until, what) in &spells {
        let lasts = format!("{}, until {}", spell(*what), clock(*until));
        journal.line(*from, "(Brevo)", &lasts);
    }
    journal.text.push('\n');
    let people = People::some(SHOPPERS, |number| number != STRANGER);
    let service = Service::with(Network::Told, spells);
    let mut world = World::new(people, service, Chance::new(SEED));
    world.now = at(0, 0);
    world.journal = Some(journal);
    world.shell.watched = true;
    plan(&mut world);
    world.run_until(at(30, 0));
    ended(&mut world)
}

/// What the day came to, below it.
fn ended(world: &mut World) -> String {
    let mut text = world.journal.take().unwrap_or_default().text;
    let tally = tally::of(world);
    text.push('\n');
    let zeros = tally.zeros().map(|(name, count)| (name.to_owned(), count));
    let states = tally.states.iter();
    let states = states.map(|(name, count)| (format!("{name} at the end"), *count));
    let calls = tally.calls.iter();
    let calls = calls.map(|(family, count)| (format!("calls, {family:?}"), *count));
    for (name, count) in zeros.into_iter().chain(states).chain(calls) {
        writeln!(text, "{count:>4}  {name}").expect("a string takes it");
    }
    text
}

fn spells() -> Vec<(Instant, Instant, Spell)> {
    vec![
        (at(8, 30), at(8, 50), Spell::Down),
        (at(9, 30), at(9, 40), Spell::Deaf),
        (at(12, 0), at(12, 20), Spell::Stopped(Stop::KeyRefused)),
        (at(17, 0), at(17, 5), Spell::Crowded),
        (at(19, 0), at(19, 30), Spell::Stopped(Stop::NoCredits)),
    ]
}

fn plan(world: &mut World) {
    use Family::{Email, Rest, Sms};
    use Purpose::{Marketing, Utility};
    // Before anybody may be texted; the shopper agreed the evening before.
    asks(world, at(6, 10), 1, Sms, Marketing, 12);
    // The chat asks twice for the same.
    agrees(world, at(8, 0), 2, Email, Utility);
    asks(world, at(8, 0), 2, Email, Utility, 4);
    asks(world, at(8, 1), 2, Email, Utility, 4);
    asks(world, at(8, 31), 3, Email, Utility, 4);
    asks(world, at(9, 31), 4, Rest, Utility, 4);
    asks(world, at(9, 32), 5, Email, Utility, 4);
    let mut later = draft(world, 6, Email, Utility);
    (later.due, later.expires) = (at(14, 0), at(18, 0));
    world.at(at(10, 0), Happens::Queue(Box::new(later)));
    world.at(at(11, 0), Happens::Withdraw(6));
    asks(world, at(12, 1), 7, Email, Utility, 4);
    asks(world, at(12, 2), 8, Sms, Utility, 4);
    agrees(world, at(13, 0), 9, Rest, Marketing);
    asks(world, at(13, 0), 9, Rest, Marketing, 4);
    asks(world, at(14, 30), 10, Email, Utility, 4);
    world.at(at(14, 30) + Span(10), Happens::Crash);
    asks(world, at(15, 0), 11, Rest, Utility, 4);
    asks(world, at(16, 0), STRANGER, Email, Marketing, 4);
    for shopper in 13..16 {
        asks(world, at(17, 1), shopper, Email, Utility, 4);
    }
    agrees(world, at(18, 0), 16, Email, Marketing);
    asks(world, at(18, 0), 16, Email, Marketing, 4);
    asks(world, at(19, 5), 17, Sms, Utility, 4);
    // Too late in the day, and of no use tomorrow.
    asks(world, at(22, 30), 18, Sms, Marketing, 2);
}

fn agrees(world: &mut World, when: Instant, shopper: usize, family: Family, purpose: Purpose) {
    let draft = draft(world, shopper, family, purpose);
    world.at(when, Happens::Agree(Box::new(draft)));
}

/// A conversation asks for a message at once.
fn asks(
    world: &mut World,
    when: Instant,
    shopper: usize,
    family: Family,
    purpose: Purpose,
    good_for: i64,
) {
    let mut draft = draft(world, shopper, family, purpose);
    (draft.due, draft.expires) = (when, when + Span::hours(good_for));
    world.at(when, Happens::Queue(Box::new(draft)));
}

/// The shopper's one message; the service refuses that of one shopper.
fn draft(world: &World, shopper: usize, family: Family, purpose: Purpose) -> Draft {
    let refused = shopper == REFUSED;
    let follow_up = |nth| {
        let people = &world.people;
        people.follow_up(shopper, nth, family, at(0, 0), at(24, 0))
    };
    let mut drafts = (0..).map(follow_up);
    let mut draft = drafts
        .find(|draft| is_refused(draft) == refused)
        .expect("there is one");
    draft.purpose = purpose;
    draft
}

/// A time of this day by the shop's clock.
fn at(hour: i64, minute: i64) -> Instant {
    START + Span::hours(11 + hour) + Span::minutes(minute)
}

const SHOPPERS: usize = 19;
const SEED: u64 = 5;
/// Who never agreed to anything.
const STRANGER: usize = 12;
/// Whose message the service refuses: its template is gone.
const REFUSED: usize = 11;
const HEAD: &str = "\
A day of an outbox, Tuesday 2026-11-24 by the shop's clock in Berlin, in simulated time. Written by a test: do not edit.

A delivery has the name of its conversation: c4.0 is the first one with shopper s4. `chat` asks for a message, `outbox` says
what becomes of it, `call` what went to Brevo and what came back, `Brevo` what it reports later by itself.

";
