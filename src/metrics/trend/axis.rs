//! The quarters over which incidents are counted: those shown, and those they are compared with.

use super::TrendGround;
use crate::metrics::Window;
use crate::register::Register;
use crate::schema::{Kind, incident, period_statement};
use crate::term::{Day, Period, Quarters, Zone};
use thiserror::Error;

/// Quarters before the first one shown, for twelve months and the twelve months a year before.
const BACK: i32 = 7;
/// The position of the first quarter shown, behind these.
pub(super) const FIRST_SHOWN: usize = 7;
/// Quarters of which twelve months are made.
pub(super) const YEAR: usize = 4;
/// Most quarters shown.
const MOST: i32 = 40;

/// Whether all of a quarter can be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is over, and the register was kept in it.
    Whole,
    /// It is not over: what is counted is what is known so far.
    SoFar,
    /// It ended before the register begins: no incident is not zero incidents.
    Before,
}

impl Standing {
    /// The word people and machines read.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::SoFar => "so-far",
            Self::Before => "before-the-register",
        }
    }
}

/// A quarter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TrendQuarter {
    /// Its name.
    pub period: Period,
    /// Its first day.
    pub first: Day,
    /// The day after its last.
    pub end: Day,
    /// Whether it can be known.
    pub standing: Standing,
}

/// Why no trends are shown for a period.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TrendFlaw {
    /// It has more quarters than can be read.
    #[error("the period has {0} quarters, and trends show 40 at most")]
    TooLong(i32),
}

impl TrendFlaw {
    /// What to do about it.
    pub fn help(&self) -> &'static str {
        "name a shorter period: ten years or less"
    }
}

/// The quarters, those for comparison first.
pub(super) struct Axis {
    quarters: Vec<TrendQuarter>,
    pub(super) begins: Option<Day>,
}

impl Axis {
    pub(super) fn of(window: &Window, ground: &TrendGround<'_>) -> Result<Self, TrendFlaw> {
        let today = ground.now.day();
        let last_day = window.end.pred_opt().unwrap_or(window.end).min(today);
        let last = ordinal(ground.quarters.at(last_day));
        let first = ordinal(ground.quarters.at(window.first)).min(last - 3);
        if last - first >= MOST {
            return Err(TrendFlaw::TooLong(last - first + 1));
        }
        let begins = begins(ground.register, ground.now.zone, ground.quarters);
        let quarter = |nth| quarter(period(nth), ground.quarters, today, begins);
        Ok(Self { quarters: (first - BACK..=last).map(quarter).collect(), begins })
    }

    /// Every quarter, those for comparison first.
    pub(super) fn all(&self) -> &[TrendQuarter] {
        &self.quarters
    }

    /// The quarters shown.
    pub(super) fn shown(&self) -> &[TrendQuarter] {
        &self.quarters[FIRST_SHOWN..]
    }

    /// The position of the quarter in which a day lies.
    pub(super) fn position(&self, day: Day) -> Option<usize> {
        let after = self.quarters.partition_point(|quarter| quarter.first <= day);
        after.checked_sub(1).filter(|at| day < self.quarters[*at].end)
    }

    /// True when the day lies in a quarter shown.
    pub(super) fn shows(&self, day: Day) -> bool {
        self.position(day).is_some_and(|at| at >= FIRST_SHOWN)
    }

    /// What is to be known of the quarters.
    pub(super) fn remarks(&self, window: &Window) -> Vec<String> {
        let mut remarks = Vec::new();
        let named = |standing| {
            let these = self.shown().iter().filter(move |quarter| quarter.standing == standing);
            these.map(|quarter| quarter.period.to_string()).collect::<Vec<_>>().join(", ")
        };
        let (before, so_far) = (named(Standing::Before), named(Standing::SoFar));
        match self.begins {
            None => remarks.push("the register holds no dated incident and no declared period statement: nothing is known, which is not zero".into()),
            Some(day) if !before.is_empty() => {
                remarks.push(format!("the register begins on {day}: {before} cannot be told, which is not zero"));
            }
            Some(_) => {}
        }
        if !so_far.is_empty() {
            remarks
                .push(format!("{so_far} is not over: counted so far, and compared with nothing"));
        }
        let last = self.quarters[self.quarters.len() - 1];
        if last.end < window.end {
            remarks.push(format!("quarters after {} lie ahead", last.period));
        }
        let cuts = |day: Day| self.quarters.iter().any(|it| it.first < day && day < it.end);
        if window.quarter.is_none() && (cuts(window.first) || cuts(window.end)) {
            remarks.push("quarters are counted whole, also where the period cuts them".into());
        }
        remarks
    }
}

/// The day from which on the register was kept: its first report, or the first quarter declared.
pub(in crate::metrics) fn begins(
    register: &Register,
    zone: Zone,
    quarters: Quarters,
) -> Option<Day> {
    let keys = [incident::REPORTED_AT, incident::DETECTED_AT, incident::OCCURRED_AT];
    let incidents = register.of_kind(Kind::Incident).filter_map(|record| {
        keys.into_iter().find_map(|key| record.get(key)).map(|at| at.day(zone))
    });
    let statements = register.of_kind(Kind::PeriodStatement);
    let declared = statements.filter(|statement| statement.status() == "declared");
    let periods = declared.filter_map(|it| Period::parse(it.text_of(period_statement::PERIOD)?));
    incidents.chain(periods.map(|period| quarters.days(period).0)).min()
}

fn quarter(period: Period, quarters: Quarters, today: Day, begins: Option<Day>) -> TrendQuarter {
    let (first, last) = quarters.days(period);
    let end = last.succ_opt().unwrap_or(last);
    let standing = if begins.is_none_or(|begins| end <= begins) {
        Standing::Before
    } else if end > today {
        Standing::SoFar
    } else {
        Standing::Whole
    };
    TrendQuarter { period, first, end, standing }
}

/// Quarters counted through, over the turn of the year.
fn ordinal(period: Period) -> i32 {
    period.year * 4 + i32::try_from(period.quarter).unwrap_or(1) - 1
}

fn period(ordinal: i32) -> Period {
    let quarter = u32::try_from(ordinal.rem_euclid(4)).unwrap_or(0) + 1;
    Period { year: ordinal.div_euclid(4), quarter }
}
