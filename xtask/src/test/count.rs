//! Counts checks, by what the test runners print.

use std::fmt;
use std::ops::AddAssign;

/// How many checks passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Checks that passed.
    pub passed: u32,
    /// Checks that failed, or could not run.
    pub failed: u32,
}

impl Count {
    /// One check.
    #[must_use]
    pub fn of(passed: bool) -> Self {
        Self {
            passed: u32::from(passed),
            failed: u32::from(!passed),
        }
    }

    /// What `cargo test` printed, over all its test programs.
    #[must_use]
    pub fn in_cargo_test(output: &str) -> Self {
        let mut count = Self::default();
        for line in output
            .lines()
            .filter_map(|line| line.strip_prefix("test result: "))
        {
            let words: Vec<_> = line
                .split([' ', ';', '.'])
                .filter(|word| !word.is_empty())
                .collect();
            count.passed += before(&words, "passed");
            count.failed += before(&words, "failed");
        }
        count
    }

    /// What `node --test` printed with its TAP reporter. A cancelled test has failed.
    #[must_use]
    pub fn in_node_test(output: &str) -> Self {
        let sum = |name: &str| -> u32 {
            let lines = output.lines().filter_map(|line| {
                line.strip_prefix("# ")?
                    .strip_prefix(name)?
                    .trim()
                    .parse::<u32>()
                    .ok()
            });
            lines.sum()
        };
        Self {
            passed: sum("pass "),
            failed: sum("fail ") + sum("cancelled "),
        }
    }
}

impl AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl fmt::Display for Count {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} passed, {} failed", self.passed, self.failed)
    }
}

/// The part of a runner's output that tells what failed: from its first sign of failure on, at most so many lines.
#[must_use]
pub(super) fn failures(output: &str) -> String {
    if output.starts_with("TAP version") {
        return tap_failures(output);
    }
    let lines: Vec<_> = output.lines().filter(|line| !is_noise(line)).collect();
    let signs = ["failures:", "error", "not ok", "Diff in", "warning:"];
    let first = lines
        .iter()
        .position(|line| signs.iter().any(|sign| line.trim_start().starts_with(sign)));
    let shown = lines
        .get(first.unwrap_or(lines.len().saturating_sub(MOST_LINES))..)
        .unwrap_or_default();
    let shown: Vec<_> = shown.iter().take(MOST_LINES).copied().collect();
    shown.join("\n")
}

/// Each failed test with what is indented below it.
fn tap_failures(output: &str) -> String {
    let mut shown = Vec::new();
    let mut failed = false;
    for line in output.lines() {
        let indented = line.starts_with("  ");
        failed = line.starts_with("not ok") || (failed && indented);
        if failed {
            shown.push(line);
        }
    }
    shown.truncate(MOST_LINES);
    shown.join("\n")
}

fn is_noise(line: &str) -> bool {
    let noise = [
        "Compiling ",
        "Checking ",
        "Running ",
        "Finished ",
        "Doc-tests ",
    ];
    let passed = line.starts_with("test ") && line.ends_with("... ok");
    line.trim().is_empty() || passed || noise.iter().any(|word| line.trim_start().starts_with(word))
}

fn before(words: &[&str], word: &str) -> u32 {
    let at = words
        .iter()
        .position(|other| *other == word)
        .and_then(|at| at.checked_sub(1));
    at.and_then(|at| words.get(at)?.parse().ok()).unwrap_or(0)
}

const MOST_LINES: usize = 120;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargo_test_counts_over_all_its_programs() {
        let output = "\
running 2 tests
test a ... ok
test result: ok. 18 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 1.42s
test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s";
        assert_eq!(
            Count::in_cargo_test(output),
            Count {
                passed: 21,
                failed: 2
            }
        );
    }

    #[test]
    fn node_test_counts_what_was_cancelled_as_failed() {
        let output = "# Subtest: opens\nok 1 - opens\n1..9\n# tests 9\n# suites 0\n# pass 6\n# fail 2\n# cancelled 1\n# skipped 0";
        assert_eq!(
            Count::in_node_test(output),
            Count {
                passed: 6,
                failed: 3
            }
        );
    }

    #[test]
    fn output_without_a_count_counts_nothing() {
        assert_eq!(
            Count::in_cargo_test("error: could not compile"),
            Count::default()
        );
        assert_eq!(Count::in_node_test(""), Count::default());
    }

    #[test]
    fn failures_start_where_the_runner_names_them() {
        let output = "   Compiling shared\ntest a ... ok\ntest b ... FAILED\n\nfailures:\n\n---- b stdout ----\nleft: 1";
        assert_eq!(failures(output), "failures:\n---- b stdout ----\nleft: 1");
    }

    #[test]
    fn of_a_tap_report_only_failed_tests_are_shown() {
        let output = "TAP version 13\n# Subtest: a\nok 1 - a\n  ---\nnot ok 2 - b\n  ---\n  error: no\n# Subtest: c\nok 3 - c\n  ---";
        assert_eq!(failures(output), "not ok 2 - b\n  ---\n  error: no");
    }

    #[test]
    fn a_count_reads_as_the_last_line_must() {
        assert_eq!(
            Count {
                passed: 3,
                failed: 0
            }
            .to_string(),
            "3 passed, 0 failed"
        );
    }
}
