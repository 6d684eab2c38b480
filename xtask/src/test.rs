//! `cargo xtask test`: every suite, counted; the last line says how many checks passed and failed.
//!
//! A suite that fails does not stop the next one. Suites that need a running Worker share one stage, and find it in the
//! environment: `PARLEY_EDGE`, `PARLEY_STOREFRONT`, `PARLEY_BREVO` (with its version), `PARLEY_MAILBOX`, `PARLEY_SHOP`
//! (the demo's shop, loaded), `PARLEY_PRODUCT` (the path of a product page that invites), `PARLEY_DWELL_SECONDS`,
//! `PARLEY_OPERATOR_SECRET`, `PARLEY_SHOPIFY_SECRET`, `PARLEY_XTASK` (this program), and `PARLEY_SHOTS`, the folder for screenshots. The suites in
//! pages find their browsers in the environment too (`browser`), and the suite `brevo` a Python in `PARLEY_PYTHON`.

mod browser;
mod cargo;
mod count;
mod deploy;
mod extension;

use std::process::Command;
use std::str::FromStr;

use anyhow::{Context, Error, Result, bail};

use crate::budget;
use crate::build;
use crate::demo;
use crate::group;
use crate::prepare::{Extra, Tools, prepare};
use crate::repo;
use crate::stage::{self, Stage};
use crate::step::{Step, say};

pub use count::Count;

/// A group of checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suite {
    /// rustfmt.
    Fmt,
    /// clippy without a warning, for each target.
    Clippy,
    /// What runs natively: tables, transcripts, properties, wire goldens, the stand-ins.
    Unit,
    /// Brevo's own clients against the stand-in, and against Parley's.
    Brevo,
    /// The Worker in workerd.
    Edge,
    /// The Worker under faults of every kind.
    Faults,
    /// The page in Chromium.
    Browser,
    /// The first story in Firefox and `WebKitGTK`.
    Elsewhere,
    /// Byte budgets.
    Bytes,
    /// The theme app extension, by Shopify's rules.
    Extension,
    /// The repository itself.
    Tidy,
}

impl Suite {
    /// All, in the order in which they run.
    pub const ALL: [Self; 11] = [
        Self::Fmt,
        Self::Clippy,
        Self::Unit,
        Self::Brevo,
        Self::Edge,
        Self::Faults,
        Self::Browser,
        Self::Elsewhere,
        Self::Bytes,
        Self::Extension,
        Self::Tidy,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Fmt => "fmt",
            Self::Clippy => "clippy",
            Self::Unit => "unit",
            Self::Brevo => "brevo",
            Self::Edge => "edge",
            Self::Faults => "faults",
            Self::Browser => "browser",
            Self::Elsewhere => "elsewhere",
            Self::Bytes => "bytes",
            Self::Extension => "extension",
            Self::Tidy => "tidy",
        }
    }

    fn needs_stage(self) -> bool {
        matches!(
            self,
            Self::Edge | Self::Browser | Self::Elsewhere | Self::Bytes
        )
    }
}

impl FromStr for Suite {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        let suite = Self::ALL.into_iter().find(|suite| suite.name() == name);
        suite.with_context(|| {
            format!(
                "there is no suite `{name}`; there are {}",
                Self::ALL.map(Self::name).join(", ")
            )
        })
    }
}

/// What the faults suite plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Schedules {
    /// Its own usual number of schedules.
    Usual,
    /// So many.
    Count(u64),
    /// A few for each bug that is put into the Worker.
    Planted,
}

impl Schedules {
    /// How the suite is told.
    fn environment(self) -> Option<(&'static str, String)> {
        match self {
            Self::Usual => None,
            Self::Count(count) => Some(("PARLEY_SCHEDULES", count.to_string())),
            Self::Planted => Some(("PARLEY_PLANTED", "1".into())),
        }
    }
}

/// Runs the suites and prints what they found. Whether all passed.
#[must_use]
pub fn run(suites: &[Suite], schedules: Schedules) -> bool {
    let total = match prepare_for(suites) {
        Ok(tools) => run_all(&tools, suites, schedules),
        Err(error) => failure("set-up", &error),
    };
    group::wait_if_interrupted();
    println!("{total}");
    total.failed == 0
}

fn prepare_for(suites: &[Suite]) -> Result<Tools> {
    let needs = [
        (Suite::Browser, Extra::Chromium),
        (Suite::Elsewhere, Extra::Elsewhere),
        (Suite::Brevo, Extra::Python),
    ];
    let asked = needs.iter().filter(|(suite, _)| suites.contains(suite));
    let extras: Vec<Extra> = asked.map(|(_, extra)| *extra).collect();
    prepare(&extras)
}

fn run_all(tools: &Tools, suites: &[Suite], schedules: Schedules) -> Count {
    let mut set = None;
    let mut total = Count::default();
    for suite in suites {
        say(&format!("── {}", suite.name()));
        let found = if suite.needs_stage() {
            run_on_stage(tools, *suite, &mut set)
        } else {
            run_natively(tools, *suite, schedules)
        };
        let count = found.unwrap_or_else(|error| failure(suite.name(), &error));
        println!("{}: {count}", suite.name());
        total += count;
    }
    total
}

