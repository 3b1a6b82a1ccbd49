//! What was declared for each quarter, beside what the register holds of it.

use super::Population;
use crate::chain::Inquiry;
use crate::metrics::Window;
use crate::owed::period_of;
use crate::record::Record;
use crate::schema::{Key, Kind, Line, Whole, period_statement as statement};
use crate::term::{Day, Period};

/// A quarter of the period.
#[derive(Clone, Debug)]
pub struct PeriodRow<'r> {
    /// The quarter.
    pub period: Period,
    /// Its first and its last day.
    pub days: (Day, Day),
    /// Incidents of the quarter that count; `None` where the period holds only a part of it.
    pub incidents: Option<usize>,
    /// What was declared, where something was.
    pub statement: Option<Statement<'r>>,
    /// Other statements about the quarter: drafts, and second ones.
    pub others: Vec<&'r Record>,
    /// What can be said of its population.
    pub scoped: Scoped,
}

/// What can be said of the population of a quarter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scoped {
    /// The register holds incidents.
    Incidents,
    /// None, and a statement declares it: none in scope.
    NoneInScope,
    /// None, and nobody declared anything: an empty register is no answer.
    NoStatement,
    /// The quarter is not over.
    Running,
    /// The period holds only a part of the quarter.
    Part,
}

impl Scoped {
    /// The word people read.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Incidents => "incidents",
            Self::NoneInScope => "none-in-scope",
            Self::NoStatement => "no-statement",
            Self::Running => "running",
            Self::Part => "part-of-quarter",
        }
    }
}

/// What a period statement declares.
#[derive(Clone, Debug)]
pub struct Statement<'r> {
    /// The record.
    pub record: &'r Record,
    /// Events by channel, as declared.
    pub events: Vec<Channel<'r>>,
    /// Events looked at.
    pub assessed: Option<i64>,
    /// Events that became incidents.
    pub promoted: Option<i64>,
    /// Weaknesses reported.
    pub weaknesses: Option<i64>,
    /// Near misses reported.
    pub near_misses: Option<i64>,
    /// When the channels were last tested.
    pub channels_tested_at: Option<Day>,
    /// The system that the counts come from.
    pub source_system: Option<&'r str>,
}

/// Events of a reporting channel.
#[derive(Clone, Copy, Debug)]
pub struct Channel<'r> {
    /// Its name.
    pub name: &'r str,
    /// How many; `None` where no number stands there.
    pub count: Option<i64>,
}

/// The quarters that the window touches, oldest first.
pub(super) fn periods<'r>(
    cx: &Inquiry<'r>,
    window: &Window,
    population: &Population<'r>,
) -> Vec<PeriodRow<'r>> {
    let quarters = cx.config.quarters();
    let mut rows = Vec::new();
    let mut period = quarters.at(window.first);
    loop {
        let days = quarters.days(period);
        // A window of centuries ends with what has happened.
        if days.0 >= window.end || days.0 > cx.now.day() {
            break;
        }
        rows.push(row(cx, window, population, (period, days)));
        period = period.next();
    }
    rows
}

fn row<'r>(
    cx: &Inquiry<'r>,
    window: &Window,
    population: &Population<'r>,
    (period, days): (Period, (Day, Day)),
) -> PeriodRow<'r> {
    let about: Vec<&Record> = cx
        .register
        .of_kind(Kind::PeriodStatement)
        .filter(|record| !record.is_ended() && period_of(record) == Some(period))
        .collect();
    let declared = about.iter().copied().find(|record| record.status() == "declared");
    let others = about.into_iter().filter(|it| declared.is_none_or(|d| d.path != it.path));
    let is_whole = window.contains(days.0) && window.contains(days.1);
    let falls = |day: Option<Day>| day.is_some_and(|day| days.0 <= day && day <= days.1);
    let count = population.incidents.iter().filter(|member| falls(member.day)).count();
    let scoped = match (is_whole, count, declared) {
        (false, ..) => Scoped::Part,
        (_, 1.., _) => Scoped::Incidents,
        (_, 0, Some(_)) => Scoped::NoneInScope,
        (_, 0, None) if days.1 >= cx.now.day() => Scoped::Running,
        (_, 0, None) => Scoped::NoStatement,
    };
    PeriodRow {
        period,
        days,
        incidents: is_whole.then_some(count),
        statement: declared.filter(|record| !record.is_privileged()).map(read),
        others: others.collect(),
        scoped,
    }
}

fn read(record: &Record) -> Statement<'_> {
    const CHANNEL: Key<Line> = Key::new("channel");
    const COUNT: Key<Whole> = Key::new("count");
    let events = record.items(statement::EVENTS).into_iter().map(|item| Channel {
        name: item.text_of(CHANNEL).unwrap_or_default(),
        count: item.get(COUNT).map(|count| count.value),
    });
    let number = |key: Key<Whole>| record.get(key).map(|count| count.value);
    Statement {
        record,
        events: events.collect(),
        assessed: number(statement::ASSESSED),
        promoted: number(statement::PROMOTED),
        weaknesses: number(statement::WEAKNESSES),
        near_misses: number(statement::NEAR_MISSES),
        channels_tested_at: record.get(statement::CHANNELS_TESTED_AT).map(|day| day.value),
        source_system: record.text_of(statement::SOURCE_SYSTEM),
    }
}
