//! Family `VEN`: vendors and their assessments.

pub(super) mod claims_not_carried;
pub(super) mod no_incidents_accepted;
pub(super) mod own_word_only;
pub(super) mod questions_unanswered;
pub(super) mod red_flag_unanswered;

use crate::owed::assessments_of;
