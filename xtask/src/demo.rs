//! `cargo xtask demo`: a shop with Parley in it, on this machine, until Ctrl-C. State stays in `target/demo`.

mod seed;

use std::fs::{self, File};
use std::net::{Ipv4Addr, TcpListener};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::build;
use crate::prepare::{Tools, prepare};
use crate::repo;
use crate::shop::Operator;
use crate::stage::{self, Ports, Stage};
use crate::step::say;
use seed::Seed;

/// What a person may ask of the demo.
#[derive(Default)]
pub struct Options {
    /// Forget what earlier runs kept.
    pub fresh: bool,
    /// Invite after so many seconds on a product page, instead of the flow's own time.
    pub dwell_seconds: Option<u32>,
    /// The Worker's port; without it 8787, or a free one.
    pub port: Option<u16>,
}

/// Starts everything, says where it is, and stays until it is interrupted.
///
/// # Errors
/// When something does not build, start or answer, or a child ends by itself.
pub fn run(options: &Options) -> Result<()> {
    let tools = prepare(&[])?;
    build::all(&tools)?;
    let _lock = lock()?;
    let kept = repo::path("target/demo");
    if options.fresh && kept.is_dir() {
        fs::remove_dir_all(&kept).with_context(|| format!("cannot remove {}", kept.display()))?;
    }
    let ports = Ports {
        edge: options.port.or_else(|| free(8787)),
        storefront: free(8788),
        brevo: free(8789),
    };
    say("· starting the Worker and the stand-ins");
    let staged = stage::Options {
        sandbox: true,
        state: Some(kept),
        ports,
        ..stage::Options::default()
    };
    let mut stage = Stage::start(&tools, &staged)?;
    let shop = load(&tools, &stage, options.dwell_seconds)?;
    print!("{}", welcome(&stage, &shop, options.dwell_seconds)?);
    loop {
        stage.check()?;
        thread::sleep(Duration::from_millis(200));
    }
}

/// Two demos at a time would write the same state, or one would remove it from under the other.
fn lock() -> Result<File> {
    let file =
        File::create(repo::path("target/demo.lock")).context("cannot write target/demo.lock")?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(_) => bail!("a demo is running already; end it with Ctrl-C where it was started"),
    }
}

/// The demo's shop, as it is on a stage.
pub struct Shop {
    /// Its domain, which is its id.
    pub id: String,
    /// The path of a product page on which the chat invites.
    pub product: String,
}

/// Adds the demo's shop, its catalogue and the playbook to a stage, unless just these are there, and puts the script tag
/// on the storefront's pages.
///
/// # Errors
/// When the Worker refuses one of them.
pub fn load(tools: &Tools, stage: &Stage, dwell_seconds: Option<u32>) -> Result<Shop> {
    let addresses = stage
        .addresses()
        .context("the demo's shop needs the stand-ins")?;
    let seed = Seed::read(tools, &addresses.storefront, dwell_seconds)?;
    let shop = Shop {
        id: seed.shop()?,
        product: format!("/products/{}", seed.inviting_product()?),
    };
    stage.embed()?;
    let stamp = seed.stamp();
    let kept = stage.state().join("loaded");
    let operator = Operator {
        tools,
        edge: stage.edge(),
        secret: stage.operator_secret(),
    };
    let is_there = fs::read_to_string(&kept).is_ok_and(|last| last == stamp)
        && operator.show(&shop.id).is_ok();
    if !is_there {
        say(&format!("· loading {} with {seed}", shop.id));
        seed.send(&operator, &shop.id)?;
        repo::write(&kept, stamp)?;
    }
    Ok(shop)
}

fn welcome(stage: &Stage, shop: &Shop, dwell_seconds: Option<u32>) -> Result<String> {
    let addresses = stage.addresses().context("the stand-ins are not there")?;
    let wait = dwell_seconds.map_or_else(
        || "45 seconds".to_owned(),
        |seconds| format!("{seconds} seconds"),
    );
    Ok(format!(
        "
Parley is running.

  product page   {storefront}{product}
  whole shop     {storefront}/
  mailbox        {mailbox}
  gallery        {edge}/gallery.html
  Worker         {edge}

Try this:
  1. Open the product page and stay there, moving now and then: after {wait} the chat asks what you shop for.
  2. Pick dryness and sensitivity: it recommends two products, says why, and how they differ.
  3. Ask \"when does it arrive?\", then add one of them to the cart in the chat.
  4. Agree to one channel only, and read what was sent in the mailbox.

To operate the shop: PARLEY_OPERATOR_SECRET={secret} cargo xtask shop show {shop} --edge {edge}
Ctrl-C ends everything.
",
        storefront = addresses.storefront,
        product = shop.product,
        mailbox = addresses.mailbox,
        edge = stage.edge(),
        secret = stage.operator_secret(),
        shop = shop.id,
    ))
}

/// The usual port, when nobody has it.
fn free(port: u16) -> Option<u16> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .is_ok()
        .then_some(port)
}
