//! A record that was once there is not gone without a trace.

use crate::diag::Level;
use crate::proof::RecordPast;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, HistoryContext, Levels, Report, Rule};
use crate::verdict::Cut;
use chrono::TimeDelta;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "GIT005",
    name: "record-removed",
    levels: Levels::Always(Level::Error),
    basis: Basis::Product,
    from: "always",
    summary: "a record is gone and left no tombstone",
    explanation: "Records of incidents and of what was learned are kept; one that is no longer \
        needed is disposed of by a tombstone (`disposed`), which keeps id, date, approver and \
        ground. The rule tells of every record that the history of the judged commit holds and \
        that is gone, also where a merge dropped it or where the working tree lacks a file that is \
        committed. Moved and renumbered records are not gone. A draft that never left its first \
        status, lived for less than a day and is named by no other record may go. The finding \
        stands at a record that still names the id, else at the configuration. Bring the file back \
        from the commit before the one named, and dispose of it in order.",
    source: "ISO/IEC 27001:2022 7.5.3",
    bad: &[
        example!("record-removed/tidied-up"),
        example!("record-removed/still-named"),
        example!("record-removed/not-committed-yet"),
    ],
    good: &[
        example!("record-removed/tombstone"),
        example!("record-removed/renumbered"),
        example!("record-removed/draft-of-an-hour"),
    ],
    check: Check::WholeHistory(check),
};

/// How long a draft may live and go again.
const DRAFT: TimeDelta = TimeDelta::days(1);

fn check(cx: &HistoryContext<'_>, found: &mut Findings) {
    // What is seen to be gone is gone, but more may have gone before.
    super::is_cut(cx, found);
    for (id, past) in &cx.past.removed {
        if stands(cx, id) || cx.past.seen(id).is_some_and(|past| !past.removed) {
            continue;
        }
        match draft(cx, id, past) {
            Draft::No => found.push(report(cx, id, past)),
            Draft::Yes => {}
            Draft::CannotTell(cut) => found.cannot_tell_of(id, cut),
        }
    }
    // What the commit holds, and the working tree or the index does not.
    for (id, past) in cx.past.standing() {
        if !stands(cx, id) && !is_unread(cx, past) {
            found.push(report(cx, id, past));
        }
    }
}

/// True when a record has the id, or says that it had it.
fn stands(cx: &HistoryContext<'_>, id: &str) -> bool {
    let register = cx.basis.register;
    register.get(id).is_some() || register.formerly(id).is_some()
}

/// True when the file is there and was not read as a record.
fn is_unread(cx: &HistoryContext<'_>, past: &RecordPast) -> bool {
    let register = cx.basis.register;
    past.path().is_none_or(|path| {
        cx.basis.basis.config.ignored(path).is_some()
            || register.at_path(path).is_some()
            || register.broken().iter().any(|broken| broken.path == *path)
    })
}

/// Whether a story is that of a short-lived draft.
enum Draft<'a> {
    Yes,
    No,
    CannotTell(&'a Cut),
}

fn draft<'a>(cx: &HistoryContext<'_>, id: &str, past: &'a RecordPast) -> Draft<'a> {
    let beyond = |facts: &crate::proof::VersionFacts| {
        *facts.status != *facts.kind.spec().machine.initial() || facts.settled.is_some()
    };
    let named = cx.basis.register.referrers(id).next().is_some();
    if named || past.told.iter().any(|version| beyond(version.facts())) {
        return Draft::No;
    }
    if let Some(cut) = &past.cut {
        return Draft::CannotTell(cut);
    }
    let end = past.removed_by.as_ref().or(past.dropped_by.as_ref());
    let (Some(first), Some(end)) = (past.first(), end) else { return Draft::No };
    if end.committed_at - first.committed_at < DRAFT { Draft::Yes } else { Draft::No }
}

fn report(cx: &HistoryContext<'_>, id: &str, past: &RecordPast) -> Report {
    let path = past.path().map(ToString::to_string).unwrap_or_default();
    let how = match (&past.removed_by, past.last()) {
        (Some(commit), _) => format!("removed by {}", commit.quoted()),
        (None, _) if !past.removed => "removed and not committed yet".to_owned(),
        (None, Some(last)) => {
            let merge = past.dropped_by.as_ref();
            let merge =
                merge.map_or_else(|| "a merge".to_owned(), |m| format!("the merge {}", m.quoted()));
            format!("dropped by {merge} after {}, its last revision", last.quoted())
        }
        (None, None) => "removed".to_owned(),
    };
    let message = format!("{id} (`{path}`) is gone without a tombstone: {how}");
    let place = cx.basis.register.referrers(id).next();
    let place = place
        .map_or_else(|| cx.basis.basis.config.place(), |(record, link)| record.place(link.span));
    let help = format!("bring `{path}` back; when it may go, dispose of it by a tombstone");
    Report::at(id, place, message).help(help)
}
