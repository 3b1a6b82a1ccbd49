//! The stages in which the lesson is told and looked at again.

use super::answer::{actions_of, answered_by_not_needed};
use super::changed::naming;
use super::inquiry::{Inquiry, closed, not_started};
use super::required::Grade;
use super::standing::{Extent, Limit, Standing};
use crate::deadline::{Clock, Stretch, Terms};
use crate::record::Record;
use crate::register::Register;
use crate::schema::{Kind, action, bulletin, effectiveness_audit, management_review, trend_report};
use crate::term::{Duration, Period, Stage, Stamp, Zone};
use crate::verdict::Strength;

/// A bulletin; for low severity and below the quarterly digest.
pub(super) fn communicated(cx: &Inquiry<'_>, incident: &Record) -> Standing {
    let mut standing = Standing::new(Stage::Communicated);
    let grade = Grade::of(incident);
    let found = published(cx, incident, &mut standing)
        || (grade <= Grade::Low && digest(cx, incident, &mut standing));
    if !found
        && grade != Grade::High
        && let Some(reason) = answered_by_not_needed(cx.register, incident, Stage::Communicated)
    {
        return Standing::not_required(
            Stage::Communicated,
            format!("approved reason: {}", *reason),
        );
    }
    if !found && grade > Grade::Low {
        standing.gap(Some("BUL001"), "no published bulletin names the incident");
    } else if !found {
        standing.gap(None, "no presented trend report covers the incident");
    }
    let limit = if grade > Grade::Low {
        cx.after_closure(incident, cx.terms.bulletin_limit)
    } else {
        digest_limit(cx, incident)
    };
    let extent = match found {
        true => Extent::All,
        false if standing.answers.is_empty() => Extent::Nothing,
        false => Extent::Part,
    };
    cx.conclude(standing, extent, limit)
}

fn published(cx: &Inquiry<'_>, incident: &Record, standing: &mut Standing) -> bool {
    let mut found = false;
    for bulletin in cx.register.naming(Kind::Bulletin, incident.id()).filter(|b| !b.is_ended()) {
        let at = bulletin.get(bulletin::PUBLISHED_AT).filter(|_| bulletin.is_from("published"));
        let Some(at) = at else {
            standing.answer(bulletin, "status", "draft");
            continue;
        };
        let audience = bulletin.text_of(bulletin::AUDIENCE).unwrap_or("nobody named");
        standing.answer(bulletin, "published_at", format!("published {} to {audience}", *at));
        cx.weigh_date(standing, bulletin, "published_at", *at);
        found = true;
    }
    found
}

/// True when a presented trend report names the incident or covers the quarter in which it was closed.
fn digest(cx: &Inquiry<'_>, incident: &Record, standing: &mut Standing) -> bool {
    let named = naming(cx, incident.id(), Kind::TrendReport, &["incidents", "findings.incidents"]);
    let stretch = closing_stretch(cx, incident);
    let covers = |report: &&Record| {
        let period = report.text_of(trend_report::PERIOD).and_then(Period::parse);
        named.iter().any(|other| other.path == report.path)
            || stretch.zip(period).is_some_and(|(stretch, period)| stretch.covers(period))
    };
    let mut found = false;
    for report in cx.register.of_kind(Kind::TrendReport).filter(covers).filter(|r| is_presented(r))
    {
        let at = report.get(trend_report::PRESENTED_AT);
        let when = at.map_or_else(|| "presented".into(), |at| format!("presented {}", *at));
        standing.answer(report, "presented_at", format!("digest, {when}"));
        match at {
            Some(at) => cx.weigh_date(standing, report, "presented_at", Stamp::Day(*at)),
            None => standing.weigh(Strength::Claimed),
        }
        found = true;
    }
    found
}

/// True when a trend report was presented and is no draft again.
pub fn is_presented(report: &Record) -> bool {
    !report.is_ended() && report.status() == "presented"
}

/// The quarter, or half-year of a small organisation, in which the incident was closed.
fn closing_stretch(cx: &Inquiry<'_>, incident: &Record) -> Option<Stretch> {
    let every = cx.terms.trend_rhythm(cx.config.profile);
    let day = closed(incident)?.day(cx.now.zone);
    Some(Stretch::at(day, cx.config.quarters(), every, cx.now.zone))
}

/// Thirty days after the end of the quarter in which the incident was closed.
fn digest_limit(cx: &Inquiry<'_>, incident: &Record) -> Limit {
    let stretch = closing_stretch(cx, incident);
    stretch.map_or_else(|| not_started(incident), |stretch| Limit::At(stretch.clock.first))
}

