//! Family `VEN`: vendors and their assessments.

pub(super) mod claims_not_carried;
pub(super) mod no_incidents_accepted;
pub(super) mod own_word_only;
pub(super) mod questions_unanswered;
pub(super) mod red_flag_unanswered;

use crate::record::Record;
use crate::register::Register;
use crate::schema::{Kind, vendor_assessment};

/// The assessments of a vendor that are done and not rejected, oldest first.
fn assessments_of<'a>(register: &'a Register, vendor: &str) -> Vec<&'a Record> {
    let naming = register.referrers(vendor).filter(|(_, link)| link.field == "vendor");
    let done = |record: &&Record| {
        record.kind() == Kind::VendorAssessment && !record.is_ended() && record.is_from("done")
    };
    let mut found: Vec<_> = naming.map(|(record, _)| record).filter(done).collect();
    let assessed = |record: &Record| record.get(vendor_assessment::ASSESSED_AT).map(|at| *at);
    found.sort_by_key(|record| (assessed(record), &record.path));
    found
}
