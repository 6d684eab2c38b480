//! `flow show`: a flow as a drawing.

use std::path::Path;

use anyhow::Result;
use shared::flow::{picture, sketch};

use super::{Drawing, files, svg};
use crate::repo;
use crate::step::say;

/// Draws a flow; whether it is one.
///
/// # Errors
/// When a file cannot be read or written.
pub(super) fn run(file: &Path, drawing: Drawing, out: Option<&Path>) -> Result<bool> {
    let Some((_, flow)) = files::one(file)? else {
        return Ok(false);
    };
    let drawn = match drawing {
        Drawing::Mermaid => picture(&flow),
        Drawing::Svg => svg::draw(&sketch(&flow)),
    };
    match out {
        Some(out) => {
            repo::write(out, drawn)?;
            say(&format!("✓ {}", out.display()));
        }
        None => print!("{drawn}"),
    }
    Ok(true)
}
