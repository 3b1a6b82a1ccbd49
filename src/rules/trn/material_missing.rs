//! What was shown in a training is on file.

use crate::chain::is_judged;
use crate::diag::Level;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::schema::{Kind, training};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TRN005",
    name: "material-missing",
    levels: Levels::Always(Level::Warning),
    basis: Basis::Guidance,
    from: "held",
    summary: "nothing on file of what was shown",
    explanation: "A training that was held names what was shown under `material`: slides, a \
        handout, the notes of the trainer. It shows that the material was changed because of the \
        incident, and lets the next trainer use it. Add the file or a digest of it.",
    source: "UpGuard and High Table, practice guides on A.5.27",
    bad: &[example!("material-missing/nothing-on-file")],
    good: &[example!("material-missing/a-link")],
    check: Check::Record(&[Kind::Training], check),
};

fn check(_: &RecordContext<'_>, training: &Record, found: &mut Findings) {
    let name = training::MATERIAL.name();
    let is_there = || training.root().value(name).is_some_and(|material| !material.is_blank());
    if !is_judged(training) || !training.is_from("held") || is_there() {
        return;
    }
    let message = format!("{} has nothing on file of what was shown", training.id());
    found.push(
        Report::on(training, training.value_span_of(name), message)
            .help("add what was shown as `material`")
            .field(name),
    );
}
