//! What is owed of an incident: its review, its cause, what was learned from it, who is told.

use super::{Basis, Duty, Entry, When, notified};
use crate::chain::{Grade, Inquiry, Tier, actions_of, is_judged, review_tier, reviews_of};
use crate::deadline::{Clock, Due, Phase};
use crate::owed::{self, Books, Closing};
use crate::record::Record;
use crate::schema::{Kind, action, effectiveness_audit, incident, pir};
use crate::term::{Severity, Stamp};

pub(super) fn gather<'r>(
    cx: &Inquiry<'r>,
    books: Books<'r>,
    record: &'r Record,
    entries: &mut Vec<Entry<'r>>,
) {
    if record.kind() != Kind::Incident || !is_judged(record) {
        return;
    }
    notified::gather(books, record, entries);
    entries.extend(hot_wash(books, record));
    if record.status() != "closed" {
        return;
    }
    if record.get(incident::CLOSED_AT).is_none() {
        let missing = "closed_at missing, from which the clocks of a closed incident run".into();
        let when = When::CannotTell { missing, remedy: "record `closed_at`".into() };
        let basis = Basis::figure(books, "pir_deadline", "review within 72 hours");
        entries.push(Entry::of(Duty::ReviewHeld, record, basis, when).owner(owner(record)));
        return;
    }
    let review = review(books, record);
    let learned = [
        (Duty::ReviewHeld, owed::review_held(books, record), review.0),
        (Duty::ReviewApproved, owed::review_approved(books, record).map(|it| it.0), review.1),
        (Duty::Cause, owed::cause(books, record), two_weeks(books, "cause_limit")),
        (Duty::ActionOpened, owed::actions_missing(books, record), two_weeks(books, "pir_limit")),
        (Duty::Policy, owed::policy_answer(books, record), two_weeks(books, "cause_limit")),
        (Duty::Bulletin, owed::bulletin(books, record), month(books)),
    ];
    for (duty, closing, basis) in learned {
        entries.extend(closing.map(|closing| closed(books, record, duty, closing, basis)));
    }
    entries.extend(risk(cx, books, record));
    entries.extend(followup(books, record));
}

fn owner(incident: &Record) -> Option<&str> {
    incident.text_of(incident::OWNER)
}

fn closed<'r>(
    books: Books<'_>,
    incident: &'r Record,
    duty: Duty,
    (closed, clock): Closing,
    basis: Basis,
) -> Entry<'r> {
    let when = by_clock(books, clock);
    let entry = Entry::of(duty, incident, basis, when).owner(owner(incident));
    entry.started(incident, "closed_at", *closed)
}

/// Due with the first limit of a clock.
pub(super) fn by_clock(books: Books<'_>, clock: Clock) -> When {
    let late = clock.phase(books.now.instant) != Phase::Ahead;
    When::Due { due: Due::of(clock.first, books.now.zone), grace: None, late }
}

/// The figures for holding and for approving the review.
fn review(books: Books<'_>, incident: &Record) -> (Basis, Basis) {
    let grouped = || Basis::Default("90 days for a grouped review");
    let limit = || Basis::figure(books, "pir_limit", "review approved within 14 days");
    let light = matches!(crate::chain::severity_of(incident), Severity::Low | Severity::Info);
    let stated = incident.get(incident::REVIEW_TIER).is_some();
    if stated && review_tier(incident) == Tier::Grouped {
        (grouped(), grouped())
    } else if light {
        (limit(), limit())
    } else {
        (Basis::figure(books, "pir_deadline", "review held within 72 hours"), limit())
    }
}

fn two_weeks(books: Books<'_>, field: &'static str) -> Basis {
    Basis::figure(books, field, "14 days after closure")
}

fn month(books: Books<'_>) -> Basis {
    Basis::figure(books, "bulletin_limit", "30 days after closure")
}

fn risk<'r>(cx: &Inquiry<'_>, books: Books<'_>, incident: &'r Record) -> Option<Entry<'r>> {
    let low = Grade::of(incident) == Grade::Low;
    let basis = if low {
        Basis::Default("90 days after closure at low severity")
    } else {
        two_weeks(books, "risk_limit")
    };
    Some(match owed::risk(cx, incident)? {
        Ok(closing) => closed(books, incident, Duty::Risk, closing, basis),
        Err(cut) => {
            let when = When::CannotTell { missing: cut.reason, remedy: cut.remedy };
            Entry::of(Duty::Risk, incident, basis, when).owner(owner(incident))
        }
    })
}

/// The hot wash, while it can still be held in time: afterwards it cannot be made good.
fn hot_wash<'r>(books: Books<'_>, incident: &'r Record) -> Option<Entry<'r>> {
    let (over, clock) = owed::hot_wash(incident, books.now.zone)?;
    let is_done = |review: &Record| review.get(pir::HOT_WASH_AT).is_some();
    let is_open = clock.phase(books.now.instant) == Phase::Ahead
        && !reviews_of(books.register, incident.id()).any(is_done);
    let basis = Basis::Default("within 48 hours of the end of the response");
    let field =
        if incident.get(incident::RESOLVED_AT).is_some() { "resolved_at" } else { "contained_at" };
    let entry = || Entry::of(Duty::HotWash, incident, basis, by_clock(books, clock));
    is_open.then(|| entry().owner(owner(incident)).started(incident, field, *over))
}

/// The follow-up: by its clock, and by the day of its record while one is planned and in time.
fn followup<'r>(books: Books<'r>, incident: &'r Record) -> Option<Entry<'r>> {
    let (closed_at, clock) = owed::followup(books, incident)?;
    let zone = books.now.zone;
    let due = Due::Day(zone.day_of(clock.first));
    let grace = Due::Day(zone.day_of(clock.second));
    let late = grace.is_late(books.now);
    let planned = books.register.naming(Kind::EffectivenessAudit, incident.id());
    let planned = planned.filter(|audit| !audit.is_ended()).last();
    let basis = Basis::figure(books, "followup_after", "6 months, and a month of grace");
    let entry =
        Entry::of(Duty::FollowUp, incident, basis, When::Due { due, grace: Some(grace), late });
    let (record, field, at) = work_done(books, incident, *closed_at);
    let entry = entry.owner(owner(incident)).started(record, field, at);
    let Some(audit) = planned else { return Some(entry) };
    let entry = match audit.get(effectiveness_audit::AUDITOR) {
        Some(auditor) => entry.owner(Some(auditor.value)),
        None => entry,
    };
    let day = audit.get(effectiveness_audit::DUE);
    let day = day.map_or_else(String::new, |day| format!(" for {}", *day));
    Some(entry.does(format!("perform the follow-up, planned as {}{day}", audit.id())))
}

/// What starts the clock of a follow-up: the closing, or the last implementation after it.
fn work_done<'r>(
    books: Books<'r>,
    incident: &'r Record,
    closed: Stamp,
) -> (&'r Record, &'static str, Stamp) {
    let done =
        |action: &'r Record| Some((action, "implemented_at", *action.get(action::IMPLEMENTED_AT)?));
    let done = actions_of(books.register, incident.id()).filter_map(done);
    let all = std::iter::once((incident, "closed_at", closed)).chain(done);
    let last = all.max_by_key(|(_, _, at)| at.earliest(books.now.zone));
    last.expect("the closing is one of them")
}
