//! When a supplier is to be assessed again, and what answers the warnings and incidents it gave.

use crate::chain::{is_action_owed, is_judged};
use crate::record::{Found, Record};
use crate::register::Register;
use crate::schema::{Kind, action, incident, vendor, vendor_assessment};
use crate::term::Day;

/// The assessments of a vendor that are done and not rejected, oldest first.
pub fn assessments_of<'a>(register: &'a Register, vendor: &str) -> Vec<&'a Record> {
    let naming = register.referrers(vendor).filter(|(_, link)| link.field == "vendor");
    let done = |record: &&Record| {
        record.kind() == Kind::VendorAssessment && !record.is_ended() && record.is_from("done")
    };
    let mut found: Vec<_> = naming.map(|(record, _)| record).filter(done).collect();
    let assessed = |record: &Record| record.get(vendor_assessment::ASSESSED_AT).map(|at| *at);
    found.sort_by_key(|record| (assessed(record), &record.path));
    found
}

/// The day on which an active vendor is to be assessed again, and the record that says so: the later
/// of its own and of its last assessment's.
pub fn reassessment<'r>(
    register: &'r Register,
    vendor: &'r Record,
) -> Option<(Found<Day>, &'r Record)> {
    if !is_judged(vendor) || vendor.status() != "active" {
        return None;
    }
    let stated = vendor.get(vendor::NEXT_ASSESSMENT).map(|due| (due, vendor));
    let last = assessments_of(register, vendor.id()).pop();
    let by_last = last.and_then(|it| Some((it.get(vendor_assessment::NEXT_DUE)?, it)));
    stated.into_iter().chain(by_last).max_by_key(|(due, _)| due.value)
}

/// The incidents in which a vendor took part, by their id; living ones that may be spoken of.
pub fn incidents_of<'a>(register: &'a Register, vendor: &str) -> Vec<&'a Record> {
    let naming = register.referrers(vendor);
    let named = naming.filter(|(_, link)| link.field == incident::THIRD_PARTIES.name());
    let incidents = named.map(|(record, _)| record).filter(|it| it.kind() == Kind::Incident);
    let mut found: Vec<_> = incidents.filter(|record| is_judged(record)).collect();
    found.sort_by(|a, b| (a.id(), &a.path).cmp(&(b.id(), &b.path)));
    found.dedup_by(|a, b| a.path == b.path);
    found
}

/// The opened actions that answer an assessment, its vendor or one of its incidents: those that
/// address the one, change the other, or are measures at vendors for the third.
pub fn measures_for<'a>(register: &'a Register, assessment: &Record) -> Vec<&'a Record> {
    let incidents = assessment.incidents();
    let measures = incidents.iter().flat_map(|id| vendor_measures(register, id.value));
    let mut found = named_in(register, assessment.id(), "addresses");
    if let Some(vendor) = assessment.text_of(vendor_assessment::VENDOR) {
        found.extend(named_in(register, vendor, "changes"));
    }
    found.extend(measures);
    found.sort_by(|a, b| (a.id(), &a.path).cmp(&(b.id(), &b.path)));
    found.dedup_by(|a, b| a.path == b.path);
    found
}

/// The opened actions of type `vendor-measure` for an incident.
pub fn vendor_measures<'a>(register: &'a Register, incident: &str) -> Vec<&'a Record> {
    let measure = |action: &&Record| {
        action.text_of(action::TYPE) == Some("vendor-measure") && is_action_owed(action)
    };
    register.naming(Kind::Action, incident).filter(measure).collect()
}

fn named_in<'a>(register: &'a Register, id: &str, field: &str) -> Vec<&'a Record> {
    let naming = register.referrers(id).filter(|(record, link)| {
        record.kind() == Kind::Action && link.field == field && is_action_owed(record)
    });
    naming.map(|(record, _)| record).collect()
}
