//! Anchors: one printed line that holds a history to what it was on a day.
//!
//! Somebody outside keeps the line; later it says whether the history still descends from the
//! commit it names and whether that commit still holds the same files. The digest does not rest on
//! the ids of git, which may be SHA-1.

use crate::config::Redaction;
use crate::digest::sha256;
use crate::git::{CommitId, CommitLookup, FileKind, GitError, Repository};
use crate::term::Zone;
use crate::verdict::Cut;
use chrono::{DateTime, FixedOffset, SecondsFormat};
use std::fmt;

/// The first word of every line.
const FORM: &str = "pirctl-anchor/1";

/// What an anchor line says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// What was named when the line was made: `refs/heads/main`.
    pub reference: String,
    /// The commit.
    pub commit: CommitId,
    /// The committer's clock, as the commit states it.
    pub at: DateTime<FixedOffset>,
    /// The digest of all files of the commit, 64 hex digits; see [`tree_digest`].
    pub digest: String,
}

/// Why a text is no anchor line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AnchorError {
    /// The first word is another.
    #[error("it does not begin with `pirctl-anchor/1`")]
    Form,
    /// There are more or fewer words.
    #[error("it does not have five words")]
    Words,
    /// The third word is no full id of a commit.
    #[error("its third word is no full id of a commit")]
    Commit,
    /// The fourth word is no time.
    #[error("its fourth word is no time such as 2026-05-20T09:30:00+02:00")]
    Time,
    /// The fifth word is no digest.
    #[error("its fifth word is no `sha256:` with 64 digits")]
    Digest,
}

/// How the commit of an anchor stands to the commit judged.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum AnchorStanding {
    /// The history judged descends from it.
    Ancestor,
    /// It is here, and the history judged does not descend from it.
    NotAncestor,
    /// No commit here has this id, and nothing is cut.
    Unknown,
    /// History is cut where the answer would be.
    CannotTell(Cut),
}

impl Anchor {
    /// The line for `commit`; `reference` is what it was named by.
    pub fn of(
        repository: &Repository,
        reference: &str,
        commit: &CommitId,
    ) -> Result<Self, GitError> {
        let at = repository.commit(commit)?.committer.time;
        let word = !reference.is_empty() && !reference.contains(char::is_whitespace);
        let reference = if word { reference.to_owned() } else { commit.hex() };
        Ok(Self { reference, commit: *commit, at, digest: tree_digest(repository, commit)? })
    }

    /// Reads a line; blanks around it do not count.
    pub fn parse(line: &str) -> Result<Self, AnchorError> {
        let words: Vec<&str> = line.split_whitespace().collect();
        if words.first() != Some(&FORM) {
            return Err(AnchorError::Form);
        }
        let [_, reference, commit, at, digest] = words[..] else { return Err(AnchorError::Words) };
        let digits = |digest: &&str| digest.len() == 64 && digest.bytes().all(is_lower_hex);
        let digest = digest.strip_prefix("sha256:").filter(digits).ok_or(AnchorError::Digest)?;
        Ok(Self {
            reference: reference.to_owned(),
            commit: CommitId::parse(commit).ok_or(AnchorError::Commit)?,
            at: DateTime::parse_from_rfc3339(at).map_err(|_| AnchorError::Time)?,
            digest: digest.to_owned(),
        })
    }
}

impl Anchor {
    /// True when the rewrite replaced the commit, or was made on its day or later.
    pub fn is_explained_by(&self, redaction: &Redaction, zone: Zone) -> bool {
        let old = redaction.old_head.as_deref().is_some_and(|old| old == self.commit.hex());
        old || redaction.date.is_some_and(|day| zone.day_of(self.at.to_utc()) <= day)
    }
}

fn is_lower_hex(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'a'..=b'f')
}

impl fmt::Display for Anchor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = self.at.to_rfc3339_opts(SecondsFormat::Secs, true);
        write!(f, "{FORM} {} {} {at} sha256:{}", self.reference, self.commit, self.digest)
    }
}

/// The digest of all files of a commit: that of a list of `SHA-256, two blanks, path, NUL`, one
/// entry for each file in the order of the paths' bytes, as `sha256sum -z` prints it.
///
/// Of a link the target is the content, of a submodule the id of its commit in hex digits.
pub fn tree_digest(repository: &Repository, commit: &CommitId) -> Result<String, GitError> {
    let mut files = repository.tree_files(commit, "")?;
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let blobs = repository.blobs();
    let mut list = String::new();
    for file in files {
        let digest = match file.kind {
            FileKind::Submodule => sha256(file.blob.hex().as_bytes()),
            FileKind::File | FileKind::Executable | FileKind::Link => {
                sha256(&blobs.read(&file.blob)?)
            }
        };
        list.extend([&digest, "  ", file.path.as_str(), "\0"]);
    }
    Ok(sha256(list.as_bytes()))
}

/// How the commit of an anchor stands to `tip`.
pub fn stand(repository: &Repository, commit: &CommitId, tip: &CommitId) -> AnchorStanding {
    let known = match repository.lookup_commit(&commit.hex()) {
        CommitLookup::Known(known) => known,
        CommitLookup::Unknown | CommitLookup::Ambiguous => return AnchorStanding::Unknown,
        CommitLookup::CannotTell(cut) => return AnchorStanding::CannotTell(cut),
    };
    match repository.merge_base(&known, tip) {
        Ok(Some(base)) if base == known => AnchorStanding::Ancestor,
        Ok(_) if repository.is_shallow() => AnchorStanding::CannotTell(Cut {
            reason: format!("what lies before this shallow clone may lead to {}", known.short()),
            remedy: "git fetch --unshallow".into(),
        }),
        Ok(_) => AnchorStanding::NotAncestor,
        Err(error) => AnchorStanding::CannotTell(error.to_cut()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = "pirctl-anchor/1 refs/heads/main 94396b6322a951ffead888ad41c939117acdc8d5 \
        2026-05-20T09:30:00+02:00 \
        sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    #[test]
    fn a_line_is_read_and_printed_alike() {
        let anchor = Anchor::parse(&format!("  {LINE}\n")).unwrap();
        assert_eq!(anchor.to_string(), LINE);
    }

    #[test]
    fn a_text_that_is_no_line_says_what_is_wrong() {
        let with = |from: &str, to: &str| Anchor::parse(&LINE.replace(from, to)).unwrap_err();
        assert_eq!(Anchor::parse("").unwrap_err(), AnchorError::Form);
        assert_eq!(with("anchor/1", "anchor/2"), AnchorError::Form);
        assert_eq!(with(" refs/heads/main", ""), AnchorError::Words);
        assert_eq!(with("94396b63", "94396b6"), AnchorError::Commit);
        assert_eq!(with("T09", "T99"), AnchorError::Time);
        assert_eq!(with("sha256:ba", "sha256:BA"), AnchorError::Digest);
    }
}
