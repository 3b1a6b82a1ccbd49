//! What git itself says of history: the rows of one fixed command.

use pirctl::history::{Change, History};
use std::collections::BTreeMap;
use std::path::Path;

/// What a row says of one parent: letter, path and content there, similarity where it is known.
pub(crate) type SideRow = (char, String, String, Option<u8>);

/// Commit, path and new content (zeros when removed).
pub(crate) type Key = (String, String, String);

/// All rows of a history.
pub(crate) type Rows = BTreeMap<Key, Vec<SideRow>>;

/// The rows of git from `tip`, less those where only the mode differs from some parent.
pub(crate) fn git_rows(folder: &Path, tip: &str) -> Rows {
    let arguments = [
        "-c",
        "core.quotePath=false",
        "-c",
        "diff.renameLimit=1000",
        "log",
        "--full-history",
        "-M",
        "-c",
        "--raw",
        "--combined-all-paths",
        "--no-abbrev",
        "--root",
        "--format=commit %H",
        tip,
    ];
    let output = super::git::run_git(folder, 0, &arguments, b"");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8_lossy(&output.stdout);
    let mut rows = Rows::new();
    let mut commit = String::new();
    for line in text.lines().filter(|line| !line.is_empty()) {
        if let Some(id) = line.strip_prefix("commit ") {
            id.clone_into(&mut commit);
        } else if let Some((path, new, sides)) = parse_row(line) {
            let same = |side: &SideRow| side.1 == path && side.2 == new;
            if !sides.iter().any(same) {
                rows.insert((commit.clone(), path, new), sides);
            }
        }
    }
    rows
}

fn parse_row(line: &str) -> Option<(String, String, Vec<SideRow>)> {
    let parents = line.bytes().take_while(|&b| b == b':').count();
    let (fields, names) = line[parents..].split_once('\t')?;
    let fields: Vec<&str> = fields.split(' ').collect();
    let names: Vec<String> = names.split('\t').map(unquote).collect();
    let (ids, status) = (&fields[parents + 1..fields.len() - 1], *fields.last()?);
    let path = names.last()?.clone();
    let letter = |letter: char| if letter == 'T' { 'M' } else { letter };
    let sides = (0..parents).map(|side| {
        let mut status = status.chars().skip(side);
        let kind = letter(status.next().unwrap_or('?'));
        let score: String = if parents == 1 { status.collect() } else { String::new() };
        let old = if names.len() == 1 { &path } else { &names[side] };
        (kind, old.clone(), ids[side].to_owned(), score.parse().ok())
    });
    Some((path.clone(), ids.last()?.to_string(), sides.collect()))
}

/// Takes git's quotes off a name.
fn unquote(name: &str) -> String {
    let Some(inner) = name.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) else {
        return name.to_owned();
    };
    let (mut bytes, mut rest) = (Vec::new(), inner.bytes());
    while let Some(byte) = rest.next() {
        match (byte, byte == b'\\') {
            (_, false) => bytes.push(byte),
            (_, true) => match rest.next() {
                Some(b'n') => bytes.push(b'\n'),
                Some(b't') => bytes.push(b'\t'),
                Some(first @ b'0'..=b'3') => {
                    let digits = [first, rest.next().unwrap(), rest.next().unwrap()];
                    bytes.push(digits.iter().fold(0, |value, digit| value * 8 + (digit - b'0')));
                }
                other => bytes.extend(other),
            },
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The same rows as the product tells them.
pub(crate) fn our_rows<F>(history: &History<F>) -> Rows {
    let mut rows = Rows::new();
    for revision in history.documents.iter().flat_map(|document| &document.revisions) {
        let commit = revision.commit.id.hex();
        let zeros = "0".repeat(commit.len());
        let hex = |blob: Option<pirctl::git::BlobId>| blob.map_or(zeros.clone(), |blob| blob.hex());
        let path = revision.path.to_string();
        let mut sides: Vec<SideRow> = Vec::new();
        for side in &revision.parents {
            let letter = match side.change {
                Change::Added => 'A',
                Change::Modified => 'M',
                Change::Renamed => 'R',
                Change::Removed => 'D',
            };
            let old = side.previous_path.as_ref().map_or(path.clone(), ToString::to_string);
            let similarity = side.similarity.filter(|_| revision.parents.len() == 1);
            sides.push((letter, old, hex(side.previous_blob), similarity));
        }
        if sides.is_empty() {
            sides.push(('A', path.clone(), zeros.clone(), None));
        }
        let before = rows.insert((commit, path, hex(revision.blob)), sides);
        assert!(before.is_none(), "a row belongs to two documents");
    }
    rows
}

/// Rows that only one of them has, or that differ, in words; `theirs` is git.
pub(crate) fn differences(ours: &Rows, theirs: &Rows) -> Vec<String> {
    let mut found = Vec::new();
    for (key, sides) in theirs {
        match ours.get(key) {
            None => found.push(format!("only git: {key:?} {sides:?}")),
            Some(own) if own != sides => {
                found.push(format!("differs: {key:?}\n  git {sides:?}\n  own {own:?}"));
            }
            Some(_) => {}
        }
    }
    let extra = ours.iter().filter(|(key, _)| !theirs.contains_key(*key));
    found.extend(extra.map(|(key, sides)| format!("only own: {key:?} {sides:?}")));
    found
}
