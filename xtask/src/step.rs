//! One step of a command: a line when it starts, a sign of life while it runs, its time when it is done; and when it
//! fails, the end of what the tool said and what to do. The tool's whole output is in `target/log/<name>.log`.
//! Progress goes to standard error, results to standard output.

use std::fs::{self, File};
use std::io::{Read, Seek};
use std::path::{Path, PathBuf};
use std::process::{self, Command, ExitStatus};
use std::sync::atomic::{AtomicU32, Ordering};
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
        let Outcome {
            status,
            output,
            log,
        } = self.watch(command)?;
        if status.success() {
            return Ok(());
        }
        let end = last_lines(&output, TAIL_LINES);
        let remedy = if self.remedy.is_empty() {
            String::new()
        } else {
            format!("\n{}", self.remedy)
        };
        bail!(
            "{} failed ({status}). The end of {}:\n{end}{remedy}",
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
    pub fn watch(&self, command: &mut Command) -> Result<Outcome> {
        let log = repo::log(self.name)?;
        let (out, written) = open(&log)?;
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
                let line: String = last_lines(&text_of(&written), 1)
                    .trim()
                    .chars()
                    .take(90)
                    .collect();
                say(format!(
                    "  … {}, {} s  {line}",
                    self.name,
                    started.elapsed().as_secs()
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
        Ok(Outcome {
            status,
            output: text_of(&written),
            log,
        })
    }
}

/// How a tool ended.
pub struct Outcome {
    /// Its status.
    pub status: ExitStatus,
    /// All that it said.
    pub output: String,
    /// Where that can be read again.
    pub log: PathBuf,
}

/// One line of progress.
pub fn say(line: &str) {
    eprintln!("{line}");
}

/// A new log, to write and to read. Another command may be at the same step: its log is no longer listed then, but it is
/// still its own.
fn open(log: &Path) -> Result<(File, File)> {
    let unlisted = log.with_extension(format!(
        "{}-{}",
        process::id(),
        NEXT.fetch_add(1, Ordering::Relaxed)
    ));
    let out =
        File::create(&unlisted).with_context(|| format!("cannot write {}", unlisted.display()))?;
    let written = File::open(&unlisted)?;
    fs::rename(&unlisted, log)?;
    Ok((out, written))
}

/// The last lines of a log that are not empty; a log that is not there has none.
#[must_use]
pub fn tail(log: &Path, lines: usize) -> String {
    File::open(log)
        .map(|log| last_lines(&text_of(&log), lines))
        .unwrap_or_default()
}

fn last_lines(text: &str, lines: usize) -> String {
    let kept: Vec<_> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    kept.get(kept.len().saturating_sub(lines)..)
        .unwrap_or_default()
        .join("\n")
}

/// All that is in the file by now; what cannot be read is missing.
fn text_of(mut file: &File) -> String {
    let mut bytes = Vec::new();
    let _ = file.rewind().and_then(|()| file.read_to_end(&mut bytes));
    String::from_utf8_lossy(&bytes).into_owned()
}

static NEXT: AtomicU32 = AtomicU32::new(0);
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
    fn two_at_the_same_step_hear_only_their_own_tool() {
        let both = ["one", "two"].map(|word| {
            thread::spawn(move || {
                let script = format!("for i in 1 2 3 4 5; do echo {word}; sleep 0.02; done");
                Step::new("test-of-two-at-a-step", "speaking")
                    .watch(Command::new("sh").args(["-c", &script]))
                    .unwrap()
                    .output
            })
        });
        let heard = both.map(|thread| thread.join().unwrap());
        assert_eq!(heard, ["one\n".repeat(5), "two\n".repeat(5)]);
    }

    #[test]
    fn a_missing_program_is_named() {
        let error = Step::new("test-of-a-missing-program", "nothing")
            .run(&mut Command::new("no-such-program"))
            .unwrap_err();
        assert!(error.to_string().contains("no-such-program"), "{error}");
    }
}