fn run_natively(tools: &Tools, suite: Suite, schedules: Schedules) -> Result<Count> {
    match suite {
        Suite::Fmt => cargo::fmt(tools),
        Suite::Clippy => cargo::clippy(tools),
        Suite::Unit => cargo::unit(tools),
        Suite::Brevo => brevo(tools),
        Suite::Faults => cargo::suite(tools, "faults", schedules.environment().as_slice()),
        Suite::Extension => extension::run(tools),
        Suite::Tidy => cargo::suite(tools, "tidy", &[]),
        Suite::Edge | Suite::Browser | Suite::Elsewhere | Suite::Bytes => {
            bail!("{} needs a stage", suite.name())
        }
    }
}

fn brevo(tools: &Tools) -> Result<Count> {
    let python = tools.python.as_ref().context("no Python was asked for")?;
    let python = python.display().to_string();
    cargo::suite(tools, "brevo", &[("PARLEY_PYTHON", python)])
}

/// The first suite that needs the stage sets it.
fn run_on_stage(tools: &Tools, suite: Suite, set: &mut Option<Set>) -> Result<Count> {
    if set.is_none() {
        *set = Some(Set::up(tools)?);
    }
    let set = set.as_mut().context("the stage is not set")?;
    set.stage.check()?;
    match suite {
        Suite::Edge => {
            build::edge(tools, build::Options { panics: true })?;
            let mut count = cargo::suite(tools, "edge", &set.environment())?;
            count += deploy::dry_run(tools)?;
            count += deploy::holds_no_faults()?;
            Ok(count)
        }
        Suite::Browser => browser::in_chromium(tools, &set.environment()),
        Suite::Elsewhere => browser::elsewhere(tools, &set.environment()),
        Suite::Bytes => bytes(tools, set),
        Suite::Fmt
        | Suite::Clippy
        | Suite::Unit
        | Suite::Brevo
        | Suite::Faults
        | Suite::Extension
        | Suite::Tidy => bail!("{} needs no stage", suite.name()),
    }
}

fn bytes(tools: &Tools, set: &Set) -> Result<Count> {
    let mut count = Count::default();
    for line in budget::measure(tools, &set.stage, &set.shop.id)? {
        match line.most {
            Some(most) => {
                println!("  {} {} (at most {most})", line.key, line.measured);
                count += Count::of(line.holds());
            }
            None => println!("  {} {}", line.key, line.measured),
        }
    }
    for program in budget::groups::measure(tools)? {
        let (name, others) = (program.name, program.others);
        println!(
            "  {name}: {others} bytes of {} are in no group",
            program.bytes()
        );
        count += Count::of(program.is_accounted_for());
    }
    Ok(count)
}

/// What was found when a suite could not even run.
fn failure(suite: &str, error: &Error) -> Count {
    group::wait_if_interrupted();
    println!("FAILED {suite}: {error:#}");
    Count {
        passed: 0,
        failed: 1,
    }
}

/// A stage with the demo's shop on it, for suites and measurements.
pub(crate) struct Set {
    pub(crate) stage: Stage,
    pub(crate) shop: demo::Shop,
}

impl Set {
    pub(crate) fn up(tools: &Tools) -> Result<Self> {
        build::all(tools)?;
        let stage = Stage::start(
            tools,
            &stage::Options {
                sandbox: true,
                ..stage::Options::default()
            },
        )?;
        let shop = demo::load(tools, &stage, Some(DWELL_SECONDS))?;
        Ok(Self { stage, shop })
    }

    /// How suites find what is on the stage.
    pub(crate) fn environment(&self) -> Vec<(&'static str, String)> {
        let mut environment = vec![
            ("PARLEY_EDGE", self.stage.edge().to_owned()),
            (
                "PARLEY_OPERATOR_SECRET",
                self.stage.operator_secret().to_owned(),
            ),
            (
                "PARLEY_SHOPIFY_SECRET",
                self.stage.shopify_secret().to_owned(),
            ),
            ("PARLEY_SHOP", self.shop.id.clone()),
            ("PARLEY_PRODUCT", self.shop.product.clone()),
            ("PARLEY_DWELL_SECONDS", DWELL_SECONDS.to_string()),
            (
                "PARLEY_XTASK",
                std::env::current_exe()
                    .unwrap_or_default()
                    .display()
                    .to_string(),
            ),
            (
                "PARLEY_SHOTS",
                repo::path("target/shots").display().to_string(),
            ),
        ];
        if let Some(addresses) = self.stage.addresses() {
            environment.push(("PARLEY_STOREFRONT", addresses.storefront.clone()));
            environment.push(("PARLEY_BREVO", addresses.brevo.clone()));
            environment.push(("PARLEY_MAILBOX", addresses.mailbox.clone()));
        }
        environment
    }
}

/// Runs a command whose output is counted by `read`. A command that fails without a counted failure is one failure. What
/// it tells about what it did, in lines that begin with `=`, is told again.
fn counted(
    name: &str,
    title: &str,
    command: &mut Command,
    read: fn(&str) -> Count,
) -> Result<Count> {
    let outcome = Step::new(name, title).watch(command)?;
    group::wait_if_interrupted();
    let mut count = read(&outcome.output);
    if !outcome.status.success() && count.failed == 0 {
        count.failed = 1;
    }
    for line in outcome.output.lines().filter(|line| line.starts_with("= ")) {
        println!(" {}", line.trim_start_matches('='));
    }
    if count.failed > 0 {
        println!(
            "FAILED {title}. From {}:\n{}\n",
            outcome.log.display(),
            count::failures(&outcome.output)
        );
    }
    Ok(count)
}

/// Long enough to see that nothing comes at once, short enough to wait for.
const DWELL_SECONDS: u32 = 2;
