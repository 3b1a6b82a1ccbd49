//! A grave incident is discussed by name in the next management review.

use crate::chain::{Grade, closed_at, is_asked, is_judged, management_held_at};
use crate::diag::Level;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Report, Rule};
use crate::schema::Kind;
use crate::term::Stage;
use chrono::{DateTime, Utc};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "MRV003",
    name: "incident-not-discussed",
    levels: Levels::Always(Level::Warning),
    basis: Basis::Guidance,
    from: "approved",
    summary: "high or critical incident closed before the review and named in none since",
    explanation: "Each incident of high or critical severity that was closed before an approved \
        management review, and after the one before, is named in its `incidents` or in those of \
        a later review. \"Several incidents were noted\" does not show that management knew of \
        this one. Name it in the next review, with what was asked and answered.",
    source: "High Table, practice guide on A.5.27",
    bad: &[example!("incident-not-discussed/passed-over")],
    good: &[
        example!("incident-not-discussed/named-by-the-next"),
        example!("incident-not-discussed/closed-since"),
        example!("incident-not-discussed/medium-severity"),
    ],
    check: Check::Whole(check),
};

fn check(cx: &RegisterContext<'_>, found: &mut Findings) {
    let zone = cx.basis.now.zone;
    let approved = |review: &&Record| is_judged(review) && review.is_from("approved");
    let reviews = cx.register.of_kind(Kind::ManagementReview).filter(approved);
    let held = |review| Some((management_held_at(review)?.latest(zone), review));
    let mut reviews: Vec<(DateTime<Utc>, &Record)> = reviews.filter_map(held).collect();
    reviews.sort_by_key(|(held, review)| (*held, &review.path));
    if reviews.is_empty() {
        return;
    }
    for incident in cx.register.of_kind(Kind::Incident) {
        check_incident(cx, incident, &reviews, found);
    }
}

fn check_incident(
    cx: &RegisterContext<'_>,
    incident: &Record,
    reviews: &[(DateTime<Utc>, &Record)],
    found: &mut Findings,
) {
    let Some(closed) = closed_at(incident).filter(|_| Grade::of(incident) == Grade::High) else {
        return;
    };
    let at = closed.earliest(cx.basis.now.zone);
    let first = reviews.partition_point(|(held, _)| *held < at);
    let Some((_, review)) = reviews.get(first) else { return };
    let mut naming = cx.register.naming(Kind::ManagementReview, incident.id());
    if !is_asked(cx.basis.config, incident, Stage::Management)
        || naming.any(|review| management_held_at(review).is_some())
    {
        return;
    }
    let message = format!("{} does not name {}, closed before it", review.id(), incident.id());
    found.push(
        Report::on(review, review.span_of("incidents"), message)
            .help("discuss it in the next management review, and name it there")
            .field("incidents")
            .argument(incident.id())
            .related(incident, closed.span, "closed before the review"),
    );
}
