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
