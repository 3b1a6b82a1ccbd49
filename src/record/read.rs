//! Bytes to a document: the front matter is found, read and held against the table.

use super::shape::Walk;
use super::{Broken, Document, Flaw, FlawKind, Record};
use crate::edit::front_matter;
use crate::schema::{Kind, KindSpec, Table};
use crate::span::Span;
use crate::term::{RepoPath, nearest};
use crate::yaml::{self, Content, Tree};

/// A record is at most this large, in bytes.
pub const RECORD_LIMIT: usize = 2 * 1024 * 1024;

/// The front matter of a record is at most this large, in bytes.
const FRONT_LIMIT: usize = 64 * 1024;

/// Reads one Markdown file by the model alone; `home` is the kind in whose folder it stands, if any.
pub fn read(path: &RepoPath, bytes: Vec<u8>, home: Option<Kind>) -> Document {
    read_by(Table::standard(), path, bytes, home)
}

/// Reads one Markdown file by the table of its register.
pub fn read_by(
    table: &'static Table,
    path: &RepoPath,
    bytes: Vec<u8>,
    home: Option<Kind>,
) -> Document {
    let (text, undecodable) = decode(bytes);
    let file = File { table, path, home, text };
    if let Some(flaw) = undecodable {
        return file.broken_if_ours(vec![flaw]);
    }
    if file.text.len() > RECORD_LIMIT {
        return file.broken_if_ours(vec![too_large()]);
    }
    file.read()
}

/// Reads a version of a file for its values only: nothing is said of what is wrong with it.
///
/// `None` where [`read`] would give no record. History asks this of every version that ever was.
pub fn read_values(path: &RepoPath, bytes: Vec<u8>) -> Option<Record> {
    let text = String::from_utf8(bytes).ok().filter(|text| text.len() <= RECORD_LIMIT)?;
    let front = front_matter(&text).filter(|front| front.len() <= FRONT_LIMIT)?;
    if !front.slice(&text).contains("kind") {
        return None;
    }
    let tree = yaml::parse(&text, front).0?;
    let entry = tree.entry(&text, tree.root(), "kind")?;
    let spec = Kind::parse(tree.text(&text, entry.value)?)?.spec();
    Some(Record::new(path, spec, text, front, tree))
}

/// A file that is larger than a record may be and was not read.
pub fn oversized(path: &RepoPath, home: Option<Kind>) -> Document {
    let file = File { table: Table::standard(), path, home, text: String::new() };
    file.broken_if_ours(vec![too_large()])
}

/// A file that a merge left undecided and that therefore says nothing yet.
pub fn unmerged(path: &RepoPath) -> Document {
    let message = "a merge left this file undecided";
    let help = "resolve the merge and add the file";
    let flaw = Flaw::new(FlawKind::ConflictMarkers, Span::at(0), message, help);
    Document::Broken(Broken { path: path.clone(), text: String::new(), flaws: vec![flaw] })
}

/// The text, and the flaw when bytes had to be replaced.
fn decode(bytes: Vec<u8>) -> (String, Option<Flaw>) {
    match String::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            let help = "save the file as UTF-8";
            (
                text,
                Some(Flaw::new(FlawKind::Unreadable, Span::at(at), "the file is not UTF-8", help)),
            )
        }
    }
}

struct File<'a> {
    table: &'static Table,
    path: &'a RepoPath,
    home: Option<Kind>,
    text: String,
}

