//! Numbers run without a gap, or history says where the missing one went.

use crate::diag::Level;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, HistoryContext, Levels, Report, Rule};
use crate::schema::{IdForm, Kind, common};
use crate::term::RepoPath;
use std::collections::{BTreeMap, BTreeSet};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "GIT007",
    name: "number-gap",
    levels: Levels::Always(Level::Note),
    basis: Basis::Product,
    from: "always",
    summary: "a number is missing, and no history explains it",
    explanation: "Records of a kind are numbered within the year. A number below the highest that \
        no record has, that none had before (`previous_ids`) and that git shows nowhere in the \
        history of the judged commit, was skipped, or its record never came: it may wait on \
        another branch, or the branch was deleted before it was merged. The note lets a reader ask. \
        Where history is cut the answer cannot be given. Merge the branch that has the record; for \
        a number that was skipped, nothing needs to be done.",
    source: "",
    bad: &[example!("number-gap/two-missing")],
    good: &[example!("number-gap/removed-in-order"), example!("number-gap/renumbered")],
    check: Check::WholeHistory(check),
};

type Numbers<'a> = BTreeMap<(&'static str, &'a str), BTreeMap<u64, Option<&'a Record>>>;

fn check(cx: &HistoryContext<'_>, found: &mut Findings) {
    let mut reports = Vec::new();
    for ((prefix, year), numbers) in &numbers(cx) {
        let mut next = 1;
        for number in numbers.keys() {
            // Above the highest that a record has now, nothing is missing.
            let Some(holder) = numbers.range(number..).find_map(|(_, record)| *record) else {
                break;
            };
            if *number > next {
                reports.push(report(cx, (prefix, year), (next, number - 1), holder));
            }
            next = number + 1;
        }
    }
    if !reports.is_empty() && !super::is_cut(cx, found) {
        for report in reports {
            found.push(report);
        }
    }
}

/// Every number that is explained, by kind and year, with the record that has it now.
fn numbers<'a>(cx: &HistoryContext<'a>) -> Numbers<'a> {
    let register = cx.basis.register;
    let mut numbers = Numbers::new();
    for record in register.records() {
        add(&mut numbers, record.id(), Some(record));
    }
    for id in explained(cx) {
        add(&mut numbers, id, None);
    }
    numbers
}

/// Ids that no record has now: of unread files, of earlier records, of earlier versions.
fn explained<'a>(cx: &HistoryContext<'a>) -> BTreeSet<&'a str> {
    let register = cx.basis.register;
    let unread = register.broken().iter().map(|broken| broken.path.stem());
    let unread = unread.chain(cx.basis.ignored.iter().map(RepoPath::stem));
    let previous = register.records().iter().flat_map(|r| r.words(common::PREVIOUS_IDS));
    let pasts = cx.past.standing().chain(cx.past.removed.iter().map(|(id, past)| (&**id, past)));
    let shown = pasts.flat_map(|(id, past)| {
        let told = past.told.iter();
        let said = told.flat_map(|version| {
            let before = version.facts().previous_ids.iter().map(String::as_str);
            version.seen.id.as_deref().into_iter().chain(before)
        });
        said.chain([id])
    });
    let met = cx.past.clashes.iter().map(|clash| clash.id.as_str());
    unread.chain(previous.map(|id| id.value)).chain(shown).chain(met).collect()
}

fn add<'a>(numbers: &mut Numbers<'a>, id: &'a str, record: Option<&'a Record>) {
    let Some(kind) = Kind::of_id(id) else { return };
    let IdForm::Yearly { prefix } = kind.spec().id else { return };
    let rest = id.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('-'));
    let Some((year, number)) = rest.and_then(|rest| rest.split_once('-')) else { return };
    let Ok(number) = number.parse() else { return };
    let holder = numbers.entry((prefix, year)).or_default().entry(number).or_default();
    *holder = holder.or(record);
}

fn report(
    cx: &HistoryContext<'_>,
    (prefix, year): (&str, &str),
    (first, last): (u64, u64),
    holder: &Record,
) -> Report {
    let id = |number: u64| format!("{prefix}-{year}-{number:04}");
    let message = if first == last {
        format!("no record has the number {}, and git shows none that had it", id(first))
    } else {
        let count = last - first + 1;
        format!(
            "no records have the {count} numbers {} to {}, and git shows none that had them",
            id(first),
            id(last)
        )
    };
    let help = match &cx.basis.basis.config.id_refs {
        Some(refs) if !refs.is_empty() => {
            "look on the branches that `ids.refs` names, which were \
            not searched here, before you take it for skipped"
        }
        _ => "look on the branches that are not merged yet before you take it for skipped",
    };
    Report::on(holder, holder.head(), message)
        .help(help)
        .field("id")
        .argument(id(first))
        .argument(id(last))
}
