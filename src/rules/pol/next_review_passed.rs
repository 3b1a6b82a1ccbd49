//! A published policy is looked at again by the day that it names.

use crate::diag::Level;
use crate::owed;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::schema::Kind;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "POL008",
    name: "next-review-passed",
    levels: Levels::Always(Level::Warning),
    basis: Basis::OwnPolicy,
    from: "published",
    summary: "day of the policy's next review has passed",
    explanation: "A published policy names in `next_review` the day by which it is looked at again, and that day \
        lies before today. A.5.1 asks that policies are reviewed at planned intervals and when something \
        significant happens; the interval is the organisation's own, and a day that passed says that \
        it was not kept. Review the policy: raise the version and enter what changed, or enter the review with \
        `reason: periodic-review` in the change log; then set the next day. The day itself is still in time.",
    source: "ISO/IEC 27001:2022 A.5.1",
    bad: &[example!("next-review-passed/yesterday")],
    good: &[example!("next-review-passed/today"), example!("next-review-passed/superseded")],
    check: Check::Record(&[Kind::Policy], check),
};

fn check(cx: &RecordContext<'_>, policy: &Record, found: &mut Findings) {
    let Some(day) = owed::policy_review(policy) else { return };
    let today = cx.now.day();
    if day.value < today {
        let days = (today - day.value).num_days();
        let message = format!(
            "{} was to be reviewed by {}, {days} {} ago",
            policy.id(),
            day.value,
            if days == 1 { "day" } else { "days" }
        );
        let help = "review the policy, enter it in the change log, and set the next day";
        found.push(Report::on(policy, day.span, message).help(help).field("next_review"));
    }
}
