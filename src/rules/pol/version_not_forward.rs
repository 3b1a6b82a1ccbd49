//! Versions go forward, and each is used once.

use super::is_current;
use crate::diag::Level;
use crate::proof::{RecordPast, Version};
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, HistoryContext, Levels, Report, Rule};
use crate::schema::{Kind, policy};
use crate::term;
use std::cmp::Ordering;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "POL010",
    name: "version-not-forward",
    levels: Levels::Always(Level::Error),
    basis: Basis::Product,
    from: "published",
    summary: "version of a policy was lowered or used twice",
    explanation: "From one revision to the next a policy's version stays or goes forward, by its own \
        scheme: part by part, so that 1.10 follows 1.9, and dates as dates. A version that was left \
        and comes back names two texts. A change that is undone is a new version with the old text, \
        not the old number. Raise the version above all that were used.",
    source: "",
    bad: &[example!("version-not-forward/lowered"), example!("version-not-forward/used-again")],
    good: &[
        example!("version-not-forward/ten-follows-nine"),
        example!("version-not-forward/draft-corrected"),
    ],
    check: Check::History(&[Kind::Policy], check),
};

fn check(cx: &HistoryContext<'_>, policy: &Record, found: &mut Findings) {
    let Some(version) = policy.get(policy::VERSION).filter(|_| is_current(policy)) else { return };
    let Some(past) = cx.past_of(policy, found) else { return };
    let steps = past.changes(|facts| facts.version().map(str::to_owned));
    for (old, new) in steps.filter(|(old, _)| !matches!(&*old.facts().status, "draft")) {
        let (before, after) = (version_of(old), version_of(new));
        let what = match compare(&before, &after) {
            Some(Ordering::Greater) => format!("was lowered from {before} to {after}"),
            _ if was_left(past, old, &after) => format!("is {after} again after {before}"),
            _ => continue,
        };
        let message = format!("the version of {} {what} in {}", policy.id(), new.commit.quoted());
        let help = "raise `version` above every version that was used";
        let report = Report::on(policy, version.span, message).help(help);
        found.push(report.field("version").argument(before).argument(after));
    }
}

fn version_of(held: &Version) -> String {
    held.facts().version().unwrap_or_default().to_owned()
}

fn compare(before: &str, after: &str) -> Option<Ordering> {
    term::Version::parse(before)?.compare(&term::Version::parse(after)?)
}

/// True when a version that `old` comes from had the version `again`, and was left.
fn was_left(past: &RecordPast, old: &Version, again: &str) -> bool {
    past.comes_from(old).any(|before| before.facts().version() == Some(again))
}
