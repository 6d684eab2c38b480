//! Children that end with us. Each runs as the leader of its own process group, so that what it starts (npm's shells,
//! wrangler's workerd) can be ended with it by number; nothing is ever ended by name.
//!
//! A group ends in one of three ways: its [`Group`] is dropped, the command is interrupted ([`end_all_on_interrupt`]),
//! or this process dies without a word, and the group's guard, a shell that waits for its input to close, ends it.

use std::collections::BTreeSet;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;

/// A child and whatever it starts.
pub struct Group {
    leader: Child,
    guard: Child,
    ended: Option<ExitStatus>,
}

impl Group {
    /// Starts the command as the leader of a new group.
    ///
    /// # Errors
    /// When the program cannot be started.
    pub fn spawn(command: &mut Command) -> Result<Self> {
        let program = command.get_program().to_string_lossy().into_owned();
        let mut leader = command
            .process_group(0)
            .stdin(Stdio::null())
            .spawn()
            .with_context(|| format!("cannot start {program}"))?;
        let guard = match guard(leader.id()) {
            Ok(guard) => guard,
            Err(error) => {
                leader.kill()?;
                leader.wait()?;
                return Err(error);
            }
        };
        let group = Self {
            leader,
            guard,
            ended: None,
        };
        lock_running().insert(group.id());
        Ok(group)
    }

    /// The status, once the leader has ended. What it left behind in its group is ended too.
    ///
    /// # Errors
    /// When the system cannot tell.
    pub fn poll(&mut self) -> Result<Option<ExitStatus>> {
        if self.ended.is_none()
            && let Some(status) = self.leader.try_wait()?
        {
            self.ended = Some(status);
            self.close();
        }
        Ok(self.ended)
    }

    /// Asks the whole group to end, and after five seconds makes it.
    pub fn terminate(&mut self) {
        if self.ended.is_none() {
            signal(self.id(), Signal::SIGTERM);
            let deadline = Instant::now() + GRACE;
            while Instant::now() < deadline && !matches!(self.poll(), Ok(Some(_))) {
                thread::sleep(Duration::from_millis(20));
            }
            self.kill();
        }
    }

    /// Ends the whole group at once, as a power cut would.
    pub fn kill(&mut self) {
        if self.ended.is_none() {
            signal(self.id(), Signal::SIGKILL);
            self.ended = self.leader.wait().ok();
            self.close();
        }
    }

    /// The number of the leader's process and of the group.
    #[must_use]
    pub fn id(&self) -> i32 {
        self.leader.id().cast_signed()
    }

    /// Ends what the leader left in its group, and then the guard, which would otherwise act on a number that another
    /// group may get.
    fn close(&mut self) {
        signal(self.id(), Signal::SIGKILL);
        lock_running().remove(&self.id());
        // A guard that has already gone needs no ending.
        let _ = self.guard.kill();
        let _ = self.guard.wait();
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        self.terminate();
    }
}

/// From now on Ctrl-C (or SIGTERM, or a closed terminal) ends every group, then this process.
///
/// # Errors
/// When a handler is set already.
pub fn end_all_on_interrupt() -> Result<()> {
    ctrlc::set_handler(|| {
        INTERRUPTED.store(true, Ordering::SeqCst);
        let groups = lock_running().clone();
        for group in &groups {
            signal(*group, Signal::SIGTERM);
        }
        let deadline = Instant::now() + GRACE;
        while Instant::now() < deadline && groups.iter().any(|group| exists(*group)) {
            thread::sleep(Duration::from_millis(20));
        }
        for group in &groups {
            signal(*group, Signal::SIGKILL);
        }
        std::process::exit(STATUS_AFTER_INTERRUPT);
    })
    .context("cannot listen for Ctrl-C")
}

/// Does not return when the command was interrupted: what fails then fails because its children were ended.
pub fn wait_if_interrupted() {
    while INTERRUPTED.load(Ordering::SeqCst) {
        thread::park();
    }
}

fn guard(group: u32) -> Result<Child> {
    Command::new("sh")
        .args(["-c", GUARD, "guard", &group.to_string()])
        .process_group(0)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .context("cannot start sh")
}

/// The numbers stay right even when a thread panicked while it held them.
fn lock_running() -> std::sync::MutexGuard<'static, BTreeSet<i32>> {
    RUNNING
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// A group that has already gone needs no signal.
fn signal(group: i32, signal: Signal) {
    let _ = killpg(Pid::from_raw(group), signal);
}

/// A leader that has ended but is not yet waited for still counts.
fn exists(group: i32) -> bool {
    killpg(Pid::from_raw(group), None).is_ok()
}

static INTERRUPTED: AtomicBool = AtomicBool::new(false);
static RUNNING: Mutex<BTreeSet<i32>> = Mutex::new(BTreeSet::new());
const GRACE: Duration = Duration::from_secs(5);
const STATUS_AFTER_INTERRUPT: i32 = 130;
const GUARD: &str = "read _; kill -s TERM -- \"-$1\"; sleep 2; kill -s KILL -- \"-$1\"";

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Group {
        Group::spawn(Command::new("sh").args(["-c", script])).unwrap()
    }

    fn wait(group: &mut Group) -> ExitStatus {
        loop {
            if let Some(status) = group.poll().unwrap() {
                return status;
            }
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Orphans are still listed until the system has collected them.
    fn wait_until_gone(group: i32) {
        while exists(group) {
            thread::sleep(Duration::from_millis(5));
        }
    }

    #[test]
    fn a_group_tells_how_its_leader_ended() {
        assert_eq!(wait(&mut shell("exit 3")).code(), Some(3));
    }

    #[test]
    fn what_a_leader_leaves_behind_ends_with_it() {
        let mut group = shell("sleep 600 & exit 0");
        let id = group.id();
        wait(&mut group);
        wait_until_gone(id);
    }

    #[test]
    fn a_leader_that_ignores_the_request_is_made_to_end() {
        let mut group = shell("trap '' TERM; sleep 600 & wait");
        group.kill();
        assert!(!group.poll().unwrap().unwrap().success());
    }

    #[test]
    fn a_guard_ends_its_group_when_this_process_dies() {
        let mut leader = Command::new("sleep")
            .arg("600")
            .process_group(0)
            .spawn()
            .unwrap();
        let mut guard = guard(leader.id()).unwrap();
        drop(guard.stdin.take());
        assert!(!leader.wait().unwrap().success());
        guard.kill().unwrap();
        guard.wait().unwrap();
    }

    #[test]
    fn a_dropped_group_is_no_longer_running() {
        let group = shell("sleep 600");
        let id = group.id();
        drop(group);
        assert!(!lock_running().contains(&id));
        wait_until_gone(id);
    }
}
