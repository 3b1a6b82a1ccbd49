//! Findings: what is wrong with the user's records, where, and what to do next.
//!
//! A finding is data; how it looks is decided in `emit`.

use crate::span::Span;
use crate::term::RepoPath;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::fmt;

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Worth knowing; nothing is owed yet.
    Note,
    /// To be looked at.
    Warning,
    /// To be put right.
    Error,
}

impl Level {
    /// The word people and machines read.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// A byte span in a file of the snapshot.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file.
    pub path: RepoPath,
    /// The bytes meant, in the whole file.
    pub span: Span,
}

impl Place {
    /// A place in `path`.
    pub fn new(path: &RepoPath, span: Span) -> Self {
        Self { path: path.clone(), span }
    }
}

/// A second place that a finding speaks of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Related {
    /// Where.
    pub place: Place,
    /// What is there, as a lower-case fragment.
    pub message: String,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Code of the rule, such as `INC003`.
    pub code: &'static str,
    /// Name of the rule, such as `review-not-held`.
    pub name: &'static str,
    /// How much it matters here.
    pub level: Level,
    /// Id of the record it is about; empty when the file has none.
    pub record: String,
    /// Dotted path of the field it is about; empty for the record as a whole.
    pub field: String,
    /// What tells two findings of one rule on one field apart, such as the broken id.
    pub arguments: Vec<String>,
    /// Where.
    pub place: Place,
    /// What is wrong, as a lower-case fragment that names the record and the fact.
    pub message: String,
    /// What to do next, as one imperative sentence.
    pub help: String,
    /// Other places that belong to it.
    pub related: Vec<Related>,
    /// True when the text at its place must not be repeated anywhere: it is a secret itself.
    pub concealed: bool,
    /// How many findings before it differ from it in nothing but their place; see [`number`].
    pub ordinal: u32,
    /// The change that settles it, where one is known.
    pub fix: Option<Box<Fix>>,
}

/// A change of the file of a finding that settles it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// True when the record means the same afterwards as it did to its author; else a person has to
    /// look at it.
    pub safe: bool,
    /// What is done, as one imperative sentence.
    pub description: String,
    /// Bytes that get others, in the file of the finding.
    pub edits: Vec<FixEdit>,
    /// The name that the file gets.
    pub rename: Option<RepoPath>,
}

/// Bytes that get others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FixEdit {
    /// Which.
    pub span: Span,
    /// What stands there afterwards.
    pub text: String,
}

impl Finding {
    /// Identity of the finding across moved lines and reformatting: 16 hex digits.
    ///
    /// Made of rule, subject (record id, else path), field and arguments, and of its ordinal where
    /// these are not enough; never of line numbers.
    pub fn fingerprint(&self) -> String {
        let mut hash = self.hash();
        if self.ordinal > 0 {
            hash.write(&self.ordinal.to_string());
        }
        format!("{:016x}", hash.0)
    }

    /// What it is about, without its ordinal.
    fn hash(&self) -> Fnv {
        let subject = if self.record.is_empty() { self.place.path.as_str() } else { &self.record };
        let mut hash = Fnv::default();
        for part in [self.code, subject, &self.field]
            .into_iter()
            .chain(self.arguments.iter().map(String::as_str))
        {
            hash.write(part);
        }
        hash
    }

    /// The order in which findings are shown: path, place, code, then what tells them apart.
    pub fn sort_key(&self) -> impl Ord + '_ {
        (&self.place, self.code, &self.field, &self.arguments, &self.message)
    }
}

/// Numbers sorted findings that differ in nothing but their place, so that each has a fingerprint
/// of its own.
pub fn number(findings: &mut [Finding]) {
    let mut seen: HashMap<u64, u32> = HashMap::new();
    for finding in findings {
        let next = seen.entry(finding.hash().0).or_default();
        finding.ordinal = *next;
        *next += 1;
    }
}

/// An answer that could not be given, and what would make it possible.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Unknown {
    /// Code of the rule that could not answer.
    pub code: &'static str,
    /// Id of the record asked about.
    pub record: String,
    /// What could not be read.
    pub reason: String,
    /// The command that mends it.
    pub remedy: String,
}

/// FNV-1a over length-separated parts: stable on every machine, and no secret is at stake.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    fn write(&mut self, part: &str) {
        for byte in part.bytes().chain([0xff]) {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(span: Span, argument: &str) -> Finding {
        Finding {
            code: "LNK001",
            name: "link-broken",
            level: Level::Error,
            record: "PIR-2026-0001".into(),
            field: "incidents".into(),
            arguments: vec![argument.into()],
            place: Place::new(&RepoPath::new("reviews/PIR-2026-0001.md"), span),
            message: String::new(),
            help: String::new(),
            related: Vec::new(),
            concealed: false,
            ordinal: 0,
            fix: None,
        }
    }

    #[test]
    fn fingerprints_survive_moved_lines_and_tell_arguments_apart() {
        let one = finding(Span::new(10, 20), "INC-2026-0001");
        assert_eq!(one.fingerprint(), finding(Span::new(90, 99), "INC-2026-0001").fingerprint());
        assert_ne!(one.fingerprint(), finding(Span::new(10, 20), "INC-2026-0002").fingerprint());
    }

    #[test]
    fn what_is_found_twice_is_counted() {
        let found = |starts: &[usize]| {
            let place = |start: &usize| finding(Span::new(*start, start + 1), "x");
            let mut all: Vec<Finding> = starts.iter().map(place).collect();
            number(&mut all);
            all.iter().map(Finding::fingerprint).collect::<Vec<_>>()
        };
        let (two, three) = (found(&[1, 5]), found(&[2, 3, 9]));
        assert_eq!(two[0], found(&[7])[0]);
        assert!(two[0] != two[1] && two[..] == three[..2] && three[2] != three[1]);
    }
}
