//! Waivers: findings that someone other than the owner has set aside, with reason and expiry.

use super::context::RegisterContext;
use super::runner::Judgement;
use crate::diag::Finding;
use crate::record::{Item, Record};
use crate::schema::{Key, Line, common, part};
use crate::term::Day;

/// A finding that a waiver sets aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waived {
    /// The finding.
    pub finding: Finding,
    /// Why it is set aside.
    pub reason: String,
    /// Who approved that.
    pub approved_by: String,
    /// The last day on which it holds.
    pub expires: Day,
}

/// Why a waiver does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// It has no reason.
    NoReason,
    /// Nobody approved it.
    NoApprover,
    /// The record's owner approved it.
    ByOwner,
    /// It has no day of expiry.
    NoExpiry,
    /// Its day has passed.
    Expired,
}

/// Why the waiver `item` of `record` does not hold today; `None` when it does.
pub fn flaw(item: Item<'_>, record: &Record, today: Day) -> Option<Flaw> {
    let filled = |key: Key<Line>| item.text_of(key).filter(|text| !text.trim().is_empty());
    let owner = record.text_of(Key::new("owner"));
    if filled(part::REASON).is_none() {
        return Some(Flaw::NoReason);
    }
    match filled(part::APPROVED_BY) {
        None => return Some(Flaw::NoApprover),
        approver if approver == owner => return Some(Flaw::ByOwner),
        Some(_) => {}
    }
    match expiry(item) {
        None => Some(Flaw::NoExpiry),
        Some(day) if day < today => Some(Flaw::Expired),
        Some(_) => None,
    }
}

fn expiry(item: Item<'_>) -> Option<Day> {
    item.text_of(Key::new("expires")).and_then(crate::term::parse_day)
}

/// Moves findings that a valid waiver of their record covers from `findings` to `waived`.
pub(super) fn set_aside(cx: &RegisterContext<'_>, judgement: &mut Judgement) {
    let findings = std::mem::take(&mut judgement.findings);
    for finding in findings {
        match waiver_for(cx, &finding) {
            Some(waived) => judgement.waived.push(waived),
            None => judgement.findings.push(finding),
        }
    }
}

fn waiver_for(cx: &RegisterContext<'_>, finding: &Finding) -> Option<Waived> {
    let record = cx.register.at_path(&finding.place.path)?;
    let today = cx.basis.now.day();
    let covers = |item: &Item<'_>| {
        let rule = item.text_of(part::RULE);
        (rule == Some(finding.code) || rule == Some(finding.name))
            && flaw(*item, record, today).is_none()
    };
    let item = record.items(common::WAIVERS).into_iter().find(covers)?;
    Some(Waived {
        reason: item.text_of(part::REASON)?.to_owned(),
        approved_by: item.text_of(part::APPROVED_BY)?.to_owned(),
        expires: expiry(item)?,
        finding: finding.clone(),
    })
}
