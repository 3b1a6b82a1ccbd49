//! The log of corrective actions.

use crate::record::Record;
use crate::rows::ledger::cells::{some, text, yes};
use crate::rows::ledger::item::shared;
use crate::rows::ledger::list::{Ledger, whole};
use crate::rows::ledger::{LedgerSources, Subject};
use crate::rows::listing::ListValue;
use crate::schema::{DayValue, Key, Kind, action, part};
use crate::term::{Day, Zone};

pub(in crate::rows::ledger) const ACTIONS: Ledger = Ledger {
    name: "actions",
    title: "Corrective-action log",
    period_by: "opened_at, else created, else due",
    also: &["corrective-actions", "action-log", "corrective-action-log", "capa", "acts"],
    kinds: &[Kind::Action],
    columns: &[
        "id",
        "title",
        "status",
        "type",
        "nature",
        "priority",
        "incidents",
        "addresses",
        "controls",
        "changes",
        "owner",
        "opened_at",
        "due",
        "first_due",
        "due_moved",
        "days_overdue",
        "done_when",
        "scope",
        "scope_reason",
        "assets_in_scope",
        "assets_done",
        "change_ref",
        "depends_on",
        "follows",
        "implemented_at",
        "evidence",
        "verification.method",
        "verification.by",
        "verification.at",
        "verification.result",
        "verification.evidence",
        "verification.side_effects.checked",
        "verification.side_effects.result",
        "verified_by_owner",
        "closed_at",
        "escalation.to",
        "escalation.at",
        "escalation.outcome",
        "blocked_reason",
        "rejected.reason",
        "rejected.by",
        "classification",
        "external_ref",
    ],
    parts: whole,
    computed: cell,
    day,
};

fn day(subject: &Subject<'_>, _: Zone) -> Option<Day> {
    let keys: [Key<DayValue>; 3] = [Key::new("opened_at"), Key::new("created"), Key::new("due")];
    keys.into_iter().find_map(|key| subject.record.get(key)).map(|day| *day)
}

fn cell(
    from: &LedgerSources<'_>,
    subject: &Subject<'_>,
    column: &'static str,
) -> Option<ListValue> {
    let record = subject.record;
    Some(match column {
        "first_due" => {
            first_due(from, record).map_or_else(text, |day| some(day.map(|day| day.to_string())))
        }
        "due_moved" => match (first_due(from, record), record.get(action::DUE)) {
            (Err(word), _) => text(word),
            (Ok(Some(first)), Some(due)) => yes(first != *due),
            _ => ListValue::Nothing,
        },
        "days_overdue" => {
            let active = matches!(record.status(), "open" | "in-progress" | "blocked");
            let days = record.get(action::DUE).map(|due| (from.cx.now.day() - *due).num_days());
            some(days.filter(|days| active && *days > 0).map(|days| days.to_string()))
        }
        "verified_by_owner" => {
            let by = record.get(action::VERIFICATION)?.text_of(part::BY);
            match by.zip(record.text_of(action::OWNER)) {
                Some((by, owner)) => yes(by.eq_ignore_ascii_case(owner)),
                None => ListValue::Nothing,
            }
        }
        column => return shared(subject, column),
    })
}

/// The day that git shows first; what to say where it cannot tell.
fn first_due(from: &LedgerSources<'_>, action: &Record) -> Result<Option<Day>, &'static str> {
    let past = from.cx.past.of(action.id()).map_err(|_| "cannot tell")?;
    if past.cut.is_some() {
        return Err("cannot tell");
    }
    Ok(past.lineage().filter_map(|version| version.facts().action()?.due).last())
}
