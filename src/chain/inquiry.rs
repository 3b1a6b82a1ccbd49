//! What the chain is asked with: register, thresholds, time, profile and what git shows.

use super::standing::{Extent, Limit, Standing};
use crate::config::Config;
use crate::deadline::{Now, Terms};
use crate::proof::{Lag, Past, RecordPast, lag};
use crate::record::Record;
use crate::register::Register;
use crate::schema::incident;
use crate::term::{Duration, Stamp};
use crate::verdict::{Cut, Strength};

/// Everything that the stages of an incident are judged from.
#[derive(Clone, Copy, Debug)]
pub struct Inquiry<'a> {
    /// Every record.
    pub register: &'a Register,
    /// The thresholds in force.
    pub terms: &'a Terms,
    /// The time against which everything is judged.
    pub now: Now,
    /// The register's configuration: profile, and stages it asks for.
    pub config: &'a Config,
    /// What git shows.
    pub past: &'a Past,
}

impl<'a> Inquiry<'a> {
    /// A clock of `limit` that starts when the incident is closed.
    pub(super) fn after_closure(&self, incident: &Record, limit: Duration) -> Limit {
        closed(incident).map_or_else(
            || not_started(incident),
            |at| Limit::At(limit.from_stamp(at, self.now.zone)),
        )
    }

    /// What git shows of a record.
    pub(super) fn past_of(&self, record: &Record) -> Result<&'a RecordPast, Cut> {
        self.past.of(record.id())
    }

    /// True when history is cut where it would show the record; one that is in no commit yet is
    /// only claimed.
    fn is_cut(&self, record: &Record) -> bool {
        let own = || self.past.seen(record.id()).is_some_and(|past| past.cut.is_some());
        self.past.cut().is_some() || own()
    }

    /// Weighs a dated field of `record`: was it recorded near the date that it states?
    pub(super) fn weigh_date(
        &self,
        standing: &mut Standing,
        record: &Record,
        field: &str,
        stated: Stamp,
    ) {
        let Ok(past) = self.past_of(record) else {
            return standing.weigh(if self.is_cut(record) {
                Strength::CannotTell
            } else {
                Strength::Claimed
            });
        };
        let claim = past.claims.iter().find(|claim| claim.field.path == field);
        let Some(claim) = claim.filter(|claim| claim.stated.is_same(stated, self.now.zone)) else {
            return standing.weigh(Strength::Claimed);
        };
        let shows = format!("first commit in which {field} is {stated}");
        standing.proof(record, &claim.commit, shows);
        let remark = match lag(claim, self.now.zone) {
            Lag::Near => return standing.weigh(Strength::Recorded),
            Lag::Late(days) => format!("recorded {days} days after the date it states"),
            Lag::Before(days) => format!("recorded {days} days before the date it states"),
        };
        standing.remarks.push(format!("{}: {field} {remark}", record.id()));
        standing.weigh(Strength::Claimed);
    }

    /// Gives the verdict of a standing whose clock is `limit`.
    pub(super) fn conclude(&self, standing: Standing, extent: Extent, limit: Limit) -> Standing {
        standing.conclude(extent, limit, self)
    }
}

/// Where a clock stands that starts with the closure, while no stamp says when that was.
pub(super) fn not_started(incident: &Record) -> Limit {
    if is_undated(incident) { Limit::Unknown } else { Limit::NotStarted }
}

/// True for an incident that is closed and does not say since when.
pub(super) fn is_undated(incident: &Record) -> bool {
    incident.status() == "closed" && incident.get(incident::CLOSED_AT).is_none()
}

/// When the incident was closed; `None` while it is open.
pub(super) fn closed(incident: &Record) -> Option<Stamp> {
    incident.get(incident::CLOSED_AT).map(|at| *at).filter(|_| incident.is_from("closed"))
}
