//! The risk register, with the scores that git holds.

use crate::proof::RiskStep;
use crate::rows::ledger::cells::{many, some, text};
use crate::rows::ledger::item::shared;
use crate::rows::ledger::list::{Ledger, usual_day, whole};
use crate::rows::ledger::{LedgerSources, Subject};
use crate::rows::listing::ListValue;
use crate::schema::{Key, Kind, Whole, risk};

pub(in crate::rows::ledger) const RISKS: Ledger = Ledger {
    name: "risks",
    title: "Risk register",
    period_by: "assessed_at",
    also: &["risk-register"],
    kinds: &[Kind::Risk],
    columns: &[
        "id",
        "title",
        "status",
        "owner",
        "likelihood",
        "impact",
        "score",
        "assessed_at",
        "treatment",
        "residual.likelihood",
        "residual.impact",
        "residual_score",
        "accepted_by",
        "accepted_at",
        "next_review",
        "incidents",
        "new_from",
        "controls",
        "rationale",
        "unchanged_reason",
        "score_before",
        "score_since",
        "score_since_commit",
        "score_steps",
        "classification",
        "external_ref",
    ],
    parts: whole,
    computed: cell,
    day: usual_day,
};

fn cell(
    from: &LedgerSources<'_>,
    subject: &Subject<'_>,
    column: &'static str,
) -> Option<ListValue> {
    let record = subject.record;
    let product = |l: Option<i64>, i: Option<i64>| {
        some(l.zip(i).map(|(l, i)| l.saturating_mul(i).to_string()))
    };
    if matches!(column, "score_before" | "score_since" | "score_since_commit" | "score_steps") {
        return Some(match from.cx.past.of(record.id()) {
            Ok(past) if past.cut.is_none() => step(&past.steps, column),
            _ => text("cannot tell"),
        });
    }
    Some(match column {
        "score" => {
            let get = |key| record.get(key).map(|found| *found);
            product(get(risk::LIKELIHOOD), get(risk::IMPACT))
        }
        "residual_score" => {
            let residual = record.get(risk::RESIDUAL)?;
            let get = |name| residual.get(Key::<Whole>::new(name)).map(|found| *found);
            product(get("likelihood"), get("impact"))
        }
        column => return shared(subject, column),
    })
}

/// What the steps say, newest first: a step is a commit in which likelihood or impact changed.
fn step(steps: &[RiskStep], column: &str) -> ListValue {
    match column {
        "score_before" => some(steps.get(1).map(|step| step.score().to_string())),
        "score_since" => {
            some(steps.first().map(|step| step.commit.committed_at.date_naive().to_string()))
        }
        "score_since_commit" => some(steps.first().map(|step| step.commit.id.clone())),
        _ => many(steps.iter().map(|step| {
            let day = step.commit.committed_at.date_naive();
            let (l, i, commit) = (step.likelihood, step.impact, step.commit.short());
            format!("{} = {l} x {i}, {day}, {commit}", step.score())
        })),
    }
}
