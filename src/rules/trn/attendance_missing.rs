//! A training that was held says who it was for and who attended.

use crate::chain::is_judged;
use crate::diag::Level;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::schema::{Kind, training};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TRN001",
    name: "attendance-missing",
    levels: Levels::Always(Level::Error),
    basis: Basis::Guidance,
    from: "held",
    summary: "no register of those who attended, or nobody named it was for",
    explanation: "A training that was held has a register of attendance, as a list under \
        `attendance` or as a file under `attendance_file`, and says under `audience` for which \
        department it was and for how many. Auditors compare the register with the people whom \
        the incident concerned; a slide deck alone does not show that anybody saw it. Add the \
        register; a digest of the file is enough where names must stay outside git. A missing \
        topic is reported by REC002.",
    source: "High Table, practice guide on A.5.27",
    bad: &[example!("attendance-missing/no-register"), example!("attendance-missing/no-audience")],
    good: &[
        example!("attendance-missing/digest-of-the-register"),
        example!("attendance-missing/planned"),
    ],
    check: Check::Record(&[Kind::Training], check),
};

fn check(_: &RecordContext<'_>, training: &Record, found: &mut Findings) {
    if !is_judged(training) || !training.is_from("held") {
        return;
    }
    let id = training.id();
    let is_there = |name: &str| training.root().value(name).is_some_and(|it| !it.is_blank());
    if !is_there(training::ATTENDANCE.name()) && !is_there(training::ATTENDANCE_FILE.name()) {
        let message = format!("{id} was held and has no register of attendance");
        found.push(
            Report::on(training, training.value_span_of("attendance"), message)
                .help("add `attendance`, or the register as `attendance_file`")
                .field("attendance"),
        );
    }
    if !is_there(training::AUDIENCE.name()) {
        let message = format!("{id} does not say for whom it was held");
        found.push(
            Report::on(training, training.value_span_of("audience"), message)
                .help("add `audience` with the department and the number of people")
                .field("audience"),
        );
    }
}
