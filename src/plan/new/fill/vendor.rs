//! A new vendor assessment: the vendor, the assessment before, incidents that name the vendor.

use super::super::sheet::Sheet;
use super::Cx;
use crate::record::Record;
use crate::schema::{Kind, incident, vendor_assessment as assessment};

pub(super) fn fill_assessment(sheet: &mut Sheet, cx: Cx<'_>) {
    let Some(vendor) = cx.sources.of_kind(Kind::Vendor).next() else { return };
    sheet.text(assessment::VENDOR, vendor.id());
    cx.title_from(sheet, Some(format!("Assessment: {}", vendor.title())));
    if let Some(previous) = last_assessment(vendor, cx) {
        sheet.text(assessment::PREVIOUS, previous.id());
    }
    let mut incidents = cx.sources.incident_ids();
    let names =
        |i: &&Record| i.words(incident::THIRD_PARTIES).iter().any(|v| v.value == vendor.id());
    for incident in cx.all_incidents().filter(names) {
        if !incidents.contains(&incident.id()) {
            incidents.push(incident.id());
        }
    }
    sheet.words(assessment::INCIDENTS, &incidents);
}

/// The latest living assessment of the vendor, by day and then by id.
fn last_assessment<'a>(vendor: &Record, cx: Cx<'a>) -> Option<&'a Record> {
    let of_vendor = |r: &&Record| r.text_of(assessment::VENDOR) == Some(vendor.id());
    let living = cx.ground.register.of_kind(Kind::VendorAssessment).filter(|r| !r.is_ended());
    living.filter(of_vendor).max_by_key(|record| {
        let day = record.get(assessment::ASSESSED_AT).map(|found| found.value);
        (day, record.id().to_owned())
    })
}
