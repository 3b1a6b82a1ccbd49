//! A scheduled review is held on its day.

use crate::diag::Level;
use crate::owed;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::schema::Kind;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "PIR012",
    name: "review-date-passed",
    levels: Levels::Always(Level::Error),
    basis: Basis::Guidance,
    from: "scheduled",
    summary: "review is still scheduled after its day",
    explanation: "A review that is scheduled or rescheduled has its day ahead. Once `scheduled_at` \
        has passed, the review was held and nobody wrote it down, or it was quietly dropped; \
        an auditor cannot tell which. Record `held_at` and what came of it, move it with status \
        `rescheduled` and a new day, or have it waived with a reason.",
    source: "AuditFront, evidence list for A.5.27",
    bad: &[example!("review-date-passed/still-scheduled")],
    good: &[example!("review-date-passed/later-today")],
    check: Check::Record(&[Kind::Pir], check),
};

fn check(cx: &RecordContext<'_>, review: &Record, found: &mut Findings) {
    let Some(planned) = owed::review_planned(review) else { return };
    if planned.latest(cx.now.zone) >= cx.now.instant {
        return;
    }
    let (id, status) = (review.id(), review.status());
    let message = format!("{id} is {status} for {}, which has passed", *planned);
    let help = "record `held_at`, reschedule it to a day ahead, or have it waived";
    found.push(Report::on(review, planned.span, message).help(help).field("scheduled_at"));
}
