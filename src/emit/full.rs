//! `lint --format full`: each finding with its source lines, underlined, for people.

use super::concise::{closing, line, unknown};
use super::{LintReport, Located, Look};
use crate::diag::{Finding, Level};
use crate::escape::{terminal, terminal_block};
use crate::span::Span;
use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError,
    MietteSpanContents, NarratableReportHandler, Severity, SourceCode, SourceSpan, SpanContents,
};
use std::fmt::{self, Write};

/// Every finding with path, line, column, the underlined place, help and its other places.
pub fn lint_full(report: &LintReport<'_>, look: Look) -> String {
    let mut out = String::new();
    let drawer = drawer(look);
    // Plain sentences in reading order, without a single drawn line.
    let narrator = NarratableReportHandler::new().with_context_lines(1);
    let concealed: Vec<_> =
        report.findings.iter().map(|l| l.finding).filter(|f| f.concealed).collect();
    for located in &report.findings {
        let card = Card::new(located, &concealed);
        if look.narrated {
            narrator.render_report(&mut out, &card)
        } else {
            drawer.render_report(&mut out, &card)
        }
        .expect("writing to a string does not fail");
        out.push('\n');
    }
    unknown(&mut out, report);
    line(&mut out, format_args!("{}", closing(report)));
    out
}

fn drawer(look: Look) -> GraphicalReportHandler {
    let theme = match (look.unicode, look.color) {
        (true, true) => GraphicalTheme::unicode(),
        (true, false) => GraphicalTheme::unicode_nocolor(),
        (false, color) => GraphicalTheme {
            styles: if color {
                GraphicalTheme::unicode().styles
            } else {
                GraphicalTheme::unicode_nocolor().styles
            },
            ..GraphicalTheme::ascii()
        },
    };
    GraphicalReportHandler::new_themed(theme)
        .with_width(look.width.max(40))
        .with_links(false)
        .with_context_lines(1)
}

/// A finding as miette wants it.
struct Card<'a> {
    located: &'a Located<'a>,
    title: String,
    help: String,
    source: Option<Source>,
}

impl<'a> Card<'a> {
    fn new(located: &'a Located<'a>, concealed: &[&Finding]) -> Self {
        let finding = located.finding;
        let source = Source::of(located, concealed);
        let mut title =
            format!("{} {}: {}", finding.code, finding.level, terminal(&finding.message));
        if source.is_none() {
            let (path, at) = (terminal(finding.place.path.as_str()), located.start);
            write!(title, "\n--> {path}:{}:{}", at.line, at.column)
                .expect("writing to a string does not fail");
        }
        Self { located, title, help: help(located), source }
    }
}

/// The lines of a file that a finding speaks of, under its path.
///
/// Only these: a file is read from its beginning for each place in it, and it may be long. miette
/// counts columns in bytes; people and editors count characters, and so does this.
struct Source {
    path: String,
    text: String,
    /// Byte of the file with which `text` begins.
    begins: usize,
    /// Lines of the file before it.
    lines_before: usize,
}

impl Source {
    /// `None` when the text is not at hand. What `concealed` findings point at is masked, byte by
    /// byte, also beside the place of another finding.
    fn of(located: &Located<'_>, concealed: &[&Finding]) -> Option<Self> {
        if located.text.is_empty() {
            return None;
        }
        let place = &located.finding.place;
        let (window, line) = window(located);
        let mut text = terminal_block(&located.text[window.start..window.end]).into_owned();
        let here = concealed.iter().map(|finding| &finding.place);
        for hidden in here.filter(|hidden| hidden.path == place.path) {
            let start = hidden.span.start.max(window.start);
            let end = hidden.span.end.min(window.end);
            if start >= end {
                continue;
            }
            let (start, end) = (start - window.start, end - window.start);
            if text.is_char_boundary(start) && text.is_char_boundary(end) {
                text.replace_range(start..end, &"*".repeat(end - start));
            }
        }
        let path = terminal(place.path.as_str()).into_owned();
        Some(Self { path, text, begins: window.start, lines_before: line - 1 })
    }
}

