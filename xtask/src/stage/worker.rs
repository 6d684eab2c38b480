//! The Worker's process: wrangler, which starts workerd.

use std::fs::{self, File};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::process::{self, Command};
use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::{Context, Result, bail};

use super::health;
use crate::build;
use crate::group::Group;
use crate::prepare::Tools;
use crate::repo;
use crate::step::tail;

/// How to start it, each time in the same way.
pub(super) struct Plan {
    pub(super) port: u16,
    pub(super) config: PathBuf,
    pub(super) build: build::Options,
    pub(super) state: PathBuf,
    pub(super) log: String,
    pub(super) vars: Vec<(String, String)>,
}

pub(super) struct Worker {
    command: Command,
    address: SocketAddr,
    origin: String,
    log: PathBuf,
    group: Group,
}

impl Worker {
    pub(super) fn start(tools: &Tools, plan: &Plan) -> Result<Self> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, plan.port));
        let log = repo::log(&plan.log)?;
        File::create(&log).with_context(|| format!("cannot write {}", log.display()))?;
        let mut command = command(tools, plan)?;
        let group = spawn(&mut command, &log)?;
        let mut worker = Self {
            command,
            address,
            origin: format!("http://{address}"),
            log,
            group,
        };
        worker.wait()?;
        Ok(worker)
    }

    pub(super) fn origin(&self) -> &str {
        &self.origin
    }

    pub(super) fn log_text(&self) -> String {
        fs::read(&self.log)
            .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
            .unwrap_or_default()
    }

    pub(super) fn kill(&mut self) {
        self.group.kill();
    }

    pub(super) fn end(&mut self) {
        self.group.terminate();
    }

    pub(super) fn restart(&mut self) -> Result<()> {
        self.group.terminate();
        self.group = spawn(&mut self.command, &self.log)?;
        self.wait()
    }

    pub(super) fn check(&mut self) -> Result<()> {
        match self.group.poll()? {
            None => Ok(()),
            Some(status) => bail!(
                "the Worker ended ({status}). The end of {}:\n{}",
                self.log.display(),
                tail(&self.log, 30)
            ),
        }
    }

    fn wait(&mut self) -> Result<()> {
        let address = self.address;
        health::wait(address, "/v1/health", "200", || self.check()).with_context(|| {
            format!(
                "the Worker did not start; its log is {}:\n{}",
                self.log.display(),
                tail(&self.log, 30)
            )
        })
    }
}

/// A free port; a wanted one is checked.
pub(super) fn choose_port(wanted: Option<u16>) -> Result<u16> {
    let is_free = |port: &u16| TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).is_ok();
    match wanted {
        Some(port) if is_free(&port) => Ok(port),
        Some(port) => bail!("port {port} on 127.0.0.1 is taken"),
        None => ports().find(is_free).context("no port is free"),
    }
}

/// Ports below those that the system gives away by itself (from 32768 on Linux, ip(7)): of those, one could go to some
/// connection while a server that is killed and started again does not hold it. Each is named once, and processes begin
/// at different ones.
fn ports() -> impl Iterator<Item = u16> {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let first = process::id().wrapping_mul(64);
    (0..PORTS).filter_map(move |_| {
        let at = first.wrapping_add(NEXT.fetch_add(1, Ordering::Relaxed)) % PORTS;
        u16::try_from(FIRST_PORT + at).ok()
    })
}

fn command(tools: &Tools, plan: &Plan) -> Result<Command> {
    let mut wrangler = wrangler(tools);
    wrangler
        .arg("dev")
        .arg(build::edge_entry(plan.build))
        .arg("--config")
        .arg(&plan.config)
        .arg("--persist-to")
        .arg(&plan.state);
    wrangler.args([
        "--local",
        "--ip",
        "127.0.0.1",
        "--show-interactive-dev-session=false",
    ]);
    wrangler
        .arg("--port")
        .arg(plan.port.to_string())
        .arg("--inspector-port")
        .arg(choose_port(None)?.to_string());
    for (name, value) in &plan.vars {
        wrangler.arg("--var").arg(format!("{name}:{value}"));
    }
    wrangler
        // Workers of other stages have the same name.
        .env("WRANGLER_REGISTRY_PATH", plan.state.join("registry"))
        .env("CLOUDFLARE_CF_FETCH_ENABLED", "false");
    Ok(wrangler)
}

/// Wrangler without questions, banners or reports.
pub(crate) fn wrangler(tools: &Tools) -> Command {
    let mut wrangler = tools.command("wrangler");
    wrangler
        .env("CI", "1")
        .env("WRANGLER_SEND_METRICS", "false")
        .env("WRANGLER_HIDE_BANNER", "true")
        .env("WRANGLER_NO_SKILLS_UPDATE_PROMPTS", "true")
        .env("WRANGLER_WRITE_LOGS", "false");
    wrangler
}

pub(super) fn spawn(command: &mut Command, log: &PathBuf) -> Result<Group> {
    let out = File::options()
        .append(true)
        .open(log)
        .with_context(|| format!("cannot write {}", log.display()))?;
    Group::spawn(command.stdout(out.try_clone()?).stderr(out))
}

const FIRST_PORT: u32 = 16_384;
const PORTS: u32 = 16_000;

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn ports_are_named_once_and_none_is_one_that_the_system_gives_away() {
        let all: Vec<u16> = ports().collect();
        assert!(all.iter().all(|port| *port < 32_768));
        let different: BTreeSet<&u16> = all.iter().collect();
        assert_eq!(different.len(), all.len());
        let chosen = choose_port(None).expect("a port");
        let held = TcpListener::bind((Ipv4Addr::LOCALHOST, chosen)).expect("it is free");
        assert!(choose_port(Some(chosen)).is_err());
        drop(held);
    }
}
