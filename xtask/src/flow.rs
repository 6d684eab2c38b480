//! `cargo xtask flow`: for whoever writes a flow. What is right and wrong in one, `shared::flow` decides; this reads files
//! and prints.
//!
//! Problems and results go to standard output, progress to standard error. `arguments` reads the command line, `files` the
//! documents; each of the others is one of its commands.

mod arguments;
mod check;
mod files;
mod show;
mod simulate;
mod svg;
mod texts;

use std::path::PathBuf;

use anyhow::Result;
use shared::wire::document_v1::schema;

use crate::repo;
use crate::step::say;

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Look for mistakes in flows, and in translations of these.
    Check {
        /// The flows.
        files: Vec<PathBuf>,
        /// Their translations.
        texts: Vec<PathBuf>,
    },
    /// Draw a flow.
    Show {
        /// The flow.
        file: PathBuf,
        /// As what.
        drawing: Drawing,
        /// Into which file; `None` for standard output.
        out: Option<PathBuf>,
    },
    /// Let a shopper walk through a flow in a stand-in shop.
    Simulate {
        /// The flow.
        file: PathBuf,
        /// What the shopper does; `None` walks through every answer, and prints what that finds.
        script: Option<PathBuf>,
    },
    /// Walk every way through a flow.
    AllPaths {
        /// The flow.
        file: PathBuf,
        /// Different states after which the walk gives up.
        bound: usize,
    },
    /// Print a flow's texts, as a translator begins with them.
    Texts {
        /// The flow.
        file: PathBuf,
    },
    /// Write the schema that editors complete and check flows by.
    Schema,
}

/// What a flow is drawn as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawing {
    /// Text that Mermaid draws.
    Mermaid,
    /// A picture.
    Svg,
}

/// Does it; whether nothing was found wrong.
///
/// # Errors
/// When a file cannot be read or written, or a program not be started. What is wrong in a flow is no error here.
pub fn run(action: &Action) -> Result<bool> {
    match action {
        Action::Check { files, texts } => check::run(files, texts),
        Action::Show { file, drawing, out } => show::run(file, *drawing, out.as_deref()),
        Action::Simulate { file, script } => simulate::play(file, script.as_deref()),
        Action::AllPaths { file, bound } => simulate::walk(file, *bound),
        Action::Texts { file } => texts::print(file),
        Action::Schema => {
            let path = repo::path("docs/flow.schema.json");
            repo::write(&path, schema())?;
            say(&format!("✓ {}", path.display()));
            Ok(true)
        }
    }
}