/// A held management review that names the incident, or treats the lesser ones together.
pub(super) fn management(cx: &Inquiry<'_>, incident: &Record) -> Standing {
    let mut standing = Standing::new(Stage::Management);
    let closed = closed(incident);
    let by_name = Grade::of(incident) == Grade::High;
    let mut found = false;
    let mut passed_over = false;
    for review in cx.register.of_kind(Kind::ManagementReview).filter(|r| !r.is_ended()) {
        let Some(held) = management_held_at(review) else { continue };
        let names = review.incidents().iter().any(|id| id.value == incident.id());
        let after = closed.is_some_and(|closed| !closed.surely_after(held, cx.now.zone));
        let together = review.text_of(management_review::AGGREGATED).is_some();
        if names || (after && !by_name && together) {
            let how = if names { "by name" } else { "together with others" };
            standing.answer(review, "held_at", format!("{how}, held {held}"));
            cx.weigh_date(&mut standing, review, "held_at", held);
            found = true;
        } else if after {
            passed_over = true;
        }
    }
    if found {
        return cx.conclude(standing, Extent::All, Limit::Never);
    }
    let text = "no management review since its closure names the incident";
    standing.gap(Some("MRV003").filter(|_| by_name && passed_over), text);
    let limit = if passed_over {
        Limit::Never
    } else {
        cx.after_closure(incident, cx.terms.management_every)
    };
    cx.conclude(standing, Extent::Nothing, limit)
}

/// When a management review was held, if its record says so.
pub fn management_held_at(review: &Record) -> Option<Stamp> {
    let held = !review.is_ended() && review.is_from("held");
    review.get(management_review::HELD_AT).map(|held| *held).filter(|_| held)
}

/// A follow-up months later, performed and with a result.
pub(super) fn followup(cx: &Inquiry<'_>, incident: &Record) -> Standing {
    let mut standing = Standing::new(Stage::Followup);
    let mut extent = Extent::Nothing;
    for audit in
        cx.register.naming(Kind::EffectivenessAudit, incident.id()).filter(|a| !a.is_ended())
    {
        let performed =
            audit.get(effectiveness_audit::PERFORMED_AT).filter(|_| audit.is_from("performed"));
        let Some(at) = performed else {
            let due = audit.get(effectiveness_audit::DUE);
            let due = due.map_or_else(String::new, |due| format!(", due {}", *due));
            standing.answer(audit, "due", format!("planned{due}"));
            continue;
        };
        let result = audit.text_of(effectiveness_audit::RESULT).unwrap_or("no result");
        standing.answer(audit, "result", format!("performed {}, result {result}", *at));
        cx.weigh_date(&mut standing, audit, "performed_at", Stamp::Day(*at));
        if result == "holds" {
            extent = Extent::All;
        } else {
            standing.gap(Some("AUD002"), format!("{}: the result is {result}", audit.id()));
            extent = super::learned::better(extent, Extent::Part);
        }
    }
    if extent == Extent::Nothing {
        standing.gap(Some("AUD001"), "no follow-up has been performed");
    }
    // One that was performed has stopped the clock, whatever it found.
    let clock = followup_clock(cx.register, incident, cx.terms, cx.now.zone);
    let limit = match (extent, clock) {
        (Extent::Nothing, Some(clock)) => Limit::At(clock.second),
        (Extent::Nothing, None) => not_started(incident),
        _ => Limit::Never,
    };
    let mut standing = cx.conclude(standing, extent, limit);
    // The due day shown is the policy's; the month after it is grace, not a later deadline.
    if let Some(clock) = clock {
        let day = cx.now.zone.day_of(clock.first);
        standing.due = standing.due.map(|_| day);
        standing.late_since = standing.late_since.map(|_| day);
    }
    standing
}

/// The clock for the follow-up of a closed incident: the day on which it is due, and the end of the
/// month of grace after that day.
///
/// Counted from the later of closure and last implementation.
pub fn followup_clock(
    register: &Register,
    incident: &Record,
    terms: &Terms,
    zone: Zone,
) -> Option<Clock> {
    let closed = closed(incident)?;
    let done = actions_of(register, incident.id())
        .filter_map(|action| action.get(action::IMPLEMENTED_AT))
        .map(|at| *at);
    let last = done.chain([closed]).max_by_key(|at| at.earliest(zone))?;
    let due = terms.followup_after.after_in(last.earliest(zone), zone);
    Some(Clock { first: due, second: Duration::days(31).after_in(due, zone) })
}
