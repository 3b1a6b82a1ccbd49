//! A rewrite of history that the configuration lists.

use crate::config::Redaction;
use crate::diag::Level;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, HistoryContext, Levels, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "GIT016",
    name: "rewrite-explained",
    levels: Levels::Always(Level::Note),
    basis: Basis::Product,
    from: "always",
    summary: "a rewrite of history is listed: what is older cannot be told",
    explanation: "Sometimes history has to be rewritten: a secret or personal data was committed. \
        `redactions` in `pirctl.yaml` says when, from which head to which, for what sort of reason \
        and who approved it. The commits before it are then new ones, and nothing shows that they \
        say what the old ones said. So the story of a record that begins up to that day is taken \
        as cut: what rests on it is answered with `cannot tell`. The note keeps the rewrite \
        visible as long as it is listed.",
    source: "",
    bad: &[example!("rewrite-explained/listed"), example!("rewrite-explained/nobody-approved")],
    good: &[example!("rewrite-explained/none")],
    check: Check::WholeHistory(check),
};

fn check(cx: &HistoryContext<'_>, found: &mut Findings) {
    for redaction in &cx.basis.basis.config.redactions {
        found.push(report(redaction));
    }
}

fn report(redaction: &Redaction) -> Report {
    let day = redaction.date.map(|day| format!(" on {day}")).unwrap_or_default();
    let why = redaction.reason_class.as_ref().map(|why| format!(" ({why})")).unwrap_or_default();
    let by = match &redaction.approved_by {
        Some(by) => format!("approved by {by}"),
        None => "and nobody is named who approved it".to_owned(),
    };
    let message =
        format!("history was rewritten{day}{why}, {by}: what was recorded before cannot be told");
    let help = match (redaction.date, &redaction.approved_by) {
        (None, _) => "say with `date` when it was rewritten",
        (_, None) => "say with `approved_by` who approved it",
        _ => "keep the entry as long as somebody may hold an anchor that is older",
    };
    let heads = [&redaction.old_head, &redaction.new_head].into_iter().flatten().cloned();
    let report = Report::at("", redaction.place.clone(), message).help(help).field("redactions");
    heads.fold(report, Report::argument)
}
