//! A review is held inside the agreed time after its incident was closed.

use crate::chain::{closed_at, held_clock, is_judged, review_held_at};
use crate::diag::Level;
use crate::record::{Found, Record};
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Report, Rule};
use crate::schema::{Kind, pir};
use crate::term::Stamp;
use chrono::TimeDelta;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "PIR001",
    name: "held-late",
    levels: Levels::Always(Level::Warning),
    basis: Basis::OwnPolicy,
    from: "held",
    summary: "review was held after the agreed time",
    explanation: "A review is held within 72 hours after its incident was closed; light reviews of low \
        severity within 14 days, grouped ones within 90. The incident management policy may set other \
        limits. What people remember fades within days, and an auditor holds the two dates against the \
        policy. Where only a day is stated the review is given the benefit of it: the clock starts at \
        the end of the day of closure and stops at the beginning of the day of the review. What is late \
        stays late: keep the dates as they are, and hold the next review in time, or change the limit \
        in the policy if it cannot be kept.",
    source: "limits from the organisation's own policy; UpGuard and High Table, practice guides on A.5.27",
    bad: &[example!("held-late/after-five-days"), example!("held-late/only-days-stated")],
    good: &[
        example!("held-late/on-the-last-day"),
        example!("held-late/grouped-in-time"),
        example!("held-late/policy-gives-more-time"),
    ],
    check: Check::Register(&[Kind::Pir], check),
};

fn check(cx: &RegisterContext<'_>, review: &Record, found: &mut Findings) {
    let Some(held) = review.get(pir::HELD_AT) else { return };
    if !is_judged(review) || review_held_at(review).is_none() {
        return;
    }
    for named in review.incidents() {
        let incident = cx.register.get_kind(Kind::Incident, named.value);
        if let Some(incident) = incident
            && let Some(closed) = closed_at(incident)
        {
            late(cx, (review, held), (incident, closed), found);
        }
    }
}

fn late(
    cx: &RegisterContext<'_>,
    (review, held): (&Record, Found<Stamp>),
    (incident, closed): (&Record, Found<Stamp>),
    found: &mut Findings,
) {
    let zone = cx.basis.now.zone;
    let clock = held_clock(incident, *closed, cx.basis.terms, zone);
    if !clock.missed_by(*held, zone) {
        return;
    }
    let days = (held.day(zone) - closed.day(zone)).num_days();
    let last = zone.day_of(clock.first - TimeDelta::seconds(1));
    let only_days = matches!((*held, *closed), (Stamp::Day(_), _) | (_, Stamp::Day(_)));
    let precision = if only_days { "; only days are stated" } else { "" };
    let message = format!(
        "{} was held {days} days after {} was closed, by {last} was agreed{precision}",
        review.id(),
        incident.id()
    );
    found.push(
        Report::on(review, held.span, message)
            .help("keep the dates, and hold the next review inside the limit of the policy")
            .field("held_at")
            .argument(incident.id())
            .related(incident, closed.span, "closed then"),
    );
}
