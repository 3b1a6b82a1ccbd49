//! Findings with their lines and columns: the one sorted list that every format prints.

use crate::diag::{Finding, Level, Place, Unknown};
use crate::rules::Judgement;
use crate::rules::waiver::Waived;
use crate::span::{LineIndex, Position, Span};
use crate::term::RepoPath;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

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
    /// The change that settles it, where one is known.
    pub fix: Option<LocatedFix>,
}

/// A change of the file of a finding that settles it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocatedFix {
    /// What is done, as one imperative sentence.
    pub description: String,
    /// What gets another text.
    pub replacements: Vec<Replacement>,
}

/// A stretch of a file that gets another text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacement {
    /// Its bytes.
    pub span: Span,
    /// Where it starts.
    pub start: Position,
    /// Just past its last character.
    pub end: Position,
    /// What stands there afterwards.
    pub text: String,
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
    /// Rules that were not asked, by code, each with the reason.
    pub not_run: BTreeMap<&'static str, &'static str>,
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
        let not_run = BTreeMap::new();
        Self { complete, findings, waived, unknown: &judgement.unknown, summary, not_run }
    }

    /// The findings, the worst first and else in their order.
    pub fn worst_first(&self) -> Vec<&Located<'a>> {
        let mut sorted: Vec<_> = self.findings.iter().collect();
        sorted.sort_by_key(|located| std::cmp::Reverse(located.finding.level));
        sorted
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

impl Located<'_> {
    /// The message, which begins with the record where it does not name it.
    pub fn sentence(&self) -> Cow<'_, str> {
        let Finding { record, message, .. } = self.finding;
        if record.is_empty() || message.contains(record.as_str()) {
            return Cow::Borrowed(message);
        }
        Cow::Owned(format!("{record}: {message}"))
    }

    /// The column of byte `offset` of the file, counted in bytes from 1; `None` without its text. One
    /// inside a character counts as its start.
    pub fn byte_column(&self, offset: usize) -> Option<usize> {
        if self.text.is_empty() {
            return None;
        }
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let before = &self.text[..offset];
        Some(before.bytes().rev().take_while(|byte| *byte != b'\n').count() + 1)
    }
}

/// One fingerprint for each of `findings`, none of them twice: where several differ in nothing but
/// their place, the second and those after it are numbered.
pub fn fingerprints<'a, 'b: 'a>(
    findings: impl Iterator<Item = &'a Located<'b>>,
) -> impl Iterator<Item = String> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    findings.map(move |located| {
        let own = located.finding.fingerprint();
        let count = seen.entry(own.clone()).or_default();
        *count += 1;
        if *count == 1 { own } else { format!("{own}-{count}") }
    })
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
        Located { finding, start, end, related, text: self.file(path).0, fix: None }
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
