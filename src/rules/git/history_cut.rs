//! Where history is cut, and the command that mends it.

use crate::diag::Level;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, HistoryContext, Levels, Report, Rule};
use crate::verdict::Cut;
use std::collections::BTreeMap;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "GIT008",
    name: "history-cut",
    levels: Levels::Always(Level::Note),
    basis: Basis::Product,
    from: "always",
    summary: "history is cut here, so some answers cannot be given",
    explanation: "A shallow clone, a clone that leaves contents out, and a missing or damaged object \
        hide a part of the history. A tag or a note that cannot be read hides who may have approved \
        something, and nothing else. Nothing is judged by the part that is left: what touches the \
        cut is answered with `cannot tell`. The note names each reason once, with the command that \
        mends it. CI systems often fetch one commit only; ask for all of them. With \
        `--require-history` an answer that cannot be given is an error.",
    source: "",
    bad: &[example!("history-cut/shallow")],
    good: &[example!("history-cut/complete")],
    check: Check::WholeHistory(check),
};

fn check(cx: &HistoryContext<'_>, found: &mut Findings) {
    let mut groups: BTreeMap<&str, Vec<&Cut>> = BTreeMap::new();
    let trust = &cx.past.trust;
    for cut in trust.cuts.iter().chain(&trust.unread) {
        // What nothing mends has a reason of its own each time.
        let key = if cut.remedy.is_empty() { &cut.reason } else { &cut.remedy };
        groups.entry(key).or_default().push(cut);
    }
    for cuts in groups.into_values() {
        let Some(first) = cuts.first() else { continue };
        let more = match cuts.len() - 1 {
            0 => String::new(),
            more => format!(", and {more} more"),
        };
        let help = match first.remedy.as_str() {
            "" => "answers that touch it cannot be given".to_owned(),
            remedy => format!("run `{remedy}`"),
        };
        let message = format!("history is cut: {}{more}", first.reason);
        let report = Report::at("", cx.basis.basis.config.place(), message).help(help);
        found.push(report.argument(first.remedy.clone()));
    }
}
