//! What `lint` is asked to look at: paths on the command line, in a list, and text on standard input.

use super::Arguments;
use crate::session::{Failure, Session, Unsaved};
use crate::term::RepoPath;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Most bytes that are read of a list of files, and of a text.
const LIMIT: u64 = 64 * 1024 * 1024;

/// What was named and read, before a session is opened.
#[derive(Debug, Default)]
pub(super) struct Input {
    /// Files and folders whose findings are printed; `None` for all.
    paths: Option<Vec<PathBuf>>,
    /// A text that is not saved.
    pub(super) unsaved: Option<Unsaved>,
}

impl Input {
    /// Reads what the arguments name.
    pub(super) fn read(arguments: &Arguments) -> Result<Self, Failure> {
        let dash = arguments.paths.iter().any(|path| path == Path::new("-"));
        let named = arguments.paths.iter().filter(|path| *path != Path::new("-")).cloned();
        let mut paths: Vec<PathBuf> = named.collect();
        let unsaved = match (&arguments.stdin_filename, dash) {
            (Some(path), _) => {
                paths.push(path.clone());
                Some(Unsaved { path: path.clone(), text: stdin()? })
            }
            (None, true) => {
                let hint = "say which file it is with --stdin-filename PATH";
                return Err(Failure::new("a text on standard input has no path", hint));
            }
            (None, false) => None,
        };
        let listed = arguments.files0_from.as_deref().map(listed).transpose()?;
        let is_named = !paths.is_empty() || listed.is_some();
        paths.extend(listed.unwrap_or_default());
        Ok(Self { paths: is_named.then_some(paths), unsaved })
    }

    /// The paths from the top of the repository; `None` for everything.
    pub(super) fn paths(&self, session: &Session) -> Result<Option<Vec<RepoPath>>, Failure> {
        self.paths.as_deref().map(|paths| session.named_paths(paths)).transpose()
    }
}

/// The paths in a file, each followed by a NUL byte; `-` is standard input.
fn listed(file: &Path) -> Result<Vec<PathBuf>, Failure> {
    let bytes = if file == Path::new("-") {
        stdin()?
    } else {
        std::fs::read(file).map_err(|error| {
            let message = format!("`{}` cannot be read: {error}", file.display());
            Failure::new(message, "name a file of paths, as `git diff --name-only -z` writes it")
        })?
    };
    let text = String::from_utf8(bytes).map_err(|_| {
        Failure::new("the list of files is not UTF-8", "leave out names that are no text")
    })?;
    Ok(text.split('\0').filter(|path| !path.is_empty()).map(PathBuf::from).collect())
}

fn stdin() -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().take(LIMIT).read_to_end(&mut bytes);
    read.map_err(|error| Failure::new(format!("standard input cannot be read: {error}"), ""))?;
    Ok(bytes)
}
