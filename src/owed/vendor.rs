//! When a supplier is to be assessed again.

use crate::chain::is_judged;
use crate::record::{Found, Record};
use crate::register::Register;
use crate::schema::{Kind, vendor, vendor_assessment};
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
