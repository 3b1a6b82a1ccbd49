//! What records owe by days of their own.

use super::incidents::by_clock;
use super::{Basis, Duty, Entry, When};
use crate::chain::{Waiver, is_judged};
use crate::deadline::Due;
use crate::owed::{self, Books};
use crate::record::Record;
use crate::schema::{Key, Kind, Line, action, common, pir, policy, vendor};
use crate::term::{Day, Stamp};

pub(super) fn gather<'r>(books: Books<'r>, record: &'r Record, entries: &mut Vec<Entry<'r>>) {
    match record.kind() {
        Kind::Pir => entries.extend(planned_review(books, record)),
        Kind::Action => entries.extend(action(books, record)),
        Kind::Bulletin => answers(books, record, entries),
        Kind::Policy => entries.extend(policy(books, record)),
        Kind::Risk => entries.extend(owed::risk_review(record).map(|day| {
            by_day(books, Duty::RiskReview, record, (record, "next_review"), *day)
                .owner(owner(record))
        })),
        Kind::Vendor => entries.extend(vendor(books, record)),
        _ => {}
    }
    waivers(books, record, entries);
}

fn owner(record: &Record) -> Option<&str> {
    record.text_of(Key::<Line>::new("owner"))
}

/// Due on the day that `holder` states in `field`.
fn by_day<'r>(
    books: Books<'_>,
    duty: Duty,
    record: &'r Record,
    (holder, field): (&Record, &'static str),
    day: Day,
) -> Entry<'r> {
    let due = Due::Day(day);
    let when = When::Due { due, grace: None, late: due.is_late(books.now) };
    Entry::of(duty, record, Basis::Record(field), when).started(holder, field, Stamp::Day(day))
}

fn unknown<'r>(duty: Duty, record: &'r Record, field: &'static str) -> Entry<'r> {
    let missing = format!("{field} missing");
    let when = When::CannotTell { missing, remedy: format!("record `{field}`") };
    Entry::of(duty, record, Basis::Record(field), when)
}

fn planned_review<'r>(books: Books<'_>, review: &'r Record) -> Option<Entry<'r>> {
    let planned = owed::review_planned(review)?;
    let due = Due::of(planned.latest(books.now.zone), books.now.zone);
    let when = When::Due { due, grace: None, late: due.is_late(books.now) };
    let entry = Entry::of(Duty::ReviewPlanned, review, Basis::Record("scheduled_at"), when);
    Some(entry.owner(review.text_of(pir::LEAD)).started(review, "scheduled_at", *planned))
}

fn action<'r>(books: Books<'_>, action: &'r Record) -> Option<Entry<'r>> {
    if let Some(due) = owed::action_due(action) {
        let entry = by_day(books, Duty::Action, action, (action, "due"), *due);
        return Some(entry.owner(owner(action)));
    }
    let verifier = || {
        let stated = action.get(action::VERIFICATION);
        stated.and_then(|it| it.text_of(Key::new("by"))).or_else(|| owner(action))
    };
    if let Some((done, clock)) = owed::verification(action, books.terms, books.now.zone) {
        let basis = Basis::Default("30 days after implementation");
        let entry = Entry::of(Duty::Verification, action, basis, by_clock(books, clock));
        return Some(entry.owner(verifier()).started(action, "implemented_at", *done));
    }
    let missing = match action.status() {
        _ if !is_judged(action) => return None,
        "open" | "in-progress" | "blocked" => unknown(Duty::Action, action, "due"),
        "implemented" => unknown(Duty::Verification, action, "implemented_at"),
        _ => return None,
    };
    Some(missing.owner(owner(action)))
}

fn answers<'r>(books: Books<'_>, bulletin: &'r Record, entries: &mut Vec<Entry<'r>>) {
    for (_, team, due) in owed::answers_asked(bulletin) {
        let entry = by_day(books, Duty::BulletinAnswer, bulletin, (bulletin, "due"), *due);
        entries.push(entry.owner(Some(team)).part(team));
    }
}

fn policy<'r>(books: Books<'_>, policy: &'r Record) -> Option<Entry<'r>> {
    let entry = match owed::policy_review(policy) {
        Some(day) => by_day(books, Duty::PolicyReview, policy, (policy, "next_review"), *day),
        None if owed::is_in_force(policy) => unknown(Duty::PolicyReview, policy, "next_review"),
        None => return None,
    };
    Some(entry.owner(policy.text_of(policy::OWNER)))
}

fn vendor<'r>(books: Books<'r>, vendor: &'r Record) -> Option<Entry<'r>> {
    let entry = match owed::reassessment(books.register, vendor) {
        Some((day, holder)) => {
            let field = if holder.kind() == Kind::Vendor { "next_assessment" } else { "next_due" };
            by_day(books, Duty::VendorAssessment, vendor, (holder, field), *day)
        }
        None if is_judged(vendor) && vendor.status() == "active" => {
            unknown(Duty::VendorAssessment, vendor, "next_assessment")
        }
        None => return None,
    };
    Some(entry.owner(vendor.text_of(vendor::OWNER)))
}

fn waivers<'r>(books: Books<'_>, record: &'r Record, entries: &mut Vec<Entry<'r>>) {
    for item in record.items(common::WAIVERS) {
        let waiver = Waiver::in_record(item);
        if let Some(day) = waiver.expires {
            let entry = by_day(books, Duty::Waiver, record, (record, "expires"), day);
            let entry = entry.owner(owner(record));
            entries.push(waived(entry, waiver.rule.unwrap_or("a rule")));
        }
    }
}

/// The waivers that the configuration lists.
pub(super) fn gather_configured_waivers<'r>(books: Books<'r>, entries: &mut Vec<Entry<'r>>) {
    for waiver in &books.config.waivers {
        let record = books.register.get(&waiver.record.value);
        if let (Some(record), Some(day)) = (record, waiver.expires) {
            let entry = by_day(books, Duty::Waiver, record, (record, "expires"), day);
            let mut entry = waived(entry.owner(owner(record)), &waiver.rule.value);
            entry.path = Some(books.config.path.as_str());
            entries.push(entry);
        }
    }
}

fn waived<'r>(entry: Entry<'r>, rule: &str) -> Entry<'r> {
    entry.does(format!("renew the waiver of {rule}, or put the matter right")).part(rule)
}
