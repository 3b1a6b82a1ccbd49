//! A supplier is asked how it learns from its incidents, again and again.

use crate::chain::is_judged;
use crate::diag::Level;
use crate::owed;
use crate::record::{Item, Record};
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Report, Rule};
use crate::schema::{Kind, vendor_assessment};
use crate::term::Stamp;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "VEN001",
    name: "questions-unanswered",
    levels: Levels::Always(Level::Error),
    basis: Basis::Guidance,
    from: "done",
    summary: "one of the three answers missing, or assessment overdue",
    explanation: "An assessment that is done has an answer to each of three questions: how the \
        supplier reviews its incidents (`pir_process`), an example of a control that one of them \
        changed (`control_example`), and how it tracks actions (`action_tracking`). An active \
        vendor is assessed again by `next_assessment`, or by `next_due` of its last assessment \
        if that is later. A supplier that does not learn brings its incidents to you. Ask the \
        questions, and record what was said.",
    source: "UpGuard, practice guide on A.5.27",
    bad: &[
        example!("questions-unanswered/two-answers-missing"),
        example!("questions-unanswered/overdue"),
    ],
    good: &[
        example!("questions-unanswered/next-one-ahead"),
        example!("questions-unanswered/assessed-since"),
        example!("questions-unanswered/planned"),
    ],
    check: Check::Register(&[Kind::Vendor, Kind::VendorAssessment], check),
};

fn check(cx: &RegisterContext<'_>, record: &Record, found: &mut Findings) {
    if !is_judged(record) {
        return;
    }
    if record.kind() == Kind::Vendor {
        check_vendor(cx, record, found);
    } else if record.is_from("done") {
        check_answers(record, found);
    }
}

/// The three questions.
const QUESTIONS: [&str; 3] = ["pir_process", "control_example", "action_tracking"];

fn check_answers(assessment: &Record, found: &mut Findings) {
    let answers = assessment.get(vendor_assessment::ANSWERS);
    let lacks = |name: &&&str| {
        answers.is_none_or(|answers| answers.value.value(name).is_none_or(Item::is_blank))
    };
    let missing: Vec<_> = QUESTIONS.iter().filter(lacks).copied().collect();
    if !missing.is_empty() {
        let message = format!("{} has no answer to {}", assessment.id(), missing.join(", "));
        found.push(
            Report::on(assessment, assessment.span_of("answers"), message)
                .help("ask the supplier, and record the answer")
                .field(format!("answers.{}", missing[0])),
        );
    }
}

fn check_vendor(cx: &RegisterContext<'_>, vendor: &Record, found: &mut Findings) {
    let Some((due, holder)) = owed::reassessment(cx.register, vendor) else { return };
    let now = cx.basis.now;
    if *due >= now.day() {
        return;
    }
    let late = now.days_since(Stamp::Day(*due));
    let message = format!("the assessment of {} was due {late} days ago", vendor.id());
    found.push(
        Report::on(holder, due.span, message)
            .help("assess the supplier: `pirctl new vendor-assessment` prepares it")
            .field("next_assessment"),
    );
}