/// Whole lines from the one before the first place to the one after the last, and the number of the
/// first of them.
fn window(located: &Located<'_>) -> (Span, usize) {
    let (text, place) = (located.text, &located.finding.place);
    let own = located.related.iter().filter(|related| related.place.path == place.path);
    let places = own.map(|related| (related.start.line, related.place.span));
    let places: Vec<_> = places.chain([(located.start.line, place.span)]).collect();
    let first = places.iter().min_by_key(|(_, span)| span.start).map_or(0, |(_, span)| span.start);
    let last = places.iter().map(|(_, span)| span.end.max(span.start)).max().unwrap_or_default();
    let line = places.iter().map(|(line, _)| *line).min().unwrap_or(1);
    let line_start = |at: usize| {
        let before = &text.as_bytes()[..at.min(text.len())];
        before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1)
    };
    let line_end = |at: usize| {
        let at = at.min(text.len());
        let rest = text.as_bytes()[at..].iter().position(|byte| *byte == b'\n');
        rest.map_or(text.len(), |found| at + found + 1)
    };
    let own_line = line_start(first);
    let (start, line) =
        if own_line == 0 { (0, 1) } else { (line_start(own_line - 1), line.max(2) - 1) };
    (Span::new(start, line_end(line_end(last))), line)
}

impl SourceCode for Source {
    fn read_span<'s>(
        &'s self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'s> + 's>, MietteError> {
        let offset = span.offset().checked_sub(self.begins).ok_or(MietteError::OutOfBounds)?;
        let inner = self.text.read_span(&SourceSpan::from((offset, span.len())), before, after)?;
        let start = inner.span().offset();
        let line_start = self.text[..start].rfind('\n').map_or(0, |at| at + 1);
        let column = self.text[line_start..start].chars().count();
        Ok(Box::new(MietteSpanContents::new_named(
            self.path.clone(),
            inner.data(),
            SourceSpan::from((start + self.begins, inner.span().len())),
            inner.line() + self.lines_before,
            column,
            inner.line_count(),
        )))
    }
}

/// The help, and the places in other files.
fn help(located: &Located<'_>) -> String {
    let mut text = terminal(&located.finding.help).into_owned();
    for related in located.related.iter().filter(|r| r.place.path != located.finding.place.path) {
        let path = terminal(related.place.path.as_str());
        let message = terminal(related.message);
        if !text.is_empty() {
            text.push('\n');
        }
        let (at, column) = (related.start.line, related.start.column);
        write!(text, "see {path}:{at}:{column}: {message}")
            .expect("writing to a string does not fail");
    }
    text
}

impl fmt::Display for Card<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.title)
    }
}

impl fmt::Debug for Card<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.title)
    }
}

impl std::error::Error for Card<'_> {}

impl Diagnostic for Card<'_> {
    fn severity(&self) -> Option<Severity> {
        Some(match self.located.finding.level {
            Level::Error => Severity::Error,
            Level::Warning => Severity::Warning,
            Level::Note => Severity::Advice,
        })
    }

    fn help<'h>(&'h self) -> Option<Box<dyn fmt::Display + 'h>> {
        (!self.help.is_empty()).then(|| Box::new(&self.help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.source.as_ref().map(|source| source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let place = &self.located.finding.place;
        let own = self.located.related.iter().filter(|related| related.place.path == place.path);
        let others = own
            .map(|related| label(Some(terminal(related.message).into_owned()), related.place.span));
        Some(Box::new(std::iter::once(label(None, place.span)).chain(others)))
    }
}

/// A long span is shown by its first line; an empty one by its first character.
fn label(text: Option<String>, span: Span) -> LabeledSpan {
    LabeledSpan::new(text, span.start, span.len().clamp(1, 200))
}
