//! Naming commits: HEAD, what a person wrote, a date, branches, shortened ids.

use super::commit::read_commit;
use super::{CommitId, GitError, Repository};
use crate::verdict::Cut;
use chrono::{DateTime, Utc};
use gix::bstr::ByteSlice;
use gix::objs::Kind;
use std::collections::HashSet;

/// What HEAD stands on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Head {
    /// A commit; without branch when HEAD is detached.
    Commit {
        /// The commit.
        id: CommitId,
        /// The short name of the branch.
        branch: Option<String>,
    },
    /// A branch that has no commit yet.
    Unborn {
        /// The short name of the branch.
        branch: String,
    },
}

/// A local or remote-tracking branch.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Branch {
    /// The short name: `main`, `origin/main`.
    pub name: String,
    /// True for a remote-tracking branch.
    pub remote: bool,
    /// Its newest commit.
    pub tip: CommitId,
}

/// What is known of a commit that a record names by its id or the beginning of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CommitLookup {
    /// It is here.
    Known(CommitId),
    /// No commit here has this id, and nothing is cut.
    Unknown,
    /// More than one commit begins so.
    Ambiguous,
    /// Not here, but this clone leaves commits out.
    CannotTell(Cut),
}

impl Repository {
    /// What HEAD stands on.
    pub fn head(&self) -> Result<Head, GitError> {
        let repo = self.local();
        let mut head = repo.head().map_err(|e| GitError::damaged("HEAD", e))?;
        let branch = head.referent_name().map(|name| name.shorten().to_str_lossy().into_owned());
        if head.is_unborn() {
            return Ok(Head::Unborn { branch: branch.unwrap_or_default() });
        }
        let id = head.try_peel_to_id().map_err(|e| GitError::damaged("HEAD", e))?;
        let id = id.map(gix::Id::detach);
        let id = id.ok_or_else(|| GitError::damaged("HEAD", "it names no object"))?;
        self.peel(&repo, "HEAD", id).map(|id| Head::Commit { id, branch })
    }

    /// The commit that `rev` names, in git's syntax for one revision; tags are peeled.
    pub fn resolve(&self, rev: &str) -> Result<CommitId, GitError> {
        let repo = self.local();
        let unknown = || GitError::NoSuchRevision { rev: rev.to_owned(), near: near(&repo, rev) };
        if rev.trim().is_empty() || rev.contains('\0') {
            return Err(unknown());
        }
        match repo.rev_parse_single(rev) {
            Ok(id) => self.peel(&repo, rev, id.detach()),
            Err(_) if self.lookup_commit(rev) == CommitLookup::Ambiguous => {
                Err(GitError::Ambiguous { prefix: rev.to_owned() })
            }
            Err(_) => Err(unknown()),
        }
    }

    /// The first commit met from `tip` along first parents whose committer time is not after
    /// `not_after`; `None` when the history begins later.
    pub fn as_of(
        &self,
        tip: &CommitId,
        not_after: DateTime<Utc>,
    ) -> Result<Option<CommitId>, GitError> {
        let repo = self.local();
        let boundary = self.boundary()?;
        let mut at = *tip;
        loop {
            let commit = read_commit(&repo, &at, self.is_partial())?;
            if commit.committer.time <= not_after {
                return Ok(Some(at));
            }
            match commit.parents.first() {
                None => return Ok(None),
                Some(_) if boundary.contains(&at) => {
                    return Err(GitError::Shallow { commit: at.short() });
                }
                Some(parent) => at = *parent,
            }
        }
    }

    /// Local and remote-tracking branches, sorted; broken ones are left out.
    pub fn branch_tips(&self) -> Result<Vec<Branch>, GitError> {
        let repo = self.local();
        let platform = repo.references().map_err(|e| GitError::damaged("the branches", e))?;
        let mut found = Vec::new();
        for (remote, list) in
            [(false, platform.local_branches()), (true, platform.remote_branches())]
        {
            let list = list.map_err(|e| GitError::damaged("the branches", e))?;
            for mut reference in list.filter_map(Result::ok) {
                let name = reference.name().shorten().to_str_lossy().into_owned();
                let symbolic = reference.target().try_name().is_some();
                let Ok(commit) = reference.peel_to_commit() else { continue };
                if !(remote && symbolic) {
                    found.push(Branch { name, remote, tip: CommitId(commit.id) });
                }
            }
        }
        found.sort();
        Ok(found)
    }

