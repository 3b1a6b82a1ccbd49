//! Evidence that records name: which files and commits, and what was found of each.
//!
//! Pure: the facts are gathered by the session from the snapshot and from git.

use crate::git::CommitMeta;
use crate::record::{Found, Item, Record};
use crate::register::Register;
use crate::schema::{Field, Key, Kind, KindSpec, Part, Shape, part};
use crate::term::RepoPath;
use crate::verdict::Cut;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// What was found of a file that a record names.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum FileFact {
    /// A file with content; its SHA-256 in lower-case hex over the bytes with LF line ends kept.
    Digest(String),
    /// A file without content.
    Empty,
    /// A folder, a link or a submodule.
    NotAFile,
    /// Nothing there.
    Missing,
    /// It is there and cannot be read.
    Unreadable(String),
    /// It is there and has content, which a filter of git keeps elsewhere.
    Filtered(Cut),
    /// This clone does not hold its content.
    CannotTell(Cut),
}

/// What was found of a commit that a record names.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum CommitFact {
    /// It exists.
    Known {
        /// What it says of itself.
        commit: Box<CommitMeta>,
        /// Of the paths that records name with it, those it changed against its first parent.
        changed: BTreeSet<RepoPath>,
    },
    /// No such commit, in a repository that has all of its history.
    Unknown,
    /// The text names several commits.
    Ambiguous,
    /// History is cut, or there is none.
    CannotTell(Cut),
}

/// The facts about every file and commit that the register names as evidence.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Artefacts {
    /// The register's root; evidence paths are written from there.
    pub root: String,
    /// By path as written, resolved from the register's root.
    pub files: BTreeMap<RepoPath, FileFact>,
    /// By the id as written.
    pub commits: BTreeMap<String, CommitFact>,
}

impl Artefacts {
    /// What was found of the file that a record names as `written`.
    pub fn file(&self, written: &str) -> Option<&FileFact> {
        self.files.get(&RepoPath::parse_written(written)?.below(&self.root))
    }
}

/// Every item of evidence of a record, with the dotted path of its field.
pub fn evidence_of(record: &Record) -> Vec<(String, Item<'_>)> {
    let mut found = Vec::new();
    for field in evidence_fields(record.spec) {
        collect(record.root(), field, "", &mut found);
    }
    found
}

/// The fields of a kind in which evidence may stand; every record is asked for them several times.
fn evidence_fields(spec: &KindSpec) -> &'static [&'static Field] {
    static OF_KINDS: [OnceLock<Vec<&Field>>; Kind::ALL.len()] =
        [const { OnceLock::new() }; Kind::ALL.len()];
    OF_KINDS[spec.kind as usize].get_or_init(|| {
        spec.kind.spec().all_fields().filter(|field| holds_evidence(field)).collect()
    })
}

fn holds_evidence(field: &Field) -> bool {
    match &field.shape {
        Shape::Map(fields) | Shape::List(Shape::Map(fields)) => {
            is_evidence(fields) || fields.iter().any(holds_evidence)
        }
        _ => false,
    }
}

/// True for the fields of one piece of evidence.
fn is_evidence(fields: &[Field]) -> bool {
    fields.iter().any(|field| field.name == "file")
}

fn collect<'r>(
    item: Item<'r>,
    field: &'static Field,
    inside: &str,
    found: &mut Vec<(String, Item<'r>)>,
) {
    let path = || match inside {
        "" => field.name.to_owned(),
        inside => format!("{inside}.{}", field.name),
    };
    match &field.shape {
        Shape::Map(fields) => {
            if let Some(map) = item.get(Key::<Part>::of(field)) {
                visit(*map, fields, &path(), found);
            }
        }
        Shape::List(Shape::Map(fields)) => {
            for entry in item.items(Key::of(field)) {
                visit(entry, fields, &path(), found);
            }
        }
        _ => {}
    }
}

fn visit<'r>(
    item: Item<'r>,
    fields: &'static [Field],
    path: &str,
    found: &mut Vec<(String, Item<'r>)>,
) {
    if is_evidence(fields) {
        found.push((path.to_owned(), item));
        return;
    }
    for field in fields {
        collect(item, field, path, found);
    }
}

/// Every file that the register names as evidence, from the register's root `root`.
pub fn named_files(register: &Register, root: &str) -> BTreeSet<RepoPath> {
    let items = register.records().iter().flat_map(evidence_of);
    let written = items.flat_map(|(_, item)| files_in(item)).map(|file| file.value);
    written.filter_map(RepoPath::parse_written).map(|path| path.below(root)).collect()
}

/// The files that one item of evidence names, as written.
pub fn files_in(item: Item<'_>) -> impl Iterator<Item = Found<&str>> {
    let diff = item.get(part::DIFF);
    let side = |key| diff.as_ref().and_then(|diff| diff.get(key));
    [side(part::BEFORE), side(part::AFTER), item.get(part::FILE)].into_iter().flatten()
}

/// Every commit that the register names as evidence, as written, with the paths named with it.
pub fn named_commits(register: &Register, root: &str) -> BTreeMap<String, BTreeSet<RepoPath>> {
    let mut found: BTreeMap<String, BTreeSet<RepoPath>> = BTreeMap::new();
    for (_, item) in register.records().iter().flat_map(evidence_of) {
        if let Some(commit) = item.text_of(part::COMMIT) {
            let path = item.text_of(part::PATH).and_then(RepoPath::parse_written);
            found.entry(commit.to_owned()).or_default().extend(path.map(|path| path.below(root)));
        }
    }
    found
}
