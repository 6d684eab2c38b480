//! The command line of `flow`: what each of its commands takes.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use lexopt::{Arg, Parser, ValueExt};

use super::{Action, Drawing};

/// Everything that was given, whichever command takes it.
#[derive(Default)]
struct Given {
    files: Vec<PathBuf>,
    texts: Vec<PathBuf>,
    drawing: Option<Drawing>,
    out: Option<PathBuf>,
    bound: Option<usize>,
    all_paths: bool,
}

impl Action {
    /// What the rest of the command line asks for.
    ///
    /// # Errors
    /// When it asks for nothing that there is; the message says how to ask.
    pub fn parse(mut parser: Parser) -> Result<Self> {
        let command = match parser.next()? {
            Some(Arg::Value(command)) => command.string()?,
            Some(other) => return Err(other.unexpected().into()),
            None => bail!("{USAGE}"),
        };
        let given = Given::read(&mut parser)?;
        match command.as_str() {
            "check" => given.check(),
            "show" => given.show(),
            "simulate" => given.simulate(),
            "texts" => given.texts(),
            "schema" => given.schema(),
            _ => bail!("there is no command `flow {command}`\n\n{USAGE}"),
        }
    }
}

impl Given {
    fn read(parser: &mut Parser) -> Result<Self> {
        let mut given = Self::default();
        while let Some(argument) = parser.next()? {
            match argument {
                Arg::Value(file) => given.files.push(file.into()),
                Arg::Long("texts") => given.texts.push(parser.value()?.into()),
                Arg::Long("svg") => given.drawing = Some(Drawing::Svg),
                Arg::Long("mermaid") => given.drawing = Some(Drawing::Mermaid),
                Arg::Long("out") => given.out = Some(parser.value()?.into()),
                Arg::Long("all-paths") => given.all_paths = true,
                Arg::Long("bound") => given.bound = Some(parser.value()?.parse()?),
                other @ (Arg::Short(_) | Arg::Long(_)) => return Err(other.unexpected().into()),
            }
        }
        Ok(given)
    }

    fn check(self) -> Result<Action> {
        let Self {
            files,
            texts,
            drawing: None,
            out: None,
            bound: None,
            all_paths: false,
        } = self
        else {
            bail!("`flow check` takes files and --texts only\n\n{USAGE}");
        };
        if files.is_empty() {
            bail!("which flow?\n\n{USAGE}");
        }
        Ok(Action::Check { files, texts })
    }

    fn show(self) -> Result<Action> {
        let others = !self.texts.is_empty() || self.bound.is_some() || self.all_paths;
        let [file] = self.files.as_slice() else {
            bail!("`flow show` takes one file\n\n{USAGE}");
        };
        if others {
            bail!("`flow show` takes --svg, --mermaid and --out only\n\n{USAGE}");
        }
        Ok(Action::Show {
            file: file.clone(),
            drawing: self.drawing.unwrap_or(Drawing::Mermaid),
            out: self.out,
        })
    }

    fn simulate(self) -> Result<Action> {
        if !self.texts.is_empty() || self.drawing.is_some() || self.out.is_some() {
            bail!("`flow simulate` takes --all-paths and --bound only\n\n{USAGE}");
        }
        let mut files = self.files.into_iter();
        let file = files
            .next()
            .with_context(|| format!("which flow?\n\n{USAGE}"))?;
        match (files.next(), files.next(), self.all_paths, self.bound) {
            (None, _, true, bound) => Ok(Action::AllPaths {
                file,
                bound: bound.unwrap_or(BOUND),
            }),
            (script, None, false, None) => Ok(Action::Simulate { file, script }),
            (_, _, false, Some(_)) => bail!("--bound goes with --all-paths"),
            _ => bail!("`flow simulate` takes a script or --all-paths, not both\n\n{USAGE}"),
        }
    }

    fn texts(self) -> Result<Action> {
        match self.files.as_slice() {
            [file] if self.is_plain() => Ok(Action::Texts { file: file.clone() }),
            _ => bail!("`flow texts` takes one file\n\n{USAGE}"),
        }
    }

    fn schema(self) -> Result<Action> {
        if !self.files.is_empty() || !self.is_plain() {
            bail!("`flow schema` takes nothing: it writes docs/flow.schema.json");
        }
        Ok(Action::Schema)
    }

    /// Whether nothing but files was given.
    fn is_plain(&self) -> bool {
        self.texts.is_empty()
            && self.drawing.is_none()
            && self.out.is_none()
            && self.bound.is_none()
            && !self.all_paths
    }
}

/// Different states after which a walk gives up, unless another number is given.
const BOUND: usize = 20_000;

const USAGE: &str = "usage: cargo xtask flow check FILE… [--texts FILE]… | show FILE [--mermaid | --svg] [--out FILE]
       | simulate FILE [SCRIPT | --all-paths [--bound N]] | texts FILE | schema";

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, action: Result<Action, &str>) {
        let parsed = Action::parse(Parser::from_args(line.split_whitespace()));
        match action {
            Ok(action) => assert_eq!(parsed.unwrap(), action, "{line}"),
            Err(says) => {
                let error = parsed.unwrap_err().to_string();
                assert!(error.contains(says), "{line}: {error}");
            }
        }
    }

    #[test]
    fn a_command_takes_what_belongs_to_it() {
        let checks = |files: &[&str], texts: &[&str]| Action::Check {
            files: files.iter().map(PathBuf::from).collect(),
            texts: texts.iter().map(PathBuf::from).collect(),
        };
        check(
            "check a.json b.json",
            Ok(checks(&["a.json", "b.json"], &[])),
        );
        check(
            "check a.json --texts de.json",
            Ok(checks(&["a.json"], &["de.json"])),
        );
        let shows = |drawing, out: Option<&str>| Action::Show {
            file: "a.json".into(),
            drawing,
            out: out.map(PathBuf::from),
        };
        check("show a.json", Ok(shows(Drawing::Mermaid, None)));
        check(
            "show --svg --out a.svg a.json",
            Ok(shows(Drawing::Svg, Some("a.svg"))),
        );
        let plays = |script: Option<&str>| Action::Simulate {
            file: "a.json".into(),
            script: script.map(PathBuf::from),
        };
        check("simulate a.json", Ok(plays(None)));
        check("simulate a.json s.txt", Ok(plays(Some("s.txt"))));
        let walks = |bound| Action::AllPaths {
            file: "a.json".into(),
            bound,
        };
        check("simulate a.json --all-paths", Ok(walks(BOUND)));
        check("simulate --bound 9 --all-paths a.json", Ok(walks(9)));
        check(
            "texts a.json",
            Ok(Action::Texts {
                file: "a.json".into(),
            }),
        );
        check("schema", Ok(Action::Schema));
    }

    #[test]
    fn what_belongs_to_another_command_is_refused() {
        check("", Err("usage:"));
        check("chek a.json", Err("there is no command `flow chek`"));
        check("check", Err("which flow?"));
        check("check a.json --svg", Err("--texts only"));
        check("show", Err("one file"));
        check("show a.json b.json", Err("one file"));
        check("show a.json --all-paths", Err("--out only"));
        check("simulate", Err("which flow?"));
        check("texts", Err("one file"));
        check("texts a.json --svg", Err("one file"));
        check("simulate a.json s.txt --all-paths", Err("not both"));
        check("simulate a.json s.txt t.txt", Err("not both"));
        check("simulate a.json --bound 9", Err("goes with --all-paths"));
        check("simulate a.json --bound many --all-paths", Err("many"));
        check("schema a.json", Err("takes nothing"));
        check("check a.json -v", Err("-v"));
    }
}
