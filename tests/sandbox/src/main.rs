//! The stand-ins as a program: binds both sockets, prints one line of JSON with the addresses, and runs until told
//! to stop by SIGTERM or SIGINT.

use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, bail};
use sandbox::{Options, serve};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

struct Arguments {
    storefront: String,
    brevo: String,
    options: Options,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments = parse(std::env::args().skip(1))?;
    let storefront = TcpListener::bind(&arguments.storefront)
        .await
        .with_context(|| format!("cannot listen on {}", arguments.storefront))?;
    let brevo = TcpListener::bind(&arguments.brevo)
        .await
        .with_context(|| format!("cannot listen on {}", arguments.brevo))?;
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let handle = serve(storefront, brevo, arguments.options)?;
    let mut out = std::io::stdout();
    writeln!(out, "{}", handle.addresses().to_json())?;
    out.flush()?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(())
}

fn parse(mut words: impl Iterator<Item = String>) -> anyhow::Result<Arguments> {
    let mut arguments = Arguments {
        storefront: "127.0.0.1:0".to_owned(),
        brevo: "127.0.0.1:0".to_owned(),
        options: Options::default(),
    };
    while let Some(word) = words.next() {
        let mut value = || {
            words
                .next()
                .with_context(|| format!("{word} needs a value"))
        };
        match word.as_str() {
            "--storefront" => arguments.storefront = value()?,
            "--brevo" => arguments.brevo = value()?,
            "--embed-file" => arguments.options.embed_file = Some(PathBuf::from(value()?)),
            "--state" => arguments.options.state_folder = Some(PathBuf::from(value()?)),
            "--shop" => arguments.options.shop = value()?,
            other => bail!(
                "unknown argument {other}; known: --storefront --brevo --embed-file --state --shop"
            ),
        }
    }
    Ok(arguments)
}
