//! A cause names the process or control that failed.

use super::causes;
use crate::diag::Level;
use crate::record::Record;
use crate::register::is_catalogue_control;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Report, Rule};
use crate::schema::{Kind, part};
use crate::term::canonical_control;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "RCA002",
    name: "cause-without-control",
    levels: Levels::Always(Level::Error),
    basis: Basis::Guidance,
    from: "in-review",
    summary: "cause names no process or control, or one that does not exist",
    explanation: "Each cause says in `process_or_control` what failed: the id of a control of \
        Annex A or of your own, or a process by its name. An auditor goes from the cause to the \
        control and asks what changed there; without it the way ends. Name the control by its \
        id, or the process by the name that its document has.",
    source: "High Table, practice guide on A.5.27",
    bad: &[
        example!("cause-without-control/none"),
        example!("cause-without-control/no-such-control"),
        example!("cause-without-control/in-the-incident"),
    ],
    good: &[example!("cause-without-control/process-by-name")],
    check: Check::Register(&[Kind::Rca, Kind::Incident], check),
};

fn check(cx: &RegisterContext<'_>, record: &Record, found: &mut Findings) {
    for cause in causes::judged(record) {
        let id = cause.get(part::ID);
        let named = cause.get(part::PROCESS_OR_CONTROL).filter(|name| !name.trim().is_empty());
        let cause_id = id.map_or("?", |id| id.value);
        let (span, fact) = match named {
            Some(name) if exists(cx, name.value) => continue,
            Some(name) => {
                (name.span, format!("names control {}, which does not exist", name.value))
            }
            None => {
                let span = id.map_or_else(|| cause.span(), |id| id.span);
                (span, "names neither process nor control".to_owned())
            }
        };
        found.push(
            Report::on(record, span, format!("cause {}#{cause_id} {fact}", record.id()))
                .help("name the control by its id, or the process by its name")
                .field(format!("{}.process_or_control", causes::field(record)))
                .argument(cause_id),
        );
    }
}

/// False for what has the form of a control's id and is none; any other text names a process.
fn exists(cx: &RegisterContext<'_>, name: &str) -> bool {
    let is_id = canonical_control(name).is_some() || Kind::Control.spec().id.fits(name);
    !is_id || is_catalogue_control(name) || cx.register.get_kind(Kind::Control, name).is_some()
}
