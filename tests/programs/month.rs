//! A month of 10 000 shoppers in simulated time, and bursts of 5 000 follow-ups: `month [SHOPPERS [SEED]]` prints what came
//! of it for people, and fails when a number that must be 0 is not; `month --bench` prints one JSON object.

use parley_tests::month::{Tally, burst, month};
use shared::outbox::Family;
use std::env;
use std::process::ExitCode;

const SHOPPERS: usize = 10_000;
const BURST: usize = 5_000;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    if arguments.first().is_some_and(|first| first == "--bench") {
        return bench();
    }
    let number = |place: usize| arguments.get(place).and_then(|text| text.parse().ok());
    let shoppers = number(0).unwrap_or(SHOPPERS as u64);
    let seed = number(1).unwrap_or(1);
    let tally = month(usize::try_from(shoppers).unwrap_or(SHOPPERS), seed);
    println!(
        "{shoppers} shoppers, seed {seed}, {} conversations, {} crashes",
        tally.conversations, tally.crashes
    );
    for (name, count) in tally.zeros() {
        println!("{count:>8}  {name}");
    }
    println!("deliveries at the end: {:?}", tally.states);
    for family in tally.calls.keys() {
        println!(
            "{:>8}  calls per 1 000 conversations, {family:?}",
            tally.calls_per_1000(*family)
        );
    }
    for family in Family::OF_DELIVERIES {
        let (rate, hasty) = burst(family, BURST);
        println!(
            "{:>6}.{} %  of the allowed rate in a burst, {family:?}; {hasty} refused for haste",
            rate / 10,
            rate % 10
        );
    }
    if tally.zeros().iter().all(|(_, count)| *count == 0) {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// `outbox_rate_ratio` is the least share of the allowed rate over the families that deliveries go to, or 0 when a burst
/// met a refusal for haste. `brevo_calls_per_1000` counts every call of the month.
fn bench() -> ExitCode {
    let ratio = |family| match burst(family, BURST) {
        (rate, 0) => rate,
        (_, _) => 0,
    };
    let least = Family::OF_DELIVERIES
        .into_iter()
        .map(ratio)
        .min()
        .unwrap_or(0);
    let tally: Tally = month(SHOPPERS, 1);
    let calls: u64 = tally
        .calls
        .keys()
        .map(|family| tally.calls_per_1000(*family))
        .sum();
    let per_mille = f64::from(i32::try_from(least).unwrap_or(0)) / 1000.0;
    println!(
        "{}",
        serde_json::json!({"outbox_rate_ratio": per_mille, "brevo_calls_per_1000": calls})
    );
    ExitCode::SUCCESS
}
