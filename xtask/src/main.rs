//! The command line: reads what was asked for and calls the command. What each one does is in its own file of the library.

use std::env;
use std::path::PathBuf;
use std::process::ExitCode;
use std::str::FromStr;

use anyhow::{Context, Error, Result, bail};
use lexopt::{Arg, Parser, ValueExt};

use xtask::prepare::{Extra, prepare};
use xtask::prove::Proof;
use xtask::shop::Action;
use xtask::step::say;
use xtask::{bench, build, demo, extension, flow, group, keep, message, prove, shop, test};

fn main() -> ExitCode {
    match run(Parser::from_env()) {
        Ok(code) => code,
        Err(error) => {
            group::wait_if_interrupted();
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(mut parser: Parser) -> Result<ExitCode> {
    let command = match parser.next()? {
        Some(Arg::Value(command)) => command.string()?,
        Some(Arg::Long("help") | Arg::Short('h')) | None => {
            print!("{HELP}");
            return Ok(ExitCode::SUCCESS);
        }
        Some(other) => return Err(other.unexpected().into()),
    };
    group::end_all_on_interrupt()?;
    match command.as_str() {
        "prepare" => run_prepare(parser)?,
        "build" => run_build(parser)?,
        "extension" => extension::run(&extension::Options::parse(parser)?)?,
        "keep" => keep::run(&keep::Options::parse(parser)?)?,
        "demo" => demo::run(&demo_options(parser)?)?,
        "test" => return Ok(code(run_test(parser)?)),
        "flow" => return Ok(code(flow::run(&flow::Action::parse(parser)?)?)),
        "message" => message::run(&message::Action::parse(parser)?)?,
        "bench" => run_bench(parser)?,
        "prove" => prove::run(&named(parser, &Proof::ALL)?)?,
        "shop" => run_shop(parser)?,
        "beside-trunk" => {
            no_more(parser)?;
            let folder = env::var_os("TRUNK_STAGING_DIR")
                .context("this is for Trunk to call, see Trunk.toml")?;
            build::beside_trunk(&prepare(&[])?, &PathBuf::from(folder))?;
        }
        _ => bail!("there is no command `{command}`\n\n{HELP}"),
    }
    Ok(ExitCode::SUCCESS)
}

fn code(is_good: bool) -> ExitCode {
    if is_good {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn run_bench(mut parser: Parser) -> Result<()> {
    match parser.next()? {
        None => bench::run(),
        Some(Arg::Value(what)) if what == "load" => {
            no_more(parser)?;
            bench::load()
        }
        Some(Arg::Value(what)) if what == "peers" => {
            no_more(parser)?;
            bench::peers()
        }
        Some(Arg::Value(what)) if what == "lighthouse" => {
            no_more(parser)?;
            bench::lighthouse()
        }
        Some(other) => Err(other.unexpected().into()),
    }
}

/// A number is how many schedules of the faults suite are played; `--planted` has it look for bugs put in.
fn run_test(mut parser: Parser) -> Result<bool> {
    let (mut suites, mut schedules) = (Vec::new(), test::Schedules::Usual);
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Value(word) => match word.parse::<u64>() {
                Ok(count) => schedules = test::Schedules::Count(count),
                Err(_) => suites.push(word.string()?.parse()?),
            },
            Arg::Long("planted") => schedules = test::Schedules::Planted,
            other @ (Arg::Short(_) | Arg::Long(_)) => return Err(other.unexpected().into()),
        }
    }
    if suites.is_empty() {
        suites = test::Suite::ALL.to_vec();
    }
    Ok(test::run(&suites, schedules))
}

fn run_prepare(mut parser: Parser) -> Result<()> {
    let mut extras = vec![Extra::Chromium, Extra::Elsewhere, Extra::Python];
    let mut prints_path = false;
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("trunk") => extras.push(Extra::Trunk),
            Arg::Long("print-path") => prints_path = true,
            other @ (Arg::Short(_) | Arg::Long(_) | Arg::Value(_)) => {
                return Err(other.unexpected().into());
            }
        }
    }
    let tools = prepare(&extras)?;
    match &tools.elsewhere {
        Some(Err(error)) => say(&format!(
            "✗ all tools are there but the browsers of the suite elsewhere: {error:#}"
        )),
        Some(Ok(_)) | None => say("✓ all tools are there"),
    }
    if prints_path {
        println!("{}", env::join_paths(tools.folders())?.display());
    }
    Ok(())
}

fn run_build(mut parser: Parser) -> Result<()> {
    let mut parts = Vec::new();
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Value(part) => parts.push(part.string()?),
            other @ (Arg::Short(_) | Arg::Long(_)) => return Err(other.unexpected().into()),
        }
    }
    let tools = prepare(&[])?;
    if parts.is_empty() {
        return build::all(&tools);
    }
    parts.iter().try_for_each(|part| match part.as_str() {
        "site" => build::site(&tools),
        "edge" => build::edge(&tools, build::Options::default()),
        "panics" => build::edge(&tools, build::Options { panics: true }),
        _ => bail!("there is no part `{part}` to build; there are site, edge and panics"),
    })
}

