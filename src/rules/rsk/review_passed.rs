//! A risk is looked at again by the day that it names.

use crate::diag::Level;
use crate::owed;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::schema::Kind;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "RSK009",
    name: "risk-review-passed",
    levels: Levels::Always(Level::Warning),
    basis: Basis::OwnPolicy,
    from: "always",
    summary: "day of the risk's next review has passed",
    explanation: "A risk names in `next_review` the day by which it is assessed again, and \
        that day lies before today. Clause 8.2 asks that risks are assessed at planned intervals \
        and when something significant happens; the interval is the organisation's own, and a day \
        that passed says that it was not kept. Assess the risk: set `assessed_at` and the next \
        day, and the scores with a rationale, or `unchanged_reason` where they stay. The day \
        itself is still in time, and closed risks are not asked.",
    source: "ISO/IEC 27001:2022 clause 8.2",
    bad: &[example!("risk-review-passed/yesterday")],
    good: &[example!("risk-review-passed/today"), example!("risk-review-passed/closed")],
    check: Check::Record(&[Kind::Risk], check),
};

fn check(cx: &RecordContext<'_>, risk: &Record, found: &mut Findings) {
    let Some(day) = owed::risk_review(risk) else { return };
    let today = cx.now.day();
    if day.value >= today {
        return;
    }
    let days = (today - day.value).num_days();
    let ago = if days == 1 { "1 day".to_owned() } else { format!("{days} days") };
    let message = format!("{} was to be assessed again by {}, {ago} ago", risk.id(), day.value);
    let help = "assess the risk, state `assessed_at`, and set the next day";
    found.push(Report::on(risk, day.span, message).help(help).field("next_review"));
}
