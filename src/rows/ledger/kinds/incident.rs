//! The register of incidents, and that of reviews.

use crate::chain::{Chain, chain_of, label, policies_of, risks_of, verdict_words};
use crate::pattern::happened_on;
use crate::rows::learning_words;
use crate::rows::ledger::cells::{ids, many, naming, text};
use crate::rows::ledger::item::shared;
use crate::rows::ledger::list::{Ledger, usual_day, whole};
use crate::rows::ledger::{LedgerSources, Subject};
use crate::rows::listing::ListValue;
use crate::schema::{Kind, part, pir};
use crate::verdict::Verdict;

pub(in crate::rows::ledger) const INCIDENTS: Ledger = Ledger {
    name: "incidents",
    title: "Incident register",
    period_by: "occurred_at, else detected_at, else reported_at",
    also: &["incident-register", "inc"],
    kinds: &[Kind::Incident],
    columns: &[
        "id",
        "title",
        "status",
        "severity",
        "certainty",
        "origin",
        "entity",
        "unit",
        "occurred_at",
        "detected_at",
        "reported_at",
        "contained_at",
        "resolved_at",
        "closed_at",
        "reporter",
        "reporting_channel",
        "detection_source",
        "owner",
        "primary_responder",
        "responders",
        "decision.outcome",
        "decision.by",
        "decision.at",
        "decision.reason",
        "attack.actions",
        "attack.vector",
        "attack.varieties",
        "attack.class",
        "assets",
        "attributes",
        "third_parties",
        "human_factor",
        "similar_to",
        "duplicate_of",
        "regimes",
        "aware_at",
        "effort_hours",
        "downtime_hours",
        "records_affected",
        "cost.amount",
        "cost.currency",
        "cost.basis",
        "review_tier",
        "reviews",
        "analyses",
        "actions",
        "risks",
        "policies",
        "learning",
        "stages_open",
        "chain",
        "classification",
        "external_ref",
    ],
    parts: whole,
    computed: incident,
    day: |subject, zone| happened_on(subject.record, zone),
};

fn incident(
    from: &LedgerSources<'_>,
    subject: &Subject<'_>,
    column: &'static str,
) -> Option<ListValue> {
    let record = subject.record;
    let chain = || subject.chain.get_or_init(|| chain_of(&from.cx, record));
    Some(match column {
        "reviews" => naming(from, Kind::Pir, record.id()),
        "analyses" => naming(from, Kind::Rca, record.id()),
        "actions" => naming(from, Kind::Action, record.id()),
        "risks" => ids(risks_of(&from.cx, record.id())),
        "policies" => ids(policies_of(&from.cx, record.id())),
        "learning" => text(learning_words(chain().learning())),
        "stages_open" => open_stages(chain()),
        "chain" => text(chain().sentence.clone()),
        column => return shared(subject, column),
    })
}

fn open_stages(chain: &Chain) -> ListValue {
    let open = chain.stages.iter().filter(|standing| {
        !matches!(standing.verdict, Verdict::Met | Verdict::NotRequired | Verdict::NoneInScope)
    });
    many(open.map(|standing| format!("{}: {}", label(standing.stage), verdict_words(standing))))
}

pub(in crate::rows::ledger) const REVIEWS: Ledger = Ledger {
    name: "reviews",
    title: "Post-incident reviews",
    period_by: "held_at, else scheduled_at",
    also: &["pirs", "post-incident-reviews", "postmortems", "post-mortems"],
    kinds: &[Kind::Pir],
    columns: &[
        "id",
        "title",
        "status",
        "incidents",
        "form",
        "lead",
        "scheduled_at",
        "held_at",
        "hot_wash_at",
        "attendees",
        "functions",
        "minutes",
        "controls_failed",
        "controls_worked",
        "lessons",
        "nonconformity.is",
        "nonconformity.rationale",
        "not_needed",
        "signoff.ism.name",
        "signoff.ism.at",
        "signoff.technical_lead.name",
        "signoff.technical_lead.at",
        "waived.reason",
        "waived.approved_by",
        "anonymised",
        "classification",
    ],
    parts: whole,
    computed: review,
    day: usual_day,
};

fn review(_: &LedgerSources<'_>, subject: &Subject<'_>, column: &'static str) -> Option<ListValue> {
    let record = subject.record;
    let evaluated = |failed: bool| {
        let items = record.items(pir::CONTROL_EVALUATION).into_iter();
        many(items.filter_map(move |item| {
            let (control, outcome) = (item.text_of(part::CONTROL)?, item.text_of(part::OUTCOME)?);
            ((outcome != "worked") == failed).then(|| format!("{control} {outcome}"))
        }))
    };
    Some(match column {
        "functions" => {
            let items = record.items(pir::ATTENDEES).into_iter();
            let mut found: Vec<_> =
                items.filter_map(|item| item.text_of(part::FUNCTION)).map(str::to_owned).collect();
            found.sort_unstable();
            found.dedup();
            many(found)
        }
        "controls_failed" => evaluated(true),
        "controls_worked" => evaluated(false),
        "lessons" => {
            let items = record.items(pir::LESSONS).into_iter();
            many(items.filter_map(|item| item.text_of(part::ID)).map(str::to_owned))
        }
        column => return shared(subject, column),
    })
}
