//! Family `PIR`: post-incident reviews.

pub(super) mod attendees_too_few;
mod blame;
pub(super) mod blame_language;
pub(super) mod controls_not_evaluated;
pub(super) mod full_in_writing;
pub(super) mod held_before_end;
pub(super) mod held_late;
pub(super) mod hot_wash_missing;
pub(super) mod lead_was_responder;
pub(super) mod lesson_unanswered;
pub(super) mod minutes_are_a_link;
pub(super) mod names_in_anonymised;
pub(super) mod nonconformity_undecided;
mod people;
pub(super) mod questions_open;
pub(super) mod responder_absent;
pub(super) mod review_date_passed;
pub(super) mod security_only;
mod sentence;
pub(super) mod signoff_missing;
pub(super) mod signoff_unmatched;
pub(super) mod timeline_out_of_order;
pub(super) mod timeline_thin;
