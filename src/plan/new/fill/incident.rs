//! A new incident: noticed and reported now.

use super::super::sheet::Sheet;
use super::Cx;
use crate::schema::{Kind, incident};
use crate::term::Severity;

/// Keys of the inline review, cause and lesson; values come when the incident is closed.
const LEARNING: &str = "
  # Filled in by the time the incident is closed.
  reviewed_at:
  reviewed_by: []
  causes:
    - id: C1
      text:
      category:
      process_or_control:
  in_risk_register_before:
  control_evaluation: []
  lessons:
    - id: L1
      category:
      text:
  not_needed:
    actions:
    risk:
    training:
  approved_by:
  approved_at:";

pub(super) fn fill(sheet: &mut Sheet, cx: Cx<'_>) {
    sheet.raw(incident::DETECTED_AT.name(), cx.now());
    sheet.raw(incident::REPORTED_AT.name(), cx.now());
    sheet.text(incident::ORIGIN, "incident");
    sheet.words(incident::SIMILAR_TO, &cx.sources.incident_ids());
    let vendors: Vec<_> = cx.sources.of_kind(Kind::Vendor).map(crate::record::Record::id).collect();
    sheet.words(incident::THIRD_PARTIES, &vendors);
    if cx.request.light {
        light(sheet);
    }
}

fn light(sheet: &mut Sheet) {
    sheet.light = true;
    sheet.text(incident::REVIEW_TIER, "light");
    sheet.raw(incident::LEARNING.name(), LEARNING);
    let severity = sheet.scalar(incident::SEVERITY.name());
    let heavy = severity.as_deref().and_then(Severity::parse).filter(|s| *s >= Severity::High);
    if let Some(severity) = heavy
        && sheet.value(incident::TIER_REASON.name()).is_none()
    {
        let word = severity.word();
        sheet.hints.push(format!(
            "a {word} incident is owed a full review; leave out --light, or give an approved \
             reason with --set tier_reason=..."
        ));
    }
}
