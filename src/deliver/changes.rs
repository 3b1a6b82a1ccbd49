//! Changes of files, made together: all of them, or none.

use crate::fs::{FileEdit, FsError, Root};
use crate::plan::FileChange;
use std::path::Path;

/// Writes `changes` below `folder`. A file that is not as it was read ends the matter before
/// anything is written.
///
/// Texts come first, then new names, then old names go: sudden death leaves whole files, at worst
/// some with their new text, or one record under both of its names.
pub fn write_changes(folder: &Path, changes: &[FileChange]) -> Result<(), FsError> {
    let (mut texts, mut made, mut gone) = (Vec::new(), Vec::new(), Vec::new());
    for change in changes {
        let before = change.before.as_deref().map(str::as_bytes);
        let (path, after) = (&change.path, Some(change.after.as_bytes()));
        match &change.moved_from {
            Some(old) => {
                made.push(FileEdit { path, before: None, after });
                gone.push(FileEdit { path: old, before, after: None });
            }
            None if before.is_none() => made.push(FileEdit { path, before, after }),
            None => texts.push(FileEdit { path, before, after }),
        }
    }
    texts.append(&mut made);
    texts.append(&mut gone);
    Root::open(folder)?.apply(&texts)
}
