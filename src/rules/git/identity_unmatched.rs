//! Whoever commits records is a person that the register knows.

use crate::diag::Level;
use crate::proof::CommitNote;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, HistoryContext, Levels, Report, Rule};
use std::collections::{BTreeMap, BTreeSet};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "GIT014",
    name: "identity-unmatched",
    levels: Levels::Always(Level::Note),
    basis: Basis::Product,
    from: "always",
    summary: "commits of records come from an identity that people.yaml does not know",
    explanation: "Approvals and reviews are recorded when the commit comes from the person named. \
        That can be seen only where the address of the commit belongs to a person in the list of \
        people; one person may have several addresses, in `emails` or by `.mailmap`. The note \
        names each identity once, with the number of commits that it made to records. Programs are \
        left out by their name: those that end in `[bot]`, and `noreply@` of hosting services. Add \
        the address to the person. Without a list of people nothing is said.",
    source: "",
    bad: &[example!("identity-unmatched/unknown-address")],
    good: &[
        example!("identity-unmatched/known"),
        example!("identity-unmatched/mailmap"),
        example!("identity-unmatched/bot"),
    ],
    check: Check::WholeHistory(check),
};

fn check(cx: &HistoryContext<'_>, found: &mut Findings) {
    let people = cx.basis.people;
    if !people.is_usable() || super::is_cut(cx, found) {
        return;
    }
    let place = crate::diag::Place::new(&people.path, crate::span::Span::at(0));
    for (email, (name, commits)) in unknown(cx) {
        let many = if commits == 1 { "a commit" } else { "commits" };
        let count = if commits == 1 { String::new() } else { format!("{commits} ") };
        let message = format!("{count}{many} of records by {name} <{email}>, who is nobody here");
        let help = "add the address to the `emails` of its person, or map it in `.mailmap`";
        found.push(Report::at("", place.clone(), message).help(help).argument(email));
    }
}

/// Addresses of nobody in the list, each with a name and how many commits of records it made;
/// names and addresses are those that `.mailmap` leads to.
fn unknown(cx: &HistoryContext<'_>) -> BTreeMap<String, (String, usize)> {
    let mut commits: BTreeMap<String, (BTreeSet<&str>, BTreeSet<&str>)> = BTreeMap::new();
    for commit in commits_of_records(cx) {
        let (name, email) = (&commit.author, &commit.author_email);
        if cx.basis.people.by_email(email).is_none() && !is_program(name, email) {
            let (names, ids) = commits.entry(email.to_lowercase()).or_default();
            names.insert(name);
            ids.insert(&commit.id);
        }
    }
    let first = |names: BTreeSet<&str>| names.into_iter().next().unwrap_or_default().to_owned();
    let counted = commits.into_iter();
    counted.map(|(email, (names, ids))| (email, (first(names), ids.len()))).collect()
}

fn commits_of_records<'a>(cx: &HistoryContext<'a>) -> impl Iterator<Item = &'a CommitNote> {
    let standing = cx.past.standing().map(|(_, past)| past);
    let pasts = standing.chain(cx.past.removed.iter().map(|(_, past)| past));
    pasts.flat_map(|past| past.revisions.iter().map(|(commit, _)| &**commit))
}

/// True for bots and for the addresses under which hosting services commit themselves.
fn is_program(name: &str, email: &str) -> bool {
    let local = email.split('@').next().unwrap_or_default().to_lowercase();
    name.ends_with("[bot]") || local.ends_with("[bot]") || local == "noreply" || local == "no-reply"
}