    /// Looks up a commit by at least four hexadecimal digits of its id.
    pub fn lookup_commit(&self, hex: &str) -> CommitLookup {
        let repo = self.local();
        let digits = hex.len() >= 4 && hex.bytes().all(|b| b.is_ascii_hexdigit());
        let Some(prefix) = gix::hash::Prefix::from_hex(hex).ok().filter(|_| digits) else {
            return CommitLookup::Unknown;
        };
        let mut all = HashSet::new();
        if let Err(error) = repo.objects.lookup_prefix(prefix, Some(&mut all)) {
            return CommitLookup::CannotTell(GitError::damaged("the objects", error).to_cut());
        }
        let mut commits = all.into_iter().filter_map(|id| self.peel(&repo, hex, id).ok());
        match (commits.next(), commits.next()) {
            (Some(id), None) => CommitLookup::Known(id),
            (Some(_), Some(_)) => CommitLookup::Ambiguous,
            (None, _) => self.absent(hex),
        }
    }

    /// The commits at which a shallow clone ends; empty when it is complete.
    pub fn boundary(&self) -> Result<HashSet<CommitId>, GitError> {
        let list = self.local().shallow_commits();
        let list = list.map_err(|e| GitError::damaged("the list of shallow commits", e))?;
        Ok(list.map(|ids| ids.iter().map(|id| CommitId(*id)).collect()).unwrap_or_default())
    }

    /// The best common ancestor of two commits; `None` when they have none.
    pub fn merge_base(&self, a: &CommitId, b: &CommitId) -> Result<Option<CommitId>, GitError> {
        let repo = self.local();
        match repo.merge_base(a.0, b.0) {
            Ok(id) => Ok(id.map(|id| CommitId(id.detach()))),
            Err(error) => Err(GitError::damaged("the common history", error)),
        }
    }

    fn absent(&self, hex: &str) -> CommitLookup {
        if self.is_shallow() {
            let reason = format!("commit {hex} is not in this shallow clone");
            return CommitLookup::CannotTell(Cut {
                reason,
                remedy: "git fetch --unshallow".into(),
            });
        }
        CommitLookup::Unknown
    }

    fn peel(
        &self,
        repo: &gix::Repository,
        rev: &str,
        id: gix::ObjectId,
    ) -> Result<CommitId, GitError> {
        let missing =
            || GitError::Missing { kind: "commit", id: id.to_string(), partial: self.is_partial() };
        let damaged = |e: gix::Error| GitError::damaged(format!("revision `{rev}`"), e);
        let found = repo.try_find_object(id).map_err(damaged)?.ok_or_else(missing)?;
        let peeled = found.peel_tags_to_end().map_err(damaged)?;
        let kind = match peeled.kind {
            Kind::Commit => return Ok(CommitId(peeled.id)),
            Kind::Tree => "tree",
            Kind::Blob => "blob",
            Kind::Tag => "tag",
        };
        Err(GitError::NotACommit { rev: rev.to_owned(), kind })
    }
}

/// Up to three branches and tags whose name resembles `rev`.
fn near(repo: &gix::Repository, rev: &str) -> Vec<String> {
    let Ok(platform) = repo.references() else { return Vec::new() };
    let Ok(all) = platform.all() else { return Vec::new() };
    let names = all.filter_map(Result::ok).map(|r| r.name().shorten().to_str_lossy().into_owned());
    let mut scored: Vec<(usize, String)> = names
        .filter(|name| name.len() < 200)
        .map(|name| (distance(&name, rev), name))
        .filter(|(distance, name)| *distance <= 2 || ends_alike(name, rev))
        .collect();
    scored.sort();
    scored.dedup();
    scored.into_iter().take(3).map(|(_, name)| name).collect()
}

/// `origin/main` for `main` and the other way round.
fn ends_alike(name: &str, rev: &str) -> bool {
    let last = |text: &str| text.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
    last(name) == last(rev)
}

/// How many letters must change (Levenshtein), with long names cut.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) =
        (a.chars().take(80).collect(), b.chars().take(80).collect());
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.iter().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, to) in b.iter().enumerate() {
            let replaced = corner + usize::from(from != to);
            corner = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(corner + 1);
        }
    }
    row[b.len()]
}
