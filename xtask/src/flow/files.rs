//! The documents a flow stands in: its own file, and those of the flows it calls, which lie beside it or in the playbook.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use shared::flow::{Flow, FlowDraft, FlowProblem, Library, read};

use crate::repo;

/// Flows with the files they came from, and what makes files no flows.
#[derive(Default)]
pub(super) struct Files {
    /// The flows that were read, those that others call included.
    pub(super) drafts: Vec<(PathBuf, FlowDraft)>,
    /// What is wrong, each as `file: place: reason`.
    pub(super) problems: Vec<String>,
}

impl Files {
    /// Reads these flows, and the flows they call.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub(super) fn read(files: &[PathBuf]) -> Result<Self> {
        let mut all = Self::default();
        for file in files {
            all.take(file)?;
        }
        let calls = |(file, draft): &(PathBuf, FlowDraft)| -> Vec<(PathBuf, String)> {
            let ids = draft.calls().map(str::to_owned);
            ids.map(|id| (file.clone(), id)).collect()
        };
        let mut open: Vec<_> = all.drafts.iter().flat_map(calls).collect();
        while let Some((caller, id)) = open.pop() {
            if all.file_of(&id).is_some() {
                continue;
            }
            let name = format!("{id}.json");
            let beside = caller.with_file_name(&name);
            let found = [beside, repo::path("shared/playbook").join(&name)];
            // A flow that is nowhere is told by whoever looks at all flows together.
            let Some(found) = found.iter().find(|file| file.is_file()) else {
                continue;
            };
            let known = all.drafts.len();
            all.take(found)?;
            open.extend(all.drafts.iter().skip(known).flat_map(calls));
        }
        Ok(all)
    }

    fn take(&mut self, file: &Path) -> Result<()> {
        match read(&bytes(file)?) {
            Ok(draft) => self.drafts.push((file.to_owned(), draft)),
            Err(errors) => {
                let problems = errors.into_iter().map(FlowProblem::from);
                self.problems
                    .extend(problems.map(|problem| line(file, &problem)));
            }
        }
        Ok(())
    }

    /// The flows together; what is wrong with them is noted.
    pub(super) fn whole(&mut self) -> Option<Library> {
        let drafts = self.drafts.iter().map(|(_, draft)| draft.clone()).collect();
        match Library::validate(drafts) {
            Ok(library) => Some(library),
            Err(problems) => {
                let lines = problems.into_iter().map(|problem| self.line(problem));
                let lines: Vec<_> = lines.collect();
                self.problems.extend(lines);
                None
            }
        }
    }

    /// A problem of the library in the file of its flow. An id may hold dots, and one be the beginning of another.
    fn line(&self, problem: FlowProblem) -> String {
        let within = |(file, draft): &(PathBuf, FlowDraft)| {
            let begin = format!("flows.{}.", draft.id);
            let place = problem.place.strip_prefix(&begin)?.to_owned();
            Some((begin.len(), file.clone(), place))
        };
        let longest = self
            .drafts
            .iter()
            .filter_map(within)
            .max_by_key(|(length, _, _)| *length);
        match longest {
            Some((_, file, place)) => line(&file, &FlowProblem { place, ..problem }),
            None => format!("{}: {}", problem.place, problem.reason),
        }
    }

    fn file_of(&self, id: &str) -> Option<&Path> {
        let mut drafts = self.drafts.iter();
        let (file, _) = drafts.find(|(_, draft)| draft.id == id)?;
        Some(file)
    }
}

/// One flow with all that it calls; what is wrong is printed instead.
///
/// # Errors
/// When a file cannot be read.
pub(super) fn one(file: &Path) -> Result<Option<(Library, Flow)>> {
    let mut files = Files::read(&[file.to_owned()])?;
    let library = files.whole().filter(|_| files.problems.is_empty());
    for problem in &files.problems {
        println!("{problem}");
    }
    let first = files.drafts.first().map(|(_, draft)| &draft.id);
    Ok(library.and_then(|library| {
        let flow = library.flow(&first?.parse().ok()?)?.clone();
        Some((library, flow))
    }))
}

/// A file's content.
///
/// # Errors
/// When it cannot be read.
pub(super) fn bytes(file: &Path) -> Result<Vec<u8>> {
    fs::read(file).with_context(|| format!("cannot read {}", file.display()))
}

/// A problem as it is printed.
pub(super) fn line(file: &Path, problem: &FlowProblem) -> String {
    format!("{}: {}: {}", file.display(), problem.place, problem.reason)
}
