//! What commits show, in tables and lines, with the command that repeats it.

use super::site::Site;
use crate::chain::Proof;
use crate::proof::CommitNote;
use crate::record::Record;
use crate::rows::{Cell, Piece, Table, plain};
use crate::term::Stamp;
use crate::verdict::Seal;

/// The commits behind a stage, each in one line; a file stands there only where it is not that of the record.
pub(super) fn proofs(site: &Site<'_>, proofs: &[Proof]) -> Vec<Cell> {
    let line = |proof: &Proof| {
        let record = site.cx.register.get(&proof.record);
        let commit = &proof.commit;
        let mut line = vec![
            Piece::id(&proof.record, site.addresses.id(&proof.record)),
            Piece::text(format!("{}:", proof.shows)),
            Piece::code(commit.short()),
            Piece::stamp(Stamp::Instant(commit.committed_at)),
            Piece::text(format!("by {}, {}", people(commit).join(", "), seal_words(commit.seal))),
        ];
        if record.is_none_or(|record| record.path.as_str() != proof.path) {
            line.push(Piece::code(&proof.path));
        }
        line
    };
    proofs.iter().map(line).collect()
}

/// The last commit of each record, how often it changed, and its file.
pub(super) fn lives(site: &Site<'_>, records: &[&Record]) -> (Table, String) {
    let labels = ["record", "commit", "dated", "by", "revisions#", "file"];
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
        cells.push(vec![Piece::code(record.path.as_str())]);
        table.push("", cells);
    }
    (table, note)
}

/// Why it cannot be told, and what mends it.
pub(super) fn told(reason: &str, remedy: &str) -> String {
    if remedy.is_empty() { reason.to_owned() } else { format!("{reason}; {remedy}") }
}

/// Commit with its seal, both times, both people; the author's only where they are not the committer's.
pub(super) fn commit_cells(commit: &CommitNote) -> Vec<Cell> {
    let mut people = people(commit).into_iter();
    let mut by: Cell = people.next().map(Piece::text).into_iter().collect();
    by.extend(people.map(Piece::sub));
    vec![
        vec![Piece::id(commit.short(), ""), Piece::sub(seal_words(commit.seal))],
        times(commit),
        by,
    ]
}

/// When it was committed, and when authored if that was another time.
pub(super) fn times(commit: &CommitNote) -> Cell {
    let mut times = vec![Piece::stamp(Stamp::Instant(commit.committed_at))];
    if commit.authored_at != commit.committed_at {
        times.push(Piece::sub(format!("authored {}", Stamp::Instant(commit.authored_at))));
    }
    times
}

/// The author, and who committed it if that was somebody else.
fn people(commit: &CommitNote) -> Vec<String> {
    let mut people = vec![commit.author.clone()];
    if commit.committer != commit.author {
        people.push(format!("committed by {}", commit.committer));
    }
    people
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
