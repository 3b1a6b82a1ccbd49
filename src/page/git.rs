//! What commits show, as tables, each with the command that repeats it.

use super::site::Site;
use crate::chain::Proof;
use crate::proof::CommitNote;
use crate::record::Record;
use crate::rows::{Cell, Piece, Table, plain};
use crate::term::Stamp;
use crate::verdict::Seal;

/// The commits behind a stage.
pub(super) fn proofs(site: &Site<'_>, proofs: &[Proof]) -> Table {
    let labels = ["record", "shows+", "commit", "dated", "by", "command"];
    let mut table = Table::new("What commits show of this stage", &labels);
    for proof in proofs {
        let mut cells = vec![
            vec![Piece::id(&proof.record, site.addresses.id(&proof.record))],
            plain(&proof.shows),
        ];
        cells.extend(commit_cells(&proof.commit));
        cells.push(vec![Piece::code(show(&proof.commit, &proof.path))]);
        table.push("", cells);
    }
    table
}

/// The last commit of each record, and how often it changed.
pub(super) fn lives(site: &Site<'_>, records: &[&Record]) -> (Table, String) {
    let labels = ["record", "commit", "dated", "by", "revisions#", "command"];
    let mut table = Table::new("Last commit of each record", &labels);
    let mut note = String::new();
    for record in records {
        let Some(past) = site.cx.past.seen(record.id()) else {
            if let (Err(cut), true) = (site.cx.past.of(record.id()), note.is_empty()) {
                note = told(&cut.reason, &cut.remedy);
            }
            continue;
        };
        if let Some(cut) = past.cut.as_ref().filter(|_| note.is_empty()) {
            note = told(&cut.reason, &cut.remedy);
        }
        let Some(commit) = past.last() else { continue };
        let mut named = vec![Piece::id(record.id(), site.addresses.file(record))];
        if !past.followed_by.is_empty() {
            named.push(Piece::sub(&past.followed_by));
        }
        let mut cells = vec![named];
        cells.extend(commit_cells(commit));
        cells.push(plain(past.revisions.len().to_string()));
        cells.push(vec![Piece::code(show(commit, record.path.as_str()))]);
        table.push("", cells);
    }
    (table, note)
}

/// Why it cannot be told, and what mends it.
pub(super) fn told(reason: &str, remedy: &str) -> String {
    if remedy.is_empty() { reason.to_owned() } else { format!("{reason}; {remedy}") }
}

/// Commit with its seal, both times, both people.
pub(super) fn commit_cells(commit: &CommitNote) -> Vec<Cell> {
    let mut by = vec![Piece::text(&commit.author)];
    if commit.committer != commit.author {
        by.push(Piece::sub(format!("committed by {}", commit.committer)));
    }
    let authored = if commit.authored_at == commit.committed_at {
        "authored at the same time".to_owned()
    } else {
        format!("authored {}", Stamp::Instant(commit.authored_at))
    };
    vec![
        vec![Piece::id(commit.short(), ""), Piece::sub(seal_words(commit.seal))],
        vec![Piece::stamp(Stamp::Instant(commit.committed_at)), Piece::sub(authored)],
        by,
    ]
}

/// A seal in words.
pub(super) const fn seal_words(seal: Seal) -> &'static str {
    seal.words()
}

/// The command that shows what a commit did to a file.
pub(super) fn show(commit: &CommitNote, path: &str) -> String {
    format!("git show {} -- {}", commit.short(), quoted(path))
}

/// A path as one word of a shell command.
pub(super) fn quoted(path: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
    if path.chars().all(plain) {
        path.to_owned()
    } else {
        format!("'{}'", path.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_path_is_one_word_of_the_command() {
        assert_eq!(quoted("policies/POL-a.md"), "policies/POL-a.md");
        assert_eq!(quoted("a b; rm 'x'"), "'a b; rm '\\''x'\\'''");
    }
}