impl File<'_> {
    fn read(self) -> Document {
        let conflict = conflict_markers(&self.text);
        let Some(front) = front_matter(&self.text) else { return self.without_front(conflict) };
        if let Some(flaw) = conflict.clone().filter(|flaw| flaw.span.start < front.end) {
            return self.broken_if_ours(vec![flaw]);
        }
        if front.len() > FRONT_LIMIT {
            let help = "move text into the body";
            let flaw = Flaw::new(
                FlawKind::Unreadable,
                Span::at(front.start),
                "the front matter is larger than 64 KiB",
                help,
            );
            return self.broken_if_ours(vec![flaw]);
        }
        let (tree, faults) = yaml::parse(&self.text, front);
        let flaws = faults.into_iter().map(unreadable).collect();
        match tree {
            Some(tree) => self.with_tree(tree, front, flaws, conflict),
            None => self.broken_if_ours(flaws),
        }
    }

    fn without_front(self, conflict: Option<Flaw>) -> Document {
        let opened = self
            .text
            .trim_start_matches('\u{feff}')
            .lines()
            .next()
            .is_some_and(|line| line.trim_end() == "---");
        let flaw = if let Some(flaw) = conflict {
            flaw
        } else if opened {
            let help = "close it with a line of three hyphens";
            Flaw::new(
                FlawKind::Unreadable,
                Span::new(0, 3),
                "the front matter that begins here has no end",
                help,
            )
        } else {
            return self.stray("it has no front matter");
        };
        self.broken_if_ours(vec![flaw])
    }

    fn with_tree(
        self,
        tree: Tree,
        front: Span,
        mut flaws: Vec<Flaw>,
        conflict: Option<Flaw>,
    ) -> Document {
        if !matches!(tree.node(tree.root()).content, Content::Mapping(_)) {
            let help = "write `name: value` lines";
            flaws.push(Flaw::new(
                FlawKind::Unreadable,
                front,
                "the front matter is not a mapping",
                help,
            ));
            return self.broken_if_ours(flaws);
        }
        let entry = tree.entry(&self.text, tree.root(), "kind");
        let word = entry.and_then(|entry| tree.text(&self.text, entry.value));
        let Some(kind) = word.and_then(Kind::parse) else {
            let problem = word.map_or_else(
                || "its front matter has no `kind`".to_owned(),
                |word| match nearest(word, Kind::ALL.map(Kind::word)) {
                    Some(meant) => format!("there is no kind `{word}`; did you mean `{meant}`?"),
                    None => format!("there is no kind `{word}`"),
                },
            );
            return self.stray(&problem);
        };
        flaws.extend(conflict);
        flaws.extend(untidy(&self.text));
        let spec = self.table.spec(kind);
        Document::Record(Box::new(self.record(spec, tree, front, flaws)))
    }

    fn record(
        self,
        spec: &'static KindSpec,
        tree: Tree,
        front: Span,
        mut flaws: Vec<Flaw>,
    ) -> Record {
        let mut walk = Walk::new(&self.text, &tree, spec, self.table);
        walk.front();
        let links = std::mem::take(&mut walk.links);
        flaws.append(&mut walk.flaws);
        let record = Record::new(self.path, spec, self.text, front, tree);
        Record { links, flaws, ..record }
    }

    /// A file without our front matter: a finding in a kind's folder, foreign elsewhere.
    fn stray(self, problem: &str) -> Document {
        let stem = self.path.stem().to_lowercase();
        let Some(home) = self.home.filter(|_| !matches!(stem.as_str(), "readme" | "index")) else {
            return Document::Foreign;
        };
        let end = self.text.find(['\n', '\r']).unwrap_or(self.text.len());
        let message = format!(
            "this file stands in `{}/` but is no record: {problem}",
            self.table.spec(home).folder
        );
        let help =
            format!("make one with `pirctl new {}`, or move the file elsewhere", home.word());
        let flaw = Flaw::new(FlawKind::NotARecord, Span::new(0, end), message, help);
        Document::Broken(Broken { path: self.path.clone(), text: self.text, flaws: vec![flaw] })
    }

    /// A file that cannot be read is ours when it stands in a kind's folder or names a kind.
    fn broken_if_ours(self, flaws: Vec<Flaw>) -> Document {
        let head = &self.text.as_bytes()[..self.text.len().min(FRONT_LIMIT)];
        let names_kind = String::from_utf8_lossy(head).lines().any(|line| {
            line.strip_prefix("kind:")
                .is_some_and(|word| Kind::parse(word.trim().trim_matches(['"', '\''])).is_some())
        });
        if self.home.is_none() && !names_kind {
            return Document::Foreign;
        }
        Document::Broken(Broken { path: self.path.clone(), text: self.text, flaws })
    }
}

fn too_large() -> Flaw {
    let help = "keep long material as evidence and link it";
    Flaw::new(FlawKind::Unreadable, Span::at(0), "the file is larger than 2 MiB", help)
}

fn unreadable(fault: yaml::Fault) -> Flaw {
    let mut flaw = Flaw::new(FlawKind::Unreadable, fault.span, fault.message, fault.help);
    flaw.related = fault.first.map(|span| (span, "it stands here first".to_owned()));
    flaw
}

/// The first mark of an unresolved merge, when its end follows.
fn conflict_markers(text: &str) -> Option<Flaw> {
    // Most texts have no such character at all, and one byte is found faster than eight.
    if !text.as_bytes().contains(&b'<') {
        return None;
    }
    let start = line_start(text, "<<<<<<< ", 0)?;
    line_start(text, ">>>>>>> ", start)?;
    let end = text[start..].find(['\n', '\r']).map_or(text.len(), |len| start + len);
    let help = "resolve the merge, then remove the lines `<<<<<<<`, `=======` and `>>>>>>>`";
    Some(Flaw::new(
        FlawKind::ConflictMarkers,
        Span::new(start, end),
        "a merge was left unresolved here",
        help,
    ))
}

fn line_start(text: &str, prefix: &str, from: usize) -> Option<usize> {
    let mut at = from;
    while let Some(found) = text[at..].find(prefix) {
        let start = at + found;
        if start == 0 || text.as_bytes()[start - 1] == b'\n' {
            return Some(start);
        }
        at = start + prefix.len();
    }
    None
}

fn untidy(text: &str) -> Option<Flaw> {
    let flaw = |at, message: &str, help: &str| {
        Some(Flaw::new(FlawKind::EncodingUntidy, Span::at(at), message, help))
    };
    if text.starts_with('\u{feff}') {
        return flaw(0, "the file begins with a byte-order mark", "save it as UTF-8 without one");
    }
    if !text.contains('\r') {
        return None;
    }
    let first_is_crlf = text.find('\n').is_some_and(|at| text[..at].ends_with('\r'));
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.ends_with('\n') && line.ends_with("\r\n") != first_is_crlf {
            return flaw(
                at,
                "line ends change here between LF and CRLF",
                "save the file with one kind of line end",
            );
        }
        at += line.len();
    }
    None
}
