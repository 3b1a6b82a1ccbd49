//! Where the text of a format goes: a file, whole or not at all, and the page of a step.

use crate::commands::Door;
use crate::emit::{self, LintReport};
use crate::fs::{FsError, Root};
use crate::session::Failure;
use crate::term::RepoPath;
use std::io::Write;
use std::path::Path;

/// Bytes that GitHub takes for the page of one step.
const SUMMARY_LIMIT: usize = 1024 * 1024;

/// Gives `file` the content `text`: a usual file in one step, anything else (a pipe, a device) directly.
pub(in crate::commands) fn write(file: &Path, text: &str) -> Result<(), Failure> {
    let doing = format!("writing {}", file.display());
    let failed = |failure: Failure| failure.while_doing(&doing);
    // A link is followed: it is the user's own, and what it names is what is meant.
    let file = match file.metadata() {
        Ok(seen) if !seen.is_file() && !seen.is_dir() => return write_through(file, text),
        Ok(_) => file.canonicalize().unwrap_or_else(|_| file.to_owned()),
        Err(_) => file.to_owned(),
    };
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    let name = file.file_name().and_then(|name| name.to_str()).ok_or_else(|| {
        failed(Failure::new("that is not the name of a file", "choose another name"))
    })?;
    let root =
        Root::open(folder.unwrap_or(Path::new("."))).map_err(|error| failed(error.into()))?;
    let path = RepoPath::new(name);
    let done = match root.create(&path, text.as_bytes()) {
        Err(FsError::Exists { .. }) => root.replace(&path, text.as_bytes()),
        other => other,
    };
    done.map_err(|error| failed(error.into()))
}

fn write_through(file: &Path, text: &str) -> Result<(), Failure> {
    let opened = std::fs::OpenOptions::new().write(true).open(file);
    let done =
        opened.and_then(|mut open| open.write_all(text.as_bytes()).and_then(|()| open.flush()));
    done.map_err(|error| Failure::new(format!("writing {}: {error}", file.display()), ""))
}

/// Adds to the page of the step, where there is one: never more than is taken, never a part of it.
pub(super) fn step_summary(report: &LintReport<'_>, door: &Door) -> Result<(), Failure> {
    let Some(file) = &door.environment.step_summary else {
        door.console.say("note: GITHUB_STEP_SUMMARY is not set; there is no summary page to write");
        return Ok(());
    };
    let failed = |error: std::io::Error| {
        let hint = "the findings above are all; unset GITHUB_STEP_SUMMARY to go without the page";
        Failure::new(
            format!("the summary page {} cannot be written: {error}", file.display()),
            hint,
        )
    };
    let mut open =
        std::fs::OpenOptions::new().create(true).append(true).open(file).map_err(failed)?;
    let before = open.metadata().map_err(failed)?.len();
    let taken = usize::try_from(before).unwrap_or(usize::MAX);
    let text = emit::github_summary(report, SUMMARY_LIMIT.saturating_sub(taken));
    if text.len() > SUMMARY_LIMIT.saturating_sub(taken) {
        door.console.say("note: the summary page of this step is full; nothing was added to it");
        return Ok(());
    }
    let done = open.write_all(text.as_bytes()).and_then(|()| open.flush());
    done.map_err(|error| {
        // What a full disk took of it is taken back; where that fails too, nothing else helps.
        open.set_len(before).unwrap_or_default();
        failed(error)
    })
}
