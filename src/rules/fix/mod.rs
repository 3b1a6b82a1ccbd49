//! Fixes: what settles a finding, as edits of its file. Worked out after judging, for the findings of
//! the few rules in [`FIXES`]; a rule itself only says what is wrong.
//!
//! A fix is *safe* when the record means the same afterwards as it did to its author. Writes nothing.

mod file_name;
mod key;
mod link;
mod spot;
mod tidy;
mod value;

use super::context::RegisterContext;
use crate::diag::{Finding, Fix, FixEdit};
use crate::record::Record;
use crate::span::Span;

/// What is said of the fixes of a rule.
#[derive(Debug)]
pub struct FixCard {
    /// The rule's code.
    pub code: &'static str,
    /// What is done and when that is safe.
    pub summary: &'static str,
    make: Make,
}

/// Makes the fix of a finding on a record.
type Make = fn(&RegisterContext<'_>, &Record, &Finding) -> Option<Fix>;

/// Every rule that has a fix, in code order.
pub static FIXES: &[FixCard] = &[
    FixCard { code: "REC002", summary: value::SUMMARY, make: value::fix },
    FixCard { code: "REC003", summary: file_name::SUMMARY, make: file_name::fix },
    FixCard { code: "REC004", summary: value::DATE_SUMMARY, make: value::fix_date },
    FixCard { code: "REC012", summary: key::SUMMARY, make: key::fix },
    FixCard { code: "REC015", summary: tidy::SUMMARY, make: tidy::fix },
    FixCard { code: "LNK001", summary: link::SUMMARY, make: link::fix },
];

/// What is said of the fixes of the rule `code`; `None` when it has none.
pub fn card_of(code: &str) -> Option<&'static FixCard> {
    FIXES.iter().find(|card| card.code == code)
}

/// Gives each finding that can be fixed its fix.
pub(super) fn attach(cx: &RegisterContext<'_>, findings: &mut [Finding]) {
    for finding in findings {
        let Some(card) = card_of(finding.code) else { continue };
        let Some(record) = cx.register.at_path(&finding.place.path) else { continue };
        finding.fix = (card.make)(cx, record, finding).map(Box::new);
    }
}

/// A fix that replaces one run of bytes.
fn replacing(span: Span, text: impl Into<String>, safe: bool, description: String) -> Fix {
    Fix { safe, description, edits: vec![FixEdit { span, text: text.into() }], rename: None }
}
