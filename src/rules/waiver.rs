//! Waivers: findings that someone other than the owner has set aside, with reason and expiry.

use super::context::RegisterContext;
use super::runner::Judgement;
use crate::config::ConfigWaiver;
use crate::diag::Finding;
use crate::record::{Item, Record};
use crate::schema::{Key, Line, common, part};
use crate::term::{Day, parse_day};

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

/// A waiver as a record or the configuration states it.
#[derive(Clone, Copy, Debug)]
pub struct Stated<'a> {
    rule: Option<&'a str>,
    reason: Option<&'a str>,
    approved_by: Option<&'a str>,
    expires: Option<Day>,
}

impl<'a> Stated<'a> {
    /// A waiver in a record.
    pub fn in_record(item: Item<'a>) -> Self {
        let filled = |key: Key<Line>| item.text_of(key).filter(|text| !text.trim().is_empty());
        Self {
            rule: filled(part::RULE),
            reason: filled(part::REASON),
            approved_by: filled(part::APPROVED_BY),
            expires: filled(Key::new("expires")).and_then(parse_day),
        }
    }

    /// A waiver in the configuration.
    pub fn in_config(waiver: &'a ConfigWaiver) -> Self {
        let filled =
            |text: &'a Option<String>| text.as_deref().filter(|text| !text.trim().is_empty());
        Self {
            rule: Some(&waiver.rule.value),
            reason: filled(&waiver.reason),
            approved_by: filled(&waiver.approved_by),
            expires: waiver.expires,
        }
    }

    /// Why it does not hold today for a record with this owner; `None` when it does.
    pub fn flaw(self, owner: Option<&str>, today: Day) -> Option<Flaw> {
        if self.reason.is_none() {
            return Some(Flaw::NoReason);
        }
        match self.approved_by {
            None => return Some(Flaw::NoApprover),
            approver if approver == owner => return Some(Flaw::ByOwner),
            Some(_) => {}
        }
        match self.expires {
            None => Some(Flaw::NoExpiry),
            Some(day) if day < today => Some(Flaw::Expired),
            Some(_) => None,
        }
    }

    /// True when it names the rule by code or name.
    fn names(self, finding: &Finding) -> bool {
        self.rule == Some(finding.code) || self.rule == Some(finding.name)
    }
}

/// Why the waiver `item` of `record` does not hold today; `None` when it does.
pub fn flaw(item: Item<'_>, record: &Record, today: Day) -> Option<Flaw> {
    Stated::in_record(item).flaw(record.text_of(Key::new("owner")), today)
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
    let owner = record.text_of(Key::new("owner"));
    let own = record.items(common::WAIVERS).into_iter().map(Stated::in_record);
    let listed = cx.basis.config.waivers.iter().filter(|waiver| waiver.record.value == record.id());
    let today = cx.basis.now.day();
    let holds = |stated: &Stated<'_>| stated.names(finding) && stated.flaw(owner, today).is_none();
    let stated = own.chain(listed.map(Stated::in_config)).find(holds)?;
    Some(Waived {
        reason: stated.reason?.to_owned(),
        approved_by: stated.approved_by?.to_owned(),
        expires: stated.expires?,
        finding: finding.clone(),
    })
}
