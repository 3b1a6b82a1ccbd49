//! Where to say what a register lacks of a quarter or a year.

use crate::deadline::{Phase, Stretch};
use crate::diag::Place;
use crate::owed::{of_stretch, ruling_policy};
use crate::record::Record;
use crate::rules::{RegisterContext, Report};
use crate::schema::{Kind, common, management_review};
use crate::term::{Day, Period, Stamp, Zone};
use chrono::TimeDelta;

pub(super) use crate::owed::{incident_day as day_of, period_of};
/// The first day of which the register gives an account; `None` for one that gives none yet.
///
/// That is the day of the first report of an incident, of the first quarter with a finished trend
/// report or statement, or of the first management review. The incident management policy counts from
/// the day on which it came into force or was `created` as a record, whichever is later: an old
/// policy is no duty of a young register. Drafts count for nothing.
pub fn register_began(cx: &RegisterContext<'_>) -> Option<Day> {
    let zone = cx.basis.now.zone;
    let quarters = cx.basis.config.quarters();
    let incidents = cx.register.of_kind(Kind::Incident).filter_map(|i| Some(told_at(i)?.day(zone)));
    let finished = |record: &&Record| matches!(record.status(), "presented" | "declared");
    let periods = [Kind::TrendReport, Kind::PeriodStatement]
        .into_iter()
        .flat_map(|kind| cx.register.of_kind(kind))
        .filter(finished)
        .filter_map(|record| Some(quarters.days(period_of(record)?).0));
    let reviews = cx.register.of_kind(Kind::ManagementReview);
    let held = reviews.filter_map(|review| Some(management_held_at(review)?.day(zone)));
    incidents.chain(periods).chain(held).chain(policy_began(cx)).min()
}

/// The stretches for which something was owed at their end, oldest first; those of a year back.
pub(super) fn owed_stretches(cx: &RegisterContext<'_>, every: Duration) -> Vec<Stretch> {
    let Some(began) = register_began(cx) else { return Vec::new() };
    finished_stretches(cx.basis.now, cx.basis.config.quarters(), began, every)
}

/// The quarter that a trend report or a period statement is about.
pub(super) fn period_of(record: &Record) -> Option<Period> {
    const PERIOD: Key<Line> = Key::new("period");
    record.text_of(PERIOD).and_then(Period::parse)
}

/// The day by which an incident belongs to a quarter: of its beginning, else of its detection or
/// report.
pub(super) fn day_of(incident: &Record, zone: Zone) -> Option<Day> {
    let keys = [incident::OCCURRED_AT, incident::DETECTED_AT, incident::REPORTED_AT];
    keys.into_iter().find_map(|key| incident.get(key)).map(|at| at.day(zone))
}

/// When an incident was told to somebody.
fn told_at(incident: &Record) -> Option<Stamp> {
    let reported = incident.get(incident::REPORTED_AT);
    reported.or_else(|| incident.get(incident::DETECTED_AT)).map(|at| *at)
}

fn ruling_policy<'a>(cx: &RegisterContext<'a>) -> Option<&'a Record> {
    match &cx.basis.terms.source {
        TermsSource::Policy(id) => cx.register.get_kind(Kind::Policy, id),
        TermsSource::ProductDefault => None,
    }
}

fn policy_began(cx: &RegisterContext<'_>) -> Option<Day> {
    let policy = ruling_policy(cx)?;
    let effective = policy.get(policy::EFFECTIVE).or(policy.get(policy::APPROVED_AT))?;
    Some((*policy.get(common::CREATED)?).max(*effective))
}

/// Where to say that the register lacks a record of `kind`: at `field` of the newest one, else at
/// the policy that asks for it, else at the configuration.
pub(super) fn anchor(cx: &RegisterContext<'_>, kind: Kind, field: &str) -> Place {
    let living = cx.register.of_kind(kind).filter(|record| !record.is_ended());
    let newest = living.max_by_key(|record| (age(record, cx.basis.now.zone), &record.path));
    if let Some(record) = newest {
        return record.place(record.value_span_of(field));
    }
    let policy = ruling_policy(cx.books()).map(|policy| policy.place(policy.span_of("defines")));
    policy.unwrap_or_else(|| cx.basis.config.place())
}

fn age(record: &Record, zone: Zone) -> (Option<Period>, Option<Day>) {
    let held = record.get(management_review::HELD_AT).map(|held| held.day(zone));
    (period_of(record), held)
}

/// A finding that a stretch has no finished record of `kind`; at the draft of one, if there is any.
///
/// `owed` and `lacks` are what is asked for, as in "a presented trend report" and "no trend report
/// presented".
pub(super) fn lacking(
    cx: &RegisterContext<'_>,
    stretch: &Stretch,
    kind: Kind,
    (owed, lacks): (&str, &str),
) -> Report {
    let now = cx.basis.now;
    let phase = stretch.clock.phase(now.instant);
    let message = if phase == Phase::Ahead {
        let due = now.zone.day_of(stretch.clock.first - TimeDelta::seconds(1));
        format!("{stretch} is to have {owed} by {due}")
    } else {
        format!("{stretch} ended {} days ago, {lacks}", now.days_since(Stamp::Day(stretch.end)))
    };
    let draft = of_stretch(cx.books(), kind, stretch).next();
    let at_draft = draft.map(|draft| draft.place(draft.value_span_of(common::STATUS.name())));
    let place = at_draft.unwrap_or_else(|| anchor(cx, kind, "period"));
    Report::at("", place, message).field("period").argument(stretch.to_string()).phase(phase)
}

/// The records of a kind that are about a quarter of the stretch.
pub fn of_stretch<'a>(
    cx: &RegisterContext<'a>,
    kind: Kind,
    stretch: &Stretch,
) -> impl Iterator<Item = &'a Record> {
    let living = cx.register.of_kind(kind).filter(|record| !record.is_ended());
    living.filter(move |record| period_of(record).is_some_and(|period| stretch.covers(period)))
}
