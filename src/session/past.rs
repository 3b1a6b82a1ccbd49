//! Reading history for all records in one walk; where it cannot be read, the reason.

use crate::git::{CommitId, Head, Repository};
use crate::history::{Question, read_history};
use crate::proof::{KnownReader, Past, Trust, gather};
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
        Ok(history) => {
            let mut past = gather(&history);
            past.trust = trust(repository, &tip, &history.cuts);
            past
        }
        Err(error) => {
            Past::unknown(Cut { reason: error.to_string(), remedy: "run `git fsck`".into() })
        }
    }
}

fn trust(repository: &Repository, tip: &CommitId, cuts: &[Cut]) -> Trust {
    let mut trust = Trust { cuts: cuts.to_vec(), ..Trust::default() };
    match repository.oddities(tip) {
        Ok(odd) => {
            let pair = |(child, parent): &(CommitId, CommitId)| (child.hex(), parent.hex());
            trust.reversed = odd.reversed.iter().map(pair).collect();
            trust.out_of_range = odd.out_of_range.iter().map(CommitId::hex).collect();
            trust.replaced = odd.replaced;
            trust.grafted = odd.grafted;
        }
        Err(error) => trust.cuts.push(error.to_cut()),
    }
    trust
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
