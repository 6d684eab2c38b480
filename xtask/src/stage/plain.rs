//! A Worker in workerd by itself, without wrangler and its proxy in front: for suites that kill it often, and for
//! measurements, which would otherwise be of wrangler. State is on disk, the classes and the date are those of
//! `edge/wrangler.toml`; bindings that need wrangler (assets) are missing.

use std::fs::{self, File};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::{health, worker};
use crate::build;
use crate::group::Group;
use crate::prepare::Tools;
use crate::repo;
use crate::step::tail;

/// What runs.
pub struct Plan {
    /// Names the folder of its state and its log.
    pub name: String,
    /// The modules: where each is, and what the others import it as; the first is the entry.
    pub modules: Vec<(PathBuf, String)>,
    /// The classes of its objects, with their bindings.
    pub classes: Vec<(String, String)>,
    /// Variables and secrets.
    pub vars: Vec<(String, String)>,
}

/// A running workerd; it ends, and its state goes, when this is dropped.
pub struct Plain {
    command: Command,
    address: SocketAddr,
    log: PathBuf,
    folder: PathBuf,
    group: Group,
}

impl Plan {
    /// This repository's Worker.
    ///
    /// # Errors
    /// When its configuration cannot be read.
    pub fn edge(name: &str, worker: build::Options, vars: Vec<(String, String)>) -> Result<Self> {
        let built = build::edge_output(worker);
        let (entry, folder) = if worker.panics {
            (built.join("entry.mjs"), "")
        } else {
            (repo::path("edge/entry.mjs"), "build/")
        };
        let module = |file: &str| (built.join(file), format!("{folder}{file}"));
        let config = repo::read("edge/wrangler.toml")?;
        Ok(Self {
            name: name.into(),
            modules: vec![
                (entry, "entry.mjs".into()),
                module("index.js"),
                module("index_bg.wasm"),
            ],
            classes: classes(&config),
            vars,
        })
    }

