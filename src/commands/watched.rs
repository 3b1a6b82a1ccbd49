//! Which files are watched by commands that begin again when one changes.

use super::Door;
use crate::session::{Face, Failure, Options, Session};
use crate::watch::Watch;
use std::path::PathBuf;

/// The files of the register, those of `own`, and what git writes when something is staged or committed; without
/// what lies below one of `except`.
pub(super) fn watched(
    options: &Options,
    own: Vec<PathBuf>,
    except: &[PathBuf],
    door: &Door,
) -> Result<Watch, Failure> {
    let worktree = Options { face: Face::Worktree, ..options.clone() };
    let session = Session::open(&worktree, &door.environment)?;
    let git = session.repository().map(|repository| repository.git_dir().to_owned());
    let git = git.map(|git| ["index", "HEAD", "logs/HEAD"].map(|name| git.join(name)));
    let beside = git.into_iter().flatten().chain(own).collect();
    let top = session.snapshot().folder().expect("the working tree is a folder");
    let folder = top.join(session.snapshot().root());
    let except = except.iter().map(|path| path.canonicalize().unwrap_or_else(|_| path.clone()));
    Ok(Watch::begin(&folder, beside, except.collect())?)
}
