//! What a register owes for each quarter and each year, and since when.

use super::Books;
use crate::chain::{is_presented, management_held_at};
use crate::deadline::{Clock, Stretch, TermsSource, finished_stretches};
use crate::record::Record;
use crate::schema::{Key, Kind, Line, common, incident, policy};
use crate::term::{Day, Duration, Period, Stamp, Zone};
use std::collections::BTreeSet;

/// The first day of which the register gives an account; `None` for one that gives none yet.
///
/// That is the day of the first report of an incident, of the first quarter with a finished trend
/// report or statement, or of the first management review. The incident management policy counts from
/// the day on which it came into force or was `created` as a record, whichever is later: an old
/// policy is no duty of a young register. Drafts count for nothing.
pub fn register_began(books: Books<'_>) -> Option<Day> {
    let zone = books.now.zone;
    let quarters = books.config.quarters();
    let incidents = books.register.of_kind(Kind::Incident);
    let incidents = incidents.filter_map(|incident| Some(told_at(incident)?.day(zone)));
    let finished = |record: &&Record| matches!(record.status(), "presented" | "declared");
    let periods = [Kind::TrendReport, Kind::PeriodStatement]
        .into_iter()
        .flat_map(|kind| books.register.of_kind(kind))
        .filter(finished)
        .filter_map(|record| Some(quarters.days(period_of(record)?).0));
    let reviews = books.register.of_kind(Kind::ManagementReview);
    let held = reviews.filter_map(|review| Some(management_held_at(review)?.day(zone)));
    incidents.chain(periods).chain(held).chain(policy_began(books)).min()
}

/// The stretches for which something was owed at their end, oldest first; those of a year back.
pub fn owed_stretches(books: Books<'_>, every: Duration) -> Vec<Stretch> {
    let Some(began) = register_began(books) else { return Vec::new() };
    finished_stretches(books.now, books.config.quarters(), began, every)
}

/// The finished stretches without a presented trend report.
pub fn reports_owed(books: Books<'_>) -> Vec<Stretch> {
    let mut owed = owed_stretches(books, books.terms.trend_rhythm(books.config.profile));
    owed.retain(|stretch| !of_stretch(books, Kind::TrendReport, stretch).any(is_presented));
    owed
}

/// The finished stretches without an incident and without a declared statement.
pub fn statements_owed(books: Books<'_>) -> Vec<Stretch> {
    let mut owed = owed_stretches(books, books.terms.trend_every);
    if owed.is_empty() {
        return owed;
    }
    let (quarters, days) = (books.config.quarters(), days_of_incidents(books));
    owed.retain(|stretch| {
        let first = quarters.days(stretch.first).0;
        let mut statements = of_stretch(books, Kind::PeriodStatement, stretch);
        days.range(first..=stretch.end).next().is_none()
            && !statements.any(|statement| statement.status() == "declared")
    });
    owed
}

fn days_of_incidents(books: Books<'_>) -> BTreeSet<Day> {
    let living = |incident: &&Record| !incident.is_ended();
    let incidents = books.register.of_kind(Kind::Incident).filter(living);
    incidents.filter_map(|incident| incident_day(incident, books.now.zone)).collect()
}

/// The clock for the next management review, with when the last one was held; it starts there, else
/// with the first day of the register.
pub fn management_clock(books: Books<'_>) -> Option<(Clock, Option<Stamp>)> {
    let zone = books.now.zone;
    let reviews = books.register.of_kind(Kind::ManagementReview);
    let last = reviews.filter_map(management_held_at).max_by_key(|at| at.earliest(zone));
    let start = last.or_else(|| register_began(books).map(Stamp::Day))?;
    Some((Clock::once(start, books.terms.management_every, zone), last))
}

/// The quarter that a trend report or a period statement is about.
pub fn period_of(record: &Record) -> Option<Period> {
    const PERIOD: Key<Line> = Key::new("period");
    record.text_of(PERIOD).and_then(Period::parse)
}

/// The day by which an incident belongs to a quarter: of its beginning, else of its detection or
/// report.
pub fn incident_day(incident: &Record, zone: Zone) -> Option<Day> {
    let keys = [incident::OCCURRED_AT, incident::DETECTED_AT, incident::REPORTED_AT];
    keys.into_iter().find_map(|key| incident.get(key)).map(|at| at.day(zone))
}

/// When an incident was told to somebody.
fn told_at(incident: &Record) -> Option<Stamp> {
    let reported = incident.get(incident::REPORTED_AT);
    reported.or_else(|| incident.get(incident::DETECTED_AT)).map(|at| *at)
}

/// The policy whose thresholds are in force.
pub fn ruling_policy(books: Books<'_>) -> Option<&Record> {
    match &books.terms.source {
        TermsSource::Policy(id) => books.register.get_kind(Kind::Policy, id),
        TermsSource::ProductDefault => None,
    }
}

fn policy_began(books: Books<'_>) -> Option<Day> {
    let policy = ruling_policy(books)?;
    let effective = policy.get(policy::EFFECTIVE).or(policy.get(policy::APPROVED_AT))?;
    Some((*policy.get(common::CREATED)?).max(*effective))
}

/// The living records of a kind that are about a quarter of the stretch.
pub fn of_stretch<'a>(
    books: Books<'a>,
    kind: Kind,
    stretch: &Stretch,
) -> impl Iterator<Item = &'a Record> + use<'a> {
    let (living, stretch) = (books.register.of_kind(kind), *stretch);
    living.filter(move |record| !record.is_ended() && is_about(record, stretch))
}

/// True when a record is about a quarter of the stretch.
pub fn is_about(record: &Record, stretch: Stretch) -> bool {
    period_of(record).is_some_and(|period| stretch.covers(period))
}
