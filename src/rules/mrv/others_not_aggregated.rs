//! A management review says how it treated the incidents that it does not name.

use crate::chain::{Grade, closed_at, is_asked, is_judged, management_held_at};
use crate::diag::Level;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Report, Rule};
use crate::schema::{Kind, management_review};
use crate::term::Stage;
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "MRV005",
    name: "others-not-aggregated",
    levels: Levels::Always(Level::Warning),
    basis: Basis::Guidance,
    from: "approved",
    summary: "medium and low incidents closed before the review are neither named nor treated together",
    explanation: "Serious incidents are discussed by name (MRV003); those of medium and low \
        severity may be treated together, and then `aggregated` says how, for instance by trend \
        report. This approved review, and every one since, does neither for the incidents listed. \
        Management that hears of the serious ones only does not see what keeps coming back. State \
        in `aggregated` how the others were treated, or name them in `incidents`.",
    source: "High Table, practice guide on A.5.27",
    bad: &[example!("others-not-aggregated/medium-passed-over")],
    good: &[
        example!("others-not-aggregated/treated-together"),
        example!("others-not-aggregated/named"),
        example!("others-not-aggregated/by-the-next"),
    ],
    check: Check::Whole(check),
};

/// So many incidents are told by id.
const TOLD: usize = 3;

/// Approved reviews by the time at which they were held.
type Reviews<'a> = Vec<(DateTime<Utc>, &'a Record)>;

fn check(cx: &RegisterContext<'_>, found: &mut Findings) {
    let reviews = reviews(cx);
    let together = together(cx);
    let mut passed_over: BTreeMap<usize, Vec<&Record>> = BTreeMap::new();
    for incident in cx.register.of_kind(Kind::Incident) {
        if let Some(at) = first_after(cx, incident, &reviews, together) {
            passed_over.entry(at).or_default().push(incident);
        }
    }
    for (at, incidents) in passed_over {
        found.push(report(reviews[at].1, &incidents));
    }
}

fn reviews<'a>(cx: &RegisterContext<'a>) -> Reviews<'a> {
    let zone = cx.basis.now.zone;
    let approved = |review: &&Record| is_judged(review) && review.is_from("approved");
    let held = |review| Some((management_held_at(review)?.latest(zone), review));
    let mut reviews: Reviews<'_> =
        cx.register.of_kind(Kind::ManagementReview).filter(approved).filter_map(held).collect();
    reviews.sort_by_key(|(held, review)| (*held, &review.path));
    reviews
}

/// When the last review was held that treats incidents together: it answers for all closed before.
fn together(cx: &RegisterContext<'_>) -> Option<DateTime<Utc>> {
    let reviews = cx.register.of_kind(Kind::ManagementReview);
    let together = reviews.filter(|review| review.text_of(management_review::AGGREGATED).is_some());
    together.filter_map(|review| Some(management_held_at(review)?.latest(cx.basis.now.zone))).max()
}

/// The place of the first review after the incident was closed, if it may be treated with others
/// and no review names it.
fn first_after(
    cx: &RegisterContext<'_>,
    incident: &Record,
    reviews: &Reviews<'_>,
    together: Option<DateTime<Utc>>,
) -> Option<usize> {
    let closed = closed_at(incident)?;
    if !matches!(Grade::of(incident), Grade::Medium | Grade::Low)
        || !is_asked(cx.basis.config, incident, Stage::Management)
    {
        return None;
    }
    let at = closed.earliest(cx.basis.now.zone);
    if together.is_some_and(|held| at <= held) {
        return None;
    }
    let first = reviews.partition_point(|(held, _)| *held < at);
    let mut naming = cx.register.naming(Kind::ManagementReview, incident.id());
    let named = naming.any(|review| management_held_at(review).is_some());
    (first < reviews.len() && !named).then_some(first)
}

fn report(review: &Record, incidents: &[&Record]) -> Report {
    let told: Vec<_> = incidents.iter().take(TOLD).map(|incident| incident.id()).collect();
    let more = match incidents.len() - told.len() {
        0 => String::new(),
        n => format!(" and {n} more"),
    };
    let message = format!(
        "{} neither names nor treats together {}{more}, closed before it",
        review.id(),
        told.join(", ")
    );
    Report::on(review, review.span_of("incidents"), message)
        .help("say in `aggregated` how the incidents that are not named were treated, or name them")
        .field("aggregated")
}
