//! How lessons were passed on: trainings, bulletins, management, trends, follow-ups.

use crate::rows::ledger::cells::{many, some, text};
use crate::rows::ledger::item::{items_of, shared};
use crate::rows::ledger::list::{Ledger, fields_only, usual_day, whole};
use crate::rows::ledger::{LedgerSources, Subject};
use crate::rows::listing::ListValue;
use crate::schema::{Key, Kind, Line, Words, management_review, part};

pub(in crate::rows::ledger) const TRAINING: Ledger = Ledger {
    name: "training",
    title: "Trainings and briefings",
    period_by: "held_at",
    also: &["trainings", "briefings", "awareness"],
    kinds: &[Kind::Training],
    columns: &[
        "id",
        "title",
        "status",
        "incidents",
        "actions",
        "topic",
        "delivery",
        "audience.department",
        "audience.count",
        "held_at",
        "trainer",
        "attended",
        "attendance",
        "attendance_file",
        "anonymised",
        "material",
        "classification",
    ],
    parts: whole,
    computed: fields_only,
    day: usual_day,
};

pub(in crate::rows::ledger) const BULLETINS: Ledger = Ledger {
    name: "bulletins",
    title: "Bulletins",
    period_by: "published_at",
    also: &["advisories"],
    kinds: &[Kind::Bulletin],
    columns: &[
        "id",
        "title",
        "status",
        "incidents",
        "audience",
        "channel",
        "published_at",
        "anonymised",
        "responses",
        "responses_open",
        "classification",
    ],
    parts: whole,
    computed: bulletin,
    day: usual_day,
};

fn bulletin(
    _: &LedgerSources<'_>,
    subject: &Subject<'_>,
    column: &'static str,
) -> Option<ListValue> {
    let asked = || {
        let items = subject.record.items(Key::new("requires_response")).into_iter();
        items.map(|item| {
            let word = |key: &'static str| item.text_of(Key::<Line>::new(key));
            (word("team").unwrap_or("-").to_owned(), word("answer").map(str::to_owned))
        })
    };
    Some(match column {
        "responses" => {
            many(asked().filter_map(|(team, answer)| Some(format!("{team}: {}", answer?))))
        }
        "responses_open" => {
            many(asked().filter(|(_, answer)| answer.is_none()).map(|(team, _)| team))
        }
        column => return shared(subject, column),
    })
}

pub(in crate::rows::ledger) const MANAGEMENT_REVIEWS: Ledger = Ledger {
    name: "management-reviews",
    title: "Management reviews",
    period_by: "held_at",
    also: &["mrvs"],
    kinds: &[Kind::ManagementReview],
    columns: &[
        "id",
        "title",
        "status",
        "held_at",
        "chair",
        "attendees",
        "incidents",
        "aggregated",
        "trend_reports",
        "period_statements",
        "escalations",
        "actions_status.open",
        "actions_status.overdue",
        "actions_status.closed",
        "actions_status.as_of",
        "figures.recurrence_rate",
        "figures.pir_completion",
        "figures.n",
        "figures.as_of",
        "decisions",
        "improvements",
        "benefits",
        "minutes",
        "classification",
    ],
    parts: whole,
    computed: management,
    day: usual_day,
};

fn management(
    _: &LedgerSources<'_>,
    subject: &Subject<'_>,
    column: &'static str,
) -> Option<ListValue> {
    Some(match column {
        "decisions" => {
            let items = subject.record.items(management_review::DECISIONS).into_iter();
            many(items.filter_map(|item| item.text_of(part::ID)).map(str::to_owned))
        }
        column => return shared(subject, column),
    })
}

pub(in crate::rows::ledger) const DECISIONS: Ledger = Ledger {
    name: "decisions",
    title: "Decisions of management reviews",
    period_by: "held_at of the review",
    also: &["approvals"],
    kinds: &[Kind::ManagementReview],
    columns: &[
        "id",
        "review",
        "status",
        "held_at",
        "text",
        "approves",
        "not_approved",
        "resources",
        "approved_by",
        "classification",
    ],
    parts: |record| items_of(record, management_review::DECISIONS),
    computed: decision,
    day: usual_day,
};

fn decision(
    _: &LedgerSources<'_>,
    subject: &Subject<'_>,
    column: &'static str,
) -> Option<ListValue> {
    let item = subject.part?;
    Some(match column {
        "review" => text(subject.record.id()),
        "text" | "resources" | "approved_by" => some(item.text_of(Key::<Line>::new(column))),
        "approves" | "not_approved" => {
            let named = item.words(Key::<Words>::new(column));
            many(named.iter().map(|id| id.value.to_owned()))
        }
        column => return shared(subject, column),
    })
}

pub(in crate::rows::ledger) const TREND_REPORTS: Ledger = Ledger {
    name: "trend-reports",
    title: "Trend reports",
    period_by: "presented_at",
    also: &["trends"],
    kinds: &[Kind::TrendReport],
    columns: &[
        "id",
        "title",
        "status",
        "period",
        "window_months",
        "prepared_by",
        "incidents",
        "patterns",
        "recommendations",
        "fed_into",
        "nil_reason",
        "presented_to",
        "presented_at",
        "presented_in",
        "classification",
    ],
    parts: whole,
    computed: trend,
    day: usual_day,
};

fn trend(_: &LedgerSources<'_>, subject: &Subject<'_>, column: &'static str) -> Option<ListValue> {
    let findings = || subject.record.items(Key::new("findings")).into_iter();
    let each = |key: &'static str| {
        many(findings().filter_map(|item| item.text_of(Key::<Line>::new(key)).map(str::to_owned)))
    };
    Some(match column {
        "patterns" => each("pattern"),
        "recommendations" => each("recommendation"),
        "fed_into" => {
            let named = findings().flat_map(|item| item.words(Key::<Words>::new("fed_into")));
            many(named.map(|id| id.value.to_owned()))
        }
        column => return shared(subject, column),
    })
}

pub(in crate::rows::ledger) const FOLLOW_UPS: Ledger = Ledger {
    name: "follow-ups",
    title: "Follow-up audits",
    period_by: "performed_at, else due",
    also: &["effectiveness-audits", "audits", "followups"],
    kinds: &[Kind::EffectivenessAudit],
    columns: &[
        "id",
        "title",
        "status",
        "incidents",
        "actions",
        "due",
        "audit_programme",
        "auditor",
        "performed_at",
        "result",
        "recurrence_found",
        "still_in_place",
        "findings",
        "classification",
    ],
    parts: whole,
    computed: follow_up,
    day: |subject, zone| {
        let performed = subject.record.get(crate::schema::effectiveness_audit::PERFORMED_AT);
        performed.map(|day| *day).or_else(|| usual_day(subject, zone))
    },
};

fn follow_up(
    _: &LedgerSources<'_>,
    subject: &Subject<'_>,
    column: &'static str,
) -> Option<ListValue> {
    Some(match column {
        "findings" => {
            let items = subject.record.items(Key::new("findings")).into_iter();
            many(items.filter_map(|item| item.text_of(part::TEXT)).map(str::to_owned))
        }
        column => return shared(subject, column),
    })
}
