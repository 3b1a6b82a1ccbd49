//! The stages in which the lesson is told and looked at again.

use super::answer::{actions_of, answered_by_not_needed};
use super::changed::naming;
use super::inquiry::{Inquiry, closed};
use super::required::Grade;
use super::standing::{Extent, Limit, Standing};
use crate::record::Record;
use crate::schema::{Kind, action, bulletin, effectiveness_audit, management_review, trend_report};
use crate::term::{Duration, Period, Stage, Stamp};
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
    cx.conclude(standing, if found { Extent::All } else { Extent::Nothing }, limit)
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

/// True when a presented trend report names the incident or covers the quarter in which it closed.
fn digest(cx: &Inquiry<'_>, incident: &Record, standing: &mut Standing) -> bool {
    let named = naming(cx, incident.id(), Kind::TrendReport, &["incidents", "findings.incidents"]);
    let quarter = closed(incident).map(|at| Period::of(at.day(cx.now.zone)));
    let covers = |report: &&Record| {
        named.iter().any(|other| other.path == report.path)
            || (quarter.is_some()
                && report.text_of(trend_report::PERIOD).and_then(Period::parse) == quarter)
    };
    let presented = |report: &&Record| {
        !report.is_ended() && report.is_from("presented") && report.status() == "presented"
    };
    let mut found = false;
    for report in cx.register.of_kind(Kind::TrendReport).filter(covers).filter(presented) {
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

/// Thirty days after the end of the quarter in which the incident was closed.
fn digest_limit(cx: &Inquiry<'_>, incident: &Record) -> Limit {
    let Some(closed) = closed(incident) else { return Limit::NotStarted };
    let (_, last) = Period::of(closed.day(cx.now.zone)).days();
    Limit::At(Duration::days(30).after(cx.now.zone.end_of(last)))
}

/// A held management review that names the incident, or treats the lesser ones together.
pub(super) fn management(cx: &Inquiry<'_>, incident: &Record) -> Standing {
    let mut standing = Standing::new(Stage::Management);
    let closed = closed(incident);
    let by_name = Grade::of(incident) == Grade::High;
    let mut found = false;
    let mut passed_over = false;
    for review in cx.register.of_kind(Kind::ManagementReview).filter(|r| !r.is_ended()) {
        let Some(held) = review.get(management_review::HELD_AT).filter(|_| review.is_from("held"))
        else {
            continue;
        };
        let names = review.incidents().iter().any(|id| id.value == incident.id());
        let after = closed.is_some_and(|closed| !closed.surely_after(*held, cx.now.zone));
        let together = review.text_of(management_review::AGGREGATED).is_some();
        if names || (after && !by_name && together) {
            let how = if names { "by name" } else { "together with others" };
            standing.answer(review, "held_at", format!("{how}, held {}", *held));
            cx.weigh_date(&mut standing, review, "held_at", *held);
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
    let limit =
        if passed_over { Limit::Never } else { cx.after_closure(incident, Duration::months(12)) };
    cx.conclude(standing, Extent::Nothing, limit)
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
    let limit = match extent {
        Extent::Nothing => followup_limit(cx, incident),
        _ => Limit::Never,
    };
    let mut standing = cx.conclude(standing, extent, limit);
    // The due day shown is the policy's; the month after it is grace, not a later deadline.
    if let (Some(_), Some(due)) = (standing.due, followup_due(cx, incident)) {
        standing.due = Some(cx.now.zone.day_of(due));
    }
    standing
}

/// Counted from the later of closure and last implementation.
fn followup_due(cx: &Inquiry<'_>, incident: &Record) -> Option<chrono::DateTime<chrono::Utc>> {
    let zone = cx.now.zone;
    let closed = closed(incident)?;
    let done = actions_of(cx.register, incident.id())
        .filter_map(|action| action.get(action::IMPLEMENTED_AT))
        .map(|at| *at);
    let last = done.chain([closed]).max_by_key(|at| at.earliest(zone))?;
    Some(cx.terms.followup_after.after(last.earliest(zone)))
}

fn followup_limit(cx: &Inquiry<'_>, incident: &Record) -> Limit {
    let due = followup_due(cx, incident);
    due.map_or(Limit::NotStarted, |due| Limit::At(Duration::days(31).after(due)))
}
