//! Regulatory clocks: when a law wants what told, from the stamps that an incident gives.
//!
//! Arithmetic only, no view on whether a law applies: that is what the record states in `regimes`.
//! Hours are absolute, and no local time or change of the clocks moves them; months are cut by the
//! calendar and end with their last day. Where the stamp that starts a clock is missing, the answer
//! is that it cannot be told.

use super::{Clock, Now, Phase};
use crate::catalog::{ClockStart, RegulatoryClock, regulatory_clocks};
use crate::record::{Item, Record};
use crate::schema::{Key, Line, StampValue, incident};
use crate::term::{Day, Duration, Stamp, Zone};
use chrono::{DateTime, Datelike, Months, TimeDelta, Utc, Weekday};

/// A regulatory clock of one incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RegulatoryDue {
    /// The law's clock.
    pub clock: &'static RegulatoryClock,
    /// When it runs out.
    pub limit: RegulatoryLimit,
    /// What the record says about the notification that stops it.
    pub told: Told,
}

/// When a regulatory clock runs out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RegulatoryLimit {
    /// At the first limit; at the second where the law moves limits on weekends.
    At(Clock),
    /// It has not begun: the earlier notification was not submitted.
    NotBegun,
    /// The stamp that starts it, by its name, is not recorded.
    CannotTell(&'static str),
}

/// What a record says about a notification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// Nothing.
    NotYet,
    /// Submitted at this time, for the first time.
    At(Stamp),
    /// Why it is or will be late.
    Late,
}

/// Where a regulatory clock stands, by what the record states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RegulatoryState {
    /// Its limit lies ahead.
    Running,
    /// Its first limit has passed; where a weekend moves it, the second lies ahead.
    Weekend,
    /// Its limit has passed, and no notification is recorded.
    Late,
    /// Notified within the limit.
    Met,
    /// Notified after the limit.
    MetLate,
    /// A reason says why it is or will be late.
    Reasoned,
    /// It has not begun: the earlier notification was not submitted.
    NotBegun,
    /// The stamp of this name, which starts it, is not recorded.
    CannotTell(&'static str),
}

impl RegulatoryState {
    /// The word people read.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Weekend => "running, moved by the weekend",
            Self::Late => "late",
            Self::Met => "met",
            Self::MetLate => "met late",
            Self::Reasoned => "late, reason recorded",
            Self::NotBegun => "not begun",
            Self::CannotTell(_) => "cannot tell",
        }
    }
}

impl RegulatoryDue {
    /// Where the clock stands.
    pub fn state(self, now: Now) -> RegulatoryState {
        let clock = match self.limit {
            RegulatoryLimit::At(clock) => clock,
            RegulatoryLimit::NotBegun => return RegulatoryState::NotBegun,
            RegulatoryLimit::CannotTell(name) => return RegulatoryState::CannotTell(name),
        };
        match self.told {
            Told::Late => RegulatoryState::Reasoned,
            Told::At(at) if at.earliest(now.zone) > clock.second => RegulatoryState::MetLate,
            Told::At(_) => RegulatoryState::Met,
            Told::NotYet => match clock.phase(now.instant) {
                Phase::Ahead => RegulatoryState::Running,
                Phase::PastFirst => RegulatoryState::Weekend,
                Phase::PastLast => RegulatoryState::Late,
            },
        }
    }
}

/// The clocks with a limit that `regime` starts for the incident, in the order of their stages.
pub fn regulatory_dues(incident: &Record, regime: &str, zone: Zone) -> Vec<RegulatoryDue> {
    let of_regime = regulatory_clocks().iter().filter(|clock| clock.regime == regime);
    let timed = of_regime.filter_map(|clock| Some((clock, clock.limit?, clock.stage?)));
    let due = |(clock, limit, stage): (&'static RegulatoryClock, Duration, &str)| {
        let entries = entries(incident, regime, stage);
        RegulatoryDue { clock, limit: runs_out(incident, clock, limit, zone), told: told(&entries) }
    };
    timed.map(due).collect()
}

