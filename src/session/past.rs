//! Reading history for all records in one walk; where it cannot be read, the reason.

use crate::git::{CommitId, Head, Repository};
use crate::history::{Question, read_history};
use crate::proof::{KnownReader, Past, gather};
use crate::register::Register;
use crate::source::Snapshot;
use crate::verdict::Cut;

pub(super) fn read(
    repository: Option<&Repository>,
    commit: Option<CommitId>,
    snapshot: &Snapshot,
    register: &Register,
) -> Past {
    let Some(repository) = repository else {
        return unknown("the register is not in a git repository", "run `git init` and commit it");
    };
    let tip = match commit.map_or_else(|| head(repository), Ok) {
        Ok(tip) => tip,
        Err(cut) => return Past::unknown(cut),
    };
    let question = Question {
        tip,
        paths: vec![snapshot.root().to_owned()],
        ids: Vec::new(),
        count_lines: false,
    };
    let stored = snapshot.files().iter().filter_map(|file| Some((&file.path, file.blob()?)));
    match read_history(repository, &question, &KnownReader::new(register, stored)) {
        Ok(history) => gather(&history),
        Err(error) => {
            Past::unknown(Cut { reason: error.to_string(), remedy: "run `git fsck`".into() })
        }
    }
}

pub(super) fn head(repository: &Repository) -> Result<CommitId, Cut> {
    match repository.head() {
        Ok(Head::Commit { id, .. }) => Ok(id),
        Ok(_) => Err(Cut {
            reason: "there is no commit yet".into(),
            remedy: "commit the register".into(),
        }),
        Err(error) => Err(error.to_cut()),
    }
}

fn unknown(reason: &str, remedy: &str) -> Past {
    Past::unknown(Cut { reason: reason.into(), remedy: remedy.into() })
}
