//! The baseline of `lint`: where it is, when it is used, how it is written.

use crate::compare::{BASELINE_NAME, Baseline, Hidden};
use crate::fs::Root;
use crate::rules::{Judgement, Settings, find};
use crate::session::{Failure, Session};
use crate::term::RepoPath;
use clap::ValueEnum;

/// Most bytes that are read of a baseline.
const LIMIT: u64 = 64 * 1024 * 1024;

/// What is done with the baseline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum What {
    /// Set down what is found now.
    Write,
    /// Hide what it knows; it must be there.
    Use,
    /// Leave it aside.
    Off,
}

/// Where the baseline of the session's register is, or would be.
pub(super) fn path(session: &Session) -> RepoPath {
    RepoPath::new(BASELINE_NAME).below(session.snapshot().root())
}

/// Takes what the baseline knows out of the findings; `None` where there is no baseline.
///
/// It is read from the snapshot that is judged, like the configuration.
pub(super) fn hide(
    session: &Session,
    asked: Option<What>,
    settings: &Settings,
    judgement: &mut Judgement,
) -> Result<Option<Hidden>, Failure> {
    let path = path(session);
    if asked == Some(What::Off) {
        return Ok(None);
    }
    if !session.snapshot().exists(&path) {
        return match asked {
            Some(What::Use) => Err(Failure::new(
                format!("there is no baseline `{path}`"),
                "write one with `pirctl lint --baseline write`",
            )),
            _ => Ok(None),
        };
    }
    let text = session.snapshot().read(&path, LIMIT)?;
    let baseline = Baseline::parse(&text).map_err(|error| {
        let hint = "write it anew with `pirctl lint --baseline write`, or leave it aside with \
            `--baseline off`";
        Failure::new(format!("`{path}` cannot be used: {error}"), hint)
    })?;
    let was_run = |code: &str| find(code).is_none_or(|rule| settings.is_on(rule));
    Ok(Some(baseline.hide(&mut judgement.findings, was_run)))
}

/// Sets down what is found; gives what to say about it.
pub(super) fn write(session: &Session, judgement: &Judgement) -> Result<String, Failure> {
    let Some(folder) = session.snapshot().folder() else {
        let hint = "leave out --staged, --rev and --as-of";
        return Err(Failure::new("a baseline is written of the working tree", hint));
    };
    let (baseline, left) = Baseline::of(&judgement.findings);
    let (root, path) = (Root::open(folder)?, path(session));
    let bytes = baseline.to_text().into_bytes();
    if root.kind(&path)?.is_some() {
        root.replace(&path, &bytes)?;
    } else {
        root.create(&path, &bytes)?;
    }
    let count = baseline.len();
    let findings = if count == 1 { "1 finding".into() } else { format!("{count} findings") };
    let never = "a baseline never hides (configuration, history as a whole, secrets)";
    Ok(match left {
        0 => format!("wrote {findings} to {path}"),
        left => format!("wrote {findings} to {path}; {left} that {never} stay"),
    })
}
