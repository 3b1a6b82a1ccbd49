//! Git shows the objects that were committed, not others in their place.

use crate::diag::Level;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, HistoryContext, Levels, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "GIT011",
    name: "replaced-or-grafted",
    levels: Levels::Always(Level::Warning),
    basis: Basis::Product,
    from: "always",
    summary: "objects are replaced or parents grafted in this repository",
    explanation: "`git replace` and a grafts file let git show another commit, or other parents, \
        than those that were made; `git log` then tells another story than the objects do, and a \
        clone does not have it. Nothing of it is followed here: what is judged are the objects as \
        they were committed. Whoever compares with `git log` may see something else, so remove the \
        replacement, or show it to the reader.",
    source: "",
    bad: &[example!("replaced-or-grafted/replaced"), example!("replaced-or-grafted/grafted")],
    good: &[example!("replaced-or-grafted/neither")],
    check: Check::WholeHistory(check),
};

fn check(cx: &HistoryContext<'_>, found: &mut Findings) {
    let trust = &cx.past.trust;
    let place = || cx.basis.basis.config.place();
    if let Some(first) = trust.replaced.first() {
        let short = first.get(..12).unwrap_or(first);
        let message = match trust.replaced.len() {
            1 => format!("git shows another object in place of {short} (refs/replace)"),
            n => format!("git shows other objects in place of {n} (refs/replace), {short} first"),
        };
        let help = "look at `git replace -l`, then remove what is there with `git replace -d`";
        found.push(Report::at("", place(), message).help(help).argument("replaced"));
    }
    if trust.grafted {
        let message = "a grafts file gives commits other parents than they were made with";
        let help = "remove `info/grafts` from the git directory";
        found.push(Report::at("", place(), message).help(help).argument("grafted"));
    }
}
