//! Waivers as records and the configuration state them: what each lacks, and whether it holds.

use crate::config::{ConfigWaiver, People};
use crate::proof::{Past, Version, waiver_words};
use crate::record::{Item, Record};
use crate::schema::{Key, Line, part};
use crate::term::{Day, parse_day};

/// Why a waiver does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaiverFlaw {
    /// It has no reason.
    NoReason,
    /// Nobody approved it.
    NoApprover,
    /// The record's owner approved it.
    ByOwner,
    /// Whoever wrote it into the record approved it.
    ByAuthor,
    /// It has no day of expiry.
    NoExpiry,
    /// Its day has passed.
    Expired,
}

/// A waiver as a record or the configuration states it.
#[derive(Clone, Copy, Debug)]
pub struct Waiver<'a> {
    /// Code or name of the rule.
    pub rule: Option<&'a str>,
    /// Why.
    pub reason: Option<&'a str>,
    /// Handle of the person who approved it.
    pub approved_by: Option<&'a str>,
    /// The last day on which it holds.
    pub expires: Option<Day>,
    item: Option<Item<'a>>,
}

/// What a waiver is judged by.
#[derive(Clone, Copy, Debug)]
pub struct Witness<'a> {
    /// The day that is today.
    pub today: Day,
    /// The people known here.
    pub people: Option<&'a People>,
    /// What git shows, where it shows anything.
    pub past: Option<&'a Past>,
}

impl<'a> Waiver<'a> {
    /// A waiver in a record.
    pub fn in_record(item: Item<'a>) -> Self {
        let filled = |key: Key<Line>| item.text_of(key).filter(|text| !text.trim().is_empty());
        Self {
            rule: filled(part::RULE),
            reason: filled(part::REASON),
            approved_by: filled(part::APPROVED_BY),
            expires: filled(Key::new("expires")).and_then(parse_day),
            item: Some(item),
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
            item: None,
        }
    }

    /// Why it does not hold for `record`; `None` when it does.
    ///
    /// `record` is `None` where the configuration names one that is not there.
    pub fn flaw(&self, record: Option<&Record>, witness: &Witness<'_>) -> Option<WaiverFlaw> {
        if self.reason.is_none() {
            return Some(WaiverFlaw::NoReason);
        }
        let Some(approver) = self.approved_by else { return Some(WaiverFlaw::NoApprover) };
        if record.and_then(|record| record.text_of(Key::new("owner"))) == Some(approver) {
            return Some(WaiverFlaw::ByOwner);
        }
        match self.expires {
            None => return Some(WaiverFlaw::NoExpiry),
            Some(day) if day < witness.today => return Some(WaiverFlaw::Expired),
            Some(_) => {}
        }
        let by_author = self.written_in(witness).is_some_and(|version| {
            let author = &version.commit.author_email;
            let known = witness.people.and_then(|people| people.by_email(author));
            let local = author.split('@').next().unwrap_or_default();
            known.map_or(local == approver, |person| person.handle == approver)
        });
        by_author.then_some(WaiverFlaw::ByAuthor)
    }

    /// The version of the record since which it has stood there as it stands now; `None` where git
    /// shows none, and for a waiver in the configuration, which git follows as a whole only.
    pub fn written_in<'w>(&self, witness: &Witness<'w>) -> Option<&'w Version> {
        let item = self.item?;
        let past = witness.past?.of(item.record().id()).ok()?;
        let words = waiver_words(item);
        past.since(|version| version.facts().waivers.contains(&words))
    }
}
