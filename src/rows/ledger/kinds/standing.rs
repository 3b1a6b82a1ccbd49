//! Period statements, vendors and their assessments.

use crate::rows::ledger::cells::many;
use crate::rows::ledger::item::shared;
use crate::rows::ledger::list::{Ledger, fields_only, usual_day, whole};
use crate::rows::ledger::{LedgerSources, Subject};
use crate::rows::listing::ListValue;
use crate::schema::{Key, Kind, Line};

pub(in crate::rows::ledger) const STATEMENTS: Ledger = Ledger {
    name: "statements",
    title: "Period statements",
    period_by: "declared_at",
    also: &["period-statements"],
    kinds: &[Kind::PeriodStatement],
    columns: &[
        "id",
        "title",
        "status",
        "period",
        "declared_by",
        "events",
        "assessed",
        "promoted",
        "weaknesses",
        "near_misses",
        "channels_tested_at",
        "source_system",
        "source_export",
        "declared_at",
        "signed_off.name",
        "signed_off.at",
        "classification",
    ],
    parts: whole,
    computed: statement,
    day: usual_day,
};

fn statement(
    _: &LedgerSources<'_>,
    subject: &Subject<'_>,
    column: &'static str,
) -> Option<ListValue> {
    Some(match column {
        "events" => {
            let items = subject.record.items(Key::new("events")).into_iter();
            many(items.map(|item| {
                let word = |key: &'static str| item.text_of(Key::<Line>::new(key)).unwrap_or("?");
                format!("{} {}", word("channel"), word("count"))
            }))
        }
        column => return shared(subject, column),
    })
}

pub(in crate::rows::ledger) const VENDORS: Ledger = Ledger {
    name: "vendors",
    title: "Vendors",
    period_by: "next_assessment",
    also: &["suppliers"],
    kinds: &[Kind::Vendor],
    columns: &[
        "id",
        "title",
        "status",
        "tier",
        "owner",
        "services",
        "contact",
        "next_assessment",
        "classification",
    ],
    parts: whole,
    computed: fields_only,
    day: usual_day,
};

pub(in crate::rows::ledger) const ASSESSMENTS: Ledger = Ledger {
    name: "vendor-assessments",
    title: "Vendor assessments",
    period_by: "assessed_at",
    also: &["assessments", "supplier-assessments"],
    kinds: &[Kind::VendorAssessment],
    columns: &[
        "id",
        "title",
        "status",
        "vendor",
        "incidents",
        "previous",
        "assessed_at",
        "next_due",
        "answers.pir_process",
        "answers.control_example",
        "answers.action_tracking",
        "answers.incidents_last_12m",
        "answers.detection_evidence",
        "evidence_types",
        "corroboration_sources",
        "red_flags",
        "size_reason",
        "accepted_by",
        "classification",
    ],
    parts: whole,
    computed: assessment,
    day: usual_day,
};

fn assessment(
    _: &LedgerSources<'_>,
    subject: &Subject<'_>,
    column: &'static str,
) -> Option<ListValue> {
    let each = |list: &'static str, key: &'static str| {
        let items = subject.record.items(Key::new(list)).into_iter();
        many(items.filter_map(|item| item.text_of(Key::<Line>::new(key)).map(str::to_owned)))
    };
    Some(match column {
        "evidence_types" => each("evidence_received", "type"),
        "corroboration_sources" => each("corroboration", "source"),
        column => return shared(subject, column),
    })
}
