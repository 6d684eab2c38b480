//! Starts the Worker in workerd, by `wrangler dev`, and the stand-ins for the world beside it; ends them when dropped.
//!
//! `demo`, `test` and `bench` play on a stage, and so do the suites in `tests`: each stage has its own ports and its own
//! state, so several can stand at once. The Worker can be killed as by a power cut and started again on the same state.

mod health;
mod plain;
mod sandbox;
mod worker;

use std::fs;
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::{Context, Result};

use crate::build;
use crate::prepare::Tools;
use crate::repo;
use worker::Worker;

pub use plain::{Plain, Plan};
pub use sandbox::{Addresses, Sandbox};
pub(crate) use worker::wrangler;

/// What to put on a stage.
#[derive(Clone, Default)]
pub struct Options {
    /// Whether the stand-ins are started too.
    pub sandbox: bool,
    /// Where state is kept; without it, in a folder that goes when the stage goes.
    pub state: Option<PathBuf>,
    /// Variables of the Worker, beside or instead of those that the stage sets itself.
    pub vars: Vec<(String, String)>,
    /// Ports to use; a missing one is chosen among the free ones.
    pub ports: Ports,
    /// Which build of the Worker runs.
    pub worker: build::Options,
    /// A wrangler configuration instead of `edge/wrangler.toml`.
    pub config: Option<PathBuf>,
}

/// Ports on 127.0.0.1.
#[derive(Clone, Copy, Default)]
pub struct Ports {
    /// Of the Worker.
    pub edge: Option<u16>,
    /// Of the storefront stand-in.
    pub storefront: Option<u16>,
    /// Of the Brevo stand-in.
    pub brevo: Option<u16>,
}

/// A running Worker, with the stand-ins if they were asked for.
pub struct Stage {
    worker: Worker,
    sandbox: Option<Sandbox>,
    state: PathBuf,
    keeps_state: bool,
    operator_secret: String,
    shopify_secret: String,
}

impl Stage {
    /// Builds and starts what is asked for, and waits until it answers.
    ///
    /// # Errors
    /// When something does not build, start or answer; the message holds the end of its log.
    pub fn start(tools: &Tools, options: &Options) -> Result<Self> {
        let name = format!("{}-{}", process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let state = options
            .state
            .clone()
            .unwrap_or_else(|| repo::path("target/stage").join(&name));
        fs::create_dir_all(&state).with_context(|| format!("cannot make {}", state.display()))?;
        let sandbox = options
            .sandbox
            .then(|| Sandbox::start(tools, &name, &state, options.ports))
            .transpose()?;
        let operator_secret = kept_secret(&state.join("operator-secret"))?;
        let shopify_secret = kept_secret(&state.join("shopify-client-secret"))?;
        let port = worker::choose_port(options.ports.edge)?;
        let mut vars = vec![
            ("EDGE_ORIGIN".to_owned(), format!("http://127.0.0.1:{port}")),
            ("OPERATOR_SECRET".to_owned(), operator_secret.clone()),
            ("SHOPIFY_CLIENT_SECRET".to_owned(), shopify_secret.clone()),
        ];
        for (name, file) in KEPT_SECRETS {
            vars.push((name.to_owned(), kept_secret(&state.join(file))?));
        }
        if let Some(sandbox) = &sandbox {
            vars.push(("BREVO_BASE".to_owned(), sandbox.addresses.brevo.clone()));
        }
        vars.retain(|(name, _)| options.vars.iter().all(|(other, _)| other != name));
        vars.extend(options.vars.iter().cloned());
        let plan = worker::Plan {
            port,
            config: options
                .config
                .clone()
                .unwrap_or_else(|| repo::path("edge/wrangler.toml")),
            build: options.worker,
            state: state.join("worker"),
            log: format!("worker-{name}"),
            vars,
        };
        let worker = Worker::start(tools, &plan)?;
        if let Some(sandbox) = &sandbox {
            sandbox.proxy(worker.origin(), &shopify_secret)?;
        }
        Ok(Self {
            worker,
            sandbox,
            state,
            keeps_state: options.state.is_some(),
            operator_secret,
            shopify_secret,
        })
    }

    /// The Worker's origin, as in `http://127.0.0.1:8787`.
    #[must_use]
    pub fn edge(&self) -> &str {
        self.worker.origin()
    }

    /// The stand-ins' addresses, if they were asked for.
    #[must_use]
    pub fn addresses(&self) -> Option<&Addresses> {
        self.sandbox.as_ref().map(|sandbox| &sandbox.addresses)
    }

    /// What operator calls carry as their bearer token.
    #[must_use]
    pub fn operator_secret(&self) -> &str {
        &self.operator_secret
    }

    /// What the storefront signs requests of its app proxy with.
    #[must_use]
    pub fn shopify_secret(&self) -> &str {
        &self.shopify_secret
    }

    /// The folder in which everything on this stage keeps its state.
    #[must_use]
    pub fn state(&self) -> &Path {
        &self.state
    }

    /// What the Worker and wrangler have said so far.
    #[must_use]
    pub fn worker_log(&self) -> String {
        self.worker.log_text()
    }

    /// Puts the script tag on each page of the storefront, as it stands in a theme.
    ///
    /// # Errors
    /// When the snippet cannot be written.
    pub fn embed(&self) -> Result<()> {
        let snippet = format!(
            "<script async src=\"{}/v1/loader/{{{{ shop.permanent_domain }}}}/{{{{ request.locale.iso_code }}}}/parley.js\" data-customer=\"{{{{ customer.id }}}}\"></script>\n",
            self.edge()
        );
        repo::write(&sandbox::embed_file(&self.state), snippet)
    }

    /// Kills wrangler and workerd at once, as a power cut would. State on disk stays.
    pub fn kill9_worker(&mut self) {
        self.worker.kill();
    }

    /// Starts the Worker on the same port and state, after ending it if it still runs, and waits until it answers.
    ///
    /// # Errors
    /// As [`Stage::start`].
    pub fn restart_worker(&mut self) -> Result<()> {
        self.worker.restart()
    }

    /// Whether each child still runs; the error holds the log of the one that does not.
    ///
    /// # Errors
    /// When a child has ended.
    pub fn check(&mut self) -> Result<()> {
        self.worker.check()?;
        self.sandbox.as_mut().map_or(Ok(()), Sandbox::check)
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.worker.end();
        self.sandbox = None;
        if !self.keeps_state {
            // A folder that stays is in target and does no harm.
            let _ = fs::remove_dir_all(&self.state);
        }
    }
}

/// A secret that is made once and then kept beside the state it protects.
fn kept_secret(file: &Path) -> Result<String> {
    if let Ok(secret) = fs::read_to_string(file) {
        return Ok(secret);
    }
    let mut random = [0_u8; 32];
    std::io::Read::read_exact(
        &mut fs::File::open("/dev/urandom").context("cannot open /dev/urandom")?,
        &mut random,
    )?;
    let secret = random
        .iter()
        .fold(String::new(), |text, byte| format!("{text}{byte:02x}"));
    repo::write(file, &secret)?;
    Ok(secret)
}

/// Secrets that nobody but the Worker needs, by the files that keep them.
const KEPT_SECRETS: [(&str, &str); 2] = [
    ("TOKEN_SECRET", "token-secret"),
    ("ERASURE_SECRET", "erasure-secret"),
];

static NEXT: AtomicU32 = AtomicU32::new(0);
