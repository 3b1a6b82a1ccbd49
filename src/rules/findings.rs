//! Where checks put what they find.

use super::rule::{Levels, Rule};
use super::runner::{PartLevels, Said};
use crate::deadline::Phase;
use crate::diag::{Finding, Level, Place, Related, Unknown};
use crate::record::Record;
use crate::span::Span;
use crate::term::RepoPath;
use crate::verdict::Cut;
use std::sync::Arc;
use std::time::Duration;

/// The findings of one rule, as they are made.
#[derive(Debug)]
pub struct Findings {
    rule: &'static Rule,
    fixed: Option<Level>,
    parts: Vec<Arc<PartLevels>>,
    pub(super) found: Vec<Finding>,
    pub(super) unknown: Vec<Unknown>,
    /// How long the rule took, where that is measured.
    pub(super) spent: Duration,
}

/// A finding on its way: what the check knows.
#[derive(Debug)]
pub struct Report {
    record: String,
    place: Place,
    message: String,
    help: String,
    field: String,
    arguments: Vec<String>,
    related: Vec<Related>,
    phase: Phase,
    at_most: Level,
    concealed: bool,
}

impl Report {
    /// A finding about `record` at `span` of its file.
    pub fn on(record: &Record, span: Span, message: impl Into<String>) -> Self {
        Self::at(record.id(), record.place(span), message)
    }

    /// A finding at a place; `record` is the id it is about, or empty.
    pub fn at(record: &str, place: Place, message: impl Into<String>) -> Self {
        Self {
            record: record.to_owned(),
            place,
            message: message.into(),
            help: String::new(),
            field: String::new(),
            arguments: Vec::new(),
            related: Vec::new(),
            phase: Phase::PastLast,
            at_most: Level::Error,
            concealed: false,
        }
    }

    /// What to do next, as one imperative sentence.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// The dotted path of the field.
    pub fn field(mut self, field: impl Into<String>) -> Self {
        self.field = field.into();
        self
    }

    /// What tells this finding from another of the same rule on the same field.
    pub fn argument(mut self, argument: impl Into<String>) -> Self {
        self.arguments.push(argument.into());
        self
    }

    /// A second place in `record`'s file.
    pub fn related(self, record: &Record, span: Span, message: impl Into<String>) -> Self {
        self.related_at(record.place(span), message)
    }

    /// A second place.
    pub fn related_at(mut self, place: Place, message: impl Into<String>) -> Self {
        self.related.push(Related { place, message: message.into() });
        self
    }

    /// Where the rule's clock stands; only for rules whose level follows a clock.
    pub fn phase(mut self, phase: Phase) -> Self {
        self.phase = phase;
        self
    }

    /// Keeps the text at the place from being shown: it is a secret itself.
    pub fn conceal(mut self) -> Self {
        self.concealed = true;
        self
    }

    /// Lowers the level where the profile or the severity asks for less.
    pub fn at_most(mut self, level: Level) -> Self {
        self.at_most = level;
        self
    }
}

impl Findings {
    /// For `rule`; `fixed` is the level that the configuration sets, `parts` what it sets for parts
    /// of the register.
    pub(super) fn new(
        rule: &'static Rule,
        fixed: Option<Level>,
        parts: Vec<Arc<PartLevels>>,
    ) -> Self {
        let (found, unknown) = (Vec::new(), Vec::new());
        Self { rule, fixed, parts, found, unknown, spent: Duration::ZERO }
    }

    /// Code of the rule.
    pub(super) fn code(&self) -> &'static str {
        self.rule.code
    }

    /// True when they are those of `rule`.
    pub(super) fn is_of(&self, rule: &Rule) -> bool {
        self.rule.code == rule.code
    }

    /// Takes a finding.
    pub fn push(&mut self, mut report: Report) {
        let fixed = match self.said_for(&report) {
            Some(Said::Off) => return,
            Some(Said::Level(level)) => Some(level),
            None => self.fixed,
        };
        let level = self.level(report.phase, fixed).min(report.at_most);
        // Most have one at most, and a large register has many findings.
        report.arguments.shrink_to_fit();
        report.related.shrink_to_fit();
        self.found.push(Finding {
            code: self.rule.code,
            name: self.rule.name,
            level,
            record: report.record,
            field: report.field,
            arguments: report.arguments,
            place: report.place,
            message: report.message,
            help: report.help,
            related: report.related,
            concealed: report.concealed,
            ordinal: 0,
            fix: None,
        });
    }

    /// Takes an answer that cannot be given.
    pub fn cannot_tell(&mut self, record: &Record, cut: &Cut) {
        // Where the rule is off nobody asks it.
        if self.said_at(record.id(), &record.path) == Some(Said::Off) {
            return;
        }
        self.cannot_tell_of(record.id(), cut);
    }

    /// The same for a record that is not there any more.
    pub fn cannot_tell_of(&mut self, id: &str, cut: &Cut) {
        let (reason, remedy) = (cut.reason.clone(), cut.remedy.clone());
        let (code, record) = (self.rule.code, id.to_owned());
        self.unknown.push(Unknown { code, record, reason, remedy });
    }

    /// The same answer for all records: what it would take is not there at all.
    pub(super) fn cannot_tell_at_all(&mut self, cut: &Cut) {
        self.cannot_tell_of("", cut);
    }

    /// The level at a phase; a level that the configuration sets holds once a deadline has run.
    fn level(&self, phase: Phase, fixed: Option<Level>) -> Level {
        let stated = match (self.rule.levels, phase) {
            (Levels::ByClock(ahead, ..), Phase::Ahead) => return ahead,
            (Levels::ByClock(_, first, _), Phase::PastFirst) => first,
            (Levels::ByClock(_, _, last), Phase::PastLast) => last,
            (Levels::Always(level), _) => level,
        };
        fixed.unwrap_or(stated)
    }

    /// What the configuration says of the rule for the part that a report is about, if anything; of
    /// several parts the last one says it.
    fn said_for(&self, report: &Report) -> Option<Said> {
        self.said_at(&report.record, &report.place.path)
    }

    fn said_at(&self, id: &str, path: &RepoPath) -> Option<Said> {
        self.parts.iter().rev().find_map(|part| part.level(self.rule.code, id, path))
    }
}
