//! Commits whose dates cannot be taken as they stand.

use crate::diag::Level;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, HistoryContext, Levels, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "GIT009",
    name: "commit-dates-reversed",
    levels: Levels::Always(Level::Note),
    basis: Basis::Product,
    from: "always",
    summary: "a commit is dated before its parent, or out of range",
    explanation: "A commit's date is what its committer's clock said. When a commit is dated more \
        than five minutes before a parent of it, one of the two clocks was wrong or the date was \
        set by hand; a date before 1970 or after 9999 is no date at all. Nothing can be concluded \
        about who or why, but days that are counted from such commits are to be read with care. \
        Nothing needs to be done to the commits; keep an anchor line outside (`pirctl history \
        --anchor`) where time has to be shown.",
    source: "",
    bad: &[example!("commit-dates-reversed/clock-behind")],
    good: &[example!("commit-dates-reversed/in-order")],
    check: Check::WholeHistory(check),
};

fn check(cx: &HistoryContext<'_>, found: &mut Findings) {
    if super::is_cut(cx, found) {
        return;
    }
    let trust = &cx.past.trust;
    let mut said = Vec::new();
    let reversed: Vec<&str> = trust.reversed.iter().map(|(child, _)| child.as_str()).collect();
    match reversed.len() {
        0 => {}
        1 => said.push(format!("a commit is dated before its parent ({})", few(&reversed))),
        n => said.push(format!("{n} commits are dated before a parent ({})", few(&reversed))),
    }
    let odd: Vec<&str> = trust.out_of_range.iter().map(String::as_str).collect();
    match odd.len() {
        0 => {}
        1 => said.push(format!("a commit has a date that cannot be right ({})", few(&odd))),
        n => said.push(format!("{n} commits have dates that cannot be right ({})", few(&odd))),
    }
    if !said.is_empty() {
        let help = "read days that are counted from these commits with care";
        let place = cx.basis.basis.config.place();
        found.push(Report::at("", place, said.join("; ")).help(help));
    }
}

/// The first ids, shortened.
fn few(ids: &[&str]) -> String {
    const SHOWN: usize = 3;
    let short = ids.iter().take(SHOWN).map(|id| id.get(..12).unwrap_or(id));
    let more = if ids.len() > SHOWN { ", ..." } else { "" };
    format!("{}{more}", short.collect::<Vec<_>>().join(", "))
}