    fn config(&self, port: u16) -> Result<String> {
        let config = repo::read("edge/wrangler.toml")?;
        let date = quoted(&config, "compatibility_date")
            .context("edge/wrangler.toml names no compatibility_date")?;
        let modules = self.modules.iter().map(|(_, name)| module(name));
        let classes = self.classes.iter().map(|(_, class)| {
            format!("(className = \"{class}\", uniqueKey = \"{class}\", enableSql = true)")
        });
        let objects = self.classes.iter().map(|(binding, class)| {
            format!("(name = \"{binding}\", durableObjectNamespace = \"{class}\")")
        });
        let texts = self
            .vars
            .iter()
            .map(|(name, value)| format!("(name = \"{name}\", text = \"{value}\")"));
        let list = |lines: Vec<String>| lines.join(",\n    ");
        Ok(format!(
            "using Workerd = import \"/workerd/workerd.capnp\";
const config :Workerd.Config = (
  services = [
    (name = \"main\", worker = .main),
    (name = \"state\", disk = (path = \"state\", writable = true)),
    (name = \"internet\", network = (allow = [\"public\", \"private\"])),
  ],
  sockets = [(name = \"http\", address = \"127.0.0.1:{port}\", http = (), service = \"main\")],
);
const main :Workerd.Worker = (
  compatibilityDate = \"{date}\",
  modules = [
    {}
  ],
  durableObjectNamespaces = [
    {}
  ],
  durableObjectStorage = (localDisk = \"state\"),
  bindings = [
    {}
  ],
);
",
            list(modules.collect()),
            list(classes.collect()),
            list(objects.chain(texts).collect())
        ))
    }
}

impl Plain {
    /// Starts it and waits until it answers.
    ///
    /// # Errors
    /// When it does not start or answer; the message holds the end of its log.
    pub fn start(tools: &Tools, plan: &Plan) -> Result<Self> {
        let folder = repo::path("target/stage").join(&plan.name);
        let state = folder.join("state");
        fs::create_dir_all(&state).with_context(|| format!("cannot make {}", state.display()))?;
        for (from, name) in &plan.modules {
            let content =
                fs::read(from).with_context(|| format!("cannot read {}", from.display()))?;
            repo::write(&folder.join(name), content)?;
        }
        let port = worker::choose_port(None)?;
        let config = folder.join("config.capnp");
        repo::write(&config, plan.config(port)?)?;
        let mut command = tools.command("workerd");
        command.arg("serve").arg(&config).current_dir(&folder);
        let log = repo::log(&plan.name)?;
        File::create(&log).with_context(|| format!("cannot write {}", log.display()))?;
        let group = worker::spawn(&mut command, &log)?;
        let mut server = Self {
            command,
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, port)),
            log,
            folder,
            group,
        };
        server.wait()?;
        Ok(server)
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What it has said so far.
    #[must_use]
    pub fn log(&self) -> &Path {
        &self.log
    }

    /// Kills it at once, as a power cut would, and starts it on the same port and state.
    ///
    /// # Errors
    /// As [`Plain::start`].
    pub fn kill9_and_restart(&mut self) -> Result<()> {
        self.group.kill();
        self.group = worker::spawn(&mut self.command, &self.log)?;
        self.wait()
    }

    /// The memory it holds, in bytes (`VmRSS` of proc(5)).
    ///
    /// # Errors
    /// When the system does not tell.
    pub fn memory(&self) -> Result<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.group.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
        Ok(kilobytes.context("no VmRSS")? * 1024)
    }

    /// The time it has been on the processor, in milliseconds (fields 14 and 15 of `stat` in proc(5), in hundredths of a
    /// second on every machine of ours).
    ///
    /// # Errors
    /// When the system does not tell.
    pub fn processor_ms(&self) -> Result<f64> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.group.id()))?;
        let (_, fields) = stat.rsplit_once(')').context("no name in stat")?;
        let ticks = fields.split_whitespace().skip(11).take(2);
        let ticks: Vec<u32> = ticks.map(str::parse).collect::<Result<_, _>>()?;
        Ok(ticks.into_iter().map(|ticks| f64::from(ticks) * 10.0).sum())
    }

    fn wait(&mut self) -> Result<()> {
        let Self {
            group,
            log,
            address,
            ..
        } = self;
        // Any answer tells that it runs: what wrangler would give, such as rate limiters, `/health` finds missing.
        health::wait(*address, "/health", "", || match group.poll()? {
            None => Ok(()),
            Some(status) => bail!("workerd ended ({status}):\n{}", tail(log, 30)),
        })
    }
}

impl Drop for Plain {
    fn drop(&mut self) {
        self.group.terminate();
        // A folder that stays is in target and does no harm.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn module(name: &str) -> String {
    let is_wasm = Path::new(name)
        .extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("wasm"));
    let kind = if is_wasm { "wasm" } else { "esModule" };
    format!("(name = \"{name}\", {kind} = embed \"{name}\")")
}

/// The objects' bindings and classes.
fn classes(config: &str) -> Vec<(String, String)> {
    let pair = |line: &str| Some((quoted(line, "name")?, quoted(line, "class_name")?));
    config.lines().filter_map(pair).collect()
}

/// The text behind `key = "…"`.
fn quoted(text: &str, key: &str) -> Option<String> {
    let (_, rest) = text.split_once(&format!("{key} = \""))?;
    rest.split('"').next().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_those_of_the_configuration() {
        let config = "name = \"parley\"\ncompatibility_date = \"2026-11-01\"\nbindings = [\n  { name = \"SHOP\", class_name = \"Shop\" },\n]";
        assert_eq!(classes(config), [("SHOP".to_owned(), "Shop".to_owned())]);
        assert_eq!(
            quoted(config, "compatibility_date").as_deref(),
            Some("2026-11-01")
        );
    }
}
