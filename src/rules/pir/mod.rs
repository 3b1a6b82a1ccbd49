//! Family `PIR`: post-incident reviews.

pub(super) mod attendees_too_few;
pub(super) mod controls_not_evaluated;
pub(super) mod lead_was_responder;
pub(super) mod lesson_unanswered;
pub(super) mod review_date_passed;
pub(super) mod signoff_missing;
pub(super) mod signoff_unmatched;
pub(super) mod timeline_thin;
