//! One step of a command: a line when it starts, a sign of life while it runs, its time when it is done; and when it
//! fails, the end of what the tool said and what to do. The tool's whole output is in `target/log/<name>.log`.
//! Progress goes to standard error, results to standard output.

use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, ExitStatus};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::group::Group;
use crate::repo;

/// What a step is called, and what to do when it fails.
pub struct Step<'a> {
    name: &'a str,
    title: &'a str,
    usual: &'a str,
    remedy: &'a str,
}

impl<'a> Step<'a> {
    /// `name` names the log file, `title` is what a person reads.
    #[must_use]
    pub fn new(name: &'a str, title: &'a str) -> Self {
        Self {
            name,
            title,
            usual: "",
            remedy: "",
        }
    }

    /// How long it usually takes, as in "about 2 minutes, once".
    #[must_use]
    pub fn usual(self, usual: &'a str) -> Self {
        Self { usual, ..self }
    }

    /// What to do when the step fails, as a whole sentence.
    #[must_use]
    pub fn remedy(self, remedy: &'a str) -> Self {
        Self { remedy, ..self }
    }

    /// Runs the command to its end.
    ///
    /// # Errors
    /// When it cannot be started or does not succeed; the message holds the end of its output and the remedy.
    pub fn run(&self, command: &mut Command) -> Result<()> {
        let status = self.watch(command)?;
        if status.success() {
            return Ok(());
        }
        let log = repo::log(self.name)?;
        let tail = tail(&log, TAIL_LINES);
        let remedy = if self.remedy.is_empty() {
            String::new()
        } else {
            format!("\n{}", self.remedy)
        };
        bail!(
            "{} failed ({status}). The end of {}:\n{tail}{remedy}",
            self.title,
            log.display()
        );
    }

    fn opening(&self) -> String {
        let usual = if self.usual.is_empty() {
            String::new()
        } else {
            format!(" ({})", self.usual)
        };
        format!("· {}{usual}", self.title)
    }

    /// Runs the command to its end and tells how it ended; a failure of the tool is no error here.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn watch(&self, command: &mut Command) -> Result<ExitStatus> {
        let log = repo::log(self.name)?;
        let out = File::create(&log).with_context(|| format!("cannot write {}", log.display()))?;
        let started = Instant::now();
        say(&self.opening());
        let mut group = Group::spawn(command.stdout(out.try_clone()?).stderr(out))?;
        let mut next_sign = HEARTBEAT;
        let status = loop {
            if let Some(status) = group.poll()? {
                break status;
            }
            if started.elapsed() >= next_sign {
                next_sign += HEARTBEAT;
                let seconds = started.elapsed().as_secs();
                say(format!(
                    "  … {}, {seconds} s  {}",
                    self.name,
                    shorten(&tail(&log, 1))
                )
                .trim_end());
            }
            thread::sleep(POLL);
        };
        let mark = if status.success() { '✓' } else { '✗' };
        say(&format!(
            "{mark} {} ({:.1} s)",
            self.name,
            started.elapsed().as_secs_f32()
        ));
        Ok(status)
    }
}

/// One line of progress.
pub fn say(line: &str) {
    eprintln!("{line}");
}

/// The last lines of a log that are not empty; a log that is not there has none.
#[must_use]
pub fn tail(log: &Path, lines: usize) -> String {
    let text = fs::read(log)
        .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
        .unwrap_or_default();
    let kept: Vec<_> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    kept.get(kept.len().saturating_sub(lines)..)
        .unwrap_or_default()
        .join("\n")
}

fn shorten(line: &str) -> String {
    line.trim().chars().take(90).collect()
}

const POLL: Duration = Duration::from_millis(20);
const HEARTBEAT: Duration = Duration::from_secs(10);
const TAIL_LINES: usize = 30;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_step_says_what_the_tool_said_and_what_to_do() {
        let step =
            Step::new("test-of-a-failed-step", "doing the impossible").remedy("Do the possible.");
        let error = step
            .run(Command::new("sh").args(["-c", "echo no such thing >&2; exit 1"]))
            .unwrap_err()
            .to_string();
        assert!(error.contains("doing the impossible failed"), "{error}");
        assert!(
            error.contains("no such thing") && error.ends_with("Do the possible."),
            "{error}"
        );
    }

    #[test]
    fn a_missing_program_is_named() {
        let error = Step::new("test-of-a-missing-program", "nothing")
            .run(&mut Command::new("no-such-program"))
            .unwrap_err();
        assert!(error.to_string().contains("no-such-program"), "{error}");
    }
}