fn demo_options(mut parser: Parser) -> Result<demo::Options> {
    let mut options = demo::Options::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("fresh") => options.fresh = true,
            Arg::Long("dwell") => options.dwell_seconds = Some(parser.value()?.parse()?),
            Arg::Long("port") => options.port = Some(parser.value()?.parse()?),
            other @ (Arg::Short(_) | Arg::Long(_) | Arg::Value(_)) => {
                return Err(other.unexpected().into());
            }
        }
    }
    Ok(options)
}

/// The suites or proofs that were named, or all of them.
fn named<T: Clone + FromStr<Err = Error>>(mut parser: Parser, all: &[T]) -> Result<Vec<T>> {
    let mut named = Vec::new();
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Value(name) => named.push(name.string()?.parse()?),
            other @ (Arg::Short(_) | Arg::Long(_)) => return Err(other.unexpected().into()),
        }
    }
    Ok(if named.is_empty() {
        all.to_vec()
    } else {
        named
    })
}

fn run_shop(mut parser: Parser) -> Result<()> {
    let mut edge = "http://127.0.0.1:8787".to_owned();
    let mut mends = false;
    let mut texts = Vec::new();
    let mut words = Vec::new();
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("edge") => edge = parser.value()?.string()?,
            Arg::Long("mend") => mends = true,
            Arg::Long("texts") => texts.push(parser.value()?.into()),
            Arg::Value(word) => words.push(word.string()?),
            other @ (Arg::Short(_) | Arg::Long(_)) => return Err(other.unexpected().into()),
        }
    }
    let words: Vec<_> = words.iter().map(String::as_str).collect();
    let action = match words.as_slice() {
        ["add", file] => Action::Add(PathBuf::from(file)),
        ["import", shop, file] => Action::Import {
            shop: (*shop).to_owned(),
            file: PathBuf::from(file),
        },
        ["publish", shop, flows @ ..] if !flows.is_empty() => Action::Publish {
            shop: (*shop).to_owned(),
            flows: flows.iter().map(PathBuf::from).collect(),
            texts,
        },
        ["show", shop] => Action::Show((*shop).to_owned()),
        ["check", shop] => Action::Check {
            shop: (*shop).to_owned(),
            mends,
        },
        _ => bail!(
            "usage: cargo xtask shop add FILE | import SHOP FILE | publish SHOP FLOW… [--texts FILE]… | show SHOP | check SHOP [--mend] [--edge URL]"
        ),
    };
    let secret = env::var("PARLEY_OPERATOR_SECRET")
        .context("PARLEY_OPERATOR_SECRET is not set: it is the Worker's secret OPERATOR_SECRET")?;
    shop::run(&action, &edge, &secret)
}

fn no_more(mut parser: Parser) -> Result<()> {
    parser
        .next()?
        .map_or(Ok(()), |argument| Err(argument.unexpected().into()))
}

const HELP: &str = "\
cargo xtask prepare [--trunk] [--print-path]  install what is missing; --print-path prints the tools' folders for PATH
cargo xtask build [site edge panics]          make target/site and edge/build, which are what is released;
                                              panics is the Worker for the guard's tests
cargo xtask keep --edge URL [--to FOLDER]       before a deployment: fetch the files of the releases before into
                                              target/site, for pages that are open
cargo xtask extension --edge URL [--to FOLDER]
                                              Shopify's theme app extension for a Worker, into target/extension
cargo xtask demo [--fresh] [--dwell SECONDS] [--port PORT]
                                              a shop with Parley in it, on this machine
cargo xtask test [fmt clippy unit brevo edge faults browser elsewhere bytes extension tidy] [SCHEDULES]
                                              run these suites, or all of them; faults plays so many schedules
cargo xtask test faults --planted             put known bugs into the Worker, and see that the suite finds each
cargo xtask bench                             measure bytes and times, into target/bench.json
cargo xtask bench load                        turns under load beside a floor, growth and cost, into the same file
cargo xtask bench peers                       Parley beside Typebot's embed and an empty page, into the same file
cargo xtask bench lighthouse                  Lighthouse's points for a page with and without Parley, into the same file
cargo xtask prove [coverage mutants]          how much of the core the suites run, and which changes they notice,
                                              into target/bench.json; long
cargo xtask shop add FILE | import SHOP FILE.jsonl | publish SHOP FLOW.json… [--texts FILE]…
                 | show SHOP | check SHOP [--mend] [--edge URL]
                                              operate a shop on a Worker; the secret is in PARLEY_OPERATOR_SECRET
cargo xtask flow check FILE… [--texts FILE]… | show FILE [--mermaid | --svg] [--out FILE]
                 | simulate FILE [SCRIPT | --all-paths [--bound N]] | texts FILE | schema
                                              find mistakes in flows and their translations, draw one, play a shopper in
                                              it or walk every way through it; print what a translator begins with;
                                              write docs/flow.schema.json
cargo xtask message show KIND [--locale de] [--to FILE.html]
                                              a message to shoppers, or a page its links open, with made-up contents
";
