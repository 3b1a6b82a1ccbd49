//! One file to send: written where nothing was, or over an earlier one of ours.

use crate::emit::is_alone;
use crate::fs::{FsError, Root};
use crate::session::Failure;
use crate::term::RepoPath;
use std::path::{Path, PathBuf};

/// Most bytes of an earlier file that are read to know it again.
const LIMIT: u64 = 64 * 1024 * 1024;

/// Why the file was not written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AloneError {
    /// There is a file that we did not make.
    #[error("`{file}` is there, and is no earlier file of this kind")]
    NotOurs {
        /// The file, as the user wrote it.
        file: String,
    },
    /// The name is none of a page.
    #[error("`{file}` is no name of a page")]
    NotAPage {
        /// The file, as the user wrote it.
        file: String,
    },
    /// The disk said no.
    #[error(transparent)]
    File(#[from] FsError),
}

impl From<AloneError> for Failure {
    fn from(error: AloneError) -> Self {
        let hint = match &error {
            AloneError::NotOurs { .. } => {
                "name a new file, or one that an earlier `report --only` wrote".to_owned()
            }
            AloneError::NotAPage { .. } => {
                "with `--only`, `--out` names a file that ends in `.html`".to_owned()
            }
            AloneError::File(error) => error.hint().into(),
        };
        Self::new(error.to_string(), hint)
    }
}

/// Writes `bytes` as the file at `path` in one step.
pub fn write_alone(path: &Path, bytes: &[u8]) -> Result<(), AloneError> {
    let shown = path.display().to_string();
    let is_page = path.extension().is_some_and(|end| end.eq_ignore_ascii_case("html"));
    let name = path.file_name().and_then(|name| name.to_str()).filter(|_| is_page);
    let Some(name) = name.map(RepoPath::new) else {
        return Err(AloneError::NotAPage { file: shown });
    };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let root = Root::open(&folder.map_or_else(|| PathBuf::from("."), Path::to_path_buf))?;
    match root.kind(&name)? {
        None => Ok(root.create(&name, bytes)?),
        Some(_) if is_alone(&root.read(&name, LIMIT)?) => Ok(root.replace(&name, bytes)?),
        Some(_) => Err(AloneError::NotOurs { file: shown }),
    }
}

#[cfg(test)]
mod tests {
    use super::{AloneError, write_alone};

    #[test]
    fn only_an_earlier_file_of_ours_is_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path().join("one.html");
        let ours = b"<meta name=\"generator\" content=\"pirctl 1.0; report --only\">";
        write_alone(&at, ours).unwrap();
        write_alone(&at, b"<p>none of ours").unwrap();
        assert!(matches!(write_alone(&at, ours), Err(AloneError::NotOurs { .. })));
        assert_eq!(std::fs::read(&at).unwrap(), b"<p>none of ours");
        assert!(matches!(
            write_alone(&folder.path().join("one"), ours),
            Err(AloneError::NotAPage { .. })
        ));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
