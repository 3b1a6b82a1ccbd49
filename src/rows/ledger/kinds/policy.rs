//! Policies, the entries of their change logs, and how controls stand here.

use crate::proof::PolicyVersion;
use crate::rows::ledger::cells::{many, some, text, yes};
use crate::rows::ledger::item::{items_of, shared};
use crate::rows::ledger::list::{Ledger, usual_day, whole};
use crate::rows::ledger::{LedgerSources, Subject};
use crate::rows::listing::ListValue;
use crate::schema::{DayValue, Key, Kind, Line, control, part, policy};
use crate::term::{Day, Zone};

pub(in crate::rows::ledger) const POLICIES: Ledger = Ledger {
    name: "policies",
    title: "Policies and procedures",
    period_by: "effective, else approved_at",
    also: &["policy", "procedures"],
    kinds: &[Kind::Policy],
    columns: &[
        "id",
        "title",
        "status",
        "type",
        "topic",
        "version",
        "owner",
        "approved_by",
        "approved_at",
        "effective",
        "next_review",
        "controls",
        "incidents",
        "supersedes",
        "revisions",
        "text_changed_at",
        "text_changed_commit",
        "classification",
    ],
    parts: whole,
    computed: one,
    day: usual_day,
};

fn one(from: &LedgerSources<'_>, subject: &Subject<'_>, column: &'static str) -> Option<ListValue> {
    let past = from.cx.past.of(subject.record.id()).ok().filter(|past| past.cut.is_none());
    let cannot_tell = || text("cannot tell");
    let changed =
        || past.and_then(|past| past.versions.iter().find(|version| version.text_changed));
    Some(match column {
        "incidents" => {
            let log = subject.record.items(policy::CHANGE_LOG);
            let named = log.iter().flat_map(|entry| entry.words(part::INCIDENTS));
            let mut named: Vec<_> = named.map(|id| id.value.to_owned()).collect();
            named.sort_unstable();
            named.dedup();
            many(named)
        }
        "revisions" => past.map_or_else(cannot_tell, |past| text(past.revisions.len().to_string())),
        "text_changed_at" | "text_changed_commit" if past.is_none() => cannot_tell(),
        "text_changed_at" => {
            some(changed().map(|version| version.commit.committed_at.to_rfc3339()))
        }
        "text_changed_commit" => some(changed().map(|version| version.commit.id.clone())),
        column => return shared(subject, column),
    })
}

pub(in crate::rows::ledger) const POLICY_CHANGES: Ledger = Ledger {
    name: "policy-changes",
    title: "Policy revision history",
    period_by: "date of the entry",
    also: &["change-log", "policy-history", "revisions"],
    kinds: &[Kind::Policy],
    columns: &[
        "id",
        "policy",
        "title",
        "status",
        "version",
        "date",
        "incidents",
        "sections",
        "summary",
        "reason",
        "version_commit",
        "version_committed_at",
        "text_changed_with_version",
        "classification",
    ],
    parts: |record| items_of(record, policy::CHANGE_LOG),
    computed: change,
    day: |subject, _: Zone| -> Option<Day> {
        subject.part?.get(Key::<DayValue>::new("date")).map(|day| *day)
    },
};

fn change(
    from: &LedgerSources<'_>,
    subject: &Subject<'_>,
    column: &'static str,
) -> Option<ListValue> {
    let record = subject.record;
    let word =
        |key: &'static str| subject.part.and_then(|entry| entry.text_of(Key::<Line>::new(key)));
    let words = |key| subject.part.map(|entry| entry.words(key)).unwrap_or_default();
    let past = from.cx.past.of(record.id()).ok().filter(|past| past.cut.is_none());
    let first = || first_of(&past?.versions, word("version")?);
    Some(match column {
        "id" => text(format!("{} {}", record.id(), word("version").unwrap_or("?"))),
        "policy" => text(record.id()),
        "version" | "date" | "summary" | "reason" => some(word(column)),
        "incidents" => many(words(part::INCIDENTS).iter().map(|id| id.value.to_owned())),
        "sections" => many(words(part::SECTIONS).iter().map(|name| name.value.to_owned())),
        "version_commit" | "version_committed_at" | "text_changed_with_version"
            if past.is_none() =>
        {
            text("cannot tell")
        }
        "version_commit" => some(first().map(|version| version.commit.id.clone())),
        "version_committed_at" => {
            some(first().map(|version| version.commit.committed_at.to_rfc3339()))
        }
        "text_changed_with_version" => {
            first().map_or(ListValue::Nothing, |version| yes(version.text_changed))
        }
        column => return shared(subject, column),
    })
}

/// The oldest revision that states the version; revisions stand newest first.
fn first_of<'p>(versions: &'p [PolicyVersion], version: &str) -> Option<&'p PolicyVersion> {
    versions.iter().rev().find(|known| known.version == version)
}

pub(in crate::rows::ledger) const CONTROLS: Ledger = Ledger {
    name: "controls",
    title: "How controls stand here (statement of applicability)",
    period_by: "last_tested_at",
    also: &["soa", "statement-of-applicability"],
    kinds: &[Kind::Control],
    columns: &[
        "id",
        "title",
        "status",
        "annex_a",
        "owner",
        "applicable",
        "implementation",
        "justification",
        "soa_version",
        "assets",
        "last_tested_at",
        "changed_at",
        "changed_for",
        "classification",
    ],
    parts: whole,
    computed: control,
    day: |subject, _: Zone| -> Option<Day> {
        subject.record.get(control::LAST_TESTED_AT).map(|day| *day)
    },
};

fn control(
    _: &LedgerSources<'_>,
    subject: &Subject<'_>,
    column: &'static str,
) -> Option<ListValue> {
    let log = || subject.record.items(control::CHANGE_LOG).into_iter();
    Some(match column {
        "changed_at" => many(log().filter_map(|entry| {
            entry.get(Key::<DayValue>::new("date")).map(|day| day.to_string())
        })),
        "changed_for" => many(log().filter_map(|entry| {
            let incidents: Vec<_> =
                entry.words(part::INCIDENTS).iter().map(|id| id.value).collect();
            let reason = entry.text_of(part::REASON).map(str::to_owned);
            if incidents.is_empty() { reason } else { Some(incidents.join(" ")) }
        })),
        column => return shared(subject, column),
    })
}
