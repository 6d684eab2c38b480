//! The Worker's process: wrangler, which starts workerd.

use std::fs::{self, File};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::process::Command;

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
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, wanted.unwrap_or(0)))
        .with_context(|| format!("port {} on 127.0.0.1 is taken", wanted.unwrap_or(0)))?;
    Ok(listener.local_addr()?.port())
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
