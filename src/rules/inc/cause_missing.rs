//! A closed incident has an accepted root cause.

use crate::chain::{CauseForm, analyses_of, cause_form, causes_in};
use crate::diag::Level;
use crate::owed;
use crate::record::Record;
use crate::rules::clocked;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Rule};
use crate::schema::{Kind, common};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "INC002",
    name: "cause-missing",
    levels: Levels::ByClock(Level::Note, Level::Error, Level::Error),
    basis: Basis::Guidance,
    from: "cause accepted",
    summary: "closed incident has no accepted root cause",
    explanation: "Critical, high and medium incidents need a root cause analysis that was \
        accepted; for low ones (and medium ones of small organisations) a cause in `learning` is \
        enough, and events, near misses and exercises need none. An action that answers no \
        cause mends the symptom, so auditors ask what was found before they ask what was done. \
        The limit is 14 days after closure unless the incident management policy sets another. \
        Finish the analysis and record `accepted_by` and `accepted_at`.",
    source: "UpGuard, practice guide on A.5.27",
    bad: &[
        example!("cause-missing/never-analysed"),
        example!("cause-missing/not-accepted"),
        example!("cause-missing/low-without-inline-cause"),
        example!("cause-missing/inline-is-not-enough"),
    ],
    good: &[
        example!("cause-missing/accepted"),
        example!("cause-missing/inline-of-low"),
        example!("cause-missing/not-asked-by-the-configuration"),
    ],
    check: Check::Register(&[Kind::Incident], check),
};

fn check(cx: &RegisterContext<'_>, incident: &Record, found: &mut Findings) {
    let Some((closed, clock)) = owed::cause(cx.books(), incident) else { return };
    let help = match cause_form(cx.basis.config, incident) {
        CauseForm::Inline => "name the cause under `learning.causes`, or write an analysis",
        _ => "finish the root cause analysis and record `accepted_by` and `accepted_at`",
    };
    let words = ("an accepted root cause", "no root cause accepted");
    let mut report = clocked::report(cx, incident, closed, clock, words).help(help);
    for rca in analyses_of(cx.register, incident.id()) {
        let span = rca.span_of(common::STATUS.name());
        report = report.related(rca, span, format!("{} is {}", rca.id(), rca.status()));
    }
    if let Some(cause) = causes_in(incident).first() {
        let message = "at this severity a cause in the incident itself is not enough";
        report = report.related(incident, cause.span(), message);
    }
    found.push(report);
}
