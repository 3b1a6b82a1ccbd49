//! Management looks at what was learned at least once a year.

use crate::chain::is_judged;
use crate::deadline::Phase;
use crate::diag::Level;
use crate::owed::management_clock;
use crate::record::Record;
use crate::rules::begun::anchor;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Report, Rule};
use crate::schema::Kind;
use chrono::TimeDelta;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "MRV001",
    name: "review-of-management-missing",
    levels: Levels::ByClock(Level::Note, Level::Error, Level::Error),
    basis: Basis::Standard,
    from: "management review",
    summary: "no management review in twelve months, or one held without incident learnings",
    explanation: "Top management reviews the information security management system at planned \
        intervals (clause 9.3), and what was learned from incidents is part of it: at the latest \
        twelve months after the review before, or after the register began, unless \
        `management_every` of the incident management policy sets another interval. From 30 days \
        before the limit this is a note with the day, unless a review is planned. A review that \
        was held has a section Incident learnings; without it the minutes show that management \
        met, not that it learned. Hold the review with `pirctl new management-review` at hand.",
    source: "ISO/IEC 27001:2022 clause 9.3; UpGuard and High Table, practice guides on A.5.27",
    bad: &[
        example!("review-of-management-missing/a-year-ago"),
        example!("review-of-management-missing/none-yet"),
        example!("review-of-management-missing/no-incident-learnings"),
        example!("review-of-management-missing/due-this-month"),
    ],
    good: &[
        example!("review-of-management-missing/planned-in-time"),
        example!("review-of-management-missing/young-register"),
    ],
    check: Check::Whole(check),
};

/// Days before the limit from which the note names it.
const NOTICE: i64 = 30;

fn check(cx: &RegisterContext<'_>, found: &mut Findings) {
    for review in cx.register.of_kind(Kind::ManagementReview) {
        check_learnings(review, found);
    }
    let now = cx.basis.now;
    let Some((clock, last)) = management_clock(cx.books()) else { return };
    let phase = clock.phase(now.instant);
    if phase == Phase::Ahead
        && (is_planned(cx) || clock.first - now.instant > TimeDelta::days(NOTICE))
    {
        return;
    }
    let due = now.zone.day_of(clock.first - TimeDelta::seconds(1));
    let message = match (phase, last) {
        (Phase::Ahead, _) => format!("the next management review is to be held by {due}"),
        (_, Some(at)) => {
            format!("the last management review was held {} days ago", now.days_since(at))
        }
        (_, None) => format!("no management review was held by {due}"),
    };
    found.push(
        Report::at("", anchor(cx, Kind::ManagementReview, "held_at"), message)
            .help("hold one: `pirctl new management-review` gathers what has come up since")
            .field("held_at")
            .phase(phase),
    );
}

fn is_planned(cx: &RegisterContext<'_>) -> bool {
    cx.register.of_kind(Kind::ManagementReview).any(|review| review.status() == "planned")
}

fn check_learnings(review: &Record, found: &mut Findings) {
    const SECTION: &str = "Incident learnings";
    let held = is_judged(review) && review.is_from("held");
    if !held || review.outline().section(SECTION).is_some_and(|section| section.filled) {
        return;
    }
    let message = format!("{} was held and says nothing of incidents", review.id());
    found.push(
        Report::on(review, review.section_span(SECTION), message)
            .help("write the section Incident learnings: what was told and what was asked")
            .field(SECTION),
    );
}
