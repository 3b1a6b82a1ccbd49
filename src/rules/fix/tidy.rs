//! A byte-order mark goes, and all line ends become those that most lines have.

use crate::diag::{Finding, Fix, FixEdit};
use crate::record::Record;
use crate::rules::RegisterContext;
use crate::span::Span;

pub(super) const SUMMARY: &str =
    "Safe: the byte-order mark is removed, and every line gets the line end that most lines have.";

pub(super) fn fix(_: &RegisterContext<'_>, record: &Record, _: &Finding) -> Option<Fix> {
    let text = &record.text;
    let mut edits = Vec::new();
    if text.starts_with('\u{feff}') {
        edits.push(FixEdit { span: Span::new(0, 3), text: String::new() });
    }
    let ends: Vec<usize> =
        text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(at, _)| at).collect();
    let is_crlf = |at: usize| text[..at].ends_with('\r');
    let crlf = ends.iter().filter(|at| is_crlf(**at)).count();
    let wanted_crlf = crlf * 2 > ends.len();
    for at in ends.into_iter().filter(|at| is_crlf(*at) != wanted_crlf) {
        edits.push(if wanted_crlf {
            FixEdit { span: Span::at(at), text: "\r".to_owned() }
        } else {
            FixEdit { span: Span::new(at - 1, at), text: String::new() }
        });
    }
    let description = format!(
        "write every line end as {}, without a byte-order mark",
        if wanted_crlf { "CRLF" } else { "LF" }
    );
    (!edits.is_empty()).then_some(Fix { safe: true, description, edits, rename: None })
}