/// The incident's notifications of a stage.
fn entries<'r>(incident: &'r Record, regime: &str, stage: &str) -> Vec<Item<'r>> {
    const REGIME: Key<Line> = Key::new("regime");
    const STAGE: Key<Line> = Key::new("stage");
    let wanted = |entry: &Item<'_>| {
        entry.text_of(REGIME) == Some(regime) && entry.text_of(STAGE) == Some(stage)
    };
    incident.items(incident::NOTIFICATIONS).into_iter().filter(wanted).collect()
}

fn submissions(entries: &[Item<'_>]) -> Vec<Stamp> {
    const SUBMITTED_AT: Key<StampValue> = Key::new("submitted_at");
    entries.iter().filter_map(|entry| entry.get(SUBMITTED_AT)).map(|at| at.value).collect()
}

fn told(entries: &[Item<'_>]) -> Told {
    const LATE_REASON: Key<Line> = Key::new("late_reason");
    let reason = |entry: &Item<'_>| {
        entry.text_of(LATE_REASON).is_some_and(|reason| !reason.trim().is_empty())
    };
    if entries.iter().any(reason) {
        return Told::Late;
    }
    let first = submissions(entries).into_iter().min_by_key(|at| at.earliest(Zone::default()));
    first.map_or(Told::NotYet, Told::At)
}

fn runs_out(
    incident: &Record,
    clock: &RegulatoryClock,
    limit: Duration,
    zone: Zone,
) -> RegulatoryLimit {
    let stamp = |name| incident.get(Key::<StampValue>::new(name)).map(|found| found.value);
    let start = match clock.starts {
        ClockStart::Stamp(name) => match stamp(name) {
            Some(start) => start,
            None => return RegulatoryLimit::CannotTell(name),
        },
        ClockStart::Submitted(stage) => {
            let sent = submissions(&entries(incident, clock.regime, stage));
            match sent.into_iter().max_by_key(|at| at.latest(zone)) {
                Some(start) => start,
                None => return RegulatoryLimit::NotBegun,
            }
        }
        ClockStart::Nothing => return RegulatoryLimit::NotBegun,
    };
    let mut due = end(start, limit, zone);
    if let (Some(cap), Some(aware)) = (clock.cap, stamp("aware_at")) {
        due = capped(due, start.latest(zone), cap.after(aware.latest(zone)));
    }
    let moved = if clock.moves_on_weekends { next_working_noon(due, zone) } else { due };
    RegulatoryLimit::At(Clock { first: due, second: moved })
}

/// The earlier of a limit and its cap; a start after the cap leaves the limit alone.
fn capped(due: DateTime<Utc>, start: DateTime<Utc>, cap: DateTime<Utc>) -> DateTime<Utc> {
    if start > cap { due } else { due.min(cap) }
}

/// The instant at which a time that begins with `start` is over.
///
/// Hours are counted as they pass. A month ends with the day of the same number, or with the last
/// day of a month that has none.
fn end(start: Stamp, limit: Duration, zone: Zone) -> DateTime<Utc> {
    let Some(months) = limit.whole_months() else { return limit.after(start.latest(zone)) };
    let last = start.day(zone).checked_add_months(Months::new(months));
    last.map_or(DateTime::<Utc>::MAX_UTC, |day| zone.end_of(day))
}

/// Noon of the next working day for an instant on a weekend; the instant itself on other days.
///
/// Bank holidays differ by place and are not known here.
fn next_working_noon(due: DateTime<Utc>, zone: Zone) -> DateTime<Utc> {
    // A limit at midnight is the end of the day before.
    let day = zone.day_of(due.checked_sub_signed(TimeDelta::nanoseconds(1)).unwrap_or(due));
    let ahead = match day.weekday() {
        Weekday::Sat => 2,
        Weekday::Sun => 1,
        _ => return due,
    };
    let monday: Option<Day> = day.checked_add_days(chrono::Days::new(ahead));
    let noon = |day: Day| zone.noon_of(day);
    monday.map_or(due, noon)
}

#[cfg(test)]
mod tests;
