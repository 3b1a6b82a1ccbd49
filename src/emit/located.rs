//! Findings with their lines and columns: the one sorted list that every format prints.

use crate::compare::Hidden;
use crate::diag::{Finding, Fix, Level, Place, Unknown};
use crate::rules::waiver::Waived;
use crate::rules::{Judgement, RULES, Rule};
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
    /// The rules of the register, in the order of the list: ours, then its own.
    pub rules: Vec<&'static Rule>,
    /// Rules that were not asked, by code, each with the reason.
    pub not_run: BTreeMap<&'static str, &'static str>,
    /// What the findings are held against, where they are those of a change.
    pub since: Option<Since<'a>>,
    /// What a baseline hides, where there is one.
    pub baseline: Option<Hiding<'a>>,
    /// Findings by rule, where they were asked for.
    pub statistics: Option<Vec<Count>>,
}

/// The base of a change.
#[derive(Debug)]
pub struct Since<'a> {
    /// The commit, its full id.
    pub commit: String,
    /// Findings of the base that are gone, with their places there.
    pub resolved: Vec<Located<'a>>,
    /// How many findings both sides have.
    pub kept: usize,
}

/// What a baseline does.
#[derive(Debug)]
pub struct Hiding<'a> {
    /// Where it stands.
    pub path: String,
    /// How many findings it hides, and which of its entries no longer occur.
    pub hidden: &'a Hidden,
}

/// The findings of one rule.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Count {
    /// Code of the rule.
    pub code: String,
    /// Name of the rule.
    pub name: String,
    /// Findings of level error.
    pub errors: usize,
    /// Findings of level warning.
    pub warnings: usize,
    /// Findings of level note.
    pub notes: usize,
}

impl Count {
    /// All levels together.
    pub fn total(&self) -> usize {
        self.errors + self.warnings + self.notes
    }
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
        Self {
            complete,
            findings,
            waived,
            unknown: &judgement.unknown,
            summary,
            rules: RULES.to_vec(),
            not_run: BTreeMap::new(),
            since: None,
            baseline: None,
            statistics: None,
        }
    }

    /// The findings, the worst first and else in their order.
    pub fn worst_first(&self) -> Vec<&Located<'a>> {
        let mut sorted: Vec<_> = self.findings.iter().collect();
        sorted.sort_by_key(|located| std::cmp::Reverse(located.finding.level));
        sorted
    }

    /// The same as what a change brings against `commit`; `texts` are those of the base.
    pub fn since(
        mut self,
        commit: String,
        resolved: &'a [Finding],
        kept: usize,
        texts: &Texts<'a>,
    ) -> Self {
        let mut locator = Locator { texts, known: BTreeMap::new() };
        let resolved = resolved.iter().map(|finding| locator.locate(finding)).collect();
        self.since = Some(Since { commit, resolved, kept });
        self
    }

    /// The same with what the baseline at `path` hides.
    pub fn hiding(mut self, path: String, hidden: &'a Hidden) -> Self {
        self.baseline = Some(Hiding { path, hidden });
        self
    }

    /// The same with its findings counted by rule, the most frequent first.
    pub fn counted(mut self) -> Self {
        let mut counts: BTreeMap<&str, Count> = BTreeMap::new();
        for finding in self.findings.iter().map(|located| located.finding) {
            let count = counts.entry(finding.code).or_insert_with(|| Count {
                code: finding.code.to_owned(),
                name: finding.name.to_owned(),
                errors: 0,
                warnings: 0,
                notes: 0,
            });
            match finding.level {
                Level::Error => count.errors += 1,
                Level::Warning => count.warnings += 1,
                Level::Note => count.notes += 1,
            }
        }
        let mut counts: Vec<Count> = counts.into_values().collect();
        counts.sort_by(|a, b| b.total().cmp(&a.total()).then_with(|| a.code.cmp(&b.code)));
        self.statistics = Some(counts);
        self
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
        let fix = finding.fix.as_deref().map(|fix| self.fix(path, fix));
        let fix = fix.filter(|fix| !fix.replacements.is_empty());
        Located { finding, start, end, related, text: self.file(path).0, fix }
    }

    fn fix(&mut self, path: &'a RepoPath, fix: &Fix) -> LocatedFix {
        let replacements = fix.edits.iter().map(|edit| Replacement {
            span: edit.span,
            start: self.position(path, edit.span.start),
            end: self.position(path, edit.span.end),
            text: edit.text.clone(),
        });
        LocatedFix { description: fix.description.clone(), replacements: replacements.collect() }
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
