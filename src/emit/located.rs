//! Findings with their lines and columns: the one sorted list that every format prints.

use crate::diag::{Finding, Level, Place, Unknown};
use crate::rules::Judgement;
use crate::rules::waiver::Waived;
use crate::span::{LineIndex, Position};
use crate::term::RepoPath;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// The texts that findings point into.
pub type Texts<'a> = dyn Fn(&RepoPath) -> Option<&'a str> + 'a;

/// A finding with the positions people read.
#[derive(Debug)]
pub struct Located<'a> {
    /// The finding.
    pub finding: &'a Finding,
    /// Where it starts.
    pub start: Position,
    /// Just past its last character.
    pub end: Position,
    /// Its other places.
    pub related: Vec<RelatedPlace<'a>>,
    /// The text of its file; empty when it cannot be shown.
    pub text: &'a str,
}

/// Another place of a finding.
#[derive(Debug)]
pub struct RelatedPlace<'a> {
    /// Where.
    pub place: &'a Place,
    /// Its line and column.
    pub start: Position,
    /// What is there.
    pub message: &'a str,
}

/// Counts for the last line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Summary {
    /// Files with a finding.
    pub files: usize,
    /// Records read.
    pub records: usize,
    /// Findings of level error.
    pub errors: usize,
    /// Findings of level warning.
    pub warnings: usize,
    /// Findings of level note.
    pub notes: usize,
}

/// Everything that `lint` has to say.
#[derive(Debug)]
pub struct LintReport<'a> {
    /// False when something could not be looked at.
    pub complete: bool,
    /// Findings, sorted by place.
    pub findings: Vec<Located<'a>>,
    /// Findings set aside by a waiver, sorted by place, each with its waiver.
    pub waived: Vec<(Located<'a>, &'a Waived)>,
    /// Answers that could not be given.
    pub unknown: &'a [Unknown],
    /// Counts.
    pub summary: Summary,
}

impl<'a> LintReport<'a> {
    /// Locates the findings of `judgement` in `texts`; `records` is the number of records read.
    pub fn new(
        judgement: &'a Judgement,
        records: usize,
        complete: bool,
        texts: &Texts<'a>,
    ) -> Self {
        let mut locator = Locator { texts, known: BTreeMap::new() };
        let findings: Vec<_> =
            judgement.findings.iter().map(|finding| locator.locate(finding)).collect();
        let waived = judgement
            .waived
            .iter()
            .map(|waived| (locator.locate(&waived.finding), waived))
            .collect();
        let summary = summary(&judgement.findings, records);
        Self { complete, findings, waived, unknown: &judgement.unknown, summary }
    }
}

fn summary(findings: &[Finding], records: usize) -> Summary {
    let count = |level| findings.iter().filter(|finding| finding.level == level).count();
    let files: BTreeSet<_> = findings.iter().map(|finding| &finding.place.path).collect();
    Summary {
        files: files.len(),
        records,
        errors: count(Level::Error),
        warnings: count(Level::Warning),
        notes: count(Level::Note),
    }
}

/// Reads the line starts of each file once.
struct Locator<'a, 't> {
    texts: &'t Texts<'a>,
    known: BTreeMap<&'a RepoPath, (&'a str, LineIndex)>,
}

impl<'a> Locator<'a, '_> {
    fn locate(&mut self, finding: &'a Finding) -> Located<'a> {
        let related = finding.related.iter().map(|related| RelatedPlace {
            place: &related.place,
            start: self.position(&related.place.path, related.place.span.start),
            message: &related.message,
        });
        let related = related.collect();
        let path = &finding.place.path;
        let start = self.position(path, finding.place.span.start);
        let end = self.position(path, finding.place.span.end);
        Located { finding, start, end, related, text: self.file(path).0 }
    }

    fn position(&mut self, path: &'a RepoPath, offset: usize) -> Position {
        let (text, index) = self.file(path);
        index.position(text, offset)
    }

    fn file(&mut self, path: &'a RepoPath) -> &(&'a str, LineIndex) {
        self.known.entry(path).or_insert_with(|| {
            let text = (self.texts)(path).unwrap_or_default();
            (text, LineIndex::new(text))
        })
    }
}
