//! What is unusual about a history as a whole: dates that run backwards, replaced objects, grafts.

use super::{Ancestor, CommitId, GitError, Repository};

/// Seconds that a commit's clock may lie behind its parent's without being remarked on.
const SKEW: i64 = 300;

/// Times that RFC 3339 can write: from 1970 to the end of the year 9999.
const SANE: std::ops::Range<i64> = 0..253_402_300_800;

/// Commits whose dates cannot be taken as they stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OddDates {
    /// Commits whose committer time lies more than five minutes before that of a parent, with the parent.
    pub reversed: Vec<(CommitId, CommitId)>,
    /// Commits whose committer time cannot be right.
    pub out_of_range: Vec<CommitId>,
}

impl OddDates {
    /// Looks at the times of all commits of a history.
    pub fn of(commits: &[Ancestor]) -> Self {
        let odd = commits.iter().filter(|commit| !SANE.contains(&commit.time));
        Self { reversed: reversed(commits), out_of_range: odd.map(|commit| commit.id).collect() }
    }
}

/// What stands in a repository in place of what was committed. It is not followed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StandIns {
    /// Ids of the objects that others stand in for (`refs/replace/`).
    pub replaced: Vec<String>,
    /// True when a grafts file gives commits other parents.
    pub grafted: bool,
}

impl Repository {
    /// Looks for replacements and grafts.
    pub fn stand_ins(&self) -> Result<StandIns, GitError> {
        let grafts = std::fs::metadata(self.common_dir().join("info/grafts"));
        Ok(StandIns {
            replaced: self.replaced()?,
            grafted: grafts.is_ok_and(|file| file.len() > 0),
        })
    }

    /// The objects that `git replace` hides, in their order.
    fn replaced(&self) -> Result<Vec<String>, GitError> {
        let repo = self.local();
        let damaged = |e: &dyn std::fmt::Display| GitError::damaged("the replacements", e);
        let platform = repo.references().map_err(|e| damaged(&e))?;
        let list = platform.prefixed("refs/replace/").map_err(|e| damaged(&e))?;
        let names = list.filter_map(Result::ok).map(|found| found.name().shorten().to_string());
        let mut ids: Vec<String> =
            names.filter_map(|name| Some(name.rsplit('/').next()?.to_owned())).collect();
        ids.sort();
        Ok(ids)
    }
}

fn reversed(commits: &[Ancestor]) -> Vec<(CommitId, CommitId)> {
    let mut found = Vec::new();
    for child in commits {
        let parents = child.parents.iter().map(|place| &commits[*place as usize]);
        let late = parents.filter(|parent| child.time + SKEW < parent.time);
        found.extend(late.map(|parent| (child.id, parent.id)));
    }
    found
}
