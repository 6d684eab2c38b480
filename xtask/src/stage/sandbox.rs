//! The stand-ins' process: the storefront and Brevo.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use super::{Ports, worker};
use crate::group::Group;
use crate::prepare::Tools;
use crate::repo;
use crate::step::{Step, tail};

/// Where the stand-ins listen.
#[derive(Clone)]
pub struct Addresses {
    /// The storefront's origin.
    pub storefront: String,
    /// The base of Brevo's API, with its version.
    pub brevo: String,
    /// The page that shows what was sent.
    pub mailbox: String,
}

/// The stand-ins; they end when this is dropped.
pub struct Sandbox {
    group: Group,
    log: PathBuf,
    /// Where they listen.
    pub addresses: Addresses,
}

impl Sandbox {
    /// Builds and starts them, and waits until they listen; what they keep is below `state`.
    ///
    /// # Errors
    /// When they do not build or start; the message holds the end of their log.
    pub fn start(tools: &Tools, name: &str, state: &Path, ports: Ports) -> Result<Self> {
        let mut cargo = tools.command("cargo");
        cargo.args(["build", "-p", "sandbox", "--target-dir", "target"]);
        Step::new("sandbox-cargo", "compiling the stand-ins")
            .usual("about 1 minute the first time")
            .run(&mut cargo)?;
        let log = repo::log(&format!("sandbox-{name}"))?;
        let out = File::create(&log).with_context(|| format!("cannot write {}", log.display()))?;
        let embed = embed_file(state);
        if !embed.is_file() {
            repo::write(&embed, "")?;
        }
        let mut sandbox = tools.command(repo::path("target/debug/sandbox"));
        for (flag, port) in [("--storefront", ports.storefront), ("--brevo", ports.brevo)] {
            sandbox
                .arg(flag)
                .arg(format!("127.0.0.1:{}", worker::choose_port(port)?));
        }
        sandbox
            .arg("--embed-file")
            .arg(embed)
            .arg("--state")
            .arg(state.join("sandbox"));
        let mut group = Group::spawn(sandbox.stdout(out.try_clone()?).stderr(out))?;
        let addresses = wait_for_addresses(&mut group, &log)?;
        Ok(Self {
            group,
            log,
            addresses,
        })
    }

    /// Has the storefront hand requests below `/apps/parley` on to the Worker at this origin, signed as Shopify's app proxy
    /// signs them.
    pub(super) fn proxy(&self, edge: &str, secret: &str) -> Result<()> {
        let url = format!("{edge}/v1/proxy");
        let proxy = json!({"url": url, "secret": secret, "path": "/apps/parley"});
        let body = json!({"app_proxy": proxy}).to_string();
        let address = self.addresses.storefront.trim_start_matches("http://");
        let mut stream = TcpStream::connect(address)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        write!(
            stream,
            "POST /_control/settings HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        )?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        if !answer.starts_with("HTTP/1.1 200") {
            bail!("the storefront takes no app proxy: {answer}");
        }
        Ok(())
    }

    pub(super) fn check(&mut self) -> Result<()> {
        match self.group.poll()? {
            None => Ok(()),
            Some(status) => bail!(
                "the stand-ins ended ({status}). The end of {}:\n{}",
                self.log.display(),
                tail(&self.log, 20)
            ),
        }
    }
}

/// The file whose text the storefront puts on each page.
pub(super) fn embed_file(state: &Path) -> PathBuf {
    state.join("embed.html")
}

fn wait_for_addresses(group: &mut Group, log: &Path) -> Result<Addresses> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let ended = group.poll()?;
        let text = fs::read_to_string(log).unwrap_or_default();
        if let Some(addresses) = text.lines().find_map(parse) {
            return Ok(addresses);
        }
        if ended.is_some() || Instant::now() > deadline {
            bail!(
                "the stand-ins did not start. The end of {}:\n{}",
                log.display(),
                tail(log, 20)
            );
        }
        thread::sleep(Duration::from_millis(20));
    }
}

fn parse(line: &str) -> Option<Addresses> {
    let value: Value = serde_json::from_str(line).ok()?;
    let text = |name| value.get(name)?.as_str().map(str::to_owned);
    Some(Addresses {
        storefront: text("storefront")?,
        brevo: text("brevo")?,
        mailbox: text("mailbox")?,
    })
}

const PATIENCE: Duration = Duration::from_secs(20);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_found_among_lines_of_log() {
        let line = r#"{"storefront":"http://127.0.0.1:1","brevo":"http://127.0.0.1:2/v3","mailbox":"http://127.0.0.1:2/mailbox"}"#;
        assert_eq!(
            parse(line).map(|addresses| addresses.brevo).as_deref(),
            Some("http://127.0.0.1:2/v3")
        );
        assert!(parse("listening").is_none());
        assert!(parse(r#"{"storefront":"http://127.0.0.1:1"}"#).is_none());
    }
}
